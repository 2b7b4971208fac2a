//! The whole way from bytes to Report on a small pair of files, against numbers from scipy and against itself.

use crate::places::without_places;
use driftglass::config::{Config, Dialect};
use driftglass::error::Code;
use driftglass::pipeline::{default_config, run};
use driftglass::report::{Finding, Report, Severity};
use driftglass::table::{Finished, ReadOptions, Reader, Table};
use serde_json::Value;

const REFERENCE: &str = include_str!("../golden/pipeline/reference.csv");
const CURRENT: &str = include_str!("../golden/pipeline/current.csv");

/// Reads a text as a file would be read, twice where the reader asks for it.
pub fn read(name: &str, text: &str, chunk: usize) -> Table {
    let mut options = ReadOptions {
        dialect: Dialect::default(),
        memory_bytes: 100_000_000,
        seed: 1,
        storage: None,
        sample: None,
    };
    loop {
        let mut reader = Reader::new(name, Some(text.len() as u64), options);
        for part in text.as_bytes().chunks(chunk.min(text.len().max(1))) {
            reader.push(part).expect("readable");
        }
        match reader.finish().expect("readable") {
            Finished::Table(table) => return *table,
            Finished::Reread(again) => options = again,
        }
    }
}

fn compare(config: &Config, reference: &str, current: &str) -> Report {
    let (reference, current) = (
        read("reference.csv", reference, 4096),
        read("current.csv", current, 4096),
    );
    run(config, &reference, &current).expect("comparable")
}

fn finding<'a>(report: &'a Report, id: &str) -> &'a Finding {
    report
        .findings
        .iter()
        .find(|f| f.id == id)
        .unwrap_or_else(|| panic!("no finding {id}"))
}

fn close(ours: f64, theirs: f64, relative: f64, what: &str) {
    assert!(
        (ours - theirs).abs() <= relative * theirs.abs().max(1e-300),
        "{what}: {ours} is not {theirs}"
    );
}

fn expected() -> Value {
    serde_json::from_str(include_str!("../golden/pipeline/expected.json")).expect("valid JSON")
}

#[test]
fn numbers_equal_those_of_scipy() {
    let (report, expected) = (compare(&default_config(), REFERENCE, CURRENT), expected());
    let f = |v: &Value| v.as_f64().expect("a number");
    for (name, e) in expected["numbers"].as_object().expect("an object") {
        let finding = finding(&report, &format!("drift/{name}/values"));
        let test = finding.test.as_ref().expect("tested");
        close(test.statistic.expect("D"), f(&e["d"]), 1e-14, name);
        close(test.p.expect("p"), f(&e["p"]), 1e-10, name);
        close(test.q.expect("q"), f(&expected["q"][name]), 1e-10, name);
        assert_eq!(finding.n.reference as f64, f(&e["n"][0]));
        assert_eq!(finding.n.current as f64, f(&e["n"][1]));
    }
    for (name, e) in expected["levels"].as_object().expect("an object") {
        let finding = finding(&report, &format!("drift/{name}/values"));
        let test = finding.test.as_ref().expect("tested");
        assert_eq!(test.name, "chi-square");
        if f(&e["smallest_expected"]) >= 5.0 {
            close(
                test.statistic.expect("chi-square"),
                f(&e["chi2"]),
                1e-12,
                name,
            );
            close(test.p.expect("p"), f(&e["p"]), 1e-10, name);
            assert_eq!(test.degrees, e["degrees"].as_u64());
        }
        close(
            finding
                .effect
                .as_ref()
                .and_then(|e| e.value)
                .expect("distance"),
            f(&e["tv"]),
            1e-12,
            name,
        );
    }
    let seen = &expected["weekdays"]["seen"];
    let weekdays = finding(&report, "drift/seen/values")
        .test
        .as_ref()
        .expect("tested");
    close(weekdays.statistic.expect("F"), f(&seen["f"]), 1e-12, "F");
    close(weekdays.p.expect("p"), f(&seen["p"]), 1e-10, "weekdays");
    close(
        weekdays.q.expect("q"),
        f(&expected["q"]["seen"]),
        1e-10,
        "q of weekdays",
    );
    let missing = finding(&report, "drift/income/missing");
    close(
        missing.test.as_ref().and_then(|t| t.p).expect("p"),
        f(&expected["missing"]["income"]["p"]),
        1e-10,
        "missing",
    );
    let interval = missing
        .effect
        .as_ref()
        .and_then(|e| e.interval)
        .expect("interval");
    close(
        interval.low,
        f(&expected["missing"]["income"]["interval"][0]),
        1e-10,
        "low",
    );
    close(
        interval.high,
        f(&expected["missing"]["income"]["interval"][1]),
        1e-10,
        "high",
    );
}

#[test]
fn the_report_says_what_was_put_into_the_files() {
    let report = compare(&default_config(), REFERENCE, CURRENT);
    let severity = |id: &str| finding(&report, id).severity;
    for id in [
        "drift/age/values",
        "drift/plan/values",
        "drift/income/missing",
    ] {
        assert_eq!(
            severity(id),
            Severity::Matters,
            "{id}: {}",
            finding(&report, id).sentence
        );
    }
    for id in [
        "drift/balance/values",
        "drift/active/values",
        "drift/label/values",
        "drift/income/values",
    ] {
        assert!(
            severity(id) < Severity::RealButSmall,
            "{id}: {}",
            finding(&report, id).sentence
        );
    }
    assert_eq!(
        finding(&report, "drift/country/values").code,
        "drift.constant"
    );
    assert_eq!(finding(&report, "drift/row_id/values").code, "drift.role");
    assert_eq!(finding(&report, "drift/seen/period").code, "drift.time");
    assert!(
        finding(&report, "drift/channel/values")
            .sentence
            .contains("New level: partner (14 rows).")
    );
    assert_eq!(report.verdict.severity, Severity::Matters);
    assert!(
        report.verdict.sentence.contains("3 of 8 columns"),
        "{}",
        report.verdict.sentence
    );
    assert_eq!(report.provenance.tests_corrected, 10);
    for finding in &report.findings {
        assert!(
            finding.sentence.ends_with('.'),
            "{}: {}",
            finding.id,
            finding.sentence
        );
        assert!(
            !finding.sentence.contains(['{', '}']) && !finding.sentence.contains("not estimable"),
            "{}",
            finding.sentence
        );
        let section = finding.section.as_ref();
        let judged = finding.effect.is_some();
        assert!(
            !judged || report.sections.iter().any(|s| Some(&s.id) == section),
            "{} has no section",
            finding.id
        );
    }
    let ranks: Vec<Severity> = report.findings.iter().map(|f| f.severity).collect();
    assert!(ranks.is_sorted_by(|a, b| a >= b), "not ranked");
}

#[test]
fn the_report_is_the_stored_one() {
    let json = compare(&default_config(), REFERENCE, CURRENT)
        .to_json()
        .expect("finite");
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/pipeline/report.json"
    );
    if std::env::var_os("DRIFTGLASS_UPDATE").is_some() {
        std::fs::write(path, &json).expect("writable");
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        json, stored,
        "the report changed: look at the difference, then renew it and its hash with DRIFTGLASS_UPDATE=1, native and node"
    );
}

#[test]
fn chunking_and_row_order_change_nothing() {
    let report = |chunk| {
        let (reference, current) = (
            read("reference.csv", REFERENCE, chunk),
            read("current.csv", CURRENT, chunk),
        );
        run(&default_config(), &reference, &current).expect("comparable")
    };
    let whole = report(usize::MAX);
    assert!(whole == report(1));
    assert!(whole == report(777));
    let mut lines: Vec<&str> = CURRENT.lines().collect();
    lines[1..].reverse();
    let turned = compare(&default_config(), REFERENCE, &(lines.join("\n") + "\n"));
    assert_eq!(turned.findings.len(), whole.findings.len() + 1);
    assert!(turned.findings.iter().any(|f| f.id == "drift/seen/order"));
    assert!(without_places(whole) == without_places(turned));
}

#[test]
fn a_report_survives_being_saved_and_opened() {
    let report = compare(&default_config(), REFERENCE, CURRENT);
    let again = Report::from_json(&report.to_json().expect("finite")).expect("opens");
    if report != again {
        let (a, b) = (format!("{report:#?}"), format!("{again:#?}"));
        let differs = a.lines().zip(b.lines()).find(|(a, b)| a != b);
        panic!("the report changed by being saved: {differs:?}");
    }
    assert_eq!(
        Report::from_json("{}").expect_err("no report").code,
        Code::ReportUnreadable
    );
    assert_eq!(
        Report::from_json("[1,").expect_err("no JSON").code,
        Code::ReportUnreadable
    );
    let newer = report
        .to_json()
        .expect("finite")
        .replacen("\"version\":1", "\"version\":99", 1);
    assert_eq!(
        Report::from_json(&newer).expect_err("newer").code,
        Code::ReportUnreadable
    );
}

#[test]
fn roles_of_the_person_are_followed() {
    let mut config = default_config();
    config
        .roles
        .insert("age".into(), driftglass::config::Role::Ignore);
    let report = compare(&config, REFERENCE, CURRENT);
    assert_eq!(finding(&report, "drift/age/values").code, "drift.role");
    config
        .roles
        .insert("agee".into(), driftglass::config::Role::Ignore);
    let (reference, current) = (read("r", REFERENCE, 4096), read("c", CURRENT, 4096));
    let error = run(&config, &reference, &current).expect_err("no such column");
    assert_eq!(error.code, Code::ConfigUnknownKey);
    assert!(error.action.contains("`age`"), "{}", error.action);
}

#[test]
fn odd_pairs_end_in_a_report_or_in_a_coded_error() {
    let report = |r: &str, c: &str| compare(&default_config(), r, c);
    let error = |r: &str, c: &str| {
        let (r, c) = (read("a.csv", r, 64), read("b.csv", c, 64));
        run(&default_config(), &r, &c).expect_err("refused")
    };
    let none = error("a,b\n1,2\n", "c,d\n1,2\n");
    assert_eq!(none.code, Code::PairNoCommonColumns);
    assert!(
        none.found.contains("a.csv has a, b; b.csv has c, d"),
        "{}",
        none.found
    );

    let one_row = report("a\n1\n", "a\n2\n");
    assert_eq!(one_row.findings[0].severity, Severity::NotEnoughData);
    assert_eq!(
        one_row
            .warnings
            .iter()
            .filter(|w| w.code == Code::PairTooFewRows)
            .count(),
        2
    );
    assert_eq!(one_row.verdict.severity, Severity::NotEnoughData);

    let partly = report("a,b\n1,2\n3,4\n", "a,c\n1,2\n3,4\n");
    assert_eq!(
        finding(&partly, "pair/only-reference/b").column.as_deref(),
        Some("b")
    );
    assert_eq!(
        finding(&partly, "pair/only-current/c").column.as_deref(),
        Some("c")
    );

    let same = report(REFERENCE, REFERENCE);
    assert!(same.warnings.iter().any(|w| w.code == Code::PairIdentical));
    assert!(
        same.findings
            .iter()
            .filter(|f| f.analysis != "quality")
            .all(|f| f.severity <= Severity::NotEnoughData)
    );

    let gone = report("a,b\n1,x\n2,y\n3,z\n", "a,b\n,x\n,y\n,z\n");
    assert_eq!(
        finding(&gone, "drift/a/values").code,
        "drift.one-side-empty"
    );
    let empty = report("a,b\n,1\n,2\n", "a,b\n,1\n,2\n");
    assert_eq!(finding(&empty, "drift/a/values").code, "drift.empty");
    let retyped = report("a\n1\n2\n3\n", "a\nx\ny\nz\n");
    assert_eq!(
        finding(&retyped, "drift/a/values").code,
        "drift.type-changed"
    );

    let rows = |odd: &str| format!("a\n{}{odd}\n", "1\n2\n".repeat(10));
    let partly = report(&rows("3"), &rows("n.n."));
    let warning = partly
        .warnings
        .iter()
        .find(|w| w.code == Code::PairTypeDiffers)
        .expect("said");
    assert_eq!(warning.place.line, Some(22));
    assert_eq!(warning.place.value.as_deref(), Some("n.n."));
    assert_eq!(warning.place.file.as_deref(), Some("current.csv"));

    let infinite = report("a\n1\n2\ninf\n-inf\n5\n", "a\n1\n2\n3\n-inf\n5\n");
    assert!(finding(&infinite, "drift/a/values").test.is_some());
    infinite
        .to_json()
        .expect("no number that JSON cannot write");
}
