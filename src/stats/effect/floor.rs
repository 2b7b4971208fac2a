//! How large a distance noise alone makes, and how large one must be to be found: in closed form.
//!
//! The *noise floor* is the 95th percentile of a distance when both sides have one distribution. The *minimum
//! detectable effect* is a distance from which on the test at 5 % finds it with a probability of at least 80 %.
//! Those of the Wasserstein effect are in [`super::wasserstein`].

use super::noise::{Positive, absolute_covariance};
use crate::stats::proportion::Share;
use crate::stats::variation::totals;
use crate::stats::{chi_square, sum};

/// Normal quantiles of 80, 95 and 97.5 %.
const Z_80: f64 = 0.841_621_233_572_914_3;
const Z_95: f64 = 1.644_853_626_951_472_2;
const Z_975: f64 = 1.959_963_984_540_054;
/// 95 % quantile of Kolmogorov's limit law.
const KOLMOGOROV_95: f64 = 1.358_098_637_953_5;

/// What noise does to one distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// 95th percentile of the distance under one distribution.
    pub noise_floor: f64,
    /// Distance that the test at 5 % finds with a probability of at least 80 %.
    pub minimum_detectable: f64,
}

/// Of the Kolmogorov–Smirnov distance of `n` and `m` rows; `None` without rows.
///
/// Floor: Kolmogorov's quantile over `√e + 0.12 + 0.11/√e`, `e = nm/(n+m)` (Stephens MA 1970, JRSS B 32, 115); ties
/// make the true one smaller. Detectable: the floor plus `z₈₀ ½ √(1/n + 1/m)`, since at the point of the largest true
/// gap the estimated one has at most this deviation.
///
/// ```
/// let floor = driftglass::stats::effect::floor::kolmogorov_smirnov(1000, 1000).unwrap();
/// assert!((floor.noise_floor - 0.0604).abs() < 1e-4 && floor.minimum_detectable < 0.08);
/// ```
pub fn kolmogorov_smirnov(n: u64, m: u64) -> Option<Floor> {
    let spread = spread(n as f64, m as f64)?;
    let root = 1.0 / spread;
    let noise_floor = (KOLMOGOROV_95 / (root + 0.12 + 0.11 / root)).min(1.0);
    Some(Floor {
        noise_floor,
        minimum_detectable: (noise_floor + 0.5 * Z_80 * spread).min(1.0),
    })
}

/// Of the total variation distance of these level counts; `None` when the slices differ in length, a side has no
/// rows, or fewer than two levels have any.
///
/// Floor: the distance is half a sum of absolute values of dependent normal numbers with the pooled shares'
/// covariance; a gamma distribution with its variance (Nabeya 1951; see the module's `noise`) about the exact mean of the
/// hypergeometric counts. Detectable:
/// `½ √(λ (1/n + 1/m))`, λ the noncentrality at which chi-square with `levels − 1` degrees has a power of 80 %; a
/// distance `d` has at least the noncentrality `4 d² nm/(n+m)` (Cauchy–Schwarz).
///
/// ```
/// let floor = driftglass::stats::effect::floor::total_variation(&[500, 500], &[500, 500]).unwrap();
/// assert!((floor.noise_floor - 0.0438).abs() < 5e-4);
/// assert!((floor.minimum_detectable - 0.0626).abs() < 5e-4);
/// ```
pub fn total_variation(reference: &[u64], current: &[u64]) -> Option<Floor> {
    let (n, m) = totals(reference, current)?;
    let levels = reference.iter().zip(current).filter(|(x, y)| *x + *y > 0);
    let degrees = levels.count().checked_sub(1).filter(|d| *d > 0)?;
    // The mean is exact: where levels have few rows, that of the normal numbers is too small.
    let mean = super::total_variation::mean_noise(reference, current, n, m);
    let quantile = mean + noise_reach(reference, current, Z_95)?;
    let power = noncentrality(degrees as u64)?;
    Some(Floor {
        noise_floor: quantile.min(1.0),
        minimum_detectable: (0.5 * spread(n, m)? * power.sqrt()).min(1.0),
    })
}

/// What the distance of [`total_variation`] has above its mean under one distribution, at the normal quantile `z`.
#[inline(never)]
pub(super) fn noise_reach(reference: &[u64], current: &[u64], z: f64) -> Option<f64> {
    let (n, m) = totals(reference, current)?;
    let shares: Vec<f64> = reference
        .iter()
        .zip(current)
        .map(|(&x, &y)| (x as f64 + y as f64) / (n + m))
        .filter(|&share| share > 0.0)
        .collect();
    Some(0.5 * spread(n, m)? * absolute_sum(&shares).reach(z))
}

/// Of the absolute difference of two shares, at the pooled share; `None` when a side has no rows or more hits than
/// rows.
///
/// Floor `z₉₇.₅ √(p(1−p)(1/n + 1/m))`; no less than for half a hit, so that a share of 0 or 1 has one. Detectable:
/// the rise `d` at which `z₉₇.₅` pooled deviations plus `z₈₀` unpooled ones are `d` (Fleiss JL 1981, Statistical
/// Methods for Rates and Proportions, 3.2), towards one half.
///
/// ```
/// use driftglass::stats::effect::floor::share_difference;
/// use driftglass::stats::proportion::Share;
/// let share = Share { count: 50, rows: 1000 };
/// let floor = share_difference(share, share).unwrap();
/// assert!((floor.noise_floor - 0.0191).abs() < 1e-4);
/// assert!((floor.minimum_detectable - 0.0306).abs() < 1e-3);
/// ```
pub fn share_difference(reference: Share, current: Share) -> Option<Floor> {
    reference.value()?;
    current.value()?;
    let (n, m) = (reference.rows as f64, current.rows as f64);
    let spread = spread(n, m)?;
    let pooled = (reference.count as f64 + current.count as f64) / (n + m);
    let half = 0.5 / (n + m);
    let share = pooled.min(1.0 - pooled).max(half);
    let deviation = |share: f64| (share * (1.0 - share)).sqrt();
    let needed = |rise: f64| {
        let raised = share + rise;
        let both = (n * share + m * raised) / (n + m);
        let variance = deviation(share).powi(2) / n + deviation(raised).powi(2) / m;
        Z_975 * spread * deviation(both) + Z_80 * variance.sqrt()
    };
    let (mut low, high) = (0.0, 1.0 - share);
    if needed(high) > high {
        low = high;
    }
    Some(Floor {
        noise_floor: (Z_975 * spread * deviation(share)).min(1.0),
        minimum_detectable: crossing((low, high), 100, &|rise| needed(rise) <= rise),
    })
}

/// `√(1/n + 1/m)`.
fn spread(n: f64, m: f64) -> Option<f64> {
    (n > 0.0 && m > 0.0).then(|| (1.0 / n + 1.0 / m).sqrt())
}

/// Mean and variance of `Σ |D_k|`, the `D_k` normal with the covariance of one multinomial row.
fn absolute_sum(shares: &[f64]) -> Positive {
    let deviation = |share: f64| (share * (1.0 - share)).sqrt();
    let mean =
        std::f64::consts::FRAC_2_PI.sqrt() * sum::compensated(shares.iter().map(|&p| deviation(p)));
    let own =
        (1.0 - std::f64::consts::FRAC_2_PI) * shares.iter().map(|p| p * (1.0 - p)).sum::<f64>();
    // Levels k and l have the correlation −√(o_k o_l), o = p/(1−p).
    let odds = |share: f64| share / (1.0 - share);
    let across = if shares.len() <= 64 {
        let mut across = 0.0;
        for (k, &p) in shares.iter().enumerate() {
            for &q in &shares[..k] {
                let rho = -(odds(p) * odds(q)).sqrt();
                across += 2.0 * deviation(p) * deviation(q) * absolute_covariance(rho);
            }
        }
        across
    } else {
        // The covariance's series (2/π)(ρ²/2 + ρ⁴/24 + ρ⁶/80 + …) falls apart into products of single sums.
        [(1, 0.5), (2, 1.0 / 24.0), (3, 1.0 / 80.0), (4, 5.0 / 896.0)]
            .into_iter()
            .map(|(power, factor)| {
                let term = |&p: &f64| deviation(p) * odds(p).powi(power);
                let all: f64 = shares.iter().map(term).sum();
                let same: f64 = shares.iter().map(|p| term(p) * term(p)).sum();
                std::f64::consts::FRAC_2_PI * factor * (all * all - same)
            })
            .sum()
    };
    Positive {
        mean,
        variance: own + across,
    }
}

/// Above so many degrees both laws are normal: their mixture would run out of the range of numbers.
const NORMAL_DEGREES: u64 = 10_000;

/// Noncentrality at which chi-square with these degrees exceeds its 95 % point with a probability of 80 %.
pub(in crate::stats) fn noncentrality(degrees: u64) -> Option<f64> {
    if degrees > NORMAL_DEGREES {
        let double = 2.0 * degrees as f64;
        let mut found = 0.0;
        for _ in 0..60 {
            found = Z_95 * double.sqrt() + Z_80 * (double + 4.0 * found).sqrt();
        }
        return Some(found);
    }
    let critical = chi_square::upper_quantile(0.05, degrees)?;
    let most = 20.0 + 8.0 * (degrees as f64).sqrt();
    let enough = |found: f64| power(critical, degrees, found).is_some_and(|power| power >= 0.8);
    Some(crossing((0.0, most), 60, &enough))
}

/// From where on `enough` holds, by so many halvings.
pub(super) fn crossing(
    (mut low, mut high): (f64, f64),
    halvings: u32,
    enough: &dyn Fn(f64) -> bool,
) -> f64 {
    for _ in 0..halvings {
        let middle = 0.5 * (low + high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// `P(χ² > x)` with noncentrality: a Poisson mixture of central tails, each the last one plus a density.
pub(in crate::stats) fn power(x: f64, degrees: u64, noncentrality: f64) -> Option<f64> {
    let mut tail = chi_square::sf(x, degrees)?;
    // sf(x, k + 2) − sf(x, k) = (x/2)^(k/2) e^(−x/2) / Γ(k/2 + 1)
    let half = 0.5 * degrees as f64;
    let mut step = libm::exp(half * libm::log(0.5 * x) - 0.5 * x - libm::lgamma(half + 1.0));
    let mean = 0.5 * noncentrality;
    let mut weight = libm::exp(-mean);
    let mut sum = 0.0;
    for i in 0..10_000 {
        sum += weight * tail.min(1.0);
        tail += step;
        let next = f64::from(i) + 1.0;
        step *= 0.5 * x / (half + next);
        weight *= mean / next;
        if next > mean && weight < 1e-12 {
            break;
        }
    }
    Some(sum)
}
