//! What belongs to a report and is not part of the bytes that determinism promises: hashes and the clock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Attached by whoever ran the analysis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Attachments {
    /// SHA-256 of each file in lower-case hex, by slot: `reference`, `current`.
    pub sha256: BTreeMap<String, String>,
    /// When the report was made, ISO 8601, by the clock of the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<String>,
}
