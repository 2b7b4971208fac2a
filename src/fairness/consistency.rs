//! Individual consistency: are like people decided alike, and does a group fare worse than like people of the others.

#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
pub mod matched;
#[cfg(feature = "full")]
pub mod neighbours;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod said;

#[cfg(feature = "full")]
pub use analysis::Consistency;
#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about individual consistency.
pub const META: Meta = Meta {
    id: "consistency",
    title: "Like people, like decisions",
    question: "Are people who are alike decided alike, whatever their group?",
    needs: &[Need::OneTable],
    stage: Stage::Background,
};
