//! The Epps–Singleton test: two samples' characteristic functions at two points.

use std::array::from_fn;

use super::Outcome;
use super::ties::ties;
use crate::stats::{chi_square, quantile};

/// Points of the characteristic function, over the pooled semi-interquartile range.
const POINTS: [f64; 2] = [0.4, 0.8];
const SIZE: usize = 4;
type Matrix = [[f64; SIZE]; SIZE];

/// Statistic and its p-value by chi-square with as many degrees of freedom as the covariance has rank (4, or less
/// for few distinct values), with the small-sample correction below 25 rows a side.
///
/// Epps TW, Singleton KJ (1986), J. Stat. Comput. Simul. 26, 177; Goerg SJ, Kaiser J (2009), Stata J. 9, 454.
/// Equals `scipy.stats.epps_singleton_2samp(x, y)`. `None` below five values a side, with an infinite value, or when
/// the pooled quartiles are equal (the scale is then zero).
///
/// ```
/// use driftglass::stats::two_sample::epps_singleton::test;
/// let x: Vec<f64> = (0..20).map(f64::from).collect();
/// let outcome = test(&x, &x).unwrap();
/// assert_eq!((outcome.statistic, outcome.p), (0.0, 1.0));
/// ```
pub fn test(reference: &[f64], current: &[f64]) -> Option<Outcome> {
    if reference.len() < 5 || current.len() < 5 {
        return None;
    }
    let infinite = |x: &[f64]| {
        [x.first(), x.last()]
            .into_iter()
            .flatten()
            .any(|x| !x.is_finite())
    };
    if infinite(reference) || infinite(current) {
        return None;
    }
    let mut pooled = Vec::with_capacity(reference.len() + current.len());
    for tie in ties(reference, current) {
        pooled.extend(std::iter::repeat_n(tie.value, tie.rows()));
    }
    let scale = (quantile::quantile(&pooled, 0.75)? - quantile::quantile(&pooled, 0.25)?) / 2.0;
    if !(scale > 0.0 && scale.is_finite()) {
        return None;
    }
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let rows = n + m;
    let (mean_x, covariance_x) = moments(reference, scale);
    let (mean_y, covariance_y) = moments(current, scale);
    let mut covariance = [[0.0; SIZE]; SIZE];
    for (i, row) in covariance.iter_mut().enumerate() {
        for (j, cell) in row.iter_mut().enumerate() {
            *cell = rows / n * covariance_x[i][j] + rows / m * covariance_y[i][j];
        }
    }
    let mut difference = [0.0; SIZE];
    for (i, cell) in difference.iter_mut().enumerate() {
        *cell = mean_x[i] - mean_y[i];
    }
    let (mut statistic, rank) = squared_length(covariance, difference);
    statistic *= rows;
    if n.max(m) < 25.0 {
        statistic /=
            1.0 + libm::pow(rows, -0.45) + 10.1 * (libm::pow(n, -1.7) + libm::pow(m, -1.7));
    }
    Some(Outcome {
        statistic,
        p: chi_square::sf(statistic, rank)?,
    })
}

fn waves(x: f64, scale: f64) -> [f64; SIZE] {
    let [a, b] = POINTS.map(|point| point / scale * x);
    [libm::cos(a), libm::cos(b), libm::sin(a), libm::sin(b)]
}

/// Means and covariances (divisor: rows) of the waves, two passes.
fn moments(values: &[f64], scale: f64) -> ([f64; SIZE], Matrix) {
    let count = values.len() as f64;
    let mut mean = [0.0; SIZE];
    for &x in values {
        for (sum, wave) in mean.iter_mut().zip(waves(x, scale)) {
            *sum += wave / count;
        }
    }
    let mut covariance = [[0.0; SIZE]; SIZE];
    for &x in values {
        let wave = waves(x, scale);
        for i in 0..SIZE {
            for j in 0..=i {
                covariance[i][j] += (wave[i] - mean[i]) * (wave[j] - mean[j]) / count;
            }
        }
    }
    let symmetric = from_fn(|i| from_fn(|j| covariance[i.max(j)][i.min(j)]));
    (mean, symmetric)
}

/// `dᵀ C⁺ d` and the rank of `C`, by Jacobi's rotations.
fn squared_length(mut c: Matrix, d: [f64; SIZE]) -> (f64, u64) {
    let mut vectors: Matrix = [[0.0; SIZE]; SIZE];
    for (i, row) in vectors.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for _ in 0..40 {
        for p in 0..SIZE {
            for q in p + 1..SIZE {
                if c[p][q] == 0.0 {
                    continue;
                }
                let theta = (c[q][q] - c[p][p]) / (2.0 * c[p][q]);
                let t = theta.signum() / (libm::fabs(theta) + libm::hypot(theta, 1.0));
                let cosine = 1.0 / libm::hypot(t, 1.0);
                let sine = t * cosine;
                for row in c.iter_mut().chain(&mut vectors) {
                    let (x, y) = (row[p], row[q]);
                    row[p] = cosine * x - sine * y;
                    row[q] = sine * x + cosine * y;
                }
                let (x, y) = (c[p], c[q]);
                c[p] = from_fn(|k| cosine * x[k] - sine * y[k]);
                c[q] = from_fn(|k| sine * x[k] + cosine * y[k]);
            }
        }
    }
    let largest = (0..SIZE).map(|i| c[i][i]).fold(0.0, f64::max);
    let (mut sum, mut rank) = (0.0, 0);
    for i in 0..SIZE {
        // Rounding leaves about this much of an eigenvalue that is zero.
        if c[i][i] <= largest * SIZE as f64 * f64::EPSILON {
            continue;
        }
        let along: f64 = (0..SIZE).map(|k| vectors[k][i] * d[k]).sum();
        sum += along * along / c[i][i];
        rank += 1;
    }
    (sum, rank)
}
