//! The usual numbers about a column.

use kernels::moments;

use super::quantile::quantile;

/// Count, centre, spread and order statistics. What is undefined (a mean with infinities, a deviation of one
/// value) is `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many values.
    pub count: usize,
    /// Arithmetic mean; `None` when a value is infinite.
    pub mean: Option<f64>,
    /// Standard deviation with divisor `count − 1`; `None` below two values or when one is infinite.
    pub standard_deviation: Option<f64>,
    /// Least value.
    pub minimum: f64,
    /// Quantile 0.25 (type 7).
    pub first_quartile: Option<f64>,
    /// Quantile 0.5 (type 7).
    pub median: Option<f64>,
    /// Quantile 0.75 (type 7).
    pub third_quartile: Option<f64>,
    /// Greatest value.
    pub maximum: f64,
}

/// Summary of ascending values without NaN; `None` for no values.
///
/// ```
/// let summary = driftglass::stats::summary::summarise(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).unwrap();
/// assert_eq!((summary.mean, summary.median), (Some(5.0), Some(4.5)));
/// ```
pub fn summarise(sorted: &[f64]) -> Option<Summary> {
    let (&minimum, &maximum) = (sorted.first()?, sorted.last()?);
    let (mean, standard_deviation) = moments(sorted, minimum, maximum);
    Some(Summary {
        count: sorted.len(),
        mean,
        standard_deviation,
        minimum,
        first_quartile: quantile(sorted, 0.25),
        median: quantile(sorted, 0.5),
        third_quartile: quantile(sorted, 0.75),
        maximum,
    })
}

/// Mean and standard deviation, two passes, values scaled by a power of two so that squares stay in range.
fn moments(sorted: &[f64], minimum: f64, maximum: f64) -> (Option<f64>, Option<f64>) {
    let largest = libm::fabs(minimum).max(libm::fabs(maximum));
    if !largest.is_finite() {
        return (None, None);
    }
    let exponent = if largest == 0.0 || (1e-100..1e100).contains(&largest) {
        0
    } else {
        libm::ilogb(largest)
    };
    if exponent == 0 {
        return scaled_moments(sorted, minimum, maximum);
    }
    let scale = |x: f64| libm::scalbn(x, -exponent);
    let scaled: Vec<f64> = sorted.iter().map(|&x| scale(x)).collect();
    let (mean, deviation) = scaled_moments(&scaled, scale(minimum), scale(maximum));
    let back = |x: f64| Some(libm::scalbn(x, exponent)).filter(|x| x.is_finite());
    (mean.and_then(back), deviation.and_then(back))
}

/// Of values whose squares are no infinity.
fn scaled_moments(sorted: &[f64], minimum: f64, maximum: f64) -> (Option<f64>, Option<f64>) {
    let count = sorted.len() as f64;
    let mean = (moments::sum(sorted) / count).clamp(minimum, maximum);
    if sorted.len() < 2 {
        return (Some(mean), None);
    }
    let (squares, residue) = moments::deviations(sorted, mean);
    // What the rounding of the mean put into the squares is taken out again (corrected two-pass algorithm).
    let variance = (squares - residue * residue / count).max(0.0) / (count - 1.0);
    (Some(mean), Some(variance.sqrt()))
}
