//! Which type a column has, decided from counts over every row, so that it depends on nothing else.

use serde::{Deserialize, Serialize};

use super::cell::{Meaning, Pairs};
use super::column::Kind;

/// A column is number or time if at least this share of its present cells, in percent, reads so.
pub const READABLE_PERCENT: u64 = 99;

/// A column with at most so many distinct values is a category, however few rows there are.
pub const CATEGORY_LEVELS: u64 = 1000;

/// Counts of present cells by what they read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) present: u64,
    pub(super) number: u64,
    pub(super) identifier: u64,
    pub(super) time: u64,
    /// Boolean words of any pair.
    pub(super) boolean: u64,
    /// The pairs that all of them belong to; meaningless where there is none.
    pub(super) pairs: Pairs,
}

impl Default for Counts {
    fn default() -> Counts {
        Counts {
            present: 0,
            number: 0,
            identifier: 0,
            time: 0,
            boolean: 0,
            pairs: Pairs::MAX,
        }
    }
}

impl Counts {
    /// Adds a cell's meaning.
    #[inline]
    pub(super) fn add(&mut self, meaning: Meaning, rows: u64) {
        self.present += rows;
        match meaning {
            Meaning::Number(_) => self.number += rows,
            Meaning::Identifier => self.identifier += rows,
            Meaning::Time(_) => self.time += rows,
            Meaning::Boolean(pairs) if rows > 0 => {
                self.pairs &= pairs;
                self.boolean += rows;
            }
            Meaning::Boolean(_) | Meaning::Text => {}
        }
    }

    /// Adds the counts of later rows.
    pub(super) fn append(&mut self, later: &Counts) {
        self.present += later.present;
        self.number += later.number;
        self.identifier += later.identifier;
        self.time += later.time;
        self.boolean += later.boolean;
        self.pairs &= later.pairs;
    }

    /// All present cells are words of one pair.
    fn all_boolean(&self) -> bool {
        self.present > 0 && self.boolean == self.present && self.pairs != 0
    }
}

/// The type.
///
/// - number: 99 % of the present cells read as numbers and none is an identifier;
/// - time: 99 % read as instants;
/// - boolean: all are words of one pair;
/// - text: more than 1000 distinct values, which are more than half of the present cells;
/// - category: everything else, a column without a present cell included.
pub(super) fn decide(counts: &Counts, distinct: u64) -> Kind {
    let readable = |count: u64| count > 0 && count * 100 >= counts.present * READABLE_PERCENT;
    if readable(counts.number) && counts.identifier == 0 {
        Kind::Number
    } else if readable(counts.time) {
        Kind::Time
    } else if counts.all_boolean() {
        Kind::Boolean
    } else {
        decide_dictionary(counts.present, distinct)
    }
}

/// Category or text.
pub(super) fn decide_dictionary(present: u64, distinct: u64) -> Kind {
    if distinct > CATEGORY_LEVELS && distinct > present / 2 {
        Kind::Text
    } else {
        Kind::Category
    }
}
