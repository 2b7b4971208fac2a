//! What was looked at for one attribute, and what was found.

use super::verify::Gap;
use crate::fairness::attributes::Grouping;

/// What was looked at for one attribute, and what was found.
pub(super) struct Found {
    pub grouping: Grouping,
    pub reference: usize,
    /// Groups that were compared with the reference.
    pub compared: usize,
    /// Columns that make parts.
    pub columns: usize,
    /// Parts that were looked at, of one and of two conditions, over all groups.
    pub looked_at: [usize; 2],
    pub gaps: Vec<Gap>,
}
