//! Rows that repeat an earlier one.

use super::facts::File;
use super::parameters::Parameters;
use super::problem::{Problem, first, wrong};
use super::rows::{columns, keys};
use crate::config::Role;
use crate::report::Severity;
use crate::stats::proportion::Share;
use crate::table::row_key::add_column;

/// Rows that are looked at to tell coarse data from copies.
const MOST_ROWS: usize = 50_000;
/// Columns that are left out one by one for it.
const MOST_COLUMNS: usize = 64;

/// Rows that are equal in every column.
///
/// Rows may be equal by chance where columns have few values. How many pairs of rows chance makes equal follows from
/// the pairs that differ in one column only: that column agrees by chance in its share of equal pairs (Simpson's
/// index). Where the equal pairs are at most three times as many as the column says that explains most, the rows are
/// said to be equal and not to be copies.
pub(super) fn find(file: File, parameters: &Parameters, out: &mut Vec<Problem>) {
    let all = columns(file, |_| true);
    let rows = file.table.rows;
    if rows < 2 || all.is_empty() {
        return;
    }
    let keys = keys(file, &all);
    let repeated = repeats(&keys);
    if repeated.count == 0 {
        return;
    }
    let share = Share {
        count: repeated.count,
        rows: rows as u64,
    };
    let has_id = all.iter().any(|c| file.role(*c) == Role::Id);
    let coarse = !has_id && by_chance(file, &all, &keys);
    let mut seen: Vec<u64> = Vec::new();
    let again = (0..rows).filter(|row| {
        let key = keys[*row];
        if repeated.keys.binary_search(&key).is_err() {
            return false;
        }
        if seen.contains(&key) {
            return true;
        }
        if seen.len() < 10_000 {
            seen.push(key);
        }
        false
    });
    let rows = first(again);
    out.push(Problem {
        check: if coarse {
            "equal-rows"
        } else {
            "duplicate-rows"
        },
        key: String::new(),
        share,
        severity: if coarse {
            Severity::RealButSmall
        } else {
            wrong(share, parameters.serious_share)
        },
        threshold: parameters.serious_share,
        measure: None,
        rows,
        numbers: Vec::new(),
    });
}

struct Repeats {
    /// Rows that are equal to an earlier one.
    count: u64,
    /// Pairs of equal rows.
    pairs: u64,
    /// Keys that occur more than once, ascending.
    keys: Vec<u64>,
}

fn repeats(keys: &[u64]) -> Repeats {
    let mut sorted = keys.to_vec();
    sorted.sort_unstable();
    let mut out = Repeats {
        count: 0,
        pairs: 0,
        keys: Vec::new(),
    };
    for group in sorted.chunk_by(|a, b| a == b) {
        let size = group.len() as u64;
        if size > 1 {
            out.count += size - 1;
            out.pairs += size * (size - 1) / 2;
            out.keys.push(group[0]);
        }
    }
    out
}

fn by_chance(file: File, all: &[usize], keys: &[u64]) -> bool {
    let rows = keys.len().min(MOST_ROWS);
    let keys = &keys[..rows];
    let equal = repeats(keys).pairs as f64;
    let pairs = rows as f64 * (rows as f64 - 1.0) / 2.0;
    let mut most = 0.0;
    for column in all.iter().take(MOST_COLUMNS) {
        let mut part = vec![0; rows];
        add_column(&mut part, &file.table.columns[*column]);
        let agree = repeats(&part).pairs as f64 / pairs;
        let without: Vec<u64> = keys
            .iter()
            .zip(&part)
            .map(|(k, p)| k.wrapping_sub(*p))
            .collect();
        let nearly = repeats(&without).pairs as f64 - equal;
        if agree < 1.0 {
            most = f64::max(most, nearly * agree / (1.0 - agree));
        }
    }
    equal <= 3.0 * most + 2.0 * f64::from(u8::from(most >= 1.0))
}
