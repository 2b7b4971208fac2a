//! Why a model decides as it does, in the columns of the person's file.
//!
//! [`Explainer`] makes a model of a file ready: trees and linear models have exact Shapley values, any other is asked.
//! What follows from values: [`importances`], [`explanation_drift`], [`gap_attribution`], [`Reason`]s. What asks the
//! model: permutation importance, partial dependence, accumulated local effects, break-downs, [`lime`]. Where there is no
//! model file, [`surrogate`] learns one from predictions.

#[cfg(feature = "further")]
mod asked;
#[cfg(feature = "further")]
mod asking_view;
mod background_error;
mod break_down;
mod choice;
mod contrast;
mod covers;
mod explainer;
mod importance;
#[cfg(feature = "further")]
mod lime;
#[cfg(feature = "further")]
mod linear;
mod many_rows;
#[cfg(feature = "further")]
mod permutation;
mod players;
mod probability;
#[cfg(feature = "further")]
mod profile;
mod reasons;
#[cfg(feature = "further")]
mod ridge;
mod row_view;
mod sample;
mod session;
#[cfg(feature = "further")]
mod shuffled;
#[cfg(feature = "surrogate")]
mod surrogate;
mod tree_shap;
mod view;

pub use kernels::shapley::{Background, MAXIMUM_PLAYERS_ON_A_WAY, Paths, Way, gauss_legendre};

pub use background_error::BackgroundError;
pub use break_down::{BreakDown, Step};
pub use choice::{Choice, OutputUnit, Space, Unknowns, output_names};
pub use contrast::{Contrast, explanation_drift, gap_attribution};
pub use covers::recount_covers;
pub use explainer::Explainer;
pub use importance::{Additivity, Importance, importances};
#[cfg(feature = "further")]
pub use lime::{LocalLine, StableLine, lime};
#[cfg(feature = "further")]
pub use linear::LinearShap;
#[cfg(feature = "further")]
pub use permutation::{MAXIMUM_ENUMERATED, Sampled, enumerated_shap, permutation_shap};
pub use players::Players;
pub use probability::EveryWay;
#[cfg(feature = "further")]
pub use profile::{PROFILE_ROWS, Point, Profile};
pub use reasons::{Against, ExplainedRows, MAXIMUM_REASONS, Reason, ReasonWording, shown};
pub use row_view::RowView;
pub use sample::{drawn, stratified, taken};
pub use session::{Session, Side, Standing};
#[cfg(feature = "further")]
pub use shuffled::{Shuffled, Truth};
#[cfg(feature = "surrogate")]
pub use surrogate::{Fidelity, Surrogate, surrogate};
pub use tree_shap::{
    Attributions, Baseline, Interactions, MAXIMUM_INTERACTING, RowAttribution, TreeShap, TreeTables,
};
pub use view::View;
