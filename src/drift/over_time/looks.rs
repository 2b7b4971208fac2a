//! Looking after each window without paying for it: the bet on ranks, and the mean with a band that holds at all looks.

use super::column::Followed;
use super::windows::Slot;
use crate::stats::interval::Interval;
use crate::stats::random::Random;
use crate::stats::sequential::mixture::{Look, Sequence};
use crate::stats::sequential::ranks::{Bet, Ranked, Urn, compare};

/// Rows before the mean is looked at: its band rests on the normal limit.
const LEAST_MEAN_ROWS: f64 = 50.0;
/// Differences of a tenth of the reference's deviation are looked for first.
const MIXING: f64 = 0.1;

/// Keys of the rows of both files, uniform and apart from each other.
pub(super) struct Ties<'a> {
    pub(super) reference: &'a [u64],
    pub(super) current: &'a [u64],
}

/// A second number from a row's key: the keys of a sample are its smallest ones and no longer uniform.
fn ranked(value: f64, key: u64) -> Ranked {
    (value, Random::new(key).bits())
}

/// The always-valid p-value after each window; `None` where the reference is too small.
pub(super) fn always_valid(column: &Followed, ties: &Ties, slots: &[Slot]) -> Option<Vec<f64>> {
    let mut reference: Vec<Ranked> = column
        .reference
        .iter()
        .zip(ties.reference)
        .map(|(&value, &key)| ranked(value, key))
        .collect();
    reference.sort_unstable_by(compare);
    let mut bet = Bet::new(Urn::of(&reference)?);
    let looks = slots.iter().map(|slot| {
        let rows = column.current[slot.places.clone()].iter();
        for (&value, &key) in rows.zip(&ties.current[slot.places.clone()]) {
            bet.add(&ranked(value, key));
        }
        bet.look()
    });
    Some(looks.collect())
}

/// Current mean less reference mean over all rows up to the end of one window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MeanSoFar {
    /// The difference.
    pub(super) difference: f64,
    /// The interval that holds at this look and all before it.
    pub(super) interval: Interval,
}

/// The mean after each window against that of the reference, `level` the coverage over all looks together; `None` for
/// more than two levels and without a finite, positive variance in the reference.
pub(super) fn means(
    column: &Followed,
    slots: &[Slot],
    level: f64,
) -> Option<Vec<Option<MeanSoFar>>> {
    if column.levels.is_some_and(|levels| levels != 2) {
        return None;
    }
    let mut before = Moments::default();
    before.add(&column.reference);
    let variance = before.variance()?;
    if before.rows < LEAST_MEAN_ROWS {
        return None;
    }
    let mut sequence = Sequence::new(MIXING * variance.sqrt(), 1.0 - level)?;
    let mut now = Moments::default();
    let looks = slots.iter().map(|slot| {
        now.add(&column.current[slot.places.clone()]);
        if now.rows < LEAST_MEAN_ROWS {
            return None;
        }
        // Few rows of a rare event show too little variance; without a change it is that of the reference.
        let spread = now.variance().unwrap_or(0.0).max(variance);
        let difference = now.mean - before.mean;
        sequence.look(Look {
            difference,
            variance: variance / before.rows + spread / now.rows,
        });
        Some(MeanSoFar {
            difference,
            interval: sequence.interval()?,
        })
    });
    Some(looks.collect())
}

/// Running mean and variance (Welford BP 1962, Technometrics 4, 419).
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    rows: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, values: &[f64]) {
        for &value in values.iter().filter(|v| !v.is_nan()) {
            self.rows += 1.0;
            let gap = value - self.mean;
            self.mean += gap / self.rows;
            self.squares += gap * (value - self.mean);
        }
    }

    /// Of the values; `None` below two, for infinite values and where all are equal.
    fn variance(&self) -> Option<f64> {
        let variance = self.squares / (self.rows - 1.0);
        (self.rows >= 2.0 && variance > 0.0 && variance.is_finite()).then_some(variance)
    }
}
