//! Distances of two distributions over the same bins or levels, and the ways to bin that well-known tools have.

pub mod compatibility;
pub mod divergence;
pub mod probability;
pub mod quantile_bins;
