//! The findings as comma-separated values (RFC 4180), numbers with every digit.

use super::named::word;
use crate::report::{Finding, Report};

const HEADER: [&str; 22] = [
    "id",
    "analysis",
    "column",
    "severity",
    "word",
    "effect_name",
    "effect",
    "low",
    "high",
    "level",
    "threshold",
    "unit",
    "test",
    "statistic",
    "p",
    "q",
    "n_reference",
    "n_current",
    "rule",
    "code",
    "sentence",
    "next",
];

/// One line a finding, the most serious first; what is not estimable is empty.
pub(super) fn write(report: &Report) -> String {
    let mut out = HEADER.join(",");
    out.push_str("\r\n");
    for finding in &report.findings {
        let cells: Vec<String> = cells(finding).iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cells(finding: &Finding) -> [String; 22] {
    let effect = finding.effect.as_ref();
    let interval = effect.and_then(|e| e.interval);
    let test = finding.test.as_ref();
    let number = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
    [
        text(&finding.id),
        text(&finding.analysis),
        text(finding.column.as_deref().unwrap_or_default()),
        code(&finding.severity),
        text(&word(finding)),
        text(effect.map_or("", |e| &e.name)),
        number(effect.and_then(|e| e.value)),
        number(interval.map(|i| i.low)),
        number(interval.map(|i| i.high)),
        number(interval.map(|i| i.level)),
        number(effect.map(|e| e.threshold)),
        effect.map_or_else(String::new, |e| code(&e.unit)),
        text(test.map_or("", |t| &t.name)),
        number(test.and_then(|t| t.statistic)),
        number(test.and_then(|t| t.p)),
        number(test.and_then(|t| t.q)),
        finding.n.reference.to_string(),
        finding.n.current.to_string(),
        code(&finding.rule),
        text(&finding.code),
        text(&finding.sentence),
        text(&finding.next),
    ]
}

/// The stable name that JSON has for it.
fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value)
        .unwrap_or_default()
        .trim_matches('"')
        .to_string()
}

/// Text from data; what a spreadsheet would take for a formula is written as text (OWASP, "CSV Injection").
fn text(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_string(),
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_string()
    }
}
