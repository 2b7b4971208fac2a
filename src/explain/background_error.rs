//! What another choice of background rows would have changed in the mean absolute values of rows.

use super::explainer::{Explainer, slices};
use super::tree_shap::means_and_errors;

/// What rows that were looked at say of it, row by row added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BackgroundError {
    /// `[output][background row][player]`: of trees, what each background row adds to the absolute values; of a model that
    /// is only asked, the rows' own errors in one place.
    sums: Vec<Vec<Vec<f64>>>,
    rows: usize,
}

impl BackgroundError {
    /// How many rows were looked at.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Looks at further rows, one column an input. Without effect where there is no choice: covers, or a single background
    /// row.
    pub fn look_at(&mut self, explainer: &Explainer, inputs: &[&[f64]], rows: usize) {
        if explainer.background_rows() < 2 {
            return;
        }
        let players = explainer.players.count();
        match explainer.trees() {
            Some(shap) if shap.by_covers() => return,
            Some(shap) => {
                let prepared = explainer.model.stage.prepare(inputs, rows);
                let prepared = slices(&prepared);
                for row in 0..rows {
                    let own: Vec<f64> = prepared.iter().map(|column| column[row]).collect();
                    let Some(games) = shap.games(&own) else {
                        return;
                    };
                    for (output, each) in shap.each(&games).iter().enumerate() {
                        let sums = self.sums_of(output, each.len(), players);
                        for player in 0..players {
                            let sum: f64 = each.iter().map(|v| v[player]).sum();
                            let sign = if sum < 0.0 { -1.0 } else { 1.0 };
                            for (own, value) in sums.iter_mut().zip(each) {
                                own[player] += sign * value[player];
                            }
                        }
                    }
                }
            }
            #[cfg(feature = "further")]
            None => {
                for row in 0..rows {
                    let own: Vec<f64> = inputs.iter().map(|column| column[row]).collect();
                    let Some(errors) = explainer.row(&own).standard_errors else {
                        return;
                    };
                    for (output, errors) in errors.iter().enumerate() {
                        let sums = self.sums_of(output, 1, players).iter_mut().flatten();
                        for (sum, error) in sums.zip(errors) {
                            *sum += error;
                        }
                    }
                }
            }
            #[cfg(not(feature = "further"))]
            None => return,
        }
        self.rows += rows;
    }

    fn sums_of(&mut self, output: usize, known: usize, players: usize) -> &mut [Vec<f64>] {
        if output >= self.sums.len() {
            self.sums
                .resize(output + 1, vec![vec![0.0; players]; known]);
        }
        &mut self.sums[output]
    }

    /// Standard errors of the mean absolute values from the choice of background rows, `[output][player]`, by the
    /// infinitesimal jackknife (Jaeckel 1972; Efron & Stein 1981): to first order, a background row moves the mean by its
    /// own values, each with the sign of the row's value. Of few rows it is rather too large: what is theirs alone does not
    /// average out. Of a model that is only asked: the mean of the rows' own errors, which bounds it. `None` where nothing
    /// was looked at.
    pub fn standard_errors(&self) -> Option<Vec<Vec<f64>>> {
        let rows = self.rows as f64;
        let mut sums = self.sums.clone();
        for sum in sums.iter_mut().flatten().flatten() {
            *sum /= rows;
        }
        let players = sums.first()?.first()?.len();
        let (means, errors) = means_and_errors(&sums, players);
        Some(if sums[0].len() == 1 { means } else { errors })
    }
}
