//! How the output depends on one input: partial dependence, its single rows, and accumulated local effects.

use super::explainer::{Explainer, slices};
use super::importance::{levels_by_count, moments_by};
use crate::predictor::InputKind;
use crate::stats::groups::mean::student_quantile;
use crate::stats::interval::Interval;
use kernels::sort::sort_numbers;

/// Rows that stand behind a profile at the most: a stated sample of the rows given.
pub const PROFILE_ROWS: usize = 500;
/// Points of a number's profile.
const POINTS: usize = 20;
/// Levels of a category's profile, the most frequent.
const LEVELS: usize = 30;
/// Bins of accumulated local effects.
const BINS: usize = 20;

/// One point of a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Value of the input; the code of a level.
    pub x: f64,
    /// Mean output.
    pub y: f64,
    /// Its interval, from the spread over rows; `None` of one row.
    pub interval: Option<Interval>,
}

/// A profile over the values of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Rows behind it.
    pub rows: usize,
    /// Values ascending; levels with the most frequent first.
    pub points: Vec<Point>,
    /// Outputs of single rows at the points, `[row][point]` (individual conditional expectations).
    pub single: Vec<Vec<f64>>,
}

/// Quantiles of the finite values of a column, each once.
fn quantiles(column: &[f64], count: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = column.iter().copied().filter(|x| x.is_finite()).collect();
    sort_numbers(&mut sorted);
    let Some(last) = sorted.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut out: Vec<f64> = (0..count)
        .map(|at| sorted[(at * last + (count - 1) / 2) / (count - 1)])
        .collect();
    out.dedup();
    out
}

impl Explainer {
    /// Values at which an input's profile is asked: quantiles of a number, the most frequent levels of a category.
    fn grid(&self, input: usize, column: &[f64]) -> Vec<f64> {
        if self.model.inputs[input].kind == InputKind::Number {
            return quantiles(column, POINTS);
        }
        let mut levels: Vec<(f64, usize)> = Vec::new();
        for x in column.iter().copied().filter(|x| *x >= 0.0) {
            match levels.iter_mut().find(|(level, _)| *level == x) {
                Some((_, count)) => *count += 1,
                None => levels.push((x, 1)),
            }
        }
        levels_by_count(&levels)
            .take(LEVELS)
            .map(|at| levels[at].0)
            .collect()
    }

    /// Partial dependence of an output on an input (Friedman 2001, Annals of Statistics 29, 1189): the mean output over rows
    /// whose value of the input is set to each point in turn; with the first `singles` rows' own lines (Goldstein et al.
    /// 2015, J. Comput. Graph. Stat. 24, 44). Rows are as given, one column an input, [`PROFILE_ROWS`] of them at most.
    pub fn partial_dependence(
        &self,
        inputs: &[&[f64]],
        input: usize,
        output: usize,
        singles: usize,
        confidence: f64,
    ) -> Profile {
        let rows = inputs.first().map_or(0, |c| c.len()).min(PROFILE_ROWS);
        let mut single = vec![Vec::new(); singles.min(rows)];
        let mut columns: Vec<Vec<f64>> = inputs.iter().map(|c| c[..rows].to_vec()).collect();
        let mut points = Vec::new();
        for x in self.grid(input, inputs[input]) {
            columns[input].fill(x);
            let said = self.asked(self.space(), &slices(&columns), rows);
            let Some(said) = said.get(output) else {
                continue;
            };
            let found = moments_by(&vec![0; rows], 1, &|row| said[row]).swap_remove(0);
            let Some(found) = found else { continue };
            for (line, y) in single.iter_mut().zip(said) {
                line.push(*y);
            }
            points.push(Point {
                x,
                y: found.mean,
                interval: found.interval(confidence),
            });
        }
        Profile {
            rows,
            points,
            single,
        }
    }

    /// Accumulated local effects of a number (Apley & Zhu 2020, JRSS B 82, 1059, first order): mean differences of the output
    /// across the bins in which rows lie, added up and centred as their package ALEPlot does. Unlike partial dependence it
    /// asks the model about no combination of columns that does not occur. Intervals from the spread within bins. `None` for
    /// categories, whose levels have no order, and for a number that does not vary.
    pub fn local_effects(
        &self,
        inputs: &[&[f64]],
        input: usize,
        output: usize,
        confidence: f64,
    ) -> Option<Profile> {
        if self.model.inputs[input].kind != InputKind::Number {
            return None;
        }
        let edges = quantiles(inputs[input], BINS + 1);
        if edges.len() < 2 {
            return None;
        }
        // Bin k lies between edges k and k + 1; the smallest value belongs to the first.
        let bin_of = |x: f64| {
            edges
                .partition_point(|edge| *edge < x)
                .clamp(1, edges.len() - 1)
                - 1
        };
        let kept: Vec<usize> = (0..inputs[input].len())
            .filter(|row| inputs[input][*row].is_finite())
            .take(PROFILE_ROWS * 4)
            .collect();
        let bins: Vec<u32> = kept
            .iter()
            .map(|row| bin_of(inputs[input][*row]) as u32)
            .collect();
        let mut columns: Vec<Vec<f64>> = inputs
            .iter()
            .map(|column| kept.iter().map(|row| column[*row]).collect())
            .collect();
        let mut at_edge = |upper: usize| {
            columns[input] = bins.iter().map(|b| edges[*b as usize + upper]).collect();
            let said = self.asked(self.space(), &slices(&columns), kept.len());
            said.into_iter().nth(output)
        };
        let (low, high) = (at_edge(0)?, at_edge(1)?);
        let count = edges.len() - 1;
        let found = moments_by(&bins, count, &|row| high[row] - low[row]);
        let steps: Vec<f64> = found.iter().map(|m| m.map_or(0.0, |m| m.mean)).collect();
        let errors: Vec<f64> = found
            .iter()
            .map(|m| m.and_then(|m| m.error_squared()).unwrap_or(0.0))
            .collect();
        let shares: Vec<f64> = found
            .iter()
            .map(|m| m.map_or(0.0, |m| m.rows as f64) / kept.len() as f64)
            .collect();
        // The centre weighs step k by the share of rows above it, and half of those in it.
        let above = |k: usize| shares[k + 1..].iter().sum::<f64>() + 0.5 * shares[k];
        let centre: Vec<f64> = (0..count).map(above).collect();
        let z = student_quantile(confidence, 1e9)?;
        let points = (0..=count).map(|edge| {
            let weight = |k: usize| f64::from(u8::from(k < edge)) - centre[k];
            let y: f64 = (0..count).map(|k| weight(k) * steps[k]).sum();
            let error: f64 = (0..count).map(|k| weight(k).powi(2) * errors[k]).sum();
            let half = z * error.sqrt();
            Point {
                x: edges[edge],
                y,
                interval: Some(Interval {
                    lower: y - half,
                    upper: y + half,
                }),
            }
        });
        Some(Profile {
            rows: kept.len(),
            points: points.collect(),
            single: Vec::new(),
        })
    }
}
