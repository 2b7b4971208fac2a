//! A problem of one file: how many rows have it, which ones, and how serious that is.

use crate::report::{Cell, Severity};
use crate::stats::proportion::{Share, wilson};

/// Rows that are named at most.
pub(super) const NAMED_ROWS: usize = 5;
/// Coverage of all intervals here.
pub(super) const CONFIDENCE: f64 = 0.95;

/// One problem of one file.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// Which check found it: the last part of its code.
    pub check: &'static str,
    /// Tells several problems of one check in one column apart.
    pub key: String,
    /// Rows that have it, of those that could.
    pub share: Share,
    /// How serious it is.
    pub severity: Severity,
    /// What the share is judged against.
    pub threshold: f64,
    /// What is said instead of the share, where the problem is not one of rows.
    pub measure: Option<Measure>,
    /// The first rows that have it.
    pub rows: Vec<u32>,
    /// Further values for the sentence.
    pub numbers: Vec<(&'static str, Cell)>,
}

/// An estimate that is no share of rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Stable name.
    pub name: &'static str,
    /// The estimate.
    pub value: f64,
    /// Its interval.
    pub interval: Option<[f64; 2]>,
}

/// What cannot be right: to mend unless it surely concerns fewer rows than `serious`.
pub(super) fn wrong(share: Share, serious: f64) -> Severity {
    match wilson(share, CONFIDENCE) {
        Some(interval) if interval.upper < serious => Severity::RealButSmall,
        _ => Severity::Matters,
    }
}

/// What may be right: to check where the whole interval reaches the threshold.
pub(super) fn doubtful(share: Share, threshold: f64) -> Severity {
    match wilson(share, CONFIDENCE) {
        Some(interval) if interval.lower >= threshold => Severity::RealSizeUnclear,
        _ => Severity::RealButSmall,
    }
}

/// A cell of words.
pub(super) fn words(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// A cell with a count.
pub(super) fn count(value: u64) -> Cell {
    Cell::Number(value as f64)
}

/// The first of these rows.
pub(super) fn first(rows: impl Iterator<Item = usize>) -> Vec<u32> {
    rows.take(NAMED_ROWS).map(|row| row as u32).collect()
}

/// A list in words: the first few, and how many more.
pub(super) fn list(names: &[String], most: usize) -> String {
    let mut out = names
        .iter()
        .take(most)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > most {
        out.push_str(&format!(" and {} more", names.len() - most));
    }
    out
}

/// A value as a sentence shows it: in quotes, cut where it is long.
pub(super) fn quoted(value: &str) -> String {
    let mut shown: String = value.chars().take(40).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}
