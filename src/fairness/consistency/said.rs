//! What neighbours say, as one finding for each attribute and a section.

use super::META;
use super::matched::{Found, OfGroup};
use crate::analysis::Outcome;
use crate::fairness::attributes::Grouping;
use crate::fairness::cells::{count, number, optional, shown, table, text};
use crate::fairness::judge::{CONFIDENCE, Judged, Limit, Verdict};
use crate::fairness::said::beyond_alone;
use crate::report::{
    AxisScale, Band, Block, Cell, Counts, Effect, Finding, Interval, IntervalRow, Intervals, Rule,
    Section, Test, Unit, numbers,
};
use crate::stats::interval;

/// Everything that is said.
pub(super) struct Run<'a> {
    pub found: &'a Found,
    pub judged: &'a [Vec<Judged>],
    pub groupings: &'a [Grouping],
    pub limit: Limit,
    pub neighbours: usize,
    /// Columns of numbers and of levels that say who is alike.
    pub columns: [usize; 2],
    /// Rows that were looked at, and decided rows there are here.
    pub rows: [usize; 2],
    /// Rows of the file.
    pub of_file: usize,
    pub from_labels: bool,
    pub weighted: bool,
}

/// Findings and the section.
pub(super) fn outcome(run: &Run) -> Outcome {
    let mut blocks: Vec<Block> = vec![looked_at(run), consistency(run)];
    for (at, grouping) in run.groupings.iter().enumerate() {
        blocks.extend(forest(run, at, grouping));
        blocks.push(groups(run, at, grouping));
    }
    Outcome {
        findings: (0..run.groupings.len())
            .filter_map(|at| finding(run, at))
            .collect(),
        sections: vec![Section {
            id: META.id.into(),
            analysis: META.id.into(),
            title: META.title.into(),
            column: None,
            blocks,
        }],
        ..Outcome::default()
    }
}

fn looked_at(run: &Run) -> Block {
    let words = |said: bool, words: &str| Cell::Text(if said { words } else { "" }.into());
    text(
        "consistency.looked-at",
        numbers([
            ("rows", count(run.rows[0])),
            ("of", count(run.of_file)),
            ("neighbours", count(run.neighbours)),
            ("numbers", count(run.columns[0])),
            ("levels", count(run.columns[1])),
            (
                "labels",
                words(
                    run.from_labels,
                    " There is no decision: outcomes in the file are compared instead.",
                ),
            ),
            (
                "weighted",
                words(
                    run.weighted,
                    " Rows are counted, weights have no part in likeness.",
                ),
            ),
        ]),
    )
}

fn consistency(run: &Run) -> Block {
    let found = run.found;
    let interval = found.consistency.and_then(|m| m.interval(CONFIDENCE));
    let row = |name: &str, value: Option<f64>, interval: Option<interval::Interval>| {
        vec![
            Cell::Text(name.into()),
            optional(value),
            optional(interval.map(|i| i.lower)),
            optional(interval.map(|i| i.upper.min(1.0))),
            count(run.rows[0]),
        ]
    };
    table(
        "Consistency: 1 less the mean distance of a decision from those of its neighbours",
        &[
            ("Of", Unit::Number),
            ("Value", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("n", Unit::Count),
        ],
        vec![
            row("all rows", found.consistency.map(|m| m.mean), interval),
            row(
                "all rows, each its own neighbour (as AIF360 counts)",
                Some(found.with_itself),
                None,
            ),
            row(
                "decisions that know nothing of the columns",
                Some(found.by_chance),
                None,
            ),
        ],
    )
}

fn verdict_rank(judged: &Judged) -> u8 {
    match judged.verdict {
        Verdict::Outside => 3,
        Verdict::CannotTell(_) => 2,
        Verdict::Within => 1,
        Verdict::NotEstimable => 0,
    }
}

fn groups(run: &Run, at: usize, grouping: &Grouping) -> Block {
    let rows = run.found.groups[at]
        .iter()
        .zip(&run.judged[at])
        .zip(&grouping.groups)
        .map(|((group, judged), name)| {
            let own = group.consistency.and_then(|m| m.interval(CONFIDENCE));
            let interval = group.compared.interval;
            vec![
                Cell::Text(name.clone()),
                optional(group.consistency.map(|m| m.mean)),
                optional(own.map(|i| i.lower)),
                optional(own.map(|i| i.upper.min(1.0))),
                optional(group.rates.map(|r| r[0])),
                optional(group.rates.map(|r| r[1])),
                optional(group.compared.estimate),
                optional(interval.map(|i| i.lower)),
                optional(interval.map(|i| i.upper)),
                optional(judged.p),
                optional(judged.q),
                Cell::Text(judged.verdict.words().into()),
                number(group.rows as f64),
            ]
        })
        .collect();
    table(
        format!(
            "{}: against the nearest rows of other groups",
            grouping.name()
        ),
        &[
            ("Group", Unit::Number),
            ("Consistency", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Decided in favour", Unit::Share),
            ("Like rows of other groups", Unit::Share),
            ("Difference", Unit::SharePoints),
            ("low", Unit::SharePoints),
            ("high", Unit::SharePoints),
            ("p against the limit", Unit::Probability),
            ("Corrected p", Unit::Probability),
            ("Verdict", Unit::Number),
            ("n", Unit::Count),
        ],
        rows,
    )
}

fn forest(run: &Run, at: usize, grouping: &Grouping) -> Option<Block> {
    let rows: Vec<IntervalRow> = run.found.groups[at]
        .iter()
        .zip(&run.judged[at])
        .zip(&grouping.groups)
        .filter(|((group, _), _)| group.compared.estimate.is_some())
        .map(|((group, judged), name)| IntervalRow {
            label: format!(
                "{name} (n = {}, {})",
                crate::report::show(group.rows as f64, Unit::Count),
                judged.verdict.words()
            ),
            value: group.compared.estimate,
            interval: group.compared.interval.and_then(shown),
            marked: judged.verdict == Verdict::Outside,
            hollow: !matches!(judged.verdict, Verdict::Within | Verdict::Outside),
            n: None,
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Block::Intervals(Intervals {
            title: format!(
                "{}: decided in favour, less like rows of other groups",
                grouping.name()
            ),
            unit: Unit::SharePoints,
            threshold: Some(run.limit.high),
            rows,
            scale: AxisScale::Linear,
            band: Some(Band {
                low: Some(run.limit.low),
                high: Some(run.limit.high),
                label: "within the limit".into(),
            }),
            stems: false,
        })
    })
}

/// Why it cannot be told.
fn told(run: &Run, group: &OfGroup, judged: &Judged) -> String {
    match (group.compared.interval, judged.q) {
        (Some(i), Some(q)) if run.limit.excludes(i) => {
            format!("it cannot be told, {}", beyond_alone(q))
        }
        _ => format!(
            "whether that is within the limit cannot be told from {} rows",
            crate::report::show(run.rows[0] as f64, Unit::Count)
        ),
    }
}

/// The group that is furthest from its like, among those with the gravest verdict.
fn finding(run: &Run, at: usize) -> Option<Finding> {
    let grouping = &run.groupings[at];
    let name = grouping.name();
    let of = &run.found.groups[at];
    let size = |group: &OfGroup| libm::fabs(group.compared.estimate.unwrap_or(0.0));
    let mut worst: Option<usize> = None;
    for (group, judged) in run.judged[at].iter().enumerate() {
        let key = |at: usize, judged: &Judged| (verdict_rank(judged), size(&of[at]));
        if worst.is_none_or(|w| key(group, judged) > key(w, &run.judged[at][w])) {
            worst = Some(group);
        }
    }
    let worst = worst?;
    let (group, judged) = (&of[worst], &run.judged[at][worst]);
    let interval = group.compared.interval;
    Some(Finding {
        id: format!("{}/{name}", META.id),
        analysis: META.id.into(),
        code: "consistency.group".into(),
        column: Some(name),
        section: Some(META.id.into()),
        severity: judged.verdict.severity(),
        word: None,
        rule: Rule::OwnRule,
        effect: Some(Effect {
            name: "absolute-gap".into(),
            value: group.compared.estimate.map(libm::fabs),
            interval: interval.map(|i| Interval {
                low: if i.contains(0.0) {
                    0.0
                } else {
                    libm::fabs(i.lower).min(libm::fabs(i.upper))
                },
                high: libm::fabs(i.lower).max(libm::fabs(i.upper)),
                level: CONFIDENCE,
            }),
            threshold: run.limit.high,
            noise_floor: None,
            detectable: None,
            unit: Unit::SharePoints,
        }),
        test: judged.p.map(|p| Test {
            name: "wald".into(),
            method: "asymptotic".into(),
            statistic: None,
            p: Some(p),
            q: judged.q,
            degrees: None,
        }),
        n: Counts {
            reference: (run.rows[0] as u64).saturating_sub(group.rows),
            current: group.rows,
        },
        numbers: numbers([
            ("group", Cell::Text(grouping.told(worst))),
            ("own", optional(group.rates.map(|r| r[0]))),
            ("others", optional(group.rates.map(|r| r[1]))),
            ("told", Cell::Text(told(run, group, judged))),
            ("gap", optional(group.compared.estimate)),
            ("gap_low", optional(interval.map(|i| i.lower))),
            ("gap_high", optional(interval.map(|i| i.upper))),
            (
                "consistency",
                optional(run.found.consistency.map(|m| m.mean)),
            ),
            ("chance", number(run.found.by_chance)),
            ("rows", count(run.rows[0])),
            ("neighbours", count(run.neighbours)),
        ]),
        sentence: String::new(),
        next: String::new(),
    })
}
