//! Where a report comes from: files, rows, settings, version. Hashes and clocks live outside, in attachments.

use serde::{Deserialize, Serialize};

use crate::config::Config;

/// How many columns of one type a file has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct TypeCount {
    /// `number`, `category`, `time`, `boolean`, `text`.
    pub kind: String,
    /// How many.
    pub columns: u32,
}

/// The rows of one file that a record is about, where the file was split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct PartRecord {
    /// Name of the whole file.
    pub file: String,
    /// Which rows, such as `day before 2024-07-01`.
    pub rule: String,
    /// Rows of the file in neither part.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub rows_left_out: u64,
    /// Rows of the whole file that were repaired when it was read.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub file_rows_repaired: u64,
    /// Rows of the whole file that were skipped when it was read.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub file_rows_skipped: u64,
}

/// One file as it was read. `rows_used + rows_repaired + rows_skipped = rows_read`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FileRecord {
    /// `reference` or `current`.
    pub slot: String,
    /// File name.
    pub name: String,
    /// Size in bytes.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub bytes: u64,
    /// Delimiter used.
    pub delimiter: char,
    /// Data rows found.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub rows_read: u64,
    /// Rows taken as they are.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub rows_used: u64,
    /// Rows taken after a repair that a warning names.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub rows_repaired: u64,
    /// Rows left out for a reason that a warning names.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub rows_skipped: u64,
    /// Rows that were looked at, where the file is larger than the memory budget: a uniform sample by the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(type = "number | null"))]
    pub rows_sampled: Option<u64>,
    /// Rows that were looked at, where `config.cohort` chose among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(type = "number | null"))]
    pub rows_in_cohort: Option<u64>,
    /// How its bytes stood for characters, where they were not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Columns by type.
    pub types: Vec<TypeCount>,
    /// Which rows of a file these are, where one was split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartRecord>,
}

/// Everything needed to make the same report again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Provenance {
    /// `driftglass`.
    pub tool: String,
    /// Version of the tool.
    pub version: String,
    /// Seed of everything random.
    pub seed: u32,
    /// The files, reference first.
    pub files: Vec<FileRecord>,
    /// Size of the family of tests that was corrected together.
    pub tests_corrected: u32,
    /// The settings of the run, complete.
    pub config: Config,
}
