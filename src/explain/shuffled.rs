//! How much worse a model is when a column's values change places among rows.

use super::explainer::Explainer;
use super::importance::{descending, moments_by};
use super::permutation::shuffle;
use crate::predictor::{Frame, Predictions};
use crate::stats::groups::mean::LEAST_SHARE;
use crate::stats::interval::Interval;
use crate::stats::random::Random;

/// What predictions are held against.
#[derive(Clone, Copy, Debug)]
pub enum Truth<'a> {
    /// The place of each row's true class; a place beyond the classes is unknown. Loss: the log loss.
    Classes(&'a [u32]),
    /// Each row's true number, NaN where unknown. Loss: the squared error.
    Numbers(&'a [f64]),
    /// Nothing is known: how far the predictions themselves move counts, as mean absolute change.
    Unknown,
}

/// How much the loss grows without a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Shuffled {
    /// Which.
    pub player: usize,
    /// Rows that it stands on.
    pub rows: u64,
    /// Mean loss when shuffled less mean loss as it is.
    pub increase: f64,
    /// Its interval from the spread over rows; `None` of one row.
    pub interval: Option<Interval>,
}

fn losses(said: &Predictions, plain: &Predictions, truth: Truth) -> Vec<f64> {
    let row_loss = |row: usize| match truth {
        Truth::Classes(classes) => {
            let class = classes
                .get(row)
                .and_then(|c| said.response.get(*c as usize));
            class.map_or(f64::NAN, |p| {
                -p[row].clamp(LEAST_SHARE, 1.0 - LEAST_SHARE).ln()
            })
        }
        Truth::Numbers(numbers) => {
            let first = said.response.first().map_or(f64::NAN, |y| y[row]);
            numbers.get(row).map_or(f64::NAN, |y| (first - y).powi(2))
        }
        Truth::Unknown => {
            let moved = said.response.iter().zip(&plain.response);
            let sum: f64 = moved.map(|(a, b)| (a[row] - b[row]).abs()).sum();
            sum / said.response.len().max(1) as f64
        }
    };
    (0..said.rows).map(row_loss).collect()
}

impl Explainer {
    /// Permutation importance of all players (Breiman 2001, Machine Learning 45, 5; Fisher, Rudin & Dominici 2019, JMLR 20,
    /// 177), the largest first: rows exchange a player's values `repeats` times, all its inputs together. The interval is of
    /// the mean over rows of each row's own mean increase.
    ///
    /// ```text
    /// increase = mean over rows and repeats of loss(row with shuffled values) - loss(row)
    /// ```
    pub fn permutation_importance(
        &self,
        inputs: &[&[f64]],
        truth: Truth,
        repeats: usize,
        confidence: f64,
    ) -> Vec<Shuffled> {
        let rows = inputs.first().map_or(0, |column| column.len());
        let mut frame = Frame {
            rows,
            columns: inputs.iter().map(|column| column.to_vec()).collect(),
        };
        let plain = self.predictions(&frame);
        let before = losses(&plain, &plain, truth);
        let mut out: Vec<Shuffled> = Vec::new();
        for player in 0..self.players.count() {
            let own: Vec<usize> = self.players.inputs_of(player).collect();
            let mut growth = vec![0.0; rows];
            // Every player is shuffled in the same ways: what differs between them is theirs.
            let mut random = Random::new(self.choice.seed);
            let mut order: Vec<usize> = (0..rows).collect();
            for _ in 0..repeats.max(1) {
                shuffle(&mut order, &mut random);
                for input in &own {
                    frame.columns[*input] = order.iter().map(|r| inputs[*input][*r]).collect();
                }
                let said = self.predictions(&frame);
                let after = losses(&said, &plain, truth);
                for (growth, (after, before)) in growth.iter_mut().zip(after.iter().zip(&before)) {
                    *growth += (after - before) / repeats.max(1) as f64;
                }
            }
            for input in own {
                frame.columns[input] = inputs[input].to_vec();
            }
            let found = moments_by(&vec![0; rows], 1, &|row| growth[row]).swap_remove(0);
            out.extend(found.map(|found| Shuffled {
                player,
                rows: found.rows,
                increase: found.mean,
                interval: found.interval(confidence),
            }));
        }
        let increases: Vec<f64> = out.iter().map(|one| one.increase).collect();
        let order = descending(&increases).into_iter();
        order.map(|at| out[at].clone()).collect()
    }
}
