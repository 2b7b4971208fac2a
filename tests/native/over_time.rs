//! One file split in two, several files as periods, and windows over time.

use std::fmt::Write as _;

use driftglass::config::{Config, Role, Split};
use driftglass::error::Code;
use driftglass::pipeline::{default_config, run, run_one, run_periods, split};
use driftglass::report::{Block, Cell, Finding, Report, Section, Severity, TableBlock};
use driftglass::table::Table;
use serde_json::json;

use crate::pipeline::read;
use crate::stats_random::Random;

const DAY_MS: i64 = 86_400_000;

fn date(day: i64) -> String {
    driftglass::report::show((day * DAY_MS) as f64, driftglass::report::Unit::TimeMs)
}

/// `days` days from 2024-01-01 on with `rows` rows each: `steady` never changes, `jumps` rises and `mix` changes its
/// levels on day `change`.
fn csv(days: std::ops::Range<i64>, rows: usize, change: i64, seed: u64) -> Vec<String> {
    let mut random = Random(seed);
    let mut out = Vec::new();
    for day in days {
        for _ in 0..rows {
            let mut normal = || {
                let sum: f64 = (0..12).map(|_| random.uniform()).sum();
                sum - 6.0
            };
            let (steady, mut jumps) = (normal(), normal());
            let later = day >= change;
            jumps += if later { 0.8 } else { 0.0 };
            let level = match random.uniform() {
                u if u < 0.5 => "a",
                u if u < if later { 0.9 } else { 0.7 } => "b",
                _ => "c",
            };
            out.push(format!(
                "{},{steady:.4},{jumps:.4},{level}",
                date(19_723 + day)
            ));
        }
    }
    out
}

fn text(rows: &[String]) -> String {
    format!("day,steady,jumps,mix\n{}\n", rows.join("\n"))
}

fn table(rows: &[String]) -> Table {
    read("sales.csv", &text(rows), 65_536)
}

fn config(analyses: serde_json::Value) -> Config {
    driftglass::pipeline::check_config(json!({ "analyses": analyses })).expect("valid")
}

fn finding<'a>(report: &'a Report, id: &str) -> Option<&'a Finding> {
    report.findings.iter().find(|f| f.id == id)
}

fn section<'a>(report: &'a Report, id: &str) -> Option<&'a Section> {
    report.sections.iter().find(|s| s.id == id)
}

fn tables<'a>(section: &'a Section, title: &str) -> &'a TableBlock {
    let found = section.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.title == title => Some(table),
        _ => None,
    });
    found.expect("the table is there")
}

fn said(section: &Section) -> String {
    section
        .blocks
        .iter()
        .fold(String::new(), |mut text, block| {
            if let Block::Text(t) = block {
                let _ = writeln!(text, "{}", t.sentence);
            }
            text
        })
}

#[test]
fn one_file_is_split_at_its_median_time() {
    let whole = table(&csv(0..100, 30, 70, 1));
    let (before, after) = split(&default_config(), &whole).expect("times");
    assert_eq!((before.rows, after.rows), (1_500, 1_500));
    assert_eq!(before.name, "sales.csv, day before 2024-02-20");
    assert_eq!(after.name, "sales.csv, day from 2024-02-20");
    assert_eq!(before.ledger.used, 1_500);
    let report = run_one(&default_config(), &whole).expect("comparable");
    let part = report.provenance.files[0].part.as_ref().expect("a part");
    assert_eq!((part.file.as_str(), part.rows_left_out), ("sales.csv", 0));
    // The change came on day 70 of 100: the median is day 50, so it lies within the current part.
    for column in ["jumps", "mix"] {
        let found = finding(&report, &format!("over-time/{column}/change")).expect(column);
        assert_eq!(found.severity, Severity::Matters, "{}", found.sentence);
        assert_eq!(found.numbers["when"], Cell::Text("2024-03-11".into()));
        assert!(section(&report, &format!("over-time/{column}")).is_some());
    }
    assert!(finding(&report, "over-time/steady/change").is_none());
    assert!(finding(&report, "over-time/steady/alarm").is_none());
    let overview = section(&report, "over-time").expect("windows");
    assert!(
        said(overview).contains("week of 2024-02-19"),
        "{}",
        said(overview)
    );
    // The fan of a number: quantiles of each window beside the reference's, which the later windows leave.
    let fan = |column: &str| {
        let found = section(&report, &format!("over-time/{column}")).expect(column);
        found.blocks.iter().find_map(|block| match block {
            Block::Fan(fan) => Some(fan.clone()),
            _ => None,
        })
    };
    let jumps = fan("jumps").expect("a number");
    let reference = jumps.reference.expect("known");
    assert!(reference.abs() < 0.15, "{reference}");
    let last = jumps
        .middle
        .iter()
        .rev()
        .flatten()
        .next()
        .expect("a window");
    assert!((last - 0.8).abs() < 0.25, "{last}");
    for (wide, narrow) in jumps.bands[0].low.iter().zip(&jumps.bands[1].low) {
        assert_eq!(wide.is_some(), narrow.is_some());
        assert!(
            wide.zip(*narrow)
                .is_none_or(|(wide, narrow)| wide <= narrow)
        );
    }
    assert!(fan("mix").is_none(), "levels have no quantiles");
}

#[test]
fn a_file_is_split_by_what_is_asked_for() {
    let mut rows = csv(0..20, 10, 99, 2);
    rows[3] = rows[3].replace("2024-01-01", "");
    let whole = table(&rows);
    let mut config = default_config();
    let by = |column: &str, at: Option<&str>, levels: Option<&[&str]>| Split {
        column: Some(column.into()),
        at: at.map(Into::into),
        reference: levels.map(|levels| levels.iter().map(|l| (*l).into()).collect()),
    };
    config.split = by("day", Some("2024-01-06"), None);
    let (before, after) = split(&config, &whole).expect("a date");
    assert_eq!((before.rows, after.rows), (49, 150));
    let left_out = &before.warnings[before.warnings.len() - 1];
    assert_eq!(
        (left_out.code, left_out.count),
        (Code::SplitRowsLeftOut, Some(1))
    );
    assert!(after.warnings.is_empty());

    config.split = by("steady", Some("0"), None);
    let (before, after) = split(&config, &whole).expect("a number");
    assert_eq!(before.rows + after.rows, 200);
    let values = |table: &Table| match driftglass::table::Distribution::of(
        table.column("steady").expect("column"),
    )
    .values
    {
        driftglass::table::Values::Numbers(values) => values,
        other => panic!("{other:?}"),
    };
    assert!(values(&before).iter().all(|v| *v < 0.0));
    assert!(values(&after).iter().all(|v| *v >= 0.0));

    config.split = by("mix", None, Some(&["a", "c"]));
    let (before, after) = split(&config, &whole).expect("levels");
    assert!(before.rows > after.rows && after.name.contains("mix other than a, c"));
    let report = run_one(&config, &whole).expect("comparable");
    let mix = finding(&report, "drift/mix/values").expect("said");
    assert_eq!(
        mix.code, "drift.role",
        "the column that splits is not compared"
    );

    let refused = |split: Split| {
        let mut config = default_config();
        config.split = split;
        driftglass::pipeline::split(&config, &whole)
            .expect_err("refused")
            .code
    };
    assert_eq!(refused(by("nope", None, None)), Code::SplitNoColumn);
    assert_eq!(
        refused(by("day", Some("soon"), None)),
        Code::ConfigInvalidValue
    );
    assert_eq!(
        refused(by("steady", Some("x"), None)),
        Code::ConfigInvalidValue
    );
    assert_eq!(
        refused(by("mix", None, Some(&["z"]))),
        Code::ConfigInvalidValue
    );
    assert_eq!(
        refused(by("mix", Some("b"), Some(&["a"]))),
        Code::ConfigInvalidValue
    );
    assert_eq!(refused(by("mix", None, None)), Code::SplitOneSided);
    assert_eq!(refused(by("steady", Some("99"), None)), Code::SplitOneSided);
    assert_eq!(
        refused(by("mix", None, Some(&["a", "b", "c"]))),
        Code::SplitOneSided
    );
    let untimed = read("n.csv", "a,b\n1,2\n2,3\n3,4\n", 64);
    let error = split(&default_config(), &untimed).expect_err("no times");
    assert_eq!(error.code, Code::SplitNoColumn);
    let one_day = table(&csv(0..1, 50, 9, 3));
    assert_eq!(
        split(&default_config(), &one_day)
            .expect_err("one day")
            .code,
        Code::SplitOneSided
    );
    let mut ignored = default_config();
    ignored.roles.insert("day".into(), Role::Ignore);
    assert_eq!(
        split(&ignored, &whole).expect_err("ignored").code,
        Code::SplitNoColumn
    );
}

#[test]
fn files_are_periods() {
    let file = |name: &str, days: std::ops::Range<i64>| {
        let rows: Vec<String> = csv(days.clone(), 100, 40, 10 + days.start as u64)
            .iter()
            .map(|row| row.split_once(',').expect("a day").1.to_owned())
            .collect();
        read(
            name,
            &format!("steady,jumps,mix\n{}\n", rows.join("\n")),
            65_536,
        )
    };
    let files = vec![
        file("q1.csv", 0..20),
        file("q2.csv", 20..40),
        file("q3.csv", 40..60),
        file("q4.csv", 60..80),
    ];
    let report = run_periods(&default_config(), files.clone(), 0).expect("comparable");
    let jumps = finding(&report, "over-time/jumps/change").expect("changed");
    assert_eq!(
        jumps.numbers["when"],
        Cell::Text("q3.csv".into()),
        "{}",
        jumps.sentence
    );
    let windows = tables(
        section(&report, "over-time/jumps").expect("details"),
        "Windows",
    );
    let column = |at: usize| {
        windows
            .rows
            .iter()
            .map(|row| row[at].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        column(0),
        ["q2.csv", "q3.csv", "q4.csv"].map(|n| Cell::Text(n.into()))
    );
    assert_eq!(
        column(7)[0],
        Cell::Text("no evidence of a change that matters".into())
    );
    assert_eq!(column(7)[1], Cell::Text("matters".into()));
    // Another reference: the first file is then a period like the others.
    let report = run_periods(&default_config(), files.clone(), 3).expect("comparable");
    let windows = tables(
        section(&report, "over-time/jumps").expect("details"),
        "Windows",
    );
    assert_eq!(windows.rows[0][7], Cell::Text("matters".into()));
    assert_eq!(
        windows.rows[2][7],
        Cell::Text("no evidence of a change that matters".into())
    );

    let mut odd = files.clone();
    odd[2] = read("q3.csv", "steady,extra\nx,1\ny,2\n", 64);
    let report = run_periods(&default_config(), odd, 0);
    assert_eq!(
        report.expect_err("nothing in common").code,
        Code::PairNoCommonColumns
    );
    let mut narrow = files.clone();
    narrow[2] = read("q3.csv", "steady,mix\n0.5,a\n0.1,b\n", 64);
    let report = run_periods(&default_config(), narrow, 0).expect("two columns");
    let left_out: Vec<_> = report
        .warnings
        .iter()
        .filter(|w| w.code == Code::PeriodColumnLeftOut)
        .map(|w| w.place.column.clone().unwrap_or_default())
        .collect();
    assert_eq!(left_out, ["jumps"]);
    assert_eq!(
        run_periods(&default_config(), files, 4)
            .expect_err("none")
            .code,
        Code::CallInvalid
    );
}

#[test]
fn a_leftover_window_changes_nothing_for_the_others() {
    let reference = table(&csv(0..60, 40, 999, 20));
    // Eight whole weeks from Monday on, and then a few rows of another one that are far off.
    let mut rows = csv(63..63 + 56, 60, 63 + 28, 21);
    let whole = table(&rows);
    rows.extend(
        csv(63 + 56..63 + 57, 60, 0, 22)
            .into_iter()
            .map(|row| row.replace(",a", ",c")),
    );
    let more = table(&rows);
    let config = config(json!({ "over-time": { "window": "week" } }));
    let judged = |current: &Table, column: &str| -> Vec<Vec<Cell>> {
        let report = run(&config, &reference, current).expect("comparable");
        let section = section(&report, &format!("over-time/{column}")).expect("details");
        tables(section, "Windows").rows.clone()
    };
    for column in ["jumps", "mix"] {
        let (without, with) = (judged(&whole, column), judged(&more, column));
        assert_eq!((without.len(), with.len()), (8, 9));
        assert_eq!(without[..], with[..8], "{column}");
        assert_eq!(with[8][7], Cell::Text("partial, not judged".into()));
        assert!(matches!(with[8][2], Cell::Number(_)), "it is shown");
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let reference = csv(0..50, 20, 999, 30);
    let current = csv(50..110, 20, 80, 31);
    let mixed = |rows: &[String]| {
        let mut rows = rows.to_vec();
        let mut random = Random(4);
        for place in (1..rows.len()).rev() {
            rows.swap(place, (random.next() % (place as u64 + 1)) as usize);
        }
        rows
    };
    let report = |reference: &[String], current: &[String], config: &Config| {
        let mut report = run(config, &table(reference), &table(current)).expect("comparable");
        report.warnings.clear();
        crate::places::without_places(report)
    };
    for analyses in [
        json!({}),
        json!({ "over-time": { "window": "rows", "rows": 150 } }),
    ] {
        let config = config(analyses);
        assert_eq!(
            report(&reference, &current, &config),
            report(&mixed(&reference), &mixed(&current), &config),
        );
    }
}

#[test]
fn odd_times_are_no_trouble() {
    let reference = table(&csv(0..50, 20, 999, 40));
    let every = |current: &[String], analyses: serde_json::Value| {
        run(&config(analyses), &reference, &table(current)).expect("comparable")
    };
    let windows = json!({ "over-time": { "window": "day" } });
    // All at one time: the reference lies before it, and the one window is compared with it.
    let one_day = every(&csv(60..61, 200, 0, 41), windows.clone());
    let windows_of = |report: &Report| match section(report, "over-time") {
        Some(section) => tables(section, "Since when").rows.len(),
        None => 0,
    };
    assert_eq!(windows_of(&one_day), 3);
    // One row.
    let one = every(&csv(60..61, 1, 0, 42), windows.clone());
    assert!(one.findings.iter().all(|f| f.analysis != "over-time"));
    // Missing times.
    let mut rows = csv(60..80, 20, 99, 43);
    for row in rows.iter_mut().step_by(5) {
        *row = row
            .split_once(',')
            .map(|(_, rest)| format!(",{rest}"))
            .expect("a day");
    }
    let report = every(&rows, windows.clone());
    let text = said(section(&report, "over-time").expect("windows"));
    assert!(text.contains("80 rows have no time"), "{text}");
    // Ten thousand days, one row each: coarser windows, and said.
    let report = every(&csv(100..10_100, 1, 9_999_999, 44), windows);
    let overview = section(&report, "over-time").expect("windows");
    assert!(
        said(overview).contains("more than 400"),
        "{}",
        said(overview)
    );
    let matrix = overview.blocks.iter().find_map(|block| match block {
        Block::Strip(strip) => Some(strip.names.len()),
        _ => None,
    });
    assert!(
        matrix.is_some_and(|windows| (300..=400).contains(&windows)),
        "{matrix:?}"
    );
    // Windows of rows of a file without times follow its order; by default such a file has no windows.
    let untimed = |seed| {
        let rows: Vec<String> = csv(0..100, 20, 50, seed)
            .iter()
            .map(|row| row.split_once(',').expect("a day").1.to_owned())
            .collect();
        read(
            "n.csv",
            &format!("steady,jumps,mix\n{}\n", rows.join("\n")),
            65_536,
        )
    };
    let (a, b) = (untimed(45), untimed(46));
    let silent = run(&default_config(), &a, &b).expect("comparable");
    assert!(section(&silent, "over-time").is_none());
    let asked = json!({ "over-time": { "window": "rows", "rows": 200 } });
    let report = run(&config(asked), &a, &b).expect("comparable");
    let change = finding(&report, "over-time/jumps/change").expect("changed");
    assert!(change.sentence.contains("window"), "{}", change.sentence);
    for (key, value) in [
        ("rows", json!(5)),
        ("least_rows", json!(1)),
        ("window", json!("fortnight")),
    ] {
        let refused = driftglass::pipeline::check_config(
            json!({ "analyses": { "over-time": { key: value } } }),
        );
        assert_eq!(refused.expect_err(key).code, Code::ConfigInvalidValue);
    }
}

#[test]
fn the_verdict_is_that_of_the_two_files() {
    // A change and back again: the two files as wholes hardly differ.
    let reference = table(&csv(0..60, 120, 999, 50));
    let mut rows = csv(60..160, 120, 999, 51);
    rows.extend(csv(160..185, 120, 0, 52));
    rows.extend(csv(185..300, 120, 999, 53));
    let report = run(&default_config(), &reference, &table(&rows)).expect("comparable");
    let change = finding(&report, "over-time/jumps/change").expect("seen");
    assert_eq!(change.severity, Severity::Matters, "{}", change.sentence);
    assert_ne!(
        report.verdict.severity,
        Severity::Matters,
        "{}",
        report.verdict.sentence
    );
}

/// 45,211 phone calls in the order of their dates from May 2008 to November 2010, with day and month but no year: the
/// year goes up where the month goes back.
#[test]
fn calls_of_a_bank_by_month() {
    let shared = std::env::var("DRIFTGLASS_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let path = format!("{shared}/datasets/bank_marketing.csv.gz");
    let Ok(output) = std::process::Command::new("gzip")
        .args(["-dc", &path])
        .output()
    else {
        return println!("skipped: no gzip");
    };
    if output.stdout.is_empty() {
        return println!("skipped: the data set is not there");
    }
    let text = String::from_utf8(output.stdout).expect("text");
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let (mut year, mut before) = (2008, 0);
    let mut out = format!("date,{header}\n");
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let month = 1 + MONTHS
            .iter()
            .position(|m| *m == cells[10])
            .expect("a month");
        if month < before {
            year += 1;
        }
        before = month;
        let day: u32 = cells[9].parse().expect("a day");
        let _ = writeln!(out, "{year}-{month:02}-{day:02},{line}");
    }
    let table = read("bank.csv", &out, 65_536);
    let mut config = config(json!({ "over-time": { "window": "month" } }));
    for ignored in ["day", "month"] {
        config.roles.insert(ignored.into(), Role::Ignore);
    }
    config.split.at = Some("2008-07-01".into());
    let report = run_one(&config, &table).expect("comparable");
    for finding in report.findings.iter().filter(|f| f.analysis == "over-time") {
        println!("{:?}: {}", finding.severity, finding.sentence);
    }
    println!("{}", said(section(&report, "over-time").expect("windows")));
}

/// As many rows as analyses after the verdict look at, twenty columns of them, in 60 days.
#[test]
#[ignore = "prints a time: cargo test --release --test native windows_take -- --ignored --nocapture"]
fn windows_take_this_long() {
    let file = |days: std::ops::Range<i64>, seed: u64| {
        let mut random = Random(seed);
        let mut out = String::from("day");
        for column in 0..15 {
            let _ = write!(out, ",x{column}");
        }
        for column in 0..5 {
            let _ = write!(out, ",c{column}");
        }
        out.push('\n');
        for day in days {
            for _ in 0..3_333 {
                let _ = write!(out, "{}", date(20_000 + day));
                for _ in 0..15 {
                    let _ = write!(out, ",{:.5}", random.uniform());
                }
                for _ in 0..5 {
                    let _ = write!(out, ",l{}", (random.uniform() * 8.0) as u32);
                }
                out.push('\n');
            }
        }
        read("big.csv", &out, 1 << 20)
    };
    let (reference, current) = (file(0..60, 1), file(60..120, 2));
    let mut config = default_config();
    let time = |config: &Config| {
        let start = std::time::Instant::now();
        let report = run(config, &reference, &current).expect("comparable");
        assert!(section(&report, "over-time").is_some());
        start.elapsed().as_secs_f64()
    };
    println!("all analyses: {:.2} s", time(&config));
    let windows = section(
        &run(&config, &reference, &current).expect("runs"),
        "over-time",
    )
    .map(said);
    println!("{windows:?}");
    config = self::config(json!({ "over-time": { "window": "year" } }));
    println!("the same with one window: {:.2} s", time(&config));
}

#[test]
fn the_calendar_unit_fits_the_times() {
    let reference = table(&csv(0..60, 40, 999, 60));
    let first = |days: std::ops::Range<i64>, rows: usize| {
        let current = table(&csv(days, rows, 0, 61));
        let report = run(&default_config(), &reference, &current).expect("comparable");
        said(section(&report, "over-time").expect("windows"))
    };
    // Dates without a time of day are never hours, and few rows a day make weeks.
    assert!(
        first(60..100, 120).contains("40 days"),
        "{}",
        first(60..100, 120)
    );
    assert!(
        first(60..100, 20).contains("weeks"),
        "{}",
        first(60..100, 20)
    );
    assert!(
        first(60..460, 5).contains("months"),
        "{}",
        first(60..460, 5)
    );
}
