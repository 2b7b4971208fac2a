//! Is the data sound: each file on its own, and the current one beside the reference.
//!
//! Every column has one part, every file one more for what is seen in whole rows only. A *problem* is a count of rows
//! among those that could have it, with Wilson's interval. Problems that cannot be right whatever the data mean (an
//! infinity, an id that repeats, a broken expectation) are to *mend*, unless they surely concern fewer rows than
//! [`Parameters::serious_share`]; what may be right (an outlier, a constant column, copies) is to *check* where the
//! interval lies at or above the threshold of that check, and *minor* below it. Nothing here says that data changed:
//! a problem is only said to be more or less frequent than in the reference where the score test, corrected for the
//! number of columns, says so.

#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
mod answer;
#[cfg(feature = "full")]
mod column;
#[cfg(feature = "full")]
mod constant;
#[cfg(feature = "full")]
mod copies;
#[cfg(feature = "full")]
mod dates;
#[cfg(feature = "full")]
mod disguised;
#[cfg(feature = "full")]
mod duplicates;
#[cfg(feature = "full")]
mod expectation;
#[cfg(feature = "full")]
mod expected;
#[cfg(feature = "full")]
mod facts;
#[cfg(feature = "full")]
mod fold;
#[cfg(feature = "full")]
mod identifiers;
#[cfg(feature = "full")]
mod label_noise;
#[cfg(feature = "full")]
mod leakage;
#[cfg(feature = "full")]
mod learn;
#[cfg(feature = "full")]
mod mixed;
#[cfg(feature = "full")]
mod novel;
#[cfg(feature = "full")]
mod outliers;
#[cfg(feature = "full")]
mod overview;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod pattern;
#[cfg(feature = "full")]
mod problem;
#[cfg(feature = "full")]
mod row_order;
#[cfg(feature = "full")]
mod rows;
#[cfg(feature = "full")]
mod said;
#[cfg(feature = "full")]
mod variants;

#[cfg(feature = "full")]
pub use analysis::Quality;
#[cfg(feature = "full")]
pub use expectation::{Expectation, RULES};
#[cfg(feature = "full")]
pub use learn::{learn, learn_column, learn_rows};
#[cfg(feature = "full")]
pub use outliers::fences;
#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the quality analysis.
pub const META: Meta = Meta {
    id: "quality",
    title: "Quality",
    question: "What is wrong with the data itself, and what is to be mended first?",
    needs: &[Need::OneTable],
    stage: Stage::Whole,
};
