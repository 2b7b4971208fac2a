//! One line of the ranked list, and the verdict over all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cell, Rule, Severity, Unit};

/// Named values that a sentence is filled with.
pub type Numbers = BTreeMap<String, Cell>;

/// Numbers from pairs.
pub fn numbers<const N: usize>(pairs: [(&str, Cell); N]) -> Numbers {
    let mut out = Numbers::new();
    for (name, cell) in pairs {
        out.insert(name.to_string(), cell);
    }
    out
}

/// A confidence interval, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Coverage that the method promises, such as 0.95.
    pub level: f64,
}

/// How many values stand behind a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Counts {
    /// Values used of the reference.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub reference: u64,
    /// Values used of the current file.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub current: u64,
}

/// A hypothesis test as it was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Test {
    /// Stable name: `ks`, `chi-square`, `fisher`, `proportions`, `rao-scott`.
    pub name: String,
    /// `exact`, `simulated` (exact by random tables) or `asymptotic`.
    pub method: String,
    /// The statistic; `None` where it is undefined.
    pub statistic: Option<f64>,
    /// p-value; `None` where it is undefined.
    pub p: Option<f64>,
    /// p-value corrected over the run (Benjamini & Hochberg 1995); `None` before correction or where p is.
    pub q: Option<f64>,
    /// Degrees of freedom, where the test has them.
    #[cfg_attr(feature = "schema", ts(type = "number | null"))]
    pub degrees: Option<u64>,
}

/// How large a difference is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Effect {
    /// Stable name: `wasserstein-distance`, `total-variation`, `missing-rate-difference`, `affected-share`.
    pub name: String,
    /// The estimate; `None` is "not estimable".
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// From here on a difference matters.
    pub threshold: f64,
    /// 95th percentile of the value when both files come from one distribution, for these rows and ties; shown,
    /// decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noise_floor: Option<f64>,
    /// The effect that would be found with a probability of 80 % (minimum detectable effect); shown, decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detectable: Option<f64>,
    /// Unit of all of these.
    pub unit: Unit,
}

/// One line of the ranked list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Finding {
    /// Unique in the report, such as `drift/age/missing`.
    pub id: String,
    /// Id of the analysis that wrote it.
    pub analysis: String,
    /// Key in the wording table, such as `drift.numbers`.
    pub code: String,
    /// The column it is about; `None` for the whole data set.
    pub column: Option<String>,
    /// The section with the details.
    pub section: Option<String>,
    /// How serious it is.
    pub severity: Severity,
    /// The word for the severity where the analysis has one of its own, such as `outside the limit`; from the wording
    /// table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// The rule that decided.
    pub rule: Rule,
    /// How large the difference is.
    pub effect: Option<Effect>,
    /// The test behind it.
    pub test: Option<Test>,
    /// How many values stand behind it.
    pub n: Counts,
    /// Further values for the sentence.
    pub numbers: Numbers,
    /// One plain sentence, from the wording table.
    pub sentence: String,
    /// What to do next, from the wording table.
    pub next: String,
}

/// The answer in one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Verdict {
    /// Key in the wording table, such as `verdict.matters`.
    pub code: String,
    /// The worst severity found.
    pub severity: Severity,
    /// Values for the sentence: how many columns of which severity, and so on.
    pub numbers: Numbers,
    /// One plain sentence, from the wording table.
    pub sentence: String,
    /// What to do next, from the wording table.
    pub next: String,
}

/// What one analysis answers to its own question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Answer {
    /// Id of the analysis.
    pub analysis: String,
    /// The answer in one line.
    pub verdict: Verdict,
}
