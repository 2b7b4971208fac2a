//! The saved file: the report's own bytes, verbatim, beside its attachments.

use crate::error::Result;
use crate::report::{Attachments, Report};

/// `{"report": …, "attachments": …}`; the bytes under `report` are exactly [`Report::to_json`].
///
/// # Errors
/// `report.unreadable` if a number is not finite, which is a defect.
pub fn json(report: &Report, attachments: &Attachments) -> Result<String> {
    let attachments = serde_json::to_string(attachments).unwrap_or_default();
    Ok(format!(
        "{{\"report\":{},\"attachments\":{attachments}}}\n",
        report.to_json()?
    ))
}
