//! What a report may say about the order of rows, taken out of it: the rest must not depend on it.

use driftglass::report::{Block, Report};

/// The report without findings about the order itself, and without the columns that say where rows stand.
pub fn without_places(mut report: Report) -> Report {
    let of_order = ["quality.row-order", "quality.sorted-by-label"];
    report
        .findings
        .retain(|f| !f.id.ends_with("/order") && !of_order.contains(&f.code.as_str()));
    for finding in &mut report.findings {
        if finding.numbers.remove("where").is_some() {
            finding.sentence.clear();
        }
    }
    for block in report.sections.iter_mut().flat_map(|s| &mut s.blocks) {
        let Block::Table(table) = block else {
            continue;
        };
        for label in ["Row", "Rows stand"] {
            if let Some(at) = table.columns.iter().position(|c| c.label == label) {
                table.columns.remove(at);
                for row in &mut table.rows {
                    row.remove(at);
                }
            }
        }
    }
    report
}
