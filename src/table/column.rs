//! One typed column: values in chunks, missing as a bitmap, categories dictionary-coded.

use serde::{Deserialize, Serialize};

use super::chunks;
use super::contrary::Contrary;
use super::notation::{Doubt, Notation};
use crate::error::{Code, Error};
use kernels::texts::Levels;

pub use crate::config::Kind;

/// A cell that speaks against a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Example {
    /// Line in the file, from 1.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub line: u64,
    /// The cell, cut to 80 characters.
    pub value: String,
}

/// What speaks for and against a column's type, counted over every row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Evidence {
    /// Cells that are not missing.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub present: u64,
    /// Missing cells.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub missing: u64,
    /// Present cells that read as a number.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub number: u64,
    /// Present cells whose digits a number would not keep: a leading zero, or more than fifteen digits.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub identifier: u64,
    /// Present cells that read as a date or an instant.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub time: u64,
    /// Present cells that are a boolean word.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub boolean: u64,
    /// Present cells that count as missing because they do not read as the column's type.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub unread: u64,
    /// The first distinct cells that do not read as the column's type, at most five; for categories and texts
    /// the cells that kept a column from being a number or a time, where at least half of it reads so.
    pub counter_examples: Vec<Example>,
    /// How the cells are written, where they are neither plain numbers nor ISO dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notation: Option<Notation>,
    /// The first distinct cells that can be read in this notation only, at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deciding: Vec<Example>,
}

impl Evidence {
    /// Adds the counts of later rows.
    pub(super) fn add(&mut self, later: &Evidence, shift: u64) {
        self.present += later.present;
        self.missing += later.missing;
        self.number += later.number;
        self.identifier += later.identifier;
        self.time += later.time;
        self.boolean += later.boolean;
        self.unread += later.unread;
        if self.notation.is_none() {
            self.notation.clone_from(&later.notation);
        }
        let room = 3usize.saturating_sub(self.deciding.len());
        self.deciding
            .extend(later.deciding.iter().take(room).map(|example| Example {
                line: example.line + shift,
                value: example.value.clone(),
            }));
    }
}

/// Dictionary-coded values: a code for each row into `levels`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Categories {
    /// Distinct values in order of first appearance.
    pub levels: Levels,
    /// Chunks of codes, in row order; `u32::MAX` stands where the value is missing.
    pub codes: Vec<Vec<u32>>,
}

impl Categories {
    /// The code of a missing value.
    pub const MISSING: u32 = kernels::texts::NONE;

    /// How many rows have each level, by code.
    pub fn counts(&self) -> Vec<u64> {
        code_counts(self.levels.len(), &self.codes)
    }
}

/// How many rows have each of so many codes.
pub(super) fn code_counts(codes: usize, rows: &[Vec<u32>]) -> Vec<u64> {
    let mut counts = vec![0; codes];
    for chunk in rows {
        kernels::texts::count_codes(chunk, &mut counts);
    }
    counts
}

/// A column's values, in chunks in row order so that growing never copies and tables can be appended.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnData {
    /// Numbers; the value under a missing bit is 0 and means nothing.
    Number(Vec<Vec<f64>>),
    /// Milliseconds since 1970-01-01T00:00:00Z; the value under a missing bit is 0.
    Time(Vec<Vec<i64>>),
    /// Categories and booleans.
    Category(Categories),
    /// Text, dictionary-coded as well.
    Text(Categories),
}

impl ColumnData {
    /// Gives back memory that was set aside for rows that did not come.
    pub(super) fn trim(&mut self) {
        match self {
            ColumnData::Number(values) => chunks::trim(values),
            ColumnData::Time(values) => chunks::trim(values),
            ColumnData::Category(categories) | ColumnData::Text(categories) => {
                chunks::trim(&mut categories.codes);
            }
        }
    }
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name in the header.
    pub name: String,
    /// Its type.
    pub kind: Kind,
    /// Why it has this type.
    pub evidence: Evidence,
    /// Its values.
    pub data: ColumnData,
    /// One bit a row, 1 = missing, the first row in the lowest bit of the first word.
    pub missing: Vec<u64>,
    /// Named like a key and distinct in every row.
    pub key: bool,
    /// It came from a file of attributes.
    pub joined: bool,
    /// From which the evidence's examples are chosen.
    pub(super) contrary: Contrary,
    /// Why it is no number or time although it nearly is.
    pub(super) doubt: Option<Doubt>,
}

impl Column {
    /// True where row `row` is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        self.missing
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Shows the examples that speak against the type, or against the one that the column nearly has.
    pub(super) fn choose_examples(&mut self) {
        let half = |count: u64| count > 0 && count * 2 >= self.evidence.present;
        self.evidence.counter_examples = match self.kind {
            Kind::Number => self.contrary.not_number.clone(),
            Kind::Time => self.contrary.not_time.clone(),
            _ if half(self.evidence.number) => self.contrary.not_number.clone(),
            _ if half(self.evidence.time) => self.contrary.not_time.clone(),
            _ => Vec::new(),
        };
    }

    /// The warning about a column that stays a category because nothing settles how to read it.
    pub(super) fn doubt_warning(&self) -> Option<Error> {
        let doubt = self.doubt.as_ref()?;
        Some(doubt.warning().in_column(&self.name))
    }

    /// The warning about cells that count as missing because they do not read as the column's type.
    pub(super) fn unread_warning(&self) -> Option<Error> {
        if self.evidence.unread == 0 {
            return None;
        }
        let shown: Vec<String> = self
            .evidence
            .counter_examples
            .iter()
            .map(|example| format!("\"{}\" in line {}", example.value, example.line))
            .collect();
        let warning = Error::new(
            Code::TableUnreadCells,
            format!("cells that are no {}: {}", self.kind.as_str(), shown.join(", ")),
            format!("a {} or nothing in every cell", self.kind.as_str()),
            "They count as missing. Correct them in the file, or leave them empty if they mean \"no value\".",
        )
        .in_column(&self.name)
        .with_count(self.evidence.unread);
        Some(match self.evidence.counter_examples.first() {
            Some(example) => warning.at_line(example.line).with_value(&example.value),
            None => warning,
        })
    }
}
