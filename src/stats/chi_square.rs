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

/// The `x` with `P(χ² > x) = p`, by bisection of [`sf`] to the last digits; `None` for zero degrees and unless
/// `0 < p < 1`.
///
/// ```
/// let x = driftglass::stats::chi_square::upper_quantile(0.05, 1).unwrap();
/// assert!((x - 3.841_458_820_694_124).abs() < 1e-13);
/// ```
pub fn upper_quantile(p: f64, degrees: u64) -> Option<f64> {
    if degrees == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    let (mut low, mut high) = (0.0, degrees as f64 + 10.0);
    while sf(high, degrees)? > p {
        low = high;
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if sf(middle, degrees)? > p {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(0.5 * (low + high))
}
