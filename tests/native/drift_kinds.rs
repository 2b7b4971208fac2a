//! Categories, missing values, times and texts, from bytes to findings.

use std::fmt::Write as _;

use driftglass::pipeline::{default_config, run};
use driftglass::report::{Block, Finding, Report, Severity};

use crate::pipeline::read;
use crate::stats_random::Random;

const HOUR_MS: i64 = 3_600_000;
/// 2026-01-05T00:00Z, a Monday.
const MONDAY_MS: i64 = 1_767_571_200_000;

fn compare(reference: &str, current: &str) -> Report {
    let table = |name, text| read(name, text, 1 << 16);
    let (reference, current) = (
        table("reference.csv", reference),
        table("current.csv", current),
    );
    run(&default_config(), &reference, &current).expect("comparable")
}

fn column(name: &str, cells: impl IntoIterator<Item = String>) -> String {
    let mut out = format!("{name},row\n");
    for (row, cell) in cells.into_iter().enumerate() {
        writeln!(out, "{cell},{}", row % 7).expect("written");
    }
    out
}

fn finding<'a>(report: &'a Report, id: &str) -> &'a Finding {
    let ids: Vec<&str> = report.findings.iter().map(|f| f.id.as_str()).collect();
    let found = report.findings.iter().find(|f| f.id == id);
    found.unwrap_or_else(|| panic!("no {id} in {ids:?}"))
}

fn instants(ms: impl Iterator<Item = i64>) -> Vec<String> {
    ms.map(|ms| {
        let days = ms.div_euclid(24 * HOUR_MS);
        let seconds = ms.rem_euclid(24 * HOUR_MS) / 1000;
        let (year, month, day) = driftglass::report::civil_date(days);
        format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    })
    .collect()
}

#[test]
fn a_level_in_three_rows_is_named_though_it_does_not_matter() {
    let mut random = Random(5);
    let mut level = |_| ["a", "b", "c"][(random.next() % 3) as usize].to_string();
    let reference: Vec<String> = (0..30_000).map(&mut level).collect();
    let mut current: Vec<String> = (0..30_000).map(&mut level).collect();
    for row in [5, 500, 20_000] {
        current[row] = "brand new".into();
    }
    let mut gone = reference.clone();
    gone[7] = "old".into();
    let report = compare(&column("x", gone), &column("x", current.clone()));
    let found = finding(&report, "drift/x/values");
    assert!(found.severity < Severity::RealSizeUnclear, "{found:?}");
    assert!(
        found
            .sentence
            .ends_with(" New level: brand new (3 rows). Vanished level: old (1 row)."),
        "{}",
        found.sentence
    );
    let test = found.test.as_ref().expect("tested");
    assert_eq!(
        (test.name.as_str(), test.method.as_str()),
        ("chi-square", "simulated")
    );
    let effect = found.effect.as_ref().expect("an effect");
    assert!(effect.noise_floor < effect.detectable && effect.detectable < Some(0.05));
    let section = report
        .sections
        .iter()
        .find(|s| s.id == "drift/x")
        .expect("a section");
    let table = section.blocks.iter().find_map(|b| match b {
        Block::Table(table) if table.title == "New and vanished levels" => Some(table),
        _ => None,
    });
    assert_eq!(table.expect("a table").rows.len(), 2);
    let said = section
        .blocks
        .iter()
        .any(|b| matches!(b, Block::Text(t) if t.sentence.contains("random tables")));
    assert!(said, "the number of random tables is said");
    // Row order changes nothing, the simulation included.
    current.reverse();
    let turned = compare(
        &column("x", reference.iter().cloned()),
        &column("x", current.clone()),
    );
    current.sort();
    let sorted = compare(&column("x", reference), &column("x", current));
    assert!(finding(&turned, "drift/x/values") == finding(&sorted, "drift/x/values"));
}

#[test]
fn many_new_levels_are_counted() {
    let levels = |prefix: &str| {
        (0..400)
            .map(|i| format!("{prefix}{}", i % 40))
            .collect::<Vec<_>>()
    };
    let report = compare(&column("x", levels("a")), &column("x", levels("b")));
    let found = finding(&report, "drift/x/values");
    assert_eq!(found.severity, Severity::Matters);
    assert!(
        found
            .sentence
            .contains("New levels: b0 (10 rows), b1 (10 rows), b10 (10 rows) and 37 more."),
        "{}",
        found.sentence
    );
}

#[test]
fn a_column_that_is_lost_matters() {
    for (reference, current) in [("", "1.5"), ("1.5", "")] {
        let cells = |cell: &str| {
            (0..200)
                .map(|i| {
                    if cell.is_empty() {
                        String::new()
                    } else {
                        format!("{cell}{i}")
                    }
                })
                .collect::<Vec<_>>()
        };
        let report = compare(&column("x", cells(reference)), &column("x", cells(current)));
        let found = finding(&report, "drift/x/missing");
        assert_eq!(found.severity, Severity::Matters, "{}", found.sentence);
        assert!(found.test.as_ref().and_then(|t| t.p).expect("p") < 1e-50);
        let values = finding(&report, "drift/x/values");
        assert_eq!(values.code, "drift.one-side-empty");
        assert!(!values.next.is_empty() && !values.sentence.contains('{'));
    }
}

/// Instants of `weeks` weeks with office hours, `shift` hours later.
fn office(seed: u64, start: i64, weeks: i64, shift: i64) -> Vec<i64> {
    let mut random = Random(seed);
    let mut out = Vec::new();
    for day in 0..7 * weeks {
        for _ in 0..250 {
            let hour = 8 + (random.next() % 10) as i64 + shift;
            let within = (random.next() % 3600) as i64 * 1000;
            out.push(start + (day * 24 + hour) * HOUR_MS + within);
        }
    }
    out.sort_unstable();
    out
}

#[test]
fn hours_of_the_day_are_tested_and_the_period_is_said() {
    let week = 7 * 24 * HOUR_MS;
    let reference = office(1, MONDAY_MS, 4, 0);
    let text = |ms: &[i64]| column("seen", instants(ms.iter().copied()));
    let same = compare(
        &text(&reference),
        &text(&office(2, MONDAY_MS + 5 * week, 4, 0)),
    );
    let found = finding(&same, "drift/seen/values");
    assert_eq!(
        (found.code.as_str(), found.severity),
        ("drift.hours", Severity::NoEvidence),
        "{}",
        found.sentence
    );
    let period = finding(&same, "drift/seen/period");
    assert_eq!(
        (period.code.as_str(), period.severity),
        ("drift.time", Severity::NotCompared)
    );
    assert!(
        same.findings
            .iter()
            .all(|f| !f.id.ends_with("/gap") && !f.id.ends_with("/order"))
    );

    let moved = compare(
        &text(&reference),
        &text(&office(2, MONDAY_MS + 5 * week, 4, 1)),
    );
    let found = finding(&moved, "drift/seen/values");
    assert_eq!(found.severity, Severity::Matters, "{}", found.sentence);
    assert!(
        found.sentence.contains("08:00") || found.sentence.contains("18:00"),
        "{}",
        found.sentence
    );

    let earlier = compare(
        &text(&reference),
        &text(&office(2, MONDAY_MS - 6 * week, 4, 0)),
    );
    assert_eq!(
        finding(&earlier, "drift/seen/period").code,
        "drift.time-before"
    );
    let mut holes = office(2, MONDAY_MS + 2 * week, 4, 0);
    holes.retain(|ms| !(MONDAY_MS + 3 * week..MONDAY_MS + 4 * week).contains(ms));
    holes.reverse();
    let overlap = compare(&text(&reference), &text(&holes));
    let period = finding(&overlap, "drift/seen/period");
    assert_eq!(period.code, "drift.time-overlap");
    assert!(
        period.sentence.contains("overlap from 2026-01-19"),
        "{}",
        period.sentence
    );
    let gap = finding(&overlap, "drift/seen/gap");
    assert!(
        gap.sentence.contains("nothing for 7.5") || gap.sentence.contains("nothing for 7.6"),
        "{}",
        gap.sentence
    );
    assert!(
        finding(&overlap, "drift/seen/order")
            .sentence
            .contains("newest first")
    );

    let short = compare(&text(&reference), &text(&reference[..100]));
    assert_eq!(
        finding(&short, "drift/seen/values").code,
        "drift.time-short"
    );
}

#[test]
fn another_step_and_lost_days_of_the_week() {
    let daily = |start: i64, days: i64, per_day: i64, keep: fn(i64) -> bool| {
        let days = (0..days).filter(move |day| keep(*day));
        instants(days.flat_map(move |day| (0..per_day).map(move |_| start + day * 24 * HOUR_MS)))
    };
    let reference = daily(MONDAY_MS, 70, 30, |_| true);
    let start = MONDAY_MS + 70 * 24 * HOUR_MS;
    let report = compare(
        &column("day", reference.clone()),
        &column("day", daily(start, 70, 30, |day| day % 7 < 5)),
    );
    let found = finding(&report, "drift/day/values");
    assert_eq!(
        (found.code.as_str(), found.severity),
        ("drift.weekdays", Severity::Matters),
        "{}",
        found.sentence
    );
    let report = compare(
        &column("day", reference),
        &column("day", daily(start, 70, 60, |day| day % 2 == 0)),
    );
    let step = finding(&report, "drift/day/cadence");
    assert!(
        step.sentence
            .contains("the usual step is 2 days; it was 1 day"),
        "{}",
        step.sentence
    );
}

/// Words of `length` characters on average, all distinct.
fn words(seed: u64, rows: usize, length: u64, letters: &[u8]) -> Vec<String> {
    let mut random = Random(seed);
    (0..rows)
        .map(|row| {
            let mut word = format!("{row:05}");
            for _ in 0..length / 2 + random.next() % length {
                word.push(char::from(letters[random.next() as usize % letters.len()]));
            }
            word
        })
        .collect()
}

#[test]
fn texts_are_compared_by_length_and_by_characters() {
    let report = compare(
        &column("note", words(1, 3000, 20, b"abc ")),
        &column("note", words(2, 3000, 30, b"abc ")),
    );
    let found = finding(&report, "drift/note/values");
    assert_eq!(
        (found.code.as_str(), found.severity),
        ("drift.text", Severity::Matters),
        "{}",
        found.sentence
    );
    assert!(found.sentence.contains("runs higher"), "{}", found.sentence);
    assert_eq!(report.provenance.tests_corrected, 2);

    let fixed = |end: &str| {
        (0..3000)
            .map(|row| format!("{row:05}{end}"))
            .collect::<Vec<_>>()
    };
    let report = compare(&column("code", fixed("aaa")), &column("code", fixed("1-a")));
    let found = finding(&report, "drift/code/values");
    assert_eq!(
        (found.code.as_str(), found.severity),
        ("drift.characters", Severity::Matters),
        "{}",
        found.sentence
    );
    assert!(
        found.sentence.contains("letters, digits, punctuation")
            || found.sentence.contains("letters, digits"),
        "{}",
        found.sentence
    );
    let report = compare(&column("code", fixed("aaa")), &column("code", fixed("bbb")));
    assert_eq!(
        finding(&report, "drift/code/values").code,
        "drift.text-alike"
    );
}

#[test]
fn few_rows_make_a_category_of_a_text_and_both_are_compared_as_text() {
    let report = compare(
        &column("note", words(1, 3000, 20, b"abc ")),
        &column("note", words(2, 600, 20, b"abc ")),
    );
    let found = finding(&report, "drift/note/values");
    assert_eq!(found.code, "drift.text");
    assert!(
        found.severity < Severity::RealButSmall,
        "{}",
        found.sentence
    );
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
}

#[test]
fn what_cannot_be_compared_says_what_to_do() {
    let numbers = |_| "12.5".to_string();
    let words = |i: i32| format!("w{}", i % 3);
    let report = compare(
        &column("x", (0..50).map(numbers)),
        &column("x", (0..50).map(words)).replace("x,row", "x,other"),
    );
    for (id, code) in [
        ("drift/x/values", "drift.type-changed"),
        ("pair/only-reference/row", "pair.only-reference"),
        ("pair/only-current/other", "pair.only-current"),
    ] {
        let found = finding(&report, id);
        assert_eq!(found.code, code);
        assert!(
            found.next.len() > 20 && !found.sentence.contains('{'),
            "{found:?}"
        );
    }
}
