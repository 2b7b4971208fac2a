//! Which type a column has, decided from counts over every row, so that it depends on nothing else.

use super::column::Kind;

/// A column is number or time if at least this share of its present cells, in percent, reads so.
pub const READABLE_PERCENT: u64 = 99;

/// A column with at most so many distinct values is a category, however few rows there are.
pub const CATEGORY_LEVELS: u64 = 1000;

/// Counts of present cells by what they read as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) present: u64,
    pub(super) number: u64,
    pub(super) identifier: u64,
    pub(super) time: u64,
    /// One count for each pair of words.
    pub(super) boolean: [u64; 4],
}

impl Counts {
    /// Boolean words of any pair.
    pub(super) fn boolean_words(&self) -> u64 {
        self.boolean.iter().sum()
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
    } else if counts.present > 0 && counts.boolean.contains(&counts.present) {
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
