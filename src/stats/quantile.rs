//! Quantiles of sorted values.

/// Quantile of type 7 (linear between order statistics; Hyndman & Fan 1996, the default of NumPy and R).
/// `sorted` ascending without NaN, `share` in `[0, 1]`.
///
/// `None` for no values, a share outside the range, or a point between −∞ and ∞.
///
/// ```
/// assert_eq!(driftglass::stats::quantile::quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
/// ```
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    let position = share * last as f64;
    let below = (libm::floor(position) as usize).min(last);
    let above = (below + 1).min(last);
    let (low, high) = (sorted[below], sorted[above]);
    let weight = position - below as f64;
    if weight == 0.0 || low == high {
        return Some(low);
    }
    let step = high - low;
    let value = if !step.is_finite() && low.is_finite() && high.is_finite() {
        low * (1.0 - weight) + high * weight
    } else if weight < 0.5 {
        low + step * weight
    } else {
        high - step * (1.0 - weight)
    };
    let value = if low.is_finite() && high.is_infinite() {
        high
    } else if low.is_infinite() && high.is_finite() {
        low
    } else {
        value
    };
    (!value.is_nan()).then_some(value)
}
