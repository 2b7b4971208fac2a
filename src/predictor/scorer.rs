//! A model prepared for many rows.

use super::compiled::{BLOCK_ROWS, Compiled, Scratch};
use super::{Body, Frame, Model, Predictions, Scored};
use crate::error::Result;

/// Scores rows as [`Model::predict`] does, to the last bit, in a fraction of the time where the body is of trees.
#[derive(Debug)]
pub struct Scorer<'a> {
    model: &'a Model,
    compiled: Option<Compiled>,
}

impl<'a> Scorer<'a> {
    /// Prepares a model.
    pub fn of(model: &'a Model) -> Scorer<'a> {
        let compiled = match &model.stage.body {
            Body::Trees(trees) => Some(Compiled::of(trees)),
            _ => None,
        };
        Scorer { model, compiled }
    }

    /// Scores rows.
    ///
    /// # Errors
    /// `model.frame` where the frame has not one column of `rows` values for each input.
    pub fn predict(&self, frame: &Frame) -> Result<Predictions> {
        let (Some(compiled), Body::Trees(trees)) = (&self.compiled, &self.model.stage.body) else {
            return self.model.predict(frame);
        };
        self.model.fits(frame)?;
        let classes = self.model.classes.len();
        let mut out = Predictions::default();
        let mut scratch = Scratch::default();
        let mut start = 0;
        loop {
            let rows = BLOCK_ROWS.min(frame.rows - start);
            let inputs: Vec<&[f64]> = frame
                .columns
                .iter()
                .map(|column| &column[start..start + rows])
                .collect();
            let made = self.model.stage.prepared(&inputs, rows);
            let features = self.model.stage.chosen(&inputs, &made);
            let margins = compiled.margins(trees, &features, rows, &mut scratch);
            let mut scored = Scored {
                response: self
                    .model
                    .stage
                    .link
                    .response(margins.clone(), classes == 2),
                margins,
            };
            self.model.refuse(&inputs, rows, &mut scored);
            self.model.append(&mut out, scored, rows);
            start += rows;
            if start >= frame.rows {
                return Ok(out);
            }
        }
    }
}
