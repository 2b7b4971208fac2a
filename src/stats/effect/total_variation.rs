//! Interval of the total variation distance of two level distributions.

use super::noise::Positive;
use super::{floor, spread};
use crate::stats::hypergeometric::Hypergeometric;
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::proportion::{Share, wilson};
use crate::stats::variation::{total_variation, totals};

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
/// With four levels and more the upper end is no higher than the squares of the changes say (`by_squares`).
/// `None` with fewer than [`super::LEAST_ROWS`] rows on a side.
pub fn total_variation_interval(
    reference: &[u64],
    current: &[u64],
    confidence: f64,
) -> Option<Interval> {
    let mut found = total_variation_interval_of_rounds(reference, current, confidence)?;
    let (n, m) = totals(reference, current)?;
    if let Some(squares) = by_squares(reference, current, n, m, two_sided_z(confidence)?) {
        found.upper = found.upper.min(squares.max(found.lower));
    }
    Some(found)
}

/// [`total_variation_interval`] without what the squares say: of rows that come in rounds (days of a week, say), which may
/// be more alike than independent ones.
pub fn total_variation_interval_of_rounds(
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
        (signs.unknown * noise + below, z * variance.sqrt())
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

/// One-sided normal quantile over the two-sided one, at 95 %.
const ONE_SIDED: f64 = 0.839_24;
/// A level counts in the squares as if it had at least so many rows on the smaller side.
const LEAST_LEVEL_ROWS: f64 = 5.0;

/// Upper end by the squares of the changes `d_k` of the shares, over weights `w_k` (the pooled shares, where they are not
/// too small): `½ Σ |d_k| ≤ ½ √(Σ w_k · Σ d_k²/w_k)` (Cauchy–Schwarz). Unlike the distance the sum of squares is
/// estimated without bias, as the statistic of chi-square less its degrees of freedom is, and its upper end is the one at
/// which so small a sum would be that rare, by a gamma distribution (Wilson–Hilferty) with the mean and the variance of a
/// noncentral chi-square (Patnaik PB 1949, Biometrika 36, 202; intervals of noncentrality: Steiger JH 2004, Psychol.
/// Methods 9, 164). It is sharp where all levels change by the same part of themselves, which is where the distance is
/// most biased, and far off where few levels change; in one and the same pattern only one end can miss, and the more
/// levels there are the nearer `z` comes to the one-sided quantile. Files that are more alike than chance makes most of
/// them have an upper end of 0, below the distance itself.
///
/// `None` with fewer than four levels or fewer rows than levels on a side.
fn by_squares(reference: &[u64], current: &[u64], n: f64, m: f64, z: f64) -> Option<f64> {
    let least = LEAST_LEVEL_ROWS / n.min(m);
    let (mut levels, mut weights, mut squares) = (0.0, 0.0, 0.0);
    // Mean and half the variance of the squares' noise: sums of (co)variances of the changes, each over its weights.
    let (mut mean, mut spread) = (0.0, 0.0);
    let (mut both, mut of_reference, mut of_current) = (0.0, 0.0, 0.0);
    let mut linear = Weighted::default();
    for (&x, &y) in reference.iter().zip(current).filter(|(x, y)| *x + *y > 0) {
        let (p, q) = (x as f64 / n, y as f64 / m);
        let weight = ((x as f64 + y as f64) / (n + m)).max(least);
        let variance = p * (1.0 - p) / (n - 1.0) + q * (1.0 - q) / (m - 1.0);
        let shared = p * p / n + q * q / m;
        levels += 1.0;
        weights += weight;
        squares += (p - q) * (p - q) / weight;
        mean += variance / weight;
        spread += (variance * variance - shared * shared) / (weight * weight);
        both += p * q / weight;
        of_reference += p * p / weight;
        of_current += q * q / weight;
        linear.add(p, q, (p - q) / weight);
    }
    if levels < 4.0 || n.min(m) < levels {
        return None;
    }
    spread += (of_reference / n).powi(2) + (of_current / m).powi(2) + 2.0 * both * both / (n * m);
    // Beside it a true sum of squares has noise in proportion to itself.
    let slope = linear.deviation(n, m).powi(2) / squares.max(f64::MIN_POSITIVE);
    let z = z - (1.0 - ONE_SIDED) * z * (1.0 - 2.0 / levels);
    let rare = |sum: f64| {
        let law = Positive {
            mean: mean + sum,
            variance: 2.0 * spread + 4.0 * slope * sum,
        };
        law.mean + law.reach(-z)
    };
    let most = 4.0 * squares + 100.0 * slope;
    let high = floor::crossing((0.0, most), 60, &|sum| rare(sum) > squares);
    Some(0.5 * (weights * high).sqrt())
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

    #[inline(never)]
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
pub(super) fn mean_noise(reference: &[u64], current: &[u64], n: f64, m: f64) -> f64 {
    let (drawn, population) = (n as u64, n as u64 + m as u64);
    let terms = reference.iter().zip(current).map(|(&x, &y)| {
        Hypergeometric::new(population, x + y, drawn)
            .map_or(0.0, |law| law.mean_absolute_deviation())
    });
    0.5 * (1.0 / n + 1.0 / m) * crate::stats::sum::compensated(terms)
}
