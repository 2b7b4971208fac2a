//! Exceedances: how many current values lie beyond an order statistic of the reference.

use crate::stats::hypergeometric::Hypergeometric;

/// One-sided p-value of `beyond` of `current` values lying strictly beyond the `rank`-th most extreme of `reference`
/// values. Exact for continuous distributions, conservative with ties, whatever the distribution.
///
/// In the pooled order at least `beyond` current values stand before the `rank`-th reference value exactly when the
/// first `beyond + rank − 1` hold fewer than `rank` of the reference: a hypergeometric tail (Gumbel EJ, von Schelling H
/// 1950, Ann. Math. Stat. 21, 247; as a test: Nelson LS 1963, J. Quality Technol. 25, 140). With `rank − 1` reference
/// rows in a fixed region it is Fisher's exact test, one-sided. 1 where `rank` is 0 or above `reference`, or `beyond`
/// above `current`.
///
/// ```
/// use driftglass::stats::fault::exceedance::p_value;
/// // All three current values above all three of the reference: 1 of 20 orders.
/// assert!((p_value(1, 3, 3, 3) - 0.05).abs() < 1e-15);
/// assert_eq!(p_value(1, 3, 0, 3), 1.0);
/// ```
pub fn p_value(rank: u64, reference: u64, beyond: u64, current: u64) -> f64 {
    if rank == 0 || rank > reference || beyond > current || beyond == 0 {
        return 1.0;
    }
    let first = beyond + rank - 1;
    let Some(law) = Hypergeometric::new(reference + current, reference, first) else {
        return 1.0;
    };
    let mut sum = 0.0;
    for held in (law.least()..rank).rev() {
        let mass = law.mass(held);
        sum += mass;
        if mass <= 1e-17 * sum {
            break;
        }
    }
    f64::min(sum, 1.0)
}
