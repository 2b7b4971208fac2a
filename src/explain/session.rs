//! A file, or two, explained step by step: any number of rows may be done when a view is asked for.

use std::collections::VecDeque;

use serde::Serialize;

use super::background_error::BackgroundError;
use super::choice::Choice;
use super::explainer::{Explainer, slices};
use super::importance::Additivity;
use super::players::Players;
use super::sample::{stratified, taken};
use super::tree_shap::Attributions;
use crate::error::{Error, Result};
use crate::predictor::{Frame, Model, unsupported};

/// Rows whose share in the background's error is looked at.
const ERROR_ROWS: usize = 24;

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
    /// What the own trees add in the next rows, until what the others add is known.
    parts: VecDeque<Attributions>,
    /// What the first rows say of the error from the background.
    pub background: BackgroundError,
}

impl Side {
    /// Where a row of the file stands in the order of explanation.
    pub fn place_of(&self, row: u32) -> Option<usize> {
        self.order.iter().position(|known| *known == row)
    }

    fn extend(&mut self, found: Attributions) {
        self.done += rows_of(&found);
        if self.values.values.is_empty() {
            self.values = found;
            return;
        }
        for (all, more) in self.values.values.iter_mut().zip(found.values) {
            for (all, more) in all.iter_mut().zip(more) {
                all.extend(more);
            }
        }
    }
}

/// How many rows values are of.
fn rows_of(found: &Attributions) -> usize {
    found
        .values
        .first()
        .and_then(|of| of.first())
        .map_or(0, Vec::len)
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
    /// Whether every row is looked up in them.
    pub looked_up: bool,
}

fn not_given() -> Error {
    unsupported(
        "an explanation of a file that was not given",
        "Choose the file.",
    )
}

/// A model ready to be explained, and the files.
pub struct Session {
    /// What explains.
    pub explainer: Explainer,
    sides: [Option<Side>; 2],
    /// The rows that the background was drawn from with their outputs, until they are given as those of a side.
    known: Option<(Frame, Vec<Vec<f64>>)>,
    /// Whether there are tables where they pay.
    prepared: bool,
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
            known: None,
            prepared: false,
        })
    }

    /// Of a model, where the rows that the background is drawn from are those of a side, too: they are scored once and
    /// wait for [`Session::give_known`].
    ///
    /// # Errors
    /// As [`Explainer::new`].
    pub fn of_side(
        model: Model,
        players: Players,
        known: Frame,
        choice: Choice,
    ) -> Result<Session> {
        let (explainer, said) = Explainer::with_outputs(model, players, &known, choice)?;
        Ok(Session {
            explainer,
            sides: [None, None],
            known: Some((known, said)),
            prepared: false,
        })
    }

    /// How many rows wait for [`Session::give_known`].
    pub fn known_rows(&self) -> usize {
        self.known.as_ref().map_or(0, |(frame, _)| frame.rows)
    }

    /// Gives the rows of [`Session::of_side`] as those of a side: all of them, or those at `places`.
    ///
    /// # Errors
    /// `model.unsupported` where they were given before or none of them gets a score.
    pub fn give_known(&mut self, side: usize, places: Option<&[u32]>) -> Result<()> {
        let Some((frame, said)) = self.known.take() else {
            return Err(not_given());
        };
        let Some(places) = places else {
            let all: Vec<u32> = (0..frame.rows as u32).collect();
            return self.take(side, frame, said, &all);
        };
        let chosen = Frame {
            rows: places.len(),
            columns: taken(&slices(&frame.columns), places),
        };
        let said = taken(&slices(&said), places);
        self.take(side, chosen, said, places)
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
        let said = self.explainer.outputs_of(&frame);
        self.take(side, frame, said, places)
    }

    fn take(
        &mut self,
        side: usize,
        frame: Frame,
        said: Vec<Vec<f64>>,
        places: &[u32],
    ) -> Result<()> {
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
            parts: VecDeque::new(),
            background: BackgroundError::default(),
            order: order
                .iter()
                .map(|row| places.get(*row as usize).copied().unwrap_or(*row))
                .collect(),
        };
        self.prepared = false;
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
            .ok_or_else(not_given)
    }

    /// Makes tables where they pay for the rows of a file; otherwise [`Session::step`] begins with it.
    ///
    /// # Errors
    /// As [`Session::side`].
    pub fn prepare(&mut self, side: usize) -> Result<()> {
        let rows = self.side(side)?.order.len();
        if !self.prepared {
            self.explainer.prepare_for(rows);
            self.prepared = true;
        }
        Ok(())
    }

    /// Explains the next rows of a file; answers how many are done. Where another has part of the trees, they are done once
    /// [`Session::add`] got what those add.
    ///
    /// # Errors
    /// As [`Session::side`].
    pub fn step(&mut self, side: usize, rows: usize) -> Result<usize> {
        self.prepare(side)?;
        let shares = self.explainer.shares();
        let Some(own) = self.sides.get_mut(side).and_then(Option::as_mut) else {
            return Ok(0);
        };
        let waiting: usize = own.parts.iter().map(rows_of).sum();
        let start = own.done + waiting;
        let end = own.order.len().min(start + rows);
        if end > start {
            let part: Vec<&[f64]> = own.columns.iter().map(|c| &c[start..end]).collect();
            let found = self.explainer.rows(&part, end - start);
            if shares {
                own.parts.push_back(found);
                return Ok(own.done);
            }
            own.extend(found);
        }
        Ok(own.done)
    }

    /// What the own trees add in rows of a file, `from` and those behind it in the order of explanation: for the one who has
    /// the other trees. Output by output and player by player.
    ///
    /// # Errors
    /// As [`Session::side`].
    pub fn part(&mut self, side: usize, from: usize, rows: usize) -> Result<Vec<f32>> {
        self.prepare(side)?;
        let own = self.side(side)?;
        let end = own.order.len().min(from.saturating_add(rows));
        let from = from.min(end);
        let part: Vec<&[f64]> = own.columns.iter().map(|c| &c[from..end]).collect();
        let found = self.explainer.rows(&part, end - from);
        Ok(found.values.concat().concat())
    }

    /// Adds what the other trees add, as [`Session::part`] says it, to the rows that wait longest; answers how many are done.
    ///
    /// # Errors
    /// `model.unsupported` where no rows wait for it.
    pub fn add(&mut self, side: usize, theirs: &[f32]) -> Result<usize> {
        let Some(own) = self.sides.get_mut(side).and_then(Option::as_mut) else {
            return Err(not_given());
        };
        let Some(mut found) = own.parts.pop_front() else {
            return Err(not_given());
        };
        let rows = rows_of(&found).max(1);
        let columns = found.values.iter_mut().flatten();
        for (own, more) in columns.zip(theirs.chunks(rows)) {
            for (own, more) in own.iter_mut().zip(more) {
                *own += more;
            }
        }
        own.extend(found);
        Ok(own.done)
    }

    /// Looks at so many further rows of those that are done for the error from the background; answers how many are left
    /// to be looked at.
    ///
    /// # Errors
    /// As [`Session::side`].
    pub fn look_for_error(&mut self, side: usize, rows: usize) -> Result<usize> {
        let Some(own) = self.sides.get_mut(side).and_then(Option::as_mut) else {
            return Err(not_given());
        };
        let (start, most) = (own.background.rows(), own.done.min(ERROR_ROWS));
        let end = most.min(start + rows);
        let part: Vec<&[f64]> = own.columns.iter().map(|c| &c[start..end]).collect();
        own.background.look_at(&self.explainer, &part, end - start);
        // Where there is nothing to be found nothing is left.
        Ok(match own.background.rows() {
            reached if reached == end => most - end,
            _ => 0,
        })
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
            looked_up: self.explainer.looked_up(),
        })
    }
}
