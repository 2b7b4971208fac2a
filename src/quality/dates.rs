//! Dates that cannot be: after the day on which the data is looked at, or years away from all other dates.

use super::facts::{Facts, time_rows};
use super::parameters::Parameters;
use super::problem::{Problem, doubtful, words};
use crate::report::{Unit, show};

const DAY_MS: i64 = 86_400_000;
const YEAR_MS: i64 = 365 * DAY_MS;
/// Fewer dates have no bulk.
const LEAST: usize = 20;

/// Dates after `as_of`, and dates that a gap of years keeps from all others.
pub(super) fn find(
    facts: &Facts,
    parameters: &Parameters,
    as_of: Option<i64>,
    out: &mut Vec<Problem>,
) {
    let times = facts.times();
    if let Some(as_of) = as_of {
        let end = as_of + DAY_MS;
        let future = times.len() - times.partition_point(|t| *t < end);
        if future > 0 {
            let share = facts.of_present(future as u64);
            out.push(Problem {
                check: "future",
                key: String::new(),
                share,
                severity: doubtful(share, 0.0),
                threshold: parameters.serious_share,
                measure: None,
                rows: time_rows(facts.column, |t| t >= end),
                numbers: vec![
                    (
                        "last",
                        words(show(times[times.len() - 1] as f64, Unit::TimeMs)),
                    ),
                    ("as_of", words(show(as_of as f64, Unit::TimeMs))),
                ],
            });
        }
    }
    if times.len() < LEAST || out.iter().any(|p| p.check == "placeholder") {
        return;
    }
    // At most one date in a hundred, or two, may stand apart; what is left in the middle is the bulk.
    let most = (times.len() / 100).max(2);
    let bulk = times[times.len() - 1 - most] - times[most];
    let wide = YEAR_MS.max(bulk);
    let last = times.len() - 1;
    let early = (0..most)
        .rev()
        .find(|&i| times[i + 1] - times[i] > wide)
        .map_or(0, |i| i + 1);
    let late = (last - most + 1..=last)
        .find(|&i| times[i] - times[i - 1] > wide)
        .map_or(0, |i| last + 1 - i);
    for (check, apart) in [("long-ago", early), ("far-ahead", late)] {
        if apart == 0 {
            continue;
        }
        let limit = if check == "long-ago" {
            times[early - 1]
        } else {
            times[last + 1 - late]
        };
        let value = if check == "long-ago" {
            times[0]
        } else {
            times[last]
        };
        let share = facts.of_present(apart as u64);
        out.push(Problem {
            check,
            key: String::new(),
            share,
            severity: doubtful(share, 0.0),
            threshold: parameters.serious_share,
            measure: None,
            rows: time_rows(facts.column, |t| {
                if check == "long-ago" {
                    t <= limit
                } else {
                    t >= limit
                }
            }),
            numbers: vec![
                ("value", words(show(value as f64, Unit::TimeMs))),
                ("first", words(show(times[early] as f64, Unit::TimeMs))),
                ("last", words(show(times[last - late] as f64, Unit::TimeMs))),
            ],
        });
    }
}

/// The first millisecond of a day written `2026-06-30`; `None` for anything else.
pub(super) fn day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let mut next = |digits: usize| -> Option<i64> {
        let part = parts.next()?;
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())?
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if parts.next().is_some() || !(1..=length).contains(&day) {
        return None;
    }
    // Days from civil: Hinnant H, "chrono-compatible low-level date algorithms".
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days * DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, day};

    #[test]
    fn days_of_the_calendar_and_nothing_else() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("2000-03-01"), Some(11_017 * DAY_MS));
        assert_eq!(day("2024-02-29"), Some(19_782 * DAY_MS));
        for text in [
            "2023-02-29",
            "2024-13-01",
            "2024-1-1",
            "24-01-01",
            "2024-01-01T00:00",
            "",
            "2024-00-10",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
