//! The one-sided statistic: `P(D_n⁺ ≥ d)`.
//!
//! Smirnov's sum (Birnbaum ZW, Tingey FH 1951, Ann. Math. Stat. 22, 592):
//! `d Σ_{j ≤ n(1−d)} C(n,j) (d + j/n)^{j−1} (1 − d − j/n)^{n−j}`.

use super::super::deviance::binomial;

/// Above this many rows scipy takes Maag's corrected exponential for the sum.
const LARGEST_SUMMED: u64 = 1_000_000;

/// From twice as many rows on the sum is thinned to about this many terms.
const TERMS: u64 = 10_000;

/// Upper tail of the one-sided statistic, `0 < d < 1`. Each term is `d/(d + j/n)` times a binomial mass with mean
/// `n d + j`, all positive: relative error about 1e-14.
pub(super) fn smirnov(n: u64, d: f64) -> f64 {
    let rows = n as f64;
    let shift = rows * d;
    if -2.0 * shift * d < -708.396_418_532_264_1 {
        return 0.0;
    }
    if shift >= rows - 1.0 {
        return libm::pow(1.0 - d, rows);
    }
    if n > LARGEST_SUMMED {
        let root = 6.0 * shift + 1.0;
        return libm::exp(-root * root / 18.0 / rows);
    }
    // Where thousands of terms matter they lie on a curve so smooth that every k-th of them, times k, gives the
    // same sum to the last digit (trapezoidal rule; the curve and all its derivatives vanish at both ends).
    let step = (n / TERMS).max(1) as f64;
    let mut sum = 0.0;
    let mut j = 0.0;
    while j + shift < rows {
        let mean = shift + j;
        sum += shift / mean * binomial(j, rows, mean, rows - j - shift, -shift);
        j += step;
    }
    sum * step
}
