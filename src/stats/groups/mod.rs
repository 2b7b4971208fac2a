//! What many groups' rows say, in one pass: counts of decisions against labels, sorted scores, losses, and intervals of
//! the metrics that rest on them.
//!
//! Rows are parallel slices. A group is a code below `group_count`; rows with any other code are left out. Labels and
//! decisions are 0 or 1; any other byte is a missing one.

pub mod confusion;

/// The code of a missing label or decision; any byte above 1 is one.
pub const MISSING: u8 = 2;
