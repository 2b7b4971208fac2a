//! Runs over chosen rows: the numbers are those of files that hold only these rows.

use driftglass::config::Config;
use driftglass::error::Code;
use driftglass::pipeline::{check_config, run};
use driftglass::report::{Finding, Report};
use driftglass::table::Table;
use serde_json::{Value, json};

use crate::pipeline::read;
use crate::stats_random::Random;

/// Rows of `region`, `age`, `day` and `amount`, which moves in the north only.
fn rows(seed: u64, shift: f64) -> Vec<[String; 4]> {
    let mut random = Random(seed);
    (0..1200)
        .map(|row| {
            let region = ["north", "south", ""][row % 3];
            let age = 18.0 + (random.uniform() * 60.0).floor();
            let moved = if region == "north" { shift } else { 0.0 };
            let amount = random.uniform() + moved;
            let day = format!("2024-{:02}-{:02}", 1 + row / 100, 1 + row % 28);
            [region.into(), format!("{age}"), day, format!("{amount:.5}")]
        })
        .collect()
}

fn table(rows: &[[String; 4]], keep: impl Fn(&[String; 4]) -> bool) -> Table {
    let kept = rows.iter().filter(|row| keep(row)).map(|row| row.join(","));
    let text = format!(
        "region,age,day,amount\n{}\n",
        kept.collect::<Vec<_>>().join("\n")
    );
    read("rows.csv", &text, 65_536)
}

fn config(cohort: Value) -> Config {
    check_config(json!({ "cohort": cohort })).expect("valid")
}

fn report(cohort: Value, reference: &Table, current: &Table) -> Report {
    run(&config(cohort), reference, current).expect("a report")
}

/// What must not depend on how the rows were chosen: everything of findings about drift but the lines of the file.
fn drifts(report: &Report) -> Vec<Value> {
    let drift = |finding: &&Finding| finding.analysis == "drift" && finding.effect.is_some();
    let findings = report.findings.iter().filter(drift);
    findings
        .map(|f| json!([f.column, f.severity, f.effect, f.test, f.sentence]))
        .collect()
}

#[test]
fn chosen_rows_give_the_numbers_of_files_that_hold_only_them() {
    let (before, after) = (rows(1, 0.0), rows(2, 0.3));
    type Keep = fn(&[String; 4]) -> bool;
    let cases: [(Value, Keep); 4] = [
        (
            json!([{ "column": "region", "values": ["north", "nowhere"] }]),
            |row| row[0] == "north",
        ),
        (json!([{ "column": "region", "missing": true }]), |row| {
            row[0].is_empty()
        }),
        (
            json!([{ "column": "age", "from": "30", "below": "50" }, { "column": "region", "values": ["south"] }]),
            |row| (30.0..50.0).contains(&row[1].parse::<f64>().unwrap_or(0.0)) && row[0] == "south",
        ),
        (json!([{ "column": "day", "from": "2024-07-01" }]), |row| {
            row[2].as_str() >= "2024-07-01"
        }),
    ];
    for (cohort, keep) in cases {
        let all = |_: &[String; 4]| true;
        let chosen = report(cohort.clone(), &table(&before, all), &table(&after, all));
        let alone = report(json!([]), &table(&before, keep), &table(&after, keep));
        let found = drifts(&alone);
        assert!(!found.is_empty(), "{cohort}");
        assert_eq!(drifts(&chosen), found, "{cohort}");
        let kept = after.iter().filter(|row| keep(row)).count() as u64;
        let file = &chosen.provenance.files[1];
        assert_eq!((file.rows_in_cohort, file.rows_used), (Some(kept), 1200));
        let said = format!("{kept} of 1200 in rows.csv.");
        let sentence = &chosen.verdict.sentence;
        assert!(sentence.contains(&said), "{sentence}");
    }
}

#[test]
fn one_file_alone_is_narrowed_too() {
    let data = rows(3, 0.0);
    let current = table(&data, |_| true);
    let chosen = report(
        json!([{ "column": "region", "values": ["south"] }]),
        &Table::absent(),
        &current,
    );
    assert_eq!(chosen.provenance.files.len(), 1);
    assert_eq!(chosen.provenance.files[0].rows_in_cohort, Some(400));
}

#[test]
fn a_renamed_column_is_found_under_its_older_name() {
    let before = read("before.csv", "place,v\nnorth,1\nsouth,2\nnorth,3\n", 64);
    let after = read("after.csv", "region,v\nnorth,1\nsouth,2\nnorth,4\n", 64);
    let config = check_config(json!({
        "renames": { "region": "place" },
        "cohort": [{ "column": "region", "values": ["north"] }],
    }));
    let report = run(&config.expect("valid"), &before, &after).expect("a report");
    let rows = report
        .provenance
        .files
        .iter()
        .map(|file| file.rows_in_cohort);
    assert_eq!(rows.collect::<Vec<_>>(), [Some(2), Some(2)]);
}

#[test]
fn what_cannot_be_chosen_is_refused_with_its_code() {
    let data = table(&rows(4, 0.0), |_| true);
    let refused = |cohort: Value| run(&config(cohort), &data, &data).map(|_| ()).unwrap_err();
    let error = refused(json!([{ "column": "nope", "missing": true }]));
    assert_eq!(error.code, Code::CohortNoColumn);
    assert_eq!(error.place.file.as_deref(), Some("rows.csv"));
    let error = refused(json!([{ "column": "region", "values": ["west"] }]));
    assert_eq!(error.code, Code::CohortEmpty);
    let error = refused(json!([{ "column": "age", "from": "old" }]));
    assert_eq!(error.code, Code::ConfigInvalidValue);
    for wrong in [
        json!([{ "column": "age" }]),
        json!([{ "column": "age", "values": [] }]),
        json!([{ "column": "age", "values": ["1"], "from": "2" }]),
        json!([{ "column": "", "missing": true }]),
        json!([{ "column": "age", "above": "2" }]),
    ] {
        let error = check_config(json!({ "cohort": wrong })).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalidValue, "{wrong}");
    }
}
