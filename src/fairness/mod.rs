//! Fairness: which groups are treated differently, by how much, how sure that is, and what cannot be judged.

#[cfg(feature = "full")]
mod amounts;
#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
pub mod attributes;
#[cfg(feature = "full")]
pub mod audit;
#[cfg(feature = "full")]
mod audited;
#[cfg(feature = "full")]
mod blocks;
#[cfg(feature = "full")]
pub(crate) mod cells;
#[cfg(feature = "full")]
mod choices;
#[cfg(feature = "full")]
pub mod compare;
#[cfg(feature = "full")]
mod comparisons;
#[cfg(feature = "full")]
pub mod compat;
#[cfg(feature = "full")]
pub mod criterion;
#[cfg(feature = "full")]
pub mod entropy;
#[cfg(feature = "full")]
mod guessed;
#[cfg(feature = "full")]
pub mod judge;
#[cfg(feature = "full")]
mod lab;
#[cfg(feature = "full")]
mod local_law;
#[cfg(feature = "full")]
pub mod metric;
#[cfg(feature = "full")]
mod more;
#[cfg(feature = "full")]
mod notes;
#[cfg(feature = "full")]
mod over_time;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod permuted;
#[cfg(feature = "full")]
pub mod said;
#[cfg(feature = "full")]
mod scores;
#[cfg(feature = "full")]
pub mod task;

pub mod consistency;
pub mod slices;
pub mod stand_ins;
#[cfg(feature = "full")]
pub use analysis::Fairness;
#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the audit.
pub const META: Meta = Meta {
    id: "fairness",
    title: "Fairness",
    question: "Which groups are treated differently, and what cannot be judged?",
    needs: &[Need::OneTable],
    stage: Stage::Whole,
};
