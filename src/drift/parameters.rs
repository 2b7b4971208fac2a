//! What a person can set for drift.

use serde::{Deserialize, Serialize};

/// From which size on a change matters. The defaults are our convention, not a law: set what your use case bears.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Parameters {
    /// Numbers: Wasserstein distance of the winsorised values, in units of the reference's spread.
    pub distance: f64,
    /// Categories: total variation distance, 0 to 1.
    pub total_variation: f64,
    /// Missing values: absolute difference of the missing rates, 0 to 1.
    pub missing_rate: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            distance: 0.15,
            total_variation: 0.05,
            missing_rate: 0.05,
        }
    }
}

impl Parameters {
    /// Each threshold with its key and the size that it stays below: a share is never 1, a distance has no end.
    pub(super) fn thresholds(&self) -> [(&'static str, f64, f64); 3] {
        [
            ("distance", self.distance, f64::INFINITY),
            ("total_variation", self.total_variation, 1.0),
            ("missing_rate", self.missing_rate, 1.0),
        ]
    }
}
