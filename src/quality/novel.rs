//! What the current file has and the reference never had.

use super::facts::{Facts, level_rows, number_rows};
use super::parameters::Parameters;
use super::problem::{CONFIDENCE, Problem, count, doubtful, list, quoted, words};
use crate::report::{Cell, Severity, Unit, show};
use crate::stats::fault::exceedance;
use crate::stats::proportion::{Share, difference};

/// Fewer reference values do not show a range.
const LEAST: u64 = 20;

/// Values outside the reference's range, levels that are new, and more levels than its rows let expect. `tests` is the
/// number of columns, by which each error rate is divided.
pub(super) fn find(
    reference: &Facts,
    current: &Facts,
    parameters: &Parameters,
    level: f64,
    tests: usize,
    out: &mut Vec<Problem>,
) {
    if reference.present < LEAST || current.present == 0 {
        return;
    }
    let level = level / tests.max(1) as f64;
    outside(reference, current, parameters, level, out);
    if reference.has_levels() && current.has_levels() {
        new_levels(reference, current, parameters, level, out);
        explosion(reference, current, out);
    }
}

fn outside(
    reference: &Facts,
    current: &Facts,
    parameters: &Parameters,
    level: f64,
    out: &mut Vec<Problem>,
) {
    let (before, now) = (reference.finite(), current.finite());
    let (Some(&low), Some(&high)) = (before.first(), before.last()) else {
        return;
    };
    let (n, m) = (before.len() as u64, now.len() as u64);
    let below = now.partition_point(|v| *v < low) as u64;
    let above = m - now.partition_point(|v| *v <= high) as u64;
    let surprising = |beyond: u64| 2.0 * exceedance::p_value(1, n, beyond, m) <= level;
    let counted = [below, above]
        .into_iter()
        .filter(|beyond| surprising(*beyond))
        .sum::<u64>();
    if counted == 0 || current.distinct == 1 {
        return;
    }
    let share = current.of_present(counted);
    let (farthest, limit) = if surprising(above) {
        (now[now.len() - 1], high)
    } else {
        (now[0], low)
    };
    let far = surprising(above) && farthest > high + (high - low)
        || surprising(below) && now[0] < low - (high - low);
    out.push(Problem {
        check: "outside-range",
        key: String::new(),
        share,
        severity: if far {
            Severity::RealSizeUnclear
        } else {
            doubtful(share, 10.0 * parameters.serious_share)
        },
        threshold: 10.0 * parameters.serious_share,
        measure: None,
        rows: number_rows(current.column, |v| {
            v.is_finite() && (v < low && surprising(below) || v > high && surprising(above))
        }),
        numbers: vec![
            ("value", words(show(farthest, Unit::Number))),
            ("limit", words(show(limit, Unit::Number))),
            ("range_low", words(show(low, Unit::Number))),
            ("range_high", words(show(high, Unit::Number))),
        ],
    });
}

/// Rows with new levels against what Good and Turing let expect: as many as the reference has levels that occur once.
/// Good IJ (1953), Biometrika 40, 237.
fn new_levels(
    reference: &Facts,
    current: &Facts,
    parameters: &Parameters,
    level: f64,
    out: &mut Vec<Problem>,
) {
    let mut known: Vec<&str> = reference.levels().map(|(_, text, _)| text).collect();
    known.sort_unstable();
    let mut new: Vec<(u32, &str, u64)> = current
        .levels()
        .filter(|(_, text, _)| known.binary_search(text).is_err())
        .collect();
    if new.is_empty() {
        return;
    }
    let rows: u64 = new.iter().map(|(.., rows)| rows).sum();
    let once = reference.levels().filter(|(.., rows)| *rows == 1).count() as u64;
    let expected = Share {
        count: once,
        rows: reference.present,
    };
    let share = current.of_present(rows);
    // With no level that occurs once the bound of a single one is taken.
    let expected = Share {
        count: expected.count.max(1),
        ..expected
    };
    let more =
        difference(expected, share, CONFIDENCE).is_some_and(|d| d.difference > 0.0 && d.p <= level);
    if !more {
        return;
    }
    new.sort_by(|a, b| b.2.cmp(&a.2).then(a.1.cmp(b.1)));
    let names: Vec<String> = new.iter().map(|(_, text, _)| quoted(text)).collect();
    let mut codes: Vec<u32> = new.iter().map(|(code, ..)| *code).collect();
    codes.sort_unstable();
    out.push(Problem {
        check: "new-levels",
        key: String::new(),
        share,
        severity: doubtful(share, parameters.serious_share),
        threshold: parameters.serious_share,
        measure: None,
        rows: level_rows(current.column, |code| codes.binary_search(&code).is_ok()),
        numbers: vec![
            ("new", count(names.len() as u64)),
            ("examples", words(list(&names, 3))),
        ],
    });
}

/// Distinct levels at the rows of the smaller file, by rarefaction: Hurlbert SH (1971), Ecology 52, 577.
fn rarefied(facts: &Facts, rows: u64) -> f64 {
    let all = facts.present as f64;
    let kept = 1.0 - rows as f64 / all;
    facts
        .levels()
        .map(|(.., count)| 1.0 - libm::pow(kept.max(0.0), count as f64))
        .sum()
}

fn explosion(reference: &Facts, current: &Facts, out: &mut Vec<Problem>) {
    let rows = reference.present.min(current.present);
    let (before, now) = (rarefied(reference, rows), rarefied(current, rows));
    if rows < LEAST || now < 2.0 * before || now - before < 10.0 {
        return;
    }
    out.push(Problem {
        check: "more-levels",
        key: String::new(),
        share: current.of_present(current.distinct),
        severity: Severity::RealSizeUnclear,
        threshold: 1.0,
        measure: None,
        rows: Vec::new(),
        numbers: vec![
            ("levels_before", Cell::Number(libm::round(before))),
            ("levels_now", Cell::Number(libm::round(now))),
            ("at_rows", count(rows)),
        ],
    });
}
