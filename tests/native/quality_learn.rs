//! Expectations that are learned hold for the file they come from, and for others of the same origin.

use std::path::PathBuf;

use driftglass::analysis::ColumnRole;
use driftglass::config::{Config, Role};
use driftglass::pipeline::{self, check_config, run};
use driftglass::quality::{Expectation, learn};
use driftglass::stats::random::Random;
use driftglass::table::Table;
use serde_json::json;

use crate::quality::quality_of;
use crate::table_reading::{read, read_in_chunks};

fn broken(rules: &[Expectation], table: &Table) -> Vec<String> {
    let config = check_config(json!({"analyses": {"quality": {"expectations": rules}}}))
        .expect("learned rules are valid settings");
    let report = run(&config, &Table::absent(), table).expect("a report");
    quality_of(&report)
        .into_iter()
        .filter(|f| f.code.starts_with("quality.expectation"))
        .map(|f| f.sentence.clone())
        .collect()
}

fn feature_roles(table: &Table) -> Vec<ColumnRole> {
    let role = |key: bool| ColumnRole {
        role: if key { Role::Id } else { Role::Feature },
        reason: String::new(),
        confidence: 1.0,
    };
    table.columns.iter().map(|c| role(c.key)).collect()
}

#[test]
fn every_file_of_the_corpus_fulfils_what_it_teaches() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/quality"));
    let mut files = 0;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|e| e.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "csv"))
    {
        let table = read(&std::fs::read_to_string(path).expect("text")).expect("a table");
        let rules = learn(&table, &feature_roles(&table));
        assert!(rules.len() > table.columns.len(), "{}", path.display());
        assert_eq!(
            broken(&rules, &table),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
        files += 1;
    }
    assert!(files > 50);
}

#[test]
fn a_changed_file_breaks_what_was_learned() {
    let row = |i: u32, city: &str, age: u32| format!("A-{i:03},{age},{city}\n");
    let file = |change: &dyn Fn(u32) -> (u32, &'static str)| {
        let rows: String = (0..400)
            .map(|i| {
                let (age, city) = change(i);
                row(i, city, age)
            })
            .collect();
        read(&format!("id,age,city\n{rows}")).expect("a table")
    };
    let cities = ["Bern", "Chur", "Thun"];
    let good = |i: u32| (20 + i * 7 % 50, cities[i as usize % 3]);
    let table = file(&good);
    let rules = learn(&table, &feature_roles(&table));
    assert_eq!(broken(&rules, &table), Vec::<String>::new());
    let old = broken(
        &rules,
        &file(&|i| (good(i).0 + if i % 5 == 0 { 100 } else { 0 }, good(i).1)),
    );
    assert!(
        old.len() == 1 && old[0].contains("from 20 to 69"),
        "{old:?}"
    );
    let moved = broken(
        &rules,
        &file(&|i| (good(i).0, if i % 5 == 0 { "Rom" } else { good(i).1 })),
    );
    assert!(moved.len() == 1 && moved[0].contains("one of"), "{moved:?}");
    let short = read("id,age,city\nA-001,20,Bern\nA-001,30,Chur\n").expect("a table");
    let said = broken(&rules, &short);
    assert!(
        said.iter()
            .any(|s| s.contains("at least") || s.contains("rows")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|s| s.contains("no value twice")),
        "{said:?}"
    );
}

/// Halves of simulated files with skewed numbers, rare levels and missing values: how often any rule fails.
fn failing_halves(files: u64, rows: usize) -> usize {
    let mut failed = 0;
    for seed in 0..files {
        let mut random = Random::new(seed);
        let mut half = || {
            let mut text = String::from("a,b,c,d,e\n");
            for _ in 0..rows {
                let mut u = || random.uniform();
                let skewed = (1.0 / u()).powf(0.7);
                let whole = (u() * 20.0).floor() as u32;
                let rare = (1.0 / u()).powf(0.8).floor().min(60.0) as u32;
                let lost = if u() < 0.04 {
                    String::new()
                } else {
                    format!("{:.4}", u())
                };
                text.push_str(&format!(
                    "{skewed:.5},{whole},k{rare},{lost},{}\n",
                    if u() < 0.3 { "yes" } else { "no" }
                ));
            }
            read_in_chunks(text.as_bytes(), &[]).expect("a table")
        };
        let (first, second) = (half(), half());
        let rules = learn(&first, &feature_roles(&first));
        assert_eq!(broken(&rules, &first), Vec::<String>::new());
        failed += usize::from(!broken(&rules, &second).is_empty());
    }
    failed
}

#[test]
fn halves_of_one_file_rarely_break_what_the_other_half_teaches() {
    assert_eq!(failing_halves(20, 300), 0);
}

/// Measured: see the printed rate; each file has 11 rules.
#[test]
#[ignore = "minutes"]
fn long_halves_of_one_file() {
    let failed = [100, 400, 2000].map(|rows| (rows, failing_halves(500, rows)));
    println!("files of 500 in which any rule fails: {failed:?}");
    assert!(failed.iter().all(|(_, n)| *n <= 5), "{failed:?}");
}

#[test]
fn settings_carry_what_was_learned() {
    let table = read("id,age\n1,30\n2,40\n3,50\n").expect("a table");
    let learned = pipeline::learn(&Config::default(), &table).expect("settings");
    let again = check_config(serde_json::to_value(&learned).expect("a value")).expect("valid");
    assert_eq!(learned, again);
    let rules = again.analyses["quality"]["expectations"]
        .as_array()
        .expect("rules");
    assert!(
        rules.contains(&json!({"rule": "present", "column": "age", "kind": "number"})),
        "{rules:?}"
    );
    let report = run(&again, &Table::absent(), &table).expect("a report");
    assert!(
        quality_of(&report)
            .iter()
            .all(|f| !f.code.starts_with("quality.expectation"))
    );
}
