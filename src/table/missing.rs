//! The texts that stand for "no value".

use super::cell::{self, Meaning};
use kernels::texts::NoValue;

/// The texts that mean "no value", after spaces at both ends are taken off. Exactly these; a quoted empty cell
/// is missing as well.
pub const MISSING_TOKENS: &[&str] = &[
    "", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "missing",
];

/// The list that one file is read with.
#[derive(Clone, Debug)]
pub(super) struct MissingTokens {
    tokens: Vec<Vec<u8>>,
    /// One bit for each byte that a token begins with, a space or a tab in front of it included.
    first_bytes: [u64; 4],
    longest: usize,
    /// A token could read as a number or a time: it must be looked for before the cell is read.
    look_first: bool,
}

impl MissingTokens {
    /// The given texts, or [`MISSING_TOKENS`].
    pub(super) fn new(given: Option<&[String]>) -> MissingTokens {
        let tokens: Vec<Vec<u8>> = match given {
            Some(texts) => texts
                .iter()
                .map(|text| cell::trim(text.as_bytes()).to_vec())
                .collect(),
            None => MISSING_TOKENS
                .iter()
                .map(|text| text.as_bytes().to_vec())
                .collect(),
        };
        let mut first_bytes = [0; 4];
        let firsts = tokens.iter().filter_map(|token| token.first());
        for &byte in firsts.chain(b" \t") {
            first_bytes[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        MissingTokens {
            first_bytes,
            longest: tokens.iter().map(Vec::len).max().unwrap_or(0),
            look_first: tokens
                .iter()
                .any(|token| matches!(cell::meaning(token), Meaning::Number(_) | Meaning::Time(_))),
            tokens,
        }
    }

    /// True if the trimmed cell means "no value".
    #[inline]
    pub(super) fn has(&self, trimmed: &[u8]) -> bool {
        match trimmed {
            [] => true,
            [first, ..] => {
                self.first_bytes[usize::from(first >> 6)] >> (first & 63) & 1 == 1
                    && trimmed.len() <= self.longest
                    && self.tokens.iter().any(|token| token == trimmed)
            }
        }
    }

    /// True if a cell must be looked up here before it is read as a number or a time.
    #[inline]
    pub(super) fn look_first(&self) -> bool {
        self.look_first
    }
}

impl NoValue for MissingTokens {
    fn first_bytes(&self) -> &[u64; 4] {
        &self.first_bytes
    }

    fn has(&self, text: &[u8]) -> bool {
        self.has(cell::trim(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_list_is_exact() {
        let missing = MissingTokens::new(None);
        for token in MISSING_TOKENS {
            assert!(missing.has(token.as_bytes()), "{token}");
        }
        for text in ["na", "Nan", "none", "Missing", "NAN", "-", "n/a", "NA1"] {
            assert!(!missing.has(text.as_bytes()), "{text}");
        }
        assert!(!missing.look_first());
    }

    #[test]
    fn a_given_list_replaces_the_default() {
        let given = ["-999".to_owned(), "n/a ".to_owned()];
        let missing = MissingTokens::new(Some(&given));
        assert!(missing.has(b"-999") && missing.has(b"n/a") && missing.has(b""));
        assert!(!missing.has(b"NA") && !missing.has(b"-99"));
        assert!(missing.look_first());
    }
}
