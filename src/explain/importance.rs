//! How much each column moves predictions, over many rows.
// Rows stand in columns: they are found by their number.
#![allow(clippy::needless_range_loop)]

use super::tree_shap::Attributions;
use crate::stats::groups::mean::{Moments, moments, student_quantile};
use crate::stats::interval::Interval;
use crate::stats::order::order;

/// The mean absolute value of one player over rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Which.
    pub player: usize,
    /// Rows that it stands on.
    pub rows: u64,
    /// Mean of the absolute values, in the output's unit.
    pub mean: f64,
    /// Standard error of the mean from the choice of rows; `None` of one row.
    pub error_of_rows: Option<f64>,
    /// Standard error of the mean from the choice of background rows, where known.
    pub error_of_background: Option<f64>,
    /// Interval of the mean from both, never below 0; `None` of one row.
    pub interval: Option<Interval>,
}

/// Moments of one column of values; `None` without any.
pub(super) fn moments_of(values: &[f32], map: impl Fn(f64) -> f64) -> Option<Moments> {
    let groups = vec![0u32; values.len()];
    moments_by(&groups, 1, &|row| map(f64::from(values[row]))).swap_remove(0)
}

/// [`moments`], compiled once for this room.
pub(super) fn moments_by(
    groups: &[u32],
    count: usize,
    value: &dyn Fn(usize) -> f64,
) -> Vec<Option<Moments>> {
    moments(groups, count, value)
}

/// Importances of all players for one output, the largest first; equal ones in the players' order. `background` are standard
/// errors as [`super::BackgroundError::standard_errors`] answers them, for this output. Rows are taken as drawn from the source that
/// made the file: the interval says where other rows of it would have put the mean.
pub fn importances(
    attributions: &Attributions,
    output: usize,
    background: Option<&[f64]>,
    confidence: f64,
) -> Vec<Importance> {
    let of_player = |(player, values): (usize, &Vec<f32>)| {
        let sizes = moments_of(values, f64::abs)?;
        let error = background.and_then(|b| b.get(player).copied());
        let z = student_quantile(confidence, 1e9).unwrap_or(f64::NAN) * error.unwrap_or(0.0);
        // Both sides apart, since the rows' part need not be symmetric: ends at the root of the sum of squares.
        let interval = sizes.interval(confidence).map(|rows| Interval {
            lower: (sizes.mean - (sizes.mean - rows.lower).hypot(z)).max(0.0),
            upper: sizes.mean + (rows.upper - sizes.mean).hypot(z),
        });
        Some(Importance {
            player,
            rows: sizes.rows,
            mean: sizes.mean,
            error_of_rows: sizes.error_squared().map(f64::sqrt),
            error_of_background: error,
            interval,
        })
    };
    let Some(players) = attributions.values.get(output) else {
        return Vec::new();
    };
    let found: Vec<Importance> = players.iter().enumerate().filter_map(of_player).collect();
    let means: Vec<f64> = found.iter().map(|one| one.mean).collect();
    let order = descending(&means).into_iter();
    order.map(|at| found[at].clone()).collect()
}

/// How far sums of values and base are from the model's own output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Additivity {
    /// Rows that were looked at.
    pub rows: usize,
    /// The largest `|base + Σ values - output|` over `max(1, Σ |values|)`.
    pub worst: f64,
}

impl Additivity {
    /// What may be off at the most, for the badge.
    pub const LIMIT: f64 = 1e-5;

    /// Of values and the outputs of the same rows, `[output][row]`; rows without a score are left out.
    pub fn of(attributions: &Attributions, outputs: &[Vec<f64>]) -> Additivity {
        let mut out = Additivity {
            rows: 0,
            worst: 0.0,
        };
        let all = attributions.values.iter().zip(&attributions.base);
        for ((players, base), said) in all.zip(outputs) {
            let finite = said.iter().enumerate().filter(|(_, said)| said.is_finite());
            let mut rows = 0;
            for (row, said) in finite {
                let (mut sum, mut sizes) = (*base, 0.0);
                for values in players {
                    let value = f64::from(values[row]);
                    sum += value;
                    sizes += value.abs();
                }
                out.worst = out.worst.max((sum - said).abs() / sizes.max(1.0));
                rows += 1;
            }
            out.rows = out.rows.max(rows);
        }
        out
    }

    /// Whether it is within [`Additivity::LIMIT`].
    pub fn holds(&self) -> bool {
        self.worst <= Additivity::LIMIT
    }
}

/// Places of levels, the most frequent first, equally frequent ones ascending.
pub(super) fn levels_by_count(levels: &[(f64, usize)]) -> impl Iterator<Item = usize> {
    let codes: Vec<f64> = levels.iter().map(|(level, _)| -level).collect();
    let ascending = descending(&codes);
    let counts: Vec<f64> = ascending.iter().map(|at| levels[*at].1 as f64).collect();
    descending(&counts).into_iter().map(move |at| ascending[at])
}

/// Places of values, the largest first; equal ones in their order.
pub(super) fn descending(values: &[f64]) -> Vec<usize> {
    order(values.len(), &|a, b| values[b].total_cmp(&values[a]))
}

/// Places of values, the largest absolute one first; equal ones in their order.
pub(super) fn by_size(values: &[f64]) -> Vec<usize> {
    let sizes: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    descending(&sizes)
}
