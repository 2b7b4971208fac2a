//! Which rows were looked at, in words.

use super::fill;
use crate::config::Condition;
use crate::report::{Cell, numbers};

/// What the verdict's line says where conditions chose among the rows; for each file its name, its chosen rows and all.
pub fn cohort(chosen: &[Condition], files: &[(&str, u64, u64)]) -> String {
    let each = files.iter().map(|(file, rows, of)| {
        let numbers = numbers([
            ("file", Cell::Text((*file).to_owned())),
            ("rows", Cell::Number(*rows as f64)),
            ("of", Cell::Number(*of as f64)),
        ]);
        fill(&["cohort.rows"], &numbers).0
    });
    let numbers = numbers([
        ("where", Cell::Text(conditions(chosen))),
        ("files", Cell::Text(each.collect::<Vec<_>>().join(", "))),
    ]);
    fill(&["verdict.cohort"], &numbers).0
}

/// Conditions on rows in words, such as `region is north or south; age from 30 to below 40`.
fn conditions(conditions: &[Condition]) -> String {
    let each = conditions.iter().map(|condition| {
        let text = |value: &Option<String>| Cell::Text(value.clone().unwrap_or_default());
        let (key, from, below) = match (&condition.values, &condition.from, &condition.below) {
            (Some(values), ..) => ("cohort.values", Some(values.join(" or ")), None),
            (None, Some(_), Some(_)) => (
                "cohort.between",
                condition.from.clone(),
                condition.below.clone(),
            ),
            (None, Some(_), None) => ("cohort.from", condition.from.clone(), None),
            (None, None, Some(_)) => ("cohort.below", None, condition.below.clone()),
            (None, None, None) => ("cohort.missing", None, None),
        };
        let numbers = numbers([
            ("column", Cell::Text(condition.column.clone())),
            ("from", text(&from)),
            ("below", text(&below)),
        ]);
        fill(&[key], &numbers).0
    });
    each.collect::<Vec<_>>().join("; ")
}
