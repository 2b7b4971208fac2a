//! A column as other tools read it: values in row order, missing ones left out or marked.

use kernels::sort::sort_numbers;
use std::collections::BTreeMap;

use crate::analysis::{Inputs, Pair};
use crate::config::Role;
use crate::table::{self, ColumnData};

/// Values in row order.
pub(super) enum Rows {
    /// Numbers; `None` where missing or infinite.
    Numbers(Vec<Option<f64>>),
    /// Names of levels; `None` where missing.
    Levels(Vec<Option<String>>),
}

/// A column that both files have as numbers or as levels.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) reference: Rows,
    pub(super) current: Rows,
}

/// The column as other tools compare it. `None` for times, texts, ids and ignored columns, for those that have another
/// type in each file, and without a value in one.
pub(super) fn column(inputs: &Inputs, pair: &Pair) -> Option<Column> {
    if matches!(pair.role, Role::Id | Role::Ignore) {
        return None;
    }
    let reference = rows(&inputs.reference.columns[pair.reference])?;
    let current = rows(&inputs.current.columns[pair.current])?;
    let alike = matches!(
        (&reference, &current),
        (Rows::Numbers(_), Rows::Numbers(_)) | (Rows::Levels(_), Rows::Levels(_))
    );
    (alike && reference.present() > 0 && current.present() > 0).then(|| Column {
        name: pair.name.clone(),
        reference,
        current,
    })
}

fn rows(column: &table::Column) -> Option<Rows> {
    let missing = |row: usize| column.is_missing(row);
    match &column.data {
        ColumnData::Number(chunks) => Some(Rows::Numbers(
            chunks
                .iter()
                .flatten()
                .enumerate()
                .map(|(row, value)| {
                    Some(value + 0.0).filter(|value| value.is_finite() && !missing(row))
                })
                .collect(),
        )),
        ColumnData::Category(categories) => {
            let names: Vec<&str> = categories.levels.iter().collect();
            Some(Rows::Levels(
                categories
                    .codes
                    .iter()
                    .flatten()
                    .map(|&code| names.get(code as usize).map(|name| (*name).to_string()))
                    .collect(),
            ))
        }
        ColumnData::Time(_) | ColumnData::Text(_) => None,
    }
}

impl Rows {
    /// Rows that have a value.
    pub(super) fn present(&self) -> usize {
        match self {
            Rows::Numbers(rows) => rows.iter().flatten().count(),
            Rows::Levels(rows) => rows.iter().flatten().count(),
        }
    }

    /// Levels, or the numbers in words.
    pub(super) fn names(&self) -> Vec<Option<String>> {
        match self {
            Rows::Numbers(rows) => rows.iter().map(|v| v.map(|v| v.to_string())).collect(),
            Rows::Levels(rows) => rows.clone(),
        }
    }
}

/// Ascending numbers that are there.
pub(super) fn ascending(rows: &[Option<f64>]) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().copied().flatten().collect();
    sort_numbers(&mut values);
    values
}

/// Counts of the levels of either side, in the same order.
pub(super) fn counts(
    reference: &[Option<String>],
    current: &[Option<String>],
) -> (Vec<u64>, Vec<u64>) {
    let mut all: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for level in reference.iter().flatten() {
        all.entry(level).or_default().0 += 1;
    }
    for level in current.iter().flatten() {
        all.entry(level).or_default().1 += 1;
    }
    all.into_values().unzip()
}
