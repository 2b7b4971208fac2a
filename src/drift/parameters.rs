//! What a person can set for drift.

use serde::{Deserialize, Serialize};

/// From which size on a change matters. The defaults are our convention, not a law: set what your use case bears.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Parameters {
    /// Numbers: Kolmogorov–Smirnov distance, 0 to 1.
    pub ks_distance: f64,
    /// Categories: total variation distance, 0 to 1.
    pub total_variation: f64,
    /// Missing values: absolute difference of the missing rates, 0 to 1.
    pub missing_rate: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            ks_distance: 0.1,
            total_variation: 0.05,
            missing_rate: 0.05,
        }
    }
}

impl Parameters {
    /// Each threshold with its key.
    pub(super) fn thresholds(&self) -> [(&'static str, f64); 3] {
        [
            ("ks_distance", self.ks_distance),
            ("total_variation", self.total_variation),
            ("missing_rate", self.missing_rate),
        ]
    }
}
