//! Arithmetic of the four-fifths rule: would one selection change the answer, and how many are missing.
//!
//! Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D); Questions and Answers 18 and 21.

use crate::stats::proportion::Share;

/// What one group's selections are against those of the most favoured group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FourFifths {
    /// The group's rate over that of the most favoured group.
    pub ratio: f64,
    /// The ratio if one selection had gone to the group instead of the most favoured one (Question 21).
    pub flipped: f64,
    /// Whether that one selection takes the ratio from below the limit to the limit or above.
    pub flips: bool,
    /// Selections that the group lacks to the pooled rate of both; negative where it has more.
    pub shortfall: f64,
    /// Selections that the group lacks to the limit, the other group's staying as they are.
    pub to_limit: u64,
    /// Distance of the two rates in standard deviations (pooled variance); `None` where all or none are selected.
    /// Castaneda v. Partida (1977) and Hazelwood v. United States (1977) look at two or three.
    pub deviations: Option<f64>,
}

/// Compares `group` with `favoured`; `limit` is 0.8 in the rule. `None` where a group has no rows or too many
/// selections, where `favoured` has no selections, and unless `0 < limit ≤ 1`.
///
/// ```
/// use driftglass::stats::{proportion::Share, rate::four_fifths::compare};
/// let found = compare(Share { count: 48, rows: 120 }, Share { count: 100, rows: 160 }, 0.8).unwrap();
/// assert!((found.ratio - 0.64).abs() < 1e-15 && !found.flips && found.to_limit == 12);
/// assert!((found.shortfall - 15.428_571_428_571_43).abs() < 1e-12);
/// ```
pub fn compare(group: Share, favoured: Share, limit: f64) -> Option<FourFifths> {
    let (p, q) = (group.value()?, favoured.value()?);
    if q == 0.0 || !(limit > 0.0 && limit <= 1.0) {
        return None;
    }
    let (n, m) = (group.rows as f64, favoured.rows as f64);
    let ratio = p / q;
    let more = (group.count + 1).min(group.rows) as f64 / n;
    let less = (favoured.count - 1) as f64 / m;
    let flipped = if less > 0.0 {
        more / less
    } else {
        f64::INFINITY
    };
    let pooled = (group.count as f64 + favoured.count as f64) / (n + m);
    let wanted = libm::ceil(limit * q * n - 1e-9) as u64;
    Some(FourFifths {
        ratio,
        flipped,
        flips: ratio < limit && flipped >= limit,
        shortfall: pooled * n - group.count as f64,
        to_limit: wanted.saturating_sub(group.count),
        deviations: crate::stats::proportion::z_test(favoured, group).map(|(z, _)| z),
    })
}
