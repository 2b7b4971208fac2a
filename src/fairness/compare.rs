//! A rate of one group against that of another, or of the most favoured one.

use super::judge::{CONFIDENCE, Compared, Limit, Scale, Settle};
use crate::stats::interval::Interval;
use crate::stats::normal;
use crate::stats::rate::difference::{self, Factor};
use crate::stats::rate::sample_size::Measure;
use crate::stats::rate::{Trials, extreme, ratio};
use crate::stats::studentized_range;

/// `one` against `other`: Koopman's interval of the ratio, or Miettinen and Nurminen's of the difference, and the score
/// tests against both ends of the limit.
pub fn rates(one: Option<Trials>, other: Option<Trials>, limit: Limit) -> Compared {
    let (Some(one), Some(other)) = (one, other) else {
        return Compared::default();
    };
    let (Some(p), Some(q)) = (one.rate(), other.rate()) else {
        return Compared::default();
    };
    match limit.scale {
        // Both zero: every ratio is possible.
        Scale::Ratio if q == 0.0 && p == 0.0 => Compared::default(),
        Scale::Ratio => {
            let at = |r: f64| ratio::statistic(one, other, r, Factor::None);
            Compared::tested(
                (q > 0.0).then(|| p / q),
                ratio::score(one, other, CONFIDENCE, Factor::None),
                [at(limit.low), -at(limit.high)],
                Settle::Rates(one, other, Measure::Ratio),
            )
        }
        Scale::Difference => {
            let factor = Factor::MiettinenNurminen;
            let at = |d: f64| difference::statistic(one, other, d, factor);
            Compared::tested(
                Some(p - q),
                difference::score(one, other, CONFIDENCE, factor),
                [at(limit.low), -at(limit.high)],
                Settle::Rates(one, other, Measure::Difference),
            )
        }
    }
}

/// The ratio of every group's rate to the highest true rate, whichever group has it, against the lower end of the limit.
///
/// Picking the highest rate from the data costs what it should: intervals are those of [`extreme::to_highest`], and the
/// p-value is that of the largest score statistic against any other group, by the law of the studentised range.
pub fn to_most_favoured(groups: &[Option<Trials>], limit: Limit) -> Vec<Compared> {
    const NONE: Trials = Trials {
        hits: 0.0,
        rows: 0.0,
    };
    let trials: Vec<Trials> = groups.iter().map(|g| g.unwrap_or(NONE)).collect();
    let present = trials.iter().filter(|t| t.rate().is_some()).count();
    extreme::to_highest(&trials, CONFIDENCE)
        .into_iter()
        .enumerate()
        .map(|(at, found)| {
            let Some(found) = found else {
                return Compared::default();
            };
            let one = trials[at];
            let mut least: Option<(f64, Trials)> = None;
            for (place, &other) in trials.iter().enumerate() {
                let comparable = other.rate().is_some() && one.hits + other.hits > 0.0;
                if place == at || !comparable {
                    continue;
                }
                let above = ratio::statistic(one, other, limit.low, Factor::None);
                if least.is_none_or(|(so_far, _)| above < so_far) {
                    least = Some((above, other));
                }
            }
            let Some((above, other)) = least else {
                return Compared::default();
            };
            let p = if above < 0.0 {
                studentized_range::sf(-above * std::f64::consts::SQRT_2, present)
            } else {
                Some(1.0)
            };
            Compared {
                estimate: Some(found.ratio),
                interval: Some(found.interval),
                // Nothing is above the highest: only the lower end can be passed.
                inside: Some([above, f64::INFINITY]),
                p,
                settle: if above < 0.0 {
                    Settle::Rates(one, other, Measure::Ratio)
                } else {
                    Settle::Roots
                },
            }
        })
        .collect()
}

/// A group that is no yardstick itself, against the highest true rate of the others; `best` has the highest one seen.
///
/// As in [`to_most_favoured`] with the group among them, but that its ratio is to the others: above them all it is above
/// 1, where only the lower end of the limit can be passed, and the upper end of its interval is that against `best`.
pub fn beside_most_favoured(
    own: Trials,
    others: &[Option<Trials>],
    best: usize,
    limit: Limit,
) -> Compared {
    let mut all = others.to_vec();
    all.push(Some(own));
    let among = to_most_favoured(&all, limit).pop().unwrap_or_default();
    let alone = rates(Some(own), others.get(best).copied().flatten(), limit);
    match (among.interval, alone.interval) {
        (Some(lower), Some(upper)) if alone.estimate.is_some_and(|ratio| ratio > 1.0) => Compared {
            interval: Some(Interval {
                lower: lower.lower,
                upper: upper.upper,
            }),
            inside: among.inside,
            settle: among.settle,
            ..alone
        },
        _ => among,
    }
}

/// Two independent estimates with their variances, such as means or areas: normal interval of the difference.
pub fn estimates(one: Option<(f64, f64)>, other: Option<(f64, f64)>, limit: Limit) -> Compared {
    let (Some((a, va)), Some((b, vb))) = (one, other) else {
        return Compared::default();
    };
    let error = (va + vb).sqrt();
    let difference = a - b;
    let z = normal::upper_quantile(0.5 * (1.0 - CONFIDENCE)).unwrap_or(f64::NAN);
    if !(error > 0.0 && error.is_finite() && difference.is_finite()) {
        return Compared {
            estimate: difference.is_finite().then_some(difference),
            ..Compared::default()
        };
    }
    Compared::tested(
        Some(difference),
        Some(Interval {
            lower: difference - z * error,
            upper: difference + z * error,
        }),
        [
            (difference - limit.low) / error,
            (limit.high - difference) / error,
        ],
        Settle::Roots,
    )
}

/// The ratio of two positive estimates with the variances of their logarithms: normal interval on the log scale.
pub fn log_estimates(one: Option<(f64, f64)>, other: Option<(f64, f64)>, limit: Limit) -> Compared {
    let log = |side: Option<(f64, f64)>| {
        side.filter(|(value, _)| *value > 0.0)
            .map(|(value, variance)| (libm::log(value), variance))
    };
    let logs = Limit {
        scale: Scale::Difference,
        low: libm::log(limit.low),
        high: libm::log(limit.high),
    };
    let found = estimates(log(one), log(other), logs);
    Compared {
        estimate: found.estimate.map(libm::exp),
        interval: found.interval.map(|i| Interval {
            lower: libm::exp(i.lower),
            upper: libm::exp(i.upper),
        }),
        ..found
    }
}
