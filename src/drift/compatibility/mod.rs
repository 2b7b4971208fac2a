//! What other tools would say of the same files: their numbers, their thresholds, their verdicts, beside ours.
//!
//! Each part is one column: some tools read rows in the order of the file, so that this needs whole columns, not the
//! samples that the analyses after the verdict look at. None of it decides anything: the tools' rules ignore sampling noise in several ways, which is
//! why ours differ, and a team that changes over wants to see both.

#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
mod column;
#[cfg(feature = "full")]
mod deepchecks;
#[cfg(feature = "full")]
mod evidently;
#[cfg(feature = "full")]
mod join;
#[cfg(feature = "full")]
mod nannyml;
#[cfg(feature = "full")]
mod said;
#[cfg(feature = "full")]
mod tfdv;

#[cfg(feature = "full")]
pub use analysis::{Compatibility, Parameters};
#[cfg(feature = "full")]
pub use join::join;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the comparison with other tools.
pub const META: Meta = Meta {
    id: "compatibility",
    title: "As other tools would say",
    question: "What would Evidently, NannyML, TensorFlow Data Validation or Deepchecks say of these files?",
    needs: &[Need::TwoTables],
    stage: Stage::Verdict,
};
