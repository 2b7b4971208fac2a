//! What a tool says, as blocks.

use super::META;
use crate::report::{Block, Cell, Numbers, Section, TableBlock, TableColumn, TextBlock, Unit};

/// One number of a tool about one column.
pub(super) struct Row {
    pub(super) column: String,
    pub(super) method: &'static str,
    /// `None` where the tool gives none or refuses.
    pub(super) value: Option<f64>,
    /// From where on it says drift; `None` where it has no rule.
    pub(super) threshold: Option<f64>,
    /// `≥`, `>` or `<`: how the value is compared with the threshold.
    pub(super) sign: &'static str,
    /// What it says; `None` where it says nothing.
    pub(super) drift: Option<bool>,
}

impl Row {
    /// A row judged by its own value.
    pub(super) fn judged(
        column: &str,
        method: &'static str,
        value: Option<f64>,
        sign: &'static str,
        threshold: f64,
    ) -> Row {
        Row {
            column: column.into(),
            method,
            value,
            threshold: Some(threshold),
            sign,
            drift: value.map(|value| match sign {
                "<" => value < threshold,
                "≤" => value <= threshold,
                ">" => value > threshold,
                _ => value >= threshold,
            }),
        }
    }
}

/// What a tool says of a pair of files.
pub(super) struct Said {
    /// By its defaults, one row a column.
    pub(super) defaults: Vec<Row>,
    /// By the other methods it offers.
    pub(super) others: Vec<Row>,
    /// Code of the text that says where its numbers cannot be had exactly.
    pub(super) note: &'static str,
}

/// Title of the table of a tool's defaults.
pub(super) const DEFAULTS: &str = "By its defaults";
/// What it says where it calls a column drifted.
pub(super) const DRIFT: &str = "drift";

/// The section of a tool, so far about one column: [`super::join()`] puts them together.
pub(super) fn section(tool: &str, title: &str, said: Said) -> Section {
    let mut blocks = vec![Block::Text(TextBlock {
        code: said.note.into(),
        numbers: Numbers::new(),
        sentence: String::new(),
    })];
    blocks.push(Block::Table(table(DEFAULTS, &said.defaults, true)));
    blocks.push(Block::Table(table(
        "Its other numbers",
        &said.others,
        false,
    )));
    Section {
        id: [META.id, "/", tool].concat(),
        analysis: META.id.into(),
        title: title.into(),
        column: None,
        blocks,
    }
}

/// The heading of the cells for our own words, which are decided later.
const OURS: &str = "Driftglass";

fn table(title: &str, rows: &[Row], with_ours: bool) -> TableBlock {
    let column = |label: &str| TableColumn {
        label: label.into(),
        unit: Unit::Number,
    };
    let mut columns: Vec<TableColumn> = [
        "Column",
        "Method",
        "Value",
        "Drift where",
        "Threshold",
        "Says",
    ]
    .into_iter()
    .map(column)
    .collect();
    if with_ours {
        columns.push(column(OURS));
    }
    let number = |value: Option<f64>| match value {
        Some(value) if value.is_finite() => Cell::Number(value),
        Some(_) => Cell::Text("∞".into()),
        None => Cell::Empty(()),
    };
    TableBlock {
        title: title.into(),
        columns,
        rows: rows
            .iter()
            .map(|row| {
                let says = match row.drift {
                    Some(true) => DRIFT,
                    Some(false) => "no drift",
                    None => "nothing",
                };
                let mut cells = vec![
                    Cell::Text(row.column.clone()),
                    Cell::Text(row.method.into()),
                    number(row.value),
                    Cell::Text(row.sign.into()),
                    number(row.threshold),
                    Cell::Text(says.into()),
                ];
                if with_ours {
                    cells.push(Cell::Empty(()));
                }
                cells
            })
            .collect(),
    }
}
