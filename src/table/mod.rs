//! Bytes in, typed columns out: a push parser that never holds a whole file.

mod amount;
mod append;
mod batch;
mod bitmap;
mod builder;
mod calendar;
mod cell;
mod chunks;
mod column;
mod contrary;
mod dictionary;
mod distribution;
mod epoch;
#[cfg(feature = "engine")]
mod head;
mod header;
mod instant;
mod key;
mod kinds;
mod ledger;
mod levels;
mod lines;
mod missing;
mod notation;
mod number;
#[cfg(feature = "full")]
mod place;
mod reader;
mod refusal;
mod repairs;
#[cfg(feature = "engine")]
pub mod row_key;
mod sniff;
mod sort;
#[cfg(feature = "full")]
mod split;
#[cfg(feature = "full")]
mod stack;
mod structural;
#[cfg(feature = "engine")]
mod taken;
mod texts;
mod tokenizer;

pub use builder::UNDECIDED_ROWS;
pub use cell::BOOLEAN_PAIRS;
pub use chunks::CHUNK_ROWS;
pub use column::{Categories, Column, ColumnData, Evidence, Example, Kind};
pub use distribution::{Distribution, LevelCount, Values};
#[cfg(feature = "engine")]
pub use head::{ColumnHead, Head, Held};
pub use key::named_like_key;
pub use kinds::{CATEGORY_LEVELS, READABLE_PERCENT};
pub use ledger::Ledger;
pub use levels::Levels;
pub use missing::MISSING_TOKENS;
pub use notation::Notation;
pub use number::NUMBER_DIGITS;
pub use reader::{Finished, ReadOptions, Reader};
pub use sniff::{DELIMITERS, DelimiterVote};
pub use texts::{CHARACTER_KINDS, Texts};
pub use tokenizer::{MAXIMUM_CELL_CHARACTERS, MAXIMUM_COLUMNS, MAXIMUM_ROW_BYTES};

use repairs::Repairs;

use crate::config::Dialect;
use crate::error::Error;

/// One file as typed columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// File name as the person knows it.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// Delimiter used and how it was found.
    pub dialect: Dialect,
    /// What the first rows say for each delimiter, the one used first; empty where Config gives it.
    pub votes: Vec<DelimiterVote>,
    /// Rows in every column.
    pub rows: usize,
    /// Columns in file order, names unique.
    pub columns: Vec<Column>,
    /// What became of every row of the file.
    pub ledger: Ledger,
    /// What the person must know about the reading.
    pub warnings: Vec<Error>,
    source: Source,
    /// What it is a part of, where one file was split.
    pub part: Option<Part>,
    /// The files that stand behind each other in it, where it was put together from several; a row's number says
    /// which one it is from.
    pub periods: Vec<Period>,
    /// Where each row stood in the file, from 0, in a table of some rows.
    row_numbers: Option<Vec<u32>>,
}

/// What a table is a part of.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Name of the whole file.
    pub file: String,
    /// The column that decided.
    pub column: String,
    /// Which rows, such as `day before 2024-07-01`.
    pub rule: String,
    /// Rows of the file in neither part, since the column has no value there.
    pub left_out: u64,
    /// What became of the rows of the whole file.
    pub ledger: Ledger,
}

/// One of several files in one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// File name.
    pub name: String,
    /// Its rows, behind those of the files before it.
    pub rows: usize,
}

/// What a table keeps of its reading, so that another one can be added.
#[derive(Clone, Debug, Default, PartialEq)]
struct Source {
    header_line: u64,
    last_line: u64,
    header_warning: Option<Error>,
    repairs: Repairs,
}

impl Table {
    /// No table: stands in the reference's place where one file is looked at alone. A file that was read has at least
    /// one column.
    pub fn absent() -> Table {
        Table {
            name: String::new(),
            bytes: 0,
            dialect: Dialect::default(),
            votes: Vec::new(),
            rows: 0,
            columns: Vec::new(),
            ledger: Ledger::default(),
            warnings: Vec::new(),
            source: Source::default(),
            part: None,
            periods: Vec::new(),
            row_numbers: None,
        }
    }

    /// True for [`Table::absent`].
    pub fn is_absent(&self) -> bool {
        self.columns.is_empty()
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// The delimiter that was used.
    fn delimiter(&self) -> char {
        self.dialect.delimiter.unwrap_or(DELIMITERS[0])
    }

    /// Words what the reading found, in a fixed order: delimiter, header, rows, then columns.
    fn note_warnings(&mut self) {
        let mut warnings: Vec<Error> = sniff::close_second(&self.votes)
            .map(|(first, second)| refusal::delimiter_doubt(first, second))
            .into_iter()
            .collect();
        warnings.extend(self.source.header_warning.clone());
        warnings.extend(self.source.repairs.warnings(self.columns.len()));
        warnings.extend(self.columns.iter().filter_map(Column::unread_warning));
        warnings.extend(self.columns.iter().filter_map(Column::doubt_warning));
        for warning in &mut warnings {
            warning.place.file = Some(self.name.clone());
        }
        self.warnings = warnings;
    }
}
