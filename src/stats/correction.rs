//! Corrections for many tests at once: p-values in, adjusted p-values out, in the order given.
//!
//! A `None` (no test was possible) stays `None` and does not count as a test; so does a number that is no
//! probability. An adjusted value at most `α` rejects at `α`.

use super::order::ordered;

/// Benjamini–Hochberg adjusted p-values (q-values): the false discovery rate, for independent or positively
/// dependent tests.
///
/// Benjamini Y, Hochberg Y (1995), JRSS B 57, 289: `q_(i) = min_{j ≥ i} p_(j) m/j`, at most 1.
///
/// ```
/// let q = driftglass::stats::correction::benjamini_hochberg(&[Some(0.01), None, Some(0.02)]);
/// assert_eq!(q, vec![Some(0.02), None, Some(0.02)]);
/// ```
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    step_up(p, |_| 1.0)
}

/// Benjamini–Yekutieli adjusted p-values: the false discovery rate under any dependence.
///
/// Benjamini Y, Yekutieli D (2001), Ann. Stat. 29, 1165: Benjamini–Hochberg's times `Σ 1/j`, at most 1.
///
/// ```
/// let q = driftglass::stats::correction::benjamini_yekutieli(&[Some(0.01), None, Some(0.02)]);
/// assert_eq!(q, vec![Some(0.03), None, Some(0.03)]);
/// ```
pub fn benjamini_yekutieli(p: &[Option<f64>]) -> Vec<Option<f64>> {
    step_up(p, |count| (1..=count).map(|j| 1.0 / j as f64).sum())
}

/// Bonferroni adjusted p-values `min(1, m p)`: the chance of any false rejection, under any dependence.
///
/// Dunn OJ (1961), JASA 56, 52.
///
/// ```
/// let adjusted = driftglass::stats::correction::bonferroni(&[Some(0.01), None, Some(0.7)]);
/// assert_eq!(adjusted, vec![Some(0.02), None, Some(1.0)]);
/// ```
pub fn bonferroni(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let tested = ascending(p);
    let mut adjusted = vec![None; p.len()];
    for &(index, value) in &tested {
        adjusted[index] = Some((value * tested.len() as f64).min(1.0));
    }
    adjusted
}

/// Holm adjusted p-values: the chance of any false rejection, under any dependence, never above Bonferroni's.
///
/// Holm S (1979), Scand. J. Stat. 6, 65: `max_{j ≤ i} (m − j + 1) p_(j)`, at most 1.
///
/// ```
/// let adjusted = driftglass::stats::correction::holm(&[Some(0.01), None, Some(0.02)]);
/// assert_eq!(adjusted, vec![Some(0.02), None, Some(0.02)]);
/// ```
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let tested = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let mut greatest = 0.0_f64;
    for (rank, &(index, value)) in tested.iter().enumerate() {
        greatest = greatest.max(value * (tested.len() - rank) as f64).min(1.0);
        adjusted[index] = Some(greatest);
    }
    adjusted
}

/// Tests that have a p-value, by p and then by position.
fn ascending(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let tested: Vec<(usize, f64)> = p
        .iter()
        .enumerate()
        .filter_map(|(index, p)| p.filter(|p| (0.0..=1.0).contains(p)).map(|p| (index, p)))
        .collect();
    ordered(tested, &|a, b| a.1.total_cmp(&b.1))
}

/// `min_{j ≥ i} factor p_(j) m/j`, at most 1.
fn step_up(p: &[Option<f64>], factor: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
    let tested = ascending(p);
    let count = tested.len() as f64;
    let factor = factor(tested.len());
    let mut q = vec![None; p.len()];
    let mut least = 1.0_f64;
    for (rank, &(index, p)) in tested.iter().enumerate().rev() {
        least = least.min(p * (count * factor / (rank + 1) as f64));
        q[index] = Some(least);
    }
    q
}
