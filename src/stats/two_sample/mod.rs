//! Tests of whether two samples have one distribution. Samples are ascending slices without NaN; ties allowed.
//!
//! The default test is in [`super::ks`]; these are the others a person can select. They equal scipy where scipy
//! has them, also where that is conservative or liberal: the size of each on given data is a matter of calibration.

pub mod anderson_darling;
pub mod brunner_munzel;
pub mod cramer_von_mises;
pub mod distance;
pub mod epps_singleton;
pub mod kuiper;
pub mod mann_whitney;
pub mod permutation;
mod quadratic_form;
pub(super) mod ties;
pub mod welch;

/// A test's statistic and its p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The statistic, as the function says.
    pub statistic: f64,
    /// Probability under one distribution of a statistic at least as extreme.
    pub p: f64,
}
