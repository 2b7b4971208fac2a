//! The Brunner–Munzel test: Mann–Whitney's question without equal shapes under the null.

use super::Outcome;
use super::ties::ties;
use crate::stats::student;

/// Statistic (positive when the current values are the larger ones) and its two-sided p-value by Student's t with
/// Satterthwaite's degrees of freedom.
///
/// Brunner E, Munzel U (2000), Biom. J. 42, 17. Equals `scipy.stats.brunnermunzel(x, y)`. `None` below two values a
/// side, and when the samples do not overlap or are constant: the variance is then estimated as zero.
///
/// ```
/// use driftglass::stats::two_sample::brunner_munzel::test;
/// let x = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 4.0];
/// let y = [1.0, 1.0, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 4.0, 4.0, 5.0];
/// let outcome = test(&x, &y).unwrap();
/// assert!((outcome.statistic - 3.137_467_482_302_950_5).abs() < 1e-12);
/// ```
pub fn test(reference: &[f64], current: &[f64]) -> Option<Outcome> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    if reference.len() < 2 || current.len() < 2 {
        return None;
    }
    // A value's placement, the rank among all less the rank among its own, is what it has of the other side below
    // it, equal values counting a half. Their means need no ranks: Σ over the reference = U, over the current nm − U.
    let mut larger = 0.0;
    for tie in ties(reference, current) {
        larger += tie.reference as f64 * (tie.current_below as f64 + 0.5 * tie.current as f64);
    }
    let (mean_reference, mean_current) = (larger / n, n - larger / m);
    let (mut squares_reference, mut squares_current) = (0.0, 0.0);
    for tie in ties(reference, current) {
        let of_reference = tie.current_below as f64 + 0.5 * tie.current as f64 - mean_reference;
        let of_current = tie.reference_below as f64 + 0.5 * tie.reference as f64 - mean_current;
        squares_reference += tie.reference as f64 * of_reference * of_reference;
        squares_current += tie.current as f64 * of_current * of_current;
    }
    let variance_reference = n * squares_reference / (n - 1.0);
    let variance_current = m * squares_current / (m - 1.0);
    let variance = variance_reference + variance_current;
    if variance <= 0.0 {
        return None;
    }
    // Difference of the mean pooled ranks.
    let difference = mean_current + 0.5 * (m + 1.0) - mean_reference - 0.5 * (n + 1.0);
    let statistic = n * m * difference / ((n + m) * variance.sqrt());
    let degrees = variance * variance
        / (variance_reference * variance_reference / (n - 1.0)
            + variance_current * variance_current / (m - 1.0));
    Some(Outcome {
        statistic,
        p: student::two_sided(statistic, degrees)?,
    })
}
