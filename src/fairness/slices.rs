//! Where gaps between groups are widest: parts of the rows, looked for in one half and tested on the other.

#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
mod found;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod said;
#[cfg(feature = "full")]
mod verify;

#[cfg(feature = "full")]
pub use analysis::FairnessSlices;
#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the search.
pub const META: Meta = Meta {
    id: "fairness-slices",
    title: "Where groups are treated most differently",
    question: "In which part of the rows is a gap between groups wider than in the others?",
    needs: &[Need::OneTable],
    stage: Stage::Background,
};
