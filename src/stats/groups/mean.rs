//! Means of many groups with intervals: losses, residuals and errors of rows.

use super::running_sum::Compensated;
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::{root, student};

/// The moments of one group's values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// How many values.
    pub rows: u64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Variance with divisor `rows − 1`; `None` of one value.
    pub variance: Option<f64>,
    /// Standardised third moment (skewness), 0 where the values do not vary.
    pub skewness: f64,
}

/// Moments of every group's values, two passes: the values are asked for by row, and those that are no finite number are
/// left out. A group without values has none.
///
/// ```
/// let found = driftglass::stats::groups::mean::moments(&[0, 0, 1], 2, |row| [1.0, 3.0, 5.0][row]);
/// assert_eq!(found[0].unwrap().mean, 2.0);
/// assert_eq!(found[1].unwrap().variance, None);
/// ```
pub fn moments(
    groups: &[u32],
    group_count: usize,
    value: impl Fn(usize) -> f64,
) -> Vec<Option<Moments>> {
    let mut rows = vec![0u64; group_count];
    let mut sums = vec![Compensated::default(); group_count];
    for (row, &group) in groups.iter().enumerate() {
        let group = group as usize;
        let value = value(row);
        if group < group_count && value.is_finite() {
            rows[group] += 1;
            sums[group].add(value);
        }
    }
    let means: Vec<f64> = sums
        .iter()
        .zip(&rows)
        .map(|(sum, &rows)| sum.value() / rows as f64)
        .collect();
    // Sums of the deviations, of their squares and of their cubes.
    let mut powers = vec![[0.0; 3]; group_count];
    for (row, &group) in groups.iter().enumerate() {
        let group = group as usize;
        let value = value(row);
        if group < group_count && value.is_finite() {
            let gap = value - means[group];
            let square = gap * gap;
            let power = &mut powers[group];
            power[0] += gap;
            power[1] += square;
            power[2] += square * gap;
        }
    }
    (0..group_count)
        .map(|group| {
            let n = rows[group] as f64;
            let [gaps, squares, cubes] = powers[group];
            let squares = (squares - gaps * gaps / n).max(0.0);
            (rows[group] > 0 && means[group].is_finite()).then(|| Moments {
                rows: rows[group],
                mean: means[group],
                variance: (rows[group] > 1).then(|| squares / (n - 1.0)),
                skewness: if squares > 0.0 {
                    (cubes / n) / (squares / n * (squares / n).sqrt())
                } else {
                    0.0
                },
            })
        })
        .collect()
}

impl Moments {
    /// Variance of the mean; `None` of one value.
    pub fn error_squared(&self) -> Option<f64> {
        Some(self.variance? / self.rows as f64)
    }

    /// Interval of the mean: Student's, through the transformation that takes the skewness out. `None` below two values
    /// and unless `0 < confidence < 1`.
    ///
    /// Hall P (1992), "On the removal of skewness by transformation", JRSS B 54, 221: a cubic whose inverse is exact, so
    /// the ends never cross. To second order it is the BCa interval, without resampling; with few skew values it covers
    /// better than that (`tests/native/groups_coverage.rs`).
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let z = two_sided_z(confidence)?;
        let error = self.error_squared()?.sqrt();
        let n = self.rows as f64;
        let t = student_z(confidence, z, n - 1.0)?;
        let end = |t: f64| self.mean - error * untransformed(t, self.skewness, n);
        Some(Interval {
            lower: end(t),
            upper: end(-t),
        })
    }

    /// Interval of the root of the mean of values that are squares: root mean squared error. `None` as in
    /// [`Moments::interval`].
    pub fn root_interval(&self, confidence: f64) -> Option<Interval> {
        let interval = self.interval(confidence)?;
        Some(Interval {
            lower: interval.lower.max(0.0).sqrt(),
            upper: interval.upper.max(0.0).sqrt(),
        })
    }
}

/// Student's quantile `t` with `P(|T| ≤ t) = confidence`; `None` unless `0 < confidence < 1` and `degrees > 0`.
///
/// ```
/// let t = driftglass::stats::groups::mean::student_quantile(0.95, 10.0).unwrap();
/// assert!((t - 2.228_138_851_964_939).abs() < 1e-9);
/// ```
pub fn student_quantile(confidence: f64, degrees: f64) -> Option<f64> {
    let z = two_sided_z(confidence)?;
    (degrees > 0.0).then(|| student_z(confidence, z, degrees))?
}

/// Student's quantile of a two-sided interval, from the normal one.
fn student_z(confidence: f64, z: f64, degrees: f64) -> Option<f64> {
    let error = 1.0 - confidence;
    let excess = |t: f64| student::two_sided(t, degrees).map_or(f64::NAN, |p| p - error);
    if degrees > 1e7 {
        return Some(z);
    }
    let mut high = 2.0 * z;
    while excess(high) > 0.0 && high < 1e12 {
        high *= 4.0;
    }
    root::between(0.0, high, excess)
}

/// The studentised mean whose transformed value is `t`: `√n/a ((1 + 3 a (t/√n − b/n))^⅓ − 1)` with `a = γ/3`,
/// `b = γ/6`.
fn untransformed(t: f64, skewness: f64, n: f64) -> f64 {
    let (a, b) = (skewness / 3.0, skewness / 6.0);
    let shifted = t / n.sqrt() - b / n;
    let inside = 3.0 * a * shifted;
    if libm::fabs(inside) < 1e-8 {
        // The first two terms of the root, where the difference would lose digits.
        return n.sqrt() * shifted * (1.0 - a * shifted);
    }
    n.sqrt() / a * (libm::cbrt(1.0 + inside) - 1.0)
}

/// Scores nearer to 0 or 1 than this count as this far in the log loss: as scikit-learn, the spacing of numbers at 1.
pub const LEAST_SHARE: f64 = f64::EPSILON;

/// Log loss of one row, `−ln` of the share given to what happened; NaN for a missing label and outside `[0, 1]`.
///
/// As `sklearn.metrics.log_loss` of one row.
pub fn log_loss(label: u8, score: f64) -> f64 {
    if !(0.0..=1.0).contains(&score) {
        return f64::NAN;
    }
    let score = score.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
    match label {
        0 => -libm::log1p(-score),
        1 => -libm::log(score),
        _ => f64::NAN,
    }
}

/// Brier score of one row, `(score − label)²`; NaN for a missing label and outside `[0, 1]`.
pub fn brier(label: u8, score: f64) -> f64 {
    if !(0.0..=1.0).contains(&score) || label > 1 {
        return f64::NAN;
    }
    let gap = score - f64::from(label);
    gap * gap
}
