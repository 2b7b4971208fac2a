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
    /// Standard errors of the coefficients (White 1980, heteroscedasticity-consistent).
    pub(super) errors: Vec<f64>,
}

/// Columns, target and weights, one a row; the intercept is not penalised. As scikit-learn's `Ridge` with sample weights.
pub(super) fn ridge(columns: &[&[f64]], target: &[f64], weights: &[f64], alpha: f64) -> Fit {
    let total: f64 = weights.iter().sum();
    let mean = |column: &[f64]| column.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() / total;
    let means: Vec<f64> = columns.iter().map(|column| mean(column)).collect();
    let centre = mean(target);
    let k = columns.len();
    let mut gram = vec![0.0; k * k];
    let mut right = vec![0.0; k];
    for i in 0..k {
        for j in 0..=i {
            let products = columns[i].iter().zip(columns[j]).zip(weights);
            let sum: f64 = products
                .map(|((x, y), w)| w * (x - means[i]) * (y - means[j]))
                .sum();
            gram[i * k + j] = sum;
            gram[j * k + i] = sum;
        }
        gram[i * k + i] += alpha;
        let products = columns[i].iter().zip(target).zip(weights);
        right[i] = products
            .map(|((x, y), w)| w * (x - means[i]) * (y - centre))
            .sum();
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
    let (mut missed, mut spread) = (0.0, 0.0);
    let mut middle = vec![0.0; k * k];
    for (row, (y, w)) in target.iter().zip(weights).enumerate() {
        let said = intercept
            + coefficients
                .iter()
                .zip(columns)
                .map(|(c, column)| c * column[row])
                .sum::<f64>();
        let residual = y - said;
        missed += w * residual * residual;
        spread += w * (y - centre).powi(2);
        let scale = (w * residual).powi(2);
        for i in 0..k {
            let x = columns[i][row] - means[i];
            for j in 0..=i {
                middle[i * k + j] += scale * x * (columns[j][row] - means[j]);
            }
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
        r_squared: if spread > 0.0 {
            1.0 - missed / spread
        } else {
            0.0
        },
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
