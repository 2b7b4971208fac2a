//! Weighted sums of features.

use serde::{Deserialize, Serialize};

use super::Precision;

/// `margin[o] = intercept[o] + Σ weight[o][f] · x[f]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    /// Margins a row.
    pub outputs: usize,
    /// Weights, output by output.
    pub weights: Vec<f64>,
    /// One for each output.
    pub intercepts: Vec<f64>,
    /// What it is summed in.
    pub precision: Precision,
}

impl Linear {
    /// How many features it reads.
    pub fn features(&self) -> Option<usize> {
        self.weights.len().checked_div(self.outputs)
    }

    /// The weight of a feature in an output.
    pub(super) fn weight(&self, output: usize, feature: usize) -> f64 {
        self.weights[output * (self.weights.len() / self.outputs.max(1)) + feature]
    }

    /// The margins of a block, a column for each output.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let width = features.len();
        (0..self.outputs)
            .map(|output| {
                let mut sums = vec![0.0; rows];
                let weights = &self.weights[output * width..(output + 1) * width];
                for (column, weight) in features.iter().zip(weights) {
                    for (sum, x) in sums.iter_mut().zip(*column) {
                        *sum += match self.precision {
                            Precision::F64 => x * weight,
                            Precision::F32 => f64::from(*x as f32) * weight,
                        };
                    }
                }
                let intercept = self.intercepts[output];
                sums.iter_mut().for_each(|sum| {
                    *sum += intercept;
                    if self.precision == Precision::F32 {
                        *sum = f64::from(*sum as f32);
                    }
                });
                sums
            })
            .collect()
    }
}
