//! What a person can set for quality.

use serde::{Deserialize, Serialize};

use super::expectation::Expectation;

/// From where on a problem is worth a line, and what the data must hold. The thresholds are our convention, not a law.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema, ts_rs::TS),
    ts(rename = "QualityParameters")
)]
pub struct Parameters {
    /// What is wrong in any case is minor where it surely concerns a smaller share of the rows than this, 0 to 1.
    pub serious_share: f64,
    /// Missing values: from this share of the rows on they are listed, 0 to 1.
    pub missing_share: f64,
    /// Missing values: from this share on they are to check, 0 to 1.
    pub missing_check: f64,
    /// A column is nearly constant where one value has at least this share, 0 to 1.
    pub near_constant: f64,
    /// Values that stand far from all others: the chance that a clean column of normal values has any, 0 to 1; the
    /// smaller, the farther a value must stand.
    pub outlier_level: f64,
    /// An id is looked at for repeats where at least this share of its values is distinct, 0 to 1.
    pub id_distinct: f64,
    /// Two columns of numbers are as good as one from this absolute correlation on, 0 to 1.
    pub correlation: f64,
    /// A column gives the label away where it alone tells classes apart with an area under the ROC curve of at least
    /// this, or explains this share of a numeric label's variance, 0 to 1.
    pub leakage: f64,
    /// Label noise is to check where no model that reads these columns alone can be wrong in fewer rows, 0 to 1.
    pub label_noise: f64,
    /// Row order carries information from this rank correlation of neighbours on, 0 to 1.
    pub row_order: f64,
    /// The day on which the data is looked at, such as `2026-06-30`: dates after it are in the future. Without it
    /// dates are held against the other dates of their column.
    pub as_of: Option<String>,
    /// What the current file must hold.
    pub expectations: Vec<Expectation>,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            serious_share: 0.001,
            missing_share: 0.05,
            missing_check: 0.5,
            near_constant: 0.995,
            outlier_level: 0.01,
            id_distinct: 0.9,
            correlation: 0.999,
            leakage: 0.95,
            label_noise: 0.05,
            row_order: 0.2,
            as_of: None,
            expectations: Vec::new(),
        }
    }
}

impl Parameters {
    /// Each share with its key.
    pub(super) fn shares(&self) -> [(&'static str, f64); 10] {
        [
            ("serious_share", self.serious_share),
            ("missing_share", self.missing_share),
            ("missing_check", self.missing_check),
            ("near_constant", self.near_constant),
            ("outlier_level", self.outlier_level),
            ("id_distinct", self.id_distinct),
            ("correlation", self.correlation),
            ("leakage", self.leakage),
            ("label_noise", self.label_noise),
            ("row_order", self.row_order),
        ]
    }
}
