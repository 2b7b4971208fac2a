//! Distances of two level distributions by their counts: total variation and the largest change of a share.

/// `½ Σ |p_k − q_k|` of the shares of each level, in `[0, 1]`; 0 for equal shares. The levels of the two slices
/// stand in the same order. `None` when they differ in length or a side has no rows.
///
/// ```
/// let distance = driftglass::stats::variation::total_variation(&[6, 4], &[5, 5]).unwrap();
/// assert!((distance - 0.1).abs() < 1e-15);
/// ```
pub fn total_variation(reference: &[u64], current: &[u64]) -> Option<f64> {
    let (n, m) = totals(reference, current)?;
    let terms = reference
        .iter()
        .zip(current)
        .map(|(&x, &y)| libm::fabs(x as f64 / n - y as f64 / m));
    Some((0.5 * super::sum::compensated(terms)).clamp(0.0, 1.0))
}

/// Largest absolute change of a share, `max |p_k − q_k|`, in `[0, 1]`: the L∞ distance of TensorFlow Data Validation.
/// `None` as in [`total_variation`].
///
/// ```
/// let distance = driftglass::stats::variation::largest_change(&[6, 4, 0], &[5, 3, 2]).unwrap();
/// assert!((distance - 0.2).abs() < 1e-15);
/// ```
pub fn largest_change(reference: &[u64], current: &[u64]) -> Option<f64> {
    let (n, m) = totals(reference, current)?;
    let change = |(&x, &y): (&u64, &u64)| libm::fabs(x as f64 / n - y as f64 / m);
    Some(
        reference
            .iter()
            .zip(current)
            .map(change)
            .fold(0.0, f64::max),
    )
}

/// Rows of each side, when both have some and the levels match.
pub(super) fn totals(reference: &[u64], current: &[u64]) -> Option<(f64, f64)> {
    let total = |counts: &[u64]| counts.iter().try_fold(0_u64, |sum, &x| sum.checked_add(x));
    let (n, m) = (total(reference)?, total(current)?);
    (reference.len() == current.len() && n > 0 && m > 0 && n.checked_add(m).is_some())
        .then_some((n as f64, m as f64))
}
