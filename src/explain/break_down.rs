//! One prediction, column by column, in an order that is shown.

use super::explainer::Explainer;
#[cfg(feature = "further")]
use super::explainer::slices;
use super::importance::by_size;
use super::tree_shap::TreeShap;
use kernels::shapley::Games;

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

#[cfg(feature = "further")]
impl Explainer {
    /// The break-down of one row's output (Staniak & Biecek 2018, R Journal 10, 395, step-up, as DALEX's `break_down`
    /// without interactions): columns are ordered by how far each alone moves the mean output of the background rows, and
    /// become known one after the other. Other orders give other steps where columns interact; Shapley values are the mean
    /// over all orders.
    pub fn break_down(&self, inputs: &[f64], output: usize) -> BreakDown {
        if let Some((shap, games)) = self.games(inputs)
            && let Some(down) = self.down(shap, &games, output)
        {
            return down;
        }
        let rows = self.background_rows();
        let mean = |columns: &[Vec<f64>]| {
            let said = self.asked(self.space(), &slices(columns), rows);
            said.get(output)
                .map_or(f64::NAN, |o| o.iter().sum::<f64>() / rows as f64)
        };
        let know = |columns: &mut Vec<Vec<f64>>, player: usize| {
            for input in self.players.inputs_of(player) {
                columns[input].fill(inputs[input]);
            }
        };
        let start = mean(&self.background);
        let alone: Vec<f64> = (0..self.players.count())
            .map(|player| {
                let mut columns = self.background.clone();
                know(&mut columns, player);
                mean(&columns) - start
            })
            .collect();
        let mut columns = self.background.clone();
        let mut before = start;
        BreakDown::of(
            start,
            by_size(&alone).into_iter().map(|player| {
                know(&mut columns, player);
                let reached = mean(&columns);
                let moved = reached - before;
                before = reached;
                (player, moved)
            }),
        )
    }
}

impl Explainer {
    /// The break-down of trees from a row's games.
    pub(super) fn down(&self, shap: &TreeShap, games: &Games, output: usize) -> Option<BreakDown> {
        let base = shap.background_base().get(output)?;
        let moved = games.moved(output);
        let alone = games.alone(&moved, self.players.count());
        let order = by_size(&alone);
        let mut place = vec![0; order.len()];
        for (at, player) in order.iter().enumerate() {
            place[*player] = at;
        }
        let moved = games.in_order(&moved, &place);
        let steps = order.iter().map(|player| (*player, moved[*player]));
        Some(BreakDown::of(*base, steps))
    }
}

impl BreakDown {
    fn of(start: f64, moved: impl Iterator<Item = (usize, f64)>) -> BreakDown {
        let mut reached = start;
        let steps = moved.map(|(player, contribution)| {
            reached += contribution;
            Step {
                player,
                contribution,
                reached,
            }
        });
        BreakDown {
            steps: steps.collect(),
            start,
        }
    }
}
