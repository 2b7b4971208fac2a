//! What other tools say: every number, rule and verdict against what the tools themselves said of the same files.

use std::collections::BTreeMap;

use driftglass::error::Code;
use driftglass::pipeline::{check_config, run};
use driftglass::report::{Block, Cell, Report, Section, TableBlock};
use serde_json::{Value, json};

use crate::pipeline::read;
use crate::stats_golden::number;

macro_rules! tool {
    ($name:literal) => {
        crate::stats_golden::cases(include_str!(concat!("../golden/tools/", $name, ".json")))
    };
}

fn report(pair: &str, tools: &[&str]) -> Report {
    let (reference, current) = match pair {
        "small" => (
            include_str!("../golden/tools/small-reference.csv"),
            include_str!("../golden/tools/small-current.csv"),
        ),
        _ => (
            include_str!("../golden/tools/large-reference.csv"),
            include_str!("../golden/tools/large-current.csv"),
        ),
    };
    let config = check_config(json!({
        "roles": {"fixed": "feature", "kind": "feature"},
        "analyses": {"compatibility": {"compatible_with": tools}}
    }));
    run(
        &config.expect("valid"),
        &read("reference.csv", reference, 1 << 16),
        &read("current.csv", current, 1 << 16),
    )
    .expect("comparable")
}

fn section<'a>(report: &'a Report, tool: &str) -> &'a Section {
    let id = format!("compatibility/{tool}");
    report
        .sections
        .iter()
        .find(|s| s.id == id)
        .expect("a section")
}

fn tables(section: &Section) -> Vec<&TableBlock> {
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

fn texts(section: &Section) -> String {
    let texts = section.blocks.iter().filter_map(|block| match block {
        Block::Text(text) => Some(text.sentence.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

fn word(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(value) => value.to_string(),
        Cell::Empty(()) => String::new(),
    }
}

/// (column, method) → value, threshold, says.
type Said = BTreeMap<(String, String), (Option<f64>, Option<f64>, String)>;

fn said(table: &TableBlock) -> Said {
    let value = |cell: &Cell| match cell {
        Cell::Number(value) => Some(*value),
        _ => None,
    };
    let rows = table.rows.iter().map(|row| {
        (
            (word(&row[0]), word(&row[1])),
            (value(&row[2]), value(&row[4]), word(&row[5])),
        )
    });
    rows.collect()
}

/// scipy's series for Cramér–von Mises stops at terms of 1e-7.
const SERIES: f64 = 1e-4;

#[track_caller]
fn close(found: Option<f64>, expected: &Value, relative: f64, what: &str) {
    let found = found.unwrap_or_else(|| panic!("{what} has no value"));
    let expected = number(expected);
    // Tools that compute 1 - cdf lose what lies below 1e-15.
    let error = (found - expected).abs();
    assert!(
        error <= relative * expected.abs() || error <= 1e-14 || relative == SERIES && error <= 1e-7,
        "{what}: {found} is not {expected}"
    );
}

#[test]
fn evidently() {
    let mut compared = 0;
    for case in tool!("evidently") {
        let pair = case["pair"].as_str().expect("a name");
        let report = report(pair, &["evidently"]);
        let section = section(&report, "evidently");
        let tables = tables(section);
        let (defaults, others) = (said(tables[0]), said(tables[1]));
        let columns = case["columns"].as_object().expect("columns");
        assert_eq!(defaults.len(), columns.len());
        let mut drifted = 0;
        for (column, expected) in columns {
            let method = expected["method"].as_str().expect("a method");
            let key = (column.clone(), method.to_string());
            let (value, threshold, says) = defaults
                .get(&key)
                .unwrap_or_else(|| panic!("{pair}: {key:?} is not among {:?}", defaults.keys()));
            close(*value, &expected["value"], 1e-9, &format!("{pair} {key:?}"));
            close(*threshold, &expected["threshold"], 0.0, column);
            drifted += u64::from(says == "drift");
            compared += 1;
        }
        assert_eq!(Some(drifted), case["dataset"]["count"].as_u64(), "{pair}");
        let share = number(&case["dataset"]["share"]);
        assert_eq!(
            texts(section).contains("would call the data set drifted"),
            share >= 0.5
        );
        for (column, methods) in case["other"].as_object().expect("columns") {
            for (method, expected) in methods.as_object().expect("methods") {
                let title = match method.as_str() {
                    "ks" => "K-S p_value",
                    "wasserstein" => "Wasserstein distance (normed)",
                    "jensenshannon" => "Jensen-Shannon distance",
                    "psi" => "PSI",
                    "kl_div" => "Kullback-Leibler divergence",
                    "hellinger" => "Hellinger distance",
                    "anderson" => "Anderson-Darling p_value",
                    "cramer_von_mises" => "Cramer-Von-Mises p_value",
                    "ed" => "Energy-distance",
                    "chisquare" => "chi-square p_value",
                    "z" => "Z-test p_value",
                    // One-sided, pooled-variance and refused tests: not offered under that tool's name.
                    _ => continue,
                };
                let key = (column.clone(), title.to_string());
                let Some((value, _, _)) = others.get(&key) else {
                    panic!("{pair}: {key:?} is not shown");
                };
                if expected.is_null() {
                    continue;
                }
                // Its Hellinger distance is √(1 − Σ√(pq)): rounding below 1e-8.
                let tolerance = match method.as_str() {
                    "cramer_von_mises" => SERIES,
                    "hellinger" if number(expected) < 1e-7 => continue,
                    _ => 1e-9,
                };
                close(*value, expected, tolerance, &format!("{pair} {key:?}"));
                compared += 1;
            }
        }
    }
    assert!(compared > 150, "only {compared} numbers compared");
}

#[test]
fn nannyml() {
    let mut compared = 0;
    for case in tool!("nannyml") {
        let pair = case["pair"].as_str().expect("a name");
        let report = report(pair, &["nannyml"]);
        let tables = tables(section(&report, "nannyml"));
        let mut all = said(tables[0]);
        all.extend(said(tables[1]));
        for (column, methods) in case["columns"].as_object().expect("columns") {
            for (method, expected) in methods.as_object().expect("methods") {
                let title = match method.as_str() {
                    "jensen_shannon" => "Jensen-Shannon distance",
                    "hellinger" => "Hellinger distance",
                    "kolmogorov_smirnov" => "Kolmogorov-Smirnov statistic",
                    "wasserstein" => "Wasserstein distance",
                    "l_infinity" => "L-Infinity distance",
                    _ => "Chi2 statistic",
                };
                let what = format!("{pair} {column} {title}");
                let (value, threshold, says) = &all[&(column.clone(), title.to_string())];
                close(*value, &expected["whole"], 1e-9, &what);
                if !expected["upper"].is_null() {
                    close(*threshold, &expected["upper"], 1e-9, &what);
                }
                let alerts = expected["alerts"].as_u64().expect("a count");
                assert_eq!(says == "drift", alerts > 0, "{what}: {alerts} alerts");
                compared += 3;
            }
        }
    }
    assert!(compared > 200, "only {compared} numbers compared");
}

#[test]
fn deepchecks() {
    let mut compared = 0;
    for case in tool!("deepchecks") {
        let pair = case["pair"].as_str().expect("a name");
        let report = report(pair, &["deepchecks"]);
        let section = section(&report, "deepchecks");
        let tables = tables(section);
        let mut all = said(tables[0]);
        all.extend(said(tables[1]));
        for (column, methods) in case["columns"].as_object().expect("columns") {
            for (method, expected) in methods.as_object().expect("methods") {
                let what = format!("{pair} {column} {method}");
                let key = (column.clone(), method.clone());
                let Some((value, _, _)) = all.get(&key) else {
                    panic!("{what} is not shown");
                };
                close(*value, expected, 1e-9, &what);
                compared += 1;
            }
        }
        assert_eq!(case["passed"], json!(texts(section).contains("would pass")));
    }
    assert!(compared > 40, "only {compared} numbers compared");
}

#[test]
fn our_own_word_stands_beside_theirs() {
    let report = report("small", &["tfdv", "evidently"]);
    assert_eq!(
        report
            .sections
            .iter()
            .filter(|s| s.analysis == "compatibility")
            .map(|s| s.id.as_str())
            .collect::<Vec<_>>(),
        ["compatibility/evidently", "compatibility/tfdv"]
    );
    for tool in ["tfdv", "evidently"] {
        let table = tables(section(&report, tool))[0];
        assert_eq!(table.columns.last().expect("columns").label, "Driftglass");
        for row in &table.rows {
            let column = word(&row[0]);
            let worst = report
                .findings
                .iter()
                .filter(|f| f.analysis == "drift" && f.column.as_ref() == Some(&column))
                .map(|f| f.severity)
                .max()
                .expect("a finding");
            assert_eq!(
                word(row.last().expect("cells")),
                driftglass::wording::severity(worst)
            );
        }
    }
    let tfdv = said(tables(section(&report, "tfdv"))[0]);
    assert!(tfdv.values().all(|(value, threshold, says)| value.is_some()
        && threshold.is_none()
        && says == "nothing"));
}

#[test]
fn nothing_is_said_unasked_and_unknown_tools_are_refused() {
    assert!(
        report("small", &[])
            .sections
            .iter()
            .all(|s| s.analysis != "compatibility")
    );
    let error =
        check_config(json!({"analyses": {"compatibility": {"compatible_with": ["evidentely"]}}}))
            .expect_err("refused");
    assert_eq!(error.code, Code::ConfigInvalidValue);
    assert!(error.action.contains("`evidently`"), "{}", error.action);
}
