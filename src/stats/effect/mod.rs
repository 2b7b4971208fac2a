//! Intervals of distances between two samples that cover also where the distance is zero.
//!
//! A plug-in distance is biased upwards (noise alone makes it positive), so the two ends need two arguments:
//!
//! - **Upper end.** Both distances are a largest difference of probabilities over a family of events. At the event
//!   where the true difference is largest the estimated distance is at least the estimated difference there, which
//!   is unbiased with a variance of at most `¼(1/n + 1/m)`; so `distance + z ½ √(1/n + 1/m)` is passed by the
//!   truth with at most the one-sided error of `z`.
//! - **Lower end.** The estimate exceeds the truth by at most the largest noise over the family; a bound of that
//!   noise is taken off.

pub mod floor;
mod noise;
mod total_variation;
pub mod wasserstein;
mod winsorised;

pub use total_variation::{total_variation_interval, total_variation_interval_of_rounds};

use crate::stats::interval::{Interval, two_sided_z};

/// Below this many rows on a side nothing is said: the normal argument for the upper end does not hold there.
pub const LEAST_ROWS: u64 = 10;

/// Interval of the Kolmogorov–Smirnov distance, given the estimate and the rows of each side.
///
/// Lower end: `D̂ − k √(1/n + 1/m)`, `k` the Kolmogorov quantile `√(½ ln(2/ε))` for the one-sided error ε
/// (Massart P 1990, Ann. Probab. 18, 1269; two samples: Wei F, Dudley RM 2012, Stat. Probab. Lett. 82, 636).
/// `None` with fewer than [`LEAST_ROWS`] rows on a side.
pub fn ks_distance(distance: f64, n: u64, m: u64, confidence: f64) -> Option<Interval> {
    let spread = spread(n, m)?;
    let z = two_sided_z(confidence)?;
    let k = (0.5 * libm::log(4.0 / (1.0 - confidence))).sqrt();
    (0.0..=1.0).contains(&distance).then(|| {
        Interval {
            lower: distance - k * spread,
            upper: distance + 0.5 * z * spread,
        }
        .clipped(0.0, 1.0)
    })
}

/// `√(1/n + 1/m)` where both sides have enough rows.
fn spread(n: u64, m: u64) -> Option<f64> {
    (n.min(m) >= LEAST_ROWS).then(|| (1.0 / n as f64 + 1.0 / m as f64).sqrt())
}
