//! One column of both files, row by row as numbers: values, or places of levels.

use crate::analysis::{Inputs, Pair};
use crate::config::Role;
use crate::stats::order::ordered;
use crate::table::{Categories, Column, ColumnData};
use kernels::sort::sort_numbers;

/// A column that can be followed over time.
pub(super) struct Followed {
    /// How many levels it has; `None` for numbers.
    pub(super) levels: Option<usize>,
    /// One number a row of the reference: the value, or the place of the level in byte order. NaN is missing.
    pub(super) reference: Vec<f64>,
    /// The same of the current rows.
    pub(super) current: Vec<f64>,
}

/// The column in these rows; `None` where it is left out, free text, a time, of another type in either file, or the
/// same in every row.
pub(super) fn followed(
    inputs: &Inputs,
    pair: &Pair,
    reference: &[u32],
    current: &[u32],
) -> Option<Followed> {
    if matches!(pair.role, Role::Id | Role::Ignore) {
        return None;
    }
    let before = inputs.reference.columns.get(pair.reference)?;
    let now = inputs.current.columns.get(pair.current)?;
    let found = match (&before.data, &now.data) {
        (ColumnData::Number(first), ColumnData::Number(second)) => as_levels(
            numbers(before, first, reference),
            numbers(now, second, current),
        ),
        (ColumnData::Category(first), ColumnData::Category(second)) => {
            let mut names: Vec<&str> = first.levels.iter().chain(second.levels.iter()).collect();
            names.sort_unstable();
            names.dedup();
            Followed {
                levels: Some(names.len()),
                reference: places(first, &names, reference),
                current: places(second, &names, current),
            }
        }
        _ => return None,
    };
    let mut rows = found.reference.iter().chain(&found.current);
    let first = rows.next()?.to_bits();
    rows.any(|value| value.to_bits() != first).then_some(found)
}

fn numbers(column: &Column, chunks: &[Vec<f64>], rows: &[u32]) -> Vec<f64> {
    let values: Vec<f64> = chunks.iter().flatten().copied().collect();
    let value = |&row: &u32| {
        if column.is_missing(row as usize) {
            f64::NAN
        } else {
            values[row as usize] + 0.0
        }
    };
    rows.iter().map(value).collect()
}

fn places(categories: &Categories, names: &[&str], rows: &[u32]) -> Vec<f64> {
    let codes: Vec<u32> = categories.codes.iter().flatten().copied().collect();
    let place = |level: &str| names.partition_point(|name| *name < level) as f64;
    let places: Vec<f64> = categories.levels.iter().map(place).collect();
    let of_code = |code: u32| places.get(code as usize).copied().unwrap_or(f64::NAN);
    rows.iter()
        .map(|&row| of_code(codes[row as usize]))
        .collect()
}

/// Two distinct numbers in both files together are levels, not a scale.
fn as_levels(reference: Vec<f64>, current: Vec<f64>) -> Followed {
    let mut distinct: Vec<f64> = Vec::new();
    for &value in reference.iter().chain(&current).filter(|v| !v.is_nan()) {
        if !distinct.contains(&value) {
            distinct.push(value);
            if distinct.len() > 2 {
                return Followed {
                    levels: None,
                    reference,
                    current,
                };
            }
        }
    }
    let distinct = ordered(distinct, &|a, b| a.total_cmp(b));
    let place = |value: f64| match distinct.iter().position(|d| *d == value) {
        Some(place) => place as f64,
        None => f64::NAN,
    };
    Followed {
        levels: Some(distinct.len()),
        reference: reference.into_iter().map(place).collect(),
        current: current.into_iter().map(place).collect(),
    }
}

/// The values that are not missing, ascending.
pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut present: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    sort_numbers(&mut present);
    present
}

/// How often each level stands in these rows.
pub(super) fn counts(values: &[f64], levels: usize) -> Vec<u64> {
    let mut counts = vec![0; levels];
    for value in values.iter().filter(|v| !v.is_nan()) {
        if let Some(count) = counts.get_mut(*value as usize) {
            *count += 1;
        }
    }
    counts
}
