//! Sums of functions of one or two features: explainable boosting machines and scorecards.

use serde::{Deserialize, Serialize};

/// One function, a table over the bins of its features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// One or two features.
    pub features: Vec<usize>,
    /// For each feature the cuts between its bins, ascending: value `v` is in bin `1 + number of cuts <= v`; bin 0 is for
    /// missing.
    pub cuts: Vec<Vec<f64>>,
    /// One for each combination of bins and output: the last feature's bin runs fastest but for the output.
    pub values: Vec<f64>,
}

/// `margin[o] = base[o] + Σ term[o](x)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Additive {
    /// One for each output.
    pub base: Vec<f64>,
    /// The functions.
    pub terms: Vec<Term>,
}

impl Additive {
    /// The margins of a block, a column for each output.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let outputs = self.base.len();
        let mut sums: Vec<Vec<f64>> = self.base.iter().map(|base| vec![*base; rows]).collect();
        for term in &self.terms {
            for row in 0..rows {
                let mut cell = 0;
                for (feature, cuts) in term.features.iter().zip(&term.cuts) {
                    let x = features[*feature][row];
                    let bin = if x.is_nan() {
                        0
                    } else {
                        1 + cuts.partition_point(|cut| *cut <= x)
                    };
                    cell = cell * (cuts.len() + 2) + bin;
                }
                for (output, sum) in sums.iter_mut().enumerate() {
                    sum[row] += term.values[cell * outputs + output];
                }
            }
        }
        sums
    }
}
