//! How many rows a judgement needs: to settle two rates against limits, and the gap that the rows at hand can show.
//!
//! Farrington CP, Manning G (1990), Stat. Med. 9, 1447: the error of a score test under the limit and under the truth.

use super::difference;
use super::{Trials, ratio};
use crate::stats::interval::two_sided_z;
use crate::stats::{normal, root};

/// What two rates are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `one − other`.
    Difference,
    /// `one / other`.
    Ratio,
}

/// Rows that would settle a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Needed {
    /// Times the rows at hand, both groups alike; at most 1 where these should do.
    pub times: f64,
    /// Rows still to come of both groups together; 0 where `times` is at most 1.
    pub more: f64,
    /// Of these, of `one`.
    pub more_of_one: f64,
}

/// Rows for which the interval of `confidence` lies on one side of every limit that it must clear, with probability
/// `power`, if the groups keep their proportion and the rates are what they are now (½ hit and ½ miss added, so that
/// 0 and 1 are no certainties): both limits where the estimate lies between them, the nearer one where it lies outside.
///
/// `None` where a rate is missing, the estimate stands at a limit, limits are out of order or not possible
/// (`0 < low` for a ratio), and unless `0 < confidence < 1` and `½ ≤ power < 1`.
///
/// ```
/// use driftglass::stats::rate::{Trials, sample_size::{Measure, to_settle}};
/// let (a, b) = (Trials { hits: 30.0, rows: 100.0 }, Trials { hits: 33.0, rows: 100.0 });
/// let needed = to_settle(a, b, Measure::Ratio, (0.8, 1.25), 0.95, 0.8).unwrap();
/// assert!(needed.more > 1000.0 && needed.more < 10_000.0);
/// ```
pub fn to_settle(
    one: Trials,
    other: Trials,
    measure: Measure,
    (low, high): (f64, f64),
    confidence: f64,
    power: f64,
) -> Option<Needed> {
    one.rate()?;
    other.rate()?;
    let z = two_sided_z(confidence)?;
    let positive = measure == Measure::Difference || low > 0.0;
    if !(low < high && positive && (0.5..1.0).contains(&power)) {
        return None;
    }
    let z_power = normal::quantile(power)?;
    let (p, q) = (softened(one), softened(other));
    let value = match measure {
        Measure::Difference => p - q,
        Measure::Ratio => p / q,
    };
    let limits: &[f64] = if value < low {
        &[low]
    } else if value > high {
        &[high]
    } else {
        &[low, high]
    };
    let mut times = 0.0_f64;
    for &limit in limits {
        let (gap, null, truth) = errors(one, other, (p, q), measure, limit)?;
        if gap == 0.0 {
            return None;
        }
        let root = (z * null + z_power * truth) / libm::fabs(gap);
        times = times.max(root * root);
    }
    let more = |rows: f64| libm::ceil(((times - 1.0) * rows).max(0.0));
    Some(Needed {
        times,
        more: more(one.rows) + more(other.rows),
        more_of_one: more(one.rows),
    })
}

fn softened(trials: Trials) -> f64 {
    (trials.hits + 0.5) / (trials.rows + 1.0)
}

/// Distance of the rates `(p, q)` from the limit, its standard error under the limit, and under the rates.
fn errors(
    one: Trials,
    other: Trials,
    (p, q): (f64, f64),
    measure: Measure,
    limit: f64,
) -> Option<(f64, f64, f64)> {
    let (n, m) = (one.rows, other.rows);
    let at = |rate: f64, rows: f64| Trials {
        hits: rate * rows,
        rows,
    };
    let (one, other) = (at(p, n), at(q, m));
    let (scale, null) = match measure {
        Measure::Difference => {
            let p0 = difference::restricted(one, other, limit.clamp(-1.0, 1.0));
            let q0 = p0 - limit;
            (1.0, p0 * (1.0 - p0) / n + q0 * (1.0 - q0) / m)
        }
        Measure::Ratio => {
            let found = ratio::restricted(one, other, limit);
            let spread = |(rate, rest): (f64, f64)| rate * rest;
            let variance = spread(found.one) / n + limit * limit * spread(found.other) / m;
            (limit, variance)
        }
    };
    let truth = p * (1.0 - p) / n + scale * scale * q * (1.0 - q) / m;
    let gap = match measure {
        Measure::Difference => p - q - limit,
        Measure::Ratio => p - limit * q,
    };
    (null.is_finite() && truth.is_finite()).then(|| (gap, null.max(0.0).sqrt(), truth.sqrt()))
}

/// The nearest rates of the first group, below and above that of the second, that a two-sided test of equality would
/// find with probability `power`; each `None` where even 0, or 1, would not be found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detectable {
    /// Below.
    pub below: Option<f64>,
    /// Above.
    pub above: Option<f64>,
}

/// The gap that `rows` of a group against `other` can show. `None` where the other's rate is missing, without rows and
/// unless `0 < confidence < 1` and `½ ≤ power < 1`.
///
/// ```
/// use driftglass::stats::rate::{Trials, sample_size::detectable};
/// let found = detectable(200.0, Trials { hits: 100.0, rows: 200.0 }, 0.95, 0.8).unwrap();
/// assert!((found.below.unwrap() - 0.361).abs() < 1e-3);
/// ```
pub fn detectable(rows: f64, other: Trials, confidence: f64, power: f64) -> Option<Detectable> {
    other.rate()?;
    let z = two_sided_z(confidence)?;
    if !(rows > 0.0 && rows.is_finite() && (0.5..1.0).contains(&power)) {
        return None;
    }
    let z_power = normal::quantile(power)?;
    let (q, m) = (softened(other), other.rows);
    let excess = |p: f64| {
        let pooled = (p * rows + q * m) / (rows + m);
        let null = pooled * (1.0 - pooled) * (1.0 / rows + 1.0 / m);
        let truth = p * (1.0 - p) / rows + q * (1.0 - q) / m;
        libm::fabs(p - q) - z * null.sqrt() - z_power * truth.sqrt()
    };
    Some(Detectable {
        below: root::between(0.0, q, excess),
        above: root::between(q, 1.0, excess),
    })
}
