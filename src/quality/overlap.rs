//! Rows of the current file that stand in the reference as well.

use kernels::sort::sort_keys;

use super::duplicates::{BY_CHANCE, at_least};
use super::facts::File;
use super::parameters::Parameters;
use super::problem::{Problem, doubtful, first};
use super::rows::{keys, spread};
use crate::config::Role;
use crate::stats::proportion::Share;
use crate::table::row_key::add_column;

/// Rows of each file that are looked at to tell coarse data from the same rows.
const MOST_ROWS: usize = 50_000;
/// Columns that are left out one by one for it.
const MOST_COLUMNS: usize = 64;

/// Rows that are equal to a row of the reference in every column that both files have.
///
/// Such rows are compared with themselves: a change is then seen smaller than it is, and a model that was trained on the
/// one file and is judged on the other looks better than it is. Rows may be equal by chance where columns have few
/// values: how many pairs chance makes equal follows from the pairs that differ in one column only, as for rows that
/// repeat within a file, and the same probability decides. Samples of rows are not looked at: what they share says little
/// about the files.
pub(super) fn find(
    reference: File,
    current: File,
    parameters: &Parameters,
    out: &mut Vec<Problem>,
) {
    let common: Vec<[usize; 2]> = common(reference, current);
    let rows = current.table.rows;
    let sampled = |file: File| file.table.rows_of_file() > file.table.rows as u64;
    // One column alone says nothing about rows.
    if common.len() < 2 || rows == 0 || sampled(reference) || sampled(current) {
        return;
    }
    let side = |side: usize| common.iter().map(|pair| pair[side]).collect::<Vec<usize>>();
    let (before, now) = (keys(reference, &side(0)), keys(current, &side(1)));
    let known = sorted(before.clone());
    let count = Shared::of(&known, &sorted(now.clone())).rows;
    if count == 0 {
        return;
    }
    let named = common.iter().any(|pair| current.role(pair[1]) == Role::Id);
    if !named && by_chance([reference, current], &common, [&before, &now]) {
        return;
    }
    let share = Share {
        count,
        rows: rows as u64,
    };
    out.push(Problem {
        check: "rows-in-both",
        key: String::new(),
        share,
        severity: doubtful(share, parameters.serious_share),
        threshold: parameters.serious_share,
        measure: None,
        rows: first((0..rows).filter(|&row| known.binary_search(&now[row]).is_ok())),
        numbers: Vec::new(),
    });
}

/// Columns of both files by place, matched by name.
fn common(reference: File, current: File) -> Vec<[usize; 2]> {
    let places = reference.table.columns.iter().enumerate();
    let pairs = places.filter_map(|(place, column)| {
        let mut others = current.table.columns.iter();
        let other = others.position(|other| other.name == column.name)?;
        let away = column.is_away() || current.table.columns[other].is_away();
        (!away).then_some([place, other])
    });
    pairs.collect()
}

fn sorted(mut keys: Vec<u64>) -> Vec<u64> {
    sort_keys(&mut keys);
    keys
}

/// What two lists of keys have in common.
struct Shared {
    /// Rows of the second list whose key the first one has.
    rows: u64,
    /// Pairs of a row of the one list and a row of the other that have the same key.
    pairs: f64,
}

impl Shared {
    /// Both lists are in ascending order.
    fn of(before: &[u64], now: &[u64]) -> Shared {
        let mut rest = before.chunk_by(|a, b| a == b).peekable();
        let mut out = Shared {
            rows: 0,
            pairs: 0.0,
        };
        for group in now.chunk_by(|a, b| a == b) {
            while rest.next_if(|other| other[0] < group[0]).is_some() {}
            if let Some(other) = rest.next_if(|other| other[0] == group[0]) {
                out.rows += group.len() as u64;
                out.pairs += group.len() as f64 * other.len() as f64;
            }
        }
        out
    }
}

fn equal_pairs(before: &[u64], now: &[u64]) -> f64 {
    Shared::of(&sorted(before.to_vec()), &sorted(now.to_vec())).pairs
}

fn by_chance(files: [File; 2], common: &[[usize; 2]], keys: [&[u64]; 2]) -> bool {
    let seen = keys.map(|keys| spread(keys.len(), MOST_ROWS, 1));
    let of = |keys: &[u64], side: usize| -> Vec<u64> {
        seen[side].iter().map(|&row| keys[row]).collect()
    };
    let whole = [of(keys[0], 0), of(keys[1], 1)];
    let equal = equal_pairs(&whole[0], &whole[1]);
    let pairs = whole[0].len() as f64 * whole[1].len() as f64;
    let mut most = 0.0;
    for places in common.iter().take(MOST_COLUMNS) {
        let part = [0, 1].map(|side: usize| {
            let mut part = vec![0; files[side].table.rows];
            add_column(&mut part, &files[side].table.columns[places[side]]);
            of(&part, side)
        });
        let agree = equal_pairs(&part[0], &part[1]) / pairs;
        let without = [0, 1].map(|side: usize| -> Vec<u64> {
            let parts = whole[side].iter().zip(&part[side]);
            parts.map(|(key, part)| key.wrapping_sub(*part)).collect()
        });
        let nearly = equal_pairs(&without[0], &without[1]) - equal;
        if agree < 1.0 {
            most = f64::max(most, nearly * agree / (1.0 - agree));
        }
    }
    at_least(equal, 3.0 * most) >= BY_CHANCE
}

#[cfg(test)]
mod tests {
    use super::equal_pairs;

    #[test]
    fn pairs_of_equal_keys_are_counted_on_both_sides() {
        assert_eq!(equal_pairs(&[3, 1, 1, 7], &[1, 1, 1, 9, 7]), 7.0);
        assert_eq!(equal_pairs(&[], &[1]), 0.0);
        assert_eq!(equal_pairs(&[2], &[1, 3]), 0.0);
    }
}
