//! A whole model.

use serde::{Deserialize, Serialize};

use super::ensemble::first_largest;
use super::{Frame, Input, InputKind, Origin, Predictions, Scored, Stage, Unknown};
use crate::error::{Code, Error, Result};

/// What a model answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Numbers.
    Regression,
    /// One of several classes.
    Classification,
    /// Scores whose order counts.
    Ranking,
    /// Inlier or outlier.
    Anomaly,
}

/// How the class follows from margins and response.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Decision {
    /// There is none.
    None,
    /// The first class whose response is largest.
    LargestResponse,
    /// The second class where the (only) margin is above.
    MarginAbove(f64),
    /// The second class where the (only) margin is at or above.
    MarginAtLeast(f64),
    /// The second class where its response (the last one) is above.
    ResponseAbove(f64),
    /// The second class where its response (the last one) is at or above.
    ResponseAtLeast(f64),
    /// The class with most votes of margins as [`super::KernelOutput::Pairs`] says, of equals the first.
    PairVotes,
}

/// A model of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Where it comes from.
    pub origin: Origin,
    /// What it takes.
    pub inputs: Vec<Input>,
    /// What it does.
    pub stage: Stage,
    /// What it answers.
    pub task: Task,
    /// How the class follows.
    pub decision: Decision,
    /// Names of the classes in the order of the response; empty where numbers are answered.
    pub classes: Vec<String>,
    /// What the person must know: trees left unused, missing rules lost by the writer.
    #[serde(skip)]
    pub warnings: Vec<Error>,
}

/// Rows that are scored together.
const BLOCK_ROWS: usize = 1024;

impl Model {
    /// Scores rows, block by block, each the same whatever the others are. The plain way through every kind of body; the
    /// reference that faster ways must equal.
    ///
    /// # Errors
    /// `model.frame` where the frame has not one column of `rows` values for each input.
    pub fn predict(&self, frame: &Frame) -> Result<Predictions> {
        self.fits(frame)?;
        let mut out = Predictions::default();
        let mut start = 0;
        loop {
            let rows = BLOCK_ROWS.min(frame.rows - start);
            let inputs: Vec<&[f64]> = frame
                .columns
                .iter()
                .map(|column| &column[start..start + rows])
                .collect();
            let mut scored = self.stage.score(&inputs, rows, self.classes.len());
            self.refuse(&inputs, rows, &mut scored);
            self.append(&mut out, scored, rows);
            start += rows;
            if start >= frame.rows {
                return Ok(out);
            }
        }
    }

    /// Whether a frame is one for this model.
    ///
    /// # Errors
    /// `model.frame`.
    pub fn fits(&self, frame: &Frame) -> Result<()> {
        let columns = frame.columns.len();
        if columns == self.inputs.len() && frame.columns.iter().all(|c| c.len() == frame.rows) {
            return Ok(());
        }
        Err(Error::new(
            Code::ModelFrame,
            format!("{columns} columns of {} rows", frame.rows),
            format!("one column for each of {} inputs", self.inputs.len()),
            "Give one column for each input, all of the same length.",
        ))
    }

    /// Takes the scores of rows away that the library would refuse.
    pub(super) fn refuse(&self, inputs: &[&[f64]], rows: usize, scored: &mut Scored) {
        for (input, column) in self.inputs.iter().zip(inputs) {
            let unknown = matches!(
                input.kind,
                InputKind::Category {
                    unknown: Unknown::Refused,
                    ..
                }
            );
            if !unknown && !input.missing_refused {
                continue;
            }
            for row in 0..rows {
                let x = column[row];
                if (unknown && x < 0.0) || (input.missing_refused && x.is_nan()) {
                    let columns = scored.margins.iter_mut().chain(&mut scored.response);
                    columns.for_each(|column| column[row] = f64::NAN);
                }
            }
        }
    }

    pub(super) fn append(&self, out: &mut Predictions, scored: Scored, rows: usize) {
        if self.decision != Decision::None {
            let labels = out.labels.get_or_insert_default();
            labels.extend((0..rows).map(|row| self.decision.of(&scored, row)));
        }
        out.margins.resize_with(scored.margins.len(), Vec::new);
        out.response.resize_with(scored.response.len(), Vec::new);
        for (whole, block) in out.margins.iter_mut().zip(scored.margins) {
            whole.extend(block);
        }
        for (whole, block) in out.response.iter_mut().zip(scored.response) {
            whole.extend(block);
        }
        out.rows += rows;
    }
}

impl Decision {
    /// The class of a row of a block.
    pub fn of(self, scored: &Scored, row: usize) -> u32 {
        let margin = scored
            .margins
            .first()
            .map_or(f64::NAN, |column| column[row]);
        let last = scored
            .response
            .last()
            .map_or(f64::NAN, |column| column[row]);
        let two = |x: f64, second: bool| {
            if x.is_nan() {
                Predictions::NO_LABEL
            } else {
                u32::from(second)
            }
        };
        match self {
            Decision::None => Predictions::NO_LABEL,
            Decision::MarginAbove(at) => two(margin, margin > at),
            Decision::MarginAtLeast(at) => two(margin, margin >= at),
            Decision::ResponseAbove(at) => two(last, last > at),
            Decision::ResponseAtLeast(at) => two(last, last >= at),
            Decision::LargestResponse => {
                if scored.response.iter().any(|column| column[row].is_nan()) {
                    return Predictions::NO_LABEL;
                }
                first_largest(&scored.response, row) as u32
            }
            Decision::PairVotes => {
                if margin.is_nan() {
                    return Predictions::NO_LABEL;
                }
                let pairs = scored.margins.len();
                let classes = (1..).find(|k| k * (k - 1) / 2 >= pairs).unwrap_or(1);
                let mut votes = vec![0u32; classes];
                let mut pair = 0;
                for i in 0..classes {
                    for j in i + 1..classes {
                        votes[if scored.margins[pair][row] > 0.0 {
                            i
                        } else {
                            j
                        }] += 1;
                        pair += 1;
                    }
                }
                let most = votes.iter().max().copied().unwrap_or(0);
                votes.iter().position(|v| *v == most).unwrap_or(0) as u32
            }
        }
    }
}
