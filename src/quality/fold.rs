//! What two spellings of one level have in common.

use unicode_normalization::UnicodeNormalization;

/// Cyrillic and Greek letters that look like a Latin one, in lower case (Unicode Technical Standard 39, confusables,
/// these two scripts only).
const LOOKALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('с', 'c'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('н', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('к', 'k'),
    ('м', 'm'),
    ('о', 'o'),
    ('р', 'p'),
    ('ѕ', 's'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('α', 'a'),
    ('β', 'b'),
    ('ε', 'e'),
    ('η', 'h'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
];

/// In what two texts with one key differ, the most harmless first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Difference {
    /// Upper and lower case.
    Case,
    /// Spaces at the ends, doubled or of another kind.
    Space,
    /// The way letters are encoded, or letters of another alphabet that look alike.
    Encoding,
}

/// Equal for spellings of one level: compatibility composition (NFKC), no invisible characters, one space between
/// words, lower case, and Latin letters for lookalikes where the text has Latin letters or digits too.
pub(super) fn key(text: &str) -> String {
    let composed: String = text.nfkc().filter(|c| !is_invisible(*c)).collect();
    let lower = composed.to_lowercase();
    let spaced = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    if spaced.is_ascii() || !spaced.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return spaced;
    }
    spaced.chars().map(latin).collect()
}

fn latin(c: char) -> char {
    LOOKALIKES
        .iter()
        .find(|(from, _)| *from == c)
        .map_or(c, |(_, to)| *to)
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

/// In what two texts of one key differ.
pub(super) fn difference(a: &str, b: &str) -> Difference {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if a.to_lowercase() == b.to_lowercase() {
        Difference::Case
    } else if squeeze(&a.to_lowercase()) == squeeze(&b.to_lowercase()) {
        Difference::Space
    } else {
        Difference::Encoding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_level_share_a_key() {
        for (a, b, how) in [
            ("Bern", "BERN", Difference::Case),
            ("Bern", " Bern", Difference::Space),
            ("New York", "New\u{a0}York", Difference::Space),
            ("New York", "new  york", Difference::Space),
            ("caf\u{e9}", "cafe\u{301}", Difference::Encoding),
            ("Bern", "\u{ff22}ern", Difference::Encoding),
            ("Bern", "B\u{435}rn", Difference::Encoding),
            ("A1", "\u{410}1", Difference::Encoding),
            ("Bern", "Be\u{200b}rn", Difference::Encoding),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
            assert_eq!(difference(a, b), how, "{a} {b}");
        }
    }

    #[test]
    fn different_levels_do_not() {
        for (a, b) in [
            ("Bern", "Berne"),
            ("cafe", "caf\u{e9}"),
            ("A1", "A2"),
            ("\u{432}\u{443}", "by"),
            ("1.0", "10"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }
}
