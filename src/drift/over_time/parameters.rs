//! What a person can set for drift over time.

use serde::{Deserialize, Serialize};

/// How rows are put into windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Window {
    /// The finest calendar unit that leaves enough rows in a window; nothing without a column of times.
    #[default]
    Auto,
    /// Hours, UTC.
    Hour,
    /// Days, UTC.
    Day,
    /// Weeks from Monday on.
    Week,
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
    /// Years.
    Year,
    /// A fixed number of rows, in the order of time or, without a column of times, of the file.
    Rows,
}

/// Windows and what they need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Parameters {
    /// Column of times that orders the rows; empty: the first one whose role is timestamp.
    pub column: String,
    /// How rows are put into windows.
    pub window: Window,
    /// Rows of a window, where windows are made of rows.
    pub rows: u32,
    /// Fewer rows than this in a window are not enough data.
    pub least_rows: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            column: String::new(),
            window: Window::Auto,
            rows: 1000,
            least_rows: 50,
        }
    }
}
