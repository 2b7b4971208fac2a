//! The two pieces that binomial-like probabilities are built from without cancellation.
//!
//! Loader C (2000), "Fast and accurate computation of binomial probabilities".

use std::f64::consts::PI;

/// Error of Stirling's formula: `ln Γ(x+1) − (½ ln 2πx + x ln x − x)`, for `x > 0`.
pub(super) fn stirling_error(x: f64) -> f64 {
    // Γ(x+1) = (x+1)⁻¹ Γ(x+2) carries the error of a small x to one where the series is exact to the last bit.
    let mut shifted = x;
    let mut correction = 0.0;
    while shifted < 16.0 {
        correction += (shifted + 0.5) * libm::log1p(1.0 / shifted) - 1.0;
        shifted += 1.0;
    }
    let inverse_square = 1.0 / (shifted * shifted);
    let series = (1.0 / 12.0
        - (1.0 / 360.0
            - (1.0 / 1260.0
                - (1.0 / 1680.0
                    - (1.0 / 1188.0
                        - (691.0 / 360_360.0 - inverse_square / 156.0) * inverse_square)
                        * inverse_square)
                    * inverse_square)
                * inverse_square)
            * inverse_square)
        / shifted;
    series + correction
}

/// Deviance term `x ln(x/mean) + mean − x`, given also `excess = x − mean` where that is known better.
/// `x ≥ 0`, `mean > 0`.
pub(super) fn deviance(x: f64, mean: f64, excess: f64) -> f64 {
    if x == 0.0 {
        return mean;
    }
    if libm::fabs(excess) < 0.1 * (x + mean) {
        let v = excess / (x + mean);
        let square = v * v;
        let mut sum = excess * v;
        let mut power = 2.0 * x * v;
        for odd in (3..2000).step_by(2) {
            power *= square;
            let next = sum + power / f64::from(odd);
            if next == sum {
                break;
            }
            sum = next;
        }
        return sum;
    }
    x * libm::log(x / mean) - excess
}

/// Probability mass `C(n, k) p^k (1−p)^(n−k)` of a binomial whose mean `n p` and `n (1−p)` are given, with the
/// excess `k − n p`. `k` and `n` are whole numbers, `0 ≤ k ≤ n`.
pub(super) fn binomial(k: f64, n: f64, mean: f64, mean_rest: f64, excess: f64) -> f64 {
    if mean <= 0.0 {
        return if k == 0.0 { 1.0 } else { 0.0 };
    }
    if mean_rest <= 0.0 {
        return if k == n { 1.0 } else { 0.0 };
    }
    let rest = n - k;
    if k == 0.0 {
        return libm::exp(n * log_share(mean_rest, mean, n));
    }
    if rest == 0.0 {
        return libm::exp(n * log_share(mean, mean_rest, n));
    }
    let exponent = stirling_error(n)
        - stirling_error(k)
        - stirling_error(rest)
        - deviance(k, mean, excess)
        - deviance(rest, mean_rest, -excess);
    libm::exp(exponent) * (n / (2.0 * PI * k * rest)).sqrt()
}

/// `ln(part/n)` where `part + other = n`, precise also when `other` is small.
fn log_share(part: f64, other: f64, n: f64) -> f64 {
    if other < 0.5 * n {
        libm::log1p(-other / n)
    } else {
        libm::log(part / n)
    }
}
