//! The fairness audit through a whole run: what it says of files made for one purpose each.

use driftglass::config::{Config, Role};
use driftglass::pipeline::{check_config, run};
use driftglass::report::{Block, Finding, Report, Severity};
use driftglass::table::Table;
use serde_json::{Value, json};

use crate::pipeline::read;

/// A run over one file with these roles and parameters.
pub(crate) fn audit(text: &str, roles: &[(&str, Role)], parameters: Value) -> Report {
    let table = read("decisions.csv", text, 1 << 16);
    run(&config(roles, parameters), &Table::absent(), &table).expect("can be looked at")
}

pub(crate) fn config(roles: &[(&str, Role)], parameters: Value) -> Config {
    let mut config = check_config(json!({ "analyses": { "fairness": parameters } })).expect("valid");
    for (name, role) in roles {
        config.roles.insert((*name).into(), *role);
    }
    config
}

pub(crate) fn findings(report: &Report) -> Vec<&Finding> {
    report.findings.iter().filter(|f| f.analysis == "fairness").collect()
}

pub(crate) fn found<'a>(report: &'a Report, id: &str) -> &'a Finding {
    let all: Vec<&str> = findings(report).iter().map(|f| f.id.as_str()).collect();
    findings(report)
        .into_iter()
        .find(|f| f.id == format!("fairness/{id}"))
        .unwrap_or_else(|| panic!("{id} is not in {all:#?}"))
}

/// Rows of `group`: so many selected, of so many.
pub(crate) fn rows(groups: &[(&str, usize, usize)]) -> String {
    let mut text = String::from("group,decision\n");
    for (group, selected, of) in groups {
        for row in 0..*of {
            text += &format!("{group},{}\n", if row < *selected { "yes" } else { "no" });
        }
    }
    text
}

const ROLES: &[(&str, Role)] = &[("group", Role::Protected), ("decision", Role::Prediction)];

#[test]
fn the_golden_table_is_outside_the_limit() {
    let report = audit(&rows(&[("a", 48, 120), ("b", 100, 160)]), ROLES, json!({}));
    let parity = found(&report, "group/demographic-parity");
    assert_eq!(parity.severity, Severity::Matters, "{}", parity.sentence);
    assert_eq!(parity.word.as_deref(), Some("outside the limit"));
    assert!(parity.sentence.contains("a ratio of 0.64"), "{}", parity.sentence);
    assert!(parity.sentence.contains("0.494 to 0.814"), "{}", parity.sentence);
    println!("{:#?}", report.answers);
    for f in findings(&report) {
        println!("{:?} {:?} | {} | {}", f.severity, f.word, f.sentence, f.next);
    }
    for s in &report.sections {
        println!("== {} {}", s.id, s.title);
        for b in &s.blocks {
            if let Block::Text(t) = b { println!("{}", t.sentence); }
            if let Block::Table(t) = b {
                println!("{} {:?}", t.title, t.columns.iter().map(|c| c.label.as_str()).collect::<Vec<_>>());
                for r in &t.rows { println!("   {r:?}"); }
            }
        }
    }
}
