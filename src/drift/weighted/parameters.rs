//! What a person can set for the comparison by weight. Thresholds are those of the drift analysis, and the column of
//! weights is the one with that role.

use serde::{Deserialize, Serialize};

/// Whether rows are compared by weight, where both files have a column of weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(rename = "WeightedParameters"))]
pub struct Parameters {
    /// False leaves the weights unused: every row counts once.
    pub compare: bool,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters { compare: true }
    }
}
