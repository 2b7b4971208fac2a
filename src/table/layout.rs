//! Where the table begins in a file: lines in front of it, and rows of names.

use super::amount;
use super::calendar;
use super::cell::{self, Meaning};
use super::head_rows::{HeadRow, HeadRows};
use super::inference::Inference;
use super::missing::MissingTokens;

/// Most lines of a preamble, and most rows of a header, that are found without Config.
const PREAMBLE_ROWS: usize = 50;
const HEADER_ROWS: usize = 3;

/// The first rows of the table itself.
pub(super) struct Layout {
    /// Rows in front of the header.
    pub(super) preamble: usize,
    /// Rows of names.
    pub(super) header: usize,
    pub(super) inferences: [Inference; 2],
}

/// What a cell of the head is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Missing,
    Whole,
    Fraction,
    Time,
    Text,
}

/// What a cell reads as, in any notation.
fn class(text: &str, missing: &MissingTokens) -> Class {
    if missing.has(text.as_bytes()) {
        return Class::Missing;
    }
    let whole = |value: f64| match value.fract() == 0.0 && !text.contains(['.', ',']) {
        true => Class::Whole,
        false => Class::Fraction,
    };
    match cell::meaning(text.as_bytes()) {
        Meaning::Number(value) => whole(value),
        Meaning::Identifier => Class::Whole,
        Meaning::Time(_) => Class::Time,
        _ => match amount::amount(text).and_then(|a| a.read(',').or(a.read('.'))) {
            Some(reading) => whole(reading.value),
            None if calendar::read(text) != (None, None) => Class::Time,
            None => Class::Text,
        },
    }
}

/// Rows in front of the table: each has next to nothing in it, and a row of names as wide as the table follows.
pub(super) fn preamble(rows: &HeadRows, missing: &MissingTokens) -> usize {
    let width = rows.usual_width();
    if width < 2 {
        return 0;
    }
    for (i, row) in rows.rows.iter().enumerate().take(PREAMBLE_ROWS + 1) {
        if row.cells.len() == width && names_columns(rows, i, missing) {
            return i;
        }
        if !is_apart(rows, row, width) {
            return 0;
        }
    }
    0
}

/// Every cell is a text of its own.
fn names_columns(rows: &HeadRows, row: usize, missing: &MissingTokens) -> bool {
    let texts = rows.texts(row);
    let named = texts
        .iter()
        .filter(|text| class(text, missing) == Class::Text)
        .count();
    let mut distinct: Vec<&String> = texts.iter().filter(|t| !t.is_empty()).collect();
    distinct.sort_unstable();
    let all = distinct.len();
    distinct.dedup();
    distinct.len() == all && all + 1 >= texts.len() && named * 2 > texts.len()
}

/// A title, a remark, or a name and its value, as reports begin with.
fn is_apart(rows: &HeadRows, row: &HeadRow, width: usize) -> bool {
    let filled = rows.filled(row);
    let text = rows.raw(row);
    let text = String::from_utf8_lossy(text);
    let text = text.trim_matches(['"', ' ', ',', ';', '\t', '|']);
    let marked = text.starts_with('#') || text.ends_with(':') || text.contains(": ");
    if filled == 0 {
        return true;
    }
    let few = filled <= 1 || (filled == 2 && width >= 4);
    few && (marked || row.before_blank || (width >= 3 && (text.contains(' ') || filled == 2)))
}

/// Looks where the table begins; what Config gives is taken.
pub(super) fn look(
    rows: &HeadRows,
    given_header: Option<u32>,
    missing: &MissingTokens,
    preamble: usize,
    preamble_given: Option<u32>,
) -> Layout {
    let lines = rows.rows.get(preamble).map_or(1, |row| row.line) - 1;
    let front = match preamble_given {
        Some(lines) => Inference::given("preamble", lines),
        None if preamble == 0 => {
            Inference::found("preamble", 0, "the first row is as wide as the table")
        }
        None => {
            let found = Inference::found(
                "preamble",
                lines,
                "lines with next to nothing in them stand in front of a row of names",
            );
            let found = found.counted(preamble as u64, preamble as u64);
            let shown = rows.rows.iter().take(preamble.min(3));
            shown.fold(found, |found, row| found.at(row.line, rows.raw(row)))
        }
    };
    let (header, names) = match given_header {
        Some(count) => (count as usize, Inference::given("header", count)),
        None => header(rows, preamble, missing),
    };
    Layout {
        preamble,
        header,
        inferences: [front, names],
    }
}

/// Columns in which nine of ten cells below `from` read as numbers or times, each with what it is, `None` for others.
fn typed_columns(rows: &HeadRows, from: usize, missing: &MissingTokens) -> Vec<Option<Class>> {
    let width = rows.rows.get(from).map_or(0, |row| row.cells.len());
    let mut counts = vec![[0u32; 4]; width];
    for row in rows
        .rows
        .iter()
        .skip(from)
        .filter(|r| r.cells.len() == width)
    {
        for (count, &cell) in counts.iter_mut().zip(&row.cells) {
            match class(&rows.text(cell), missing) {
                Class::Missing => {}
                Class::Whole => count[0] += 1,
                Class::Fraction => count[1] += 1,
                Class::Time => count[2] += 1,
                Class::Text => count[3] += 1,
            }
        }
    }
    let typed = |[whole, fraction, time, text]: [u32; 4]| {
        let all = whole + fraction + time + text;
        if time * 10 >= all * 9 && time > 0 {
            Some(Class::Time)
        } else if (whole + fraction) * 10 >= all * 9 && all > 0 {
            Some(if fraction * 10 >= all * 9 && all >= 3 {
                Class::Fraction
            } else {
                Class::Whole
            })
        } else {
            None
        }
    };
    counts.into_iter().map(typed).collect()
}

/// Rows of names below the preamble, and why.
fn header(rows: &HeadRows, first: usize, missing: &MissingTokens) -> (usize, Inference) {
    let Some(row) = rows.rows.get(first) else {
        return (1, Inference::found("header", 1, "there is no row"));
    };
    if first + 1 >= rows.rows.len() {
        let only = Inference::found("header", 1, "there is one row only");
        return (1, only);
    }
    let names = rows.texts(first);
    let typed = typed_columns(rows, first + 1, missing);
    let (mut named, mut alike) = (0u64, 0u64);
    let mut wholes = Vec::new();
    for (name, class_below) in names.iter().zip(&typed) {
        let Some(below) = *class_below else { continue };
        let own = class(name, missing);
        let number = |c: Class| matches!(c, Class::Whole | Class::Fraction);
        match own {
            Class::Missing => {}
            Class::Text => named += 1,
            // 2019 above 82.1 and 83.2, or a date above numbers, is a name.
            _ if own == Class::Whole && below == Class::Fraction => named += 1,
            _ if number(own) != number(below) => named += 1,
            _ => {
                alike += 1;
                wholes.extend(name.parse::<i64>().ok());
            }
        }
    }
    // Years or weeks in a row above numbers, beside a name.
    let counted = wholes.len() as u64 == alike
        && alike >= 2
        && wholes.windows(2).all(|w| w[1] - w[0] == 1)
        && names.iter().any(|name| class(name, missing) == Class::Text);
    let of = named + alike;
    let text = rows.raw(row);
    if of > 0 && (named >= alike || counted) {
        let support = if counted { of } else { named };
        let count = 1 + further_rows(rows, first, missing);
        let reason = "cells of the first row are texts above columns of numbers or times";
        let found = Inference::found("header", count, reason).counted(support, of);
        return (count, found.at(row.line, text));
    }
    if of > 0 {
        let reason = "cells of the first row read as the numbers or times below them do";
        let found = Inference::found("header", 0, reason).counted(alike, of);
        return (0, found.at(row.line, text));
    }
    let more = further_rows(rows, first, missing);
    if more > 0 {
        let reason = "rows of texts stand above columns of numbers or times";
        let found = Inference::found("header", 1 + more, reason);
        return (1 + more, found.at(row.line, text));
    }
    let (again, all) = recurring(rows, first, &names);
    if again * 2 > all && rows.rows.len() - first > 3 {
        let reason = "cells of the first row stand in their columns again";
        let found = Inference::found("header", 0, reason).counted(again, all);
        return (0, found.at(row.line, text));
    }
    let reason = "cells of the first row do not stand in their columns again";
    let found = Inference::found("header", 1, reason).counted(all - again, all);
    (1, found.at(row.line, text))
}

/// How many cells of the first row occur again below, of how many that are not empty.
fn recurring(rows: &HeadRows, first: usize, names: &[String]) -> (u64, u64) {
    let (mut again, mut all) = (0, 0);
    for (i, name) in names.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
        all += 1;
        let mut below = rows
            .rows
            .iter()
            .skip(first + 1)
            .filter_map(|r| r.cells.get(i));
        again += u64::from(below.any(|&cell| rows.text(cell) == *name));
    }
    (again, all)
}

/// Further rows of names, such as one of units: texts, all of them, above at least two columns of numbers or times.
fn further_rows(rows: &HeadRows, first: usize, missing: &MissingTokens) -> usize {
    let mut found = 0;
    while found + 1 < HEADER_ROWS && rows.rows.len() > first + found + 3 {
        let row = first + found + 1;
        let typed = typed_columns(rows, row + 1, missing);
        let texts = rows.texts(row);
        let above = |(text, below): (&String, &Option<Class>)| {
            below.map(|_| class(text, missing) == Class::Text)
        };
        let above: Vec<bool> = texts.iter().zip(&typed).filter_map(above).collect();
        if texts.len() != typed.len() || above.len() < 2 || above.contains(&false) {
            break;
        }
        found += 1;
    }
    found
}
