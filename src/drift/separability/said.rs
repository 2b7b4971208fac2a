//! What is found, as findings and a section.

use super::META;
use super::columns::Chosen;
use super::forward::Fit;
use super::parameters::Parameters;
use super::rows::{FIRST_FOLDS, FOLDS, Rows};
use super::telling::{self, CONFIDENCE, Drop, TellingRow};
use crate::analysis::{Context, Inputs, Outcome, Pair};
use crate::model::Dataset;
use crate::report::{
    Block, Cell, Counts, Effect, Finding, Interval, IntervalRow, Intervals, Metric, Numbers, Rule,
    Section, Severity, TableBlock, TableColumn, Test, TextBlock, Unit, numbers, show,
};
use crate::stats::auc::Pooled;
use crate::stats::correction::benjamini_hochberg;
use crate::stats::normal;
use crate::stats::order::order;
use crate::table::{CHUNK_ROWS, Column, ColumnData, Table};

/// Columns shown with their share.
const SHOWN_COLUMNS: usize = 20;
/// Columns whose values are shown for a telling row.
const SHOWN_VALUES: usize = 3;
/// Columns that give a file away by themselves and have a finding each, at most.
const SHOWN_LEAKS: usize = 10;
/// Names in a list, at most.
const LISTED_NAMES: usize = 10;

/// Everything that was found.
pub(super) struct Found<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) parameters: &'a Parameters,
    pub(super) context: &'a Context<'a>,
    pub(super) chosen: &'a Chosen<'a>,
    /// Columns after screening.
    pub(super) kept: &'a [&'a Pair],
    pub(super) rows: &'a Rows,
    /// For each kept column its area alone.
    pub(super) alone: &'a [Option<Pooled>],
    /// Positions in `kept` of columns that give the file away.
    pub(super) leaks: &'a [usize],
    /// Positions in `kept` of the others.
    pub(super) rest: &'a [usize],
    /// The others, binned.
    pub(super) data: &'a Dataset,
    pub(super) fit: Option<&'a Fit>,
    /// For each of the others what the model loses without it.
    pub(super) telling: &'a [Drop],
}

/// The outcome where nothing can be estimated.
pub(super) fn too_little(inputs: &Inputs, parameters: &Parameters, chosen: &Chosen) -> Outcome {
    let n = Counts {
        reference: inputs.reference.rows as u64,
        current: inputs.current.rows as u64,
    };
    let mut finding = finding("model", "separability.model", n);
    finding.section = None;
    finding.effect = Some(effect("separation", None, parameters.auc));
    finding.numbers = numbers([("columns", count(chosen.compared.len()))]);
    Outcome {
        findings: vec![finding],
        ..Outcome::default()
    }
}

/// Findings and the section.
pub(super) fn outcome(found: &Found) -> Outcome {
    let n = Counts {
        reference: found.rows.tables[0].len() as u64,
        current: found.rows.tables[1].len() as u64,
    };
    let by_drop = ranked(found.telling);
    let mut findings: Vec<Finding> = found
        .leaks
        .iter()
        .take(SHOWN_LEAKS)
        .map(|&at| leak(found, at, n))
        .collect();
    let mut main = finding("model", "separability.model", n);
    let pooled = found.fit.map(|fit| &fit.pooled);
    main.effect = Some(effect("separation", pooled, found.parameters.auc));
    main.test = pooled.map(test);
    let names: Vec<&str> = by_drop
        .iter()
        .filter(|&&at| found.telling[at].lower > 0.0)
        .take(3)
        .map(|&at| found.name(at))
        .collect();
    main.numbers = numbers([
        ("columns", count(found.rest.len())),
        ("left", count(found.leaks.len())),
        ("first", Cell::Text(words(&names, "no single column"))),
    ]);
    if !found.rest.is_empty() {
        findings.push(main);
    }
    correct(&mut findings);
    let section = Section {
        id: META.id.into(),
        analysis: META.id.into(),
        title: META.title.into(),
        column: None,
        blocks: blocks(found, &by_drop, findings.len()),
    };
    Outcome {
        findings,
        sections: vec![section],
        warnings: Vec::new(),
        ..Outcome::default()
    }
}

impl Found<'_> {
    /// Name of a column of the fit.
    fn name(&self, at: usize) -> &str {
        self.rest.get(at).map_or("", |&at| &self.kept[at].name)
    }
}

/// Columns of the fit by what the model loses without them.
fn ranked(telling: &[Drop]) -> Vec<usize> {
    order(telling.len(), &|a, b| {
        telling[b].value.total_cmp(&telling[a].value)
    })
}

/// The tests of this analysis are a family of their own.
fn correct(findings: &mut [Finding]) {
    let p: Vec<Option<f64>> = findings
        .iter()
        .map(|f| f.test.as_ref().and_then(|t| t.p))
        .collect();
    for (finding, q) in findings.iter_mut().zip(benjamini_hochberg(&p)) {
        if let Some(test) = &mut finding.test {
            test.q = q;
        }
    }
}

fn leak(found: &Found, at: usize, n: Counts) -> Finding {
    let name = &found.kept[at].name;
    let mut out = finding(&format!("alone/{name}"), "separability.alone", n);
    let pooled = found.alone[at].as_ref();
    out.effect = Some(effect("separation-alone", pooled, found.parameters.auc));
    out.test = pooled.map(test);
    out.numbers = numbers([("name", Cell::Text(name.clone()))]);
    out
}

fn finding(kind: &str, code: &str, n: Counts) -> Finding {
    Finding {
        id: format!("{}/{kind}", META.id),
        analysis: META.id.into(),
        code: code.into(),
        column: None,
        section: Some(META.id.into()),
        severity: Severity::NotCompared,
        word: None,
        rule: Rule::NotJudged,
        effect: None,
        test: None,
        n,
        numbers: Numbers::new(),
        sentence: String::new(),
        next: String::new(),
    }
}

fn effect(name: &str, pooled: Option<&Pooled>, threshold: f64) -> Effect {
    // Above guessing by so many null errors: 95th percentile, and what is above it with a probability of 80 %.
    let above = |p: &Pooled, shares: &[f64]| {
        let errors: f64 = shares
            .iter()
            .filter_map(|s| normal::upper_quantile(*s))
            .sum();
        (0.5 + errors * p.null_error).min(1.0)
    };
    Effect {
        name: name.into(),
        value: pooled.map(|p| p.value),
        interval: pooled.map(interval),
        threshold,
        noise_floor: pooled.map(|p| above(p, &[0.05])),
        detectable: pooled.map(|p| above(p, &[0.05, 0.2])),
        unit: Unit::Number,
    }
}

fn test(pooled: &Pooled) -> Test {
    Test {
        name: "stratified-mann-whitney".into(),
        method: "asymptotic".into(),
        statistic: Some(pooled.value),
        p: Some(pooled.p),
        q: None,
        degrees: None,
    }
}

fn interval(pooled: &Pooled) -> Interval {
    Interval {
        low: pooled.interval.lower,
        high: pooled.interval.upper,
        level: CONFIDENCE,
    }
}

fn count(n: usize) -> Cell {
    Cell::Number(n as f64)
}

fn text(code: &str, numbers: Numbers) -> Block {
    Block::Text(TextBlock {
        code: code.into(),
        numbers,
        sentence: String::new(),
    })
}

/// Names in a row, the later ones only counted.
fn words(names: &[&str], none: &str) -> String {
    if names.is_empty() {
        return none.into();
    }
    let mut out = names[..names.len().min(LISTED_NAMES)].join(", ");
    if names.len() > LISTED_NAMES {
        out.push_str(&format!(" and {} more", names.len() - LISTED_NAMES));
    }
    out
}

fn blocks(found: &Found, by_drop: &[usize], family: usize) -> Vec<Block> {
    let mut out = Vec::new();
    for &at in found.leaks.iter().take(SHOWN_LEAKS) {
        if let Some(pooled) = &found.alone[at] {
            out.push(metric(
                format!("{} alone", found.kept[at].name),
                pooled,
                found.parameters.auc,
            ));
        }
    }
    if let Some(fit) = found.fit {
        let title = if found.leaks.is_empty() {
            "A model of all columns"
        } else {
            "A model of the other columns"
        };
        out.push(metric(title.into(), &fit.pooled, found.parameters.auc));
        out.push(how(found, fit, family));
        let rows: Vec<IntervalRow> = by_drop
            .iter()
            .take(SHOWN_COLUMNS)
            .filter(|&&at| found.telling[at] != Drop::default())
            .map(|&at| contribution(found, at))
            .collect();
        if !rows.is_empty() {
            out.push(Block::Intervals(Intervals {
                title: "What the model loses without each column".into(),
                unit: Unit::Number,
                threshold: None,
                rows,
                ..Intervals::default()
            }));
            out.push(text("text.separability-columns", Numbers::new()));
        }
        if fit.pooled.p <= found.context.config.correction.level {
            out.push(telling_rows(found, fit, by_drop));
            out.push(text("text.separability-rows", Numbers::new()));
        }
    }
    out.extend(left_out(found));
    out
}

fn metric(title: String, pooled: &Pooled, threshold: f64) -> Block {
    Block::Metric(Metric {
        title,
        value: Some(pooled.value),
        unit: Unit::Number,
        interval: Some(interval(pooled)),
        threshold: Some(threshold),
        definition: "Area under the ROC curve on rows that the model has not seen: the probability that it finds a row \
                     of the current file more like the current file than a row of the reference; 0.5 is guessing, 1 \
                     never errs. The interval is the wider of DeLong's on the logit scale (DeLong, DeLong & \
                     Clarke-Pearson 1988) and Newcombe's score interval (Newcombe 2006, method 5)."
            .into(),
    })
}

fn how(found: &Found, fit: &Fit, family: usize) -> Block {
    let learned = |fold: Option<&super::forward::Fold>| count(fold.map_or(0, |f| f.learned));
    text(
        "text.separability-how",
        numbers([
            ("folds", count(FOLDS)),
            ("scored", count(FOLDS - FIRST_FOLDS)),
            ("rows_reference", count(found.rows.tables[0].len())),
            ("rows_current", count(found.rows.tables[1].len())),
            (
                "all_reference",
                Cell::Number(found.inputs.reference.rows_of_file() as f64),
            ),
            (
                "all_current",
                Cell::Number(found.inputs.current.rows_of_file() as f64),
            ),
            ("columns", count(found.rest.len())),
            ("least", learned(fit.folds.first())),
            ("most", learned(fit.folds.last())),
            ("family", count(family)),
            ("seed", count(found.context.config.seed as usize)),
        ]),
    )
}

fn contribution(found: &Found, at: usize) -> IntervalRow {
    let drop = &found.telling[at];
    IntervalRow {
        label: found.name(at).into(),
        value: Some(drop.value),
        interval: Some(Interval {
            low: drop.lower,
            high: drop.upper,
            level: CONFIDENCE,
        }),
        marked: drop.lower > 0.0,
        ..IntervalRow::default()
    }
}

fn telling_rows(found: &Found, fit: &Fit, by_drop: &[usize]) -> Block {
    let label = |label: &str, unit| TableColumn {
        label: label.into(),
        unit,
    };
    let rows = telling::rows(found.data, fit)
        .iter()
        .map(|row| telling_row(found, row, by_drop))
        .collect();
    Block::Table(TableBlock {
        title: "The rows that look most like their file".into(),
        columns: vec![
            label("File", Unit::Number),
            label("Row", Unit::Count),
            label("Probability of the current file", Unit::Share),
            label("Values of the columns that tell most", Unit::Number),
        ],
        rows,
    })
}

fn telling_row(found: &Found, row: &TellingRow, by_drop: &[usize]) -> Vec<Cell> {
    let (table, first): (&Table, usize) = match row.file {
        0 => (found.inputs.reference, 0),
        _ => (found.inputs.current, found.rows.tables[0].len()),
    };
    let place = found.rows.tables[row.file]
        .get(row.at as usize - first)
        .copied()
        .unwrap_or_default();
    let values: Vec<String> = by_drop
        .iter()
        .take(SHOWN_VALUES)
        .filter_map(|&at| {
            let pair = found.kept[*found.rest.get(at)?];
            let position = if row.file == 0 {
                pair.reference
            } else {
                pair.current
            };
            let shown = value(table.columns.get(position)?, place as usize);
            Some(format!("{}: {shown}", pair.name))
        })
        .collect();
    vec![
        Cell::Text(table.name.clone()),
        Cell::Number(f64::from(table.row_number(place)) + 1.0),
        Cell::Number(1.0 / (1.0 + libm::exp(-row.score))),
        Cell::Text(values.join("; ")),
    ]
}

/// A cell as it is written for a person.
fn value(column: &Column, row: usize) -> String {
    if column.is_missing(row) {
        return "missing".into();
    }
    let (chunk, at) = (row / CHUNK_ROWS, row % CHUNK_ROWS);
    let shown = match &column.data {
        ColumnData::Number(chunks) => chunks
            .get(chunk)
            .and_then(|c| c.get(at))
            .map(|v| show(*v, Unit::Number)),
        ColumnData::Time(chunks) => chunks
            .get(chunk)
            .and_then(|c| c.get(at))
            .map(|v| show(*v as f64, Unit::TimeMs)),
        ColumnData::Category(categories) | ColumnData::Text(categories) => categories
            .codes
            .get(chunk)
            .and_then(|c| c.get(at))
            .and_then(|code| categories.levels.get(*code as usize))
            .map(|level| level.chars().take(40).collect()),
    };
    shown.unwrap_or_else(|| "missing".into())
}

fn left_out(found: &Found) -> Vec<Block> {
    let mut out = Vec::new();
    let kept: Vec<&str> = found.kept.iter().map(|pair| pair.name.as_str()).collect();
    let weak: Vec<&str> = found
        .chosen
        .compared
        .iter()
        .map(|pair| pair.name.as_str())
        .filter(|name| found.kept.len() < found.chosen.compared.len() && !kept.contains(name))
        .collect();
    for (code, names) in [
        ("text.separability-role", &found.chosen.by_role),
        ("text.separability-text", &found.chosen.texts),
        ("text.separability-type", &found.chosen.retyped),
        ("text.separability-weak", &weak),
    ] {
        if !names.is_empty() {
            let names = numbers([
                ("count", count(names.len())),
                ("names", Cell::Text(words(names, ""))),
            ]);
            out.push(text(code, names));
        }
    }
    out
}
