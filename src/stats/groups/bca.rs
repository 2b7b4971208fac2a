//! The bias-corrected and accelerated bootstrap interval.

use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::normal;
use crate::stats::quantile::quantile;
use kernels::sort::sort_numbers;

/// What the resamples say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrapped {
    /// The metric of the data.
    pub value: f64,
    /// Its BCa interval; `None` where it cannot be formed: too many resamples without a value, or none on one side of
    /// the estimate while values differ.
    pub interval: Option<Interval>,
    /// Standard deviation of the resamples; `None` below two with a value.
    pub error: Option<f64>,
    /// Resamples that had a value.
    pub draws: u64,
    /// Resamples that had none (an empty denominator); the interval speaks of the others.
    pub undefined: u64,
}

/// Share of resamples without a value from which on there is no interval.
pub const MOST_UNDEFINED: f64 = 0.05;

/// BCa interval from resampled values: Efron B (1987), JASA 82, 171. The bias counts values equal to the estimate
/// half, and quantiles are of type 7: as `scipy.stats.bootstrap(method="BCa")` of the same resamples.
///
/// Where all resamples equal the estimate the interval is that point. `None` for a value that is no number, or unless
/// `0 < confidence < 1`.
///
/// ```
/// use driftglass::stats::groups::bca::interval;
/// let resamples: Vec<Option<f64>> = (0..999).map(|i| Some(f64::from(i))).collect();
/// let found = interval(499.0, &resamples, 0.0, 0.95).unwrap().interval.unwrap();
/// assert!((found.lower - 24.95).abs() < 0.01 && (found.upper - 973.05).abs() < 0.01);
/// ```
pub fn interval(
    value: f64,
    resamples: &[Option<f64>],
    acceleration: f64,
    confidence: f64,
) -> Option<Bootstrapped> {
    let z = two_sided_z(confidence)?;
    if !value.is_finite() {
        return None;
    }
    let mut values: Vec<f64> = resamples
        .iter()
        .filter_map(|v| v.filter(|v| v.is_finite()))
        .collect();
    sort_numbers(&mut values);
    let undefined = resamples.len() - values.len();
    Some(Bootstrapped {
        value,
        interval: if undefined as f64 > MOST_UNDEFINED * resamples.len() as f64 {
            None
        } else {
            ends(value, &values, acceleration, z)
        },
        error: deviation(&values),
        draws: values.len() as u64,
        undefined: undefined as u64,
    })
}

fn ends(value: f64, sorted: &[f64], acceleration: f64, z: f64) -> Option<Interval> {
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    if first == last {
        return (first == value).then_some(Interval {
            lower: value,
            upper: value,
        });
    }
    // Equal values differ by rounding only.
    let slack = 1e-12 * (last - first);
    let below = sorted.partition_point(|&v| v < value - slack);
    let upto = sorted.partition_point(|&v| v <= value + slack);
    let bias = normal::quantile((below + upto) as f64 / (2 * sorted.len()) as f64)?;
    if !bias.is_finite() {
        return None;
    }
    let at = |z: f64| {
        let sum = bias + z;
        let share = normal::cdf(bias + sum / (1.0 - acceleration * sum));
        quantile(sorted, share)
    };
    let (lower, upper) = (at(-z)?, at(z)?);
    (lower <= upper).then_some(Interval { lower, upper })
}

fn deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some((squares / (n - 1.0)).sqrt())
}

/// Acceleration of a stratified sample from what the metric is without each row: for each stratum pairs of such a value
/// and how many rows give it. 0 where nothing moves the metric or a value is missing.
///
/// `⅙ Σ_i n_i⁻³ Σ_j l³ / (Σ_i n_i⁻² Σ_j l²)^(3/2)` with `l = (n_i − 1)(mean − value)`: Davison AC, Hinkley DV (1997),
/// Bootstrap Methods and their Application, 5.3.2; as scipy's of several samples.
pub fn acceleration(strata: &[Vec<(f64, u64)>]) -> f64 {
    let (mut cubes, mut squares) = (0.0, 0.0);
    for stratum in strata {
        let rows: u64 = stratum.iter().map(|v| v.1).sum();
        if rows < 2 {
            continue;
        }
        let n = rows as f64;
        let mean = stratum.iter().map(|v| v.0 * v.1 as f64).sum::<f64>() / n;
        let scale = (n - 1.0) / n;
        for &(value, count) in stratum {
            let influence = scale * (mean - value);
            let square = influence * influence * count as f64;
            squares += square;
            cubes += square * influence;
        }
    }
    let found = cubes / (6.0 * squares * squares.sqrt());
    if found.is_finite() { found } else { 0.0 }
}
