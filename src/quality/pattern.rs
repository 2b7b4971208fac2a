//! Regular expressions that a person gives, and the one shape that all values of a column have.

use regex_lite::{Regex, RegexBuilder};

use crate::config::invalid;
use crate::error::Result;

/// Longest pattern, in bytes.
const MOST_BYTES: usize = 1_000;
/// Memory that a compiled pattern may take, in bytes.
const MOST_COMPILED: usize = 1 << 20;
/// Marks that mean something in a regular expression, outside of a class.
const MEANING: &str = r"\.+*?()|[]{}^$";

/// A pattern that the whole value must match.
///
/// # Errors
/// `config.invalid-value` for a pattern that is too long or is none.
pub(super) fn whole(pattern: &str, key: &str) -> Result<Regex> {
    if pattern.len() > MOST_BYTES {
        return Err(invalid(key, "a pattern of at most 1000 bytes is needed"));
    }
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(MOST_COMPILED)
        .build()
        .map_err(|e| invalid(key, &format!("no regular expression: {e}")))
}

/// The shape of codes: letters, digits and marks where all have the same ones; `None` where they have not, or where
/// there is nothing but digits or letters.
pub(super) fn shape<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<String> {
    let first: Vec<(char, Class)> = values.next()?.chars().map(|c| (c, class(c))).collect();
    if first.is_empty() || first.len() > 40 || first.iter().any(|(_, c)| *c == Class::Other) {
        return None;
    }
    let same = |value: &str| {
        let mut at = 0;
        for c in value.chars() {
            let Some((mark, of)) = first.get(at) else {
                return false;
            };
            if class(c) != *of || *of == Class::Mark && c != *mark {
                return false;
            }
            at += 1;
        }
        at == first.len()
    };
    if !values.all(same) || !first.iter().any(|(_, of)| *of == Class::Digit) {
        return None;
    }
    let mut out = String::new();
    for group in first.chunk_by(|a, b| a.1 == b.1 && a.1 != Class::Mark) {
        match group[0].1 {
            Class::Digit => out.push_str("[0-9]"),
            Class::Upper => out.push_str("[A-Z]"),
            Class::Lower => out.push_str("[a-z]"),
            _ => {
                if MEANING.contains(group[0].0) {
                    out.push('\\');
                }
                out.push(group[0].0);
            }
        }
        if group.len() > 1 {
            out.push_str(&format!("{{{}}}", group.len()));
        }
    }
    Some(out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Upper,
    Lower,
    Mark,
    Other,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'A'..='Z' => Class::Upper,
        'a'..='z' => Class::Lower,
        '!'..='~' => Class::Mark,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_shape_for_all_or_none() {
        let of = |values: &[&str]| shape(values.iter().copied());
        assert_eq!(
            of(&["AB-12", "XY-99"]).as_deref(),
            Some("[A-Z]{2}-[0-9]{2}")
        );
        assert_eq!(of(&["AB-12", "XY-9"]), None);
        assert_eq!(of(&["AB-12", "XY_99"]), None);
        assert_eq!(of(&["ab", "cd"]), None, "words are no codes");
        assert_eq!(of(&[]), None);
        let pattern = whole(&of(&["a.1", "b.2"]).expect("a shape"), "k").expect("valid");
        assert!(pattern.is_match("z.7") && !pattern.is_match("zx7") && !pattern.is_match("z.77"));
    }

    #[test]
    fn patterns_that_are_none_or_too_large_are_refused() {
        for pattern in ["(", "[z-a]", "a{100000}{1000}"] {
            assert!(whole(pattern, "k").is_err(), "{pattern}");
        }
        assert!(whole(&"a".repeat(2_000), "k").is_err());
    }
}
