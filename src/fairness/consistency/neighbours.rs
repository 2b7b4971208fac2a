//! Nearest neighbours among a few thousand rows, all distances computed.

use crate::fairness::attributes;
use crate::table::{Categories, Column, ColumnData};

/// Rows as points: numbers in standard deviations, levels that agree or not.
///
/// The squared distance of two rows adds, over columns, the squared difference of their standardised numbers, 1 where their
/// levels differ, and 1 where one of them has no value; two missing values agree. As scikit-learn's nearest neighbours
/// over `StandardScaler` and one-hot columns divided by √2.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    rows: usize,
    /// Standardised numbers by row; NaN is missing.
    numbers: Vec<f64>,
    /// Codes of levels by row, missing is one of its own.
    levels: Vec<u32>,
    /// Numbers and levels of a row.
    width: [usize; 2],
    /// Whether a number is missing anywhere: the plain sum is faster where none is.
    has_missing: bool,
}

impl Points {
    /// From the first `rows` rows of columns of numbers and levels; numbers that do not vary, times and texts say nothing.
    pub fn of(columns: &[&Column], rows: usize) -> Points {
        let mut numbers: Vec<Vec<f64>> = Vec::new();
        let mut levels: Vec<Vec<u32>> = Vec::new();
        for column in columns {
            match &column.data {
                ColumnData::Number(_) => {
                    let mut values = attributes::numbers(column);
                    values.truncate(rows);
                    numbers.extend(standardised(values));
                }
                ColumnData::Category(Categories { codes, .. }) => {
                    let codes: Vec<u32> = codes.iter().flatten().take(rows).copied().collect();
                    let varies = codes.windows(2).any(|pair| pair[0] != pair[1]);
                    levels.extend(varies.then_some(codes));
                }
                ColumnData::Time(_) | ColumnData::Text(_) => {}
            }
        }
        let by_row = |of: usize| of..of + 1;
        Points {
            rows,
            has_missing: numbers.iter().flatten().any(|v| v.is_nan()),
            width: [numbers.len(), levels.len()],
            numbers: (0..rows)
                .flat_map(|row| numbers.iter().flat_map(move |c| &c[by_row(row)]))
                .copied()
                .collect(),
            levels: (0..rows)
                .flat_map(|row| levels.iter().flat_map(move |c| &c[by_row(row)]))
                .copied()
                .collect(),
        }
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of numbers and of levels that say who is alike.
    pub fn width(&self) -> [usize; 2] {
        self.width
    }

    /// Squared distances of a row to all rows, itself included.
    pub fn distances(&self, row: usize, out: &mut Vec<f64>) {
        let [n, m] = self.width;
        let own = &self.numbers[row * n..(row + 1) * n];
        let own_levels = &self.levels[row * m..(row + 1) * m];
        out.clear();
        out.extend((0..self.rows).map(|other| {
            let numbers = &self.numbers[other * n..(other + 1) * n];
            let levels = &self.levels[other * m..(other + 1) * m];
            let apart = own_levels.iter().zip(levels).filter(|(a, b)| a != b);
            let apart = apart.count() as f64;
            let pairs = own.iter().zip(numbers);
            let sum: f64 = if self.has_missing {
                pairs.map(|(a, b)| squared_gap(*a, *b)).sum()
            } else {
                pairs.map(|(a, b)| (a - b) * (a - b)).sum()
            };
            sum + apart
        }));
    }
}

fn squared_gap(a: f64, b: f64) -> f64 {
    match (a.is_nan(), b.is_nan()) {
        (false, false) => (a - b) * (a - b),
        (true, true) => 0.0,
        _ => 1.0,
    }
}

/// In standard deviations from the mean; `None` where nothing varies.
fn standardised(values: Vec<f64>) -> Option<Vec<f64>> {
    let known = || values.iter().filter(|v| v.is_finite());
    let n = known().count() as f64;
    let mean = known().sum::<f64>() / n;
    let variance = known().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    let spread = variance.sqrt();
    (spread > 0.0 && spread.is_finite()).then(|| {
        let scaled = |v: f64| {
            if v.is_finite() {
                (v - mean) / spread
            } else {
                f64::NAN
            }
        };
        values.into_iter().map(scaled).collect()
    })
}

/// The nearest of some rows, each with its share; shares add up to 1.
///
/// Rows that are as far away as the last neighbour share its place equally, so that the answer depends on no order of
/// rows: `k` neighbours in all, of which some may be parts. Fewer than `k` rows are all neighbours; none without rows.
pub fn nearest(
    distances: &[f64],
    among: impl Iterator<Item = u32> + Clone,
    k: usize,
    scratch: &mut Vec<f64>,
) -> Vec<(u32, f64)> {
    scratch.clear();
    scratch.extend(among.clone().map(|row| distances[row as usize]));
    let k = k.min(scratch.len());
    let Some(last) = k.checked_sub(1) else {
        return Vec::new();
    };
    let (closer, limit, _) = scratch.select_nth_unstable_by(last, f64::total_cmp);
    let limit = *limit;
    let closer = closer.iter().filter(|d| **d < limit).count();
    let mut out: Vec<(u32, f64)> = among
        .filter(|row| distances[*row as usize] <= limit)
        .map(|row| (row, 1.0))
        .collect();
    let tied = out.len() - closer;
    let share = (k - closer) as f64 / tied as f64;
    for (row, weight) in &mut out {
        if distances[*row as usize] == limit {
            *weight = share;
        }
        *weight /= k as f64;
    }
    out
}
