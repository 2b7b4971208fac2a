//! Cells that are not of their column's type, and infinities.

use super::disguised::is_word;
use super::facts::{Facts, Seen, level_rows, number_rows};
use super::parameters::Parameters;
use super::problem::{Problem, list, quoted, words, wrong};
use crate::stats::proportion::Share;
use crate::table::{ColumnData, Kind};

/// With no more distinct values a mix of digits and words is a set of codes.
const CODES: u64 = 10;

/// Unread cells, columns that are numbers or dates but for some cells, infinities.
pub(super) fn find(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    infinities(facts, parameters, out);
    let evidence = &facts.column.evidence;
    let examples: Vec<String> = evidence
        .counter_examples
        .iter()
        .map(|e| quoted(&e.value))
        .collect();
    let only_words =
        !examples.is_empty() && evidence.counter_examples.iter().all(|e| is_word(&e.value));
    let typed = matches!(facts.column.kind, Kind::Number | Kind::Time);
    let most = evidence.number.max(evidence.time);
    let odd = if typed {
        evidence.unread
    } else if facts.has_levels()
        && facts.distinct > CODES
        && most < evidence.present
        && 2 * most >= evidence.present
    {
        evidence.present - most
    } else {
        0
    };
    if odd == 0 {
        return;
    }
    let share = Share {
        count: odd,
        rows: evidence.present,
    };
    let other = if !typed && evidence.time > evidence.number || facts.column.kind == Kind::Time {
        "dates"
    } else {
        "numbers"
    };
    let dates = other == "dates"
        && evidence
            .counter_examples
            .iter()
            .all(|e| looks_like_date(&e.value));
    let check = match (only_words, dates, typed) {
        (true, ..) if typed => "unread-words",
        (true, ..) => "words-among",
        (_, true, _) => "impossible-dates",
        (.., true) => "unread",
        _ => "mixed",
    };
    out.push(Problem {
        check,
        key: String::new(),
        share,
        severity: wrong(share, parameters.serious_share),
        threshold: parameters.serious_share,
        measure: None,
        rows: rows(facts, typed),
        numbers: vec![
            ("kind", words(other)),
            ("examples", words(list(&examples, 3))),
        ],
    });
}

/// Of levels the rows whose text is one of the examples; cells that were not read are named by their lines instead.
fn rows(facts: &Facts, typed: bool) -> Vec<u32> {
    let ColumnData::Category(c) = &facts.column.data else {
        return Vec::new();
    };
    if typed {
        return Vec::new();
    }
    let examples = &facts.column.evidence.counter_examples;
    let is = |code: u32| {
        c.levels
            .get(code as usize)
            .is_some_and(|level| examples.iter().any(|e| e.value == level))
    };
    level_rows(facts.column, is)
}

/// Digits in three groups: a date by its looks.
fn looks_like_date(value: &str) -> bool {
    let day = value.trim().split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()))
}

fn infinities(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    let Seen::Numbers(sorted) = &facts.seen else {
        return;
    };
    let infinite = (sorted.len() - facts.finite().len()) as u64;
    if infinite == 0 {
        return;
    }
    let share = facts.of_present(infinite);
    out.push(Problem {
        check: "infinite",
        key: String::new(),
        share,
        severity: crate::report::Severity::Matters,
        threshold: parameters.serious_share,
        measure: None,
        rows: number_rows(facts.column, f64::is_infinite),
        numbers: Vec::new(),
    });
}
