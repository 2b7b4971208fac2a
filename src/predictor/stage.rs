//! Preprocessing, body and link behind each other.

use serde::{Deserialize, Serialize};

use super::wiring::Wiring;
use super::{Body, Link, Step};

/// What takes wires and answers margins and a response. Inputs are wires `0..inputs`; each step appends its wires behind
/// those before it; the body reads `features`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Wires that come in.
    pub inputs: usize,
    /// Preprocessing, in an order in which each step reads only wires before its own.
    pub steps: Vec<Step>,
    /// The wires that the body reads, in its order.
    pub features: Vec<usize>,
    /// What predicts.
    pub body: Body,
    /// From margins to the response.
    pub link: Link,
}

/// What a stage answers for a block of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    /// A column for each margin.
    pub margins: Vec<Vec<f64>>,
    /// A column for each class or target.
    pub response: Vec<Vec<f64>>,
}

impl Stage {
    /// A body that reads the inputs as they are.
    pub fn plain(body: Body, link: Link, inputs: usize) -> Stage {
        Stage {
            inputs,
            steps: Vec::new(),
            features: (0..inputs).collect(),
            body,
            link,
        }
    }

    /// Wires in all: inputs and what steps make.
    pub fn wires(&self) -> usize {
        self.inputs + self.steps.iter().map(Step::outputs).sum::<usize>()
    }

    /// For each feature of the body, the one input that it is made of; `None` where several inputs are mixed in one
    /// ([`Stage::mixed`]), and for a constant.
    pub fn sources(&self) -> Vec<Option<usize>> {
        let wiring = Wiring::of(self);
        let source = |wire: &usize| wiring.source(*wire);
        self.features.iter().map(source).collect()
    }

    /// The features of a block of rows, as the body reads them.
    pub fn prepare(&self, inputs: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let made = self.prepared(inputs, rows);
        let chosen = self.chosen(inputs, &made);
        chosen.into_iter().map(<[f64]>::to_vec).collect()
    }

    /// The wires that the steps make of a block of rows.
    #[cfg(feature = "kinds")]
    pub(super) fn prepared(&self, inputs: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let mut made: Vec<Vec<f64>> = Vec::new();
        for step in &self.steps {
            let wires = |wire: usize| -> &[f64] {
                match inputs.get(wire) {
                    Some(column) => column,
                    None => &made[wire - inputs.len()],
                }
            };
            let columns = step.apply(wires, rows);
            made.extend(columns);
        }
        made
    }

    /// None: [`super::Model::trees_from_bytes`] refuses steps.
    #[cfg(not(feature = "kinds"))]
    pub(super) fn prepared(&self, _: &[&[f64]], _: usize) -> Vec<Vec<f64>> {
        Vec::new()
    }

    /// The wires that the body reads.
    pub(super) fn chosen<'a>(&self, inputs: &[&'a [f64]], made: &'a [Vec<f64>]) -> Vec<&'a [f64]> {
        let wire = |wire: &usize| match inputs.get(*wire) {
            Some(column) => *column,
            None => made[wire - inputs.len()].as_slice(),
        };
        self.features.iter().map(wire).collect()
    }

    /// Scores a block of rows; `classes` is 0 where numbers are predicted.
    pub fn score(&self, inputs: &[&[f64]], rows: usize, classes: usize) -> Scored {
        let made = self.prepared(inputs, rows);
        let features = self.chosen(inputs, &made);
        let margins = match &self.body {
            Body::Linear(linear) => linear.margins(&features, rows),
            Body::Trees(trees) => trees.margins(&features, rows),
            Body::Dense(dense) => dense.margins(&features, rows),
            Body::Neighbours(neighbours) => neighbours.margins(&features, rows),
            Body::Kernel(machine) => machine.margins(&features, rows),
            Body::NaiveBayes(bayes) => bayes.margins(&features, rows),
            Body::Additive(additive) => additive.margins(&features, rows),
            Body::Vote(vote) => vote.margins(&features, rows),
            Body::Calibrated(calibrated) => calibrated.margins(&features, rows),
            Body::Stack(stack) => {
                let last = stack.scored(&features, rows, classes);
                return match self.link {
                    Link::Identity => last,
                    _ => Scored {
                        response: self.link.response(last.margins.clone(), classes == 2),
                        margins: last.margins,
                    },
                };
            }
        };
        Scored {
            response: self.link.response(margins.clone(), classes == 2),
            margins,
        }
    }
}
