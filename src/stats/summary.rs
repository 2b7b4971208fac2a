//! The usual numbers about a column.

use super::quantile::quantile;
use super::sum::Compensated;

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
    let scale = |x: f64| {
        if exponent == 0 {
            x
        } else {
            libm::scalbn(x, -exponent)
        }
    };
    let count = sorted.len() as f64;
    let mut sum = Compensated::default();
    for &x in sorted {
        sum.add(scale(x));
    }
    let mean = (sum.value() / count).clamp(scale(minimum), scale(maximum));
    let back = |x: f64| Some(libm::scalbn(x, exponent)).filter(|x| x.is_finite());
    if sorted.len() < 2 {
        return (back(mean), None);
    }
    let (mut squares, mut residue) = (Compensated::default(), Compensated::default());
    for &x in sorted {
        let deviation = scale(x) - mean;
        squares.add(deviation * deviation);
        residue.add(deviation);
    }
    let (squares, residue) = (squares.value(), residue.value());
    // What the rounding of the mean put into the squares is taken out again (corrected two-pass algorithm).
    let variance = (squares - residue * residue / count).max(0.0) / (count - 1.0);
    (back(mean), back(variance.sqrt()))
}
