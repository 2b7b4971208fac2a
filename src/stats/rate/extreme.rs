//! The widest gap among many groups, and every group's ratio to the most favoured one, where the data choose which
//! groups these are.
//!
//! The usual interval of `max − min`, by resampling, is biased away from zero: the estimate is, and the resamples are
//! once more. Here both ends come from the intervals of all ordered pairs:
//!
//! - **Near end** (the lower one of a gap): the largest lower end of all pairs, each reaching so far that all hold
//!   at once: score intervals with the studentised range's quantile in place of the normal one (Agresti A, Bini M,
//!   Bertaccini B, Ryu E 2008, Biometrics 64, 1270; Hayter AJ 1984, Ann. Stat. 12, 61 for unequal sizes). The gap is the
//!   largest of all differences, so it is at least each of them.
//! - **Far end**: the largest upper end of all pairs, each at its own confidence. Whichever pair is truly the widest,
//!   its own upper end is among them, so nothing must be corrected (the intersection–union argument: Berger RL 1982,
//!   Technometrics 24, 295).
//!
//! Where all groups are alike only the near end can err, with 1 − confidence; where one pair is clearly the widest,
//! each end errs with half of that. Simulated coverage: `tests/native/rate_coverage.rs`.

use super::difference::{self, Factor};
use super::{Trials, ratio};
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::studentized_range;

/// The widest gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Widest {
    /// Position of the lowest group; the first of equal ones.
    pub lowest: usize,
    /// Position of the highest group; the first of equal ones.
    pub highest: usize,
    /// Highest less lowest.
    pub gap: f64,
    /// Interval of the gap, `0 ≤ lower`.
    pub interval: Interval,
    /// Groups that were compared.
    pub groups: usize,
}

/// A ratio to the most favoured group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToHighest {
    /// The group's rate over the highest rate, at most 1.
    pub ratio: f64,
    /// Its interval, within `[0, 1]`.
    pub interval: Interval,
}

/// Normal quantile of a pair alone, and of all pairs of `groups` at once.
fn reaches(groups: usize, confidence: f64) -> Option<(f64, f64)> {
    let alone = two_sided_z(confidence)?;
    let range = studentized_range::upper_quantile(1.0 - confidence, groups)?;
    Some((alone, (range * std::f64::consts::FRAC_1_SQRT_2).max(alone)))
}

/// Positions of groups that have a rate.
fn present(groups: &[Trials]) -> Vec<usize> {
    (0..groups.len())
        .filter(|&i| groups[i].rate().is_some())
        .collect()
}

/// First positions of the lowest and of the highest of `values`.
fn ends(values: &[(usize, f64)]) -> Option<((usize, f64), (usize, f64))> {
    let mut lowest = *values.first()?;
    let mut highest = lowest;
    for &(i, value) in values {
        if value < lowest.1 {
            lowest = (i, value);
        }
        if value > highest.1 {
            highest = (i, value);
        }
    }
    Some((lowest, highest))
}

/// The widest difference of rates. Groups without a rate are passed over; leave out those that are too small to judge,
/// because each can stretch the interval. `None` below two groups and unless `0 < confidence < 1`. Some microseconds
/// for each pair.
///
/// ```
/// use driftglass::stats::rate::{Trials, extreme::widest_gap};
/// let groups = [(30.0, 100.0), (33.0, 100.0), (60.0, 100.0)]
///     .map(|(hits, rows)| Trials { hits, rows });
/// let found = widest_gap(&groups, 0.95).unwrap();
/// assert!((found.lowest, found.highest) == (0, 2) && (found.gap - 0.3).abs() < 1e-15);
/// assert!(found.interval.lower > 0.1 && found.interval.upper < 0.45);
/// ```
pub fn widest_gap(groups: &[Trials], confidence: f64) -> Option<Widest> {
    let present = present(groups);
    let (alone, at_once) = reaches(present.len(), confidence)?;
    let rates: Vec<(usize, f64)> = present
        .iter()
        .filter_map(|&i| Some((i, groups[i].rate()?)))
        .collect();
    let (lowest, highest) = ends(&rates)?;
    let factor = Factor::MiettinenNurminen;
    let (mut lower, mut upper) = (0.0_f64, 0.0_f64);
    for &(i, p) in &rates {
        for &(j, q) in &rates {
            if i == j {
                continue;
            }
            let (one, other) = (groups[i], groups[j]);
            upper = upper.max(difference::upper_end(one, other, alone, factor)?);
            // A pair whose difference does not exceed the lower end so far cannot raise it.
            if p - q > lower {
                lower = lower.max(-difference::upper_end(other, one, at_once, factor)?);
            }
        }
    }
    Some(Widest {
        lowest: lowest.0,
        highest: highest.0,
        gap: highest.1 - lowest.1,
        interval: Interval {
            lower,
            upper: upper.max(lower),
        },
        groups: rates.len(),
    })
}

/// Each group's rate over the highest rate, whichever group has it: `min_j p_i/p_j`. The near (upper) ends hold for all
/// groups at once, so that the chance of calling any group *outside* a limit that it keeps is at most
/// `1 − confidence`; each lower end holds for its group.
///
/// `None` for a group without a rate, for all groups where none has hits, below two groups, and unless
/// `0 < confidence < 1`.
///
/// ```
/// use driftglass::stats::rate::{Trials, extreme::to_highest};
/// let groups = [(300.0, 1000.0), (600.0, 1000.0)].map(|(hits, rows)| Trials { hits, rows });
/// let found = to_highest(&groups, 0.95);
/// let first = found[0].unwrap();
/// assert!((first.ratio - 0.5).abs() < 1e-15 && first.interval.upper < 0.6);
/// assert_eq!(found[1].unwrap().interval.upper, 1.0);
/// ```
pub fn to_highest(groups: &[Trials], confidence: f64) -> Vec<Option<ToHighest>> {
    let present = present(groups);
    let reaches = reaches(present.len(), confidence);
    let highest = present
        .iter()
        .filter_map(|&i| groups[i].rate())
        .fold(0.0, f64::max);
    let of = |i: usize| {
        let (alone, at_once) = reaches?;
        let rate = groups[i].rate().filter(|_| highest > 0.0)?;
        let mut interval = Interval {
            lower: 1.0,
            upper: 1.0,
        };
        for &j in present.iter().filter(|&&j| j != i) {
            let (one, other) = (groups[i], groups[j]);
            // Two groups without hits: any ratio is possible between them.
            let (lower, upper) = if one.hits == 0.0 && other.hits == 0.0 {
                (0.0, f64::INFINITY)
            } else {
                (
                    ratio::lower_end(one, other, alone, Factor::None)?,
                    ratio::upper_end(one, other, at_once, Factor::None)?,
                )
            };
            interval.lower = interval.lower.min(lower);
            interval.upper = interval.upper.min(upper);
        }
        interval.lower = interval.lower.min(interval.upper);
        Some(ToHighest {
            ratio: rate / highest,
            interval,
        })
    };
    (0..groups.len()).map(of).collect()
}

/// The worst ratio to the most favoured group: lowest rate over highest rate, its interval from those of
/// [`to_highest`]. `None` as there.
pub fn worst_ratio(groups: &[Trials], confidence: f64) -> Option<ToHighest> {
    let found: Vec<ToHighest> = to_highest(groups, confidence)
        .into_iter()
        .flatten()
        .collect();
    let least = |of: fn(&ToHighest) -> f64| found.iter().map(of).fold(f64::INFINITY, f64::min);
    (!found.is_empty()).then(|| ToHighest {
        ratio: least(|g| g.ratio),
        interval: Interval {
            lower: least(|g| g.interval.lower),
            upper: least(|g| g.interval.upper),
        },
    })
}

/// The widest gap of any estimates of independent groups, each a value and its variance, by the same argument with
/// normal intervals: for areas under the curve, means and errors. Estimates without a value, or with a variance that is
/// no number, are passed over. `None` below two and unless `0 < confidence < 1`.
///
/// ```
/// use driftglass::stats::rate::extreme::widest_of;
/// let found = widest_of(&[Some((0.7, 1e-4)), None, Some((0.8, 1e-4))], 0.95).unwrap();
/// assert!((found.gap - 0.1).abs() < 1e-15 && (found.lowest, found.highest) == (0, 2));
/// ```
pub fn widest_of(groups: &[Option<(f64, f64)>], confidence: f64) -> Option<Widest> {
    let fine = |v: &(f64, f64)| v.0.is_finite() && v.1.is_finite() && v.1 >= 0.0;
    let found: Vec<(usize, (f64, f64))> = groups
        .iter()
        .enumerate()
        .filter_map(|(i, g)| g.filter(fine).map(|g| (i, g)))
        .collect();
    let (alone, at_once) = reaches(found.len(), confidence)?;
    let values: Vec<(usize, f64)> = found.iter().map(|&(i, g)| (i, g.0)).collect();
    let (lowest, highest) = ends(&values)?;
    let (mut lower, mut upper) = (0.0_f64, 0.0_f64);
    for (at, &(_, (a, s))) in found.iter().enumerate() {
        for &(_, (b, t)) in &found[..at] {
            let (gap, error) = (libm::fabs(a - b), (s + t).sqrt());
            lower = lower.max(gap - at_once * error);
            upper = upper.max(gap + alone * error);
        }
    }
    Some(Widest {
        lowest: lowest.0,
        highest: highest.0,
        gap: highest.1 - lowest.1,
        interval: Interval { lower, upper },
        groups: found.len(),
    })
}
