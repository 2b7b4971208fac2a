//! A model prepared for many rows.

use super::{Body, Frame, Model, Predictions, Scored};
use crate::error::Result;
use kernels::trees::compiled::{BLOCK_ROWS, Compiled, Scratch};

/// What makes scoring many rows fast, without the model that it was made of.
#[derive(Debug)]
pub struct Prepared(Option<Compiled>);

/// Scores rows as [`Model::predict`] does, to the last bit, in a fraction of the time where the body is of trees.
#[derive(Debug)]
pub struct Scorer<'a> {
    model: &'a Model,
    prepared: Prepared,
}

impl<'a> Scorer<'a> {
    /// Prepares a model.
    pub fn of(model: &'a Model) -> Scorer<'a> {
        Scorer {
            model,
            prepared: Prepared::of(model),
        }
    }

    /// Scores rows.
    ///
    /// # Errors
    /// `model.frame` where the frame has not one column of `rows` values for each input.
    pub fn predict(&self, frame: &Frame) -> Result<Predictions> {
        self.prepared.predict(self.model, frame)
    }
}

impl Prepared {
    /// Of a model.
    pub fn of(model: &Model) -> Prepared {
        Prepared(match &model.stage.body {
            Body::Trees(trees) => Some(Compiled::of(trees)),
            _ => None,
        })
    }

    /// Scores rows with the model that this was made of.
    ///
    /// # Errors
    /// As [`Scorer::predict`].
    pub fn predict(&self, model: &Model, frame: &Frame) -> Result<Predictions> {
        match self.predict_trees(model, frame) {
            Some(found) => found,
            None => model.predict(frame),
        }
    }

    /// The same of trees alone: `None` of any other body, whose code a module that only calls this has not.
    pub fn predict_trees(&self, model: &Model, frame: &Frame) -> Option<Result<Predictions>> {
        let (Some(compiled), Body::Trees(trees)) = (&self.0, &model.stage.body) else {
            return None;
        };
        if let Err(error) = model.fits(frame) {
            return Some(Err(error));
        }
        let classes = model.classes.len();
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
            let made = model.stage.prepared(&inputs, rows);
            let features = model.stage.chosen(&inputs, &made);
            let margins = compiled.margins(trees, &features, rows, &mut scratch);
            let mut scored = Scored {
                response: model.stage.link.response(margins.clone(), classes == 2),
                margins,
            };
            model.refuse(&inputs, rows, &mut scored);
            model.append(&mut out, scored, rows);
            start += rows;
            if start >= frame.rows {
                return Some(Ok(out));
            }
        }
    }
}
