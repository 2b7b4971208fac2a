//! The beta distribution.

use super::deviance::binomial;
use super::{root, student};

/// Both tails of the beta distribution at `x`, with `rest = 1 − x` (given, so that it keeps its digits near 1): the
/// regularised incomplete beta function `I_x(a, b)` and `1 − I_x(a, b)`. `None` unless `a, b > 0` and
/// `0 ≤ x ≤ 1`.
///
/// Continued fraction of Press et al., Numerical Recipes, 6.4; the common factor by Loader (2000), so that large
/// `a` and `b` cost no digits.
///
/// ```
/// let (lower, upper) = driftglass::stats::beta::tails(2.0, 3.0, 0.4, 0.6).unwrap();
/// assert!((lower - 0.5248).abs() < 1e-14 && (upper - 0.4752).abs() < 1e-14);
/// ```
pub fn tails(a: f64, b: f64, x: f64, rest: f64) -> Option<(f64, f64)> {
    let positive = |d: f64| d > 0.0 && d.is_finite();
    if !(positive(a) && positive(b) && (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&rest)) {
        return None;
    }
    if x == 0.0 {
        return Some((0.0, 1.0));
    }
    if rest == 0.0 {
        return Some((1.0, 0.0));
    }
    let size = a + b;
    // How far a lies above its mean, from the smaller of x and its rest.
    let excess = if x < 0.5 {
        a - size * x
    } else {
        size * rest - b
    };
    let factor = binomial(a, size, size * x, size * rest, excess) * a * b / size;
    Some(if x < (a + 1.0) / (size + 2.0) {
        let lower = (factor * student::fraction(a, b, x) / a).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (factor * student::fraction(b, a, rest) / b).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    })
}

/// The `x` with `I_x(a, b) = p`, relative error about 1e-13; `None` unless `a, b > 0` and `0 ≤ p ≤ 1`.
///
/// ```
/// let x = driftglass::stats::beta::quantile(2.0, 3.0, 0.5248).unwrap();
/// assert!((x - 0.4).abs() < 1e-14);
/// ```
pub fn quantile(a: f64, b: f64, p: f64) -> Option<f64> {
    tails(a, b, 0.5, 0.5)?;
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if p == 0.0 || p == 1.0 {
        return Some(p);
    }
    let gap = |x: f64| tails(a, b, x, 1.0 - x).map_or(f64::NAN, |(lower, _)| lower - p);
    root::between(0.0, 1.0, gap)
}
