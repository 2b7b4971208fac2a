//! What was found of parts of the rows, as one finding for each attribute and a section.

use super::META;
use super::found::Found;
use super::verify::Gap;
use crate::analysis::Outcome;
use crate::fairness::Parameters;
use crate::fairness::cells::{count, number, optional, table, text};
use crate::fairness::judge::{CONFIDENCE, Scale};
use crate::fairness::metric;
use crate::report::{
    Block, Cell, Counts, Effect, Finding, Interval, Numbers, Rule, Section, Severity, Test, Unit,
    numbers, show,
};

/// What the whole run was made with.
pub(super) struct Run<'a> {
    pub level: f64,
    pub fair: &'a Parameters,
    /// Rows of the half in which parts are looked for, and of the one in which they are tested.
    pub rows: [usize; 2],
    pub weighted: bool,
}

impl Run<'_> {
    fn is_confirmed(&self, gap: &Gap) -> bool {
        gap.q.is_some_and(|q| q <= self.level)
    }
}

/// Findings and sections.
pub(super) fn outcome(found: &[Found], run: &Run) -> Outcome {
    let looked: Vec<&Found> = found.iter().filter(|f| f.compared > 0).collect();
    Outcome {
        findings: looked.iter().map(|one| finding(one, run)).collect(),
        sections: looked.iter().map(|one| section(one, run)).collect(),
        ..Outcome::default()
    }
}

/// Confirmed gaps first, the widest first.
fn ranked<'a>(found: &'a Found, run: &Run) -> Vec<&'a Gap> {
    let mut gaps: Vec<&Gap> = found.gaps.iter().collect();
    gaps.sort_by(|a, b| {
        let key = |gap: &Gap| (run.is_confirmed(gap), gap.size());
        let ((a_first, a), (b_first, b)) = (key(a), key(b));
        b_first.cmp(&a_first).then(b.total_cmp(&a))
    });
    gaps
}

fn finding(found: &Found, run: &Run) -> Finding {
    let name = found.grouping.name();
    let ranked = ranked(found, run);
    let confirmed = ranked.iter().filter(|gap| run.is_confirmed(gap)).count();
    let worst = ranked.first().filter(|gap| run.is_confirmed(gap));
    let mut values = numbers([
        ("tested", count(found.gaps.len())),
        ("confirmed", count(confirmed)),
        ("looked_at", count(found.looked_at[0] + found.looked_at[1])),
        ("columns", count(found.columns)),
    ]);
    if let Some(gap) = worst {
        values.extend(worst_numbers(gap, found));
        values.extend(gap.chosen.clone());
    }
    Finding {
        id: format!("{}/{name}", META.id),
        analysis: META.id.into(),
        code: "fairness-slices.gap".into(),
        column: Some(name.clone()),
        section: Some(format!("{}/{name}", META.id)),
        severity: match worst {
            Some(_) => Severity::Matters,
            None if found.columns == 0 => Severity::NotCompared,
            None => Severity::NoEvidence,
        },
        word: None,
        rule: Rule::OwnRule,
        effect: worst.map(|gap| effect(gap, run)),
        test: worst.map(|gap| Test {
            name: "score-and-wald".into(),
            method: "asymptotic".into(),
            statistic: None,
            p: gap.p,
            q: gap.q,
            degrees: None,
        }),
        n: worst.map_or(Counts::default(), |gap| Counts {
            reference: gap.rows[1],
            current: gap.rows[0],
        }),
        numbers: values,
        sentence: String::new(),
        next: String::new(),
    }
}

fn worst_numbers(gap: &Gap, found: &Found) -> Numbers {
    let group = |at: usize| Cell::Text(found.grouping.told(at));
    let interval = gap.compared.interval;
    let kind = match gap.limit.scale {
        Scale::Ratio => "a ratio of",
        Scale::Difference => "a difference of",
    };
    numbers([
        ("place", Cell::Text(gap.place.clone())),
        ("metric", Cell::Text(metric::title(gap.rate).to_lowercase())),
        ("group", group(gap.group)),
        ("versus", group(found.reference)),
        ("value", number(gap.inside[0])),
        ("versus_value", number(gap.inside[1])),
        ("kind", Cell::Text(kind.into())),
        ("gap", optional(gap.compared.estimate)),
        ("gap_low", optional(interval.map(|i| i.lower))),
        ("gap_high", optional(interval.map(|i| i.upper))),
        ("beside", optional(gap.beside)),
    ])
}

fn effect(gap: &Gap, run: &Run) -> Effect {
    let ratio = gap.limit.scale == Scale::Ratio;
    let fold = |value: f64| match ratio {
        true if value > 1.0 => 1.0 - 1.0 / value,
        true => 1.0 - value,
        false => libm::fabs(value),
    };
    Effect {
        name: if ratio {
            "relative-gap"
        } else {
            "absolute-gap"
        }
        .into(),
        value: Some(gap.size()),
        interval: gap.compared.interval.map(|i| {
            let ends = [fold(i.lower), fold(i.upper)];
            Interval {
                low: ends[0].min(ends[1]),
                high: ends[0].max(ends[1]),
                level: CONFIDENCE,
            }
        }),
        threshold: if ratio {
            1.0 - run.fair.ratio
        } else {
            run.fair.difference
        },
        noise_floor: None,
        detectable: None,
        unit: if ratio {
            Unit::Share
        } else {
            Unit::SharePoints
        },
    }
}

fn section(found: &Found, run: &Run) -> Section {
    let name = found.grouping.name();
    let weighted = if run.weighted {
        " Rows are counted, weights are not used here."
    } else {
        ""
    };
    let mut blocks: Vec<Block> = vec![text(
        "fairness-slices.looked-at",
        numbers([
            ("attribute", Cell::Text(name.clone())),
            ("columns", count(found.columns)),
            ("single", count(found.looked_at[0])),
            ("double", count(found.looked_at[1])),
            ("groups", count(found.compared)),
            ("seen", count(run.rows[0])),
            ("held_out", count(run.rows[1])),
            ("tested", count(found.gaps.len())),
            ("weighted", Cell::Text(weighted.into())),
        ]),
    )];
    if !found.gaps.is_empty() {
        blocks.push(gaps(found, run));
    }
    Section {
        id: format!("{}/{name}", META.id),
        analysis: META.id.into(),
        title: format!("{}: {name}", META.title),
        column: Some(name),
        blocks,
    }
}

fn gaps(found: &Found, run: &Run) -> Block {
    let group = |at: usize| Cell::Text(found.grouping.told(at));
    let rows = ranked(found, run)
        .into_iter()
        .map(|gap| {
            let interval = gap.compared.interval;
            vec![
                Cell::Text(gap.place.clone()),
                Cell::Text(metric::title(gap.rate).into()),
                group(gap.group),
                group(found.reference),
                number(gap.inside[0]),
                number(gap.inside[1]),
                optional(gap.compared.estimate),
                optional(interval.map(|i| i.lower)),
                optional(interval.map(|i| i.upper)),
                optional(gap.beside),
                optional(gap.outside[0]),
                optional(gap.outside[1]),
                optional(gap.p),
                optional(gap.q),
                Cell::Text(
                    if run.is_confirmed(gap) {
                        "confirmed"
                    } else {
                        "not confirmed"
                    }
                    .into(),
                ),
                Cell::Number(gap.rows[0] as f64),
                Cell::Number(gap.rows[1] as f64),
            ]
        })
        .collect();
    let limit = if run.fair.limit == "difference" {
        format!(
            "difference above {}",
            show(run.fair.difference, Unit::SharePoints)
        )
    } else {
        format!(
            "ratio outside {} to {}",
            show(run.fair.ratio, Unit::Number),
            show(1.0 / run.fair.ratio, Unit::Number)
        )
    };
    table(
        format!("Parts of the rows tested on the other half ({limit}, and wider than outside)"),
        &[
            ("Part of the rows", Unit::Number),
            ("Rate", Unit::Number),
            ("Group", Unit::Number),
            ("Compared with", Unit::Number),
            ("Group's rate inside", Unit::Share),
            ("The other's rate inside", Unit::Share),
            ("Gap inside", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Gap outside", Unit::Number),
            ("Group's rate outside", Unit::Share),
            ("The other's rate outside", Unit::Share),
            ("p", Unit::Probability),
            ("Corrected p", Unit::Probability),
            ("On the other half", Unit::Number),
            ("n", Unit::Count),
            ("n of the other", Unit::Count),
        ],
        rows,
    )
}
