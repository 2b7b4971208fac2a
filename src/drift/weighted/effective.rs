//! Weighted rows as the number of equally weighted ones that say as much.
//!
//! A weighted share has the variance of a share among `p(1 − p)/variance` equal rows (Korn EL, Graubard BI 1998, Survey
//! Methodology 24, 193), the variance being that of rows drawn independently, linearised (Särndal C-E, Swensson B,
//! Wretman J 1992, Model Assisted Survey Sampling, 5.8). Of a column's shares the one with the fewest effective rows
//! counts for all: the largest design effect makes chi-square conservative (Rao JNK, Scott AJ 1981, JASA 76, 221), where
//! their mean rejects too often as soon as weights go with the values (8–10 % at 5 % in simulations). The shares are those
//! of the levels, and for numbers those at or below each of their weighted tenths. Kish's `(Σw)²/Σw²` (Kish L 1965,
//! Survey Sampling, 11.7) is never exceeded. Numbers then are the weighted quantiles that stand evenly between 0 and 1, as
//! many as there are effective rows.

use std::collections::BTreeMap;

use crate::stats::proportion::Share;
use crate::stats::rate::weighted::Weights;
use crate::table::{Column, ColumnData, Distribution, Kind, LevelCount, Values};

/// Cells that numbers are cut into.
const CELLS: usize = 10;

/// A column of one file as effective rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// The effective rows that have a value.
    pub distribution: Distribution,
    /// Effective rows of "has the row a value?", and how many of them have none.
    pub all: Share,
    /// Rows with a weight above 0.
    pub rows: u64,
    /// Rows left out for want of such a weight.
    pub left_out: u64,
}

/// Sum of weights and of squared weights.
type Sums = (f64, f64);

impl Effective {
    /// `None` for dates and texts, where the weights are no numbers, and without any row that has a weight above 0.
    pub fn of(column: &Column, weights: &Column) -> Option<Effective> {
        let ColumnData::Number(chunks) = &weights.data else {
            return None;
        };
        let weights: Vec<Option<f64>> = chunks
            .iter()
            .flatten()
            .enumerate()
            .map(|(row, w)| {
                let fine = *w > 0.0 && w.is_finite() && !weights.is_missing(row);
                fine.then_some(*w)
            })
            .collect();
        let mut missing = Weights::default();
        for (row, weight) in weights.iter().enumerate() {
            missing.add(weight.unwrap_or(0.0), column.is_missing(row));
        }
        let present = |row: usize| weights[row].filter(|_| !column.is_missing(row));
        let (present_rows, values) = match &column.data {
            ColumnData::Number(chunks) => {
                let values = chunks.iter().flatten().enumerate();
                numbers(
                    values
                        .filter_map(|(row, v)| Some((v + 0.0, present(row)?)))
                        .collect(),
                )
            }
            ColumnData::Category(categories) => {
                let mut sums: BTreeMap<u32, Sums> = BTreeMap::new();
                for (row, code) in categories.codes.iter().flatten().enumerate() {
                    if let Some(weight) = present(row) {
                        let sum = sums.entry(*code).or_default();
                        *sum = (sum.0 + weight, sum.1 + weight * weight);
                    }
                }
                let rows = missing.rows - missing.hits;
                levels(rows, &sums, &|code| categories.levels.get(code as usize))
            }
            ColumnData::Time(_) | ColumnData::Text(_) => return None,
        };
        let rate = missing.rate()?;
        let with = (missing.hits_sum, missing.hits_squares);
        let without = (missing.sum - with.0, (missing.squares - with.1).max(0.0));
        let rows = whole(effective_rows(&[with, without], false).min(missing.rows as f64)).max(1.0);
        let kind = match column.kind {
            Kind::Boolean => Kind::Boolean,
            _ if matches!(values, Values::Numbers(_)) => Kind::Number,
            _ => Kind::Category,
        };
        let all = Share {
            // A rate above 0 stays above 0.
            count: (libm::round(rate * rows) as u64).max(u64::from(missing.hits > 0)),
            rows: rows as u64,
        };
        Some(Effective {
            distribution: Distribution {
                kind,
                present: present_rows,
                missing: all.count,
                values,
            },
            all,
            rows: missing.rows,
            left_out: weights.len() as u64 - missing.rows,
        })
    }
}

/// Effective rows of these cells: those of the cell, or of the cells up to one where `ordered`, that has the fewest;
/// Kish's number at most.
fn effective_rows(cells: &[Sums], ordered: bool) -> f64 {
    let (sum, squares) = cells
        .iter()
        .fold((0.0, 0.0), |(a, b), cell| (a + cell.0, b + cell.1));
    if !(sum > 0.0 && squares > 0.0) {
        return 0.0;
    }
    let whole = squares / (sum * sum);
    let mut least = sum / squares * sum;
    let mut below = (0.0, 0.0);
    for cell in cells {
        let part = if ordered {
            below = (below.0 + cell.0, below.1 + cell.1);
            below
        } else {
            *cell
        };
        let (share, own) = (part.0 / sum, part.1 / (sum * sum));
        let variance = own * (1.0 - 2.0 * share) + share * share * whole;
        // All or none of the rows have no variance, but for rounding.
        if share > 1e-12 && share < 1.0 - 1e-12 && variance > 0.0 {
            least = least.min(share * (1.0 - share) / variance);
        }
    }
    least
}

/// Whole rows, however the sums were rounded.
fn whole(rows: f64) -> f64 {
    libm::floor(rows * (1.0 + 1e-9))
}

/// Weighted numbers as effective ones.
fn numbers(mut rows: Vec<(f64, f64)>) -> (u64, Values) {
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let sum: f64 = rows.iter().map(|row| row.1).sum();
    let mut cells = vec![(0.0, 0.0); CELLS];
    let mut below = 0.0;
    for equal in rows.chunk_by(|a, b| a.0 == b.0) {
        let weight: f64 = equal.iter().map(|row| row.1).sum();
        // Equal values stay together, where their middle is.
        let middle = (below + 0.5 * weight) / sum;
        let cell = &mut cells[((middle * CELLS as f64) as usize).min(CELLS - 1)];
        cell.0 += weight;
        cell.1 += equal.iter().map(|row| row.1 * row.1).sum::<f64>();
        below += weight;
    }
    let count = whole(effective_rows(&cells, true).min(rows.len() as f64));
    let (mut at, mut reached) = (0, rows.first().map_or(0.0, |row| row.1));
    let values: Vec<f64> = (0..count as u64)
        .filter_map(|i| {
            let target = (i as f64 + 0.5) / count * sum;
            while reached < target && at + 1 < rows.len() {
                at += 1;
                reached += rows[at].1;
            }
            Some(rows.get(at)?.0)
        })
        .collect();
    (values.len() as u64, Values::Numbers(values))
}

/// Weighted levels as effective counts, in ascending order of their names.
fn levels<'a>(
    rows: u64,
    sums: &BTreeMap<u32, Sums>,
    name: &dyn Fn(u32) -> Option<&'a str>,
) -> (u64, Values) {
    let cells: Vec<Sums> = sums.values().copied().collect();
    let sum: f64 = cells.iter().map(|cell| cell.0).sum();
    let count = effective_rows(&cells, false).min(rows as f64);
    let mut out: Vec<LevelCount> = sums
        .iter()
        .filter_map(|(code, cell)| {
            let count = libm::round(cell.0 / sum * count) as u64;
            let level = name(*code)?.to_owned();
            (count > 0).then_some(LevelCount { level, count })
        })
        .collect();
    out.sort_unstable_by(|a, b| a.level.cmp(&b.level));
    (out.iter().map(|l| l.count).sum(), Values::Levels(out))
}
