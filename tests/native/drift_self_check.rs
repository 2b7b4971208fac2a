//! The check of the settings on the reference itself: known answers, order of rows, odd files.

use driftglass::config::Config;
use driftglass::error::Code;
use driftglass::pipeline::{default_config, run};
use driftglass::report::{Block, Cell, Report, Section, TableBlock};
use driftglass::stats::normal;
use serde_json::json;

use crate::pipeline::read;
use crate::stats_random::Random;

/// Two kinds of numbers, two of categories, one of which lacks values.
fn rows(count: usize, seed: u64) -> Vec<String> {
    let mut random = Random(seed);
    (0..count)
        .map(|_| {
            let x = normal::quantile(random.uniform()).expect("inside");
            let few = (random.uniform() * 4.0).floor() - 1.0;
            let level = ["a", "b", "c"][(random.uniform() * 2.4) as usize];
            let lacking = if random.uniform() < 0.2 { "" } else { level };
            format!("{x},{},{level},{lacking}", few.max(0.0))
        })
        .collect()
}

fn file(rows: &[String]) -> String {
    format!("x,few,level,lacking\n{}\n", rows.join("\n"))
}

fn compare(config: &Config, reference: &str, current: &str) -> Report {
    let read = |text| read("a.csv", text, 1 << 16);
    run(config, &read(reference), &read(current)).expect("comparable")
}

fn section(report: &Report) -> &Section {
    report
        .sections
        .iter()
        .find(|s| s.id == "self-check")
        .expect("a section")
}

fn tables(section: &Section) -> Vec<&TableBlock> {
    let blocks = section.blocks.iter();
    blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(value) => *value,
        other => panic!("{other:?}"),
    }
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

fn code(section: &Section) -> &str {
    match &section.blocks[0] {
        Block::Text(text) => &text.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn false_alarms_are_as_many_as_promised() {
    let all = rows(2400, 1);
    let mut config = default_config();
    let given = json!({ "repeats": 600 });
    config.analyses.insert(
        "self-check".into(),
        given.as_object().expect("an object").clone(),
    );
    let report = compare(&config, &file(&all), &file(&all[..1000]));
    let section = section(&report);
    assert_eq!(code(section), "text.self-check-keeps");
    let [alarms, power] = tables(section)[..] else {
        panic!("two tables")
    };
    let tests: Vec<(&str, &str)> = alarms
        .rows
        .iter()
        .map(|r| (text(&r[0]), text(&r[1])))
        .collect();
    assert_eq!(
        tests,
        [
            ("x", "values"),
            ("few", "values"),
            ("level", "values"),
            ("lacking", "values"),
            ("lacking", "missing values")
        ]
    );
    for row in &alarms.rows {
        let (splits, share) = (number(&row[2]), number(&row[3]));
        assert_eq!(splits, 600.0);
        // 600 splits: 3.3 standard errors. With ties the test of numbers is conservative.
        assert!(share <= 0.05 + 0.03, "{row:?}");
        assert!(number(&row[4]) <= share && share <= number(&row[5]));
        assert_eq!(number(&row[7]), 0.0, "{row:?}");
    }
    let mean: f64 = alarms.rows.iter().map(|r| number(&r[3])).sum::<f64>() / 5.0;
    assert!((0.015..0.075).contains(&mean), "{mean}");
    // Five tests: alone, a change is found where p is at most 1 %. In 2000 simulations with numpy and scipy 1.17.1,
    // of 1400 and 1000 rows, that was in 70 % for the rise of 0.15 (ks_2samp), and in 93 % for a tenth of the levels
    // of 1120 and 800 rows (chi2_contingency). 150 splits: 3.3 standard errors.
    for row in &power.rows {
        let (least, most) = match (text(&row[0]), text(&row[1])) {
            ("x", "0.15 deviations higher") => (0.57, 0.83),
            ("lacking", "10% of rows to another level") => (0.86, 1.0),
            ("x", "0.3 deviations higher") | (_, "10% of rows more without a value") => (0.98, 1.0),
            _ => (0.0, 1.0),
        };
        let found = number(&row[3]);
        assert!((least..=most).contains(&found), "{row:?}");
        assert!(number(&row[6]) <= found, "{row:?}");
    }
    assert_eq!(power.rows.len(), 16);
}

#[test]
fn order_of_rows_and_repetition_change_nothing() {
    let all = rows(600, 2);
    let mut turned = all.clone();
    turned.reverse();
    let current = file(&rows(300, 3));
    let of = |rows: &[String], config: &Config| {
        serde_json::to_string(section(&compare(config, &file(rows), &current))).expect("JSON")
    };
    let mut config = default_config();
    let first = of(&all, &config);
    assert_eq!(first, of(&all, &config));
    assert_eq!(first, of(&turned, &config));
    config.seed += 1;
    assert_ne!(first, of(&all, &config));
}

#[test]
fn named_changes_are_looked_at() {
    let mut config = default_config();
    let given = json!({ "repeats": 40, "numeric_shifts": [0.5], "level_shifts": [0.9], "missing_shifts": [0.95] });
    config.analyses.insert(
        "self-check".into(),
        given.as_object().expect("an object").clone(),
    );
    let all = rows(500, 4);
    let report = compare(&config, &file(&all), &file(&all));
    let power = tables(section(&report))[1];
    assert_eq!(power.rows.len(), 8);
    for row in &power.rows {
        match (text(&row[0]), text(&row[1])) {
            ("x" | "few", "0.5 deviations higher") => assert!(number(&row[6]) > 0.8, "{row:?}"),
            // So many rows are not outside the second level, or have no value already.
            ("level" | "lacking", "90% of rows to another level")
            | ("lacking", "95% of rows more without a value") => {
                assert_eq!((&row[2], &row[3]), (&Cell::Number(0.0), &Cell::Empty(())));
            }
            (_, "95% of rows more without a value") => assert_eq!(number(&row[3]), 1.0),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn odd_files_are_checked_or_said_to_be_too_short() {
    let checked = |reference: &str, current: &str| {
        let report = compare(&default_config(), reference, current);
        code(section(&report)).to_owned()
    };
    let many = |line: &str, rows: usize| format!("a,b\n{}", format!("{line}\n").repeat(rows));
    let short = file(&rows(10, 5));
    assert_eq!(checked(&short, &short), "text.self-check-none");
    let long = file(&rows(100, 5));
    assert_eq!(checked(&long, &short), "text.self-check-none");
    let constant = many("1,x", 100);
    assert_eq!(checked(&constant, &constant), "text.self-check-none");
    // All that can be tested is that as much is missing.
    let empty = many(",", 100);
    assert_eq!(checked(&empty, &empty), "text.self-check-keeps");
    let endless: Vec<String> = (0..90)
        .map(|i| format!("{},{}", ["inf", "-inf", "1e308"][i % 3], i % 7))
        .collect();
    let endless = format!("a,b\n{}\n", endless.join("\n"));
    assert_eq!(checked(&endless, &endless), "text.self-check-keeps");
    // Every row the same but one.
    let mut nearly = many("1,x", 99);
    nearly.push_str("2,y\n");
    assert_eq!(checked(&nearly, &nearly), "text.self-check-keeps");
}

#[test]
fn senseless_settings_are_refused() {
    for given in [
        json!({ "repeats": 3 }),
        json!({ "level_shifts": [1.0] }),
        json!({ "missing_shifts": [-0.1] }),
        json!({ "numeric_shifts": [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1] }),
    ] {
        let config = json!({ "version": 1, "analyses": { "self-check": given } });
        let error = driftglass::pipeline::check_config(config).expect_err("refused");
        assert_eq!(error.code, Code::ConfigInvalidValue, "{error:?}");
    }
}

#[test]
fn splits_are_judged_by_what_is_selected_or_it_is_said_that_they_are_not() {
    let (reference, current) = (file(&rows(500, 5)), file(&rows(200, 6)));
    let run = |drift: serde_json::Value| {
        let mut config = default_config();
        let given = drift.as_object().expect("an object").clone();
        config.analyses.insert("drift".into(), given);
        compare(&config, &reference, &current)
    };
    let said = |report: &Report| {
        section(report).blocks.iter().find_map(|block| match block {
            Block::Text(text) if text.code == "text.self-check-tests" => Some(text.clone()),
            _ => None,
        })
    };
    let alarms = |report: &Report| tables(section(report))[0].rows.clone();
    let default = run(json!({}));
    assert!(said(&default).is_none());
    // Another test of numbers rejects other splits; those of levels stay.
    let welch = run(json!({ "number_test": "welch" }));
    let text = said(&welch).expect("said");
    assert_eq!(
        (
            number(&text.numbers["selected"]),
            number(&text.numbers["default"])
        ),
        (2.0, 0.0)
    );
    let (a, b) = (alarms(&default), alarms(&welch));
    assert_ne!(a[..2], b[..2]);
    assert_eq!(a[2..], b[2..]);
    // A distance takes too long: the default judges, and it is said.
    let psi = run(json!({ "column_tests": { "x": "psi" } }));
    let text = said(&psi).expect("said");
    assert_eq!(
        (
            number(&text.numbers["selected"]),
            number(&text.numbers["default"])
        ),
        (0.0, 1.0)
    );
    assert!(text.sentence.contains("default test"), "{}", text.sentence);
    assert_eq!(alarms(&psi), a);
}
