//! Progressive validation: each fold is scored by a model that has learned from the folds before it.

use super::rows::{FIRST_FOLDS, Rows};
use crate::model::Dataset;
use crate::model::progressive::{self, Dealt};

pub(super) use crate::model::progressive::{Fit, Fold};

impl Rows {
    /// As they are dealt.
    pub(super) fn dealt(&self) -> Dealt<'_> {
        Dealt {
            target: &self.target,
            keys: &self.keys,
            folds: &self.folds,
            first: FIRST_FOLDS,
        }
    }
}

/// Trains and scores; `None` where a fold lacks rows of a file.
pub(super) fn fit(data: &Dataset, rows: &Rows, seed: u32) -> Option<Fit> {
    progressive::fit(data, &rows.dealt(), seed)
}
