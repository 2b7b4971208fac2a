//! Exact values of weighted sums.

use crate::predictor::Linear;

/// Shapley values of a linear model's margins against background rows: `w_j (x_j - mean_j)`, summed over the features of a
/// player (Štrumbelj & Kononenko 2014, Knowl. Inf. Syst. 41, 647, section 3).
#[derive(Clone, Debug)]
pub struct LinearShap<'a> {
    linear: &'a Linear,
    player_of: Vec<u32>,
    players: usize,
    means: Vec<f64>,
    base: Vec<f64>,
}

impl<'a> LinearShap<'a> {
    /// Feature `f` belongs to player `player_of[f]`; the background is one column a feature, of at least one row.
    pub fn new(linear: &'a Linear, player_of: &[u32], background: &[&[f64]]) -> LinearShap<'a> {
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
