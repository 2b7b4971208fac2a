//! Values of a model that can only be asked.

use super::choice::Space;
use super::explainer::{Explainer, Way, slices};
use super::permutation::{MAXIMUM_ENUMERATED, Sampled, enumerated_shap, permutation_shap};
use super::tree_shap::{Attributions, RowAttribution};
use crate::stats::random::Random;

impl Explainer {
    /// Values of many rows, each on its own.
    pub(super) fn one_by_one(&self, inputs: &[&[f64]], rows: usize) -> Attributions {
        let mut out = Attributions {
            base: Vec::new(),
            values: Vec::new(),
        };
        let mut row: Vec<f64> = Vec::new();
        for at in 0..rows {
            row.clear();
            row.extend(inputs.iter().map(|column| column[at]));
            let asked = matches!(self.way, Way::Asked);
            let one = match asked && self.choice.pairs_cost_less(self.players.count()) {
                true => self.sampled(&row, self.space()),
                false => self.row(&row),
            };
            if out.values.is_empty() {
                out.values =
                    vec![vec![Vec::with_capacity(rows); self.players.count()]; one.values.len()];
                out.base.clone_from(&one.base);
            }
            for (all, of_row) in out.values.iter_mut().zip(&one.values) {
                for (all, value) in all.iter_mut().zip(of_row) {
                    all.push(*value as f32);
                }
            }
        }
        out
    }

    /// Values of one row by asking the model: of all coalitions up to [`MAXIMUM_ENUMERATED`] players, else of permutations.
    pub(super) fn asked_row(&self, inputs: &[f64], space: Space) -> RowAttribution {
        if self.players.count() > MAXIMUM_ENUMERATED {
            return self.sampled(inputs, space);
        }
        let ask = |columns: &[&[f64]], rows: usize| self.asked(space, columns, rows);
        let found = enumerated_shap(
            ask,
            inputs,
            &slices(&self.background),
            self.players.of_input(),
        );
        found.map_or_else(|| self.sampled(inputs, space), Into::into)
    }

    fn sampled(&self, inputs: &[f64], space: Space) -> RowAttribution {
        let ask = |columns: &[&[f64]], rows: usize| self.asked(space, columns, rows);
        // A row has the same permutations wherever it stands.
        let seed = inputs.iter().fold(self.choice.seed, |seed, x| {
            Random::new(seed ^ x.to_bits()).bits()
        });
        let background = slices(&self.background);
        let of_input = self.players.of_input();
        permutation_shap(ask, inputs, &background, of_input, self.choice.pairs, seed).into()
    }
}

impl From<Sampled> for RowAttribution {
    fn from(sampled: Sampled) -> RowAttribution {
        RowAttribution {
            base: sampled.base,
            values: sampled.values,
            standard_errors: sampled.standard_errors,
        }
    }
}
