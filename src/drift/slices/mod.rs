//! Where the drift sits: slices of the rows, looked for in one half and tested on the other.

#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
mod held_out;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod show;
#[cfg(feature = "full")]
mod verify;

#[cfg(feature = "full")]
pub use analysis::Slices;
#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the search for slices.
pub const META: Meta = Meta {
    id: "slices",
    title: "Where the drift sits",
    question: "In which part of the rows has a column changed more than in all of them?",
    needs: &[Need::TwoTables],
    stage: Stage::Background,
};
