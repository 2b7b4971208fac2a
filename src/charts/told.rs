//! The words and the table of a chart, and what every chart says them with.

use serde::{Deserialize, Serialize};

use crate::report::{Cell, Interval, TableBlock, TableColumn, Unit, say, show};

/// The words and numbers of a chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Description {
    /// What the chart shows, with its main numbers.
    pub sentence: String,
    /// Every number of the block.
    pub table: TableBlock,
}

pub(super) fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    say(&format!("{} {what}{plural}", show(n as f64, Unit::Count)))
}

pub(super) fn table(title: &str, columns: &[(&str, Unit)], rows: Vec<Vec<Cell>>) -> TableBlock {
    TableBlock {
        title: title.into(),
        columns: columns
            .iter()
            .map(|(label, unit)| TableColumn {
                label: say(label),
                unit: *unit,
            })
            .collect(),
        rows,
    }
}

pub(super) fn cell(value: Option<f64>) -> Cell {
    match value {
        Some(value) if value.is_finite() => Cell::Number(value),
        _ => Cell::Empty(()),
    }
}

pub(super) fn interval_cells(interval: Option<&Interval>) -> [Cell; 3] {
    [
        cell(interval.map(|i| i.low)),
        cell(interval.map(|i| i.high)),
        cell(interval.map(|i| i.level)),
    ]
}
