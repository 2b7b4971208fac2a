//! Which rows of a file that is too large for the memory are kept: a uniform sample, the same on every machine.

use kernels::keys::mix;
use serde::{Deserialize, Serialize};

/// Rows are kept or not by their number in the file and a seed, so that neither chunks nor workers matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    seed: u64,
    /// A row is kept whose hash is below it.
    threshold: u64,
    /// How often the share was made smaller.
    pub(super) attempt: u32,
}

impl Sample {
    /// Keeps this share of the rows, 0 to 1.
    pub(super) fn new(seed: u32, share: f64, attempt: u32) -> Sample {
        Sample {
            seed: mix(u64::from(seed) ^ 0x7361_6d70_6c65_2121),
            threshold: (share * 2f64.powi(64)) as u64,
            attempt,
        }
    }

    /// True if the row with this number, from 0, is kept.
    #[inline]
    pub(super) fn keeps(self, row: u64) -> bool {
        mix(self.seed ^ mix(row)) < self.threshold
    }

    /// The share of rows that are kept.
    pub fn share(self) -> f64 {
        self.threshold as f64 / 2f64.powi(64)
    }
}
