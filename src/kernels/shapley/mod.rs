//! Exact Shapley values of tree ensembles: of many rows from tables, of single rows in 64 bits.

mod background;
mod batch;
mod decisions;
mod games;
mod one_row;
mod paths;
mod quadrature;
mod tables;
mod unit_values;

pub use background::Background;
pub use batch::Batch;
pub use games::Games;
pub use one_row::{Descent, leaf_values};
pub use paths::{MAXIMUM_PLAYERS_ON_A_WAY, Paths, Share, Untold, Way};
pub use quadrature::gauss_legendre;
pub use tables::{Against, BLOCK_ROWS, Held, Tables};
pub use unit_values::{Quadratures, Weights, pairs};
