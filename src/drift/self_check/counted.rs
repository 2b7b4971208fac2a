//! What is counted over the splits.

use super::plan::Plan;

/// How often something happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Splits in which there was a test.
    pub tested: u64,
    /// Of these, p at most 5 %.
    pub rejected: u64,
    /// Of these, evidence after correction.
    pub found: u64,
    /// Of these, called a change that matters.
    pub matters: u64,
}

/// What the splits say about a column.
pub(super) struct ColumnTally {
    pub name: String,
    pub values: Tally,
    pub missing: Tally,
}

/// What the splits say about a change put into a column.
pub(super) struct Power {
    pub column: String,
    pub kind: &'static str,
    pub size: f64,
    /// `None` where the column cannot change so.
    pub tally: Option<Tally>,
}

/// All that was counted.
pub(super) struct Counted {
    /// `None` where the reference cannot be split.
    pub plan: Option<Plan>,
    pub reference_rows: u64,
    pub current_rows: u64,
    /// Splits with evidence for any change, and with any change that matters.
    pub any: Tally,
    pub columns: Vec<ColumnTally>,
    pub power: Vec<Power>,
    /// Columns whose splits are judged by the test that is selected for them.
    pub selected: u64,
    /// Columns for which something is selected that takes too long: the default test judges their splits.
    pub not_selected: u64,
}
