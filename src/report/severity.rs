//! How serious a finding is: the one place where evidence and size become a word.
//!
//! The rules, in this order:
//! 1. no test or no interval: *not enough data*;
//! 2. q at or below the level: lower end of the interval at or above the threshold: *matters*;
//!    upper end below the threshold: *real but small*; else *real, size unclear*;
//! 3. q above the level: upper end below the threshold: *no evidence of a change that matters*;
//!    else *not enough data*.
//!
//! An analysis that answers another question than how far two files differ, such as whether a file is sound, states a
//! rule of its own and marks its findings with [`Rule::OwnRule`].

use serde::{Deserialize, Serialize};

use super::Interval;

/// How serious a finding is, the least serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Severity {
    /// Not judged: said for completeness.
    NotCompared,
    /// Any change is too small to matter.
    NoEvidence,
    /// Nothing can be said either way.
    NotEnoughData,
    /// There is a change, and it is too small to matter.
    RealButSmall,
    /// There is a change; whether it matters cannot be said.
    RealSizeUnclear,
    /// There is a change and it matters.
    Matters,
}

/// Which rule decided a severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Rule {
    /// The column is left out or not comparable.
    NotJudged,
    /// No test or no interval could be computed.
    NoTestOrInterval,
    /// Evidence, and the whole interval is at or above the threshold.
    EvidenceAndLarge,
    /// Evidence, and the whole interval is below the threshold.
    EvidenceAndSmall,
    /// Evidence, and the interval spans the threshold.
    EvidenceSizeUnclear,
    /// No evidence, and the whole interval is below the threshold.
    NoEvidenceAndSmall,
    /// No evidence, and the interval reaches the threshold.
    NoEvidenceSizeUnclear,
    /// The rule that the analysis states for this kind of finding.
    OwnRule,
}

/// Decides by the rules of this file. `q` is the corrected p-value, `level` the false discovery rate of the run.
///
/// ```
/// use driftglass::report::{decide, Interval, Rule, Severity};
/// let large = Interval { low: 0.2, high: 0.3, level: 0.95 };
/// assert_eq!(decide(Some(0.001), Some(large), 0.1, 0.05), (Severity::Matters, Rule::EvidenceAndLarge));
/// assert_eq!(decide(None, Some(large), 0.1, 0.05).0, Severity::NotEnoughData);
/// ```
pub fn decide(
    q: Option<f64>,
    interval: Option<Interval>,
    threshold: f64,
    level: f64,
) -> (Severity, Rule) {
    let (Some(q), Some(interval)) = (q, interval) else {
        return (Severity::NotEnoughData, Rule::NoTestOrInterval);
    };
    if q <= level {
        if interval.low >= threshold {
            (Severity::Matters, Rule::EvidenceAndLarge)
        } else if interval.high < threshold {
            (Severity::RealButSmall, Rule::EvidenceAndSmall)
        } else {
            (Severity::RealSizeUnclear, Rule::EvidenceSizeUnclear)
        }
    } else if interval.high < threshold {
        (Severity::NoEvidence, Rule::NoEvidenceAndSmall)
    } else {
        (Severity::NotEnoughData, Rule::NoEvidenceSizeUnclear)
    }
}
