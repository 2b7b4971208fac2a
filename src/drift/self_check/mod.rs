//! Check yourself: the person's own reference, split at random again and again, shows how often the settings raise a
//! false alarm on it, and which changes they would find.

#[cfg(feature = "full")]
mod change;
#[cfg(feature = "full")]
mod columns;
#[cfg(feature = "full")]
mod counted;
#[cfg(feature = "full")]
mod plan;
#[cfg(feature = "full")]
mod section;
#[cfg(feature = "full")]
mod splits;

#[cfg(feature = "full")]
pub use plan::Parameters;
#[cfg(feature = "full")]
pub use splits::SelfCheck;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the check of the drift settings on the reference itself.
pub const META: Meta = Meta {
    id: "self-check",
    title: "Check yourself",
    question: "How often do these settings raise a false alarm on your own reference, and which changes would they find?",
    needs: &[Need::TwoTables],
    stage: Stage::Background,
};
