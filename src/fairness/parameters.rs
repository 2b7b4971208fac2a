//! What a person can set for the fairness audit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::{invalid, unknown_value};
use crate::error::Result;

/// How two groups are compared.
pub const LIMITS: &[&str] = &["ratio", "difference"];
/// Which group the others are compared with.
pub const REFERENCES: &[&str] = &["largest", "most-favoured"];
/// Which way a score points.
pub const SCORES: &[&str] = &["auto", "high", "low"];
/// How a numeric attribute is cut where no edges are given.
pub const BAND_RULES: &[&str] = &["round", "quantile"];
/// Whose conventions the compatibility table follows.
pub const COMPATIBLE: &[&str] = &["", "fairlearn", "aif360", "aequitas"];

/// Which outcome is good for a person, from where on a gap counts, and how groups are made. The limits are conventions
/// (the ratio's is that of the four-fifths rule, 29 CFR 1607.4(D)), not a finding about the law that applies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema, ts_rs::TS),
    ts(rename = "FairnessParameters")
)]
pub struct Parameters {
    /// The outcome that is good for the person, as written in the file; with several classes, the chosen one against
    /// the rest. Empty: guessed where two levels leave little doubt, and said to be a guess.
    pub favourable: String,
    /// Rows with a score at or above it (below it where low scores are good) count as decided in favour, where no
    /// column has the decision. None: no decision is made from a score.
    pub threshold: Option<f64>,
    /// Whether `high` or `low` scores are good for the person; `auto`: the way that agrees with the label or the decision.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = SCORES)))]
    pub score: String,
    /// What is limited: the `ratio` of two groups' rates or their `difference`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = LIMITS)))]
    pub limit: String,
    /// A ratio below this is outside the limit, 0 to 1; above its inverse, too.
    pub ratio: f64,
    /// A difference of two rates or areas above this is outside the limit, 0 to 1; also where ratios are limited, for
    /// what has no meaningful ratio.
    pub difference: f64,
    /// The group that the others of an attribute are compared with: `largest` or `most-favoured`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = REFERENCES)))]
    pub reference: String,
    /// Reference groups of single attributes by name, in place of the above.
    pub reference_groups: BTreeMap<String, String>,
    /// How numbers become groups where no edges are given: edges at `round` numbers or at `quantile`s.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = BAND_RULES)))]
    pub band_rule: String,
    /// Edges between the bands of a numeric attribute, by attribute, increasing; a value on an edge is in the upper band.
    pub bands: BTreeMap<String, Vec<f64>>,
    /// Levels put together, by attribute: from the level to the group's name.
    pub merged: BTreeMap<String, BTreeMap<String, String>>,
    /// Levels left out of the comparison, by attribute; they are listed with their rows.
    pub excluded: BTreeMap<String, Vec<String>>,
    /// How many attributes are crossed at most, 1 to 3.
    pub crossed: u32,
    /// Columns within whose levels rates are compared as well (conditional parity); those with the role segment are
    /// added.
    pub control: Vec<String>,
    /// Groups with fewer rows are listed and not judged.
    pub least_rows: u32,
    /// Counts from 1 to below this are not shown in tables, and rates over so few rows neither; 0 shows all.
    pub suppress_below: u32,
    /// A group with less than this share of the rows may be left out of Local Law 144's required calculations.
    pub small_share: f64,
    /// Cost of a decision in favour that turns out wrong.
    pub cost_false_favourable: f64,
    /// Cost of a decision against that turns out wrong.
    pub cost_false_unfavourable: f64,
    /// Whose point values are shown besides: `fairlearn`, `aif360` or `aequitas`, with their conventions for empty
    /// groups. They change nothing of the verdict.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = COMPATIBLE)))]
    pub compatible_with: String,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            favourable: String::new(),
            threshold: None,
            score: SCORES[0].into(),
            limit: LIMITS[0].into(),
            ratio: 0.8,
            difference: 0.1,
            reference: REFERENCES[0].into(),
            reference_groups: BTreeMap::new(),
            band_rule: BAND_RULES[0].into(),
            bands: BTreeMap::new(),
            merged: BTreeMap::new(),
            excluded: BTreeMap::new(),
            crossed: 2,
            control: Vec::new(),
            least_rows: 10,
            suppress_below: 0,
            small_share: 0.02,
            cost_false_favourable: 1.0,
            cost_false_unfavourable: 1.0,
            compatible_with: String::new(),
        }
    }
}

impl Parameters {
    /// Refuses values that make no sense.
    ///
    /// # Errors
    /// `config.invalid-value`.
    pub fn check(&self) -> Result<()> {
        let named = [
            ("score", &self.score, SCORES),
            ("limit", &self.limit, LIMITS),
            ("reference", &self.reference, REFERENCES),
            ("band_rule", &self.band_rule, BAND_RULES),
            ("compatible_with", &self.compatible_with, COMPATIBLE),
        ];
        for (key, value, known) in named {
            if !known.contains(&value.as_str()) {
                return Err(unknown_value(
                    &path(key),
                    value,
                    known.iter().copied().filter(|name| !name.is_empty()),
                ));
            }
        }
        let shares = [
            ("ratio", self.ratio),
            ("difference", self.difference),
            ("small_share", self.small_share),
        ];
        for (key, value) in shares {
            if !(value > 0.0 && value < 1.0) {
                return Err(invalid(&path(key), "a number between 0 and 1 is needed"));
            }
        }
        if self.threshold.is_some_and(|value| !value.is_finite()) {
            return Err(invalid(&path("threshold"), "a number is needed"));
        }
        for (key, value) in [
            ("cost_false_favourable", self.cost_false_favourable),
            ("cost_false_unfavourable", self.cost_false_unfavourable),
        ] {
            if !(value >= 0.0 && value.is_finite()) {
                return Err(invalid(&path(key), "a number of 0 or more is needed"));
            }
        }
        for (key, value, low, high) in [
            ("crossed", self.crossed, 1, 3),
            ("least_rows", self.least_rows, 2, 1_000_000),
            ("suppress_below", self.suppress_below, 0, 1_000),
        ] {
            if !(low..=high).contains(&value) {
                return Err(invalid(
                    &path(key),
                    &format!("a whole number from {low} to {high} is needed"),
                ));
            }
        }
        for (attribute, edges) in &self.bands {
            let rising = edges.windows(2).all(|pair| pair[0] < pair[1]);
            if edges.is_empty() || !rising || edges.iter().any(|edge| !edge.is_finite()) {
                return Err(invalid(
                    &path(&format!("bands.{attribute}")),
                    "increasing numbers are needed",
                ));
            }
        }
        Ok(())
    }
}

fn path(key: &str) -> String {
    format!("analyses.fairness.{key}")
}
