//! One row in the unit that the person reads.

use super::break_down::BreakDown;
use super::choice::{OutputUnit, Space};
use super::explainer::Explainer;
use super::tree_shap::{RowAttribution, TreeShap, means_and_errors};
#[cfg(feature = "further")]
use crate::predictor::Link;
use kernels::shapley::Games;

/// Margins nearer than this have the slope between them, which is taken over twice `NEAR`.
const LEAST_RUN: f64 = 1e-9;
const NEAR: f64 = 1e-5;

/// One row, every way.
pub struct EveryWay {
    /// Its values as [`Explainer::row`] says.
    pub values: RowAttribution,
    /// Those of [`Explainer::response_row`], where the response is another unit. Of trees they are always against the
    /// background rows.
    pub response: Option<RowAttribution>,
    /// Of trees the other way of not knowing: path-dependent beside the background rows, these beside the covers. None beside
    /// the background rows where another explains part of the trees: [`Explainer::beside`] is asked of that one.
    pub beside: Option<RowAttribution>,
    /// One column after the other.
    pub down: BreakDown,
}

#[cfg(feature = "further")]
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

    /// The response's values of one row of trees where its games do not tell them: they tell that of one margin.
    pub(super) fn asked_response(&self, inputs: &[f64]) -> Option<RowAttribution> {
        let told = self.trees().is_some_and(|shap| shap.trees().outputs == 1);
        (self.has_response() && !told).then(|| self.asked_row(inputs, Space::Response))
    }

    /// One row every way that it is known, and its break-down in an output, all from the same games where there are some.
    pub fn every_way(&self, inputs: &[f64], output: usize) -> EveryWay {
        let asked = || self.asked_row(inputs, Space::Response);
        let mut found = self.of_games(inputs, output).unwrap_or_else(|| EveryWay {
            values: self.row(inputs),
            response: None,
            beside: None,
            down: self.break_down(inputs, output),
        });
        if found.response.is_none() && self.has_response() {
            found.response = Some(asked());
        }
        found
    }
}

impl Explainer {
    /// Whether the response is another unit than the values'.
    fn has_response(&self) -> bool {
        self.space() == Space::Margin
            && OutputUnit::of(&self.model, Space::Margin)
                != OutputUnit::of(&self.model, Space::Response)
    }

    /// One row of trees as [`Explainer::every_way`], but for a response that the model must be asked about; `None` of other
    /// models.
    pub(super) fn of_games(&self, inputs: &[f64], output: usize) -> Option<EveryWay> {
        let (shap, games) = self.games(inputs)?;
        let each = shap.each(&games);
        let against_rows = shap.averaged(&each);
        let by_covers = match self.shares() && !shap.by_covers() {
            true => None,
            false => shap.path_dependent(&self.features_of(inputs)),
        };
        let down = self.down(shap, &games, output)?;
        let (values, beside) = match (shap.by_covers(), by_covers) {
            (true, Some(by_covers)) => (by_covers, Some(against_rows)),
            (_, by_covers) => (against_rows, by_covers),
        };
        Some(EveryWay {
            values,
            response: self
                .has_response()
                .then(|| self.rescaled(shap, &each))
                .flatten(),
            beside,
            down,
        })
    }

    /// What stands beside the values of one row where they are against background rows: path-dependent ones. Where another
    /// explains part of the trees, that one is asked, while the values are found here.
    pub fn beside(&self, inputs: &[f64]) -> Option<RowAttribution> {
        let shap = self.trees().filter(|shap| !shap.by_covers())?;
        shap.path_dependent(&self.features_of(inputs))
    }

    /// The games of one row of trees against a background.
    pub(super) fn games(&self, inputs: &[f64]) -> Option<(&TreeShap<'static>, Games<'_>)> {
        let shap = self.trees()?;
        Some((shap, shap.games(&self.features_of(inputs))?))
    }

    /// What the trees read of one row.
    fn features_of(&self, inputs: &[f64]) -> Vec<f64> {
        let columns: Vec<&[f64]> = inputs.iter().map(std::slice::from_ref).collect();
        let row = self.model.stage.prepare(&columns, 1);
        row.iter().map(|column| column[0]).collect()
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
        let margin = shap.background_base()[0] + moved.iter().sum::<f64>() / rows as f64;
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
