//! Two empirical distribution functions on a few shared points, for drawing.

use kernels::sort::sort_numbers;

/// Right-continuous shares of two samples at shared points.
#[derive(Clone, Debug, PartialEq)]
pub struct EcdfPair {
    /// Ascending distinct finite points.
    pub at: Vec<f64>,
    /// Share of the reference at or below each point; infinite values count as rows.
    pub reference: Vec<f64>,
    /// Share of the current values at or below each point.
    pub current: Vec<f64>,
}

/// Share of `sorted` (ascending) at or below `x`; `None` for no values.
pub fn share_at_or_below(sorted: &[f64], x: f64) -> Option<f64> {
    (!sorted.is_empty()).then(|| sorted.partition_point(|&y| y <= x) as f64 / sorted.len() as f64)
}

/// Reduces two ascending samples to at most `most_points` shared points: evenly spaced order statistics of each
/// side with both its ends, and `gap`, the location of the largest gap, when it is finite.
///
/// `None` when a side is empty, no value is finite, or `most_points < 5` (two ends a side and the gap).
///
/// ```
/// let pair = driftglass::stats::ecdf::reduce(&[1.0, 2.0], &[2.0, 3.0], 1.0, 9).unwrap();
/// assert_eq!(pair.at, vec![1.0, 2.0, 3.0]);
/// assert_eq!(pair.reference, vec![0.5, 1.0, 1.0]);
/// assert_eq!(pair.current, vec![0.0, 0.5, 1.0]);
/// ```
pub fn reduce(
    reference: &[f64],
    current: &[f64],
    gap: f64,
    most_points: usize,
) -> Option<EcdfPair> {
    if most_points < 5 || reference.is_empty() || current.is_empty() {
        return None;
    }
    let mut at = order_statistics(reference, (most_points - 1) / 2);
    at.extend(order_statistics(current, (most_points - 1) / 2));
    if gap.is_finite() {
        at.push(gap);
    }
    sort_numbers(&mut at);
    at.dedup();
    let shares = |sorted: &[f64]| -> Vec<f64> {
        at.iter()
            .filter_map(|&x| share_at_or_below(sorted, x))
            .collect()
    };
    let (reference, current) = (shares(reference), shares(current));
    (!at.is_empty()).then_some(EcdfPair {
        at,
        reference,
        current,
    })
}

/// At most `count ≥ 2` evenly spaced order statistics of the finite values, first and last included.
fn order_statistics(sorted: &[f64], count: usize) -> Vec<f64> {
    let start = sorted.partition_point(|&x| x == f64::NEG_INFINITY);
    let end = sorted.partition_point(|&x| x < f64::INFINITY);
    let finite = &sorted[start..end.max(start)];
    if finite.len() <= count {
        return finite.to_vec();
    }
    let last = finite.len() - 1;
    (0..count)
        .map(|i| finite[(i as u128 * last as u128 / (count as u128 - 1)) as usize])
        .collect()
}
