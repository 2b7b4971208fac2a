//! Since when has the data drifted: windows of the current file, each against the reference; where a column changed;
//! and a test that may be looked at after every window.
//!
//! Rows are ordered by time, so that their order in the file changes nothing; only windows of a fixed number of rows
//! over files without a column of times follow the file's order.

#[cfg(feature = "full")]
mod alarm;
#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
mod blocks;
#[cfg(feature = "full")]
mod calendar;
#[cfg(feature = "full")]
mod changes;
#[cfg(feature = "full")]
mod column;
#[cfg(feature = "full")]
mod effects;
#[cfg(feature = "full")]
mod looks;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod report;
#[cfg(feature = "full")]
mod story;
#[cfg(feature = "full")]
mod windows;

#[cfg(feature = "full")]
pub use analysis::OverTime;
#[cfg(feature = "full")]
pub use parameters::{Parameters, Window};

use crate::analysis::{Meta, Need, Stage};

/// Static facts about drift over time.
pub const META: Meta = Meta {
    id: "over-time",
    title: "Drift over time",
    question: "Since when has the data changed, and is the change still there?",
    needs: &[Need::TwoTables],
    stage: Stage::Background,
};
