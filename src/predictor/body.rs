//! What predicts, behind the preprocessing.

use serde::{Deserialize, Serialize};

use super::{
    Additive, Calibrated, Dense, KernelMachine, Linear, NaiveBayes, Neighbours, Stack, Trees, Vote,
};

/// The kinds of models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// Weighted sums.
    Linear(Linear),
    /// Decision trees, added up or averaged.
    Trees(Trees),
    /// Dense layers.
    Dense(Dense),
    /// Nearest neighbours.
    Neighbours(Neighbours),
    /// Support vectors.
    Kernel(KernelMachine),
    /// Naive Bayes.
    NaiveBayes(NaiveBayes),
    /// A sum of functions of one or two features.
    Additive(Additive),
    /// Members that vote or are averaged.
    Vote(Vote),
    /// Members whose answers another model reads.
    Stack(Stack),
    /// Members whose scores are turned into probabilities by a learned curve.
    Calibrated(Calibrated),
}

impl Body {
    /// How many features it reads; `None` where any number will do.
    pub fn features(&self) -> Option<usize> {
        match self {
            Body::Linear(linear) => linear.features(),
            Body::Trees(trees) => Some(trees.features),
            Body::Dense(dense) => dense.layers.first().map(|layer| layer.inputs),
            Body::Neighbours(neighbours) => Some(neighbours.features),
            Body::Kernel(machine) => Some(machine.features),
            Body::NaiveBayes(bayes) => Some(bayes.features()),
            Body::Additive(_) => None,
            Body::Vote(vote) => vote.members.first().map(|stage| stage.inputs),
            Body::Stack(stack) => stack.members.first().map(|stage| stage.inputs),
            Body::Calibrated(calibrated) => calibrated.members.first().map(|m| m.stage.inputs),
        }
    }

    /// How many margins it answers for a row.
    pub fn outputs(&self) -> usize {
        match self {
            Body::Linear(linear) => linear.outputs,
            Body::Trees(trees) => trees.outputs,
            Body::Dense(dense) => dense.layers.last().map_or(0, |layer| layer.outputs),
            Body::Neighbours(neighbours) => neighbours.targets.outputs(),
            Body::Kernel(machine) => machine.outputs(),
            Body::NaiveBayes(bayes) => bayes.classes(),
            Body::Additive(additive) => additive.base.len(),
            Body::Vote(vote) => vote.outputs,
            Body::Stack(stack) => stack.last.body.outputs(),
            Body::Calibrated(calibrated) => calibrated.classes,
        }
    }
}
