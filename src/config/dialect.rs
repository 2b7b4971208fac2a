//! How a file's text becomes cells and columns, as far as a person says it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::invalid;
use crate::error::Result;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Kind {
    /// Decimal numbers, infinities included.
    Number,
    /// Few distinct values.
    Category,
    /// Dates or instants, in milliseconds since 1970-01-01T00:00:00Z.
    Time,
    /// Two words such as `true` and `false`.
    Boolean,
    /// Many distinct values.
    Text,
}

impl Kind {
    /// The lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Category => "category",
            Kind::Time => "time",
            Kind::Boolean => "boolean",
            Kind::Text => "text",
        }
    }
}

/// Which part of a date comes first, where the year comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum DateOrder {
    /// 31.12.2025
    DayFirst,
    /// 12/31/2025
    MonthFirst,
}

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// One byte a character, as Windows writes Western European texts.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16, the low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, the high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

impl Encoding {
    /// The name, as Config writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
        }
    }
}

/// How a file's text is cut into cells, and what its columns hold. `None` means: found out from the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Dialect {
    /// One character: `,`, `;`, a tab or `|`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// How the bytes stand for characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Lines in front of the header that are no part of the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preamble: Option<u32>,
    /// Rows of names above the data, 0 where there is none: the columns are then called `column 1`, `column 2`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<u32>,
    /// 0 where every line under the header is data; else lines such as a sum or a remark at the end are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trailer: Option<u32>,
    /// The quote around cells, `"` or `'`, or a space where nothing quotes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
    /// What stands before a quote inside a quoted cell: the quote itself, once more, or `\`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escape: Option<char>,
    /// The decimal mark, `,` or `.`, of columns that read so; the others are read as if it was not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// The order of day and month in columns that read so; the others are read as if it was not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// The texts that mean "no value", compared exactly after spaces at both ends are taken off; an empty cell is
    /// always missing. `None` means the default list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// The type of columns, by name; columns not named here are typed by what all their rows say.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, Kind>,
}

/// Most lines of a preamble and most rows of a header.
const MOST_PREAMBLE: u32 = 1_000;
const MOST_HEADER: u32 = 10;

impl Dialect {
    /// Refuses values that no file can have.
    ///
    /// # Errors
    /// `config.invalid-value`.
    pub fn check(&self) -> Result<()> {
        let one_of = |given: Option<char>, known: &str| given.is_none_or(|c| known.contains(c));
        let refusals = [
            (
                one_of(self.delimiter, ",;\t|"),
                "dialect.delimiter",
                "one of `,` `;` `|` and a tab is needed",
            ),
            (
                one_of(self.decimal, ",."),
                "dialect.decimal",
                "`,` or `.` is needed",
            ),
            (
                one_of(self.quote, "\"' "),
                "dialect.quote",
                "`\"`, `'` or a space is needed",
            ),
            (
                one_of(self.escape, "\"'\\"),
                "dialect.escape",
                "the quote or `\\` is needed",
            ),
            (
                self.preamble.is_none_or(|lines| lines <= MOST_PREAMBLE),
                "dialect.preamble",
                "a whole number from 0 to 1000 is needed",
            ),
            (
                self.header.is_none_or(|rows| rows <= MOST_HEADER),
                "dialect.header",
                "a whole number from 0 to 10 is needed",
            ),
            (
                self.missing
                    .as_ref()
                    .is_none_or(|texts| texts.len() <= 1_000),
                "dialect.missing",
                "at most 1000 texts can be given",
            ),
        ];
        match refusals.into_iter().find(|(right, ..)| !right) {
            Some((_, key, why)) => Err(invalid(key, why)),
            None => Ok(()),
        }
    }
}
