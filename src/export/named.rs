//! Parts of a finding as the text formats write them.

use crate::report::{Counts, Finding, Report, show};
use crate::wording;

/// The word for how serious it is.
pub(super) fn word(finding: &Finding) -> &str {
    finding
        .word
        .as_deref()
        .unwrap_or_else(|| wording::severity(finding.severity))
}

/// The effect with its interval, such as `0.21 (0.18 to 0.24)`; empty where there is none.
pub(super) fn effect(finding: &Finding) -> String {
    let Some(effect) = &finding.effect else {
        return String::new();
    };
    let value = effect
        .value
        .map_or_else(|| "not estimable".into(), |v| show(v, effect.unit));
    match effect.interval {
        Some(i) => format!(
            "{value} ({} to {})",
            show(i.low, effect.unit),
            show(i.high, effect.unit)
        ),
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
    names.join(" and ")
}
