//! Stand-ins: which columns tell the protected attribute, alone and together. A model that never sees the attribute can
//! still treat groups differently through them.

#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod search;

#[cfg(feature = "full")]
pub use parameters::Parameters;
#[cfg(feature = "full")]
pub use search::StandIns;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the search for stand-ins.
pub const META: Meta = Meta {
    id: "stand-ins",
    title: "Stand-ins for protected attributes",
    question: "Which columns give a protected attribute away?",
    needs: &[Need::OneTable],
    stage: Stage::Background,
};
