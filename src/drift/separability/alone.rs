//! What each column gives away by itself.

use super::rows::Rows;
use crate::analysis::{Inputs, Pair};
use crate::model::Dataset;
use crate::model::progressive::{self, area, rates};
use crate::stats::auc::Pooled;
use crate::stats::order::order;

/// Rows of a file that decide which columns a model looks at, where there are too many.
const SCREENED_ROWS: usize = 2_000;
/// Values of a file that decide it, at most.
const SCREENED_VALUES: usize = 8_000_000;

/// The columns that a model looks at: all where there are at most `most`, else those that tell most by themselves,
/// learned and tried within the folds that nothing is tested on. In the order of the file.
pub(super) fn strongest<'a>(
    inputs: &Inputs,
    columns: &[&'a Pair],
    rows: &Rows,
    most: usize,
) -> Vec<&'a Pair> {
    if columns.len() <= most {
        return columns.to_vec();
    }
    let first = (SCREENED_VALUES / columns.len()).clamp(200, SCREENED_ROWS);
    let data = rows.data_of(inputs, columns, first);
    let taken: Vec<usize> = rows.tables.iter().map(|t| t.len().min(first)).collect();
    // A row's place among those taken: the reference's come first.
    let place = |row: u32| -> Option<u32> {
        let (row, all) = (row as usize, rows.tables[0].len());
        if row < all {
            (row < taken[0]).then_some(row as u32)
        } else {
            (row - all < taken[1]).then_some((row - all + taken[0]) as u32)
        }
    };
    let at =
        |fold: usize| -> Vec<u32> { rows.folds[fold].iter().filter_map(|&r| place(r)).collect() };
    let target: Vec<f64> = (0..data.rows())
        .map(|row| f64::from(u8::from(row >= taken[0])))
        .collect();
    let (learn, test) = (at(0), vec![at(1)]);
    let areas: Vec<f64> = (0..columns.len())
        .map(|column| {
            let scores = rates(&data, column, &target, &learn);
            area(&data, column, &target, &scores, &test).map_or(0.5, |a| a.value)
        })
        .collect();
    let mut kept = order(columns.len(), &|a, b| areas[b].total_cmp(&areas[a]));
    kept.truncate(most);
    kept.sort_unstable();
    kept.into_iter().map(|at| columns[at]).collect()
}

/// For each column the area by its own values alone.
pub(super) fn areas(data: &Dataset, rows: &Rows) -> Vec<Option<Pooled>> {
    progressive::areas(data, &rows.dealt())
}
