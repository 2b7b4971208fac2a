//! How far a window is from the reference: the tests, effects and thresholds of the drift analysis.

use super::column::{Followed, counts, sorted};
use crate::config::Config;
use crate::report::{Interval, Unit};
use crate::stats::effect::{total_variation_interval, wasserstein};
use crate::stats::quantile::quantile;
use crate::stats::{homogeneity, ks, variation};

/// What a distance is called, and from where on it matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Name of the effect.
    pub(super) effect: &'static str,
    /// Unit of the distance.
    pub(super) unit: Unit,
    /// From here on a change matters.
    pub(super) threshold: f64,
}

impl Measure {
    /// The measure of a column, by its type.
    pub(super) fn of(column: &Followed, config: &Config) -> Measure {
        let threshold = |key: &str, otherwise: f64| {
            let drift = config.analyses.get("drift");
            drift
                .and_then(|drift| drift.get(key)?.as_f64())
                .unwrap_or(otherwise)
        };
        match column.levels {
            None => Measure {
                effect: "wasserstein-distance",
                unit: Unit::Number,
                threshold: threshold("distance", 0.15),
            },
            Some(_) => Measure {
                effect: "total-variation",
                unit: Unit::SharePoints,
                threshold: threshold("total_variation", 0.05),
            },
        }
    }
}

/// The distance of some rows from others, and the test of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Distance {
    /// The estimate.
    pub(super) value: Option<f64>,
    /// Its interval.
    pub(super) interval: Option<Interval>,
    /// p-value of the primary test.
    pub(super) p: Option<f64>,
}

/// Rows that others are compared with.
pub(super) enum Baseline {
    /// Values, ascending.
    Numbers(Vec<f64>),
    /// Rows at each level.
    Levels(Vec<u64>),
}

impl Baseline {
    /// The quantiles at 5, 25, 50, 75 and 95 % of numbers (type 7).
    pub(super) fn spread(&self) -> Option<[f64; 5]> {
        let Baseline::Numbers(sorted) = self else {
            return None;
        };
        let mut found = [0.0; 5];
        for (place, share) in found.iter_mut().zip([0.05, 0.25, 0.5, 0.75, 0.95]) {
            *place = quantile(sorted, share).filter(|value| value.is_finite())?;
        }
        Some(found)
    }

    /// From these rows of a column.
    pub(super) fn of(rows: &[f64], levels: Option<usize>) -> Baseline {
        match levels {
            None => Baseline::Numbers(sorted(rows)),
            Some(levels) => Baseline::Levels(counts(rows, levels)),
        }
    }

    /// Rows with a value.
    pub(super) fn present(&self) -> u64 {
        match self {
            Baseline::Numbers(values) => values.len() as u64,
            Baseline::Levels(counts) => counts.iter().sum(),
        }
    }

    /// Compares other rows with these; the interval has the coverage `confidence`.
    pub(super) fn distance(&self, other: &Baseline, confidence: f64) -> Distance {
        match (self, other) {
            (Baseline::Numbers(before), Baseline::Numbers(now)) => {
                let effect = wasserstein::effect(before, now, confidence);
                Distance {
                    value: effect.map(|e| e.value),
                    interval: effect
                        .filter(|e| e.interval.upper.is_finite())
                        .map(|e| reported(e.interval.lower, e.interval.upper, confidence)),
                    p: ks::two_sample(before, now).map(|result| result.p),
                }
            }
            (Baseline::Levels(before), Baseline::Levels(now)) => Distance {
                value: variation::total_variation(before, now),
                interval: total_variation_interval(before, now, confidence)
                    .map(|i| reported(i.lower, i.upper, confidence)),
                // Without random tables: where levels are rare, by the exact moments.
                p: homogeneity::test(before, now, 0, 0).map(|test| test.p),
            },
            _ => Distance::default(),
        }
    }
}

fn reported(low: f64, high: f64, level: f64) -> Interval {
    Interval { low, high, level }
}
