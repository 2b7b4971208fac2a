//! Numbers from slices: tests, effects with intervals, corrections. Sees slices only.
//!
//! Every transcendental function here comes from `libm`, so that native and WebAssembly builds agree bit for
//! bit. Undefined is `None`; a p-value always comes from an upper tail, never from `1 - cdf` where the tail is small.

#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
pub mod association;
#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
pub mod auc;
#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
pub mod beta;
pub mod binomial;
pub mod change_point;
pub mod chi_square;
pub mod contingency;
pub mod contribution;
pub mod correction;
mod deviance;
pub mod distance;
pub mod ecdf;
pub mod effect;
pub mod fault;
pub mod fisher;
pub mod gamma;
#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
pub mod groups;
pub mod homogeneity;
pub mod hypergeometric;
#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
pub mod inequality;
pub mod interval;
pub mod ks;
pub mod monte_carlo;
pub mod normal;
pub mod order;
pub mod pooling;
pub mod proportion;
pub mod quantile;
pub mod random;
#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
pub mod rate;
pub mod relabel;
pub mod rhythm;
#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
mod root;
pub mod sequential;
pub mod snedecor;
pub mod student;
#[cfg(any(feature = "full", feature = "explain", feature = "surrogate"))]
pub mod studentized_range;
pub mod sum;
pub mod summary;
pub mod two_sample;
pub mod variation;
