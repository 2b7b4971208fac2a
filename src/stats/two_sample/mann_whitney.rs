//! The Mann–Whitney U test (Wilcoxon's rank sum).

use super::ties::ties;
use crate::stats::normal;

/// Where the p-value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// All orders of the pooled values, without ties.
    Exact,
    /// Normal law with variance corrected for ties and a continuity correction.
    Asymptotic,
}

/// What the test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannWhitney {
    /// U of the reference: pairs in which its value is the larger one, equal values counting a half.
    pub statistic: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Where it comes from.
    pub method: Method,
    /// Common-language effect size `U/(nm)`: the probability that a reference value is the larger one, equal values
    /// counting a half (McGraw KO, Wong SP 1992, Psychol. Bull. 111, 361).
    pub common_language: f64,
}

/// The exact law is used when a side has at most this many rows and no values tie, as in scipy.
const LARGEST_EXACT: usize = 8;
/// Pairs beyond which the exact law is left for the asymptotic one: memory, and scipy never ends there.
const MOST_PAIRS: u64 = 800_000;

/// Mann HB, Whitney DR (1947), Ann. Math. Stat. 18, 50. Equals `scipy.stats.mannwhitneyu(x, y)` (two-sided,
/// `method="auto"`) up to 800 000 pairs with 8 rows or fewer on a side; beyond, the asymptotic law.
/// `None` when a side is empty. All values equal: p = 1.
///
/// ```
/// use driftglass::stats::two_sample::mann_whitney::test;
/// let outcome = test(&[16.0, 19.0, 22.0, 24.0, 29.0], &[11.0, 12.0, 17.0, 20.0]).unwrap();
/// assert_eq!(outcome.statistic, 17.0);
/// assert!((outcome.p - 1.0 / 9.0).abs() < 1e-15);
/// ```
pub fn test(reference: &[f64], current: &[f64]) -> Option<MannWhitney> {
    if reference.is_empty() || current.is_empty() {
        return None;
    }
    let (n, m) = (reference.len() as u64, current.len() as u64);
    // Twice U, and Σ(t³ − t), in whole numbers.
    let (mut twice_u, mut tied) = (0_u64, 0_u128);
    for tie in ties(reference, current) {
        twice_u += tie.reference as u64 * (2 * tie.current_below as u64 + tie.current as u64);
        let t = tie.rows() as u128;
        tied += t * t * t - t;
    }
    let pairs = n.checked_mul(m)?;
    let twice_larger = twice_u.max(2 * pairs - twice_u);
    let (p, method) = if n.min(m) <= LARGEST_EXACT as u64 && tied == 0 && pairs <= MOST_PAIRS {
        let least = (pairs - twice_larger / 2) as usize;
        (
            exact(n.min(m) as usize, n.max(m) as usize, least),
            Method::Exact,
        )
    } else {
        (asymptotic(n, m, twice_larger, tied), Method::Asymptotic)
    };
    Some(MannWhitney {
        statistic: 0.5 * twice_u as f64,
        p: p.clamp(0.0, 1.0),
        method,
        common_language: 0.5 * twice_u as f64 / pairs as f64,
    })
}

fn asymptotic(n: u64, m: u64, twice_larger: u64, tied: u128) -> f64 {
    let pairs = n as f64 * m as f64;
    let rows = (n + m) as f64;
    let variance = pairs / 12.0 * ((rows + 1.0) - tied as f64 / (rows * (rows - 1.0)));
    if variance <= 0.0 {
        return 1.0;
    }
    let excess = 0.5 * (twice_larger as f64 - pairs) - 0.5;
    2.0 * normal::sf(excess / variance.sqrt())
}

/// `2 P(U ≤ most)`: coefficients of the Gaussian binomial `Π (1 − q^(larger+d))/(1 − q^d)`, in whole numbers.
/// Up to 8 rows against 100 000 every one of them is below 2¹²⁷; wrapping differences come out right anyway.
fn exact(smaller: usize, larger: usize, most: usize) -> f64 {
    let mut counts = vec![0_u128; most + 1];
    counts[0] = 1;
    for d in 1..=smaller {
        for u in (larger + d..=most).rev() {
            counts[u] = counts[u].wrapping_sub(counts[u - larger - d]);
        }
        for u in d..=most {
            counts[u] = counts[u].wrapping_add(counts[u - d]);
        }
    }
    let all = (1..=smaller).fold(1.0, |all, d| all * (larger + d) as f64 / d as f64);
    2.0 * counts.iter().map(|&count| count as f64).sum::<f64>() / all
}
