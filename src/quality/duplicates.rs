//! Rows that repeat an earlier one.

use super::facts::File;
use super::parameters::Parameters;
use super::problem::{Problem, first, wrong};
use super::rows::{columns, keys};
use crate::config::Role;
use crate::report::Severity;
use crate::stats::proportion::{Share, wilson};
use crate::table::row_key::{add_column, repeats};

/// Rows that are looked at to tell coarse data from copies.
const MOST_ROWS: usize = 50_000;
/// Columns that are left out one by one for it.
const MOST_COLUMNS: usize = 64;

/// Equal pairs that are at least so probable are chance.
pub(super) const BY_CHANCE: f64 = 0.01;
/// Rows that are equal by chance are listed from this share on.
const LISTED_EQUAL: f64 = 0.05;

/// Rows that are equal in every column.
///
/// Rows may be equal by chance where columns have few values. How many pairs of rows chance makes equal follows from
/// the pairs that differ in one column only: that column agrees by chance in its share of equal pairs (Simpson's
/// index). Three times as many are allowed for columns that depend on each other; where a Poisson number of that mean is
/// as large as what is seen with a probability of at least 1 %, the rows are equal and no copies.
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
    let listed = wilson(share, super::problem::CONFIDENCE).is_some_and(|i| i.lower >= LISTED_EQUAL);
    if coarse && !listed {
        return;
    }
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
    at_least(equal, 3.0 * most) >= BY_CHANCE
}

/// `P(X ≥ count)` of a Poisson number of this mean.
pub(super) fn at_least(count: f64, mean: f64) -> f64 {
    if count <= mean {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    let mut term = libm::exp(count * libm::log(mean) - mean - libm::lgamma(count + 1.0));
    let mut sum = 0.0;
    let mut k = count;
    while term > 1e-17 * sum && term > 0.0 {
        sum += term;
        k += 1.0;
        term *= mean / k;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::at_least;

    #[test]
    fn tails_of_a_poisson_number() {
        // 1 − e^−0.3, and 1 less the first ten terms of a Poisson law of mean 3.
        assert!((at_least(1.0, 0.3) - 0.259_181_779_318_282_1).abs() < 1e-14);
        assert!((at_least(10.0, 3.0) - 0.001_102_488_130_115_4).abs() < 1e-14);
        assert_eq!(at_least(0.0, 0.0), 1.0);
        assert_eq!(at_least(2.0, 0.0), 0.0);
    }
}
