//! Bytes in, typed columns out: a push parser that never holds a whole file.

#[cfg(feature = "engine")]
mod added;
mod ahead;
mod amount;
mod append;
mod batch;
mod bitmap;
mod builder;
mod calendar;
mod cell;
mod chunks;
#[cfg(any(feature = "full", feature = "models"))]
mod cohort;
mod column;
mod contrary;
mod cutting;
mod distribution;
mod encoding;
mod epoch;
mod formats;
#[cfg(any(feature = "engine", feature = "models"))]
mod head;
mod head_rows;
mod header;
mod held;
mod inference;
mod instant;
#[cfg(feature = "full")]
mod join;
mod key;
mod kinds;
mod layout;
mod ledger;
mod lines;
mod missing;
mod notation;
mod number;
mod part;
mod piece;
#[cfg(feature = "full")]
mod place;
#[cfg(feature = "full")]
mod preview;
mod reader;
mod refusal;
mod repairs;
mod room;
#[cfg(feature = "engine")]
pub mod row_key;
mod sample;
mod scan;
mod sniff;
#[cfg(any(feature = "full", feature = "models"))]
mod split;
#[cfg(feature = "full")]
mod stack;
mod style;
#[cfg(any(feature = "engine", feature = "models"))]
mod taken;
mod taking;
mod texts;
mod tokenizer;
mod words;

pub use builder::UNDECIDED_ROWS;
pub use cell::BOOLEAN_PAIRS;
pub use chunks::CHUNK_ROWS;
pub use column::{Categories, Column, ColumnData, Evidence, Example, Kind};
pub use distribution::{Distribution, LevelCount, Values};
#[cfg(any(feature = "engine", feature = "models"))]
pub use head::{ColumnHead, Head, Held};
pub use inference::Inference;
#[cfg(feature = "full")]
pub use join::{Joined, join};
pub use kernels::cells::NUMBER_DIGITS;
pub use kernels::texts::Levels;
pub use key::named_like_key;
pub use kinds::{CATEGORY_LEVELS, READABLE_PERCENT};
pub use ledger::Ledger;
pub use missing::MISSING_TOKENS;
pub use notation::Notation;
pub use part::{FilePart, PartHead, PartReader, Plan};
pub use piece::Piece;
#[cfg(feature = "full")]
pub use preview::{PREVIEW_BYTES, Preview, PreviewColumn, preview};
pub use reader::{Finished, MOST_READINGS, ReadOptions, Reader};
pub use sample::Sample;
pub use sniff::{DELIMITERS, DelimiterVote};
pub use texts::{CHARACTER_KINDS, Texts};
pub use tokenizer::{MAXIMUM_CELL_CHARACTERS, MAXIMUM_COLUMNS, MAXIMUM_ROW_BYTES};

pub use words::words;

use repairs::Repairs;

use crate::config::Dialect;
use crate::error::{Code, Error};

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
    /// What was found out about the file's text, and why.
    pub inferences: Vec<Inference>,
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
    /// Which rows were read, where the whole file was too large for the memory.
    drawn: Option<Drawn>,
}

/// The sample that a table is, taken while its file was read.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    sample: Sample,
    /// How many rows.
    rows: usize,
    /// Where each of its rows stood among the rows of the file, from 0.
    numbers: Vec<u32>,
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
        Table::empty("")
    }

    /// A table of this name without anything in it.
    fn empty(name: &str) -> Table {
        Table {
            name: name.to_owned(),
            bytes: 0,
            dialect: Dialect::default(),
            votes: Vec::new(),
            inferences: Vec::new(),
            rows: 0,
            columns: Vec::new(),
            ledger: Ledger::default(),
            warnings: Vec::new(),
            source: Source::default(),
            part: None,
            periods: Vec::new(),
            row_numbers: None,
            drawn: None,
        }
    }

    /// True for [`Table::absent`].
    pub fn is_absent(&self) -> bool {
        self.columns.is_empty()
    }

    /// Which rows of the file were read, where it was too large for the memory; all where `None`.
    pub fn sample(&self) -> Option<Sample> {
        self.drawn.as_ref().map(|drawn| drawn.sample)
    }

    /// Rows of that sample, or all rows of the file.
    pub fn sample_rows(&self) -> u64 {
        match &self.drawn {
            Some(drawn) => drawn.rows as u64,
            None => self.rows_of_file(),
        }
    }

    /// How the file's bytes stood for characters, where they were not UTF-8.
    pub fn encoding(&self) -> Option<&str> {
        let found = self.inferences.iter().find(|i| i.key == "dialect.encoding");
        found
            .map(|i| i.value.as_str())
            .filter(|&name| name != "utf-8")
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// Rows read from the file: more than [`Table::rows`] where the table is a sample of them.
    pub fn rows_of_file(&self) -> u64 {
        self.ledger.used + self.ledger.repaired
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
        warnings.extend(cutting::encoding_warning(&self.inferences));
        warnings.extend(self.drawn.as_ref().map(|drawn| drawn.warning(self)));
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

impl Drawn {
    /// The sample of a file with so many rows.
    #[cfg(any(feature = "engine", feature = "models"))]
    fn of(sample: Sample, rows_of_file: u64) -> Drawn {
        let numbers: Vec<u32> = (0..rows_of_file)
            .filter(|&row| sample.keeps(row))
            .map(|row| row as u32)
            .collect();
        Drawn {
            sample,
            rows: numbers.len(),
            numbers,
        }
    }

    fn warning(&self, table: &Table) -> Error {
        Error::new(
            Code::TableSampled,
            format!(
                "{} of {} rows, a uniform sample, since the whole table is larger than the memory budget",
                table.rows,
                table.rows_of_file()
            ),
            "a table within the memory budget",
            "Every number is about the sample. Raise budgets.memory_bytes or leave out columns to read all rows.",
        )
        .with_count(table.rows as u64)
    }
}
