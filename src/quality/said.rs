//! Problems of two files as findings: one line for both, with what became of it.

use super::problem::{CONFIDENCE, Problem};
use crate::report::{Cell, Counts, Effect, Finding, Interval, Numbers, Rule, Severity, Unit};
use crate::stats::proportion::{Share, difference, wilson};
use crate::table::Table;

/// The tables and how many tests their columns share.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub reference: Option<&'a Table>,
    pub current: &'a Table,
    /// The error rate of a comparison.
    pub level: f64,
    /// Columns, by which it is divided.
    pub tests: usize,
}

/// One finding for each problem of either file. `column` and `section` name where.
pub(super) fn findings(
    scene: Scene,
    column: Option<&str>,
    section: Option<&str>,
    reference: Vec<Problem>,
    current: Vec<Problem>,
) -> Vec<Finding> {
    let mut out = Vec::new();
    for problem in &current {
        let before = reference
            .iter()
            .find(|p| p.check == problem.check && p.key == problem.key);
        out.push(finding(scene, column, section, problem, before, true));
    }
    for problem in &reference {
        if !current
            .iter()
            .any(|p| p.check == problem.check && p.key == problem.key)
        {
            out.push(finding(scene, column, section, problem, None, false));
        }
    }
    out
}

fn finding(
    scene: Scene,
    column: Option<&str>,
    section: Option<&str>,
    problem: &Problem,
    before: Option<&Problem>,
    is_current: bool,
) -> Finding {
    let table = if is_current {
        Some(scene.current)
    } else {
        scene.reference
    };
    let mut numbers = Numbers::new();
    for (name, cell) in &problem.numbers {
        numbers.insert((*name).into(), cell.clone());
    }
    numbers.insert(
        "file".into(),
        Cell::Text(table.map(|t| t.name.clone()).unwrap_or_default()),
    );
    numbers.insert("count".into(), Cell::Number(problem.share.count as f64));
    numbers.insert("of".into(), Cell::Number(problem.share.rows as f64));
    numbers.insert(
        "where".into(),
        Cell::Text(table.map_or(String::new(), |t| places(t, &problem.rows))),
    );
    let compared = compared(scene, problem, before, is_current);
    numbers.insert("compared".into(), Cell::Text(compared.words));
    numbers.insert("change".into(), Cell::Text(compared.change.into()));
    if let Some(before) = before {
        numbers.insert(
            "count_reference".into(),
            Cell::Number(before.share.count as f64),
        );
        numbers.insert(
            "of_reference".into(),
            Cell::Number(before.share.rows as f64),
        );
    }
    let mut id = format!("quality/{}", problem.check);
    for part in [
        column,
        (!problem.key.is_empty()).then_some(problem.key.as_str()),
    ]
    .into_iter()
    .flatten()
    {
        id.push('/');
        id.push_str(part);
    }
    // What the current file is free of is over: said, and nothing to do.
    let severity = if is_current {
        problem.severity
    } else {
        problem.severity.min(Severity::RealButSmall)
    };
    if !is_current {
        id.push_str("/reference");
    }
    let rows = problem.share.rows;
    Finding {
        id,
        analysis: super::META.id.into(),
        code: format!("quality.{}", problem.check),
        column: column.map(Into::into),
        section: section.map(Into::into),
        severity,
        word: None,
        rule: Rule::OwnRule,
        effect: effect(problem),
        test: None,
        n: Counts {
            reference: if is_current {
                before.map_or(0, |b| b.share.rows)
            } else {
                rows
            },
            current: if is_current { rows } else { 0 },
        },
        numbers,
        sentence: String::new(),
        next: String::new(),
    }
}

fn effect(problem: &Problem) -> Option<Effect> {
    let shown = |low: f64, high: f64| Interval {
        low,
        high,
        level: CONFIDENCE,
    };
    let (name, value, interval, unit) = match problem.measure {
        Some(m) => (
            m.name,
            Some(m.value),
            m.interval.map(|[l, h]| shown(l, h)),
            Unit::Number,
        ),
        None => {
            let interval = wilson(problem.share, CONFIDENCE).map(|i| shown(i.lower, i.upper));
            (
                "share-of-rows",
                problem.share.value(),
                interval,
                Unit::Share,
            )
        }
    };
    (problem.share.rows > 0).then(|| Effect {
        name: name.into(),
        value,
        interval,
        threshold: problem.threshold,
        noise_floor: None,
        detectable: None,
        unit,
    })
}

struct Compared {
    change: &'static str,
    words: String,
}

/// What became of it since the reference, in words and as one of `alone`, `new`, `gone`, `more`, `fewer`, `same`.
fn compared(
    scene: Scene,
    problem: &Problem,
    before: Option<&Problem>,
    is_current: bool,
) -> Compared {
    let of = |change, words: String| Compared { change, words };
    let Some(reference) = scene.reference else {
        return of("alone", String::new());
    };
    if !is_current {
        return of("gone", format!(" {} does not have it.", scene.current.name));
    }
    if matches!(
        problem.check,
        "expectation"
            | "expectation-open"
            | "expectation-rows"
            | "expectation-absent"
            | "outside-range"
            | "new-levels"
            | "more-levels"
    ) {
        return of("new", String::new());
    }
    let Some(before) = before else {
        return of("new", format!(" {} does not have it.", reference.name));
    };
    if problem.measure.is_some() {
        return of("same", format!(" So it is in {}.", reference.name));
    }
    let share = crate::report::show_option(before.share.value(), Unit::Share);
    let level = scene.level / scene.tests.max(1) as f64;
    match difference(before.share, problem.share, CONFIDENCE).filter(|d| d.p <= level) {
        Some(d) if d.difference > 0.0 => of(
            "more",
            format!(
                " It is more frequent than in {}, where it is {share}.",
                reference.name
            ),
        ),
        Some(_) => of(
            "fewer",
            format!(
                " It is less frequent than in {}, where it is {share}.",
                reference.name
            ),
        ),
        None => of(
            "same",
            format!(" In {} it is {share}, no clear difference.", reference.name),
        ),
    }
}

/// The first rows in words: by their lines in the file where these are known.
fn places(table: &Table, rows: &[u32]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let lines: Option<Vec<String>> = rows
        .iter()
        .map(|row| table.line_of_row(*row).map(|l| l.to_string()))
        .collect();
    let numbers = || {
        rows.iter()
            .map(|row| (u64::from(table.row_number(*row)) + 1).to_string())
            .collect::<Vec<String>>()
    };
    let (word, list) = match lines {
        Some(lines) => ("line", lines),
        None => ("row", numbers()),
    };
    let many = if list.len() > 1 { "s" } else { "" };
    format!(", first in {word}{many} {}", list.join(", "))
}

/// How many rows of how many have it.
pub(super) fn share_cell(share: Share) -> Cell {
    share.value().map_or(Cell::Empty(()), Cell::Number)
}
