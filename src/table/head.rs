//! A table without its values: what is shown of a file, and what another worker knows of a table it does not hold.

use serde::{Deserialize, Serialize};

use super::column::{Categories, Column, ColumnData, Evidence, Kind};
use super::contrary::Contrary;
use super::{Drawn, Inference, Ledger, Sample, Source, Table};
use crate::config::Dialect;
use crate::error::Error;

/// All that is known of a table but its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// File name.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// Rows in every column.
    pub rows: usize,
    /// How the file was cut.
    pub dialect: Dialect,
    /// What was found out about its text, and why.
    pub inferences: Vec<Inference>,
    /// Which rows of it were read, where it was too large for the memory.
    pub sample: Option<Sample>,
    /// Its columns.
    pub columns: Vec<ColumnHead>,
    /// What became of every row of the file.
    pub ledger: Ledger,
    /// The lines of its header and of its end.
    #[serde(default)]
    pub lines: [u64; 2],
    /// What the person must know about the reading.
    pub warnings: Vec<Error>,
}

/// All that is known of a column but its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnHead {
    /// Its name in the header.
    pub name: String,
    /// Its type.
    pub kind: Kind,
    /// Why it has this type.
    pub evidence: Evidence,
    /// Named like a key and distinct in every row.
    pub key: bool,
    /// It came from a file of attributes.
    #[serde(default, skip_serializing_if = "is_false")]
    pub joined: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// A column's values on their way to another worker.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The values.
    pub data: ColumnData,
    /// One bit a row, 1 = missing.
    pub missing: Vec<u64>,
}

impl Table {
    /// The table without its values.
    pub fn head(&self) -> Head {
        Head {
            name: self.name.clone(),
            bytes: self.bytes,
            rows: self.rows,
            dialect: self.dialect.clone(),
            inferences: self.inferences.clone(),
            sample: self.sample(),
            columns: self.columns.iter().map(Column::head).collect(),
            ledger: self.ledger,
            lines: [self.source.header_line, self.source.last_line],
            warnings: self.warnings.clone(),
        }
    }

    /// A table whose values are elsewhere.
    pub fn of_head(head: Head) -> Table {
        let ledger = head.ledger;
        let rows = ledger.used + ledger.repaired;
        Table {
            bytes: head.bytes,
            dialect: head.dialect,
            inferences: head.inferences,
            rows: head.rows,
            columns: head.columns.into_iter().map(Column::of_head).collect(),
            ledger,
            warnings: head.warnings,
            drawn: head.sample.map(|sample| Drawn::of(sample, rows)),
            source: Source {
                header_line: head.lines[0],
                last_line: head.lines[1],
                ..Source::default()
            },
            ..Table::empty(&head.name)
        }
    }

    /// Forgets the values of a column, which another worker holds then; false if they are not here.
    pub fn drop_values(&mut self, column: usize) -> bool {
        let column = self.columns.get_mut(column).filter(|c| !c.is_away());
        let here = column.is_some();
        if let Some(column) = column {
            column.data = without_values(column.kind);
            column.missing = Vec::new();
        }
        here
    }

    /// Puts the values of a column in; false if they do not fit.
    pub fn take(&mut self, column: usize, held: Held) -> bool {
        let rows = self.rows;
        let Some(column) = self.columns.get_mut(column) else {
            return false;
        };
        let fits = std::mem::discriminant(&held.data)
            == std::mem::discriminant(&without_values(column.kind))
            && held.data.rows() == rows
            && held.missing.len() == rows.div_ceil(64);
        if fits {
            if self.row_numbers.is_some() {
                column.count_again(&held.missing, rows);
            }
            column.data = held.data;
            column.missing = held.missing;
        }
        fits
    }

    /// Makes a table whose values are elsewhere the table of these rows; their values are then put in.
    pub fn of_rows(&mut self, rows: Vec<u32>) {
        let numbers = rows.iter().map(|&row| self.row_number(row)).collect();
        self.rows = rows.len();
        self.row_numbers = Some(numbers);
    }
}

impl Column {
    fn head(&self) -> ColumnHead {
        ColumnHead {
            name: self.name.clone(),
            kind: self.kind,
            evidence: self.evidence.clone(),
            key: self.key,
            joined: self.joined,
        }
    }

    fn of_head(head: ColumnHead) -> Column {
        Column {
            name: head.name,
            data: without_values(head.kind),
            kind: head.kind,
            evidence: head.evidence,
            key: head.key,
            joined: head.joined,
            missing: Vec::new(),
            contrary: Contrary::default(),
            doubt: None,
        }
    }

    /// True while another worker holds the values.
    pub fn is_away(&self) -> bool {
        self.data.rows() == 0 && self.evidence.present + self.evidence.missing > 0
    }

    /// True if name, type and every row are the same.
    pub fn same_values(&self, other: &Column) -> bool {
        self.name == other.name
            && self.kind == other.kind
            && self.missing == other.missing
            && self.data == other.data
    }
}

impl ColumnData {
    /// Rows that it holds.
    pub fn rows(&self) -> usize {
        fn sum<T>(chunks: &[Vec<T>]) -> usize {
            chunks.iter().map(Vec::len).sum()
        }
        match self {
            ColumnData::Number(values) => sum(values),
            ColumnData::Time(values) => sum(values),
            ColumnData::Category(categories) | ColumnData::Text(categories) => {
                sum(&categories.codes)
            }
        }
    }
}

fn without_values(kind: Kind) -> ColumnData {
    match kind {
        Kind::Number => ColumnData::Number(Vec::new()),
        Kind::Time => ColumnData::Time(Vec::new()),
        Kind::Category | Kind::Boolean => ColumnData::Category(Categories::default()),
        Kind::Text => ColumnData::Text(Categories::default()),
    }
}
