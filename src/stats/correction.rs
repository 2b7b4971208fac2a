//! Correction for many tests at once.

/// Benjamini–Hochberg adjusted p-values (q-values), in the order given. A `None` (no test was possible) stays
/// `None` and does not count as a test; so does a number that is no probability.
///
/// Benjamini Y, Hochberg Y (1995), JRSS B 57, 289: `q_(i) = min_{j ≥ i} p_(j) m/j`, at most 1.
///
/// ```
/// let q = driftglass::stats::correction::benjamini_hochberg(&[Some(0.01), None, Some(0.02)]);
/// assert_eq!(q, vec![Some(0.02), None, Some(0.02)]);
/// ```
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut tested: Vec<(usize, f64)> = p
        .iter()
        .enumerate()
        .filter_map(|(index, p)| p.filter(|p| (0.0..=1.0).contains(p)).map(|p| (index, p)))
        .collect();
    tested.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let count = tested.len() as f64;
    let mut q = vec![None; p.len()];
    let mut least = 1.0_f64;
    for (rank, &(index, p)) in tested.iter().enumerate().rev() {
        least = least.min(p * (count / (rank + 1) as f64));
        q[index] = Some(least);
    }
    q
}
