//! What a person can set for the comparison by weight: nothing. Thresholds are those of the drift analysis, and the
//! column of weights is the one with that role.

use serde::{Deserialize, Serialize};

/// Nothing to set: give a column the role of a weight.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(rename = "WeightedParameters"))]
pub struct Parameters {}
