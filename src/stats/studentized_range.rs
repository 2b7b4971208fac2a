//! The range of independent standard normal numbers.

use super::{normal, root};

/// Upper tail `P(range > q)` of the range of `groups` independent standard normal numbers; `None` below two groups and
/// for a negative or NaN `q`.
///
/// `1 − k ∫ φ(z) (Φ(z) − Φ(z − q))^(k−1) dz`, by the trapezoidal rule, which converges exponentially here. The
/// studentised range with known variance: Tukey JW (1953); as `scipy.stats.studentized_range.sf(q, k, inf)`.
///
/// ```
/// let p = driftglass::stats::studentized_range::sf(3.314_493_155_398_122, 3).unwrap();
/// assert!((p - 0.05).abs() < 1e-12);
/// ```
pub fn sf(q: f64, groups: usize) -> Option<f64> {
    if groups < 2 || q.is_nan() || q < 0.0 {
        return None;
    }
    if q.is_infinite() {
        return Some(0.0);
    }
    // P(range > q) = k ∫ φ(z) ((1 − Φ(z − 0))… written with the largest at z: the others lie above z − q with
    // probability (1 − Φ(z − q)/Φ(z))^(k−1) given that they lie below z. The tail is integrated, not its rest.
    let others = (groups - 1) as f64;
    let integrand = |z: f64| {
        let below = normal::cdf(z);
        if below <= 0.0 {
            return 0.0;
        }
        let all = libm::exp(others * libm::log(below));
        let inside = others * libm::log1p(-(normal::cdf(z - q) / below).min(1.0));
        normal::pdf(z) * all * -libm::expm1(inside)
    };
    const STEP: f64 = 1.0 / 16.0;
    let mut sum = 0.0;
    for i in -160..=640 {
        sum += integrand(f64::from(i) * STEP);
    }
    Some((groups as f64 * sum * STEP).clamp(0.0, 1.0))
}

/// The `q` with `P(range > q) = p`; `None` below two groups and unless `0 < p < 1`.
///
/// ```
/// let q = driftglass::stats::studentized_range::upper_quantile(0.05, 2).unwrap();
/// assert!((q - 1.959_963_984_540_054 * 2.0_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn upper_quantile(p: f64, groups: usize) -> Option<f64> {
    if groups < 2 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    root::between(0.0, 60.0, |q| {
        sf(q, groups).map_or(f64::NAN, |tail| tail - p)
    })
}
