//! What a person can set for drift.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// From which size on a change matters, and which tests look for one. The thresholds are our convention, not a law:
/// set what your use case bears.
///
/// A selected *test* (`anderson-darling`, `g`, …) takes the place of the default one: its p-value enters the run's
/// correction, and the size of the change is judged by the default effect against its threshold, as ever: a test says
/// whether, not how much. A selected *distance* (`psi`, `hellinger`, …) takes the place of both: its value is judged
/// against its own threshold below, its p-value is that of the distance among random tables with the same margins,
/// and its interval must lie at or above the threshold before a change *matters*.
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
    /// Where selected: population stability index. 0.1 is where Siddiqi (2006) ends "no significant change".
    pub psi: f64,
    /// Where selected: Jensen–Shannon distance with natural logarithms, 0 to 0.83.
    pub jensen_shannon: f64,
    /// Where selected: Kullback–Leibler divergence of the reference from the current file, in nats; near equality it is
    /// half the stability index.
    pub kullback_leibler: f64,
    /// Where selected: Hellinger distance, 0 to 1.
    pub hellinger: f64,
    /// Where selected: Kolmogorov–Smirnov distance, 0 to 1.
    pub ks_distance: f64,
    /// Where selected: largest change of one level's or bin's share, 0 to 1.
    pub l_infinity: f64,
    /// Which test compares numbers: `ks`, `cramer-von-mises`, `anderson-darling`, `kuiper`, `mann-whitney`,
    /// `brunner-munzel`, `welch`, `epps-singleton`, `energy`, `wasserstein`; or a distance over the reference's
    /// deciles: `psi`, `jensen-shannon`, `kullback-leibler`, `hellinger`, `total-variation`, `l-infinity`; or
    /// `ks-distance`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [super::choice::NUMBER_TESTS, super::choice::DISTANCES].concat())))]
    pub number_test: String,
    /// Which test compares levels: `chi-square`, `g`, `fisher` and `z` (two levels only), or one of the distances.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [super::choice::LEVEL_TESTS, &super::choice::DISTANCES[..6]].concat())))]
    pub level_test: String,
    /// Tests of single columns by name, in place of the two above.
    pub column_tests: BTreeMap<String, String>,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            distance: 0.15,
            total_variation: 0.05,
            missing_rate: 0.05,
            psi: 0.1,
            jensen_shannon: 0.1,
            kullback_leibler: 0.05,
            hellinger: 0.1,
            ks_distance: 0.1,
            l_infinity: 0.05,
            number_test: super::choice::NUMBER_TESTS[0].into(),
            level_test: super::choice::LEVEL_TESTS[0].into(),
            column_tests: BTreeMap::new(),
        }
    }
}

impl Parameters {
    /// Each threshold with its key and the size that it stays below: a share is never 1, a distance has no end.
    pub(super) fn thresholds(&self) -> [(&'static str, f64, f64); 9] {
        [
            ("distance", self.distance, f64::INFINITY),
            ("total_variation", self.total_variation, 1.0),
            ("missing_rate", self.missing_rate, 1.0),
            ("psi", self.psi, f64::INFINITY),
            ("jensen_shannon", self.jensen_shannon, 0.8325),
            ("kullback_leibler", self.kullback_leibler, f64::INFINITY),
            ("hellinger", self.hellinger, 1.0),
            ("ks_distance", self.ks_distance, 1.0),
            ("l_infinity", self.l_infinity, 1.0),
        ]
    }
}
