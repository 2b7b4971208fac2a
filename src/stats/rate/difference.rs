//! The difference of two rates: score intervals.

use super::Trials;
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::{proportion, root};

/// Newcombe's hybrid score interval of `one − other`: Newcombe RG (1998), Stat. Med. 17, 873, method 10.
///
/// `None` where a rate is missing and unless `0 < confidence < 1`. As [`proportion::newcombe`], also for effective
/// numbers.
///
/// ```
/// use driftglass::stats::rate::{Trials, difference::newcombe};
/// let (a, b) = (Trials { hits: 48.0, rows: 120.0 }, Trials { hits: 100.0, rows: 160.0 });
/// let interval = newcombe(a, b, 0.95).unwrap();
/// assert!((interval.lower - -0.334_570_731_258_596_65).abs() < 1e-12);
/// assert!((interval.upper - -0.106_903_835_706_908_52).abs() < 1e-12);
/// ```
pub fn newcombe(one: Trials, other: Trials, confidence: f64) -> Option<Interval> {
    let side = |t: Trials| Some((t.rate()?, t.wilson(confidence)?));
    Some(proportion::newcombe_of(side(other)?, side(one)?))
}

/// Whether the variance of a score interval carries the factor `N/(N − 1)` of Miettinen and Nurminen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// With it: Miettinen O, Nurminen M (1985), Stat. Med. 4, 213.
    MiettinenNurminen,
    /// Without: Mee RW (1984), Biometrics 40, 1175; for ratios Koopman (1984).
    None,
}

impl Factor {
    /// The factor for so many rows of both groups.
    pub(super) fn of(self, rows: f64) -> f64 {
        match self {
            Factor::MiettinenNurminen if rows > 1.0 => rows / (rows - 1.0),
            _ => 1.0,
        }
    }
}

/// Score interval of `one − other`: the differences that a score test does not refuse. Holds at 0 of n and n of n.
///
/// Equals the table of Newcombe (1998, methods 5 and 6), not statsmodels 0.15 `confint_proportions_2indep` of
/// unequal sizes: its rates under the null do not maximise the likelihood there. `None` where a rate is missing and
/// unless `0 < confidence < 1`.
///
/// ```
/// use driftglass::stats::rate::{Trials, difference::{Factor, score}};
/// let (a, b) = (Trials { hits: 48.0, rows: 120.0 }, Trials { hits: 100.0, rows: 160.0 });
/// let interval = score(a, b, 0.95, Factor::MiettinenNurminen).unwrap();
/// assert!((interval.lower - -0.336_680_712_107_059).abs() < 1e-12);
/// assert!((interval.upper - -0.107_158_132_991_841).abs() < 1e-12);
/// ```
pub fn score(one: Trials, other: Trials, confidence: f64, factor: Factor) -> Option<Interval> {
    score_of(one, other, two_sided_z(confidence)?, factor)
}

/// The score interval that reaches `z` standard errors to either side.
pub(super) fn score_of(one: Trials, other: Trials, z: f64, factor: Factor) -> Option<Interval> {
    Some(Interval {
        lower: -upper_end(other, one, z, factor)?,
        upper: upper_end(one, other, z, factor)?,
    })
}

/// Upper end of the score interval of `one − other`.
pub(super) fn upper_end(one: Trials, other: Trials, z: f64, factor: Factor) -> Option<f64> {
    let estimate = one.rate()? - other.rate()?;
    if estimate >= 1.0 {
        return Some(1.0);
    }
    // Below the root the statistic lies above −z, at 1 it is −∞.
    let gap = |d: f64| statistic(one, other, d, factor) + z;
    if gap(1.0) >= 0.0 {
        return Some(1.0);
    }
    root::between(estimate, 1.0, gap)
}

/// Score statistic of the difference `d`: how many of its standard errors, as they are under `d`, the estimate lies
/// above `d`. 0 at the estimate; infinite where `d` is impossible. `one` and `other` have rates; `−1 ≤ d ≤ 1`.
pub fn statistic(one: Trials, other: Trials, d: f64, factor: Factor) -> f64 {
    let excess = one.hits / one.rows - other.hits / other.rows - d;
    if excess == 0.0 {
        return 0.0;
    }
    let p = restricted(one, other, d);
    let (q, p_other) = (1.0 - p, p - d);
    let variance = p * q / one.rows + p_other * (1.0 - p_other) / other.rows;
    let variance = variance.max(0.0) * factor.of(one.rows + other.rows);
    // A variance of zero gives the infinite number of the right sign.
    excess / variance.sqrt()
}

/// Most likely rate of `one` among those with `one − other = d`.
///
/// The root of the derivative of the log-likelihood, which falls: from the closed form of Miettinen & Nurminen (1985,
/// appendix 1), which loses digits near the ends, by Newton steps kept inside a bracket.
pub fn restricted(one: Trials, other: Trials, d: f64) -> f64 {
    let (mut low, mut high) = (d.max(0.0), (1.0 + d).min(1.0));
    if high <= low {
        return low;
    }
    let (x, y) = (one.hits, one.rows - one.hits);
    let (v, w) = (other.hits, other.rows - other.hits);
    // Derivative and second derivative; terms without rows are absent, so that an end can be the answer.
    let slopes = |p: f64| {
        let (q, r) = (1.0 - p, p - d);
        let s = 1.0 - r;
        let over = |count: f64, share: f64| if count == 0.0 { 0.0 } else { count / share };
        let (a, b, c, e) = (over(x, p), over(y, q), over(v, r), over(w, s));
        let square = |term: f64, share: f64| if term == 0.0 { 0.0 } else { term / share };
        let bend = square(a, p) + square(b, q) + square(c, r) + square(e, s);
        ((a - b) + (c - e), bend)
    };
    let mut p = closed_form(one, other, d);
    if !(p > low && p < high) {
        p = 0.5 * (low + high);
    }
    // An end is the answer where the likelihood still rises towards it.
    if (x == 0.0 || low > 0.0) && (v == 0.0 || low > d) && slopes(low).0 <= 0.0 {
        return low;
    }
    if (y == 0.0 || high < 1.0) && (w == 0.0 || high < 1.0 + d) && slopes(high).0 >= 0.0 {
        return high;
    }
    for _ in 0..100 {
        let (slope, bend) = slopes(p);
        if slope == 0.0 {
            break;
        }
        if slope > 0.0 {
            low = p;
        } else {
            high = p;
        }
        let step = slope / bend;
        let next = p + step;
        let inside = next > low && next < high;
        let moved = if inside { next } else { 0.5 * (low + high) };
        let done = libm::fabs(moved - p) <= 1e-16 + 4e-16 * p || moved == low || moved == high;
        p = moved;
        if done {
            break;
        }
    }
    p
}

/// The cubic's middle root.
fn closed_form(one: Trials, other: Trials, d: f64) -> f64 {
    let (n, m) = (other.rows, one.rows);
    let hits = one.hits + other.hits;
    let all = n + m;
    // In the rate of `other`, which is Miettinen and Nurminen's second group here.
    let third = all;
    let second = (m + 2.0 * n) * d - all - hits;
    let first = (n * d - all - 2.0 * other.hits) * d + hits;
    let zeroth = other.hits * d * (1.0 - d);
    let scaled = second / (3.0 * third);
    let q =
        scaled * scaled * scaled - second * first / (6.0 * third * third) + zeroth / (2.0 * third);
    let square = (scaled * scaled - first / (3.0 * third)).max(0.0);
    let p = libm::copysign(square.sqrt(), q);
    let ratio = if p == 0.0 { 0.0 } else { q / (p * p * p) };
    let angle = (std::f64::consts::PI + libm::acos(ratio.clamp(-1.0, 1.0))) / 3.0;
    2.0 * p * libm::cos(angle) - scaled + d
}
