//! What is found, as tables and plots.

use super::audit::Counted;
use super::cells::{Suppress, count, number, optional, table};
use super::comparisons;
use super::criterion::Criterion;
use super::entropy;
use super::judge::CONFIDENCE;
use super::metric::{self, Tally};
use super::parameters::Parameters;
use super::said::Said;
use crate::report::{Block, Cell, Matrix, Unit};
use crate::stats::groups::confusion::Rate;
use crate::stats::rate::sample_size::detectable;
use crate::stats::rate::{exact_test, extreme, four_fifths};
use crate::stats::{fisher, proportion};

/// Power for which detectable gaps are said.
const POWER: f64 = 0.8;
/// Rows of both groups up to which the slow exact tests are shown.
const EXACT_ROWS: u64 = 1_000;

/// The criteria of all groupings, the verdict of each in words.
pub fn criteria(said: &[Said], counted: &[Counted]) -> Block {
    let rows = said
        .iter()
        .map(|s| {
            let worst = s.worst;
            let mut row = vec![
                Cell::Text(counted[s.grouping].grouping.name()),
                Cell::Text(s.criterion.card().title.into()),
                Cell::Text(s.verdict.words().into()),
            ];
            row.extend(comparisons::cells(worst, counted));
            row.extend([
                optional(worst.judged.q),
                Cell::Number(worst.rows[0] as f64),
                optional(comparisons::rows_needed(worst)),
                count(s.small),
                count(s.not_estimable),
            ]);
            row
        })
        .collect();
    let mut columns = vec![
        ("Attribute", Unit::Number),
        ("Criterion", Unit::Number),
        ("Verdict", Unit::Number),
    ];
    columns.extend(comparisons::COLUMNS);
    columns.extend([
        ("Corrected p against the limit", Unit::Probability),
        ("n", Unit::Count),
        ("Rows still needed", Unit::Count),
        ("Groups too small", Unit::Count),
        ("Groups not estimable", Unit::Count),
    ]);
    table(
        "Criteria: the group furthest from its yardstick",
        &columns,
        rows,
    )
}

/// Definition cards of the criteria that were looked at.
pub fn cards(said: &[Said]) -> Block {
    let rows = Criterion::ALL
        .into_iter()
        .filter(|criterion| said.iter().any(|s| s.criterion == *criterion))
        .map(|criterion| {
            let card = criterion.card();
            [
                card.title,
                card.formula,
                card.assumes,
                card.misleads,
                card.source,
            ]
            .map(|text| Cell::Text(text.into()))
            .into()
        })
        .collect();
    table(
        "What each criterion asks",
        &[
            ("Criterion", Unit::Number),
            ("Definition", Unit::Number),
            ("What it assumes", Unit::Number),
            ("When it misleads", Unit::Number),
            ("Source", Unit::Number),
        ],
        rows,
    )
}

/// The rates that can be shown.
fn shown_rates(has_decisions: bool, has_labels: bool) -> Vec<Rate> {
    Rate::ALL
        .into_iter()
        .filter(|rate| match rate {
            Rate::Selection => has_decisions,
            Rate::Base => has_labels,
            _ => has_decisions && has_labels,
        })
        .collect()
}

/// Every group with all its rates.
pub fn groups(
    counted: &Counted,
    has_decisions: bool,
    has_labels: bool,
    parameters: &Parameters,
) -> Vec<Block> {
    let suppress = Suppress::of(parameters);
    let rates = shown_rates(has_decisions, has_labels);
    let all: u64 = counted.tallies.iter().map(Tally::all).sum();
    let mut columns = vec![
        ("Group", Unit::Number),
        ("n", Unit::Count),
        ("Share of rows", Unit::Share),
    ];
    for rate in &rates {
        columns.push((metric::title(*rate), Unit::Share));
        columns.push(("low", Unit::Share));
        columns.push(("high", Unit::Share));
        columns.push(("of n", Unit::Count));
    }
    let both = has_decisions && has_labels;
    if both {
        columns.push(("Balanced accuracy", Unit::Share));
        columns.push(("F1", Unit::Number));
    }
    let names = counted.grouping.groups.iter();
    let rows = names
        .clone()
        .zip(&counted.tallies)
        .map(|(name, tally)| {
            let mut row = vec![
                Cell::Text(name.clone()),
                suppress.count(tally.all()),
                suppress.value(Some(tally.all() as f64 / all.max(1) as f64), tally.all()),
            ];
            for &rate in &rates {
                let n = tally.of(rate);
                let interval = tally.trials(rate).and_then(|t| t.wilson(CONFIDENCE));
                row.push(suppress.value(tally.value(rate), n));
                row.push(suppress.value(interval.map(|i| i.lower), n));
                row.push(suppress.value(interval.map(|i| i.upper), n));
                row.push(suppress.count(n));
            }
            if both {
                let n = tally.of(Rate::Accuracy);
                let [tpr, tnr] = [Rate::TruePositive, Rate::TrueNegative].map(|r| tally.value(r));
                let balanced = tpr.zip(tnr).map(|(a, b)| 0.5 * (a + b));
                row.push(suppress.value(balanced, n));
                row.push(suppress.value(f1(tally), n));
            }
            row
        })
        .collect();
    let name = counted.grouping.name();
    let mut out = vec![table(format!("Groups of {name}"), &columns, rows)];
    if rates.len() > 1 {
        out.push(Block::Matrix(Matrix {
            title: format!("Rates of {name}"),
            unit: Unit::Share,
            rows: names.cloned().collect(),
            columns: rates.iter().map(|r| metric::title(*r).into()).collect(),
            values: counted
                .tallies
                .iter()
                .flat_map(|tally| {
                    rates.iter().map(|rate| {
                        let enough = tally.of(*rate) >= suppress.least();
                        tally.value(*rate).filter(|_| enough)
                    })
                })
                .collect(),
        }));
    }
    out
}

/// `2 TP/(2 TP + FP + FN)` of weighted counts.
pub fn f1(tally: &Tally) -> Option<f64> {
    match (&tally.weighted, tally.rows.f1()) {
        (None, f1) => f1,
        (Some(w), _) => {
            let [[_, fp, _], [fn_, tp, _], _] = w.sums;
            let of = 2.0 * tp + fp + fn_;
            (of > 0.0).then(|| 2.0 * tp / of)
        }
    }
}

/// The four-fifths rule with what belongs to it, and exact tests, for whole counts.
pub fn four_fifths(counted: &Counted, parameters: &Parameters) -> Option<Block> {
    let shares: Vec<_> = counted
        .tallies
        .iter()
        .map(|t| t.share(Rate::Selection))
        .collect();
    let least = u64::from(parameters.least_rows);
    let mut best: Option<usize> = None;
    for (at, share) in shares.iter().enumerate() {
        let higher = |b: usize| share.value() > shares[b].value();
        let is_yardstick = share.rows >= least && !counted.grouping.is_unknown(at);
        if is_yardstick && share.value().is_some() && best.is_none_or(higher) {
            best = Some(at);
        }
    }
    let best = best?;
    let suppress = Suppress::of(parameters);
    let mut rows: Vec<Vec<Cell>> = shares
        .iter()
        .enumerate()
        .filter(|(at, share)| *at != best && share.rows > 0 && share.rows >= suppress.least())
        .map(|(at, &share)| {
            let favoured = shares[best];
            let found = four_fifths::compare(share, favoured, parameters.ratio);
            let small = share.rows + favoured.rows <= EXACT_ROWS;
            // Left out for time, which is not the same as not estimable.
            let exact = |test: &dyn Fn() -> Option<f64>| match small {
                true => optional(test()),
                false => Cell::Text("too many rows".into()),
            };
            vec![
                Cell::Text(counted.grouping.groups[at].clone()),
                Cell::Number(share.count as f64),
                Cell::Number(share.rows as f64),
                optional(share.value()),
                optional(found.map(|f| f.ratio)),
                optional(found.map(|f| f.flipped)),
                found.map_or(Cell::Empty(()), |f| {
                    Cell::Text(if f.flips { "yes" } else { "no" }.into())
                }),
                optional(found.map(|f| f.shortfall)),
                optional(found.map(|f| f.to_limit as f64)),
                optional(found.and_then(|f| f.deviations)),
                optional(proportion::z_test(favoured, share).map(|(_, p)| p)),
                number(fisher::two_sided(
                    share.count,
                    share.rows - share.count,
                    favoured.count,
                    favoured.rows - favoured.count,
                )),
                exact(&|| exact_test::mid_p(share, favoured).map(|m| m.two_sided)),
                exact(&|| exact_test::boschloo(share, favoured)),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let mut columns = vec![
        ("Group", Unit::Number),
        ("Selected", Unit::Count),
        ("Of", Unit::Count),
        ("Rate", Unit::Share),
        ("Ratio", Unit::Number),
        (
            "Ratio if one selection had gone the other way",
            Unit::Number,
        ),
        ("Would that change the answer?", Unit::Number),
        ("Selections lacking to equal rates", Unit::Number),
        ("Selections lacking to the limit", Unit::Count),
        ("Standard deviations apart", Unit::Number),
        ("p (z test)", Unit::Probability),
        ("p (Fisher)", Unit::Probability),
        ("p (mid-p)", Unit::Probability),
        ("p (Boschloo)", Unit::Probability),
    ];
    if rows
        .iter()
        .all(|row| matches!(row.last(), Some(Cell::Text(_))))
    {
        columns.truncate(columns.len() - 2);
        rows.iter_mut().for_each(|row| row.truncate(columns.len()));
    }
    Some(table(
        format!(
            "Four-fifths rule: {} against {} ({} of {})",
            counted.grouping.name(),
            counted.grouping.groups[best],
            shares[best].count,
            shares[best].rows
        ),
        &columns,
        rows,
    ))
}

/// The widest gap of every rate, with an interval that is not biased away from zero, and the gap that could be found.
pub fn widest(counted: &Counted, rates: &[Rate], parameters: &Parameters) -> Option<Block> {
    let least = u64::from(parameters.least_rows);
    let names = &counted.grouping.groups;
    let rows: Vec<Vec<Cell>> = rates
        .iter()
        .filter_map(|&rate| {
            let judged: Vec<usize> = (0..counted.tallies.len())
                .filter(|&at| counted.tallies[at].of(rate) >= least)
                .collect();
            let trials: Vec<_> = judged
                .iter()
                .filter_map(|&at| counted.tallies[at].trials(rate))
                .collect();
            let found = extreme::widest_gap(&trials, CONFIDENCE)?;
            let name = |at: usize| Cell::Text(names[judged[at]].clone());
            let (lowest, highest) = (trials[found.lowest], trials[found.highest]);
            let could = detectable(lowest.rows, highest, CONFIDENCE, POWER);
            let gap = could.and_then(|d| d.below).zip(highest.rate());
            Some(vec![
                Cell::Text(metric::title(rate).into()),
                name(found.lowest),
                name(found.highest),
                number(found.gap),
                number(found.interval.lower),
                number(found.interval.upper),
                optional(gap.map(|(below, rate)| rate - below)),
                count(found.groups),
            ])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        table(
            format!("Widest gaps of {}", counted.grouping.name()),
            &[
                ("Rate", Unit::Number),
                ("Lowest", Unit::Number),
                ("Highest", Unit::Number),
                ("Gap", Unit::SharePoints),
                ("low", Unit::SharePoints),
                ("high", Unit::SharePoints),
                (
                    "Smallest gap that these rows would show (80% power)",
                    Unit::SharePoints,
                ),
                ("Groups", Unit::Count),
            ],
            rows,
        )
    })
}

/// Unequal benefits, and their part between the groups of each attribute.
pub fn entropy(counted: &[Counted]) -> Option<Block> {
    let rows: Vec<Vec<Cell>> = counted
        .iter()
        .filter_map(|one| {
            let found = entropy::entropy(&one.tallies)?;
            let cells = |index: entropy::Index| {
                [
                    number(index.value),
                    optional(index.interval.map(|i| i.lower)),
                    optional(index.interval.map(|i| i.upper)),
                ]
            };
            let mut row = vec![Cell::Text(one.grouping.name())];
            for index in [
                found.generalized,
                found.generalized_between,
                found.theil,
                found.theil_between,
            ] {
                row.extend(cells(index));
            }
            Some(row)
        })
        .collect();
    let named = [
        "Generalized entropy (α = 2)",
        "of it between groups",
        "Theil index",
        "of it between groups",
    ];
    let mut columns = vec![("Attribute", Unit::Number)];
    for name in named {
        columns.extend([
            (name, Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
        ]);
    }
    (!rows.is_empty()).then(|| {
        table(
            "Unequal benefits (0: a false rejection, 1: a right decision, 2: a false acceptance); 0 is equality",
            &columns,
            rows,
        )
    })
}
