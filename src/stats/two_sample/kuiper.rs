//! Kuiper's test: equally sensitive in the middle and in both tails.

use super::Outcome;
use super::ties::ties;

/// `V = max(F − G) + max(G − F)` and its asymptotic p-value `2 Σ (4j²λ² − 1) exp(−2j²λ²)` at
/// `λ = (√e + 0.155 + 0.24/√e) V`, `e = nm/(n+m)`. Values conservative with ties. `None` when a side is empty.
///
/// Kuiper NH (1960), Proc. K. Ned. Akad. Wet. A 63, 38; finite rows: Stephens MA (1970), JRSS B 32, 115.
///
/// ```
/// use driftglass::stats::two_sample::kuiper::test;
/// let outcome = test(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]).unwrap();
/// assert_eq!((outcome.statistic, outcome.p), (0.0, 1.0));
/// ```
pub fn test(reference: &[f64], current: &[f64]) -> Option<Outcome> {
    if reference.is_empty() || current.is_empty() {
        return None;
    }
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let (mut above, mut below) = (0.0_f64, 0.0_f64);
    for tie in ties(reference, current) {
        let difference = (tie.reference_below + tie.reference) as f64 / n
            - (tie.current_below + tie.current) as f64 / m;
        above = above.max(difference);
        below = below.max(-difference);
    }
    let statistic = above + below;
    let root = (n.max(m) / (n + m) * n.min(m)).sqrt();
    Some(Outcome {
        statistic,
        p: upper_tail((root + 0.155 + 0.24 / root) * statistic),
    })
}

fn upper_tail(lambda: f64) -> f64 {
    // Below, the probability is 1 to the last digit.
    if lambda < 0.4 {
        return 1.0;
    }
    let square = lambda * lambda;
    let mut sum = 0.0;
    for j in 1..100 {
        let j2 = f64::from(j * j) * square;
        let term = (4.0 * j2 - 1.0) * libm::exp(-2.0 * j2);
        sum += term;
        if term < 1e-18 * sum {
            break;
        }
    }
    (2.0 * sum).clamp(0.0, 1.0)
}
