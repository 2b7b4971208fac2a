//! The ratio of two rates: Koopman's score interval, which is finite where a count is zero, and the usual others.

use super::Trials;
use super::difference::Factor;
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::root;

/// `one / other` as a rate ratio; `None` where a rate is missing or `other` is 0.
///
/// ```
/// use driftglass::stats::rate::{Trials, ratio};
/// let (a, b) = (Trials { hits: 48.0, rows: 120.0 }, Trials { hits: 100.0, rows: 160.0 });
/// assert!((ratio::value(a, b).unwrap() - 0.64).abs() < 1e-15);
/// ```
pub fn value(one: Trials, other: Trials) -> Option<f64> {
    let (p, q) = (one.rate()?, other.rate()?);
    (q > 0.0).then(|| p / q)
}

/// Score interval of `one / other`: the ratios that a score test does not refuse. From 0 where `one` has no hits; the
/// upper end is infinite where `other` has none, and only there.
///
/// Koopman PAR (1984), Biometrics 40, 513 ([`Factor::None`]); Miettinen O, Nurminen M (1985), Stat. Med. 4, 213, with
/// the factor. The constrained rates are the root of a quadratic whose discriminant is written without cancellation, so
/// that it holds at 100 % too (statsmodels' `score` does not). `None` where a rate is missing, where both have no hits
/// (every ratio is then possible), and unless `0 < confidence < 1`.
///
/// ```
/// use driftglass::stats::rate::{Trials, difference::Factor, ratio::score};
/// let (a, b) = (Trials { hits: 0.0, rows: 8.0 }, Trials { hits: 5.0, rows: 9.0 });
/// let interval = score(a, b, 0.95, Factor::None).unwrap();
/// assert_eq!(interval.lower, 0.0);
/// assert!((interval.upper - 0.652_581_070_125_783_7).abs() < 1e-8);
/// ```
pub fn score(one: Trials, other: Trials, confidence: f64, factor: Factor) -> Option<Interval> {
    let z = two_sided_z(confidence)?;
    Some(Interval {
        lower: lower_end(one, other, z, factor)?,
        upper: upper_end(one, other, z, factor)?,
    })
}

/// Upper end that reaches `z` standard errors.
pub(super) fn upper_end(one: Trials, other: Trials, z: f64, factor: Factor) -> Option<f64> {
    let lower = lower_end(other, one, z, factor)?;
    Some(if lower > 0.0 {
        1.0 / lower
    } else {
        f64::INFINITY
    })
}

/// Lower end that reaches `z` standard errors; 0 where `one` has no hits.
pub(super) fn lower_end(one: Trials, other: Trials, z: f64, factor: Factor) -> Option<f64> {
    let (p, q) = (one.rate()?, other.rate()?);
    if p == 0.0 && q == 0.0 {
        return None;
    }
    if p == 0.0 {
        return Some(0.0);
    }
    let gap = |log: f64| statistic(one, other, libm::exp(log), factor) - z;
    // From the estimate, or from beyond all that is possible where there is none.
    let top = if q > 0.0 {
        libm::log(p / q)
    } else {
        libm::log(2.0 + 4.0 * z * z) + libm::log(one.rows + other.rows) + 40.0
    };
    let mut step = 1.0;
    let mut bottom = top - step;
    while gap(bottom) < 0.0 {
        step *= 2.0;
        bottom = top - step;
        if step > 700.0 {
            return Some(0.0);
        }
    }
    root::between(bottom, top, gap).map(libm::exp)
}

/// Score statistic of the ratio `r`: how many of its standard errors, as they are under `r`, `one − r other` lies
/// above 0. `one` and `other` have rates, one of them above 0; `r > 0`.
pub fn statistic(one: Trials, other: Trials, r: f64, factor: Factor) -> f64 {
    let excess = one.hits / one.rows - r * (other.hits / other.rows);
    if excess == 0.0 {
        return 0.0;
    }
    let restricted = restricted(one, other, r);
    let (p, p_rest) = restricted.one;
    let (q, q_rest) = restricted.other;
    let variance = p * p_rest / one.rows + r * r * (q * q_rest) / other.rows;
    excess / (variance.max(0.0) * factor.of(one.rows + other.rows)).sqrt()
}

/// Most likely rates under a given ratio, each with what is left to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Restricted {
    /// Rate of the first group and its rest.
    pub one: (f64, f64),
    /// Rate of the second group and its rest.
    pub other: (f64, f64),
}

/// The most likely rates among those with `one = r other`.
///
/// Root of `r N q² − (A + B) q + (x + v) = 0` for the second rate `q`, with `A = r (n + v)`, `B = x + m` (x of n rows
/// against v of m, N = n + m): its discriminant is `(A − B)² + 4 r (n − x)(m − v)`.
pub fn restricted(one: Trials, other: Trials, r: f64) -> Restricted {
    let (n, m) = (one.rows, other.rows);
    let (y, w) = (n - one.hits, m - other.hits);
    let (a, b) = (r * (n + other.hits), one.hits + m);
    let apart = a - b;
    let root = (apart * apart + 4.0 * r * y * w).sqrt();
    let all = n + m;
    let rate = 2.0 * (one.hits + other.hits) / (a + b + root);
    // root + apart and root − apart: their product is 4 r y w, the smaller one comes from the larger one.
    let (plus, minus) = if apart >= 0.0 {
        let plus = root + apart;
        (
            plus,
            if plus > 0.0 {
                4.0 * r * y * w / plus
            } else {
                0.0
            },
        )
    } else {
        let minus = root - apart;
        (4.0 * r * y * w / minus, minus)
    };
    Restricted {
        one: (r * rate, (2.0 * y + minus) / (2.0 * all)),
        other: (rate, (2.0 * r * w + plus) / (2.0 * r * all)),
    }
}

/// Katz's interval on the log scale; `None` where a count is zero, a rate is missing or unless `0 < confidence < 1`.
///
/// Katz D, Baptista J, Azen SP, Pike MC (1978), Biometrics 34, 469. As statsmodels `method="log"`.
pub fn katz(one: Trials, other: Trials, confidence: f64) -> Option<Interval> {
    let (p, q) = (one.rate()?, other.rate()?);
    if p == 0.0 || q == 0.0 {
        return None;
    }
    let variance = (1.0 - p) / one.hits + (1.0 - q) / other.hits;
    Some(on_log_scale(p / q, variance, two_sided_z(confidence)?))
}

/// Walter's interval: Katz's with ½ added to every count and size, so that it answers at zero. Its centre is not the
/// plain ratio.
///
/// Walter SD (1975), Biometrika 62, 371. As statsmodels `method="log-adjusted"`.
pub fn walter(one: Trials, other: Trials, confidence: f64) -> Option<Interval> {
    one.rate()?;
    other.rate()?;
    let (x, n) = (one.hits + 0.5, one.rows + 0.5);
    let (v, m) = (other.hits + 0.5, other.rows + 0.5);
    let variance = (1.0 / x - 1.0 / n) + (1.0 / v - 1.0 / m);
    Some(on_log_scale(
        x / n / (v / m),
        variance,
        two_sided_z(confidence)?,
    ))
}

fn on_log_scale(ratio: f64, variance: f64, z: f64) -> Interval {
    let reach = libm::exp(z * variance.max(0.0).sqrt());
    Interval {
        lower: ratio / reach,
        upper: ratio * reach,
    }
}
