//! Report → file.

mod escape;
mod html;
mod json;
mod local_law;

pub use html::html;
pub use json::json;
pub use local_law::{csv as local_law_csv, html as local_law_html, weights_csv};

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
    /// The summary of New York City's Local Law 144 as HTML, with blanks for what only a person can fill in.
    LocalLaw,
    /// The tables of that summary as CSV.
    LocalLawCsv,
    /// The row weights that make groups and outcomes independent, as CSV.
    WeightsCsv,
}

/// Writes a report.
///
/// # Errors
/// `report.unreadable` if a number is not finite, which is a defect; `call.invalid` where a report has not what a format
/// is about.
pub fn export(report: &Report, attachments: &Attachments, format: Format) -> Result<String> {
    match format {
        Format::Json => json(report, attachments),
        Format::Html => html(report, attachments),
        Format::LocalLaw => local_law_html(report),
        Format::LocalLawCsv => local_law_csv(report),
        Format::WeightsCsv => weights_csv(report),
    }
}
