//! Numbers that stand for "no value": -999, 9999, a date of 1900.

use super::exceedance;
use crate::stats::interval::Interval;
use crate::stats::proportion::{Share, newcombe};

/// Numbers that programs and people write for a missing one.
pub const NUMBERS: [f64; 46] = [
    0.0,
    -1.0,
    -9.0,
    -77.0,
    -88.0,
    -99.0,
    -777.0,
    -888.0,
    -999.0,
    -7777.0,
    -8888.0,
    -9998.0,
    -9999.0,
    -99_999.0,
    -999_999.0,
    -9_999_999.0,
    77.0,
    88.0,
    99.0,
    777.0,
    888.0,
    999.0,
    7777.0,
    8888.0,
    9998.0,
    9999.0,
    99_999.0,
    999_999.0,
    9_999_999.0,
    99_999_999.0,
    999_999_999.0,
    -99.9,
    -999.9,
    99.9,
    999.9,
    9999.9,
    9_999_999_999.0,
    19_000_101.0,
    99_991_231.0,
    -32_768.0,
    32_767.0,
    65_535.0,
    -2_147_483_648.0,
    2_147_483_647.0,
    4_294_967_295.0,
    1e20,
];

const DAY_MS: f64 = 86_400_000.0;
/// First millisecond of the days that programs write for a missing one: 0001-01-01, 1582-10-15, 1753-01-01,
/// 1899-12-30, 1899-12-31, 1900-01-01, 1901-12-13, 1904-01-01, 1970-01-01, 2038-01-19, 2099-12-31, 2100-01-01,
/// 2999-12-31, 9999-12-31.
pub const DAYS_MS: [f64; 14] = [
    -62_135_596_800_000.0,
    -12_219_292_800_000.0,
    -6_847_804_800_000.0,
    -2_209_161_600_000.0,
    -2_209_075_200_000.0,
    -2_208_988_800_000.0,
    -2_147_472_000_000.0,
    -2_082_844_800_000.0,
    0.0,
    2_147_472_000_000.0,
    4_102_358_400_000.0,
    4_102_444_800_000.0,
    32_503_593_600_000.0,
    253_402_214_400_000.0,
];

/// Fewer than these current values are no pattern.
const LEAST: usize = 5;
/// Below this many reference values without the candidate nothing is said.
const LEAST_REFERENCE_ROWS: usize = 20;

/// A placeholder among the current values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placeholder {
    /// The value, or the first millisecond of the day.
    pub value: f64,
    /// Reference values that have it.
    pub reference: u64,
    /// Current values that have it.
    pub current: u64,
    /// Share of the current values less that of the reference.
    pub share: f64,
    /// Its interval.
    pub interval: Interval,
    /// Fisher's one-sided p-value, before it is multiplied by the number of candidates.
    pub p: f64,
}

/// Ascending values by position, so that numbers and instants are read alike.
#[derive(Clone, Copy)]
pub struct Sorted<'a> {
    /// How many.
    pub rows: usize,
    /// The value at a position below `rows`.
    pub at: &'a dyn Fn(usize) -> f64,
}

impl Sorted<'_> {
    /// How many values are below `value`.
    fn below(&self, value: f64) -> usize {
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.at)(middle) < value {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// The number of [`NUMBERS`] that most surely stands for "no value" among the current ones; see [`search`].
///
/// ```
/// use driftglass::stats::fault::placeholder::{Sorted, number};
/// let x: Vec<f64> = (0..500).map(|i| 20.0 + f64::from(i % 60)).collect();
/// let mut y = x.clone();
/// y.splice(..15, [-999.0; 15]);
/// let sorted = |mut v: Vec<f64>| { v.sort_by(f64::total_cmp); v };
/// let (x, y) = (sorted(x), sorted(y));
/// let reference = Sorted { rows: x.len(), at: &|i| x[i] };
/// let current = Sorted { rows: y.len(), at: &|i| y[i] };
/// assert_eq!(number(reference, reference, 0.05, 0.95), None);
/// let found = number(reference, current, 0.05, 0.95).unwrap();
/// assert_eq!((found.value, found.current), (-999.0, 15));
/// ```
pub fn number(
    reference: Sorted,
    current: Sorted,
    level: f64,
    confidence: f64,
) -> Option<Placeholder> {
    search(reference, current, &NUMBERS, 0.0, level, confidence)
}

/// The day of [`DAYS_MS`] that most surely stands for "no date"; see [`search`].
pub fn day(reference: Sorted, current: Sorted, level: f64, confidence: f64) -> Option<Placeholder> {
    search(reference, current, &DAYS_MS, DAY_MS, level, confidence)
}

/// The candidate (values from it up to `width` above) with the smallest p-value; `None` where chance explains it:
/// `p · candidates > level`.
///
/// Under equal distributions something is answered with a probability of at most `level`: Bonferroni over Fisher's
/// one-sided exact tests of the candidates, which stand before the data. Only an isolated candidate is named: it lies
/// beyond 99.9 % of the other reference values (all but 5 where these are few) by 1.5 deviations (quartiles' distance
/// over 1.349; for days also by a year), or it is negative where nothing else is; and of the current values around
/// it, half way to those of the reference, at most one in six is another.
pub fn search(
    reference: Sorted,
    current: Sorted,
    candidates: &[f64],
    width: f64,
    level: f64,
    confidence: f64,
) -> Option<Placeholder> {
    let mut best: Option<Placeholder> = None;
    for &value in candidates {
        let end = if width > 0.0 {
            value + width
        } else {
            above(value)
        };
        let range = |side: &Sorted| (side.below(value), side.below(end));
        let (from, to) = range(&current);
        let hits = to - from;
        if hits < LEAST {
            continue;
        }
        let before = range(&reference);
        let had = before.1 - before.0;
        let share = |count: usize, rows: usize| Share {
            count: count as u64,
            rows: rows as u64,
        };
        let (p, q) = (share(had, reference.rows), share(hits, current.rows));
        let chance = exceedance::p_value(p.count + 1, p.rows, q.count, q.rows);
        if candidates.len() as f64 * chance > level || best.is_some_and(|b| b.p <= chance) {
            continue;
        }
        if !isolated(&reference, before, &current, (from, to), value, width) {
            continue;
        }
        best = Some(Placeholder {
            value,
            reference: p.count,
            current: q.count,
            share: q.value()? - p.value()?,
            interval: newcombe(p, q, confidence)?,
            p: chance,
        });
    }
    best
}

/// The next number above.
fn above(value: f64) -> f64 {
    if value == 0.0 {
        f64::MIN_POSITIVE
    } else {
        let bits = value.to_bits();
        f64::from_bits(if value > 0.0 { bits + 1 } else { bits - 1 })
    }
}

fn isolated(
    reference: &Sorted,
    (start, end): (usize, usize),
    current: &Sorted,
    (from, to): (usize, usize),
    value: f64,
    width: f64,
) -> bool {
    let others = reference.rows - (end - start);
    if others < LEAST_REFERENCE_ROWS {
        return false;
    }
    // The reference without the candidate.
    let at = |position: usize| {
        (reference.at)(if position < start {
            position
        } else {
            position + (end - start)
        })
    };
    let out = (others / 1000).max(5).min(others / 4);
    let (low, high) = (at(out), at(others - 1 - out));
    let distance = if value < low {
        low - value
    } else if value > high {
        value - high
    } else {
        return false;
    };
    let deviation = (at(others * 3 / 4) - at(others / 4)) / 1.349;
    let year = if width > 0.0 { 365.0 * width } else { 0.0 };
    let far = distance >= f64::max(1.5 * deviation, year) && deviation.is_finite();
    let only_negative = width == 0.0 && value < 0.0 && at(0) >= 0.0 && from == 0 && {
        to == current.rows || (current.at)(to) >= 0.0
    };
    let around = current.below(value + 0.5 * distance) - current.below(value - 0.5 * distance);
    (far || only_negative) && 5 * around.saturating_sub(to - from) <= to - from
}
