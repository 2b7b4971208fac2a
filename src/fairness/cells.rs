//! What tables are made of: cells, headings, and what is hidden as too small.

use super::judge::{CONFIDENCE, Scale};
use super::parameters::Parameters;
use crate::report::{Block, Cell, Interval, Numbers, TableBlock, TableColumn, TextBlock, Unit};
use crate::stats::interval;

/// A whole number.
pub fn count(n: usize) -> Cell {
    Cell::Number(n as f64)
}

/// A number, or nothing where it is not finite.
pub fn number(value: f64) -> Cell {
    if value.is_finite() {
        Cell::Number(value)
    } else {
        Cell::Empty(())
    }
}

/// A number that may not be estimable.
pub fn optional(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty(()), number)
}

/// A sentence of the wording table.
pub fn text(code: &str, numbers: Numbers) -> Block {
    Block::Text(TextBlock {
        code: code.into(),
        numbers,
        sentence: String::new(),
    })
}

/// A table from headings with units and rows.
pub fn table(title: impl Into<String>, columns: &[(&str, Unit)], rows: Vec<Vec<Cell>>) -> Block {
    Block::Table(TableBlock {
        title: title.into(),
        columns: columns
            .iter()
            .map(|(label, unit)| TableColumn {
                label: (*label).into(),
                unit: *unit,
            })
            .collect(),
        rows,
    })
}

pub(super) fn shown(interval: interval::Interval) -> Option<Interval> {
    (interval.lower.is_finite() && interval.upper.is_finite()).then_some(Interval {
        low: interval.lower,
        high: interval.upper,
        level: CONFIDENCE,
    })
}

/// Hides small counts, and rates over few rows, where the person asked for it.
#[derive(Clone, Copy, Debug)]
pub struct Suppress(u64);

impl Suppress {
    /// As the parameters say.
    pub fn of(parameters: &Parameters) -> Suppress {
        Suppress(u64::from(parameters.suppress_below))
    }

    /// Rows from which on values are shown.
    pub fn least(self) -> u64 {
        self.0
    }

    /// A count, or that it is small.
    pub fn count(self, rows: u64) -> Cell {
        if rows > 0 && rows < self.0 {
            Cell::Text(format!("fewer than {}", self.0))
        } else {
            Cell::Number(rows as f64)
        }
    }

    /// A value over so many rows.
    pub fn value(self, value: Option<f64>, rows: u64) -> Cell {
        if rows < self.0 {
            Cell::Empty(())
        } else {
            optional(value)
        }
    }
}

pub(super) fn scale_name(scale: Scale) -> &'static str {
    match scale {
        Scale::Ratio => "ratio",
        Scale::Difference => "difference",
    }
}
