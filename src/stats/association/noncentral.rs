//! Intervals of noncentralities.

use crate::stats::interval::Interval;
use crate::stats::{gamma, root};

/// A statistic that is about noncentral chi-square, and its spread where it is far from zero.
pub(super) struct Found {
    /// `n` times the association.
    pub statistic: f64,
    /// Degrees of freedom.
    pub degrees: f64,
    /// Rows `n`.
    pub rows: f64,
    /// `n` times the variance of the association where it is far from zero.
    pub spread: f64,
}

/// Noncentrality from which on the variance alone decides: what the degrees add is then small beside it.
pub(super) const FAR: f64 = 200.0;

/// Interval of the population's association.
pub(super) fn interval(found: Found, confidence: f64, z: f64) -> Option<Interval> {
    let centre = ((found.statistic - found.degrees) / found.rows).max(0.0);
    let reach = z * (found.spread / found.rows).sqrt();
    let far = Interval {
        lower: (centre - reach).max(0.0),
        upper: centre + reach,
    };
    if found.statistic - found.degrees > FAR {
        return Some(far);
    }
    let error = 0.5 * (1.0 - confidence);
    let near = inverted(error, found.statistic + 50.0, |noncentrality| {
        mixture(noncentrality, |i| {
            gamma::upper(0.5 * found.degrees + i, 0.5 * found.statistic)
        })
    })?;
    Some(wider(
        Interval {
            lower: near.lower / found.rows,
            upper: near.upper / found.rows,
        },
        far,
    ))
}

/// The wider of both at either end; but where the variance reaches zero it knows nothing of what is near there, and the
/// noncentral lower end stands: it alone errs as often as it may where there is no association at all.
pub(super) fn wider(near: Interval, far: Interval) -> Interval {
    Interval {
        lower: if far.lower > 0.0 {
            near.lower.min(far.lower)
        } else {
            near.lower
        },
        upper: near.upper.max(far.upper),
    }
}

/// Noncentralities whose upper tail at the statistic lies between `error` and `1 − error`. The tail grows with the
/// noncentrality.
pub(super) fn inverted(
    error: f64,
    start: f64,
    tail: impl Fn(f64) -> Option<f64>,
) -> Option<Interval> {
    let at = |p: f64| {
        if tail(0.0)? >= p {
            return Some(0.0);
        }
        let mut high = start.max(1.0);
        while tail(high)? < p {
            high *= 2.0;
            if high > 1e9 {
                return None;
            }
        }
        root::between(0.0, high, |x| tail(x).map_or(f64::NAN, |tail| tail - p))
    };
    Some(Interval {
        lower: at(error)?,
        upper: at(1.0 - error)?,
    })
}

/// `Σ Poisson(i; noncentrality/2) of(i)`, from the greatest weight outwards.
pub(super) fn mixture(noncentrality: f64, of: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let mean = 0.5 * noncentrality;
    if mean == 0.0 {
        return of(0.0);
    }
    let mode = libm::floor(mean);
    let start = libm::exp(mode * libm::log(mean) - mean - libm::lgamma(mode + 1.0));
    let mut sum = 0.0;
    let (mut weight, mut i) = (start, mode);
    while weight > 1e-13 * start {
        sum += weight * of(i)?;
        i += 1.0;
        weight *= mean / i;
    }
    let (mut weight, mut i) = (start, mode);
    while i > 0.0 && weight > 1e-13 * start {
        weight *= i / mean;
        i -= 1.0;
        sum += weight * of(i)?;
    }
    Some(sum.clamp(0.0, 1.0))
}
