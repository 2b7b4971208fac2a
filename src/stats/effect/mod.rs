//! Intervals of distances between two samples that cover also where the distance is zero.
//!
//! A plug-in distance is biased upwards (noise alone makes it positive), so the two ends need two arguments:
//!
//! - **Upper end.** Both distances are a largest difference of probabilities over a family of events. At the event
//!   where the true difference is largest the estimated distance is at least the estimated difference there, which
//!   is unbiased with a variance of at most `¼(1/n + 1/m)`; so `distance + z ½ √(1/n + 1/m)` is passed by the
//!   truth with at most the one-sided error of `z`.
//! - **Lower end.** The estimate exceeds the truth by at most the largest noise over the family; a bound of that
//!   noise is taken off.

pub mod floor;
mod noise;
pub mod wasserstein;
mod winsorised;

use crate::stats::hypergeometric::Hypergeometric;
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::proportion::{Share, wilson};
use crate::stats::variation::{total_variation, totals};

/// Below this many rows on a side nothing is said: the normal argument for the upper end does not hold there.
pub const LEAST_ROWS: u64 = 10;

/// Interval of the Kolmogorov–Smirnov distance, given the estimate and the rows of each side.
///
/// Lower end: `D̂ − k √(1/n + 1/m)`, `k` the Kolmogorov quantile `√(½ ln(2/ε))` for the one-sided error ε
/// (Massart P 1990, Ann. Probab. 18, 1269; two samples: Wei F, Dudley RM 2012, Stat. Probab. Lett. 82, 636).
/// `None` with fewer than [`LEAST_ROWS`] rows on a side.
pub fn ks_distance(distance: f64, n: u64, m: u64, confidence: f64) -> Option<Interval> {
    let spread = spread(n, m)?;
    let z = two_sided_z(confidence)?;
    let k = (0.5 * libm::log(4.0 / (1.0 - confidence))).sqrt();
    (0.0..=1.0).contains(&distance).then(|| {
        Interval {
            lower: distance - k * spread,
            upper: distance + 0.5 * z * spread,
        }
        .clipped(0.0, 1.0)
    })
}

/// Interval of the total variation distance of two level distributions, from counts in the same order of levels.
///
/// The variance of an event is at most `¼(1/n + 1/m)`, and less where one level holds most rows: of an event and
/// its complement one leaves that level out, so its share is at most that of the other levels, for which Wilson's
/// upper end stands.
///
/// Lower end: the estimate less a bound of the noise `½ Σ |(p̂−p) − (q̂−q)|`. When both sides have one distribution
/// its mean, given the pooled counts, is exactly `½ (1/n + 1/m) Σ E|X_k − E X_k|` with `X_k` hypergeometric (mean
/// absolute deviation in closed form); where they differ the estimate's bias is smaller. Above its mean the noise,
/// a largest difference over events, stays within `z` times the deviation of the worst event: Gaussian
/// concentration about the median (Borell C 1975, Invent. Math. 30, 207) and median ≤ mean for a convex function
/// of a Gaussian vector (Kwapień S 1994, Progress in Probability 35, 271).
///
/// From 100 rows a side on, where the normal limit holds, both ends are narrower: a level whose share changed by more
/// than 2.5 to 3.5 deviations of its noise has a known sign and adds no bias, the noise of the others reaches as far
/// as [`floor::total_variation`] says, and three quarters of the upper end's variance are of the event that was found
/// (directional derivative: Fang Z, Santos A 2019, Rev. Econ. Stud. 86, 377).
/// With three levels and more the upper end is no higher than that of the estimate less its bias: noise of a level whose
/// change is small makes the estimate too large, by the bootstrap's estimate of the bias in closed form (normal counts;
/// Efron B, Tibshirani RJ 1993, An Introduction to the Bootstrap, ch. 10), of which a fixed share is taken off, with the
/// deviation of the difference by the delta method. Where no sign is known only this end can miss, and it may do so at
/// the one-sided level.
/// `None` with fewer than [`LEAST_ROWS`] rows on a side.
pub fn total_variation_interval(
    reference: &[u64],
    current: &[u64],
    confidence: f64,
) -> Option<Interval> {
    let distance = total_variation(reference, current)?;
    let (n, m) = totals(reference, current)?;
    spread(n as u64, m as u64)?;
    let z = two_sided_z(confidence)?;
    let worst = worst_deviation(reference, current, n, m, confidence)?;
    let noise = mean_noise(reference, current, n, m);
    let (below, above) = if n.min(m) < LEAST_NORMAL_ROWS {
        (noise + z * worst, z * worst)
    } else {
        let signs = Signs::of(reference, current, n, m);
        let reach = floor::noise_reach(reference, current, z)?.min(z * worst);
        let below = libm::hypot(signs.unknown * reach, z * signs.known);
        let found = signs.found.min(worst);
        let variance = WORST_EVENT * worst * worst + (1.0 - WORST_EVENT) * found * found;
        let plain = z * variance.sqrt();
        let levels = reference.iter().zip(current).filter(|(x, y)| *x + *y > 0);
        let above = if levels.count() > 2 {
            let least = ONE_SIDED * z;
            let corrected = Corrected::of(reference, current, n, m);
            let z = z - (z - least) * signs.unknown;
            plain.min(z * corrected.deviation - corrected.bias)
        } else {
            plain
        };
        (signs.unknown * noise + below, above.max(0.0))
    };
    Some(
        Interval {
            lower: distance - below,
            upper: distance + above,
        }
        .clipped(0.0, 1.0),
    )
}

/// Below so many rows on a side the bounds that hold for any number of rows are taken.
const LEAST_NORMAL_ROWS: f64 = 100.0;
/// Share of the worst event in the variance of the upper end; the rest is of the event that was found.
const WORST_EVENT: f64 = 0.25;

/// Share of the estimated bias that is taken off the upper end; from simulation, `tests/native/calibration.md`.
const BIAS: f64 = 0.7;
/// One-sided normal quantile over the two-sided one, at 95 %.
const ONE_SIDED: f64 = 0.839_24;

/// The bias of the estimate, as far as it is taken off, and the deviation of what is left.
struct Corrected {
    bias: f64,
    deviation: f64,
}

impl Corrected {
    fn of(reference: &[u64], current: &[u64], n: f64, m: f64) -> Corrected {
        let mut bias = 0.0;
        let mut rest = Weighted::default();
        for (&x, &y) in reference.iter().zip(current) {
            let (p, q) = (x as f64 / n, y as f64 / m);
            let noise = (p * (1.0 - p) / n + q * (1.0 - q) / m).sqrt();
            let deviations = libm::fabs(q - p) / noise.max(f64::MIN_POSITIVE);
            // E|u + Z| − u of a normal Z, which falls by twice the tail as u grows.
            let tail = crate::stats::normal::sf(deviations);
            let density = crate::stats::normal::pdf(deviations);
            bias += 0.5 * BIAS * noise * (2.0 * density - 2.0 * deviations * tail).max(0.0);
            rest.add(p, q, 0.5 * (1.0 + 2.0 * BIAS * tail).copysign(q - p));
        }
        Corrected {
            bias,
            deviation: rest.deviation(n, m),
        }
    }
}

/// What is known about the signs of the levels' changes.
struct Signs {
    /// Share of the noise in levels whose sign is not known.
    unknown: f64,
    /// Deviation of half the sum of the changes of the others, each with its sign.
    known: f64,
    /// Deviation of the change of all levels that became more frequent, taken together.
    found: f64,
}

impl Signs {
    fn of(reference: &[u64], current: &[u64], n: f64, m: f64) -> Signs {
        let (mut unknown, mut all) = (0.0, 0.0);
        let (mut known, mut found) = (Weighted::default(), Weighted::default());
        for (&x, &y) in reference.iter().zip(current) {
            let (p, q) = (x as f64 / n, y as f64 / m);
            let noise = (p * (1.0 - p) / n + q * (1.0 - q) / m).sqrt();
            let deviations = libm::fabs(p - q) / noise.max(f64::MIN_POSITIVE);
            let open = (3.5 - deviations).clamp(0.0, 1.0);
            unknown += noise * open;
            all += noise;
            known.add(p, q, 0.5 * (1.0 - open) * (q - p).signum());
            found.add(p, q, if q > p { 1.0 } else { 0.0 });
        }
        Signs {
            unknown: if all > 0.0 { unknown / all } else { 1.0 },
            known: known.deviation(n, m),
            found: found.deviation(n, m),
        }
    }
}

/// Sums for the deviation of a weighted sum of shares' changes.
#[derive(Default)]
struct Weighted {
    reference: (f64, f64),
    current: (f64, f64),
}

impl Weighted {
    fn add(&mut self, p: f64, q: f64, weight: f64) {
        for (sums, share) in [(&mut self.reference, p), (&mut self.current, q)] {
            sums.0 += weight * share;
            sums.1 += weight * weight * share;
        }
    }

    fn deviation(&self, n: f64, m: f64) -> f64 {
        let variance = |sums: (f64, f64), rows: f64| (sums.1 - sums.0 * sums.0).max(0.0) / rows;
        (variance(self.reference, n) + variance(self.current, m)).sqrt()
    }
}

/// Bound of the standard deviation of `(p̂ − q̂)(A)` over all sets `A` of levels.
fn worst_deviation(
    reference: &[u64],
    current: &[u64],
    n: f64,
    m: f64,
    confidence: f64,
) -> Option<f64> {
    let (top, _) = reference
        .iter()
        .zip(current)
        .map(|(&x, &y)| x + y)
        .enumerate()
        .max_by_key(|&(level, count)| (count, std::cmp::Reverse(level)))?;
    let variance = |count: u64, rows: f64| {
        let others = Share {
            count: rows as u64 - count,
            rows: rows as u64,
        };
        wilson(others, confidence).map(|share| {
            let most = share.upper.min(0.5);
            most * (1.0 - most) / rows
        })
    };
    Some((variance(reference[top], n)? + variance(current[top], m)?).sqrt())
}

/// Mean of `½ Σ |(p̂−p) − (q̂−q)|` when both sides have one distribution, given the pooled counts.
fn mean_noise(reference: &[u64], current: &[u64], n: f64, m: f64) -> f64 {
    let (drawn, population) = (n as u64, n as u64 + m as u64);
    let terms = reference.iter().zip(current).map(|(&x, &y)| {
        Hypergeometric::new(population, x + y, drawn)
            .map_or(0.0, |law| law.mean_absolute_deviation())
    });
    0.5 * (1.0 / n + 1.0 / m) * crate::stats::sum::compensated(terms)
}

/// `√(1/n + 1/m)` where both sides have enough rows.
fn spread(n: u64, m: u64) -> Option<f64> {
    (n.min(m) >= LEAST_ROWS).then(|| (1.0 / n as f64 + 1.0 / m as f64).sqrt())
}
