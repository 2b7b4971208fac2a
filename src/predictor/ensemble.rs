//! Models made of models.

use serde::{Deserialize, Serialize};

use super::stage::{Scored, Stage};

/// What members say and how it is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VoteKind {
    /// The weighted mean of the members' responses: soft votes, and voting or bagging of regressors.
    Mean,
    /// The weighted share of members that choose each class; ties go to the first class.
    Share,
}

/// Members that vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    /// Each reads all features of this body as its inputs.
    pub members: Vec<Stage>,
    /// One for each member.
    pub weights: Vec<f64>,
    /// How they are joined.
    pub kind: VoteKind,
    /// Classes, or targets.
    pub outputs: usize,
    /// Two or more classes, or numbers.
    pub classifies: bool,
}

/// Members whose responses the last stage reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// Each reads all features of this body as its inputs.
    pub members: Vec<Stage>,
    /// For each member the columns of its response (or of its margins) that are handed on, in order.
    pub takes: Vec<Vec<usize>>,
    /// For each member: whether its margins are handed on instead of its response.
    pub margins: Vec<bool>,
    /// Whether the features follow behind what the members say.
    pub passthrough: bool,
    /// Whether the members tell classes apart.
    pub classifies: bool,
    /// Reads what is handed on.
    pub last: Box<Stage>,
}

/// A curve from a score to a probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Calibrator {
    /// 1 / (1 + e^(a · s + b)) (Platt 1999).
    Sigmoid {
        /// Slope.
        a: f64,
        /// Offset.
        b: f64,
    },
    /// Straight lines between points, flat outside.
    Isotonic {
        /// Ascending.
        x: Vec<f64>,
        /// One for each.
        y: Vec<f64>,
    },
    /// The score divided by a temperature, as the logits of a softmax over the classes.
    Temperature(f64),
}

/// One member and its curves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Reads all features of the body as its inputs.
    pub stage: Stage,
    /// Whether the curves read its margins instead of its response.
    pub on_margins: bool,
    /// One for each class, or one for the second of two.
    pub curves: Vec<Calibrator>,
}

/// The mean of calibrated members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// At least one.
    pub members: Vec<Calibration>,
    /// How many classes.
    pub classes: usize,
}

impl Vote {
    /// The joined response of a block.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let mut sums = vec![vec![0.0; rows]; self.outputs];
        let total: f64 = self.weights.iter().sum();
        for (member, weight) in self.members.iter().zip(&self.weights) {
            let scored = member.score(features, rows, self.classes());
            for (output, sum) in sums.iter_mut().enumerate() {
                for (row, sum) in sum.iter_mut().enumerate() {
                    let said = match self.kind {
                        VoteKind::Mean => scored.response[output][row],
                        VoteKind::Share => {
                            f64::from(first_largest(&scored.response, row) == output)
                        }
                    };
                    *sum += weight * said;
                }
            }
        }
        sums.iter_mut().flatten().for_each(|sum| *sum /= total);
        sums
    }

    /// Classes of the members; 0 where they answer numbers.
    pub(super) fn classes(&self) -> usize {
        if self.classifies { self.outputs } else { 0 }
    }
}

impl Stack {
    /// The margins of the last stage.
    pub(super) fn scored(&self, features: &[&[f64]], rows: usize, classes: usize) -> Scored {
        let member_classes = if self.classifies { classes } else { 0 };
        let mut handed: Vec<Vec<f64>> = Vec::new();
        for ((member, takes), margins) in self.members.iter().zip(&self.takes).zip(&self.margins) {
            let scored = member.score(features, rows, member_classes);
            let from = if *margins {
                scored.margins
            } else {
                scored.response
            };
            handed.extend(takes.iter().map(|column| from[*column].clone()));
        }
        if self.passthrough {
            handed.extend(features.iter().map(|column| column.to_vec()));
        }
        let handed: Vec<&[f64]> = handed.iter().map(Vec::as_slice).collect();
        self.last.score(&handed, rows, classes)
    }
}

impl Calibrated {
    /// Probabilities of a block, a column for each class.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let mut sums = vec![vec![0.0; rows]; self.classes];
        for member in &self.members {
            let scored = member.stage.score(features, rows, self.classes);
            let scores = if member.on_margins {
                scored.margins
            } else {
                scored.response
            };
            for (class, column) in member
                .probabilities(&scores, self.classes)
                .iter()
                .enumerate()
            {
                for (sum, p) in sums[class].iter_mut().zip(column) {
                    *sum += p;
                }
            }
        }
        let count = self.members.len() as f64;
        sums.iter_mut().flatten().for_each(|sum| *sum /= count);
        sums
    }
}

impl Calibration {
    fn probabilities(&self, scores: &[Vec<f64>], classes: usize) -> Vec<Vec<f64>> {
        if let [Calibrator::Temperature(temperature)] = self.curves.as_slice() {
            let mut logits: Vec<Vec<f64>> = scores
                .iter()
                .map(|column| column.iter().map(|s| s / temperature).collect())
                .collect();
            if logits.len() == 1 {
                let none = vec![0.0; logits[0].len()];
                logits.insert(0, none);
            }
            super::link::softmax(&mut logits);
            return logits;
        }
        if classes == 2 {
            let second: Vec<f64> = scores
                .last()
                .map(|column| column.iter().map(|s| self.curves[0].of(*s)).collect())
                .unwrap_or_default();
            return vec![second.iter().map(|p| 1.0 - p).collect(), second];
        }
        let mut columns: Vec<Vec<f64>> = scores
            .iter()
            .zip(&self.curves)
            .map(|(column, curve)| column.iter().map(|s| curve.of(*s)).collect())
            .collect();
        let rows = columns.first().map_or(0, Vec::len);
        for row in 0..rows {
            let sum: f64 = columns.iter().map(|column| column[row]).sum();
            for column in &mut columns {
                column[row] = if sum == 0.0 {
                    1.0 / classes as f64
                } else {
                    column[row] / sum
                };
            }
        }
        columns
    }
}

impl Calibrator {
    /// The probability of one score; [`Calibrator::Temperature`] needs all classes and answers the score.
    pub fn of(&self, score: f64) -> f64 {
        match self {
            Calibrator::Sigmoid { a, b } => super::link::logistic(-(a * score + b)),
            Calibrator::Isotonic { x, y } => interpolate(x, y, score),
            Calibrator::Temperature(_) => score,
        }
    }
}

fn interpolate(x: &[f64], y: &[f64], at: f64) -> f64 {
    if at.is_nan() || x.is_empty() {
        return f64::NAN;
    }
    let above = x.partition_point(|x| *x <= at);
    if above == 0 {
        return y[0];
    }
    if above == x.len() {
        return y[above - 1];
    }
    let (x0, x1, y0, y1) = (x[above - 1], x[above], y[above - 1], y[above]);
    (y1 - y0) / (x1 - x0) * (at - x0) + y0
}

/// The first of the columns that is largest in a row.
pub(super) fn first_largest(columns: &[Vec<f64>], row: usize) -> usize {
    let mut best = 0;
    for (class, column) in columns.iter().enumerate().skip(1) {
        if column[row] > columns[best][row] {
            best = class;
        }
    }
    best
}
