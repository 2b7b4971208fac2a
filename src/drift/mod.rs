//! Has the data drifted: the current file against the reference.
//!
//! Each column that both files have, and that is not constant, has at most one primary test in the run's family:
//!
//! | Column | Test | Effect |
//! |---|---|---|
//! | numbers | Kolmogorov–Smirnov | winsorised Wasserstein distance |
//! | levels, booleans, numbers with two values | chi-square, exact where levels are rare | total variation |
//! | times | hours of the day, or days of the week where there are no hours: Rao–Scott over whole rounds | total variation |
//! | texts | Kolmogorov–Smirnov of the lengths; where all are equally long, chi-square of the kinds of characters | as numbers; as levels |
//!
//! and one more where any value is missing. Time is expected to move on, so the period, its gaps, steps and row order
//! are said and not judged, and a time column with fewer than six whole rounds in both files has no test.

#[cfg(feature = "engine")]
mod arrivals;
#[cfg(feature = "engine")]
mod choice;
#[cfg(feature = "engine")]
mod columns;
#[cfg(feature = "engine")]
mod comparison;
pub mod compatibility;
#[cfg(feature = "engine")]
mod contributions;
#[cfg(feature = "engine")]
mod count;
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
pub mod separability;
pub mod slices;
#[cfg(feature = "engine")]
mod spacing;
#[cfg(feature = "engine")]
mod stability;
#[cfg(feature = "engine")]
mod summary;
#[cfg(feature = "engine")]
mod texts;
#[cfg(feature = "engine")]
mod times;
#[cfg(feature = "engine")]
mod uncompared;
pub mod weighted;

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
