//! The short form of a report: all findings, details only of what is to be acted on, with fewer points in curves.

use std::collections::BTreeSet;

use crate::report::{Block, EcdfPair, Report, Section, Severity};

/// Points that a curve keeps: a step every 14 px of a drawing 680 px wide.
const POINTS: usize = 48;
/// Sections that are kept at most, the most serious first.
const SECTIONS: usize = 8;
/// Rows that a table keeps.
const ROWS: usize = 10;

/// The report in short; its findings, warnings and provenance are whole.
pub(super) fn of(report: &Report) -> Report {
    let mut acted_on: Vec<&str> = Vec::new();
    let serious = |severity| matches!(severity, Severity::Matters | Severity::RealSizeUnclear);
    for finding in report.findings.iter().filter(|f| serious(f.severity)) {
        if let Some(section) = finding.section.as_deref()
            && !acted_on.contains(&section)
        {
            acted_on.push(section);
        }
    }
    let acted_on: BTreeSet<&str> = acted_on.into_iter().take(SECTIONS).collect();
    let sections = report
        .sections
        .iter()
        .filter(|section| {
            section.column.is_none() && section.analysis == "overview"
                || acted_on.contains(section.id.as_str())
        })
        .map(|section| Section {
            blocks: section.blocks.iter().map(shorter).collect(),
            ..section.clone()
        })
        .collect();
    Report {
        sections,
        ..report.clone()
    }
}

fn shorter(block: &Block) -> Block {
    match block {
        Block::EcdfPair(pair) => Block::EcdfPair(fewer(pair)),
        Block::Table(table) => {
            let mut table = table.clone();
            table.rows.truncate(ROWS);
            Block::Table(table)
        }
        other => other.clone(),
    }
}

/// Every k-th point, the last one and the ones beside the gap.
fn fewer(pair: &EcdfPair) -> EcdfPair {
    let n = pair
        .at
        .len()
        .min(pair.reference.len())
        .min(pair.current.len());
    let step = n.div_ceil(POINTS).max(1);
    let gap = pair.gap.as_ref().map(|gap| gap.at);
    let keep =
        |place: usize| place.is_multiple_of(step) || place + 1 == n || gap == Some(pair.at[place]);
    let kept = |values: &[f64]| (0..n).filter(|p| keep(*p)).map(|p| values[p]).collect();
    EcdfPair {
        at: kept(&pair.at),
        reference: kept(&pair.reference),
        current: kept(&pair.current),
        ..pair.clone()
    }
}
