//! Has the data drifted: the current file against the reference.

#[cfg(feature = "engine")]
mod arrivals;
#[cfg(feature = "engine")]
mod choice;
#[cfg(feature = "engine")]
mod columns;
#[cfg(feature = "engine")]
mod comparison;
#[cfg(feature = "engine")]
mod fault;
#[cfg(feature = "engine")]
mod levels;
#[cfg(feature = "engine")]
mod missing;
#[cfg(feature = "engine")]
mod number;
pub mod over_time;
#[cfg(feature = "engine")]
mod parameters;
#[cfg(feature = "full")]
mod selected;
pub mod self_check;
#[cfg(feature = "engine")]
mod sentinel;
pub mod slices;
#[cfg(feature = "engine")]
mod stability;
#[cfg(feature = "engine")]
mod summary;
#[cfg(feature = "engine")]
mod uncompared;
#[cfg(feature = "engine")]
mod units;

#[cfg(feature = "engine")]
pub use choice::{DISTANCES, LEVEL_TESTS, NUMBER_TESTS};
#[cfg(feature = "engine")]
pub use columns::Drift;
#[cfg(feature = "engine")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the drift analysis.
pub const META: Meta = Meta {
    id: "drift",
    title: "Drift",
    question: "Has the data changed between the reference and the current file, and by enough to matter?",
    needs: &[Need::TwoTables],
    stage: Stage::Verdict,
};
