//! Report → file.

mod escape;
mod findings_csv;
mod html;
mod json;
mod junit;
mod local_law;
mod markdown;
mod named;
mod small_cells;
mod summary;
mod table;

pub use html::html;
pub use json::json;
pub use local_law::{csv as local_law_csv, html as local_law_html, weights_csv};
pub use small_cells::suppress;

use std::borrow::Cow;

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
    /// One HTML file that needs no network and no script, with all details and its JSON inside.
    Html,
    /// The same with details of what is to be acted on only, and the JSON of these inside.
    HtmlSummary,
    /// The findings as comma-separated values, one line each.
    Csv,
    /// Verdict, findings and provenance as Markdown.
    Markdown,
    /// JUnit XML: one test case a finding.
    Junit,
    /// The summary of New York City's Local Law 144 as HTML, with blanks for what only a person can fill in.
    LocalLaw,
    /// The tables of that summary as CSV.
    LocalLawCsv,
    /// The row weights that make groups and outcomes independent, as CSV.
    WeightsCsv,
}

/// Writes a report, after what stands on fewer rows than `config.exports.small_cells` was taken out of it.
///
/// # Errors
/// `report.unreadable` if a number is not finite, which is a defect; `call.invalid` where a report has not what a format
/// is about.
pub fn export(report: &Report, attachments: &Attachments, format: Format) -> Result<String> {
    let least = report.provenance.config.exports.small_cells;
    let report = if least > 1 {
        Cow::Owned(suppress(report, least))
    } else {
        Cow::Borrowed(report)
    };
    match format {
        Format::Json => json(&report, attachments),
        Format::Html => html(&report, attachments),
        Format::HtmlSummary => html(&summary::of(&report), attachments),
        Format::Csv => Ok(findings_csv::write(&report)),
        Format::Markdown => Ok(markdown::write(&report, attachments)),
        Format::Junit => Ok(junit::write(&report)),
        Format::LocalLaw => local_law_html(&report),
        Format::LocalLawCsv => local_law_csv(&report),
        Format::WeightsCsv => weights_csv(&report),
    }
}
