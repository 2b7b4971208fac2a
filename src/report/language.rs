//! The language in which drawings and files are written: words for what charts and exports say in English, and the marks of numbers.
//!
//! A report is always English, so that its bytes are the same everywhere. A page in another language hands over that language once; from
//! then on [`say`] and [`super::show`] use it. Modules that compute never do.

use std::cell::RefCell;

use serde::Deserialize;

/// Another language than English.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Language {
    /// Its tag, such as `de`.
    pub tag: String,
    /// Decimal mark, mark between thousands, percent sign with the space before it, unit of percentage points.
    pub marks: [String; 4],
    /// What is written for a number that does not exist.
    pub not_estimable: String,
    /// Phrases: English, then this language. `{a}`, `{b}`, … stand for what is put in; the more a phrase says itself, the earlier it
    /// stands. What stands at `{w}` is itself said in this language.
    pub phrases: Vec<(String, String)>,
}

thread_local! {
    static SPOKEN: RefCell<Option<Language>> = const { RefCell::new(None) };
}

/// From now on drawings and files of this thread are written in `language`, or in English.
pub fn speak(language: Option<Language>) {
    SPOKEN.with(|spoken| *spoken.borrow_mut() = language);
}

/// The tag of the language that is written: `en` unless another one was chosen.
pub fn tag() -> String {
    SPOKEN.with(|spoken| {
        spoken
            .borrow()
            .as_ref()
            .map_or_else(|| "en".into(), |one| one.tag.clone())
    })
}

/// What charts and exports say, in the language chosen; English where it has no phrase for it.
pub fn say(english: &str) -> String {
    SPOKEN.with(|spoken| match spoken.borrow().as_ref() {
        Some(language) => language.said(english),
        None => english.into(),
    })
}

/// A number that was written in English, by the marks of the language chosen.
pub(super) fn marked(written: String) -> String {
    SPOKEN.with(|spoken| match spoken.borrow().as_ref() {
        Some(language) => language.marked(&written),
        None => written,
    })
}

impl Language {
    fn said(&self, english: &str) -> String {
        self.phrases
            .iter()
            .find_map(|(from, to)| Some(self.filled(to, &taken(from, english)?)))
            .unwrap_or_else(|| english.into())
    }

    fn filled(&self, to: &str, taken: &[(&str, &str)]) -> String {
        let mut out = String::with_capacity(to.len() + 16);
        for piece in pieces(to) {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Place(name) => {
                    let value = taken
                        .iter()
                        .find(|one| one.0 == name)
                        .map_or("", |one| one.1);
                    match name {
                        "w" => out.push_str(&self.said(value)),
                        _ => out.push_str(value),
                    }
                }
            }
        }
        out
    }

    fn marked(&self, written: &str) -> String {
        if written == super::number::NOT_ESTIMABLE {
            return self.not_estimable.clone();
        }
        let [decimal, thousands, percent, points] = &self.marks;
        if let Some(day) = day(written) {
            return day;
        }
        let mut out = String::with_capacity(written.len() + 8);
        for sign in written.chars() {
            match sign {
                '.' => out.push_str(decimal),
                ',' => out.push_str(thousands),
                '%' => out.push_str(percent),
                other => out.push(other),
            }
        }
        match out.strip_suffix(" pp") {
            Some(number) => format!("{number} {points}"),
            None => out,
        }
    }
}

/// `2026-03-05 14:00` with the day first, as `05.03.2026 14:00`.
fn day(written: &str) -> Option<String> {
    let (date, rest) = written.split_at_checked(10)?;
    let mut parts = date.split('-');
    let [year, month, day] = [parts.next()?, parts.next()?, parts.next()?];
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    (digits(year, 4) && digits(month, 2) && digits(day, 2))
        .then(|| format!("{day}.{month}.{year}{rest}"))
}

enum Piece<'a> {
    Words(&'a str),
    Place(&'a str),
}

fn pieces(phrase: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = phrase;
    while let Some((words, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else {
            break;
        };
        out.push(Piece::Words(words));
        out.push(Piece::Place(name));
        rest = behind;
    }
    out.push(Piece::Words(rest));
    out
}

/// What stands at the places of `phrase` in `text`, if `text` is like it.
fn taken<'a>(phrase: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let pieces = pieces(phrase);
    let mut found = Vec::new();
    let mut rest = text;
    let mut open: Option<&str> = None;
    for (number, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Place(name) => open = Some(name),
            Piece::Words(words) => {
                let last = number + 1 == pieces.len();
                let at = match (open, last) {
                    (None, _) => rest.starts_with(words).then_some(0)?,
                    (Some(_), true) => rest.ends_with(words).then(|| rest.len() - words.len())?,
                    (Some(_), false) => rest.find(words)?,
                };
                if let Some(name) = open.take() {
                    found.push((name, &rest[..at]));
                }
                rest = &rest[at + words.len()..];
            }
        }
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Language, say, speak};
    use crate::report::{Unit, show};

    #[test]
    fn phrases_and_numbers_are_written_in_the_language_chosen() {
        assert_eq!(say("2 rows"), "2 rows");
        speak(Some(Language {
            tag: "de".into(),
            marks: [
                ",".into(),
                ".".into(),
                "\u{a0}%".into(),
                "Prozentpunkte".into(),
            ],
            not_estimable: "nicht schätzbar".into(),
            phrases: vec![
                ("{a} of {w}".into(), "{a} von {w}".into()),
                ("{a} rows".into(), "{a} Zeilen".into()),
                ("Reference".into(), "Referenz".into()),
            ],
        }));
        assert_eq!(say("3 of 12 rows"), "3 von 12 Zeilen");
        assert_eq!(say("Reference"), "Referenz");
        assert_eq!(say("Referenced"), "Referenced");
        assert_eq!(show(1_234_567.8, Unit::Number), "1.234.568");
        assert_eq!(show(0.125, Unit::SharePoints), "12,5 Prozentpunkte");
        assert_eq!(show(0.5, Unit::Share), "50\u{a0}%");
        assert_eq!(show(f64::NAN, Unit::Share), "nicht schätzbar");
        assert_eq!(show(1_709_164_800_000.0, Unit::TimeMs), "29.02.2024");
        speak(None);
        assert_eq!(show(0.125, Unit::SharePoints), "12.5 pp");
    }
}
