//! What one cell says: missing, a number, an instant, a boolean word, an identifier, or just text.

use super::instant;
use super::number::{self, Read};

/// The pairs of words that make a boolean column, false first. Compared without regard to case.
pub const BOOLEAN_PAIRS: &[[&str; 2]] = &[
    ["false", "true"],
    ["no", "yes"],
    ["f", "t"],
    ["n", "y"],
    ["off", "on"],
    ["nein", "ja"],
    ["n", "j"],
    ["falsch", "wahr"],
    ["non", "oui"],
    ["faux", "vrai"],
    ["no", "si"],
    ["no", "sí"],
    ["no", "sì"],
    ["n", "s"],
    ["falso", "verdadero"],
    ["falso", "vero"],
    ["falso", "verdadeiro"],
    ["não", "sim"],
    ["nee", "ja"],
    ["nej", "ja"],
    ["nie", "tak"],
    ["нет", "да"],
];

/// One bit for each pair.
pub(super) type Pairs = u32;

/// What a present cell reads as. The kinds exclude each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A number.
    Number(f64),
    /// Digits that a number would not keep: a leading zero, or more than fifteen of them.
    Identifier,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Time(i64),
    /// A word of these pairs of [`BOOLEAN_PAIRS`].
    Boolean(Pairs),
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
            None => match boolean_pairs(trimmed) {
                0 => Meaning::Text,
                pairs => Meaning::Boolean(pairs),
            },
        },
    }
}

/// One bit for each byte, in lower case and without its top bit, that a word of a pair begins with.
const FIRST_BYTES: u128 = {
    let mut bytes = 0;
    let mut pair = 0;
    while pair < BOOLEAN_PAIRS.len() {
        let [first, second] = BOOLEAN_PAIRS[pair];
        bytes |= 1 << (first.as_bytes()[0] & 0x7f) | 1 << (second.as_bytes()[0] & 0x7f);
        pair += 1;
    }
    bytes
};

/// The pairs that a word belongs to.
pub(super) fn boolean_pairs(trimmed: &[u8]) -> Pairs {
    let may_be_one = |first: u8| FIRST_BYTES >> (first.to_ascii_lowercase() & 0x7f) & 1 == 1;
    if trimmed.len() > 10 || !trimmed.first().copied().is_some_and(may_be_one) {
        return 0;
    }
    let has = |pair: &[&str; 2]| {
        pair.iter()
            .any(|word| trimmed.eq_ignore_ascii_case(word.as_bytes()))
    };
    let pairs = BOOLEAN_PAIRS.iter().enumerate();
    pairs.fold(0, |found, (i, pair)| found | Pairs::from(has(pair)) << i)
}
