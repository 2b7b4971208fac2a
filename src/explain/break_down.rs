//! One prediction, column by column, in an order that is shown.

use super::explainer::{Explainer, slices};
use crate::predictor::Scorer;

/// One step from the mean prediction to the row's.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The column that becomes known.
    pub player: usize,
    /// How far the mean prediction moves.
    pub contribution: f64,
    /// The mean prediction afterwards.
    pub reached: f64,
}

/// A break-down: from `start` through `steps` to the prediction of the row.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakDown {
    /// Mean output of the background rows.
    pub start: f64,
    /// In order.
    pub steps: Vec<Step>,
}

impl Explainer {
    /// The break-down of one row's output (Staniak & Biecek 2018, R Journal 10, 395, step-up, as DALEX's `break_down`
    /// without interactions): columns are ordered by how far each alone moves the mean output of the background rows, and
    /// become known one after the other. Other orders give other steps where columns interact; Shapley values are the mean
    /// over all orders.
    pub fn break_down(&self, inputs: &[f64], output: usize) -> BreakDown {
        let scorer = Scorer::of(&self.model);
        let rows = self.background_rows();
        let mean = |columns: &[Vec<f64>]| {
            let said = self.asked(&scorer, self.space(), &slices(columns), rows);
            said.get(output)
                .map_or(f64::NAN, |o| o.iter().sum::<f64>() / rows as f64)
        };
        let know = |columns: &mut Vec<Vec<f64>>, player: usize| {
            for input in self.players.inputs_of(player) {
                columns[input].fill(inputs[input]);
            }
        };
        let start = mean(&self.background);
        let mut alone: Vec<(usize, f64)> = (0..self.players.count())
            .map(|player| {
                let mut columns = self.background.clone();
                know(&mut columns, player);
                (player, (mean(&columns) - start).abs())
            })
            .collect();
        alone.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut columns = self.background.clone();
        let mut before = start;
        let steps = alone
            .into_iter()
            .map(|(player, _)| {
                know(&mut columns, player);
                let reached = mean(&columns);
                let contribution = reached - before;
                before = reached;
                Step {
                    player,
                    contribution,
                    reached,
                }
            })
            .collect();
        BreakDown { start, steps }
    }
}
