//! Exact interval of a share that was counted in independent trials.

use super::interval::Interval;
use super::proportion::Share;

/// Clopper and Pearson's interval: covers with at least `confidence`, however few the trials. `None` without trials,
/// with more hits than trials, and unless `0 < confidence < 1`.
///
/// Clopper CJ, Pearson ES (1934), Biometrika 26, 404. As scipy `binomtest(k, n).proportion_ci(method="exact")`. The
/// tails are summed term by term, so this is for some thousands of trials.
///
/// ```
/// use driftglass::stats::{binomial::exact, proportion::Share};
/// let interval = exact(Share { count: 7, rows: 200 }, 0.95).unwrap();
/// assert!((interval.lower - 0.014_185_525_898_385_92).abs() < 1e-12);
/// assert!((interval.upper - 0.070_780_998_350_954_6).abs() < 1e-12);
/// ```
pub fn exact(share: Share, confidence: f64) -> Option<Interval> {
    share.value()?;
    if !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let error = 0.5 * (1.0 - confidence);
    let Share { count, rows } = share;
    Some(Interval {
        lower: if count == 0 {
            0.0
        } else {
            solve(|p| at_least(count, rows, p) < error)
        },
        upper: if count == rows {
            1.0
        } else {
            1.0 - solve(|q| at_least(rows - count, rows, q) < error)
        },
    })
}

/// The share up to which `below` holds.
fn solve(below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// `P(X ≥ count)` of a binomial number, `0 < p < 1`.
fn at_least(count: u64, rows: u64, p: f64) -> f64 {
    let (n, k) = (rows as f64, count as f64);
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let mut term = libm::exp(ways + k * libm::log(p) + (n - k) * libm::log1p(-p));
    let odds = p / (1.0 - p);
    let mut sum = 0.0;
    for next in count..=rows {
        sum += term;
        let next = next as f64;
        term *= odds * (n - next) / (next + 1.0);
        if term < 1e-17 * sum && next > n * p {
            break;
        }
    }
    sum
}
