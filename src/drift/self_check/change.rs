//! Changes of a known size, put into the part that stands for the current file.

use super::columns::{Absent, Checked, Parts, Values};
use crate::stats::effect::wasserstein;
use crate::stats::random::Random;
use kernels::sort::sort_numbers;

/// How numbers are made to rise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rise {
    /// Every value by as much.
    Moved(f64),
    /// A share of the values, each to the largest of itself and so many random reference values: the column keeps to
    /// the values it has.
    Redrawn { share: f64, draws: u32 },
}

/// From this share of repeated values on a column has few enough values to keep to them.
const TIED: f64 = 0.1;
const MOST_DRAWS: u32 = 32;

impl Rise {
    /// A rise by `shift` reference deviations; `None` where the reference has no spread or no values as high.
    pub fn of(sorted: &[f64], shift: f64) -> Option<Rise> {
        let unit = wasserstein::effect(sorted, sorted, 0.95)?;
        let needed = shift * unit.scale;
        let repeated = sorted.windows(2).filter(|w| w[0] == w[1]).count();
        if (repeated as f64) < TIED * sorted.len() as f64 {
            return Some(Rise::Moved(needed));
        }
        let (low, high) = unit.limits;
        let rows = sorted.len() as f64;
        // Mean of the largest of so many values, by the reference's own distribution between the limits.
        let largest_of = |count: f64| -> f64 {
            let upto = |i: usize| libm::pow(i as f64 / rows, count);
            let value = |(i, v): (usize, &f64)| v.clamp(low, high) * (upto(i + 1) - upto(i));
            sorted.iter().enumerate().map(value).sum()
        };
        let mean = largest_of(1.0);
        (1..=MOST_DRAWS).find_map(|draws| {
            let share = needed / (largest_of(f64::from(draws) + 1.0) - mean);
            (share > 0.0 && share <= 1.0).then_some(Rise::Redrawn { share, draws })
        })
    }

    fn apply(self, now: &[f64], reference: &[f64], random: &mut Random) -> Vec<f64> {
        match self {
            Rise::Moved(by) => now.iter().map(|v| v + by).collect(),
            Rise::Redrawn { share, draws } => {
                let rows = reference.len() as f64;
                let mut risen: Vec<f64> = now
                    .iter()
                    .map(|&value| {
                        if random.uniform() >= share {
                            return value;
                        }
                        (0..draws).fold(value, |largest, _| {
                            largest.max(reference[(random.uniform() * rows) as usize])
                        })
                    })
                    .collect();
                sort_numbers(&mut risen);
                risen
            }
        }
    }
}

/// A change of one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    /// Numbers rise.
    Rise(Rise),
    /// Each row that is not in this level moves there with this probability.
    Gather { level: usize, probability: f64 },
    /// Each value is lost with this probability.
    Lose(f64),
}

impl Change {
    /// A share of `shift` rows moves to the second most frequent level; `None` where fewer rows are elsewhere.
    pub fn gather(column: &Checked, shift: f64) -> Option<Change> {
        let Values::Levels { codes, levels } = &column.values else {
            return None;
        };
        let mut counts = vec![0u64; *levels];
        for &code in codes {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        let mut largest_first: Vec<usize> = (0..*levels).collect();
        largest_first.sort_by_key(|&level| std::cmp::Reverse(counts[level]));
        let level = *largest_first.get(1)?;
        let all: u64 = counts.iter().sum();
        let elsewhere = (all - counts[level]) as f64 / all as f64;
        (shift <= elsewhere).then_some(Change::Gather {
            level,
            probability: shift / elsewhere,
        })
    }

    /// A share of `shift` rows loses its value; `None` where fewer rows have one.
    pub fn lose(column: &Checked, shift: f64, rows: usize) -> Option<Change> {
        let filled = 1.0 - column.missing.len() as f64 / rows as f64;
        (shift <= filled).then_some(Change::Lose(shift / filled))
    }

    /// The values after the change; `None` where it is none of values.
    pub fn of_values(self, parts: &Parts, column: &Checked, random: &mut Random) -> Option<Parts> {
        match (self, parts, &column.values) {
            (Change::Rise(rise), Parts::Numbers(before, now), Values::Numbers { sorted, .. }) => {
                let now = rise.apply(now, sorted, random);
                Some(Parts::Numbers(before.clone(), now))
            }
            (Change::Gather { level, probability }, Parts::Levels(before, now), _) => {
                let mut now = now.clone();
                let mut gathered = 0;
                for (other, count) in now.iter_mut().enumerate() {
                    if other != level {
                        let moved = binomial(*count, probability, random);
                        *count -= moved;
                        gathered += moved;
                    }
                }
                now[level] += gathered;
                Some(Parts::Levels(before.clone(), now))
            }
            _ => None,
        }
    }

    /// The missing rows after the change.
    pub fn of_absent(self, absent: Absent, random: &mut Random) -> Option<Absent> {
        let Change::Lose(probability) = self else {
            return None;
        };
        let (before, mut now) = absent;
        now.count += binomial(now.rows - now.count, probability, random);
        Some((before, now))
    }
}

/// A binomial number, trial by trial.
fn binomial(trials: u64, probability: f64, random: &mut Random) -> u64 {
    (0..trials)
        .filter(|_| random.uniform() < probability)
        .count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal;

    /// Values whose mean rises by as much as was asked for, in reference deviations between the limits.
    #[test]
    fn rises_are_as_large_as_named() {
        let at = |i: u32| (f64::from(i) + 0.5) / 20_000.0;
        let smooth: Vec<f64> = (0..20_000)
            .filter_map(|i| normal::quantile(at(i)))
            .collect();
        let whole: Vec<f64> = smooth.iter().map(|x| (2.0 * x).round()).collect();
        let zeros: Vec<f64> = (0..20_000).map(|i| (at(i) * 5.0 - 4.0).max(0.0)).collect();
        for (reference, kept) in [(smooth, false), (whole, true), (zeros, true)] {
            for shift in [0.1, 0.3] {
                let rise = Rise::of(&reference, shift).expect("spread");
                let risen = rise.apply(&reference, &reference, &mut Random::new(3));
                let found = wasserstein::effect(&reference, &risen, 0.95).expect("spread");
                assert!((found.value - shift).abs() < 0.02, "{shift}: {found:?}");
                assert_eq!(matches!(rise, Rise::Redrawn { .. }), kept);
                assert!(risen.windows(2).all(|w| w[0] <= w[1]));
            }
        }
        assert_eq!(Rise::of(&[1.0; 100], 0.1), None);
    }
}
