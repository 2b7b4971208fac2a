//! A report of bounded size: with very many columns, details are kept for the most serious ones.

use std::collections::BTreeSet;

use crate::error::{Code, Error};
use crate::report::{Finding, Section};

/// Drops the sections of columns beyond the first `columns` of the ranked findings; answers what the reader must know.
pub(super) fn keep_most_serious(
    findings: &mut [Finding],
    sections: &mut Vec<Section>,
    columns: usize,
) -> Option<Error> {
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let detailed = findings.iter().filter(|f| f.section.is_some());
    let ranked = detailed.filter_map(|f| f.column.as_deref());
    // Details to which no finding leads come last.
    for column in ranked.chain(sections.iter().filter_map(|s| s.column.as_deref())) {
        if kept.len() == columns {
            break;
        }
        kept.insert(column);
    }
    let kept: BTreeSet<String> = kept.into_iter().map(str::to_owned).collect();
    let is_kept = |s: &Section| s.column.as_deref().is_none_or(|name| kept.contains(name));
    let mut dropped: BTreeSet<String> = BTreeSet::new();
    for section in sections.iter().filter(|s| !is_kept(s)) {
        dropped.extend(section.column.clone());
    }
    let left_out = dropped.len();
    if left_out == 0 {
        return None;
    }
    sections.retain(is_kept);
    let mut present: BTreeSet<&str> = BTreeSet::new();
    for section in sections.iter() {
        present.insert(&section.id);
    }
    for finding in findings {
        if finding
            .section
            .as_deref()
            .is_some_and(|id| !present.contains(id))
        {
            finding.section = None;
        }
    }
    Some(
        Error::new(
            Code::ReportDetailsLeftOut,
            format!("details of {left_out} columns are left out; every column is in the list of findings"),
            format!("at most {columns} columns with details"),
            "Set budgets.detailed_columns higher, or compare fewer columns, to see the details of all.",
        )
        .with_count(left_out as u64),
    )
}
