//! Our own word beside what other tools say of the same column.

use std::collections::BTreeMap;

use crate::catalog::follows_verdict;
use crate::drift::compatibility::join;
use crate::report::{Finding, Section, Severity};
use crate::wording;

/// Joins what other tools say of each column, with our word for it. A column takes the worst of its findings.
pub(super) fn join_tools(sections: &mut Vec<Section>, findings: &[Finding]) {
    let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in findings.iter().filter(|f| !follows_verdict(&f.analysis)) {
        if let Some(column) = &finding.column {
            let word = worst.entry(column).or_insert(finding.severity);
            *word = (*word).max(finding.severity);
        }
    }
    join(sections, &|column| {
        worst.get(column).map(|s| wording::severity(*s))
    });
}
