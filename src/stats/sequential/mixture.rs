//! The mixture sequential probability ratio test of a difference of two means or shares, and its confidence sequence.
//!
//! Robbins H (1970), Ann. Math. Stat. 41, 1397; Johari R, Koomen P, Pekelis L, Walsh D (2022), Oper. Res. 70, 1806.
//! It needs no growing reference: with `V = s₁²/n₁ + s₂²/n₂` the estimates at successive looks have the covariance of
//! the smaller `V`, so they are a Brownian motion in the information `1/V` (Jennison C, Turnbull BW 1997, JASA 92,
//! 1330) also where `n₁` is fixed and only `n₂` grows.

use crate::stats::interval::Interval;

/// One look: the estimated difference and the variance of that estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Current mean less reference mean.
    pub difference: f64,
    /// `s₁²/n₁ + s₂²/n₂`, above 0.
    pub variance: f64,
}

impl Look {
    /// `V` and the square of `mixing`, where the look can be used.
    fn scales(self, mixing: f64) -> Option<(f64, f64)> {
        let usable = self.difference.is_finite()
            && self.variance > 0.0
            && self.variance.is_finite()
            && mixing > 0.0
            && mixing.is_finite();
        usable.then_some((self.variance, mixing * mixing))
    }
}

/// Natural logarithm of the mixture likelihood ratio `√(V/(V+τ²)) exp(τ² d²/(2V(V+τ²)))` of a difference against none.
///
/// `mixing` is τ, the deviation of the differences that are looked for; it must not depend on the current data.
/// `None` unless variance and `mixing` are positive and all is finite.
///
/// ```
/// use driftglass::stats::sequential::mixture::{Look, log_ratio};
/// let look = Look { difference: 0.1, variance: 0.0004 };
/// assert!((log_ratio(look, 0.1).unwrap() - 10.390_182_500_220_028).abs() < 1e-12);
/// ```
pub fn log_ratio(look: Look, mixing: f64) -> Option<f64> {
    let (v, t2) = look.scales(mixing)?;
    let d2 = look.difference * look.difference;
    Some(0.5 * libm::log(v / (v + t2)) + t2 * d2 / (2.0 * v * (v + t2)))
}

/// Half the width of the confidence sequence at one look,
/// `√((2V(V+τ²)/τ²)(ln(1/α) + ½ ln((V+τ²)/V)))`. `None` as [`log_ratio`] and unless `0 < alpha < 1`.
///
/// ```
/// use driftglass::stats::sequential::mixture::{Look, half_width};
/// let look = Look { difference: 0.1, variance: 0.0004 };
/// assert!((half_width(look, 0.1, 0.05).unwrap() - 0.062_030_777_936_552_25).abs() < 1e-12);
/// ```
pub fn half_width(look: Look, mixing: f64, alpha: f64) -> Option<f64> {
    let (v, t2) = look.scales(mixing)?;
    if !(alpha > 0.0 && alpha < 1.0) {
        return None;
    }
    let reach = libm::log(1.0 / alpha) + 0.5 * libm::log((v + t2) / v);
    Some((2.0 * v * (v + t2) / t2 * reach).sqrt())
}

/// Half the width of the asymptotic confidence sequence of one mean after `rows` rows of variance `variance`, tightest
/// about `tuning` rows, as GrowthBook computes it (its default is 5000):
/// `√variance √(2(nρ²+1) ln(√(nρ²+1)/α)/(nρ)²)` with `ρ = √((−2 ln α + ln(−2 ln α + 1))/N*)`.
///
/// Waudby-Smith I et al. (2024), Ann. Stat. 52, 2613 (arXiv:2103.06476). `None` without rows or tuning, for a negative
/// variance and unless `0 < alpha < 1`.
///
/// ```
/// let width = driftglass::stats::sequential::mixture::asymptotic_half_width(1.0, 5000.0, 0.05, 5000.0).unwrap();
/// assert!((width - 0.042_924_337_188_268_456).abs() < 1e-12);
/// ```
pub fn asymptotic_half_width(variance: f64, rows: f64, alpha: f64, tuning: f64) -> Option<f64> {
    let usable = variance >= 0.0 && rows > 0.0 && tuning > 0.0 && alpha > 0.0 && alpha < 1.0;
    if !usable {
        return None;
    }
    let surprise = -2.0 * libm::log(alpha);
    let rho2 = (surprise + libm::log(surprise + 1.0)) / tuning;
    let inflated = rows * rho2 + 1.0;
    let reach = 2.0 * inflated * libm::log(inflated.sqrt() / alpha);
    Some((variance * reach / (rows * rows * rho2)).sqrt())
}

/// A test under way: the p-value and the interval over all looks so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence {
    mixing: f64,
    alpha: f64,
    p: f64,
    interval: Option<Interval>,
}

impl Sequence {
    /// A test without a look; `None` unless `mixing` is positive and finite and `0 < alpha < 1`.
    pub fn new(mixing: f64, alpha: f64) -> Option<Sequence> {
        let usable = mixing > 0.0 && mixing.is_finite() && alpha > 0.0 && alpha < 1.0;
        usable.then_some(Sequence {
            mixing,
            alpha,
            p: 1.0,
            interval: None,
        })
    }

    /// Looks: the p-value only falls, the interval only shrinks. A look that cannot be used changes nothing.
    pub fn look(&mut self, look: Look) {
        let ratio = log_ratio(look, self.mixing);
        let half = half_width(look, self.mixing, self.alpha);
        let (Some(ratio), Some(half)) = (ratio, half) else {
            return;
        };
        self.p = self.p.min(libm::exp(-ratio));
        let (lower, upper) = (look.difference - half, look.difference + half);
        let before = self.interval.unwrap_or(Interval { lower, upper });
        let lower = before.lower.max(lower);
        // Two looks that contradict each other leave one point.
        let upper = before.upper.min(upper).max(lower);
        self.interval = Some(Interval { lower, upper });
    }

    /// The always-valid p-value, 1 before the first look.
    pub fn p(&self) -> f64 {
        self.p
    }

    /// The interval that holds at all looks together with probability `1 − alpha`; `None` before the first look.
    pub fn interval(&self) -> Option<Interval> {
        self.interval
    }
}
