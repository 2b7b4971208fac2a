//! One column in both files, while it is compared.

use super::META;
use crate::report::{Block, Cell, Counts, Finding, Interval, Numbers, Rule, Severity};
use crate::stats::interval;
use crate::table::Distribution;

/// Coverage of every interval of this analysis.
pub(super) const CONFIDENCE: f64 = 0.95;

/// An interval as the report writes it.
pub(super) fn reported(interval: interval::Interval) -> Interval {
    Interval {
        low: interval.lower,
        high: interval.upper,
        level: CONFIDENCE,
    }
}

/// A number as a cell; what JSON cannot write is said in words.
pub(super) fn number_cell(value: f64) -> Cell {
    if value.is_finite() {
        Cell::Number(value)
    } else if value.is_nan() {
        Cell::Empty(())
    } else {
        Cell::Text(if value > 0.0 { "∞" } else { "−∞" }.into())
    }
}

/// One column in both files.
pub(super) struct Comparison<'a> {
    pub(super) name: &'a str,
    pub(super) section: String,
    pub(super) reference: Distribution,
    pub(super) current: Distribution,
    pub(super) curve_points: usize,
    /// Seed of everything random about this column: from Config and its name.
    pub(super) seed: u64,
    /// What simulation may cost, in drawn rows.
    pub(super) draw_budget: u64,
    /// How many columns there are: each has both rules, and what they find is corrected over all (Bonferroni).
    pub(super) columns: usize,
    pub(super) findings: Vec<Finding>,
    pub(super) blocks: Vec<Block>,
}

impl Comparison<'_> {
    /// A finding about this column, not yet judged.
    pub(super) fn finding(&self, kind: &str, code: &str, n: Counts) -> Finding {
        Finding {
            id: format!("drift/{}/{kind}", self.name),
            analysis: META.id.into(),
            code: code.into(),
            column: Some(self.name.into()),
            section: Some(self.section.clone()),
            severity: Severity::NotCompared,
            word: None,
            rule: Rule::NotJudged,
            effect: None,
            test: None,
            n,
            numbers: Numbers::new(),
            sentence: String::new(),
            next: String::new(),
        }
    }

    /// Rows that have a value in each file.
    pub(super) fn present(&self) -> Counts {
        Counts {
            reference: self.reference.present,
            current: self.current.present,
        }
    }
}
