//! Weighted least squares with a penalty on the squares of the coefficients.
// Matrices are flat: rows and columns are found by their numbers.
#![allow(clippy::needless_range_loop)]

/// A fitted line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit {
    pub(super) intercept: f64,
    /// One for each column.
    pub(super) coefficients: Vec<f64>,
    /// Weighted share of the target's variance that is reproduced.
    pub(super) r_squared: f64,
    /// Standard errors of the coefficients (White 1980, heteroscedasticity-consistent), where they were asked for.
    pub(super) errors: Vec<f64>,
}

/// What is asked of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errors {
    Asked,
    LeftOut,
}

/// The sum of products, four by four.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (whole, rest) = (a.chunks_exact(4), b.chunks_exact(4));
    let last = whole.remainder().iter().zip(rest.remainder());
    let last: f64 = last.map(|(x, y)| x * y).sum();
    for (x, y) in whole.zip(rest) {
        for i in 0..4 {
            sums[i] += x[i] * y[i];
        }
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3]) + last
}

/// Columns, target and weights, one a row; the intercept is not penalised. As scikit-learn's `Ridge` with sample weights.
pub(super) fn ridge(
    columns: &[&[f64]],
    target: &[f64],
    weights: &[f64],
    alpha: f64,
    errors: Errors,
) -> Fit {
    let total: f64 = weights.iter().sum();
    let mean = |column: &[f64]| column.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() / total;
    let means: Vec<f64> = columns.iter().map(|column| mean(column)).collect();
    let centre = mean(target);
    let k = columns.len();
    // Away from their means; the weights are in the first only.
    let away =
        |column: &[f64], mean: f64| -> Vec<f64> { column.iter().map(|x| x - mean).collect() };
    let from_mean: Vec<Vec<f64>> = columns
        .iter()
        .zip(&means)
        .map(|(c, m)| away(c, *m))
        .collect();
    let from_centre = away(target, centre);
    let mut gram = vec![0.0; k * k];
    let mut right = vec![0.0; k];
    for i in 0..k {
        let weighed = from_mean[i].iter().zip(weights);
        let weighed: Vec<f64> = weighed.map(|(x, w)| w * x).collect();
        for j in 0..=i {
            let sum = dot(&weighed, &from_mean[j]);
            gram[i * k + j] = sum;
            gram[j * k + i] = sum;
        }
        gram[i * k + i] += alpha;
        right[i] = dot(&weighed, &from_centre);
    }
    let inverse = inverse(gram, k);
    let times = |vector: &[f64]| -> Vec<f64> {
        (0..k)
            .map(|i| (0..k).map(|j| inverse[i * k + j] * vector[j]).sum())
            .collect()
    };
    let coefficients = times(&right);
    let intercept = centre
        - coefficients
            .iter()
            .zip(&means)
            .map(|(c, m)| c * m)
            .sum::<f64>();
    let mut said = vec![intercept; target.len()];
    for (c, column) in coefficients.iter().zip(columns) {
        for (said, x) in said.iter_mut().zip(*column) {
            *said += c * x;
        }
    }
    let (mut missed, mut spread) = (0.0, 0.0);
    for (row, (y, w)) in target.iter().zip(weights).enumerate() {
        missed += w * (y - said[row]).powi(2);
        spread += w * from_centre[row].powi(2);
    }
    let r_squared = match spread > 0.0 {
        true => 1.0 - missed / spread,
        false => 0.0,
    };
    if errors == Errors::LeftOut {
        return Fit {
            intercept,
            coefficients,
            r_squared,
            errors: Vec::new(),
        };
    }
    let mut middle = vec![0.0; k * k];
    let scales: Vec<f64> = (0..target.len())
        .map(|row| (weights[row] * (target[row] - said[row])).powi(2))
        .collect();
    for i in 0..k {
        let weighed = from_mean[i].iter().zip(&scales);
        let weighed: Vec<f64> = weighed.map(|(x, scale)| scale * x).collect();
        for j in 0..=i {
            middle[i * k + j] = dot(&weighed, &from_mean[j]);
        }
    }
    for i in 0..k {
        for j in 0..i {
            middle[j * k + i] = middle[i * k + j];
        }
    }
    let errors = (0..k)
        .map(|i| {
            let own = &inverse[i * k..(i + 1) * k];
            let inner: f64 = (0..k)
                .map(|a| own[a] * (0..k).map(|b| middle[a * k + b] * own[b]).sum::<f64>())
                .sum();
            inner.max(0.0).sqrt()
        })
        .collect();
    Fit {
        intercept,
        coefficients,
        r_squared,
        errors,
    }
}

/// The inverse of a symmetric matrix by Gauss & Jordan, pivots from the diagonal; a column that the others make up gets
/// nothing.
fn inverse(mut a: Vec<f64>, k: usize) -> Vec<f64> {
    let scale: Vec<f64> = (0..k).map(|i| a[i * k + i]).collect();
    let mut out = vec![0.0; k * k];
    (0..k).for_each(|i| out[i * k + i] = 1.0);
    let mut done = vec![false; k];
    for _ in 0..k {
        let best = (0..k)
            .filter(|i| !done[*i] && a[i * k + i] > 1e-10 * scale[*i])
            .max_by(|i, j| {
                (a[i * k + i] / scale[*i])
                    .total_cmp(&(a[j * k + j] / scale[*j]))
                    .then(j.cmp(i))
            });
        let Some(p) = best else { break };
        done[p] = true;
        let pivot = a[p * k + p];
        for j in 0..k {
            a[p * k + j] /= pivot;
            out[p * k + j] /= pivot;
        }
        for i in (0..k).filter(|i| *i != p) {
            let factor = a[i * k + p];
            if factor != 0.0 {
                for j in 0..k {
                    a[i * k + j] -= factor * a[p * k + j];
                    out[i * k + j] -= factor * out[p * k + j];
                }
            }
        }
    }
    for i in (0..k).filter(|i| !done[*i]) {
        for j in 0..k {
            out[i * k + j] = 0.0;
            out[j * k + i] = 0.0;
        }
    }
    out
}
