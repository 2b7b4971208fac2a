//! Durbin's matrix formula for `P(D_n < d)`.
//!
//! Durbin J (1968), Ann. Math. Stat. 39, 398; Marsaglia G, Tsang WW, Wang J (2003), J. Stat. Softw. 8(18).

use ndarray::Array2;

/// Powers of two taken out of numbers that grow or shrink too far.
const SCALE_BITS: i32 = 128;

/// `P(D_n < d)` for `n d > ½`, `d < 1`: an element of the n-th power of a `(2k−1)²` matrix, `k = ⌈n d⌉`.
/// Memory `k²`, time `k³ log n`.
pub(super) fn durbin(n: u64, d: f64) -> f64 {
    let rows = n as f64;
    let nd = rows * d;
    let k = libm::ceil(nd) as usize;
    let size = 2 * k - 1;
    let large = libm::scalbn(1.0, SCALE_BITS);

    let mut base = matrix(k as f64 - nd, size);
    let mut power = Array2::<f64>::eye(size);
    let (mut power_exponent, mut base_exponent) = (0, 0);
    let mut left = n;
    while left > 0 {
        if left % 2 == 1 {
            power = product(&power, &base);
            power_exponent += base_exponent;
        }
        base = product(&base, &base);
        base_exponent *= 2;
        if libm::fabs(base[[k - 1, k - 1]]) > large {
            base.mapv_inplace(|x| x / large);
            base_exponent += SCALE_BITS;
        }
        left /= 2;
    }
    let mut p = power[[k - 1, k - 1]];
    for i in 1..=n {
        p = i as f64 * p / rows;
        if libm::fabs(p) < 1.0 / large {
            p *= large;
            power_exponent -= SCALE_BITS;
        }
    }
    libm::scalbn(p, power_exponent).clamp(0.0, 1.0)
}

/// Matrix product in one fixed order of sums: `ndarray`'s own takes other instructions on other processors, and
/// with them other last digits.
fn product(left: &Array2<f64>, right: &Array2<f64>) -> Array2<f64> {
    let mut result = Array2::zeros((left.nrows(), right.ncols()));
    for (mut row, weights) in result.rows_mut().into_iter().zip(left.rows()) {
        for (&weight, source) in weights.iter().zip(right.rows()) {
            row.zip_mut_with(&source, |cell, &x| *cell += weight * x);
        }
    }
    result
}

/// Durbin's matrix: reciprocal factorials, with the first column and the last row corrected by `h = k − n d`.
fn matrix(h: f64, size: usize) -> Array2<f64> {
    let mut reciprocal = vec![0.0; size];
    let mut edge = vec![0.0; size];
    let mut factor = 1.0;
    for j in 1..=size {
        reciprocal[j - 1] = factor;
        factor /= j as f64;
        edge[j - 1] = (1.0 - libm::pow(h, j as f64)) * factor;
    }
    let order = size as f64;
    let corner = libm::pow((2.0 * h - 1.0).max(0.0), order) - 2.0 * libm::pow(h, order);
    edge[size - 1] = (1.0 + corner) * factor;
    Array2::from_shape_fn((size, size), |(row, column)| {
        if row == size - 1 {
            edge[size - 1 - column]
        } else if column == 0 {
            edge[row]
        } else if row + 1 >= column {
            reciprocal[row + 1 - column]
        } else {
            0.0
        }
    })
}
