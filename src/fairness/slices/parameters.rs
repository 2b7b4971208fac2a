//! What a person can set for the search of gaps in parts of the rows.

use serde::{Deserialize, Serialize};

use crate::config::invalid;
use crate::error::Result;

/// How far the search goes. The limit, the reference groups and the favourable outcome are those of the fairness audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema, ts_rs::TS),
    ts(rename = "FairnessSlicesParameters")
)]
pub struct Parameters {
    /// Fewest rows that each of the two groups has inside a part and outside it, in each half.
    pub least_rows: u32,
    /// Groups of one attribute that are compared with its reference group, the largest ones.
    pub groups: u32,
    /// Parts tested at most for each group, those with the clearest signal in the half in which they are looked for.
    pub tested: u32,
    /// Columns that make parts, at most: the first ones of the file.
    pub columns: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            least_rows: 50,
            groups: 3,
            tested: 8,
            columns: 40,
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
            ("least_rows", self.least_rows, 20, 1_000_000),
            ("groups", self.groups, 1, 20),
            ("tested", self.tested, 1, 100),
            ("columns", self.columns, 1, 200),
        ] {
            if !(low..=high).contains(&value) {
                return Err(invalid(
                    &format!("analyses.fairness-slices.{key}"),
                    &format!("a whole number from {low} to {high} is needed"),
                ));
            }
        }
        Ok(())
    }
}
