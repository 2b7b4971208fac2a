//! What each column gives away by itself.

use super::rows::{FIRST_FOLDS, FOLDS, Rows};
use crate::analysis::{Inputs, Pair};
use crate::model::{Dataset, Encoding};
use crate::stats::auc::{self, Auc, Pooled};
use crate::stats::order::order;

/// Rows of a file that decide which columns a model looks at, where there are too many.
const SCREENED_ROWS: usize = 2_000;
/// Values of a file that decide it, at most.
const SCREENED_VALUES: usize = 8_000_000;
/// Rows that a group of neighbouring bins has, at least.
const GROUP_ROWS: u32 = 10;
/// Groups of bins, about.
const GROUPS: u32 = 64;
/// Scores of a held-out fold that an area is computed from, at most, for each file.
const SCORED_ROWS: usize = 20_000;

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

/// For each column the area by its own values alone: the share of current rows among the rows with such a value in
/// the first folds is the score in the others.
pub(super) fn areas(data: &Dataset, rows: &Rows) -> Vec<Option<Pooled>> {
    let learn = rows.before(FIRST_FOLDS);
    (0..data.features().len())
        .map(|column| {
            let scores = rates(data, column, &rows.target, &learn);
            area(
                data,
                column,
                &rows.target,
                &scores,
                &rows.folds[FIRST_FOLDS..FOLDS],
            )
        })
        .collect()
}

/// A score for each bin.
fn rates(data: &Dataset, column: usize, target: &[f64], learn: &[u32]) -> Vec<f64> {
    let bins = data.bins(column);
    let mut counts = [[0u32; 2]; 256];
    for &row in learn {
        counts[bins[row as usize] as usize][usize::from(target[row as usize] > 0.5)] += 1;
    }
    let ordered = data
        .features()
        .get(column)
        .is_some_and(|f| matches!(f.encoding, Encoding::Number { .. }));
    let group_rows = if ordered {
        GROUP_ROWS.max(learn.len() as u32 / GROUPS)
    } else {
        1
    };
    let all = counts[..255]
        .iter()
        .fold([0u32; 2], |sum, c| [sum[0] + c[0], sum[1] + c[1]]);
    let prior = (f64::from(all[1]) + 1.0) / (f64::from(all[0] + all[1]) + 2.0);
    let rate = |c: [u32; 2]| (f64::from(c[1]) + prior) / (f64::from(c[0] + c[1]) + 1.0);
    let mut out = vec![0.0; 256];
    let mut start = 0;
    let mut sum = [0u32; 2];
    for bin in 0..255 {
        sum = [sum[0] + counts[bin][0], sum[1] + counts[bin][1]];
        if sum[0] + sum[1] >= group_rows || bin == 254 {
            out[start..=bin].fill(rate(sum));
            start = bin + 1;
            sum = [0; 2];
        }
    }
    out[255] = rate(counts[255]);
    out
}

fn area(
    data: &Dataset,
    column: usize,
    target: &[f64],
    scores: &[f64],
    folds: &[Vec<u32>],
) -> Option<Pooled> {
    let bins = data.bins(column);
    let mut areas = Vec::new();
    for fold in folds {
        let mut sides = [Vec::new(), Vec::new()];
        for &row in fold {
            let side = &mut sides[usize::from(target[row as usize] > 0.5)];
            if side.len() < SCORED_ROWS {
                side.push(scores[bins[row as usize] as usize]);
            }
        }
        areas.push(Auc::of(&sides[0], &sides[1])?);
    }
    auc::pool(&areas, 0.95)
}
