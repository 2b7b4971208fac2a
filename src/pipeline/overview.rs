//! One forest plot for each kind of effect: every column against the threshold, in ranked order.

use std::collections::BTreeSet;

use crate::catalog::follows_verdict;
use crate::report::{Band, Block, Finding, IntervalRow, Intervals, Section, Severity};

/// The overview section, with at most `most` rows a plot; empty where nothing was estimated.
pub(super) fn sections(findings: &[Finding], most: usize) -> Vec<Section> {
    let mut names = BTreeSet::new();
    for effect in compared(findings).filter_map(|f| f.effect.as_ref()) {
        names.insert(effect.name.as_str());
    }
    let blocks: Vec<Block> = names
        .iter()
        .filter_map(|name| forest(findings, name, most))
        .collect();
    if blocks.is_empty() {
        return Vec::new();
    }
    vec![Section {
        id: "overview".into(),
        analysis: "overview".into(),
        title: "All columns".into(),
        column: None,
        blocks,
    }]
}

/// Findings of the comparison itself, not of analyses that follow it.
fn compared(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|f| !follows_verdict(&f.analysis))
}

fn forest(findings: &[Finding], name: &str, most: usize) -> Option<Block> {
    let of_name = || {
        compared(findings)
            .filter_map(|f| f.effect.as_ref().filter(|e| e.name == name).map(|e| (f, e)))
    };
    let (_, first) = of_name().next()?;
    let negative = of_name().any(|(_, effect)| effect.value.is_some_and(|value| value < 0.0));
    Some(Block::Intervals(Intervals {
        title: title(name).into(),
        unit: first.unit,
        threshold: Some(first.threshold),
        rows: of_name()
            .take(most)
            .map(|(finding, effect)| IntervalRow {
                label: finding.column.clone().unwrap_or_default(),
                value: effect.value,
                interval: effect.interval,
                marked: finding.severity == Severity::Matters,
                ..IntervalRow::default()
            })
            .collect(),
        band: Some(Band {
            low: negative.then_some(-first.threshold),
            high: Some(first.threshold),
            label: "too small to matter".into(),
        }),
        stems: true,
        ..Intervals::default()
    }))
}

fn title(name: &str) -> &str {
    match name {
        "wasserstein-distance" => "Numbers: how far values moved, in deviations of the reference",
        "total-variation" => "Categories: share of rows that moved to other levels",
        "affected-share" => "Likely pipeline faults: share of the current values",
        "time-variation" => "Times: share of rows that moved to other hours or days of the week",
        "missing-rate-difference" => "Missing values: change of the missing rate",
        other => other,
    }
}
