//! Roles guessed for the columns of headers in the style of public data sets: `tests/golden/roles`. The guesser's lists
//! were written with `tuned.txt` in view; `held-out.txt` only says how well they do elsewhere.

use std::path::Path;

use driftglass::config::{Config, Role};
use driftglass::error::Code;
use driftglass::pipeline;
use driftglass::table::Table;

use crate::table_reading::read;

struct Header {
    title: String,
    roles: Vec<Role>,
    table: Table,
}

/// Blocks of `# title`, names, roles, rows.
fn headers(name: &str) -> Vec<Header> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/roles")
        .join(name);
    let text = std::fs::read_to_string(path).expect("the corpus");
    let blocks = text.split("# ").skip(1);
    blocks
        .map(|block| {
            let lines: Vec<&str> = block.lines().collect();
            let roles = lines[2].split(',');
            let table =
                read(&format!("{}\n{}\n", lines[1], lines[3..].join("\n"))).expect("a table");
            let header = Header {
                title: lines[0].into(),
                roles: roles
                    .map(|role| serde_json::from_value(role.into()).expect("a role"))
                    .collect(),
                table,
            };
            assert_eq!(
                header.roles.len(),
                header.table.columns.len(),
                "{}",
                header.title
            );
            header
        })
        .collect()
}

/// Columns in all, and those whose guess is another role.
fn wrong(name: &str) -> (usize, Vec<String>) {
    let mut all = 0;
    let mut wrong = Vec::new();
    for header in headers(name) {
        let guesses = pipeline::roles(&Config::default(), &header.table);
        for ((guess, &role), column) in guesses.iter().zip(&header.roles).zip(&header.table.columns)
        {
            all += 1;
            assert!(!guess.reason.is_empty() && (0.0..=1.0).contains(&guess.confidence));
            assert_ne!(guess.role, Role::Ignore, "nothing is guessed to be ignored");
            if guess.role != role {
                wrong.push(format!(
                    "{}: {} is {role:?}, not {:?}",
                    header.title, column.name, guess.role
                ));
            }
        }
    }
    (all, wrong)
}

#[test]
fn roles_are_right_for_95_of_100_columns() {
    let headers = headers("tuned.txt").len() + headers("held-out.txt").len();
    assert!(headers >= 40, "{headers} headers");
    for name in ["tuned.txt", "held-out.txt"] {
        let (all, wrong) = wrong(name);
        println!(
            "{name}: {} of {all} columns are right; wrong: {wrong:#?}",
            all - wrong.len()
        );
        assert!(
            wrong.len() * 20 <= all,
            "{name}: {} of {all}: {wrong:#?}",
            wrong.len()
        );
    }
}

#[test]
fn a_guess_hides_no_drift() {
    // Columns that are named like a key and are none: they are compared.
    let rows = |from: usize| {
        (0..400)
            .map(|i| format!("{},{},{}\n", from + i % 7, i % 5, i))
            .collect::<String>()
    };
    let before = read(&format!("store_id,product_key,n\n{}", rows(0))).expect("a table");
    let now = read(&format!("store_id,product_key,n\n{}", rows(4))).expect("a table");
    let report = pipeline::run(&Config::default(), &before, &now).expect("a report");
    let found = report
        .findings
        .iter()
        .any(|f| f.column.as_deref() == Some("store_id") && f.test.is_some());
    assert!(found, "a change of store_id is tested");
    // What is guessed to be a key is not compared, and the list says so.
    let ids = |from: usize| {
        (0..400)
            .map(|i| format!("{},{}\n", from + i, i % 3))
            .collect::<String>()
    };
    let before = read(&format!("customer_id,n\n{}", ids(0))).expect("a table");
    let now = read(&format!("customer_id,n\n{}", ids(9_000))).expect("a table");
    let report = pipeline::run(&Config::default(), &before, &now).expect("a report");
    let said = report
        .findings
        .iter()
        .find(|f| f.column.as_deref() == Some("customer_id"));
    assert_eq!(said.map(|f| f.code.as_str()), Some("drift.role"));
}

#[test]
fn columns_of_other_names_are_suggested_and_confirmed() {
    let rows = (0..50)
        .map(|i| format!("{i},{}\n", i % 3))
        .collect::<String>();
    let before = read(&format!("Customer Age,kind\n{rows}")).expect("a table");
    let now = read(&format!("customer_age,kind\n{rows}")).expect("a table");
    let report = pipeline::run(&Config::default(), &before, &now).expect("a report");
    let warning = report
        .warnings
        .iter()
        .find(|w| w.code == Code::PairRenamed)
        .expect("a suggestion");
    assert_eq!(warning.place.column.as_deref(), Some("customer_age"));
    let codes = |report: &driftglass::report::Report| -> Vec<String> {
        report
            .findings
            .iter()
            .filter(|f| f.analysis == "pair")
            .map(|f| f.code.clone())
            .collect()
    };
    assert_eq!(codes(&report), ["pair.only-reference", "pair.only-current"]);
    let mut config = Config::default();
    config
        .renames
        .insert("customer_age".into(), "Customer Age".into());
    let report = pipeline::run(&config, &before, &now).expect("a report");
    assert!(codes(&report).is_empty());
    assert!(
        report
            .findings
            .iter()
            .any(|f| f.column.as_deref() == Some("Customer Age") && f.test.is_some())
    );
    config.renames.insert("nothing".into(), "kind".into());
    let error = pipeline::run(&config, &before, &now).expect_err("no such column");
    assert_eq!(
        (error.code, error.place.column.as_deref()),
        (Code::ConfigUnknownColumn, Some("nothing"))
    );
}

#[test]
fn files_that_may_be_exchanged_are_said_to_be() {
    let days = |month: u32| {
        (1..28)
            .map(|day| format!("2024-{month:02}-{day:02},{day}\n"))
            .collect::<String>()
    };
    let before = read(&format!("day,n\n{}", days(5))).expect("a table");
    let now = read(&format!("day,n\n{}", days(4))).expect("a table");
    let swapped = |a: &Table, b: &Table| {
        let report = pipeline::run(&Config::default(), a, b).expect("a report");
        report
            .warnings
            .into_iter()
            .find(|w| w.code == Code::PairSwapped)
    };
    let warning = swapped(&before, &now).expect("a warning");
    assert_eq!(warning.place.column.as_deref(), Some("day"));
    assert_eq!(swapped(&now, &before), None);
    assert_eq!(swapped(&before, &before), None);
}

/// A credit in default is not the outcome of a file that calls another column so; alone it is.
#[test]
fn a_column_called_the_outcome_is_the_only_one() {
    let labels = |text: &str| {
        let table = read(text).expect("a table");
        let guesses = pipeline::roles(&Config::default(), &table);
        let named = guesses.iter().zip(&table.columns);
        named
            .filter(|(guess, _)| guess.role == Role::Label)
            .map(|(_, column)| column.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        labels("age,default,y\n30,no,yes\n41,no,no\n52,yes,no\n"),
        ["y"]
    );
    assert_eq!(labels("age,default\n30,no\n41,no\n52,yes\n"), ["default"]);
}
