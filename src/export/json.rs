//! The saved file: the report's own bytes, verbatim, beside its attachments.

use serde_json::Value;

use crate::error::{Code, Error, Result};
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

/// Opens what [`json`] wrote, or a bare report.
///
/// # Errors
/// `report.unreadable`.
pub fn open(text: &str) -> Result<(Report, Attachments)> {
    let unreadable = |why: String| {
        Error::new(
            Code::ReportUnreadable,
            why,
            "a report saved by Driftglass",
            "Save the report again and open that file.",
        )
    };
    let mut value: Value = serde_json::from_str(text).map_err(|e| unreadable(e.to_string()))?;
    match value.get_mut("report").map(Value::take) {
        Some(report) => {
            let attachments = value
                .get_mut("attachments")
                .map(Value::take)
                .unwrap_or_default();
            let attachments = if attachments.is_null() {
                Attachments::default()
            } else {
                serde_json::from_value(attachments).map_err(|e| unreadable(e.to_string()))?
            };
            Ok((Report::from_value(report)?, attachments))
        }
        None => Ok((Report::from_value(value)?, Attachments::default())),
    }
}
