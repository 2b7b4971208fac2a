//! Welch's t test of two means.

use crate::stats::student;
use crate::stats::summary::summarise;

/// What the test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// Reference mean minus current mean over its standard error.
    pub statistic: f64,
    /// Welch–Satterthwaite degrees of freedom.
    pub degrees: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Welch BL (1947), Biometrika 34, 28. Equals `scipy.stats.ttest_ind(x, y, equal_var=False)`. `None` below two values
/// a side, with infinite values, or when both sides are constant.
///
/// ```
/// use driftglass::stats::two_sample::welch::test;
/// let outcome = test(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]).unwrap();
/// assert!((outcome.statistic + 1.549_193_338_482_966_9).abs() < 1e-14);
/// ```
pub fn test(reference: &[f64], current: &[f64]) -> Option<Welch> {
    let (x, y) = (summarise(reference)?, summarise(current)?);
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let (sd_x, sd_y) = (x.standard_deviation?, y.standard_deviation?);
    let larger = sd_x.max(sd_y);
    if larger <= 0.0 {
        return None;
    }
    // In units of the larger deviation, so that no square leaves the range.
    let (of_x, of_y) = ((sd_x / larger).powi(2) / n, (sd_y / larger).powi(2) / m);
    let variance = of_x + of_y;
    let statistic = (x.mean? / larger - y.mean? / larger) / variance.sqrt();
    let degrees = variance * variance / (of_x * of_x / (n - 1.0) + of_y * of_y / (m - 1.0));
    Some(Welch {
        statistic,
        degrees,
        p: student::two_sided(statistic, degrees)?,
    })
}
