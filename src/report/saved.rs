//! A report with what is attached to it, as it stands in a file.

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::{Attachments, Header, Report, inside, unreadable};
use crate::error::Result;

/// A report with its attachments, as it is saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The report.
    pub report: Report,
    /// What was attached to it.
    #[serde(default)]
    pub attachments: Attachments,
}

impl Saved {
    /// Opens a saved file, JSON or HTML, or a bare report.
    ///
    /// # Errors
    /// `report.unreadable`; for HTML also where its JSON is not what was written into it.
    pub fn from_json(text: &str) -> Result<Saved> {
        let start = text.trim_start();
        if start
            .get(..9)
            .is_some_and(|s| s.eq_ignore_ascii_case("<!doctype"))
        {
            return Saved::from_json(&inside::find(start)?);
        }
        match Header::read(text)?.report {
            Some(header) => {
                header.check()?;
                serde_json::from_str(text).map_err(|e| unreadable(&e.to_string()))
            }
            None => Ok(Saved {
                report: Report::from_json(text)?,
                attachments: Attachments::default(),
            }),
        }
    }
}

/// SHA-256 of a text in lower-case hex.
pub fn sha256(text: &str) -> String {
    sha2::Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
