//! What one cell says: missing, a number, an instant, a boolean word, an identifier, or just text.

use super::instant;
use super::number::{self, Read};

/// The pairs of words that make a boolean column, false first. Compared without regard to case.
pub const BOOLEAN_PAIRS: &[[&str; 2]] = &[["false", "true"], ["no", "yes"], ["f", "t"], ["n", "y"]];

/// What a present cell reads as. The kinds exclude each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A number.
    Number(f64),
    /// Digits that a number would not keep: a leading zero, or more than fifteen of them.
    Identifier,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Time(i64),
    /// A word of the pair with this index in [`BOOLEAN_PAIRS`].
    Boolean(usize),
    /// Anything else.
    Text,
}

/// The cell without ASCII spaces and tabs at its ends.
#[inline]
pub(super) fn trim(cell: &[u8]) -> &[u8] {
    match cell {
        [b' ' | b'\t', ..] | [.., b' ' | b'\t'] => trim_slowly(cell),
        _ => cell,
    }
}

#[cold]
fn trim_slowly(mut cell: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = cell {
        cell = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = cell {
        cell = rest;
    }
    cell
}

/// What a present cell reads as.
pub(super) fn meaning(trimmed: &[u8]) -> Meaning {
    match number::read(trimmed) {
        Read::Number(value) => Meaning::Number(value),
        Read::Identifier => Meaning::Identifier,
        Read::No => match instant::read(trimmed) {
            Some(instant) => Meaning::Time(instant),
            None => match boolean_pair(trimmed) {
                Some(pair) => Meaning::Boolean(pair),
                None => Meaning::Text,
            },
        },
    }
}

/// The pair that a word belongs to.
pub(super) fn boolean_pair(trimmed: &[u8]) -> Option<usize> {
    if trimmed.len() > 5 {
        return None;
    }
    BOOLEAN_PAIRS.iter().position(|pair| {
        pair.iter()
            .any(|word| trimmed.eq_ignore_ascii_case(word.as_bytes()))
    })
}
