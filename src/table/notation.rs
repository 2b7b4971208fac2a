//! How a column's cells are written where they are neither plain numbers nor ISO dates: decided over every row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::column::{Example, Kind};
use super::kinds::READABLE_PERCENT;
use super::{amount, calendar};
use crate::config::{DateOrder, Dialect};
use crate::error::{Code, Error};

/// Examples that are kept.
const EXAMPLES: usize = 3;

/// How numbers or dates are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Notation {
    /// Numbers with this decimal mark, perhaps with thousands marks.
    Amount {
        /// `,` or `.`.
        decimal: char,
        /// The sign that every cell carries, or empty; `%` means that the values are fractions of 1.
        sign: String,
    },
    /// Dates with the day, the month and the year in this order.
    Date {
        /// Which comes first.
        order: DateOrder,
    },
    /// Time since 1970-01-01T00:00:00Z.
    Epoch {
        /// `s` or `ms`.
        unit: String,
    },
}

/// A distinct cell, how many rows have it, and where it stands first.
#[derive(Clone, Copy)]
pub(super) struct Level<'a> {
    pub(super) text: &'a str,
    pub(super) rows: u64,
    pub(super) line: u64,
}

impl Level<'_> {
    fn example(&self) -> Example {
        Example {
            line: self.line,
            value: self.text.chars().take(80).collect(),
        }
    }
}

/// What nothing in the column settles, so that it stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Doubt {
    pub(super) code: Code,
    pub(super) examples: Vec<Example>,
    pub(super) count: u64,
}

/// What the rows say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Nothing special.
    Plain,
    /// The column is this when read so.
    Read(Box<Found>),
    Doubt(Doubt),
}

/// A notation, and what speaks for and against it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) notation: Notation,
    /// Rows that read so.
    pub(super) read: u64,
    /// Cells that can be read in this way only.
    pub(super) deciding: Vec<Example>,
    /// Cells that cannot.
    pub(super) contrary: Vec<Example>,
}

impl Notation {
    /// The cell as a number.
    pub(super) fn number(&self, cell: &str) -> Option<f64> {
        match self {
            Notation::Amount { decimal, .. } => Some(amount::amount(cell)?.read(*decimal)?.value),
            _ => None,
        }
    }

    /// The cell as milliseconds since 1970-01-01T00:00:00Z.
    pub(super) fn time(&self, cell: &str) -> Option<i64> {
        let (day_first, month_first) = calendar::read(cell);
        match self {
            Notation::Date {
                order: DateOrder::DayFirst,
            } => day_first,
            Notation::Date {
                order: DateOrder::MonthFirst,
            } => month_first,
            _ => None,
        }
    }
}

/// Rows and their first cells.
#[derive(Default)]
struct Side {
    rows: u64,
    examples: Vec<Example>,
}

impl Side {
    fn add(&mut self, level: &Level) {
        self.rows += level.rows;
        if self.examples.len() < EXAMPLES {
            self.examples.push(level.example());
        }
    }
}

/// Rows that can be read in the first way only, in the second only, in both with different or equal values, or in
/// none.
#[derive(Default)]
struct Ballot {
    present: u64,
    first: Side,
    second: Side,
    differing: Side,
    same: u64,
    unread: Side,
}

enum Choice {
    First,
    Second,
    Same,
    Mixed,
    Ambiguous,
}

impl Ballot {
    /// False if too many rows cannot be read at all.
    fn add<T: PartialEq>(&mut self, level: &Level, first: Option<T>, second: Option<T>) -> bool {
        match (first, second) {
            (Some(a), Some(b)) if a == b => self.same += level.rows,
            (Some(_), Some(_)) => self.differing.add(level),
            (Some(_), None) => self.first.add(level),
            (None, Some(_)) => self.second.add(level),
            (None, None) => self.unread.add(level),
        }
        self.unread.rows * 100 <= self.present * (100 - READABLE_PERCENT)
    }

    fn read(&self, first: bool) -> u64 {
        let only = if first { &self.first } else { &self.second };
        self.same + self.differing.rows + only.rows
    }

    fn choose(&self, given_first: Option<bool>) -> Choice {
        let enough = |first| self.read(first) * 100 >= self.present * READABLE_PERCENT;
        match given_first {
            Some(true) if enough(true) => return Choice::First,
            Some(false) if enough(false) => return Choice::Second,
            _ => {}
        }
        match (self.first.rows > 0, self.second.rows > 0) {
            (false, false) if self.differing.rows == 0 => Choice::Same,
            (false, false) => Choice::Ambiguous,
            (true, false) => Choice::First,
            (false, true) => Choice::Second,
            (true, true) => match (enough(true), enough(false)) {
                (true, false) => Choice::First,
                (false, true) => Choice::Second,
                _ => Choice::Mixed,
            },
        }
    }

    fn found(self, first: bool, kind: Kind, notation: Notation) -> Verdict {
        let read = self.read(first);
        let (chosen, other) = if first {
            (self.first, self.second)
        } else {
            (self.second, self.first)
        };
        let mut contrary = self.unread.examples;
        contrary.extend(other.examples);
        contrary.sort_by_key(|example| example.line);
        Verdict::Read(Box::new(Found {
            kind,
            notation,
            read,
            deciding: chosen.examples,
            contrary,
        }))
    }

    fn mixed(self, code: Code) -> Verdict {
        let count = self.first.rows.min(self.second.rows);
        let mut examples: Vec<Example> = self.first.examples.into_iter().take(1).collect();
        examples.extend(self.second.examples.into_iter().take(1));
        Verdict::Doubt(Doubt {
            code,
            examples,
            count,
        })
    }

    fn ambiguous(self, code: Code) -> Verdict {
        Verdict::Doubt(Doubt {
            code,
            count: self.differing.rows,
            examples: self.differing.examples,
        })
    }
}

/// Numbers with other marks or with signs. All of the cells that read must carry the same sign; a column of digits
/// in equally many groups between spaces, and nothing else, could be codes and needs `dialect.decimal`.
pub(super) fn amounts<'a>(
    levels: impl Iterator<Item = Level<'a>>,
    present: u64,
    dialect: &Dialect,
) -> Verdict {
    let mut ballot = Ballot {
        present,
        ..Ballot::default()
    };
    let mut signs: BTreeMap<&'static str, Side> = BTreeMap::new();
    let mut grouped = false;
    let mut spaced = Side::default();
    let (mut least, mut most) = (usize::MAX, 0);
    let mut decimals = false;
    for level in levels {
        let amount = amount::amount(level.text);
        let comma = amount.and_then(|a| a.read(','));
        let point = amount.and_then(|a| a.read('.'));
        if let (Some(amount), Some(any)) = (amount, comma.or(point)) {
            signs.entry(amount.sign).or_default().add(&level);
            grouped |= any.groups > 0;
            decimals |= any.decimal || comma.is_none() || point.is_none();
            least = least.min(any.groups);
            most = most.max(any.groups);
            if any.spaced {
                spaced.add(&level);
            }
        }
        if !ballot.add(&level, comma.map(|r| r.value), point.map(|r| r.value)) {
            return Verdict::Plain;
        }
    }
    let mut each = signs.into_iter();
    let (Some((sign, _)), second) = (each.next(), each.next()) else {
        return Verdict::Plain;
    };
    if let Some((_, other)) = second {
        return Verdict::Doubt(Doubt {
            code: Code::TableMixedUnits,
            count: other.rows,
            examples: other.examples,
        });
    }
    let notation = |decimal| Notation::Amount {
        decimal,
        sign: sign.to_owned(),
    };
    match ballot.choose(dialect.decimal.map(|mark| mark == ',')) {
        Choice::Same if sign.is_empty() && !grouped => Verdict::Plain,
        Choice::Same | Choice::First | Choice::Second
            if dialect.decimal.is_none()
                && spaced.rows > 0
                && least == most
                && !decimals
                && sign.is_empty() =>
        {
            Verdict::Doubt(Doubt {
                code: Code::TableAmbiguousNumber,
                count: spaced.rows,
                examples: spaced.examples,
            })
        }
        Choice::First => ballot.found(true, Kind::Number, notation(',')),
        Choice::Second | Choice::Same => ballot.found(false, Kind::Number, notation('.')),
        Choice::Mixed => ballot.mixed(Code::TableMixedDecimals),
        Choice::Ambiguous => ballot.ambiguous(Code::TableAmbiguousNumber),
    }
}

/// Dates with the day or the month first.
pub(super) fn dates<'a>(
    levels: impl Iterator<Item = Level<'a>>,
    present: u64,
    dialect: &Dialect,
) -> Verdict {
    let mut ballot = Ballot {
        present,
        ..Ballot::default()
    };
    for level in levels {
        let (day_first, month_first) = calendar::read(level.text);
        if !ballot.add(&level, day_first, month_first) {
            return Verdict::Plain;
        }
    }
    let notation = |order| Notation::Date { order };
    match ballot.choose(dialect.date_order.map(|order| order == DateOrder::DayFirst)) {
        Choice::First | Choice::Same => {
            ballot.found(true, Kind::Time, notation(DateOrder::DayFirst))
        }
        Choice::Second => ballot.found(false, Kind::Time, notation(DateOrder::MonthFirst)),
        Choice::Mixed => ballot.mixed(Code::TableMixedDateOrders),
        Choice::Ambiguous => ballot.ambiguous(Code::TableAmbiguousDate),
    }
}

impl Doubt {
    /// Adds that of later rows; `shift` moves its lines.
    pub(super) fn append(&mut self, later: Doubt, shift: u64) {
        self.count += later.count;
        for mut example in later.examples {
            example.line += shift;
            if self.examples.len() < EXAMPLES {
                self.examples.push(example);
            }
        }
    }

    /// The warning, without its column.
    pub(super) fn warning(&self) -> Error {
        let shown: Vec<String> = self
            .examples
            .iter()
            .map(|example| format!("\"{}\" in line {}", example.value, example.line))
            .collect();
        let (found, expected, action) = match self.code {
            Code::TableMixedDecimals => (
                "both the comma and the point are decimal marks",
                "one decimal mark in a column",
                "The column stays a category. Write all its numbers with one decimal mark.",
            ),
            Code::TableMixedUnits => (
                "some cells carry another sign or none",
                "the same percent or currency sign in every cell, or none",
                "The column stays a category. Convert its values to one unit.",
            ),
            Code::TableAmbiguousDate => (
                "every date can be read with the day or the month first",
                "a day after the twelfth in some row",
                "The column stays a category. Set dialect.date_order to `day-first` or `month-first`, or write dates as 2025-12-31.",
            ),
            Code::TableMixedDateOrders => (
                "some dates can be read with the day first only, some with the month first only",
                "one order in a column",
                "The column stays a category. Write its dates as 2025-12-31.",
            ),
            _ => (
                "numbers whose mark could be the decimal mark or part the thousands, and nothing settles it",
                "a number in some row that can be read in one way only",
                "The column stays a category. Set dialect.decimal to `,` or `.`.",
            ),
        };
        let warning = Error::new(
            self.code,
            format!("{found}: {}", shown.join(", ")),
            expected,
            action,
        )
        .with_count(self.count);
        match self.examples.first() {
            Some(example) => warning.at_line(example.line).with_value(&example.value),
            None => warning,
        }
    }
}
