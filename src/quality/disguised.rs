//! Values that stand for "no value" and are not read as missing: words, and numbers and dates apart from all others.

use super::facts::{Facts, level_rows, number_rows, time_rows};
use super::parameters::Parameters;
use super::problem::{Problem, count, doubtful, quoted, words, wrong};
use crate::report::{Severity, show};
use crate::stats::fault::placeholder::{DAYS_MS, NUMBERS, Placeholder, Sorted, search};
use crate::stats::proportion::Share;

/// Words that stand for a missing value, in lower case without spaces at the ends.
const WORDS: &[&str] = &[
    "?",
    "??",
    "n/a",
    "na",
    "#n/a",
    "#na",
    "n.a.",
    "n.a",
    "n/k",
    "nan",
    "none",
    "null",
    "nil",
    "(null)",
    "<null>",
    "-",
    "--",
    "---",
    "—",
    "–",
    ".",
    "..",
    "...",
    "*",
    "unknown",
    "unk",
    "unkn",
    "not known",
    "not_known",
    "missing",
    "(missing)",
    "not available",
    "not_available",
    "unavailable",
    "not applicable",
    "undefined",
    "unspecified",
    "not specified",
    "no data",
    "nodata",
    "no answer",
    "refused",
    "blank",
    "(blank)",
    "empty",
    "(empty)",
    "tbd",
    "unbekannt",
    "keine angabe",
    "k.a.",
    "k. a.",
    "inconnu",
    "non renseigné",
    "desconocido",
    "sconosciuto",
    "\\n",
    "0000-00-00",
];
/// What spreadsheets write where a formula failed.
const FAILURES: &[&str] = &[
    "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!", "#n/v", "#wert!", "#bezug!",
];
/// Values that are named in one column at most.
const MOST: usize = 3;
/// Below this many other values nothing stands apart.
const LEAST_OTHERS: usize = 20;
/// Among no more distinct values 0 and −1 are one of the codes or counts.
const LEAST_DISTINCT: u64 = 20;

/// True for a word that stands for a missing value.
pub(super) fn is_word(text: &str) -> bool {
    let folded = text.trim().to_lowercase();
    folded
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
        || WORDS.contains(&folded.as_str())
        || is_failure(&folded)
}

fn is_failure(folded: &str) -> bool {
    FAILURES.contains(&folded)
}

/// Every value that stands for a missing one.
pub(super) fn find(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    words_among_levels(facts, parameters, out);
    placeholders(facts, out);
}

fn words_among_levels(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    let mut found: Vec<(u32, &str, u64)> = facts
        .levels()
        .filter(|(_, level, _)| is_word(level))
        .collect();
    found.sort_by(|a, b| b.2.cmp(&a.2).then(a.1.cmp(b.1)));
    // A column of nothing else has no values that it could stand for.
    if found.len() as u64 == facts.distinct {
        return;
    }
    for (code, level, hits) in found.into_iter().take(MOST) {
        let share = facts.of_rows(hits);
        let failed = is_failure(&level.trim().to_lowercase());
        out.push(Problem {
            check: if failed {
                "failed-formula"
            } else {
                "disguised"
            },
            key: level.to_lowercase(),
            share,
            severity: if failed {
                wrong(share, parameters.serious_share)
            } else {
                judged(share, parameters)
            },
            threshold: parameters.serious_share,
            measure: None,
            rows: level_rows(facts.column, |c| c == code),
            numbers: vec![(
                "value",
                words(if level.trim().is_empty() {
                    "a blank".into()
                } else {
                    quoted(level)
                }),
            )],
        });
    }
}

/// To check unless it surely concerns few rows: the word may be an answer of its own.
fn judged(share: Share, parameters: &Parameters) -> Severity {
    match wrong(share, parameters.serious_share) {
        Severity::Matters => Severity::RealSizeUnclear,
        minor => minor,
    }
}

/// Each candidate is held against the other values of the same column by the rule of the two-file search.
fn placeholders(facts: &Facts, out: &mut Vec<Problem>) {
    let numbers = facts.finite();
    let days = facts.times();
    let at_number = |i: usize| numbers[i];
    let at_day = |i: usize| days[i] as f64;
    let (rows, at, candidates, width): (usize, &dyn Fn(usize) -> f64, &[f64], f64) =
        if days.is_empty() {
            (numbers.len(), &at_number, &NUMBERS, 0.0)
        } else {
            (days.len(), &at_day, &DAYS_MS, 86_400_000.0)
        };
    let mut found: Vec<Placeholder> = Vec::new();
    for candidate in candidates {
        let value = *candidate;
        let below = |limit: f64| lower(rows, at, limit);
        let (from, to) = (
            below(value),
            if width > 0.0 {
                below(value + width)
            } else {
                upper(rows, at, value)
            },
        );
        let hits = to - from;
        let small = width == 0.0 && (-1.0..=0.0).contains(&value);
        if hits == 0 || rows - hits < LEAST_OTHERS || small && facts.distinct <= LEAST_DISTINCT {
            continue;
        }
        let others = |i: usize| at(if i < from { i } else { i + hits });
        let reference = Sorted {
            rows: rows - hits,
            at: &others,
        };
        let all = Sorted { rows, at };
        found.extend(search(
            reference,
            all,
            &[value],
            width,
            0.05,
            super::problem::CONFIDENCE,
        ));
    }
    found.sort_by(|a, b| b.current.cmp(&a.current).then(a.value.total_cmp(&b.value)));
    for one in found.into_iter().take(MOST) {
        let share = facts.of_rows(one.current);
        let (shown, rows) = if width > 0.0 {
            let day = one.value as i64;
            let is = |t: i64| (day..day + width as i64).contains(&t);
            (
                show(one.value, crate::report::Unit::TimeMs),
                time_rows(facts.column, is),
            )
        } else {
            let shown = show(one.value, crate::report::Unit::Number);
            (shown, number_rows(facts.column, |v| v == one.value))
        };
        out.push(Problem {
            check: "placeholder",
            key: shown.clone(),
            share,
            severity: doubtful(share, 0.0),
            threshold: 0.001,
            measure: None,
            rows,
            numbers: vec![
                ("value", words(shown)),
                ("others", count(facts.present - one.current)),
            ],
        });
    }
}

fn lower(rows: usize, at: &dyn Fn(usize) -> f64, limit: f64) -> usize {
    partition(rows, &|i| at(i) < limit)
}

fn upper(rows: usize, at: &dyn Fn(usize) -> f64, limit: f64) -> usize {
    partition(rows, &|i| at(i) <= limit)
}

/// How many of the first positions answer true; they come before all others.
fn partition(rows: usize, is: &dyn Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, rows);
    while low < high {
        let middle = low + (high - low) / 2;
        if is(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
