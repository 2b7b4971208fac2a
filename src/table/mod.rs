//! Bytes in, typed columns out: a push parser that never holds a whole file.

mod batch;
mod bitmap;
mod builder;
mod cell;
mod chunks;
mod column;
mod dictionary;
mod distribution;
mod header;
mod instant;
mod kinds;
mod ledger;
mod levels;
mod lines;
mod number;
mod reader;
mod refusal;
mod repairs;
mod sniff;
mod structural;
mod tokenizer;

pub use builder::UNDECIDED_ROWS;
pub use cell::{BOOLEAN_PAIRS, MISSING_TOKENS};
pub use chunks::CHUNK_ROWS;
pub use column::{Categories, Column, ColumnData, Evidence, Example, Kind};
pub use distribution::{Distribution, LevelCount, Values};
pub use kinds::{CATEGORY_LEVELS, READABLE_PERCENT};
pub use ledger::Ledger;
pub use levels::Levels;
pub use number::NUMBER_DIGITS;
pub use reader::{Finished, ReadOptions, Reader};
pub use sniff::{DELIMITERS, DelimiterVote};
pub use tokenizer::{MAXIMUM_CELL_CHARACTERS, MAXIMUM_COLUMNS, MAXIMUM_ROW_BYTES};

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
