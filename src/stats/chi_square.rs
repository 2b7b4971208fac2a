//! The chi-square distribution.

use super::{gamma, normal};

/// Upper tail `P(χ² > x)` with `degrees` degrees of freedom; `None` for zero degrees, negative or NaN `x`.
///
/// One degree is twice the normal tail at `√x`; more are the regularised incomplete gamma function `Q(k/2, x/2)`.
///
/// ```
/// let p = driftglass::stats::chi_square::sf(3.841_458_820_694_124, 1).unwrap();
/// assert!((p - 0.05).abs() < 1e-15);
/// ```
pub fn sf(x: f64, degrees: u64) -> Option<f64> {
    if degrees == 0 || x.is_nan() || x < 0.0 {
        return None;
    }
    if degrees == 1 {
        return Some(2.0 * normal::sf(x.sqrt()));
    }
    gamma::upper(0.5 * degrees as f64, 0.5 * x)
}
