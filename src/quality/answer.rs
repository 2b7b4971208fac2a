//! The answer in one line: how many things to mend, and the first of them.

use std::collections::BTreeSet;

use crate::analysis::Inputs;
use crate::report::{Cell, Finding, Severity, Verdict, numbers};

/// From all findings, the most serious first. Several problems of one column count once for each severity.
pub(super) fn answer(inputs: &Inputs, found: &[&Finding]) -> Verdict {
    let things = |severity: Severity| {
        let mut things: BTreeSet<(&str, &str)> = BTreeSet::new();
        for finding in found.iter().filter(|f| f.severity == severity) {
            things.insert((
                finding.code.as_str(),
                finding.column.as_deref().unwrap_or_default(),
            ));
        }
        things.len() as f64
    };
    let (mend, check) = (things(Severity::Matters), things(Severity::RealSizeUnclear));
    let minor = things(Severity::RealButSmall);
    let (code, severity) = if mend > 0.0 {
        ("quality.answer-mend", Severity::Matters)
    } else if check > 0.0 && minor == 0.0 {
        ("quality.answer-check-only", Severity::RealSizeUnclear)
    } else if check > 0.0 {
        ("quality.answer-check", Severity::RealSizeUnclear)
    } else if minor > 0.0 {
        ("quality.answer-minor", Severity::RealButSmall)
    } else if inputs.current.rows == 0 {
        ("quality.answer-empty", Severity::NotEnoughData)
    } else {
        ("quality.answer-none", Severity::NoEvidence)
    };
    let first = found.first().map(|f| {
        let what = match f.code.trim_start_matches("quality.") {
            "disguised" => "disguised missing values".to_owned(),
            code => code.replace('-', " "),
        };
        let what = Cell::Text(what);
        (
            f.column.clone().unwrap_or_else(|| "whole rows".into()),
            what,
        )
    });
    let (first, what) = first.unwrap_or((String::new(), Cell::Text(String::new())));
    Verdict {
        code: code.into(),
        severity,
        numbers: numbers([
            ("file", Cell::Text(inputs.current.name.clone())),
            ("mend", Cell::Number(mend)),
            ("check", Cell::Number(check)),
            ("minor", Cell::Number(minor)),
            ("rows", Cell::Number(inputs.current.rows as f64)),
            ("columns", Cell::Number(inputs.current.columns.len() as f64)),
            ("first", Cell::Text(first)),
            ("what", what),
        ]),
        sentence: String::new(),
        next: String::new(),
    }
}
