//! The deciding numeric effect: how far the values moved, in deviations of the reference, with an interval.

use super::LEAST_ROWS;
use super::noise::{Cell, Positive, Rows, Term, absolute};
use super::winsorised::{Pair, Scale};
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::quantile::quantile;

/// Below this many reference rows no effect is estimated.
pub const LEAST_REFERENCE_ROWS: usize = 40;

/// Deviations of its noise at which a cell's sign begins to count as known, and over which it comes to be known.
/// These numbers are from simulation, see `tests/native/calibration.md`.
const KNOWN: (f64, f64) = (2.5, 1.0);
/// Where the distance is clearly above the noise floor (from 1.2 to 2.2 times), signs are known so much earlier.
const EARLIER: f64 = 1.3;
/// Below 1.5 times the noise floor the upper end never misses, and the lower end takes some of its error: its normal
/// quantile is multiplied by this, by one from 3.5 times on. The first where so few current values lie beyond a limit
/// that their noise is skewed (1.5 expected), the second where they are not few (5).
const LOWER_NEAR_NOISE: (f64, f64) = (0.97, 0.925);
/// Share of the worst signs in the variance of the upper end; the rest is of the signs that were estimated.
const WORST_SIGNS: f64 = 0.25;

/// Normal quantile of 95 %, one-sided.
const Z_95: f64 = 1.644_853_626_951_472_2;
/// Normal quantile of 80 %.
const Z_80: f64 = 0.841_621_233_572_914_3;

/// The effect with all that it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WassersteinEffect {
    /// Wasserstein-1 distance of the winsorised samples over `scale`.
    pub value: f64,
    /// Interval of it; the upper end is infinite where the scale cannot be told from zero.
    pub interval: Interval,
    /// 95th percentile of `value` when both sides have one distribution, for these rows and ties.
    pub noise_floor: f64,
    /// Effect whose interval lies above zero with a probability of at least 80 %.
    pub minimum_detectable: f64,
    /// Share of the reference winsorised at either end: `max(0.001, 5/n)`.
    pub tail_share: f64,
    /// The reference's quantiles at `tail_share` and `1 − tail_share`: values beyond count as these.
    pub limits: (f64, f64),
    /// The reference's interquartile range over 1.349, or the deviation of its winsorised values where the quartiles
    /// cannot be told apart.
    pub scale: f64,
}

/// Effect of `current` against `reference`, both ascending without NaN, with an interval of `confidence`.
///
/// The interval does not resample: the bootstrap of a distance fails where the distance is zero (Fang Z, Santos A
/// 2019, Rev. Econ. Stud. 86, 377). Its two ends have an argument each, on a division of the axis into 64 cells:
///
/// - Where a cell's gap `F̂ − Ĝ` is well off zero its sign is known and the distance there is linear in the two
///   distribution functions; elsewhere the estimate's excess over the truth is at most `∫ |noise|`. This is the
///   directional derivative of the distance, with the places of its kinks estimated (Fang & Santos 2019; for
///   Wasserstein distances Sommerfeld M, Munk A 2018, JRSS B 80, 219); between the two a cell counts in part.
///   **Lower end**: the estimate less the mean of `∫ |noise|` over the unknown cells, less the root of both parts'
///   squared reaches (MOVER: Zou GY, Donner A 2008, Stat. Med. 27, 1693).
/// - **Upper end**: the distance is the largest `∫ s (F − G)` over signs `s`; with the true `s` the estimate is at
///   least an unbiased normal number. Its variance is that of the estimated signs and, for a quarter, that of the
///   worst signs where the gap is within one deviation of its noise.
///
/// The noise of the scale and of the winsorising limits is in both ends, through their influence where the reference
/// is smooth, and by the whole of the quantile's own 95 % interval where it stands at a jump. The noise of the
/// interquartile range counts with the effect at the end itself (Fieller EC 1954, JRSS B 16, 175), not with the estimate:
/// at an effect of zero the unit is of no matter. Simulated coverage: `tests/native/calibration.md`.
///
/// `None` below 40 reference rows or 10 current ones, with an infinite limit, without any spread in the reference
/// between the limits, and unless `0 < confidence < 1`.
///
/// ```
/// use driftglass::stats::effect::wasserstein::effect;
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i) / 100.0).collect();
/// let y: Vec<f64> = x.iter().map(|v| v + 1.0).collect();
/// let found = effect(&x, &y, 0.95).unwrap();
/// assert!((found.value - 0.265).abs() < 0.01);
/// assert!(found.interval.lower > 0.15 && found.interval.upper < 0.39);
/// ```
pub fn effect(reference: &[f64], current: &[f64], confidence: f64) -> Option<WassersteinEffect> {
    let tail_share = f64::max(0.001, 5.0 / reference.len() as f64);
    if reference.len() < LEAST_REFERENCE_ROWS {
        return None;
    }
    with_tail_share(reference, current, tail_share, confidence)
}

/// [`effect`] with another share winsorised, in `(0, 0.25)`.
pub fn with_tail_share(
    reference: &[f64],
    current: &[f64],
    tail_share: f64,
    confidence: f64,
) -> Option<WassersteinEffect> {
    let z = two_sided_z(confidence)?;
    if !(tail_share > 0.0 && tail_share < 0.25) || current.len() < LEAST_ROWS as usize {
        return None;
    }
    let limits = (
        quantile(reference, tail_share)?,
        quantile(reference, 1.0 - tail_share)?,
    );
    let pair = Pair::new(reference, current, limits)?;
    let scale = Scale::of(reference, limits)?;
    let rows = Rows {
        reference: reference.len() as f64,
        current: current.len() as f64,
    };
    let (distance, cells) = pair.cells(rows, scale.value);
    let value = distance / scale.value;

    let null = null_noise(&cells, rows);
    let noise_floor = null.mean + null.reach(Z_95);
    let (least, greatest) = scale.jump();
    let over = |floors: f64, width: f64| ((value / noise_floor - floors) / width).clamp(0.0, 1.0);
    // A unit that may be another one makes signs seem surer than they are.
    let smooth = least == 1.0 && greatest == 1.0;
    let begin = KNOWN.0
        - if smooth {
            EARLIER * over(1.2, 1.0)
        } else {
            0.0
        };
    let unknown = |cell: &Cell| ((begin + KNOWN.1 - cell.deviations()) / KNOWN.1).clamp(0.0, 1.0);

    let ends = pair.ends(tail_share, value, &scale);
    // What the scale's noise does to an effect of one; to another effect it does that many times as much.
    let of_scale = scale.terms(1.0, &cells);
    let linear = |share: &dyn Fn(&Cell) -> f64| -> Vec<Term> {
        let known = cells
            .iter()
            .map(|cell| cell.term(cell.gap.signum() * share(cell)));
        known.chain(ends.terms.iter().copied()).collect()
    };
    let scale_variance = rows.variance_of_sum(&of_scale);
    let with_scale = |terms: &[Term]| {
        let (own, both) = (
            rows.variance_of_sum(terms),
            rows.covariance_of_sums(terms, &of_scale),
        );
        move |effect: f64| (own + effect * (2.0 * both + effect * scale_variance)).max(0.0)
    };
    let partly: Vec<Cell> = cells
        .iter()
        .map(|cell| Cell {
            noise: unknown(cell) * cell.noise,
            ..*cell
        })
        .collect();
    let noise = absolute(&partly, rows);
    let few = ((5.0 - rows.current * tail_share) / 3.5).clamp(0.0, 1.0);
    let near = LOWER_NEAR_NOISE.1 + (LOWER_NEAR_NOISE.0 - LOWER_NEAR_NOISE.1) * few;
    let lower_z = z * (near + (1.0 - near) * over(1.5, 2.0));
    let variance = with_scale(&linear(&|cell| 1.0 - unknown(cell)));
    let reach = noise.reach(lower_z);
    let below = |effect: f64| libm::hypot(reach, lower_z * variance(effect).sqrt()) + ends.jump.0;
    let end = |effect: f64| (value - noise.mean - below(effect)).max(0.0);
    let fieller = smooth && scale.is_of_quartiles();
    let lower = settled(value, if fieller { 5 } else { 1 }, &end);

    let within = |cell: &Cell| cell.deviations() < 1.0;
    let mut sure = linear(&|cell| if within(cell) { 0.0 } else { 1.0 });
    sure.extend(scale.terms(value, &cells));
    let free: Vec<Term> = cells
        .iter()
        .filter(|cell| within(cell))
        .map(|cell| cell.term(1.0))
        .collect();
    let cross: f64 = free
        .iter()
        .map(|a| libm::fabs(rows.covariance_of_sums(std::slice::from_ref(a), &sure)))
        .sum();
    let worst = rows.variance_of_sum(&sure) + 2.0 * cross + rows.variance_of_sum(&free);
    let estimated = with_scale(&linear(&|_| 1.0));
    let end = |effect: f64| {
        let variance = WORST_SIGNS * worst + (1.0 - WORST_SIGNS) * estimated(effect);
        value + z * variance.sqrt() + ends.jump.1
    };
    let upper = settled(value, if fieller { 4 } else { 1 }, &end);

    let plain: Vec<Term> = cells.iter().map(|cell| cell.term(1.0)).collect();
    if !(value.is_finite() && noise_floor.is_finite()) {
        return None;
    }
    let upper = upper * greatest;
    Some(WassersteinEffect {
        value,
        interval: Interval {
            lower: lower * least,
            upper: if upper.is_nan() { f64::INFINITY } else { upper },
        },
        noise_floor,
        minimum_detectable: null.mean + null.reach(z) + Z_80 * rows.variance_of_sum(&plain).sqrt(),
        tail_share,
        limits,
        scale: scale.value,
    })
}

/// What each piece of the axis adds to an effect's `value`: pieces end at `edges` (ascending) and lie between the
/// effect's limits, one part more than edges that lie inside them, with the piece's ends. The parts add up to the
/// value; `reference` and `current` are the samples that it was estimated from.
///
/// ```
/// use driftglass::stats::effect::wasserstein::{effect, parts};
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i) / 100.0).collect();
/// let y: Vec<f64> = x.iter().map(|v| if *v > 5.0 { v + 1.0 } else { *v }).collect();
/// let found = effect(&x, &y, 0.95).unwrap();
/// let parts = parts(&x, &y, &found, &[5.0]);
/// assert_eq!(parts.len(), 2);
/// assert!(parts[0].value < 1e-12 && (parts[1].value - found.value).abs() < 1e-12);
/// ```
pub fn parts(
    reference: &[f64],
    current: &[f64],
    effect: &WassersteinEffect,
    edges: &[f64],
) -> Vec<Part> {
    let rows = Rows {
        reference: reference.len() as f64,
        current: current.len() as f64,
    };
    let (low, high) = effect.limits;
    let inside = edges.iter().copied().filter(|e| *e > low && *e < high);
    let mut from = low;
    let mut out = Vec::with_capacity(edges.len() + 1);
    for to in inside.chain([high]) {
        // Edges that do not ascend have no piece.
        if let Some(pair) = Pair::new(reference, current, (from, to)) {
            out.push(Part {
                from,
                to,
                value: pair.cells(rows, effect.scale).0 / effect.scale,
            });
            from = to;
        }
    }
    out
}

/// One piece of the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What it adds to the effect, in the effect's unit.
    pub value: f64,
}

/// The end that is reached from the estimate in so many turns: each has the noise of the effect that the last one found.
fn settled(value: f64, turns: usize, end: &dyn Fn(f64) -> f64) -> f64 {
    (0..turns).fold(value, |effect, _| end(effect))
}

/// `∫ |N|` when both sides have the pooled distribution.
fn null_noise(cells: &[Cell], rows: Rows) -> Positive {
    let all = rows.reference + rows.current;
    let pooled: Vec<Cell> = cells
        .iter()
        .map(|cell| {
            let share = (cell.reference * rows.reference + cell.current * rows.current) / all;
            Cell {
                reference: share,
                current: share,
                noise: rows.variance(share, share).sqrt() * cell.width,
                ..*cell
            }
        })
        .collect();
    absolute(&pooled, rows)
}
