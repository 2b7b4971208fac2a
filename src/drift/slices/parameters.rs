//! What a person can set for the search for slices.

use serde::{Deserialize, Serialize};

/// How far the search goes. From which size on a change matters is said by the drift analysis' own thresholds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema, ts_rs::TS),
    ts(rename = "SlicesParameters")
)]
pub struct Parameters {
    /// Fewest rows that a slice and the rows outside it have, in each file and each half.
    pub least_rows: u32,
    /// Slices looked for in one column.
    pub slices_per_column: u32,
    /// Slices tested at most, those with the clearest signal in the half in which slices are looked for.
    pub tested: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            least_rows: 50,
            slices_per_column: 4,
            tested: 40,
        }
    }
}
