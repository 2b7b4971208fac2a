//! One row in the unit that the person reads.

use super::choice::{OutputUnit, Space};
use super::explainer::{Explainer, Way};
use super::games::Games;
use super::tree_shap::{RowAttribution, TreeShap, means_and_errors};
use crate::predictor::Link;

/// Margins nearer than this have the slope between them, which is taken over twice `NEAR`.
const LEAST_RUN: f64 = 1e-9;
const NEAR: f64 = 1e-5;

impl Explainer {
    /// Values of one row of the response: probabilities of the classes, or the predicted number.
    ///
    /// Where one margin of trees against a background makes the response, each background row's values are scaled so that
    /// they add up to its difference in the response, as shap's `model_output="probability"` does (Lundberg et al. 2020,
    /// methods); of two classes both are answered. Otherwise the model is asked ([`Explainer::row`] says how).
    pub fn response_row(&self, inputs: &[f64]) -> RowAttribution {
        if self.space() == Space::Response || self.model.stage.link == Link::Identity {
            return self.row(inputs);
        }
        let games = self.games(inputs);
        let rescaled = games.and_then(|(shap, games)| self.rescaled(shap, &shap.each(&games)));
        rescaled.unwrap_or_else(|| self.asked_row(inputs, Space::Response))
    }

    /// Values of one row as [`Explainer::row`] says, and those of [`Explainer::response_row`] where the response is another
    /// unit: both from the same games.
    pub fn row_twice(&self, inputs: &[f64]) -> (RowAttribution, Option<RowAttribution>) {
        let asked = || self.asked_row(inputs, Space::Response);
        let other = self.space() == Space::Margin
            && OutputUnit::of(&self.model, Space::Margin)
                != OutputUnit::of(&self.model, Space::Response);
        match self.games(inputs) {
            Some((shap, games)) => {
                let each = shap.each(&games);
                let response = other.then(|| self.rescaled(shap, &each).unwrap_or_else(asked));
                (shap.averaged(&each), response)
            }
            None => (self.row(inputs), other.then(asked)),
        }
    }

    /// The games of one row of trees against a background.
    pub(super) fn games(&self, inputs: &[f64]) -> Option<(&TreeShap<'static>, Games<'_>)> {
        let Way::Trees(shap) = &self.way else {
            return None;
        };
        let columns: Vec<&[f64]> = inputs.iter().map(std::slice::from_ref).collect();
        let row = self.model.stage.prepare(&columns, 1);
        Some((shap, shap.games(|feature| row[feature][0])?))
    }

    /// The values of [`Explainer::response_row`] from those against each background row.
    pub(super) fn rescaled(
        &self,
        shap: &TreeShap,
        each: &[Vec<Vec<f64>>],
    ) -> Option<RowAttribution> {
        let [each] = each else {
            return None;
        };
        let rows = self.background_rows();
        let two = self.model.classes.len() == 2;
        let link = |margin: f64| -> Vec<f64> {
            let of = self.model.stage.link.response(vec![vec![margin]], two);
            of.iter().map(|column| column[0]).collect()
        };
        // In 64 bits, whatever the library sums in: each background row's margin is the row's less what moved it.
        let moved: Vec<f64> = each.iter().map(|values| values.iter().sum()).collect();
        let margin = shap.base()[0] + moved.iter().sum::<f64>() / rows as f64;
        let own = link(margin);
        let responses: Vec<Vec<f64>> = moved.iter().map(|run| link(margin - run)).collect();
        let (above, below) = (link(margin + NEAR), link(margin - NEAR));
        let of_output = |output: usize| -> Vec<Vec<f64>> {
            let scaled = each.iter().zip(moved.iter().zip(&responses));
            let scaled = scaled.map(|(values, (run, response))| {
                let scale = match run.abs() < LEAST_RUN {
                    true => (above[output] - below[output]) / (2.0 * NEAR),
                    false => (own[output] - response[output]) / run,
                };
                values.iter().map(|v| v * scale).collect()
            });
            scaled.collect()
        };
        let scaled: Vec<Vec<Vec<f64>>> = (0..own.len()).map(of_output).collect();
        let (values, errors) = means_and_errors(&scaled, self.players.count());
        let mean = |output: usize| responses.iter().map(|r| r[output]).sum::<f64>() / rows as f64;
        Some(RowAttribution {
            base: (0..own.len()).map(mean).collect(),
            values,
            standard_errors: (rows > 1).then_some(errors),
        })
    }
}
