//! The first rows of a file as its settings read them, without reading the file.

use serde::{Deserialize, Serialize};

use super::{ColumnData, Evidence, Finished, Inference, Kind, ReadOptions, Reader, Table};
use crate::error::{Error, Result};

/// Bytes of a file that are enough for its preview.
pub const PREVIEW_BYTES: usize = 1 << 18;
const PREVIEW_ROWS: usize = 50;

/// The first rows, and what they alone say about the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// What was found out about the file's text, and why.
    pub inferences: Vec<Inference>,
    /// Its columns, typed by the rows that were looked at.
    pub columns: Vec<PreviewColumn>,
    /// Rows that were looked at.
    pub rows_read: usize,
    /// Rows, each with a cell for every column: numbers and instants (in milliseconds since 1970) as their shortest
    /// decimal text, `None` where missing.
    pub rows: Vec<Vec<Option<String>>>,
    /// What the person must know about these rows.
    pub warnings: Vec<Error>,
}

/// A column of a preview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PreviewColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Kind,
    /// Why.
    pub evidence: Evidence,
}

/// Reads the first rows of a file of this name from its first bytes; `whole` says that there are no more.
///
/// # Errors
/// As [`Reader::finish`].
pub fn preview(name: &str, bytes: &[u8], whole: bool, options: &ReadOptions) -> Result<Preview> {
    let mut options = options.clone();
    loop {
        let mut reader = Reader::new(name, None, options);
        reader.push(bytes)?;
        let finished = match whole {
            true => reader.finish()?,
            false => reader.finish_early()?,
        };
        match finished {
            Finished::Table(table) => return Ok(of_table(*table)),
            Finished::Reread(again) => options = again,
        }
    }
}

fn of_table(table: Table) -> Preview {
    let rows = 0..table.rows.min(PREVIEW_ROWS);
    let cells = |row: usize| {
        table
            .columns
            .iter()
            .map(move |column| (!column.is_missing(row)).then(|| text(&column.data, row)))
    };
    Preview {
        rows: rows.map(|row| cells(row).collect()).collect(),
        inferences: table.inferences,
        rows_read: table.rows,
        warnings: table.warnings,
        columns: table
            .columns
            .into_iter()
            .map(|column| PreviewColumn {
                name: column.name,
                kind: column.kind,
                evidence: column.evidence,
            })
            .collect(),
    }
}

/// A cell of the first rows.
fn text(data: &ColumnData, row: usize) -> String {
    let of = |text: Option<String>| text.unwrap_or_default();
    match data {
        ColumnData::Number(values) => of(values.iter().flatten().nth(row).map(f64::to_string)),
        ColumnData::Time(values) => of(values.iter().flatten().nth(row).map(i64::to_string)),
        ColumnData::Category(c) | ColumnData::Text(c) => {
            let code = c.codes.iter().flatten().nth(row);
            of(code
                .and_then(|&code| c.levels.get(code as usize))
                .map(str::to_owned))
        }
    }
}
