//! The threshold lab: what other thresholds would do, one for all or one for each group, and weights that even out.

use super::attributes::NOWHERE;
use super::audit::Counted;
use super::cells::{number, optional, table, text};
use super::judge::CONFIDENCE;
use super::metric::{Tally, tally};
use super::parameters::Parameters;
use super::task::Classes;
use crate::report::{Block, Cell, Interval, Numbers, Series, SeriesLine, Unit};
use crate::stats::groups::confusion::Rate;
use crate::stats::rate::Trials;
use crate::stats::rate::extreme::widest_gap;
use kernels::sort::sort_numbers;

/// Thresholds that are tried.
const STEPS: usize = 24;

/// Trade-off over one common threshold, thresholds of each group that select equally, and reweighing.
pub fn blocks(
    counted: &Counted,
    classes: &Classes,
    weights: Option<&[f64]>,
    parameters: &Parameters,
) -> Vec<Block> {
    let mut out = Vec::new();
    if !classes.scores.is_empty() {
        out.extend(common(counted, classes, weights, parameters));
        out.extend(equal_selection(counted, classes, parameters));
    }
    out.extend(reweighing(counted));
    out
}

/// Score quantiles, highest first: at each, who scores at or above it is decided in favour.
fn thresholds(scores: &[f64]) -> Vec<f64> {
    let mut known: Vec<f64> = scores.iter().copied().filter(|s| s.is_finite()).collect();
    sort_numbers(&mut known);
    let Some(last) = known.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut out: Vec<f64> = (1..=STEPS)
        .map(|k| known[(k as f64 / (STEPS + 1) as f64 * last as f64) as usize])
        .collect();
    out.dedup();
    out
}

fn decide(scores: &[f64], threshold: f64) -> Vec<u8> {
    scores
        .iter()
        .map(|s| {
            if s.is_nan() {
                2
            } else {
                u8::from(*s >= threshold)
            }
        })
        .collect()
}

/// What one decision rule gives: gap of selection, gap of true positives, accuracy or cost a row.
struct Tried {
    threshold: f64,
    selection: Option<f64>,
    gaps: [Option<(f64, Interval)>; 2],
    accuracy: Option<(f64, Interval)>,
    cost: Option<(f64, Interval)>,
}

fn try_out(
    counted: &Counted,
    decisions: &[u8],
    classes: &Classes,
    weights: Option<&[f64]>,
    threshold: f64,
    parameters: &Parameters,
) -> Tried {
    let groups = counted.grouping.groups.len();
    let tallies = tally(
        &counted.grouping.codes,
        groups,
        decisions,
        &classes.labels,
        weights,
    );
    let whole = tallies.iter().fold(Tally::default(), |sum, t| sum.and(t));
    let shown = |i: crate::stats::interval::Interval| Interval {
        low: i.lower,
        high: i.upper,
        level: CONFIDENCE,
    };
    let least = u64::from(parameters.least_rows);
    let gap = |rate: Rate| {
        let trials: Vec<Trials> = tallies
            .iter()
            .filter(|t| t.of(rate) >= least)
            .filter_map(|t| t.trials(rate))
            .collect();
        widest_gap(&trials, CONFIDENCE).map(|w| (w.gap, shown(w.interval)))
    };
    let accuracy = whole.trials(Rate::Accuracy).and_then(|t| {
        let interval = t.wilson(CONFIDENCE)?;
        Some((whole.value(Rate::Accuracy)?, shown(interval)))
    });
    let cells = super::compat::Cells::of(&whole);
    let all = cells.tp + cells.fp + cells.tn + cells.fn_;
    let cost = whole.trials(Rate::Accuracy).filter(|_| all > 0.0);
    let cost = cost.and_then(|trials| {
        let costs = [
            (cells.fp / all, parameters.cost_false_favourable),
            (cells.fn_ / all, parameters.cost_false_unfavourable),
        ];
        mean_cost(costs, trials.rows)
    });
    Tried {
        threshold,
        selection: whole.value(Rate::Selection),
        gaps: [gap(Rate::Selection), gap(Rate::TruePositive)],
        accuracy,
        cost,
    }
}

/// Mean cost of a row from the shares of two kinds of wrong decisions and what each costs, over so many (effective) rows,
/// with the interval that the shares' Wilson intervals give, the two being of one multinomial (Zou GY, Huang W, Zhang X
/// 2009, Statistics in Medicine 28, 2864: MOVER with the estimates' correlation).
fn mean_cost([(p, cost_p), (q, cost_q)]: [(f64, f64); 2], rows: f64) -> Option<(f64, Interval)> {
    let of = |share: f64| {
        Trials {
            hits: share * rows,
            rows,
        }
        .wilson(CONFIDENCE)
    };
    let (i, j) = (of(p)?, of(q)?);
    let both = (1.0 - p) * (1.0 - q);
    let correlation = if both > 0.0 {
        -(p * q / both).sqrt()
    } else {
        -1.0
    };
    let mean = cost_p * p + cost_q * q;
    let reach = |a: f64, b: f64| {
        let (a, b) = (cost_p * a, cost_q * b);
        (a * a + b * b + 2.0 * correlation * a * b).max(0.0).sqrt()
    };
    let interval = Interval {
        low: (mean - reach(p - i.lower, q - j.lower)).max(0.0),
        high: (mean + reach(i.upper - p, j.upper - q)).min(cost_p.max(cost_q)),
        level: CONFIDENCE,
    };
    Some((mean, interval))
}

fn common(
    counted: &Counted,
    classes: &Classes,
    weights: Option<&[f64]>,
    parameters: &Parameters,
) -> Vec<Block> {
    let sign = if classes.direction.is_some_and(|d| !d.high) {
        -1.0
    } else {
        1.0
    };
    let mut tried: Vec<Tried> = thresholds(&classes.scores)
        .into_iter()
        .map(|threshold| {
            let decisions = decide(&classes.scores, threshold);
            try_out(
                counted,
                &decisions,
                classes,
                weights,
                sign * threshold,
                parameters,
            )
        })
        .collect();
    if tried.is_empty() {
        return Vec::new();
    }
    tried.sort_by(|a, b| a.threshold.total_cmp(&b.threshold));
    let name = counted.grouping.name();
    let has_labels = !classes.labels.is_empty();
    let line = |label: &str, of: &dyn Fn(&Tried) -> Option<(f64, Interval)>| SeriesLine {
        label: label.into(),
        y: tried.iter().map(|t| of(t).map(|v| v.0)).collect(),
        band: Some(tried.iter().map(|t| of(t).map(|v| v.1)).collect()),
    };
    let mut lines = vec![line("Gap of selection rates", &|t| t.gaps[0])];
    if has_labels {
        lines.push(line("Gap of true positive rates", &|t| t.gaps[1]));
        lines.push(line("Accuracy", &|t| t.accuracy));
    }
    let series = Block::Series(Series {
        title: format!("One threshold for all of {name}: what it costs and which gap it leaves"),
        x_unit: Unit::Number,
        y_unit: Unit::Share,
        x: tried.iter().map(|t| t.threshold).collect(),
        lines,
    });
    let pair = |value: Option<(f64, Interval)>| {
        [
            optional(value.map(|v| v.0)),
            optional(value.map(|v| v.1.low)),
            optional(value.map(|v| v.1.high)),
        ]
    };
    let rows = tried
        .iter()
        .map(|t| {
            let mut row = vec![number(t.threshold), optional(t.selection)];
            row.extend(pair(t.gaps[0]));
            row.extend(pair(t.gaps[1]));
            row.extend(pair(t.accuracy));
            row.extend(pair(t.cost));
            row
        })
        .collect();
    let block = table(
        format!("Thresholds for all of {name}"),
        &[
            ("Threshold", Unit::Number),
            ("Decided in favour", Unit::Share),
            ("Gap of selection rates", Unit::SharePoints),
            ("low", Unit::SharePoints),
            ("high", Unit::SharePoints),
            ("Gap of true positive rates", Unit::SharePoints),
            ("low", Unit::SharePoints),
            ("high", Unit::SharePoints),
            ("Accuracy", Unit::Share),
            ("low", Unit::Share),
            ("high", Unit::Share),
            ("Cost a row", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
        ],
        rows,
    );
    let mut out = vec![series];
    if has_labels && tried.iter().any(|t| t.cost.is_some()) {
        out.push(Block::Series(Series {
            title: format!("One threshold for all of {name}: cost a row"),
            x_unit: Unit::Number,
            y_unit: Unit::Number,
            x: tried.iter().map(|t| t.threshold).collect(),
            lines: vec![line("Cost a row", &|t| t.cost)],
        }));
    }
    out.push(block);
    out
}

/// For each group the threshold at which it is selected as often as all are now, and what that would leave.
fn equal_selection(counted: &Counted, classes: &Classes, parameters: &Parameters) -> Vec<Block> {
    let sign = if classes.direction.is_some_and(|d| !d.high) {
        -1.0
    } else {
        1.0
    };
    let whole = counted
        .tallies
        .iter()
        .fold(Tally::default(), |sum, t| sum.and(t));
    let wanted = whole.value(Rate::Selection).unwrap_or(0.5);
    let groups = counted.grouping.groups.len();
    let mut scores: Vec<Vec<f64>> = vec![Vec::new(); groups];
    for (&code, &score) in counted.grouping.codes.iter().zip(&classes.scores) {
        if let Some(own) = scores.get_mut(code as usize).filter(|_| score.is_finite()) {
            own.push(score);
        }
    }
    let chosen: Vec<Option<f64>> = scores
        .iter_mut()
        .map(|own| {
            own.sort_unstable_by(|a, b| b.total_cmp(a));
            if own.len() < parameters.least_rows as usize {
                return None;
            }
            nearest(own, wanted)
        })
        .collect();
    let decisions: Vec<u8> = counted
        .grouping
        .codes
        .iter()
        .zip(&classes.scores)
        .map(|(&code, &score)| {
            let threshold = match code {
                NOWHERE => None,
                code => chosen.get(code as usize).copied().flatten(),
            };
            match threshold {
                Some(threshold) if !score.is_nan() => u8::from(score >= threshold),
                _ => 2,
            }
        })
        .collect();
    let tallies = tally(
        &counted.grouping.codes,
        groups,
        &decisions,
        &classes.labels,
        None,
    );
    let rows: Vec<Vec<Cell>> = (0..groups)
        .filter_map(|group| {
            let tally = &tallies[group];
            let interval = tally.trials(Rate::Selection)?.wilson(CONFIDENCE)?;
            Some(vec![
                Cell::Text(counted.grouping.groups[group].clone()),
                number(sign * chosen[group]?),
                optional(tally.value(Rate::Selection)),
                number(interval.lower),
                number(interval.upper),
                optional(tally.value(Rate::TruePositive)),
                optional(tally.value(Rate::FalsePositive)),
                optional(tally.value(Rate::Accuracy)),
                number(tally.of(Rate::Selection) as f64),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        text("fairness.group-thresholds", Numbers::new()),
        table(
            format!(
                "A threshold for each group of {}, so that all are selected alike",
                counted.grouping.name()
            ),
            &[
                ("Group", Unit::Number),
                ("Threshold", Unit::Number),
                ("Selection rate", Unit::Share),
                ("low", Unit::Share),
                ("high", Unit::Share),
                ("True positive rate", Unit::Share),
                ("False positive rate", Unit::Share),
                ("Accuracy", Unit::Share),
                ("n", Unit::Count),
            ],
            rows,
        ),
    ]
}

/// The score, among falling ones, at or above which the share nearest to `wanted` stands; ties stay together.
fn nearest(falling: &[f64], wanted: f64) -> Option<f64> {
    let n = falling.len() as f64;
    let mut best: Option<(f64, f64)> = None;
    let mut at = 0;
    while at < falling.len() {
        let score = falling[at];
        while at < falling.len() && falling[at] == score {
            at += 1;
        }
        let off = libm::fabs(at as f64 / n - wanted);
        if best.is_none_or(|(least, _)| off < least) {
            best = Some((off, score));
        }
    }
    best.map(|(_, score)| score)
}

/// `P(group) P(outcome)/P(group, outcome)`: rows weighted so have no association of group and outcome (Kamiran F,
/// Calders T (2012), Knowledge and Information Systems 33, 1; as AIF360's `Reweighing`). Of the label where there is
/// one, else of the decision.
fn reweighing(counted: &Counted) -> Option<Block> {
    let has_labels = counted.tallies.iter().any(|t| t.of(Rate::Base) > 0);
    let rate = if has_labels {
        Rate::Base
    } else {
        Rate::Selection
    };
    let of = |tally: &Tally| {
        let sums = tally
            .weights(rate)
            .map(|w| (w.hits_sum, w.sum - w.hits_sum));
        let share = tally.share(rate);
        sums.unwrap_or((share.count as f64, (share.rows - share.count) as f64))
    };
    let counts: Vec<(f64, f64)> = counted.tallies.iter().map(of).collect();
    let (yes, no) = counts
        .iter()
        .fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let all = yes + no;
    let weight = |outcome: f64, group: f64, cell: f64| {
        optional((cell > 0.0).then(|| outcome * group / (all * cell)))
    };
    let rows: Vec<Vec<Cell>> = counted
        .grouping
        .groups
        .iter()
        .zip(&counts)
        .filter(|(_, (x, y))| x + y > 0.0)
        .map(|(name, (x, y))| {
            vec![
                Cell::Text(name.clone()),
                weight(yes, x + y, *x),
                weight(no, x + y, *y),
                number(x + y),
            ]
        })
        .collect();
    (rows.len() > 1).then(|| {
        table(
            format!(
                "Reweighing: row weights that make {} and the outcome independent",
                counted.grouping.name()
            ),
            &[
                ("Group", Unit::Number),
                ("Weight of favourable rows", Unit::Number),
                ("Weight of the others", Unit::Number),
                ("Rows, or their weight", Unit::Number),
            ],
            rows,
        )
    })
}
