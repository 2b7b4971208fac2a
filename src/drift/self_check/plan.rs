//! What a person can set for the self-check, and how much of it the budget bears.

use serde::{Deserialize, Serialize};

use crate::config::invalid;
use crate::error::Result;

/// How often the reference is split, and which changes are put into one part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Parameters {
    /// Random splits.
    pub repeats: u32,
    /// Rises of numbers, in deviations of the reference; empty means once and twice the threshold of drift.
    pub numeric_shifts: Vec<f64>,
    /// Shares of rows that move to another level; empty means once and twice the threshold of drift.
    pub level_shifts: Vec<f64>,
    /// Shares of rows that lose their value; empty means once and twice the threshold of drift.
    pub missing_shifts: Vec<f64>,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            repeats: 200,
            numeric_shifts: Vec::new(),
            level_shifts: Vec::new(),
            missing_shifts: Vec::new(),
        }
    }
}

/// More changes than these would make an unwieldy table.
const MOST_SHIFTS: usize = 10;

impl Parameters {
    pub(super) fn check(&self) -> Result<()> {
        if !(20..=2000).contains(&self.repeats) {
            return Err(invalid(
                "analyses.self-check.repeats",
                "a whole number from 20 to 2000 is needed",
            ));
        }
        for (key, shifts, most) in [
            ("numeric_shifts", &self.numeric_shifts, f64::INFINITY),
            ("level_shifts", &self.level_shifts, 1.0),
            ("missing_shifts", &self.missing_shifts, 1.0),
        ] {
            let fits = |shift: &f64| *shift > 0.0 && *shift < most;
            if shifts.len() > MOST_SHIFTS || !shifts.iter().all(fits) {
                return Err(invalid(
                    &format!("analyses.self-check.{key}"),
                    "at most ten numbers above 0 are needed, shares below 1",
                ));
            }
        }
        Ok(())
    }
}

/// The changes to put in: those named, or once and twice the threshold.
pub(super) fn shifts(named: &[f64], threshold: f64, most: f64) -> Vec<f64> {
    if !named.is_empty() {
        return named.to_vec();
    }
    [threshold, 2.0 * threshold]
        .into_iter()
        .filter(|shift| *shift < most)
        .collect()
}

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// Splits without a change.
    pub repeats: u32,
    /// Of these, splits that are looked at with each change as well.
    pub power_repeats: u32,
    /// Columns, the first ones, into which changes are put.
    pub power_columns: usize,
    /// Rows of the reference part and of the part in the place of the current file.
    pub rows: (usize, usize),
}

/// Values looked at in all, those of a split with a change counted three times.
const WORK: usize = 90_000_000;
/// Rows drawn by all tests by random tables together.
const DRAWN: u64 = 200_000_000;
/// Fewer rows would say too little about files of any size.
const FEWEST_ROWS: usize = 2_000;
const FEWEST_REPEATS: usize = 40;
const MOST_POWER_COLUMNS: usize = 200;
/// A part with fewer rows cannot be judged.
const LEAST_PART: usize = 20;

impl Plan {
    /// For files of so many rows; `None` where the reference is too short to be split.
    pub fn of(
        parameters: &Parameters,
        rows: (usize, usize),
        columns: usize,
        shifts: usize,
        most_rows: usize,
    ) -> Option<Plan> {
        let repeats = parameters.repeats as usize;
        let visits = |repeats: usize| columns.max(1) * (repeats + 3 * shifts * power(repeats));
        let bearable = (WORK / FEWEST_ROWS / visits(1).max(1)).max(FEWEST_REPEATS);
        let repeats = repeats.min(bearable);
        let taken = rows
            .0
            .min(most_rows)
            .min((WORK / visits(repeats)).max(FEWEST_ROWS));
        let half = taken / 2;
        let current = rows.1.min(half);
        // Of two parts that are alike in size the exact p-value is a short sum.
        let reference = if current == half {
            half
        } else {
            taken - current
        };
        (current >= LEAST_PART).then_some(Plan {
            repeats: repeats as u32,
            power_repeats: power(repeats) as u32,
            power_columns: MOST_POWER_COLUMNS,
            rows: (reference, current),
        })
    }

    /// What one test by random tables may use, in drawn rows.
    pub fn draw_budget(&self, columns: usize, shifts: usize) -> u64 {
        let each = self.repeats + self.power_repeats * shifts as u32;
        DRAWN / (u64::from(each) * columns.max(1) as u64)
    }
}

/// Splits with a change: a quarter of all, at least twenty.
fn power(repeats: usize) -> usize {
    (repeats / 4).clamp(20, 500).min(repeats)
}
