//! Rates of groups against each other: intervals of rates, their differences and ratios, exact tests of two, strata
//! pooled, the widest gap of many, and the rows that a judgement needs.
//!
//! Intervals take [`Trials`], whose numbers need not be whole, so that a weighted rate goes in with its effective
//! numbers ([`weighted`]). Exact tests take whole counts and have no weighted form.

pub mod difference;
pub mod exact;
pub mod exact_test;
pub mod extreme;
pub mod four_fifths;
pub mod ratio;
pub mod sample_size;
pub mod stratified;
pub mod weighted;

use super::interval::{Interval, two_sided_z};
use super::proportion::{self, Share};

/// `hits` of `rows`, counted or effective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trials {
    /// How many have it.
    pub hits: f64,
    /// How many there are.
    pub rows: f64,
}

impl From<Share> for Trials {
    fn from(share: Share) -> Trials {
        Trials {
            hits: share.count as f64,
            rows: share.rows as f64,
        }
    }
}

impl Trials {
    /// The rate in `[0, 1]`; `None` without rows, with more hits than rows, and for numbers that are no counts.
    ///
    /// ```
    /// use driftglass::stats::rate::Trials;
    /// assert_eq!(Trials { hits: 1.0, rows: 4.0 }.rate(), Some(0.25));
    /// assert_eq!(Trials { hits: 0.0, rows: 0.0 }.rate(), None);
    /// ```
    pub fn rate(self) -> Option<f64> {
        let fine = self.rows > 0.0 && self.rows.is_finite() && self.hits >= 0.0;
        (fine && self.hits <= self.rows).then(|| self.hits / self.rows)
    }

    /// Those that do not have it, of all.
    pub fn rest(self) -> Trials {
        Trials {
            hits: self.rows - self.hits,
            rows: self.rows,
        }
    }

    /// Wilson's score interval, as [`proportion::wilson`]; `None` where there is no rate or unless
    /// `0 < confidence < 1`.
    ///
    /// With effective numbers: Franco C, Little RJA, Louis TA, Slud EV (2019), Journal of Survey Statistics and
    /// Methodology 7, 334, who find it among the best for weighted surveys.
    pub fn wilson(self, confidence: f64) -> Option<Interval> {
        self.rate()?;
        Some(proportion::wilson_of(
            self.hits,
            self.rows,
            two_sided_z(confidence)?,
        ))
    }
}
