//! What a person can set for telling the files apart.

use serde::{Deserialize, Serialize};

use crate::config::invalid;
use crate::error::Result;

/// From which size on a change matters. The defaults are our convention, not a law: set what your use case bears.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(rename = "SeparabilityParameters"))]
pub struct Parameters {
    /// Area under the ROC curve from which on the files count as different, 0.5 (guessing) to 1.
    pub auc: f64,
    /// Area under the ROC curve from which on a single column gives the file away by itself: it is reported and left
    /// out of the model, which would look at nothing else.
    pub alone: f64,
    /// Columns that a model looks at, at most: of more, those that tell most by themselves in the first folds.
    pub columns: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            auc: 0.6,
            alone: 0.99,
            columns: 200,
        }
    }
}

impl Parameters {
    /// Refuses values that make no sense.
    pub(super) fn check(&self) -> Result<()> {
        for (key, value) in [("auc", self.auc), ("alone", self.alone)] {
            if !(value > 0.5 && value < 1.0) {
                return Err(invalid(
                    &format!("analyses.separability.{key}"),
                    "a number between 0.5 and 1 is needed",
                ));
            }
        }
        if !(1..=2_000).contains(&self.columns) {
            return Err(invalid(
                "analyses.separability.columns",
                "a whole number from 1 to 2000 is needed",
            ));
        }
        Ok(())
    }
}
