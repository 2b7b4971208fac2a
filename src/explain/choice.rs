//! What is explained, and against what.

use crate::predictor::{Body, Link, Model};

/// In what unit a prediction is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// The model's margins, before the link: log odds, say. There trees and linear models add up.
    Margin,
    /// What the person reads: probabilities of the classes, or the predicted number.
    Response,
}

/// What "not knowing a column" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknowns {
    /// Its value is that of each background row in turn (interventional).
    Background,
    /// Of trees only: splits are followed both ways, by their covers (path-dependent). Of other models the background.
    Covers,
}

/// How a model is explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// What "not knowing" means.
    pub unknowns: Unknowns,
    /// In what unit; `None` takes the margins where the values are exact there, else the response.
    pub space: Option<Space>,
    /// Background rows, at most.
    pub background_rows: usize,
    /// Decides what is drawn.
    pub seed: u64,
    /// Antithetic pairs of permutations for each background row.
    pub pairs: usize,
    /// Memory that tables may take; trees without are explained leaf by leaf.
    pub table_bytes: usize,
}

impl Default for Choice {
    /// 100 background rows, margins, one pair of permutations a row, 128 MB of tables.
    fn default() -> Choice {
        Choice {
            unknowns: Unknowns::Background,
            space: None,
            background_rows: 100,
            seed: 0,
            pairs: 1,
            table_bytes: 128 << 20,
        }
    }
}

impl Choice {
    /// The space of a model's values.
    pub fn space_of(&self, model: &Model) -> Space {
        self.space.unwrap_or(match model.stage.body {
            Body::Trees(_) | Body::Linear(_) => Space::Margin,
            _ => Space::Response,
        })
    }

    /// Whether the margins are what is explained, or nothing lies between them and the response.
    pub(super) fn asks_margins(&self, model: &Model) -> bool {
        self.space_of(model) == Space::Margin || model.stage.link == Link::Identity
    }

    #[cfg(feature = "further")]
    /// Whether permutations ask the model less often than all coalitions would.
    pub(super) fn pairs_cost_less(&self, players: usize) -> bool {
        let asked = (2 * self.pairs.max(1)).saturating_mul(players + 1);
        players >= 30 || asked < 1 << players
    }
}

/// The unit of what is explained: the axis says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutputUnit {
    /// A probability of a class.
    Probability,
    /// The logarithm of the odds of a class.
    LogOdds,
    /// A score before the softmax: differences of two classes are logarithms of ratios of their probabilities.
    LogScore,
    /// The logarithm of the predicted number.
    LogMean,
    /// The predicted number, in its own unit.
    Prediction,
    /// A score with no unit.
    Score,
}

impl OutputUnit {
    /// The unit of a model's output in a space.
    pub fn of(model: &Model, space: Space) -> OutputUnit {
        let classifies = !model.classes.is_empty();
        let own = match classifies {
            true => OutputUnit::Probability,
            false => OutputUnit::Prediction,
        };
        if space == Space::Response {
            return own;
        }
        let first = match &model.stage.link {
            Link::Then(links) => links.first(),
            link => Some(link),
        };
        match first {
            None | Some(Link::Identity | Link::ToF32 | Link::Complement) => own,
            Some(Link::Logit { .. } | Link::Logits { .. } | Link::NormalizedLogits) => {
                OutputUnit::LogOdds
            }
            Some(Link::Softmax) => OutputUnit::LogScore,
            Some(Link::Exp) => OutputUnit::LogMean,
            Some(_) => OutputUnit::Score,
        }
    }
}

/// What each output is: `class` with its name where there are classes, else `prediction`.
pub fn output_names(model: &Model, outputs: usize) -> Vec<String> {
    let classes = &model.classes;
    (0..outputs)
        .map(|output| match (classes.len(), outputs) {
            (2, 1) => format!("class {}", classes[1]),
            (known, asked) if known == asked => format!("class {}", classes[output]),
            (_, 1) => "prediction".to_owned(),
            _ => format!("output {}", output + 1),
        })
        .collect()
}
