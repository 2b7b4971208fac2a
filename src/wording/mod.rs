//! Codes and numbers become sentences here and nowhere else. English now; another language is another table.

#[cfg(feature = "full")]
mod cohort;
mod english;
#[cfg(feature = "full")]
mod english_cohort;
#[cfg(feature = "full")]
mod english_fairness;
#[cfg(feature = "full")]
mod english_like;
#[cfg(feature = "full")]
mod english_quality;
mod english_reading;
#[cfg(feature = "full")]
mod english_selected;
#[cfg(feature = "full")]
mod english_weighted;

#[cfg(feature = "full")]
pub use cohort::cohort;

use crate::report::{
    Block, Cell, Finding, Numbers, Section, Severity, TextBlock, Unit, Verdict, show,
};

/// The words of one key: a sentence and what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `<code>` or `<code>/<severity>`.
    pub key: &'static str,
    /// Template of the sentence; `{name}` is a word, `{name:unit}` a number.
    pub sentence: &'static str,
    /// Template of the advice; empty where there is none.
    pub next: &'static str,
}

/// The tables of this module of the build.
const TABLES: &[&[Entry]] = &[
    english::ENTRIES,
    english_reading::ENTRIES,
    #[cfg(feature = "full")]
    english_cohort::ENTRIES,
    #[cfg(feature = "full")]
    english_quality::ENTRIES,
    #[cfg(feature = "full")]
    english_selected::ENTRIES,
    #[cfg(feature = "full")]
    english_fairness::ENTRIES,
    #[cfg(feature = "full")]
    english_like::ENTRIES,
    #[cfg(feature = "full")]
    english_weighted::ENTRIES,
];

/// All English entries.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    TABLES.iter().copied().flatten()
}

/// The word for a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Matters => "matters",
        Severity::RealSizeUnclear => "real, size unclear",
        Severity::RealButSmall => "real but small",
        Severity::NotEnoughData => "not enough data",
        Severity::NoEvidence => "no evidence of a change that matters",
        Severity::NotCompared => "not compared",
    }
}

/// The stable key part of a severity.
fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Matters => "matters",
        Severity::RealSizeUnclear => "real-size-unclear",
        Severity::RealButSmall => "real-but-small",
        Severity::NotEnoughData => "not-enough-data",
        Severity::NoEvidence => "no-evidence",
        Severity::NotCompared => "not-compared",
    }
}

/// Fills a finding's sentence and advice.
pub fn word_finding(finding: &mut Finding) {
    let mut numbers = finding.numbers.clone();
    numbers.insert(
        "column".into(),
        Cell::Text(finding.column.clone().unwrap_or_default()),
    );
    numbers.insert(
        "n_reference".into(),
        Cell::Number(finding.n.reference as f64),
    );
    numbers.insert("n_current".into(), Cell::Number(finding.n.current as f64));
    if let Some(effect) = &finding.effect {
        numbers.insert("threshold".into(), Cell::Number(effect.threshold));
        if let Some(value) = effect.value {
            numbers.insert("effect".into(), Cell::Number(value));
        }
        if let Some(interval) = effect.interval {
            numbers.insert("low".into(), Cell::Number(interval.low));
            numbers.insert("high".into(), Cell::Number(interval.high));
        }
    }
    let word = format!(
        "{}.word/{}",
        finding.analysis,
        severity_key(finding.severity)
    );
    finding.word = entries()
        .find(|e| e.key == word)
        .map(|e| e.sentence.to_string());
    let key = format!("{}/{}", finding.code, severity_key(finding.severity));
    (finding.sentence, finding.next) = fill(&[&key, &finding.code], &numbers);
}

/// Fills the verdict's sentence and advice.
pub fn word_verdict(verdict: &mut Verdict) {
    (verdict.sentence, verdict.next) = fill(&[&verdict.code], &verdict.numbers);
}

/// What the verdict's line says of a file of which a sample was read.
pub fn sampled(numbers: &Numbers) -> String {
    fill(&["verdict.sampled"], numbers).0
}

/// Fills a text block's sentence.
pub fn word_text(text: &mut TextBlock) {
    (text.sentence, _) = fill(&[&text.code], &text.numbers);
}

/// Fills the sentences of all text blocks.
pub fn word_sections(sections: &mut [Section]) {
    for block in sections.iter_mut().flat_map(|s| &mut s.blocks) {
        if let Block::Text(text) = block {
            word_text(text);
        }
    }
}

/// The first key that has an entry, with its templates filled; the key itself where none has.
fn fill(keys: &[&str], numbers: &Numbers) -> (String, String) {
    let entry = keys
        .iter()
        .find_map(|key| entries().find(|e| e.key == *key));
    match entry {
        Some(entry) => (
            template(entry.sentence, numbers),
            template(entry.next, numbers),
        ),
        None => (
            keys.first().map(|k| (*k).to_string()).unwrap_or_default(),
            String::new(),
        ),
    }
}

/// Fills `{name}` and `{name:unit}`, where the unit `hundred` is a share written as a number out of a hundred; `{name?one|many}` chooses by the number's value being 1.
/// A name without a value is written "not estimable".
pub fn template(text: &str, numbers: &Numbers) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}') else {
            break;
        };
        out.push_str(&rest[..start]);
        out.push_str(&placeholder(&rest[start + 1..start + end], numbers));
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}

fn placeholder(inside: &str, numbers: &Numbers) -> String {
    if let Some((name, words)) = inside.split_once('?') {
        let (one, many) = words.split_once('|').unwrap_or((words, words));
        let is_one = matches!(numbers.get(name), Some(Cell::Number(v)) if *v == 1.0);
        return (if is_one { one } else { many }).to_string();
    }
    let (name, unit) = inside.split_once(':').unwrap_or((inside, "number"));
    if let ("hundred", Some(Cell::Number(value))) = (unit, numbers.get(name)) {
        return show(100.0 * value, Unit::Number);
    }
    let unit = match unit {
        "count" => Unit::Count,
        "share" => Unit::Share,
        "points" => Unit::SharePoints,
        "probability" => Unit::Probability,
        "time" => Unit::TimeMs,
        "bytes" => Unit::Bytes,
        _ => Unit::Number,
    };
    match numbers.get(name) {
        Some(Cell::Number(value)) => show(*value, unit),
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Empty(())) | None => "not estimable".into(),
    }
}
