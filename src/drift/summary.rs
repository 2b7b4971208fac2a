//! Both files' usual numbers, one row each.

use super::comparison::{Comparison, number_cell};
use crate::report::{Block, Cell, TableBlock, TableColumn, Unit};
use crate::stats::summary::Summary;

pub(super) fn table(column: &Comparison, summaries: &[Option<Summary>; 2]) -> Block {
    let row = |file: &str, missing: u64, s: &Option<Summary>| {
        let value = |of: fn(&Summary) -> Option<f64>| {
            s.as_ref().and_then(of).map_or(Cell::Empty(()), number_cell)
        };
        vec![
            Cell::Text(file.into()),
            value(|s| Some(s.count as f64)),
            Cell::Number(missing as f64),
            value(|s| s.mean),
            value(|s| s.standard_deviation),
            value(|s| Some(s.minimum)),
            value(|s| s.first_quartile),
            value(|s| s.median),
            value(|s| s.third_quartile),
            value(|s| Some(s.maximum)),
        ]
    };
    let number = |label: &str| TableColumn {
        label: label.into(),
        unit: Unit::Number,
    };
    let count = |label: &str| TableColumn {
        label: label.into(),
        unit: Unit::Count,
    };
    Block::Table(TableBlock {
        title: "Summary".into(),
        columns: vec![
            number("File"),
            count("Values"),
            count("Missing"),
            number("Mean"),
            number("Standard deviation"),
            number("Minimum"),
            number("Lower quartile"),
            number("Median"),
            number("Upper quartile"),
            number("Maximum"),
        ],
        rows: vec![
            row("Reference", column.reference.missing, &summaries[0]),
            row("Current", column.current.missing, &summaries[1]),
        ],
    })
}
