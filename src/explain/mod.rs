//! Why a model decides as it does: exact Shapley values of its inputs.

mod background;
mod batch;
mod decisions;
mod linear;
mod one_row;
mod paths;
mod permutation;
mod quadrature;
mod tables;
mod tree_shap;
mod unit_values;

pub use background::Background;
pub use linear::LinearShap;
pub use paths::{MAXIMUM_PLAYERS_ON_A_WAY, Paths, Way};
pub use permutation::{MAXIMUM_ENUMERATED, Sampled, enumerated_shap, permutation_shap};
pub use quadrature::gauss_legendre;
pub use tree_shap::{
    Attributions, Baseline, Interactions, MAXIMUM_INTERACTING, RowAttribution, TreeShap, TreeTables,
};
