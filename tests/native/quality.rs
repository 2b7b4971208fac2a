//! The quality corpus: planted faults are found where they were planted, and clean files have none.

use std::collections::BTreeMap;
use std::path::PathBuf;

use driftglass::config::{Config, Role};
use driftglass::pipeline::{check_config, run};
use driftglass::report::{Finding, Report, Severity};
use driftglass::table::Table;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::table_reading::read;

#[derive(Deserialize)]
struct Case {
    reference: bool,
    roles: BTreeMap<String, Role>,
    quality: Value,
    found: Vec<Planted>,
    may: Vec<String>,
}

#[derive(Deserialize)]
struct Planted {
    code: String,
    column: Option<String>,
    severity: Severity,
    count: Option<u64>,
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/quality"))
}

fn table(name: &str) -> Table {
    let path = folder().join(format!("{name}.csv"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut table = read(&text).expect("a table");
    table.name = format!("{name}.csv");
    table
}

pub fn quality_of(report: &Report) -> Vec<&Finding> {
    let of_it = report.findings.iter();
    of_it.filter(|f| f.analysis == "quality").collect()
}

fn config(roles: &BTreeMap<String, Role>, quality: &Value) -> Config {
    check_config(json!({"roles": roles, "analyses": {"quality": quality}})).expect("settings")
}

fn name(finding: &Finding) -> String {
    let column = finding.column.as_deref().unwrap_or("-");
    format!(
        "{} {column} {:?}: {}",
        finding.code, finding.severity, finding.sentence
    )
}

#[test]
fn the_corpus_is_judged_as_a_careful_person_would() {
    let text = std::fs::read_to_string(folder().join("expected.json")).expect("expected.json");
    let cases: BTreeMap<String, Case> = serde_json::from_str(&text).expect("cases");
    assert!(cases.len() >= 35);
    assert!(cases.values().filter(|c| c.found.is_empty()).count() >= 10);
    let mut wrong = Vec::new();
    for (case_name, case) in &cases {
        let current = table(case_name);
        let reference = if case.reference {
            table(&format!("{case_name}.reference"))
        } else {
            Table::absent()
        };
        let report = match run(&config(&case.roles, &case.quality), &reference, &current) {
            Ok(report) => report,
            Err(error) => panic!("{case_name}: {error}"),
        };
        let found = quality_of(&report);
        for planted in &case.found {
            let code = format!("quality.{}", planted.code);
            let one = found
                .iter()
                .find(|f| f.code == code && f.column == planted.column);
            let Some(one) = one else {
                wrong.push(format!(
                    "{case_name}: {code} of {:?} is not found",
                    planted.column
                ));
                continue;
            };
            if one.severity != planted.severity {
                wrong.push(format!(
                    "{case_name}: {:?} is wanted: {}",
                    planted.severity,
                    name(one)
                ));
            }
            let count = one
                .numbers
                .get("count")
                .map(|c| serde_json::to_value(c).expect("a value"));
            if planted
                .count
                .is_some_and(|n| count != Some(json!(n as f64)))
            {
                wrong.push(format!(
                    "{case_name}: {:?} rows are wanted: {}",
                    planted.count,
                    name(one)
                ));
            }
        }
        for finding in found {
            let said = |code: &str| finding.code == format!("quality.{code}");
            let planted = case
                .found
                .iter()
                .any(|p| said(&p.code) && finding.column == p.column);
            if !planted && !case.may.iter().any(|code| said(code)) {
                wrong.push(format!("{case_name}: false alarm: {}", name(finding)));
            }
            for text in [&finding.sentence, &finding.next] {
                let bad = ["not estimable", "quality.", "drift", "Drift", "{", "}"]
                    .iter()
                    .find(|w| text.contains(**w));
                if let Some(bad) = bad {
                    wrong.push(format!("{case_name}: says {bad:?}: {text}"));
                }
            }
        }
        let answer = report.answers.iter().find(|a| a.analysis == "quality");
        let verdict = &answer.expect("quality answers").verdict;
        let worst = quality_of(&report).iter().map(|f| f.severity).max();
        if worst.is_some_and(|w| w != verdict.severity)
            || !verdict.sentence.contains(case_name.as_str())
        {
            wrong.push(format!("{case_name}: answers {}", verdict.sentence));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_finding_says_what_became_of_it_since_the_reference() {
    let report = run(
        &Config::default(),
        &table("worse-than-before.reference"),
        &table("worse-than-before"),
    )
    .expect("a report");
    let found = quality_of(&report);
    let one = found
        .iter()
        .find(|f| f.code == "quality.disguised")
        .expect("n/a is found");
    assert_eq!(json!(one.numbers["change"]), json!("more"));
    assert!(
        one.sentence
            .contains("more frequent than in worse-than-before.reference.csv"),
        "{}",
        one.sentence
    );
    assert!(
        one.sentence.contains("first in lines 5, 9, 13, 17, 21"),
        "{}",
        one.sentence
    );
    let swapped = run(
        &Config::default(),
        &table("not-available"),
        &table("clean-people"),
    )
    .expect("a report");
    let found = quality_of(&swapped);
    let gone = found
        .iter()
        .find(|f| f.code == "quality.disguised")
        .expect("said of the reference");
    assert_eq!(json!(gone.numbers["change"]), json!("gone"));
    assert_eq!(gone.severity, Severity::RealButSmall);
}

#[test]
fn wrong_settings_are_refused_with_their_place() {
    for (quality, words) in [
        (json!({"near_constant": 1.5}), "near_constant"),
        (json!({"as_of": "30.06.2026"}), "as_of"),
        (
            json!({"expectations": [{"rule": "rang", "column": "a", "low": 1}]}),
            "expectations[0].rule",
        ),
        (
            json!({"expectations": [{"rule": "range", "column": "a"}]}),
            "expectations[0]",
        ),
        (
            json!({"expectations": [{"rule": "range", "column": "a", "low": 2, "high": 1}]}),
            "expectations[0]",
        ),
        (
            json!({"expectations": [{"rule": "pattern", "column": "a", "pattern": "("}]}),
            "no regular expression",
        ),
        (
            json!({"expectations": [{"rule": "row-count", "column": "a", "low": 1}]}),
            "no `column`",
        ),
        (
            json!({"expectations": [{"rule": "not-null"}]}),
            "a `column`",
        ),
        (
            json!({"expectations": [{"rule": "not-null", "column": "a", "colour": 1}]}),
            "colour",
        ),
        (
            json!({"expectations": [{"rule": "set", "column": "a"}]}),
            "values",
        ),
        (
            json!({"expectations": [{"rule": "freshness", "column": "a"}]}),
            "days",
        ),
        (
            json!({"expectations": [{"rule": "range", "column": "a", "from": "2026-02-30"}]}),
            "from",
        ),
    ] {
        let error = check_config(json!({"analyses": {"quality": quality}})).expect_err("refused");
        assert_eq!(error.code.as_str(), "config.invalid-value", "{error}");
        assert!(error.found.contains(words), "{words}: {error}");
    }
}

#[test]
fn odd_tables_are_no_trouble() {
    for text in [
        "a\n1\n",
        "a,b\n,\n,\n",
        "a\ninf\n-inf\n1\n",
        "a,a_b\nx,y\nx,y\nx,y\n",
        "a,b,c\n1,,x\n2,,\n,,y\n",
        "d\n2020-01-01\n\n",
    ] {
        let table = read(text).expect("a table");
        for reference in [Table::absent(), table.clone()] {
            let report = run(&Config::default(), &reference, &table).expect("a report");
            report.to_json().expect("finite numbers");
        }
    }
}

#[test]
fn equal_inputs_give_equal_bytes_and_row_order_changes_no_count() {
    let current = table("duplicate-rows");
    let one = run(&Config::default(), &Table::absent(), &current).expect("a report");
    let two = run(&Config::default(), &Table::absent(), &current).expect("a report");
    assert_eq!(one.to_json(), two.to_json());
    let back: Vec<u32> = (0..current.rows as u32).rev().collect();
    let turned = run(
        &Config::default(),
        &Table::absent(),
        &current.take_rows(&back),
    )
    .expect("a report");
    let counts = |report: &Report| -> Vec<(String, String)> {
        let of_it = quality_of(report).into_iter();
        of_it
            .map(|f| (f.id.clone(), json!(f.numbers["count"]).to_string()))
            .collect()
    };
    assert_eq!(counts(&one), counts(&turned));
}

#[test]
fn missing_values_of_both_files_stand_beside_each_other() {
    // `b` is lost in 50 of 300 rows of the current file, `c` in 30 of the reference, `a` never.
    let file = |b: usize, c: usize| {
        let rows: Vec<String> = (0..300)
            .map(|row| {
                let cell = |lost: usize| match row < lost {
                    true => String::new(),
                    false => (row % 7).to_string(),
                };
                format!("{row},{},{}", cell(b), cell(c))
            })
            .collect();
        read(&format!("a,b,c\n{}\n", rows.join("\n"))).expect("a table")
    };
    let (reference, current) = (file(0, 30), file(50, 0));
    let report = run(&Config::default(), &reference, &current).expect("a report");
    let of_file = report.sections.iter().find(|s| s.id == "quality/current");
    let mut strips = of_file
        .expect("the file")
        .blocks
        .iter()
        .filter_map(|block| match block {
            driftglass::report::Block::Strip(strip) => Some(strip),
            _ => None,
        });
    let strip = strips.next().expect("something is missing");
    let rows: Vec<_> = strip
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.values.clone()))
        .collect();
    let shares = |first: f64, second: f64| vec![Some(first), Some(second)];
    assert_eq!(
        rows,
        [
            ("b", shares(0.0, 50.0 / 300.0)),
            ("c", shares(30.0 / 300.0, 0.0))
        ]
    );
    let alone = run(&Config::default(), &Table::absent(), &current).expect("a report");
    let sections = alone.sections.iter().flat_map(|s| &s.blocks);
    assert!(
        !sections
            .into_iter()
            .any(|b| matches!(b, driftglass::report::Block::Strip(_)))
    );
}
