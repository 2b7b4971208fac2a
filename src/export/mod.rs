//! Report → file.

mod escape;
mod html;
mod json;

pub use html::html;
pub use json::json;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::report::{Attachments, Report};

/// The formats a report can be taken away in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Format {
    /// The report with its attachments as JSON.
    Json,
    /// One HTML file that needs no network and no script.
    Html,
}

/// Writes a report.
///
/// # Errors
/// `report.unreadable` if a number is not finite, which is a defect.
pub fn export(report: &Report, attachments: &Attachments, format: Format) -> Result<String> {
    match format {
        Format::Json => json(report, attachments),
        Format::Html => html(report, attachments),
    }
}
