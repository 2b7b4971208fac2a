//! How much one variable says about another: Cramér's V, mutual information and eta squared, with intervals.
//!
//! An estimate that cannot be negative is too large where there is little: each has its bias-corrected value beside it.
//! The intervals are, at either end, the wider of two: that of the statistic's noncentral distribution, which holds near
//! zero, and that of its variance, which holds away from it; where the latter reaches zero the lower end is the former's.

mod noncentral;
mod variance_share;

pub use variance_share::eta_squared;

use super::interval::{Interval, two_sided_z};
use super::sum;

/// An association from 0 (none) up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// As it is usually reported.
    pub plain: f64,
    /// With what sampling alone adds taken off, not below 0.
    pub corrected: f64,
    /// Interval.
    pub interval: Interval,
    /// Rows.
    pub rows: u64,
}

/// A table of counts without empty rows and columns.
struct Table {
    rows: usize,
    columns: usize,
    shares: Vec<f64>,
    row_shares: Vec<f64>,
    column_shares: Vec<f64>,
    total: f64,
}

impl Table {
    /// `None` for ragged rows, and below two rows or columns with counts.
    fn of(counts: &[Vec<u64>]) -> Option<Table> {
        let width = counts.first()?.len();
        if counts.iter().any(|row| row.len() != width) {
            return None;
        }
        let used_columns: Vec<usize> = (0..width)
            .filter(|&j| counts.iter().any(|row| row[j] > 0))
            .collect();
        let used: Vec<&Vec<u64>> = counts
            .iter()
            .filter(|row| row.iter().any(|&c| c > 0))
            .collect();
        let (rows, columns) = (used.len(), used_columns.len());
        if rows < 2 || columns < 2 {
            return None;
        }
        let total: u64 = used.iter().flat_map(|row| row.iter()).sum();
        let total = total as f64;
        let shares: Vec<f64> = used
            .iter()
            .flat_map(|row| used_columns.iter().map(|&j| row[j] as f64 / total))
            .collect();
        let row_shares = shares.chunks(columns).map(|row| row.iter().sum()).collect();
        let column_shares = (0..columns)
            .map(|j| shares.iter().skip(j).step_by(columns).sum())
            .collect();
        Some(Table {
            rows,
            columns,
            shares,
            row_shares,
            column_shares,
            total,
        })
    }

    fn degrees(&self) -> f64 {
        (self.rows - 1) as f64 * (self.columns - 1) as f64
    }

    /// Every cell: its row, its column, its share.
    fn cells(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let columns = self.columns;
        self.shares
            .iter()
            .enumerate()
            .map(move |(i, &share)| (i / columns, i % columns, share))
    }

    /// Variance, over rows of data, of what each cell contributes.
    fn spread(&self, influence: &dyn Fn(usize, usize, f64) -> f64) -> f64 {
        let (mut mean, mut square) = (0.0, 0.0);
        for (i, j, share) in self.cells() {
            if share > 0.0 {
                let value = influence(i, j, share);
                mean += share * value;
                square += share * value * value;
            }
        }
        (square - mean * mean).max(0.0)
    }
}

/// Cramér's V of a table of counts, rows by columns; empty rows and columns do not count. `None` for ragged rows, below
/// two rows or columns with counts, and unless `0 < confidence < 1`.
///
/// Plain: `√(χ²/n / (min(r, c) − 1))`. Corrected: Bergsma W (2013), J. Korean Stat. Soc. 42, 323. Interval of the plain
/// one's population value: noncentral chi-square (Smithson M 2003, Confidence Intervals, 39) and the delta method.
///
/// ```
/// let found = driftglass::stats::association::cramers_v(&[vec![30, 10], vec![10, 30]], 0.95).unwrap();
/// assert!((found.plain - 0.5).abs() < 1e-15 && found.corrected < 0.5);
/// assert!(found.interval.lower > 0.21 && found.interval.upper < 0.72);
/// ```
pub fn cramers_v(counts: &[Vec<u64>], confidence: f64) -> Option<Association> {
    let z = two_sided_z(confidence)?;
    let table = Table::of(counts)?;
    let n = table.total;
    let ratio =
        |i: usize, j: usize, share: f64| share / (table.row_shares[i] * table.column_shares[j]);
    let square = sum::compensated(table.cells().map(|(i, j, share)| {
        let expected = table.row_shares[i] * table.column_shares[j];
        (share - expected) * (share - expected) / expected
    }));
    // Of each row and column: Σ share²/(row share · column share) over its own share.
    let mut of_row = vec![0.0; table.rows];
    let mut of_column = vec![0.0; table.columns];
    for (i, j, share) in table.cells() {
        let part = share * ratio(i, j, share);
        of_row[i] += part / table.row_shares[i];
        of_column[j] += part / table.column_shares[j];
    }
    let spread = table.spread(&|i, j, share| 2.0 * ratio(i, j, share) - of_row[i] - of_column[j]);
    let degrees = table.degrees();
    let most = (table.rows.min(table.columns) - 1) as f64;
    let range = noncentral::interval(
        noncentral::Found {
            statistic: n * square,
            degrees,
            rows: n,
            spread,
        },
        confidence,
        z,
    )?;
    let of = |square: f64| (square / most).clamp(0.0, 1.0).sqrt();
    let shrunk = |count: usize| {
        let less = (count - 1) as f64;
        count as f64 - less * less / (n - 1.0)
    };
    let least = shrunk(table.rows).min(shrunk(table.columns)) - 1.0;
    let rest = (square - degrees / (n - 1.0)).max(0.0);
    Some(Association {
        plain: of(square),
        corrected: if least > 0.0 {
            (rest / least).min(1.0).sqrt()
        } else {
            0.0
        },
        interval: Interval {
            lower: of(range.lower),
            upper: of(range.upper),
        },
        rows: n as u64,
    })
}

/// Mutual information of a table of counts, in nats. `None` as in [`cramers_v`].
///
/// Corrected: less `(r − 1)(c − 1)/(2 n)` (Miller GA 1955, in Quastler H (ed.), Information Theory in Psychology, 95).
/// Interval: `2 n` times it is the likelihood-ratio statistic, noncentral chi-square near zero; the delta method beyond.
///
/// ```
/// let found = driftglass::stats::association::mutual_information(&[vec![25, 25], vec![25, 25]], 0.95).unwrap();
/// assert!(found.plain.abs() < 1e-15 && found.corrected == 0.0 && found.interval.lower == 0.0);
/// ```
pub fn mutual_information(counts: &[Vec<u64>], confidence: f64) -> Option<Association> {
    let z = two_sided_z(confidence)?;
    let table = Table::of(counts)?;
    let n = table.total;
    let log = |i: usize, j: usize, share: f64| {
        libm::log(share / (table.row_shares[i] * table.column_shares[j]))
    };
    let plain = sum::compensated(
        table
            .cells()
            .filter(|cell| cell.2 > 0.0)
            .map(|(i, j, share)| share * log(i, j, share)),
    )
    .max(0.0);
    // In the units of χ²/n: twice the information.
    let range = noncentral::interval(
        noncentral::Found {
            statistic: 2.0 * n * plain,
            degrees: table.degrees(),
            rows: n,
            spread: 4.0 * table.spread(&log),
        },
        confidence,
        z,
    )?;
    Some(Association {
        plain,
        corrected: (plain - table.degrees() / (2.0 * n)).max(0.0),
        interval: Interval {
            lower: 0.5 * range.lower,
            upper: 0.5 * range.upper,
        },
        rows: n as u64,
    })
}
