//! What a file must hold: rules that a person gives or that are learned from a file.

use serde::{Deserialize, Serialize};

use super::dates::day;
use super::pattern;
use crate::config::{invalid, unknown_value};
use crate::error::Result;

/// The rules.
///
/// - `present`: the column is there, of type `kind` where that is given;
/// - `not-null`: a value in every row;
/// - `unique`: no value twice;
/// - `range`: numbers from `low` to `high`, or dates from `from` to `to`; either end may be left out;
/// - `set`: one of `values`;
/// - `pattern`: the whole value matches the regular expression `pattern`;
/// - `monotone`: never falls from row to row; with `descending` never rises;
/// - `row-count`: at least `low` and at most `high` rows; no column;
/// - `freshness`: the newest date is at most `days` before the settings' `as_of`;
/// - `foreign-key`: every value stands in the column `of` of the reference.
pub const RULES: &[&str] = &[
    "present",
    "not-null",
    "unique",
    "range",
    "set",
    "pattern",
    "monotone",
    "row-count",
    "freshness",
    "foreign-key",
];

/// One rule. It fails where the 95 % interval of the share of rows that break it lies above `tolerance`: with a
/// tolerance of 0 any such row breaks it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Expectation {
    /// Which rule.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = RULES)))]
    pub rule: String,
    /// The column it is about; empty for `row-count`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// `present`: number, category, time, boolean or text; a category may come as boolean or text and the other way round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `range` and `row-count`: least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// `range` and `row-count`: most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// `range` of dates: first day, such as `2020-01-01`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// `range` of dates: last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `set`: the values allowed, as they are written in the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// `pattern`: a regular expression for the whole value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// `monotone`: falling instead of rising.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
    /// `freshness`: days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<f64>,
    /// `foreign-key`: the column of the reference; the one of the same name where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Share of the rows that may break it, 0 to 1.
    #[serde(skip_serializing_if = "is_zero")]
    pub tolerance: f64,
}

fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

impl Expectation {
    /// A rule about a column.
    pub fn of(rule: &str, column: &str) -> Expectation {
        Expectation {
            rule: rule.into(),
            column: column.into(),
            ..Expectation::default()
        }
    }

    /// Refuses what makes no sense.
    ///
    /// # Errors
    /// `config.invalid-value`.
    pub(super) fn check(&self, key: &str) -> Result<()> {
        if !RULES.contains(&self.rule.as_str()) {
            return Err(unknown_value(
                &format!("{key}.rule"),
                &self.rule,
                RULES.iter().copied(),
            ));
        }
        let needs = |there: bool, what: &str| {
            if there {
                Ok(())
            } else {
                Err(invalid(key, &format!("`{}` needs {what}", self.rule)))
            }
        };
        needs(
            (self.rule == "row-count") == self.column.is_empty(),
            if self.rule == "row-count" {
                "no `column`"
            } else {
                "a `column`"
            },
        )?;
        needs(
            (0.0..1.0).contains(&self.tolerance),
            "a `tolerance` from 0 to below 1",
        )?;
        let ends = [self.low, self.high];
        needs(ends.iter().flatten().all(|v| v.is_finite()), "finite ends")?;
        let days = [("from", &self.from), ("to", &self.to)];
        for (name, text) in days {
            if let Some(text) = text {
                needs(
                    day(text).is_some(),
                    &format!("a day such as 2026-06-30 as `{name}`"),
                )?;
            }
        }
        match self.rule.as_str() {
            "range" => {
                needs(
                    ends.iter().flatten().count() + days.iter().filter(|d| d.1.is_some()).count()
                        > 0,
                    "`low`, `high`, `from` or `to`",
                )?;
                needs(
                    self.low.zip(self.high).is_none_or(|(l, h)| l <= h),
                    "`low` up to `high`",
                )
            }
            "row-count" => needs(ends.iter().flatten().count() > 0, "`low` or `high`"),
            "set" => needs(
                !self.values.is_empty() && self.values.len() <= 10_000,
                "1 to 10000 `values`",
            ),
            "pattern" => {
                pattern::whole(self.pattern.as_deref().unwrap_or_default(), key).map(|_| ())
            }
            "freshness" => needs(
                self.days.is_some_and(|d| d >= 0.0 && d.is_finite()),
                "`days`",
            ),
            "present" => match self.kind.as_deref() {
                None | Some("number" | "category" | "time" | "boolean" | "text") => Ok(()),
                Some(_) => needs(
                    false,
                    "a `kind` that is number, category, time, boolean or text",
                ),
            },
            _ => Ok(()),
        }
    }

    /// The rule in words.
    pub(super) fn said(&self) -> String {
        let end = |n: Option<f64>, t: &Option<String>| {
            t.clone()
                .or(n.map(|v| crate::report::show(v, crate::report::Unit::Number)))
        };
        let (low, high) = (end(self.low, &self.from), end(self.high, &self.to));
        let between = match (low, high) {
            (Some(low), Some(high)) => format!("from {low} to {high}"),
            (Some(low), None) => format!("at least {low}"),
            (None, Some(high)) => format!("at most {high}"),
            (None, None) => String::new(),
        };
        match self.rule.as_str() {
            "present" => match &self.kind {
                Some(kind) => format!("there, of type {kind}"),
                None => "there".into(),
            },
            "not-null" => "a value in every row".into(),
            "unique" => "no value twice".into(),
            "range" => between,
            "set" => {
                let shown: Vec<String> = self
                    .values
                    .iter()
                    .map(|v| super::problem::quoted(v))
                    .collect();
                format!("one of {}", super::problem::list(&shown, 6))
            }
            "pattern" => format!(
                "of the form {}",
                self.pattern.as_deref().unwrap_or_default()
            ),
            "monotone" if self.descending => "never rising".into(),
            "monotone" => "never falling".into(),
            "row-count" => format!("{between} rows"),
            "freshness" => format!("newest at most {} days old", self.days.unwrap_or_default()),
            "foreign-key" => format!(
                "in the reference's column {}",
                self.of.as_deref().unwrap_or(&self.column)
            ),
            other => other.into(),
        }
    }
}
