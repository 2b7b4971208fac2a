//! Parts of a finding as the text formats write them.

use crate::error::Error;
use crate::report::{Attachments, Counts, Finding, Report, say, show};
use crate::wording;

/// The word for how serious it is.
pub(super) fn word(finding: &Finding) -> String {
    match &finding.word {
        Some(word) => word.clone(),
        None => say(wording::severity(finding.severity)),
    }
}

/// The effect with its interval, such as `0.21 (0.18 to 0.24)`; empty where there is none.
pub(super) fn effect(finding: &Finding) -> String {
    let Some(effect) = &finding.effect else {
        return String::new();
    };
    let value = effect
        .value
        .map_or_else(|| show(f64::NAN, effect.unit), |v| show(v, effect.unit));
    match effect.interval {
        Some(i) => say(&format!(
            "{value} ({} to {})",
            show(i.low, effect.unit),
            show(i.high, effect.unit)
        )),
        None => value,
    }
}

/// Whether rows stand behind it at all.
pub(super) fn counted(finding: &Finding) -> bool {
    finding.n != Counts::default()
}

/// The files of the report by name.
pub(super) fn files(report: &Report) -> String {
    let names: Vec<&str> = report
        .provenance
        .files
        .iter()
        .map(|f| f.name.as_str())
        .collect();
    names.join(&say(" and "))
}

/// By what and how the report was made.
pub(super) fn made(report: &Report, attachments: &Attachments) -> String {
    let p = &report.provenance;
    let mut out = say(&format!(
        "Driftglass {}, seed {}, {} tests corrected together ({}, level {}).",
        p.version,
        p.seed,
        p.tests_corrected,
        correction(&p.config.correction.method),
        show(p.config.correction.level, crate::report::Unit::Number)
    ));
    if let Some(at) = &attachments.generated_at {
        out.push_str(&say(&format!(" Made {at}.")));
    }
    out
}

/// How tests were corrected, by its authors' names.
fn correction(method: &str) -> &str {
    match method {
        "bh" => "Benjamini–Hochberg",
        "by" => "Benjamini–Yekutieli",
        "holm" => "Holm",
        "bonferroni" => "Bonferroni",
        other => other,
    }
}

/// A warning in one line: its code and place, what was found, expected and is to be done.
pub(super) fn warned(warning: &Error) -> String {
    let place = &warning.place;
    let mut out = warning.code.to_string();
    if let Some(file) = &place.file {
        out.push_str(&say(&format!(" in {file}")));
    }
    if let Some(line) = place.line {
        out.push_str(&say(&format!(", line {line}")));
    }
    if let Some(column) = &place.column {
        out.push_str(&say(&format!(", column \"{column}\"")));
    }
    out.push_str(&format!(": {}", warning.found));
    if let Some(value) = &place.value {
        out.push_str(&format!(" (\"{value}\")"));
    }
    out + &say(&format!(
        "; expected {}. {}",
        warning.expected, warning.action
    ))
}
