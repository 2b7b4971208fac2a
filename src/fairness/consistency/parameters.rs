//! What a person can set for individual consistency.

use serde::{Deserialize, Serialize};

use crate::config::invalid;
use crate::error::Result;

/// How many neighbours, and among how many rows. The limit, as a difference of rates, is that of the fairness audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema, ts_rs::TS),
    ts(rename = "ConsistencyParameters")
)]
pub struct Parameters {
    /// Neighbours of each row.
    pub neighbours: u32,
    /// Rows among which neighbours are looked for, a seeded sample where there are more: time grows with their square.
    pub rows: u32,
    /// Columns that say who is alike, at most: the first ones of the file.
    pub columns: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            neighbours: 5,
            rows: 3_000,
            columns: 60,
        }
    }
}

impl Parameters {
    /// Refuses values that make no sense.
    ///
    /// # Errors
    /// `config.invalid-value`.
    pub fn check(&self) -> Result<()> {
        for (key, value, low, high) in [
            ("neighbours", self.neighbours, 1, 100),
            ("rows", self.rows, 200, 20_000),
            ("columns", self.columns, 1, 200),
        ] {
            if !(low..=high).contains(&value) {
                return Err(invalid(
                    &format!("analyses.consistency.{key}"),
                    &format!("a whole number from {low} to {high} is needed"),
                ));
            }
        }
        Ok(())
    }
}
