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
#[inline(always)]
pub(super) fn meaning(trimmed: &[u8]) -> Meaning {
    match trimmed.first() {
        Some(&first) if SPEAKING[usize::from(first)] => full_meaning(trimmed),
        _ => Meaning::Text,
    }
}

/// The bytes that anything but a text begins with.
const SPEAKING: [bool; 256] = {
    let mut speaking = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let first = byte as u8;
        speaking[byte] = first.is_ascii_digit()
            || matches!(first, b'+' | b'-' | b'.' | b'i' | b'I')
            || begins_pair(first);
        byte += 1;
    }
    speaking
};

fn full_meaning(trimmed: &[u8]) -> Meaning {
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

/// True if a word of a pair begins with this byte in any case.
const fn begins_pair(first: u8) -> bool {
    let mut pair = 0;
    while pair < BOOLEAN_PAIRS.len() {
        let [a, b] = BOOLEAN_PAIRS[pair];
        let first = first.to_ascii_lowercase();
        if a.as_bytes()[0] == first || b.as_bytes()[0] == first {
            return true;
        }
        pair += 1;
    }
    false
}

/// The pairs that a word belongs to.
pub(super) fn boolean_pairs(trimmed: &[u8]) -> Pairs {
    if trimmed.len() > 10 {
        return 0;
    }
    let has = |pair: &[&str; 2]| {
        pair.iter()
            .any(|word| trimmed.eq_ignore_ascii_case(word.as_bytes()))
    };
    let pairs = BOOLEAN_PAIRS.iter().enumerate();
    pairs.fold(0, |found, (i, pair)| found | Pairs::from(has(pair)) << i)
}
