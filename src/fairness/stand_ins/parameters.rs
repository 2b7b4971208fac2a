//! What a person can set for the search for stand-ins.

use serde::{Deserialize, Serialize};

use crate::config::invalid;
use crate::error::Result;

/// From where on a column, or all of them, give an attribute away. Conventions, not laws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema, ts_rs::TS),
    ts(rename = "StandInsParameters")
)]
pub struct Parameters {
    /// Area under the ROC curve from which on, 0.5 (guessing) to 1.
    pub auc: f64,
    /// Columns that are looked at, at most: the first ones of the file.
    pub columns: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            auc: 0.7,
            columns: 200,
        }
    }
}

impl Parameters {
    /// Refuses values that make no sense.
    ///
    /// # Errors
    /// `config.invalid-value`.
    pub fn check(&self) -> Result<()> {
        if !(self.auc > 0.5 && self.auc < 1.0) {
            return Err(invalid(
                "analyses.stand-ins.auc",
                "a number between 0.5 and 1 is needed",
            ));
        }
        if !(1..=2_000).contains(&self.columns) {
            return Err(invalid(
                "analyses.stand-ins.columns",
                "a whole number from 1 to 2000 is needed",
            ));
        }
        Ok(())
    }
}
