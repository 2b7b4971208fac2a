//! One file looked at alone.

use driftglass::config::Config;
use driftglass::pipeline;
use driftglass::table::Table;

use crate::table_reading::read;

#[test]
fn one_file_alone_has_a_verdict_of_its_own_and_no_comparison() {
    let table = read("age,city\n31,Bern\n44,Bern\n28,Basel\n").expect("a table");
    let report =
        pipeline::run(&Config::default(), &Table::absent(), &table).expect("one file is enough");
    let answers: Vec<&str> = report.answers.iter().map(|a| a.analysis.as_str()).collect();
    assert_eq!(answers, ["quality"]);
    assert_eq!(report.verdict, report.answers[0].verdict);
    assert!(report.findings.iter().all(|f| f.analysis != "drift"));
    let slots: Vec<&str> = report
        .provenance
        .files
        .iter()
        .map(|f| f.slot.as_str())
        .collect();
    assert_eq!(slots, ["current"]);
}

#[test]
fn a_role_for_a_column_that_the_file_lacks_is_refused() {
    let table = read("age\n31\n").expect("a table");
    let mut config = Config::default();
    config
        .roles
        .insert("agee".into(), driftglass::config::Role::Label);
    let error = pipeline::run(&config, &Table::absent(), &table).expect_err("no such column");
    assert_eq!(error.code.as_str(), "config.unknown-key");
}
