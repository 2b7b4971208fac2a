//! Distances of two samples that are integrals over their distribution functions.

use super::ties::ties;
use crate::stats::sum::compensated;

/// Wasserstein-1 distance `∫ |F − G| dx`, in the values' unit. Equals `scipy.stats.wasserstein_distance`.
///
/// `None` when a side is empty or the integral is infinite or undefined.
///
/// ```
/// let distance = driftglass::stats::two_sample::distance::wasserstein(&[0.0, 1.0], &[2.0, 3.0]);
/// assert_eq!(distance, Some(2.0));
/// ```
pub fn wasserstein(reference: &[f64], current: &[f64]) -> Option<f64> {
    integral(reference, current, libm::fabs)
}

/// Energy distance `√(2 ∫ (F − G)² dx)`, in the square root of the values' unit. Equals
/// `scipy.stats.energy_distance`. Székely GJ, Rizzo ML (2013), J. Stat. Plan. Inference 143, 1249.
///
/// `None` when a side is empty or the integral is infinite or undefined.
///
/// ```
/// let distance = driftglass::stats::two_sample::distance::energy(&[0.0], &[2.0]);
/// assert_eq!(distance, Some(2.0));
/// ```
pub fn energy(reference: &[f64], current: &[f64]) -> Option<f64> {
    integral(reference, current, |gap| gap * gap).map(|integral| (2.0 * integral).sqrt())
}

fn integral(reference: &[f64], current: &[f64], of_gap: impl Fn(f64) -> f64) -> Option<f64> {
    if reference.is_empty() || current.is_empty() {
        return None;
    }
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let (mut gap, mut last) = (0.0, None);
    let terms = ties(reference, current).map(|tie| {
        let step = last.map_or(0.0, |last: f64| tie.value - last);
        // An infinite step counts nothing where the distribution functions are equal.
        let term = if gap == 0.0 { 0.0 } else { of_gap(gap) * step };
        last = Some(tie.value);
        gap = (tie.reference_below + tie.reference) as f64 / n
            - (tie.current_below + tie.current) as f64 / m;
        term
    });
    Some(compensated(terms)).filter(|integral| integral.is_finite())
}
