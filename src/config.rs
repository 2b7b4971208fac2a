//! The one value that says how files are read and analysed: the same in page, embed and headless runs.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Code, Error, Result};

mod cohort;
mod dialect;

pub use cohort::Condition;
pub use dialect::{DateOrder, Dialect, Encoding, Kind};

/// The version of [`Config`] that this build writes and the newest it reads.
pub const CONFIG_VERSION: u32 = 1;

/// What a column is for. Guessed with a reason, corrected by the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Role {
    /// An input of the model.
    Feature,
    /// Names a row; never compared as a distribution.
    Id,
    /// When the row happened.
    Timestamp,
    /// The true outcome.
    Label,
    /// The model's decision.
    Prediction,
    /// The model's score.
    Score,
    /// A protected attribute.
    Protected,
    /// Splits rows into parts that are looked at on their own.
    Segment,
    /// How much a row counts.
    Weight,
    /// A business outcome.
    Kpi,
    /// Time that a stage took.
    Latency,
    /// Left out of everything.
    Ignore,
}

/// Limits on what one run may use and answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Budgets {
    /// Memory that the two tables may take, in bytes.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub memory_bytes: u64,
    /// Points kept for one drawn curve; fewer where there are very many columns.
    pub curve_points: u32,
    /// Columns whose details are kept, the most serious first; findings are kept for all.
    pub detailed_columns: u32,
    /// Levels listed for one column; the rest is summed up.
    pub listed_levels: u32,
    /// Rows of each file that analyses after the verdict look at, a seeded uniform sample where there are more.
    pub background_rows: u32,
}

impl Default for Budgets {
    fn default() -> Self {
        Budgets {
            memory_bytes: 1_500_000_000,
            curve_points: 200,
            detailed_columns: 500,
            listed_levels: 30,
            background_rows: 200_000,
        }
    }
}

/// The methods of [`Correction`]; the first is the default.
pub const CORRECTIONS: &[&str] = &["bh", "by", "holm", "bonferroni"];

/// How one file becomes a reference and a current part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Split {
    /// The column that decides; without it the one whose role is timestamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Rows with a smaller value are the reference: a date, a number, or a text in byte order. Without it and
    /// without `reference` the median.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Rows with one of these values are the reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Vec<String>>,
}

/// How several tests of one run are corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Correction {
    /// `bh`: Benjamini & Hochberg, or `by`: Benjamini & Yekutieli, hold the share of false alarms among the alarms at
    /// `level`; `holm` and `bonferroni` hold the chance of any false alarm at it.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = CORRECTIONS)))]
    pub method: String,
    /// The error rate that a run may have, 0 to 1: a corrected p-value at or below it counts as evidence.
    pub level: f64,
}

impl Default for Correction {
    fn default() -> Self {
        Correction {
            method: CORRECTIONS[0].into(),
            level: 0.05,
        }
    }
}

/// What exports leave out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Exports {
    /// Levels, groups and table rows that stand on fewer rows of a file than this are left out of everything that is
    /// taken away; 0 leaves nothing out. Official statistics often use 3, 5 or 10.
    pub small_cells: u32,
}

impl Exports {
    fn is_default(&self) -> bool {
        *self == Exports::default()
    }
}

/// Which column names the same row in a file and in the file of attributes that belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct JoinKey {
    /// The column in the files that are compared. Without it the one name in both, or the one among these that is named
    /// like a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The column in the file of attributes, where it has another name there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes_column: Option<String>,
}

impl JoinKey {
    fn is_default(&self) -> bool {
        *self == JoinKey::default()
    }
}

/// Everything that decides a run besides the files. Serialized, it is the settings file of page and headless runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Config {
    /// Version of this shape.
    pub version: u32,
    /// Seed of everything random in a run.
    pub seed: u32,
    /// Language of the sentences: `en`.
    pub language: String,
    /// How the files' text is cut.
    pub dialect: Dialect,
    /// What each column is for, by name; columns not named here are guessed.
    pub roles: BTreeMap<String, Role>,
    /// Columns of the current file that have another name in the reference: the name there, by the name here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub renames: BTreeMap<String, String>,
    /// Columns that the inputs of an opened model file take: the column, by the name of the input. Others are found by
    /// name, or by place where the model names none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub model_columns: BTreeMap<String, String>,
    /// How one file is split where no second one is given.
    pub split: Split,
    /// Which rows are looked at: those for which every condition holds; all rows where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cohort: Vec<Condition>,
    /// How a file of protected attributes belongs to the others.
    #[serde(skip_serializing_if = "JoinKey::is_default")]
    pub attributes: JoinKey,
    /// Limits.
    pub budgets: Budgets,
    /// Correction for many tests.
    pub correction: Correction,
    /// What exports leave out.
    #[serde(skip_serializing_if = "Exports::is_default")]
    pub exports: Exports,
    /// Parameters by analysis id; the catalog checks keys and values.
    #[cfg_attr(
        feature = "schema",
        ts(type = "Record<string, Record<string, unknown>>")
    )]
    pub analyses: BTreeMap<String, Map<String, Value>>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            version: CONFIG_VERSION,
            seed: 20_260_101,
            language: "en".into(),
            dialect: Dialect::default(),
            roles: BTreeMap::new(),
            renames: BTreeMap::new(),
            model_columns: BTreeMap::new(),
            split: Split::default(),
            cohort: Vec::new(),
            attributes: JoinKey::default(),
            budgets: Budgets::default(),
            correction: Correction::default(),
            exports: Exports::default(),
            analyses: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Reads a settings file. Unknown keys are refused with the nearest known one named.
    ///
    /// # Errors
    /// `config.unknown-key`, `config.invalid-value`, `config.version`.
    pub fn from_value(value: Value) -> Result<Config> {
        if !value.is_object() {
            return Err(invalid("settings", "an object with keys is needed"));
        }
        let version = value
            .get("version")
            .and_then(Value::as_u64)
            .unwrap_or(u64::from(CONFIG_VERSION));
        if version > u64::from(CONFIG_VERSION) {
            return Err(Error::new(
                Code::ConfigVersion,
                format!("version {version}"),
                format!("version {CONFIG_VERSION} or older"),
                "Open this settings file with the newer Driftglass that wrote it.",
            ));
        }
        check_keys(
            &value,
            &serde_json::to_value(Config::default()).unwrap_or_default(),
            "",
        )?;
        let config: Config = from_text(&value, "settings")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        if !(self.correction.level > 0.0 && self.correction.level < 1.0) {
            return Err(invalid(
                "correction.level",
                "a number between 0 and 1, such as 0.05, is needed",
            ));
        }
        if !CORRECTIONS.contains(&self.correction.method.as_str()) {
            return Err(unknown_value(
                "correction.method",
                &self.correction.method,
                CORRECTIONS.iter().copied(),
            ));
        }
        if self.language != "en" {
            return Err(invalid("language", "this build words reports in `en` only"));
        }
        if self.budgets.memory_bytes < 1_000_000 {
            return Err(invalid(
                "budgets.memory_bytes",
                "at least 1000000 is needed",
            ));
        }
        if !(10..=2_000).contains(&self.budgets.curve_points) {
            return Err(invalid(
                "budgets.curve_points",
                "a whole number from 10 to 2000 is needed",
            ));
        }
        if !(1..=100_000).contains(&self.budgets.detailed_columns) {
            return Err(invalid(
                "budgets.detailed_columns",
                "a whole number from 1 to 100000 is needed",
            ));
        }
        if !(2..=1_000).contains(&self.budgets.listed_levels) {
            return Err(invalid(
                "budgets.listed_levels",
                "a whole number from 2 to 1000 is needed",
            ));
        }
        if !(100..=10_000_000).contains(&self.budgets.background_rows) {
            return Err(invalid(
                "budgets.background_rows",
                "a whole number from 100 to 10000000 is needed",
            ));
        }
        self.dialect.check()?;
        for condition in &self.cohort {
            condition.check()?;
        }
        if self.exports.small_cells > 1_000_000 {
            return Err(invalid(
                "exports.small_cells",
                "a whole number from 0 to 1000000 is needed",
            ));
        }
        Ok(())
    }
}

/// A typed value by way of its JSON text: the module then needs one reader of JSON, not a second for values.
pub fn from_text<T: serde::de::DeserializeOwned>(value: &Value, key: &str) -> Result<T> {
    serde_json::from_str(&value.to_string()).map_err(|e| invalid(key, &e.to_string()))
}

/// Keys that a default Config does not write.
const OPTIONAL_KEYS: &[&str] = &[
    "exports",
    "cohort",
    "dialect.delimiter",
    "dialect.decimal",
    "dialect.date_order",
    "dialect.missing",
    "dialect.encoding",
    "dialect.preamble",
    "dialect.header",
    "dialect.trailer",
    "dialect.quote",
    "dialect.escape",
    "dialect.types",
    "model_columns",
    "renames",
    "attributes",
    "attributes.column",
    "attributes.attributes_column",
    "split.column",
    "split.at",
    "split.reference",
];

/// Refuses keys of `value` that `known` does not have, level by level; maps keyed by the person's names, which are
/// empty among the defaults, are let through.
pub fn check_keys(value: &Value, known: &Value, path: &str) -> Result<()> {
    let (Value::Object(given), Value::Object(known)) = (value, known) else {
        return Ok(());
    };
    for (key, inner) in given {
        let full = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        match known.get(key) {
            Some(Value::Object(names)) if names.is_empty() => {}
            Some(inner_known) => check_keys(inner, inner_known, &full)?,
            None if OPTIONAL_KEYS.contains(&full.as_str()) => {}
            None => return Err(unknown_key(&full, key, known.keys().map(String::as_str))),
        }
    }
    Ok(())
}

/// The error for a key that nothing reads, with the nearest known key where one is near.
pub fn unknown_key<'a>(full: &str, key: &str, known: impl Iterator<Item = &'a str>) -> Error {
    Error::new(
        Code::ConfigUnknownKey,
        format!("the key `{full}`"),
        "a key that Driftglass reads",
        advice(key, known, "Remove it, or use one of"),
    )
}

/// The error for a name that a key does not know, with the nearest known one where one is near.
pub fn unknown_value<'a>(key: &str, value: &str, known: impl Iterator<Item = &'a str>) -> Error {
    Error::new(
        Code::ConfigInvalidValue,
        format!("`{key}`: `{value}`"),
        "a name that the key knows",
        advice(value, known, "Use one of"),
    )
}

/// The nearest name where one is near, else all of them.
fn advice<'a>(given: &str, known: impl Iterator<Item = &'a str>, else_say: &str) -> String {
    let mut names = BTreeSet::new();
    for name in known {
        names.insert(name);
    }
    let near = names
        .iter()
        .map(|n| (edit_distance(given, n), *n))
        .min()
        .filter(|(d, _)| *d <= 1 + given.len() / 3);
    match near {
        Some((_, name)) => format!("Did you mean `{name}`?"),
        None => {
            let all: Vec<&str> = names.iter().copied().collect();
            format!("{else_say}: {}.", all.join(", "))
        }
    }
}

/// The error for a value that a key does not allow.
pub fn invalid(key: &str, why: &str) -> Error {
    Error::new(
        Code::ConfigInvalidValue,
        format!("`{key}`: {why}"),
        "a value that the key allows",
        "Correct the value or remove the key to use the default.",
    )
}

/// Levenshtein distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let next = (diagonal + usize::from(ca != *cb))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
