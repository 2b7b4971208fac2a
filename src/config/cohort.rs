//! Which rows a run looks at.

use serde::{Deserialize, Serialize};

use super::invalid;
use crate::error::Result;

/// What one column must say of a row for the row to be looked at. Exactly one way is used: values, a range (`from`,
/// `below` or both), or that there is no value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Condition {
    /// The column, by its name in the current file.
    pub column: String,
    /// The row has one of these values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// The row's value is this or more: a number or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The row's value is less than this: a number or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<String>,
    /// The row has no value in the column.
    #[serde(skip_serializing_if = "is_false")]
    pub missing: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Condition {
    /// # Errors
    /// `config.invalid-value` where nothing is asked, or more than one way at once.
    pub(super) fn check(&self) -> Result<()> {
        let range = self.from.is_some() || self.below.is_some();
        let ways =
            usize::from(self.values.is_some()) + usize::from(range) + usize::from(self.missing);
        let empty = self.values.as_ref().is_some_and(Vec::is_empty);
        if self.column.is_empty() || ways != 1 || empty {
            return Err(invalid(
                "cohort",
                "each condition needs a `column` and one of `values`, `from` or `below`, or `missing`",
            ));
        }
        Ok(())
    }
}
