//! Small-cell suppression: what stands on few rows could point at a person and does not leave with an export.
//!
//! After the practice of official statistics (Hundepool et al. 2012, "Statistical Disclosure Control", ch. 5: a
//! minimum-frequency rule, small levels joined with the rest). Levels and table rows below the least number of rows
//! lose name and numbers; raw values in warnings go. It is a rule of frequency only: differences between two exports
//! are not protected.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Code, Error};
use crate::report::{
    Block, Cell, Counts, Finding, IntervalRow, Level, LevelPair, Report, TableBlock, Unit,
};
use crate::wording;

/// What stands in the place of a name that was taken out.
const RARE: &str = "a rare value";

/// The report without what stands on fewer than `least` rows; a warning says how many places that were.
pub fn suppress(report: &Report, least: u32) -> Report {
    let mut out = report.clone();
    // No row stands on fewer than one.
    if least <= 1 {
        return out;
    }
    let least = u64::from(least);
    let mut places = 0u64;
    let mut names: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
    for section in &mut out.sections {
        let n = report
            .findings
            .iter()
            .filter(|f| f.section.as_deref() == Some(section.id.as_str()))
            .map(|f| f.n)
            .max_by_key(|n| n.reference + n.current)
            .unwrap_or_default();
        let of_column = names.entry(section.column.clone()).or_default();
        for block in &mut section.blocks {
            places += in_block(block, least, n, of_column);
        }
    }
    // A name stands in other sections of its column too, and in those of no column, such as slices.
    let all: BTreeSet<String> = names.values().flatten().cloned().collect();
    let of = |column: &Option<String>| match column {
        Some(_) => names.get(column).unwrap_or(&all),
        None => &all,
    };
    for section in &mut out.sections {
        let known = of(&section.column);
        for block in &mut section.blocks {
            places += unnamed(block, known);
        }
    }
    for finding in &mut out.findings {
        if rename(&mut finding.numbers, of(&finding.column)) {
            wording::word_finding(finding);
        }
    }
    for finding in &mut out.findings {
        let few = |n: u64| n > 0 && n < least;
        if few(finding.n.reference) || few(finding.n.current) {
            emptied(finding, least);
            places += 1;
        }
    }
    for warning in &mut out.warnings {
        if warning.place.value.take().is_some() {
            places += 1;
        }
    }
    if places > 0 {
        let mut said = Error::new(
            Code::ExportSuppressed,
            format!("numbers or values that stand on fewer than {least} rows"),
            format!("at least {least} rows behind everything that is taken away"),
            "Nothing to do: they are left out of this file. Set `exports.small_cells` to 0 to keep them.",
        );
        said.count = Some(places);
        out.warnings.push(said);
    }
    out
}

fn emptied(finding: &mut Finding, least: u64) {
    finding.effect = None;
    finding.test = None;
    finding.n = Counts::default();
    finding.numbers.clear();
    finding.sentence = format!(
        "{} stands on fewer than {least} rows of a file, so its numbers are not in this file.",
        finding.column.as_deref().unwrap_or("This finding")
    );
    finding.next = String::new();
}

/// Takes names that were suppressed out of the words of a sentence; answers whether there were any.
fn rename(numbers: &mut crate::report::Numbers, names: &BTreeSet<String>) -> bool {
    let mut changed = false;
    for cell in numbers.values_mut() {
        let Cell::Text(text) = cell else { continue };
        let Some(name) = names.iter().find(|name| names_it(text, name)) else {
            continue;
        };
        *text = if text == name {
            RARE.into()
        } else if text.ends_with('.') {
            // A sentence of its own: other numbers in it may belong to the name.
            " Levels with few rows are left out of this file.".into()
        } else {
            let kept = text
                .split(", ")
                .filter(|part| !names.iter().any(|name| names_it(part, name)));
            let kept: Vec<&str> = kept.collect();
            [kept.as_slice(), &[RARE]].concat().join(", ")
        };
        changed = true;
    }
    changed
}

/// Whether `name` stands in `text` as a word or words of its own.
fn names_it(text: &str, name: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    !name.is_empty()
        && text.match_indices(name).any(|(at, found)| {
            apart(text[..at].chars().next_back()) && apart(text[at + found.len()..].chars().next())
        })
}

/// Takes what carries a suppressed name out of a block.
fn unnamed(block: &mut Block, names: &BTreeSet<String>) -> u64 {
    let named = |text: &str| names.iter().any(|name| names_it(text, name));
    match block {
        Block::Text(text) => {
            let changed = rename(&mut text.numbers, names);
            if changed {
                wording::word_text(text);
            }
            u64::from(changed)
        }
        Block::Ranking(ranking) => {
            let before = ranking.rows.len();
            ranking.rows.retain(|row| !named(&row.label));
            (before - ranking.rows.len()) as u64
        }
        Block::Intervals(intervals) => {
            let before = intervals.rows.len();
            intervals.rows.retain(|row| !named(&row.label));
            (before - intervals.rows.len()) as u64
        }
        Block::Table(table) => {
            let before = table.rows.len();
            table.rows.retain(|row| {
                !row.iter()
                    .any(|cell| matches!(cell, Cell::Text(text) if named(text)))
            });
            (before - table.rows.len()) as u64
        }
        Block::LevelPair(pair) => {
            let (rare, kept): (Vec<Level>, Vec<Level>) = std::mem::take(&mut pair.levels)
                .into_iter()
                .partition(|level| names.contains(&level.name));
            pair.levels = kept;
            join(pair, &rare);
            rare.len() as u64
        }
        Block::Metric(metric) if named(&metric.title) => {
            metric.title = RARE.into();
            metric.value = None;
            metric.interval = None;
            1
        }
        Block::Series(series) => {
            let before = series.lines.len();
            series.lines.retain(|line| !named(&line.label));
            (before - series.lines.len()) as u64
        }
        Block::Strip(strip) => {
            let before = strip.rows.len();
            strip.rows.retain(|row| !named(&row.label));
            (before - strip.rows.len()) as u64
        }
        Block::Matrix(matrix) => {
            for label in matrix.rows.iter_mut().chain(&mut matrix.columns) {
                if named(label) {
                    *label = RARE.into();
                }
            }
            0
        }
        _ => 0,
    }
}

fn in_block(block: &mut Block, least: u64, n: Counts, names: &mut BTreeSet<String>) -> u64 {
    match block {
        Block::LevelPair(pair) => levels(pair, least, n, names),
        Block::Table(table) => rows(table, least, names),
        Block::Intervals(intervals) => intervals
            .rows
            .iter_mut()
            .filter(|row| row.n.is_some_and(|n| n > 0 && n < least))
            .map(|row| {
                *row = IntervalRow {
                    label: RARE.into(),
                    hollow: true,
                    ..IntervalRow::default()
                };
            })
            .count() as u64,
        _ => 0,
    }
}

/// Levels with few rows in either file are joined with the rest.
fn levels(pair: &mut LevelPair, least: u64, n: Counts, names: &mut BTreeSet<String>) -> u64 {
    let few = |share: f64, n: u64| {
        let rows = (share * n as f64).round();
        rows > 0.0 && rows < least as f64
    };
    let (small, kept): (Vec<Level>, Vec<Level>) = std::mem::take(&mut pair.levels)
        .into_iter()
        .partition(|level| few(level.reference, n.reference) || few(level.current, n.current));
    pair.levels = kept;
    names.extend(small.iter().map(|level| level.name.clone()));
    join(pair, &small);
    small.len() as u64
}

/// Adds levels to the rest, so that shares still sum to one.
fn join(pair: &mut LevelPair, rare: &[Level]) {
    if rare.is_empty() {
        return;
    }
    let rest = pair.rest.get_or_insert_with(|| Level {
        name: String::new(),
        reference: 0.0,
        current: 0.0,
    });
    for level in rare {
        rest.reference += level.reference;
        rest.current += level.current;
    }
    pair.rest_levels += rare.len() as u64;
}

/// Rows of a table whose count is small lose everything; a table of single rows of the file goes whole.
fn rows(table: &mut TableBlock, least: u64, names: &mut BTreeSet<String>) -> u64 {
    let single = table
        .columns
        .iter()
        .any(|column| column.label == "Row" && column.unit == Unit::Count);
    let counts: Vec<bool> = table
        .columns
        .iter()
        .map(|c| c.unit == Unit::Count)
        .collect();
    let mut places = 0;
    for row in &mut table.rows {
        let few = row.iter().zip(&counts).any(|(cell, is_count)| {
            *is_count && matches!(cell, Cell::Number(v) if *v > 0.0 && *v < least as f64)
        });
        if few || single {
            if let Some(Cell::Text(name)) = row.first() {
                names.insert(name.clone());
            }
            for (place, cell) in row.iter_mut().enumerate() {
                *cell = if place == 0 {
                    Cell::Text(RARE.into())
                } else {
                    Cell::Empty(())
                };
            }
            places += 1;
        }
    }
    places
}
