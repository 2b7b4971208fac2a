//! A file, or two, explained step by step: any number of rows may be done when a view is asked for.

use serde::Serialize;

use super::choice::Choice;
use super::explainer::{Explainer, slices};
use super::importance::Additivity;
use super::players::Players;
use super::sample::stratified;
use super::tree_shap::Attributions;
use crate::error::Result;
use crate::predictor::{Frame, Model, unsupported};

/// Rows whose share in the background's error is looked at, and how many must be done before a smaller number is made up.
const ERROR_ROWS: usize = 24;
const MADE_UP_AT: usize = 256;

/// Rows of one file with what is known of them. They stand in the order in which they are explained: every beginning is a
/// stratified sample over the first output.
pub struct Side {
    /// Place of each row in the file.
    pub order: Vec<u32>,
    /// Rows that were given: those of the file, or the chosen ones of them.
    pub rows: usize,
    /// One column an input.
    pub columns: Vec<Vec<f64>>,
    /// `[output][row]`
    pub outputs: Vec<Vec<f64>>,
    /// Values of the rows that are done.
    pub values: Attributions,
    /// How many are done.
    pub done: usize,
    /// Standard errors of the mean absolute values from the background, `[output][player]`.
    pub background: Option<Vec<Vec<f64>>>,
    /// Rows that these were found on.
    error_rows: usize,
}

/// How far a side is, and how exact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Rows that are explained.
    pub done: usize,
    /// Rows that have a score.
    pub of: usize,
    /// Rows in the file.
    pub rows: usize,
    /// The largest `|base + Σ values - output|` over `max(1, Σ |values|)` of the rows that are done.
    pub worst: f64,
    /// Whether that is at most 1e-5.
    pub adds_up: bool,
    /// Bytes of tables.
    pub table_bytes: usize,
}

/// A model ready to be explained, and the files.
pub struct Session {
    /// What explains.
    pub explainer: Explainer,
    sides: [Option<Side>; 2],
}

impl Session {
    /// Of a model; `known` are the rows that the background is drawn from.
    ///
    /// # Errors
    /// As [`Explainer::new`].
    pub fn new(model: Model, players: Players, known: &Frame, choice: Choice) -> Result<Session> {
        Ok(Session {
            explainer: Explainer::new(model, players, known, choice)?,
            sides: [None, None],
        })
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        let known = self.sides.iter().flatten().next();
        known.map_or_else(
            || self.explainer.background_mean().len(),
            |s| s.outputs.len(),
        )
    }

    /// Gives the rows of a file, 0 for the reference and 1 for the current one.
    ///
    /// # Errors
    /// `model.frame` where they are not the model's, `model.unsupported` where none of them gets a score.
    pub fn give(&mut self, side: usize, frame: Frame) -> Result<()> {
        let places: Vec<u32> = (0..frame.rows as u32).collect();
        self.give_chosen(side, frame, &places)
    }

    /// Gives chosen rows of a file, with the place of each in the file.
    ///
    /// # Errors
    /// As [`Session::give`].
    pub fn give_chosen(&mut self, side: usize, frame: Frame, places: &[u32]) -> Result<()> {
        self.explainer.model().fits(&frame)?;
        let said = self.explainer.outputs(&slices(&frame.columns), frame.rows);
        let first = said.first().map_or(&[][..], Vec::as_slice);
        let order = stratified(first, self.explainer.choice.seed);
        if order.is_empty() {
            return Err(unsupported(
                "a file without rows that get a score",
                "Choose a file whose columns the model knows.",
            ));
        }
        let pick = |column: Vec<f64>| order.iter().map(|row| column[*row as usize]).collect();
        let side_of = Side {
            rows: frame.rows,
            columns: frame.columns.into_iter().map(pick).collect(),
            outputs: said.into_iter().map(pick).collect(),
            values: Attributions {
                base: Vec::new(),
                values: Vec::new(),
            },
            done: 0,
            background: None,
            error_rows: 0,
            order: order
                .iter()
                .map(|row| places.get(*row as usize).copied().unwrap_or(*row))
                .collect(),
        };
        self.explainer.prepare_for(side_of.order.len());
        if let Some(slot) = self.sides.get_mut(side) {
            *slot = Some(side_of);
        }
        Ok(())
    }

    /// A file's rows.
    ///
    /// # Errors
    /// `model.unsupported` where it was not given.
    pub fn side(&self, side: usize) -> Result<&Side> {
        self.sides
            .get(side)
            .and_then(Option::as_ref)
            .ok_or_else(|| {
                unsupported(
                    "an explanation of a file that was not given",
                    "Choose the file.",
                )
            })
    }

    /// Explains the next rows of a file; answers how many are done.
    ///
    /// # Errors
    /// As [`Session::side`].
    pub fn step(&mut self, side: usize, rows: usize) -> Result<usize> {
        self.side(side)?;
        let Some(own) = self.sides.get_mut(side).and_then(Option::as_mut) else {
            return Ok(0);
        };
        let end = own.order.len().min(own.done + rows);
        if end > own.done {
            let part: Vec<&[f64]> = own.columns.iter().map(|c| &c[own.done..end]).collect();
            let found = self.explainer.rows(&part, end - own.done);
            if own.values.values.is_empty() {
                own.values = found;
            } else {
                for (all, more) in own.values.values.iter_mut().zip(found.values) {
                    for (all, more) in all.iter_mut().zip(more) {
                        all.extend(more);
                    }
                }
            }
            own.done = end;
        }
        // A first step may be short where each row takes long.
        let short = own.error_rows < ERROR_ROWS && own.done >= MADE_UP_AT;
        if own.done > 0 && (own.error_rows == 0 || short) {
            let count = own.done.min(ERROR_ROWS);
            let part: Vec<&[f64]> = own.columns.iter().map(|c| &c[..count]).collect();
            own.background = self.explainer.background_errors(&part, count);
            own.error_rows = if short { ERROR_ROWS } else { count };
        }
        Ok(own.done)
    }

    /// How far a file is.
    ///
    /// # Errors
    /// As [`Session::side`].
    pub fn standing(&self, side: usize) -> Result<Standing> {
        let own = self.side(side)?;
        let said: Vec<Vec<f64>> = own.outputs.iter().map(|o| o[..own.done].to_vec()).collect();
        let badge = Additivity::of(&own.values, &said);
        Ok(Standing {
            done: own.done,
            of: own.order.len(),
            rows: own.rows,
            worst: badge.worst,
            adds_up: badge.holds(),
            table_bytes: self.explainer.table_bytes(),
        })
    }
}
