//! Expectations held against a file.

use super::dates::day;
use super::expectation::Expectation;
use super::facts::{Facts, File, level_rows, missing_rows, number_rows, time_rows};
use super::parameters::Parameters;
use super::pattern;
use super::problem::{CONFIDENCE, Problem, first, words};
use crate::report::Severity;
use crate::stats::proportion::{Share, wilson};
use crate::table::{ColumnData, Kind};

/// The outcome of one rule.
pub(super) struct Held {
    pub rule: String,
    /// Rows that break it, of those that were looked at; `None` where that cannot be said.
    pub share: Option<Share>,
    pub fails: bool,
    pub rows: Vec<u32>,
}

impl Held {
    fn of(rule: &Expectation, share: Share, rows: Vec<u32>) -> Held {
        let fails =
            wilson(share, CONFIDENCE).is_some_and(|i| share.count > 0 && i.lower > rule.tolerance);
        Held {
            rule: rule.said(),
            share: Some(share),
            fails,
            rows,
        }
    }

    fn open(rule: &Expectation) -> Held {
        Held {
            rule: rule.said(),
            share: None,
            fails: false,
            rows: Vec::new(),
        }
    }

    /// A line of the list where the rule is broken, or cannot be looked at.
    pub fn problem(&self, key: String) -> Option<Problem> {
        let share = self.share.unwrap_or(Share { count: 0, rows: 0 });
        let (check, severity) = match self.share {
            None => ("expectation-open", Severity::NotEnoughData),
            Some(_) if self.fails => ("expectation", Severity::Matters),
            Some(_) => return None,
        };
        Some(Problem {
            check,
            key,
            share,
            severity,
            threshold: 0.001,
            measure: None,
            rows: self.rows.clone(),
            numbers: vec![("rule", words(self.rule.clone()))],
        })
    }
}

/// A rule about the number of rows, or about a column that is not there; `None` where it holds.
pub(super) fn without_column(rule: &Expectation, file: File, key: String) -> Option<Problem> {
    let rows = file.table.rows as u64;
    let n = file.table.rows_of_file();
    let fits =
        |n: f64| rule.low.is_none_or(|low| n >= low) && rule.high.is_none_or(|high| n <= high);
    let of_rows = rule.rule == "row-count";
    if of_rows && fits(n as f64) {
        return None;
    }
    Some(Problem {
        check: if of_rows {
            "expectation-rows"
        } else {
            "expectation-absent"
        },
        key,
        share: Share { count: rows, rows },
        severity: Severity::Matters,
        threshold: 0.001,
        measure: None,
        rows: Vec::new(),
        numbers: vec![
            ("rule", words(rule.said())),
            ("rows", super::problem::count(n)),
        ],
    })
}

/// A rule about a column; `other` is the column that a foreign key points to.
pub(super) fn hold(
    rule: &Expectation,
    facts: &Facts,
    other: Option<&Facts>,
    parameters: &Parameters,
) -> Held {
    let none = Vec::new;
    match rule.rule.as_str() {
        "present" => {
            let fits = rule
                .kind
                .as_deref()
                .is_none_or(|kind| same_kind(kind, facts.column.kind))
                || facts.present == 0;
            let share = facts.of_rows(if fits { 0 } else { facts.rows });
            let said = if fits {
                rule.said()
            } else {
                format!("{}, and is {}", rule.said(), facts.column.kind.as_str())
            };
            Held {
                rule: said,
                fails: !fits,
                ..Held::of(rule, share, none())
            }
        }
        "not-null" => {
            let missing = facts.rows - facts.present;
            Held::of(
                rule,
                facts.of_rows(missing),
                missing_rows(facts.column, facts.rows),
            )
        }
        "unique" => {
            let repeated = facts.present - facts.distinct;
            Held::of(rule, facts.of_present(repeated), none())
        }
        "range" => range(rule, facts),
        "set" => {
            let mut allowed: Vec<&str> = rule.values.iter().map(String::as_str).collect();
            allowed.sort_unstable();
            levels(rule, facts, &|text| allowed.binary_search(&text).is_ok())
        }
        "pattern" => match pattern::whole(rule.pattern.as_deref().unwrap_or_default(), "pattern") {
            Ok(regex) => levels(rule, facts, &|text| regex.is_match(text)),
            Err(_) => Held::open(rule),
        },
        "monotone" => monotone(rule, facts),
        "freshness" => freshness(rule, facts, parameters),
        "foreign-key" => foreign_key(rule, facts, other),
        _ => Held::open(rule),
    }
}

fn same_kind(wanted: &str, found: Kind) -> bool {
    let loose = |kind: &str| matches!(kind, "category" | "boolean" | "text");
    wanted == found.as_str() || loose(wanted) && loose(found.as_str())
}

fn range(rule: &Expectation, facts: &Facts) -> Held {
    match &facts.column.data {
        ColumnData::Number(_) if rule.low.is_some() || rule.high.is_some() => {
            let (low, high) = (
                rule.low.unwrap_or(f64::NEG_INFINITY),
                rule.high.unwrap_or(f64::INFINITY),
            );
            let out = |v: f64| v < low || v > high;
            let super::facts::Seen::Numbers(sorted) = &facts.seen else {
                return Held::open(rule);
            };
            let count = sorted.iter().filter(|v| out(**v)).count() as u64;
            Held::of(
                rule,
                facts.of_present(count),
                number_rows(facts.column, out),
            )
        }
        ColumnData::Time(_) if rule.from.is_some() || rule.to.is_some() => {
            let at = |text: &Option<String>| text.as_deref().and_then(day);
            let (low, high) = (
                at(&rule.from).unwrap_or(i64::MIN),
                at(&rule.to).map_or(i64::MAX, |d| d + 86_399_999),
            );
            let out = |t: i64| t < low || t > high;
            let count = facts.times().iter().filter(|t| out(**t)).count() as u64;
            Held::of(rule, facts.of_present(count), time_rows(facts.column, out))
        }
        _ if facts.present == 0 => Held::of(rule, facts.of_present(0), Vec::new()),
        _ => Held::open(rule),
    }
}

/// A rule about each value's text.
fn levels(rule: &Expectation, facts: &Facts, allows: &dyn Fn(&str) -> bool) -> Held {
    if let super::facts::Seen::Numbers(sorted) = &facts.seen {
        let mut count = 0;
        let mut out: Vec<f64> = Vec::new();
        for group in sorted.chunk_by(|a, b| a == b) {
            if !allows(&format!("{}", group[0])) {
                count += group.len() as u64;
                out.push(group[0]);
            }
        }
        let is = |v: f64| out.binary_search_by(|o| o.total_cmp(&(v + 0.0))).is_ok();
        return Held::of(rule, facts.of_present(count), number_rows(facts.column, is));
    }
    if matches!(facts.seen, super::facts::Seen::Times(_)) {
        return Held::open(rule);
    }
    let out: Vec<(u32, u64)> = facts
        .levels()
        .filter(|(_, text, _)| !allows(text))
        .map(|(code, _, rows)| (code, rows))
        .collect();
    let count = out.iter().map(|(_, rows)| rows).sum();
    let is = |code: u32| out.binary_search_by_key(&code, |(code, _)| *code).is_ok();
    Held::of(rule, facts.of_present(count), level_rows(facts.column, is))
}

fn monotone(rule: &Expectation, facts: &Facts) -> Held {
    let sign = if rule.descending { -1.0 } else { 1.0 };
    let mut values: Box<dyn Iterator<Item = f64>> = match &facts.column.data {
        ColumnData::Number(chunks) => Box::new(chunks.iter().flatten().map(move |v| sign * v)),
        ColumnData::Time(chunks) => {
            Box::new(chunks.iter().flatten().map(move |t| sign * *t as f64))
        }
        _ => return Held::open(rule),
    };
    let (mut steps, mut wrong, mut rows, mut before) = (0, 0, Vec::new(), None);
    for row in 0..facts.rows as usize {
        let Some(value) = values.next() else { break };
        if facts.column.is_missing(row) {
            continue;
        }
        if let Some(before) = before {
            steps += 1;
            if value < before {
                wrong += 1;
                rows.push(row);
            }
        }
        before = Some(value);
    }
    Held::of(
        rule,
        Share {
            count: wrong,
            rows: steps,
        },
        first(rows.into_iter()),
    )
}

fn freshness(rule: &Expectation, facts: &Facts, parameters: &Parameters) -> Held {
    let as_of = parameters.as_of.as_deref().and_then(day);
    let (Some(as_of), Some(newest), Some(days)) = (as_of, facts.times().last(), rule.days) else {
        return Held::open(rule);
    };
    let age = (as_of - newest) as f64 / 86_400_000.0;
    let fails = age > days;
    let share = facts.of_present(if fails { facts.present } else { 0 });
    Held {
        rule: format!(
            "{}, and the newest is {}",
            rule.said(),
            crate::report::show(*newest as f64, crate::report::Unit::TimeMs)
        ),
        fails,
        ..Held::of(rule, share, Vec::new())
    }
}

fn foreign_key(rule: &Expectation, facts: &Facts, other: Option<&Facts>) -> Held {
    let Some(other) = other else {
        return Held::open(rule);
    };
    if let (super::facts::Seen::Numbers(_), known) = (&facts.seen, other.finite()) {
        if known.is_empty() {
            return Held::open(rule);
        }
        let lost = |v: f64| known.binary_search_by(|k| k.total_cmp(&(v + 0.0))).is_err();
        let super::facts::Seen::Numbers(sorted) = &facts.seen else {
            return Held::open(rule);
        };
        let count = sorted.iter().filter(|v| lost(**v)).count() as u64;
        return Held::of(
            rule,
            facts.of_present(count),
            number_rows(facts.column, lost),
        );
    }
    let mut known: Vec<&str> = other.levels().map(|(_, text, _)| text).collect();
    if known.is_empty() {
        return Held::open(rule);
    }
    known.sort_unstable();
    levels(rule, facts, &|text| known.binary_search(&text).is_ok())
}
