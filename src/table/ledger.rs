//! What became of every row of a file: used, repaired or skipped, and nothing else.

use serde::{Deserialize, Serialize};

/// `used + repaired + skipped` is the number of data rows in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Ledger {
    /// Rows taken as they are.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub used: u64,
    /// Rows taken after a repair that a warning names.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub repaired: u64,
    /// Rows left out for a reason that a warning names.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub skipped: u64,
    /// Blank lines, which are no rows.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub blank_lines: u64,
    /// Lines behind the last row that are no rows, such as a sum or a remark.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub trailer_lines: u64,
}

fn is_zero(lines: &u64) -> bool {
    *lines == 0
}

impl Ledger {
    /// Data rows found in the file.
    pub fn read(&self) -> u64 {
        self.used + self.repaired + self.skipped
    }
}
