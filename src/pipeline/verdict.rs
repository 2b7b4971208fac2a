//! The answer in one line: any column that matters makes the data set matter.

use std::collections::BTreeMap;

#[cfg(feature = "full")]
use super::provenance;
use crate::catalog::follows_verdict;
use crate::config::Config;
use crate::report::{Answer, Cell, Finding, Severity, Verdict, numbers};
use crate::table::Table;
use crate::wording;

/// The verdict over one file that stands alone: the most serious answer, the first of equals, or that there is none.
pub(super) fn of_one_file(table: &Table, answers: &[Answer]) -> Verdict {
    let mut worst: Option<&Verdict> = None;
    for Answer { verdict, .. } in answers {
        if worst.is_none_or(|w| verdict.severity > w.severity) {
            worst = Some(verdict);
        }
    }
    if let Some(verdict) = worst {
        return verdict.clone();
    }
    let mut verdict = Verdict {
        code: "verdict.one-file".into(),
        severity: Severity::NotCompared,
        numbers: numbers([
            ("file", Cell::Text(table.name.clone())),
            ("rows", Cell::Number(table.rows as f64)),
            ("columns", Cell::Number(table.columns.len() as f64)),
        ]),
        sentence: String::new(),
        next: String::new(),
    };
    wording::word_verdict(&mut verdict);
    verdict
}

/// True for what the verdict counts: no analysis that follows it. Periods of few weeks are the rule, and that they
/// cannot settle a change of hours or days of the week must not make the answer about the data "not enough data".
fn is_judged(finding: &Finding) -> bool {
    let follows = follows_verdict(&finding.analysis);
    finding.effect.as_ref().is_some_and(|effect| {
        !follows && (effect.name != "time-variation" || finding.severity != Severity::NotEnoughData)
    })
}

/// The verdict over ranked findings. A column takes the worst of its findings; those of analyses that follow the
/// verdict are not counted.
pub(super) fn verdict(findings: &[Finding]) -> Verdict {
    let mut columns: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in findings.iter().filter(|f| is_judged(f)) {
        if let Some(column) = &finding.column {
            let worst = columns.entry(column).or_insert(finding.severity);
            *worst = (*worst).max(finding.severity);
        }
    }
    let count = |severity: Severity| columns.values().filter(|s| **s == severity).count() as f64;
    let worst = columns
        .values()
        .copied()
        .max()
        .unwrap_or(Severity::NotCompared);
    let open = count(Severity::NotEnoughData);
    let (code, severity) = match worst {
        Severity::Matters if count(Severity::Matters) == 1.0 => ("verdict.one-matters", worst),
        Severity::Matters => ("verdict.matters", worst),
        Severity::RealSizeUnclear => ("verdict.size-unclear", worst),
        Severity::RealButSmall if open > 0.0 => ("verdict.small-open", worst),
        Severity::RealButSmall => ("verdict.small", worst),
        Severity::NotEnoughData => ("verdict.not-enough-data", worst),
        Severity::NoEvidence => ("verdict.none", worst),
        Severity::NotCompared => ("verdict.nothing-compared", worst),
    };
    let first = findings
        .iter()
        .filter(|f| !follows_verdict(&f.analysis))
        .find_map(|f| f.column.clone())
        .unwrap_or_default();
    let numbers = numbers([
        ("columns", Cell::Number(columns.len() as f64)),
        ("matters", Cell::Number(count(Severity::Matters))),
        ("unclear", Cell::Number(count(Severity::RealSizeUnclear))),
        ("small", Cell::Number(count(Severity::RealButSmall))),
        ("none", Cell::Number(count(Severity::NoEvidence))),
        ("open", Cell::Number(open)),
        ("first", Cell::Text(first)),
    ]);
    let mut verdict = Verdict {
        code: code.into(),
        severity,
        numbers,
        sentence: String::new(),
        next: String::new(),
    };
    wording::word_verdict(&mut verdict);
    verdict
}

/// Says in the verdict's line which rows of the files were looked at, where it was not all of them.
#[cfg_attr(not(feature = "full"), expect(unused_variables))]
pub(super) fn about_rows(mut verdict: Verdict, config: &Config, tables: [&Table; 2]) -> Verdict {
    #[cfg(feature = "full")]
    if !config.cohort.is_empty() {
        let files = tables.into_iter().filter(|table| !table.is_absent());
        let files: Vec<_> = files
            .map(|table| {
                let before = provenance::rows_before(table);
                (table.name.as_str(), table.rows as u64, before)
            })
            .collect();
        verdict.sentence.push(' ');
        verdict.sentence += &wording::cohort(&config.cohort, &files);
    }
    for table in tables.into_iter().filter(|table| table.sample().is_some()) {
        let numbers = numbers([
            ("file", Cell::Text(table.name.clone())),
            ("rows", Cell::Number(table.sample_rows() as f64)),
            ("of", Cell::Number(table.rows_of_file() as f64)),
        ]);
        verdict.sentence.push(' ');
        verdict.sentence.push_str(&wording::sampled(&numbers));
    }
    verdict
}
