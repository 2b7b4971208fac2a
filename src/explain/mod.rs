//! Why a model decides as it does: exact Shapley values of its inputs.

mod background;
mod batch;
mod decisions;
mod one_row;
mod paths;
mod quadrature;
mod tables;
mod tree_shap;
mod unit_values;

pub use background::Background;
pub use paths::{MAXIMUM_PLAYERS_ON_A_WAY, Paths, Way};
pub use quadrature::gauss_legendre;
pub use tree_shap::{Attributions, Baseline, RowAttribution, TreeShap, TreeTables};
