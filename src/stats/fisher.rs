//! Fisher's exact test of a 2×2 table.

use super::hypergeometric::Hypergeometric;

/// Two-sided p-value of `[[a, b], [c, d]]`: the probability, given all margins, of the tables no more likely than
/// the one seen. 1 when a margin is zero. Fisher RA (1935), The Design of Experiments; as `scipy.stats.fisher_exact`.
///
/// ```
/// let p = driftglass::stats::fisher::two_sided(8, 2, 1, 5);
/// assert!((p - 0.034_965_034_965_034_975).abs() < 1e-15);
/// ```
pub fn two_sided(a: u64, b: u64, c: u64, d: u64) -> f64 {
    // Equally likely tables differ by rounding only; scipy allows 1e-14, our masses need a little more.
    const EQUAL: f64 = 1.0 + 1e-12;
    let Some(distribution) = a
        .checked_add(b)
        .and_then(|row| row.checked_add(c.checked_add(d)?))
        .and_then(|population| Hypergeometric::new(population, a + b, a + c))
    else {
        return 1.0;
    };
    let (least, most) = (distribution.least(), distribution.most());
    if least == most {
        return 1.0;
    }
    let limit = distribution.mass(a) * EQUAL;
    // Masses rise to the mode and fall after it: each tail is summed from its end and left when too likely.
    let mut sum = 0.0;
    let mut end = most;
    for k in (least..=most).rev() {
        let mass = distribution.mass(k);
        if mass > limit {
            break;
        }
        sum += mass;
        end = k;
    }
    for k in least..end {
        let mass = distribution.mass(k);
        if mass > limit {
            break;
        }
        sum += mass;
    }
    sum.min(1.0)
}
