//! Every analysis of the catalog is complete, and a report stays of bounded size.

use std::collections::BTreeSet;

use driftglass::catalog::CATALOG;
use driftglass::error::Code;
use driftglass::pipeline::{default_config, run};
use driftglass::report::Severity;

use crate::pipeline::read;

#[test]
fn every_analysis_is_named_once_and_carries_its_functions() {
    let ids: BTreeSet<&str> = CATALOG.iter().map(|e| e.meta.id).collect();
    assert!(!CATALOG.is_empty());
    assert_eq!(ids.len(), CATALOG.len(), "an id stands twice");
    for entry in CATALOG {
        let meta = entry.meta;
        assert!(
            meta.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "{}",
            meta.id
        );
        assert!(
            !meta.title.is_empty() && meta.question.ends_with('?'),
            "{}",
            meta.id
        );
        assert!(!meta.needs.is_empty(), "{}", meta.id);
        let runner = entry.runner.expect("this build carries every analysis");
        let complete = (runner.check)(None).expect("the defaults are valid");
        assert!(
            complete.as_object().is_some_and(|map| !map.is_empty()),
            "{}",
            meta.id
        );
    }
}

#[test]
fn very_many_columns_keep_details_of_the_most_serious() {
    let columns = 60;
    let header: Vec<String> = (0..columns).map(|i| format!("c{i}")).collect();
    let file = |shift: usize| {
        let row = |r: usize| {
            (0..columns)
                .map(move |c| ((r * 7 + c) % 50 + if c == 41 { shift } else { 0 }).to_string())
        };
        let rows = (0..200).map(|r| row(r).collect::<Vec<_>>().join(","));
        format!(
            "{}\n{}\n",
            header.join(","),
            rows.collect::<Vec<_>>().join("\n")
        )
    };
    let (reference, current) = (
        read("r.csv", &file(0), 4096),
        read("c.csv", &file(60), 4096),
    );
    let mut config = default_config();
    config.budgets.detailed_columns = 5;
    let report = run(&config, &reference, &current).expect("comparable");
    let drift = report.findings.iter().filter(|f| f.analysis == "drift");
    let of_columns = drift.filter(|f| f.column.is_some());
    assert_eq!(of_columns.count(), columns);
    let first = report.findings.iter().find(|f| f.analysis == "drift");
    assert_eq!(first.and_then(|f| f.column.as_deref()), Some("c41"));
    assert_eq!(first.map(|f| f.severity), Some(Severity::Matters));
    let detailed: BTreeSet<&str> = report
        .sections
        .iter()
        .filter_map(|s| s.column.as_deref())
        .collect();
    assert_eq!(detailed.len(), 5);
    assert!(detailed.contains("c41"));
    let drift = report.findings.iter().filter(|f| f.analysis == "drift");
    let with_section = drift.filter(|f| f.section.is_some());
    let linked: BTreeSet<&str> = with_section.filter_map(|f| f.column.as_deref()).collect();
    assert_eq!(linked, detailed);
    let said = report
        .warnings
        .iter()
        .find(|w| w.code == Code::ReportDetailsLeftOut)
        .expect("said");
    assert_eq!(said.count, Some(55));
}
