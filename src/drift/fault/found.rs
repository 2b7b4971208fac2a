//! What a rule found, before it is a finding.

use crate::report::Numbers;
use crate::stats::interval::Interval;

/// What a rule found, before it is a finding.
pub(super) struct Fault {
    /// `unit` or `sentinel`.
    pub(super) kind: &'static str,
    /// Name and definition of the share.
    pub(super) title: &'static str,
    pub(super) definition: &'static str,
    /// Share of the current values.
    pub(super) share: f64,
    pub(super) interval: Interval,
    pub(super) p: f64,
    /// How many tests the rule makes for a column.
    pub(super) tests: usize,
    pub(super) numbers: Numbers,
}
