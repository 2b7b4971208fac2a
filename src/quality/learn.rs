//! Expectations that a file itself suggests, for the next file of its kind.
//!
//! Every rule holds for the file it is learned from, and its tolerance is what chance may do in another file of the same
//! origin: a range was never left by `n` rows, so that at most `9.2 / n` of all rows leave it with a probability of
//! `1 − 10⁻⁴` (the exact bound of no hits, `1 − 10^(−4/n)`); levels unseen so far have as many rows as levels seen once
//! (Good 1953), and a missing rate its own error, both four standard errors further.

use super::expectation::Expectation;
use super::facts::{Facts, File, Seen};
use super::pattern;
use crate::analysis::ColumnRole;
use crate::config::Role;
use crate::report::{Unit, show};
use crate::table::{Kind, Table};

/// Fewer rows teach nothing but that a column is there.
const LEAST: u64 = 20;
/// More levels are not listed.
const MOST_LEVELS: u64 = 50;
/// Upper bound of no hits, times the rows: −ln 10⁻⁴.
const NO_HITS: f64 = 9.21;
/// Standard errors that a rate may be off.
const ERRORS: f64 = 4.0;
/// A file of the same kind has at least this share of the rows, and at most the inverse.
const ROWS: f64 = 0.2;

/// All rules that a file suggests: its rows, then column by column. `roles` by the place of the column; columns
/// without one are features.
pub fn learn(table: &Table, roles: &[ColumnRole]) -> Vec<Expectation> {
    let mut out = learn_rows(table);
    for column in 0..table.columns.len() {
        out.extend(learn_column(table, roles, column));
    }
    out
}

/// What the number of rows suggests.
pub fn learn_rows(table: &Table) -> Vec<Expectation> {
    let n = table.rows_of_file() as f64;
    if n < LEAST as f64 {
        return Vec::new();
    }
    vec![Expectation {
        low: Some(libm::floor(n * ROWS)),
        high: Some(libm::ceil(n / ROWS)),
        ..Expectation::of("row-count", "")
    }]
}

/// What one column suggests; nothing where its values are not here.
pub fn learn_column(table: &Table, roles: &[ColumnRole], column: usize) -> Vec<Expectation> {
    let Some(facts) = Facts::of(File { table, roles }, column) else {
        return Vec::new();
    };
    let name = &facts.column.name;
    let mut out = Vec::new();
    if facts.role == Role::Ignore {
        return out;
    }
    if facts.present == 0 {
        out.push(Expectation::of("present", name));
        return out;
    }
    out.push(Expectation {
        kind: Some(facts.column.kind.as_str().into()),
        ..Expectation::of("present", name)
    });
    if facts.rows < LEAST {
        return out;
    }
    let n = facts.rows as f64;
    let missing = (facts.rows - facts.present) as f64;
    let rate = missing / n;
    if rate <= 0.5 {
        let room = if missing == 0.0 && facts.role == Role::Id {
            0.0
        } else {
            room(missing, n)
        };
        out.push(Expectation {
            tolerance: room,
            ..Expectation::of("not-null", name)
        });
    }
    let is_key = facts.role == Role::Id && facts.distinct == facts.present;
    if is_key {
        out.push(Expectation::of("unique", name));
    }
    let present = facts.present as f64;
    match &facts.seen {
        Seen::Numbers(_) if !is_key => out.extend(range(&facts, present)),
        Seen::Levels(_) if facts.has_levels() && facts.distinct <= MOST_LEVELS => {
            let mut values: Vec<String> =
                facts.levels().map(|(_, text, _)| text.to_owned()).collect();
            values.sort();
            let once = facts.levels().filter(|(.., rows)| *rows == 1).count() as f64;
            out.push(Expectation {
                values,
                tolerance: room(once, present),
                ..Expectation::of("set", name)
            });
        }
        Seen::Levels(_) => {
            let shape = pattern::shape(facts.levels().map(|(_, text, _)| text));
            out.extend(shape.map(|shape| Expectation {
                pattern: Some(shape),
                tolerance: room(0.0, present),
                ..Expectation::of("pattern", name)
            }));
        }
        Seen::Numbers(_) => {}
        // Time goes on: only where it begins is expected to hold.
        Seen::Times(sorted) if facts.role != Role::Timestamp => {
            let day = |ms: i64| {
                show(ms as f64, Unit::TimeMs)
                    .chars()
                    .take(10)
                    .collect::<String>()
            };
            out.push(Expectation {
                from: sorted.first().map(|t| day(*t)),
                tolerance: room(0.0, present),
                ..Expectation::of("range", name)
            });
        }
        Seen::Times(_) => {}
    }
    out.retain(|rule| {
        rule.rule != "range"
            || rule
                .from
                .as_deref()
                .is_none_or(|d| super::dates::day(d).is_some())
    });
    out
}

/// The finite range, and nothing where no number is finite or one is infinite.
fn range(facts: &Facts, present: f64) -> Option<Expectation> {
    let sorted = facts.finite();
    if sorted.len() as u64 != facts.present || facts.column.kind != Kind::Number {
        return None;
    }
    Some(Expectation {
        low: sorted.first().copied(),
        high: sorted.last().copied(),
        tolerance: room(0.0, present),
        ..Expectation::of("range", &facts.column.name)
    })
}

/// The share that another file may reach by chance where this one has `hits` of `n`, rounded up to four digits.
fn room(hits: f64, n: f64) -> f64 {
    let share = (hits + ERRORS * (2.0 * hits).sqrt() + NO_HITS) / n;
    let scale = libm::pow(10.0, 3.0 - libm::floor(libm::log10(share)));
    (libm::ceil(share * scale) / scale).min(0.999)
}
