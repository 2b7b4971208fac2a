//! Bytes in, typed columns out: a push parser that never holds a whole file.

mod column;
mod distribution;
mod ledger;

pub use column::{Categories, Column, ColumnData, Evidence, Example, Kind};
pub use distribution::{Distribution, LevelCount, Values};
pub use ledger::Ledger;

use crate::config::Dialect;
use crate::error::Error;

/// One file as typed columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// File name as the person knows it.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// Delimiter used and how it was found.
    pub dialect: Dialect,
    /// Rows in every column.
    pub rows: usize,
    /// Columns in file order, names unique.
    pub columns: Vec<Column>,
    /// What became of every row of the file.
    pub ledger: Ledger,
    /// What the person must know about the reading.
    pub warnings: Vec<Error>,
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}
