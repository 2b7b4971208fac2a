//! The exact interval of a rate, for any number of rows.

use super::Trials;
use crate::stats::beta;
use crate::stats::interval::Interval;

/// Clopper and Pearson's interval: covers with at least `confidence`, however few the rows. `None` where there is no
/// rate and unless `0 < confidence < 1`.
///
/// Clopper CJ, Pearson ES (1934), Biometrika 26, 404, from quantiles of the beta distribution: as scipy
/// `binomtest(k, n).proportion_ci(method="exact")`. With effective numbers (not whole) it is the interval of Korn EL,
/// Graubard BI (1998), Survey Methodology 24, 193, without their correction for degrees of freedom.
///
/// ```
/// use driftglass::stats::rate::{Trials, exact::clopper_pearson};
/// let interval = clopper_pearson(Trials { hits: 48.0, rows: 120.0 }, 0.95).unwrap();
/// assert!((interval.lower - 0.311_667_793_711_298_1).abs() < 1e-12);
/// assert!((interval.upper - 0.493_389_305_279_061_44).abs() < 1e-12);
/// ```
pub fn clopper_pearson(trials: Trials, confidence: f64) -> Option<Interval> {
    trials.rate()?;
    if !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let error = 0.5 * (1.0 - confidence);
    let misses = trials.rows - trials.hits;
    Some(Interval {
        lower: if trials.hits == 0.0 {
            0.0
        } else {
            beta::quantile(trials.hits, misses + 1.0, error)?
        },
        upper: if misses == 0.0 {
            1.0
        } else {
            // The lower tail of what is left over, so that a rate near 1 keeps the digits of its distance to 1.
            1.0 - beta::quantile(misses, trials.hits + 1.0, error)?
        },
    })
}
