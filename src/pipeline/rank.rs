//! The most serious finding first; equal ones by size of the effect, then by their place in the file.

use crate::report::Finding;
use crate::stats::order::ordered;

/// Ranks findings. Equal ones keep the order in which the files name their columns.
pub(super) fn rank(findings: Vec<Finding>) -> Vec<Finding> {
    ordered(findings, &|a, b| {
        b.severity
            .cmp(&a.severity)
            .then(relative(b).total_cmp(&relative(a)))
    })
}

/// Effect over threshold; 0 where there is none.
fn relative(finding: &Finding) -> f64 {
    finding
        .effect
        .as_ref()
        .and_then(|e| e.value.map(|v| v / e.threshold))
        .unwrap_or(0.0)
}
