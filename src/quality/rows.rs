//! A whole file, all its columns at hand.

use super::facts::File;
use crate::config::Role;
use crate::stats::random::Random;
use crate::table::row_key::add_column;
use crate::table::{Categories, Column, ColumnData};

/// The columns of a file that are not to be left out, by place.
pub(super) fn columns(file: File, is: impl Fn(Role) -> bool) -> Vec<usize> {
    (0..file.table.columns.len())
        .filter(|c| is(file.role(*c)) && !file.table.columns[*c].is_away())
        .collect()
}

/// Features in the wide sense: what a model may read.
pub(super) fn is_feature(role: Role) -> bool {
    matches!(role, Role::Feature | Role::Protected | Role::Segment)
}

/// A key of every row from what stands in these columns; equal rows have equal keys.
pub(super) fn keys(file: File, columns: &[usize]) -> Vec<u64> {
    let mut keys = vec![0; file.table.rows];
    for column in columns {
        add_column(&mut keys, &file.table.columns[*column]);
    }
    keys
}

/// So many rows, one from each of as many equally long stretches of the file, at a place that the seed decides.
pub(super) fn spread(rows: usize, most: usize, seed: u64) -> Vec<usize> {
    if rows <= most {
        return (0..rows).collect();
    }
    let mut random = Random::new(seed);
    let step = rows as f64 / most as f64;
    (0..most)
        .map(|i| (((i as f64 + random.uniform()) * step) as usize).min(rows - 1))
        .collect()
}

/// A cell as a number: the number, the instant or the code of the level; `None` where it is missing.
pub(super) fn cell(column: &Column, row: usize) -> Option<f64> {
    use crate::table::CHUNK_ROWS;
    let (chunk, place) = (row / CHUNK_ROWS, row % CHUNK_ROWS);
    match &column.data {
        ColumnData::Category(c) | ColumnData::Text(c) => c
            .codes
            .get(chunk)?
            .get(place)
            .filter(|code| **code != Categories::MISSING)
            .map(|code| f64::from(*code)),
        ColumnData::Number(v) if !column.is_missing(row) => v.get(chunk)?.get(place).copied(),
        ColumnData::Time(v) if !column.is_missing(row) => {
            v.get(chunk)?.get(place).map(|t| *t as f64)
        }
        _ => None,
    }
}

/// True where the column's values have an order: numbers and times.
pub(super) fn is_ordered(column: &Column) -> bool {
    matches!(column.data, ColumnData::Number(_) | ColumnData::Time(_))
}

/// Ranks from 1, ties with their mean.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]));
    let mut out = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let value = values[order[start] as usize];
        let mut end = start + 1;
        while end < order.len() && values[order[end] as usize] == value {
            end += 1;
        }
        for place in &order[start..end] {
            out[*place as usize] = 0.5 * (start + end + 1) as f64;
        }
        start = end;
    }
    out
}

/// Pearson's correlation; `None` where one side is constant or a value is infinite.
pub(super) fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let n = x.len().min(y.len()) as f64;
    if n < 2.0 {
        return None;
    }
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        let (a, b) = (a - mx, b - my);
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    let r = xy / (xx.sqrt() * yy.sqrt());
    (xx > 0.0 && yy > 0.0 && r.is_finite()).then(|| r.clamp(-1.0, 1.0))
}

/// Fisher's interval of a correlation of `n` pairs, 95 %.
pub(super) fn correlation_interval(r: f64, n: usize) -> Option<[f64; 2]> {
    if n < 4 {
        return None;
    }
    let half = 1.959_963_984_540_054 / ((n - 3) as f64).sqrt();
    let z = libm::atanh(r.clamp(-1.0 + 1e-15, 1.0 - 1e-15));
    Some([libm::tanh(z - half), libm::tanh(z + half)])
}
