//! The two-sample Anderson–Darling test.

use super::quadratic_form::{Weights, upper_tail};
use super::ties::ties;

/// What the test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AndersonDarling {
    /// Standardised statistic `(A² − 1)/σ` with midranks.
    pub statistic: f64,
    /// p-value from the limit law, over its whole range.
    pub p: f64,
    /// p-value as scipy interpolates it: between 0.001 and 0.25, the ends standing for everything beyond.
    pub capped_p: f64,
}

/// Scholz & Stephens' statistic for two samples with midranks.
///
/// `capped_p` and `statistic` equal `scipy.stats.anderson_ksamp([x, y])`. `p` is ours: `1 + σ∞ · statistic` against
/// the limit law `Σ Z_j²/(j(j+1))` of `A²`, `σ∞² = 2(π²/3 − 3)`: the standardisation that Scholz and Stephens use to
/// carry the limit to finite samples, without a table. Scholz FW, Stephens MA (1987), JASA 82, 918.
///
/// `None` when a side is empty, the pooled values are fewer than 4 or all equal.
///
/// ```
/// use driftglass::stats::two_sample::anderson_darling::test;
/// let outcome = test(&[1.0, 2.0, 3.0, 4.0, 5.0], &[6.0, 7.0, 8.0, 9.0, 10.0]).unwrap();
/// assert!(outcome.p < 0.005 && outcome.capped_p > 0.001);
/// ```
pub fn test(reference: &[f64], current: &[f64]) -> Option<AndersonDarling> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let rows = n + m;
    if reference.is_empty() || current.is_empty() || rows < 4.0 {
        return None;
    }
    let mut distinct = 0;
    let terms = ties(reference, current).map(|tie| {
        distinct += 1;
        let equal = tie.rows() as f64;
        let below = (tie.reference_below + tie.current_below) as f64 + 0.5 * equal;
        let of_reference = tie.reference_below as f64 + 0.5 * tie.reference as f64;
        // The current side's gap is the reference's with the other sign.
        let gap = rows * of_reference - below * n;
        let weight = equal / rows / (below * (rows - below) - 0.25 * rows * equal);
        gap * gap * weight
    });
    let sum = crate::stats::sum::compensated(terms);
    if distinct < 2 {
        return None;
    }
    let squared = (rows - 1.0) / rows * sum * (1.0 / n + 1.0 / m);
    let statistic = (squared - 1.0) / variance(n, m)?.sqrt();
    let limit_variance = 2.0 * (std::f64::consts::PI.powi(2) / 3.0 - 3.0);
    let p = upper_tail(
        Weights::AndersonDarling,
        1.0 + statistic * limit_variance.sqrt(),
    );
    Some(AndersonDarling {
        statistic,
        p,
        capped_p: capped(statistic),
    })
}

/// Variance of `A²` for two samples (Scholz & Stephens 1987, eq. 4).
fn variance(n: f64, m: f64) -> Option<f64> {
    let rows = n + m;
    let inverse = 1.0 / n + 1.0 / m;
    let (mut harmonic, mut g) = (0.0, 0.0);
    for i in 2..rows as u64 {
        harmonic += 1.0 / (rows + 1.0 - i as f64);
        g += harmonic / i as f64;
    }
    let h = harmonic + 1.0;
    let a = (4.0 * g - 6.0) + (10.0 - 6.0 * g) * inverse;
    let b = (2.0 * g - 4.0) * 4.0 + 16.0 * h + (2.0 * g - 14.0 * h - 4.0) * inverse - 8.0 * h
        + 4.0 * g
        - 6.0;
    let c = (6.0 * h + 2.0 * g - 2.0) * 4.0
        + (4.0 * h - 4.0 * g + 6.0) * 2.0
        + (2.0 * h - 6.0) * inverse
        + 4.0 * h;
    let d = (2.0 * h + 6.0) * 4.0 - 8.0 * h;
    let variance =
        (((a * rows + b) * rows + c) * rows + d) / ((rows - 1.0) * (rows - 2.0) * (rows - 3.0));
    (variance > 0.0).then_some(variance)
}

/// Table 2 of Scholz & Stephens for two samples, and the levels it stands for.
const CRITICAL: [f64; 7] = [
    0.675 - 0.245 - 0.105,
    1.281 + 0.25 - 0.305,
    1.645 + 0.678 - 0.362,
    1.96 + 1.149 - 0.391,
    2.326 + 1.822 - 0.396,
    2.573 + 2.364 - 0.345,
    3.085 + 3.615 - 0.154,
];
const LEVELS: [f64; 7] = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];

/// Parabola through the logarithms of the levels by least squares, capped to the table.
fn capped(statistic: f64) -> f64 {
    if statistic < CRITICAL[0] {
        return LEVELS[0];
    }
    if statistic > CRITICAL[6] {
        return LEVELS[6];
    }
    // Orthogonal polynomials on the table's points: no matrix to solve.
    let count = CRITICAL.len() as f64;
    let mean = CRITICAL.iter().sum::<f64>() / count;
    let squares = |power: i32| CRITICAL.iter().map(|x| (x - mean).powi(power)).sum::<f64>();
    let (second, third) = (squares(2), squares(3));
    let first = |x: f64| x - mean;
    let parabola = |x: f64| (x - mean) * (x - mean) - third / second * (x - mean) - second / count;
    let (mut constant, mut slope, mut bend, mut norm) = (0.0, 0.0, 0.0, 0.0);
    for (&x, &level) in CRITICAL.iter().zip(&LEVELS) {
        let y = libm::log(level);
        constant += y / count;
        slope += y * first(x) / second;
        bend += y * parabola(x);
        norm += parabola(x) * parabola(x);
    }
    libm::exp(constant + slope * first(statistic) + bend / norm * parabola(statistic))
}
