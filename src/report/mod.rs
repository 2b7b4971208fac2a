//! The one public result: versioned plain data that everything a person reads or exports is drawn from.

mod attachments;
mod block;
mod compared;
mod dense_block;
mod finding;
pub mod inside;
#[cfg(feature = "charts")]
mod language;
mod number;
mod provenance;
mod reading;
mod saved;
mod severity;

pub use attachments::Attachments;
pub use block::{
    AxisScale, Band, Block, Cell, Contribution, Curve, CurveLine, CurvePoint, EcdfGap, EcdfPair,
    Histogram, IntervalRow, Intervals, Level, LevelPair, Matrix, Metric, RankRow, Ranking, Series,
    SeriesLine, Swarm, SwarmDot, SwarmRow, TableBlock, TableColumn, TextBlock, Unit, Waterfall,
    WaterfallStep,
};
pub use compared::{Became, Change, Compared, Side, compare};
pub use dense_block::{Fan, FanBand, Path, Paths, Scatter, ScatterDot, Strip, StripRow};
pub use finding::{Answer, Counts, Effect, Finding, Interval, Numbers, Test, Verdict, numbers};
#[cfg(feature = "charts")]
pub use language::{Language, say, speak, tag};
pub use number::{NOT_ESTIMABLE, civil_date, show, show_among, show_option, show_step};
pub use provenance::{FileRecord, PartRecord, Provenance, TypeCount};
pub use saved::{Saved, sha256};
pub use severity::{Rule, Severity, decide};

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};

/// The version of [`Report`] that this build writes and the newest it reads.
pub const REPORT_VERSION: u32 = 1;
/// The text in [`Report::format`].
pub const REPORT_FORMAT: &str = "driftglass.report";

/// What one analysis says of one subject, as generic blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Section {
    /// Unique in the report, such as `drift/age`.
    pub id: String,
    /// Id of the analysis that wrote it.
    pub analysis: String,
    /// Heading in plain words.
    pub title: String,
    /// The column it is about; `None` for the whole data set.
    pub column: Option<String>,
    /// Its content, in reading order.
    pub blocks: Vec<Block>,
}

/// A whole report. Equal inputs, config and seed give equal bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Report {
    /// Always [`REPORT_FORMAT`].
    pub format: String,
    /// Version of this shape.
    pub version: u32,
    /// The answer in one line: whether the two files differ or, where one file stands alone, the most serious answer
    /// to what can be asked of it.
    pub verdict: Verdict,
    /// What analyses after the verdict answer to their own questions, in the order of the catalog.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// What was found, the most serious first.
    pub findings: Vec<Finding>,
    /// Details, one for each subject.
    pub sections: Vec<Section>,
    /// What the reader must know about reading and computing.
    pub warnings: Vec<Error>,
    /// Where all this comes from.
    pub provenance: Provenance,
}

impl Report {
    /// The report as JSON: the bytes that determinism promises.
    ///
    /// # Errors
    /// `report.unreadable` if a number is not finite: a defect, since undefined numbers are `None`.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| unreadable(&e.to_string()))
    }

    /// Opens a report from JSON text.
    ///
    /// # Errors
    /// `report.unreadable` if it is not a report, is damaged, or is of a newer version.
    pub fn from_json(text: &str) -> Result<Report> {
        Header::read(text)?.check()?;
        serde_json::from_str(text).map_err(|e| unreadable(&e.to_string()))
    }
}

/// What says of a file whether it is worth reading on.
#[derive(Deserialize)]
struct Header {
    #[serde(default)]
    format: String,
    #[serde(default)]
    version: u32,
    report: Option<Box<Header>>,
}

impl Header {
    fn read(text: &str) -> Result<Header> {
        serde_json::from_str(text).map_err(|e| unreadable(&e.to_string()))
    }

    fn check(&self) -> Result<()> {
        if self.format != REPORT_FORMAT {
            return Err(unreadable(
                "the file does not say that it is a Driftglass report",
            ));
        }
        if self.version > REPORT_VERSION {
            let newer = format!(
                "it is of version {}, newer than {REPORT_VERSION}",
                self.version
            );
            return Err(unreadable(&newer));
        }
        Ok(())
    }
}

fn unreadable(why: &str) -> Error {
    Error::new(
        Code::ReportUnreadable,
        why,
        "a report saved by Driftglass",
        "Save the report again and open that file.",
    )
}
