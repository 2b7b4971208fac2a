//! Columns that say nothing, and values that are missing.

use super::facts::{Facts, Seen, missing_rows};
use super::parameters::Parameters;
use super::problem::{Problem, doubtful, quoted, words};
use crate::config::Role;
use crate::report::{Cell, Severity, Unit, show};
use crate::stats::proportion::wilson;

/// Fewer rows say nothing about a whole column.
const LEAST_ROWS: u64 = 20;

/// Missing values, an empty, a constant or a nearly constant column.
pub(super) fn find(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    let missing = facts.rows - facts.present;
    if facts.present == 0 {
        if facts.rows > 0 {
            out.push(simple(
                facts,
                "empty-column",
                facts.rows,
                Severity::RealSizeUnclear,
                Vec::new(),
            ));
        }
        return;
    }
    let share = facts.of_rows(missing);
    let listed = wilson(share, super::problem::CONFIDENCE)
        .is_some_and(|i| i.lower >= parameters.missing_share);
    if listed {
        let severity = doubtful(share, parameters.missing_check);
        let mut problem = simple(facts, "missing", missing, severity, Vec::new());
        problem.threshold = parameters.missing_check;
        problem.rows = missing_rows(facts.column, facts.rows);
        out.push(problem);
    }
    let target = matches!(facts.role, Role::Label | Role::Prediction | Role::Weight);
    if facts.present < LEAST_ROWS || facts.role == Role::Ignore {
        return;
    }
    let Some((value, most)) = commonest(facts) else {
        return;
    };
    let value = ("value", words(value));
    if facts.distinct == 1 {
        let severity = if target {
            Severity::Matters
        } else {
            Severity::RealSizeUnclear
        };
        out.push(simple(
            facts,
            "constant",
            facts.present,
            severity,
            vec![value],
        ));
    } else if !target && facts.present >= 200 {
        let share = facts.of_present(most);
        let low = wilson(share, super::problem::CONFIDENCE).map_or(0.0, |i| i.lower);
        if low >= parameters.near_constant {
            let mut problem = simple(
                facts,
                "near-constant",
                most,
                Severity::RealButSmall,
                vec![value],
            );
            problem.share = share;
            problem
                .numbers
                .push(("distinct", Cell::Number(facts.distinct as f64)));
            out.push(problem);
        }
    }
}

fn simple(
    facts: &Facts,
    check: &'static str,
    count: u64,
    severity: Severity,
    numbers: Vec<(&'static str, Cell)>,
) -> Problem {
    Problem {
        check,
        key: String::new(),
        share: facts.of_rows(count),
        severity,
        threshold: 1.0,
        measure: None,
        rows: Vec::new(),
        numbers,
    }
}

/// The value that most rows have, as it is shown, and its rows.
fn commonest(facts: &Facts) -> Option<(String, u64)> {
    match &facts.seen {
        Seen::Numbers(sorted) => run(sorted).map(|(v, n)| (show(v, Unit::Number), n)),
        Seen::Times(sorted) => run(sorted).map(|(v, n)| (show(v as f64, Unit::TimeMs), n)),
        Seen::Levels(_) => facts
            .levels()
            .max_by(|a, b| a.2.cmp(&b.2).then(b.0.cmp(&a.0)))
            .map(|(_, level, n)| (quoted(level), n)),
    }
}

/// The longest run of equal values, the first of equally long ones.
fn run<T: Copy + PartialEq>(sorted: &[T]) -> Option<(T, u64)> {
    let mut best = (*sorted.first()?, 0);
    let mut next = 0;
    // A longer run from here on would hold the value that stands so far ahead: what is between is not looked at.
    while let Some(value) = sorted.get(next + best.1) {
        let here = next + best.1;
        let other = |v: &T| v != value;
        let start = sorted[next..here].iter().rposition(other);
        let start = start.map_or(next, |at| next + at + 1);
        let end = sorted[here..].iter().position(other);
        let end = end.map_or(sorted.len(), |at| here + at);
        if end - start > best.1 {
            best = (*value, end - start);
        }
        next = end;
    }
    Some((best.0, best.1 as u64))
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn the_longest_run_that_looking_at_every_value_finds() {
        let plainly = |sorted: &[i64]| {
            let mut best: Option<(i64, u64)> = None;
            for group in sorted.chunk_by(|a, b| a == b) {
                if best.is_none_or(|(_, most)| group.len() as u64 > most) {
                    best = Some((group[0], group.len() as u64));
                }
            }
            best
        };
        let mut state = 5u64;
        for round in 0..2000u64 {
            let mut values: Vec<i64> = (0..round % 70)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    (state >> 33) as i64 % [1, 3, 12, 60, 4000][round as usize % 5]
                })
                .collect();
            values.sort_unstable();
            assert_eq!(run(&values), plainly(&values), "{values:?}");
        }
    }
}
