//! Exact values of weighted sums.

use std::borrow::Cow;

use super::tree_shap::Attributions;
use crate::predictor::Linear;

/// Shapley values of a linear model's margins against background rows: `w_j (x_j - mean_j)`, summed over the features of a
/// player (Štrumbelj & Kononenko 2014, Knowl. Inf. Syst. 41, 647, section 3).
#[derive(Clone, Debug)]
pub struct LinearShap<'a> {
    linear: Cow<'a, Linear>,
    player_of: Vec<u32>,
    players: usize,
    means: Vec<f64>,
    base: Vec<f64>,
}

impl<'a> LinearShap<'a> {
    /// Feature `f` belongs to player `player_of[f]`; the background is one column a feature, of at least one row.
    pub fn new(linear: &'a Linear, player_of: &[u32], background: &[&[f64]]) -> LinearShap<'a> {
        LinearShap::of(Cow::Borrowed(linear), player_of, background)
    }

    /// The same of a model that is given away.
    pub fn owned(linear: Linear, player_of: &[u32], background: &[&[f64]]) -> LinearShap<'static> {
        LinearShap::of(Cow::Owned(linear), player_of, background)
    }

    fn of<'l>(linear: Cow<'l, Linear>, player_of: &[u32], background: &[&[f64]]) -> LinearShap<'l> {
        let mean = |column: &&[f64]| column.iter().sum::<f64>() / column.len() as f64;
        let means: Vec<f64> = background.iter().map(mean).collect();
        let features = means.len();
        let base = (0..linear.outputs).map(|output| {
            let weights = &linear.weights[output * features..(output + 1) * features];
            let products = weights.iter().zip(&means).map(|(w, m)| w * m);
            linear.intercepts[output] + products.sum::<f64>()
        });
        LinearShap {
            base: base.collect(),
            linear,
            player_of: player_of.to_vec(),
            players: player_of.iter().map(|p| *p as usize + 1).max().unwrap_or(0),
            means,
        }
    }

    /// The margins of the mean row, one for each output.
    pub fn base(&self) -> &[f64] {
        &self.base
    }

    /// Standard error of each value of one row from the choice of background rows, `[output][player]`, given those rows, one
    /// column a feature: that of the player's part of the mean row. The same for every row.
    pub fn standard_errors(&self, background: &[&[f64]]) -> Vec<Vec<f64>> {
        let features = self.means.len();
        let rows = background.first().map_or(0, |column| column.len());
        let n = rows.max(1) as f64;
        let of_output = |output: usize| {
            let weights = &self.linear.weights[output * features..(output + 1) * features];
            let mut parts = vec![vec![0.0; rows]; self.players];
            for (feature, weight) in weights.iter().enumerate() {
                let part = &mut parts[self.player_of[feature] as usize];
                for (part, x) in part.iter_mut().zip(background[feature]) {
                    *part += weight * (x - self.means[feature]);
                }
            }
            let error = |part: &Vec<f64>| {
                (part.iter().map(|v| v * v).sum::<f64>() / (n - 1.0).max(1.0) / n).sqrt()
            };
            parts.iter().map(error).collect()
        };
        (0..self.linear.outputs).map(of_output).collect()
    }

    /// The same as [`LinearShap::rows`] answers, in 32 bits and with the base.
    pub(super) fn narrow_rows(&self, columns: &[&[f64]], rows: usize) -> Attributions {
        let narrow = |values: Vec<f64>| values.iter().map(|v| *v as f32).collect();
        let values = self.rows(columns, rows).into_iter();
        Attributions {
            base: self.base.clone(),
            values: values
                .map(|players| players.into_iter().map(narrow).collect())
                .collect(),
        }
    }

    /// `values[output][player][row]` of all rows of columns, one column a feature.
    pub fn rows(&self, columns: &[&[f64]], rows: usize) -> Vec<Vec<Vec<f64>>> {
        let features = self.means.len();
        let mut out = vec![vec![vec![0.0; rows]; self.players]; self.linear.outputs];
        for (output, of_output) in out.iter_mut().enumerate() {
            let weights = &self.linear.weights[output * features..(output + 1) * features];
            for (feature, weight) in weights.iter().enumerate() {
                let values = &mut of_output[self.player_of[feature] as usize];
                for (value, x) in values.iter_mut().zip(columns[feature]) {
                    *value += weight * (x - self.means[feature]);
                }
            }
        }
        out
    }
}
