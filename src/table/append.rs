//! One table behind another: the table that one reading of both files' rows would give.

use super::cell::{boolean_pairs, trim};
use super::chunks::{self, CHUNK_ROWS};
use super::column::{Categories, Column, ColumnData, Kind};
use super::kinds::decide_dictionary;
use super::notation::Doubt;
use super::{Source, Table};
use crate::error::{Code, Error, Result};
use kernels::texts::Dictionary;

impl Table {
    /// Adds the rows of a table with the same columns: a later part of the same file, or another file.
    ///
    /// The result equals the table of one reading over this table's file and, behind it, the later file without
    /// its header; lines count on accordingly. The votes for a delimiter stay those of this table.
    ///
    /// # Errors
    /// `call.invalid` if names or types differ, `table.ragged-row` if too many rows of both together are ragged.
    /// The table is then unchanged.
    pub fn append(&mut self, later: Table) -> Result<()> {
        if self.columns.len() != later.columns.len() {
            return Err(differs(
                &later,
                "another number of columns than the first table",
            ));
        }
        for (column, other) in self.columns.iter().zip(&later.columns) {
            if column.name != other.name {
                return Err(differs(&later, "another column name than the first table")
                    .in_column(&other.name));
            }
            if !agree(column, other) {
                return Err(differs(&later, "another type than the first table")
                    .in_column(&other.name)
                    .with_value(other.kind.as_str()));
            }
        }
        let shift = self.source.last_line - later.source.header_line;
        let mut source: Source = self.source.clone();
        source.last_line += later.source.last_line - later.source.header_line;
        source.repairs.append(&later.source.repairs, shift);
        source.repairs.check(self.columns.len(), self.delimiter())?;

        self.source = source;
        self.ledger = self.source.repairs.ledger;
        self.bytes += later.bytes;
        for (column, other) in self.columns.iter_mut().zip(later.columns) {
            append_column(column, self.rows, other, later.rows, shift);
        }
        self.rows += later.rows;
        self.note_warnings();
        Ok(())
    }
}

fn differs(later: &Table, found: &str) -> Error {
    Error::new(
        Code::CallInvalid,
        found,
        "tables with the same columns, of the same types, in the same order",
        "Read both with the same storage, or compare them as two files.",
    )
    .in_file(&later.name)
}

/// A column without a value agrees with every type.
pub(super) fn agree(column: &Column, other: &Column) -> bool {
    let pair = |c: &Column| match &c.data {
        ColumnData::Category(c) => c
            .levels
            .iter()
            .fold(u32::MAX, |all, l| all & boolean_pairs(trim(l.as_bytes()))),
        _ => 0,
    };
    let family = |kind| match kind {
        Kind::Text => Kind::Category,
        kind => kind,
    };
    column.evidence.present == 0
        || other.evidence.present == 0
        || (family(column.kind) == family(other.kind)
            && column.evidence.notation == other.evidence.notation
            && (column.kind != Kind::Boolean || pair(column) & pair(other) != 0))
}

fn append_column(
    column: &mut Column,
    rows: usize,
    mut other: Column,
    other_rows: usize,
    shift: u64,
) {
    if column.evidence.present == 0 {
        column.kind = other.kind;
        column.data = without_values(&other.data, rows);
    } else if other.evidence.present == 0 {
        other.data = without_values(&column.data, other_rows);
    }
    append_bits(&mut column.missing, rows, &other.missing);
    column.missing.truncate((rows + other_rows).div_ceil(64));
    column.evidence.add(&other.evidence, shift);
    column.doubt = match (column.doubt.take(), other.doubt.take()) {
        (Some(mut first), Some(second)) if first.code == second.code => {
            first.append(second, shift);
            Some(first)
        }
        (Some(doubt), None) if other.evidence.present == 0 => Some(doubt),
        (None, Some(doubt)) if column.evidence.present == other.evidence.present => {
            let mut moved = Doubt {
                examples: Vec::new(),
                count: 0,
                code: doubt.code,
            };
            moved.append(doubt, shift);
            Some(moved)
        }
        _ => None,
    };
    column.contrary.append(other.contrary, shift);
    match (&mut column.data, other.data) {
        (ColumnData::Number(values), ColumnData::Number(more)) => append_values(values, more),
        (ColumnData::Time(values), ColumnData::Time(more)) => append_values(values, more),
        (
            ColumnData::Category(first) | ColumnData::Text(first),
            ColumnData::Category(second) | ColumnData::Text(second),
        ) => append_categories(first, second),
        // Refused by `agree`.
        _ => {}
    }
    if matches!(column.kind, Kind::Category | Kind::Text) {
        column.decide_again();
    }
    column.key = column.says_key();
    column.choose_examples();
}

impl Column {
    /// Category or text, after levels came in.
    fn decide_again(&mut self) {
        if let ColumnData::Category(categories) | ColumnData::Text(categories) = &mut self.data {
            let categories = std::mem::take(categories);
            let distinct = categories.levels.len() as u64;
            self.kind = decide_dictionary(self.evidence.present, distinct);
            self.data = match self.kind {
                Kind::Text => ColumnData::Text(categories),
                _ => ColumnData::Category(categories),
            };
        }
    }
}

/// Data like `model` for rows that are all missing.
fn without_values(model: &ColumnData, rows: usize) -> ColumnData {
    match model {
        ColumnData::Number(_) => ColumnData::Number(filled(0.0, rows)),
        ColumnData::Time(_) => ColumnData::Time(filled(0, rows)),
        ColumnData::Category(_) | ColumnData::Text(_) => ColumnData::Category(Categories {
            codes: filled(Categories::MISSING, rows),
            ..Categories::default()
        }),
    }
}

fn filled<T: Copy>(value: T, rows: usize) -> Vec<Vec<T>> {
    (0..rows)
        .step_by(CHUNK_ROWS)
        .map(|start| vec![value; CHUNK_ROWS.min(rows - start)])
        .collect()
}

/// Keeps every chunk but the last full.
pub(super) fn append_values<T>(values: &mut Vec<Vec<T>>, more: Vec<Vec<T>>) {
    if values.last().is_none_or(|chunk| chunk.len() == CHUNK_ROWS) {
        values.extend(more);
    } else {
        for value in more.into_iter().flatten() {
            chunks::push(values, value);
        }
    }
}

/// Levels keep the order of first appearance over both.
fn append_categories(first: &mut Categories, second: Categories) {
    let mut dictionary = Dictionary::of(std::mem::take(&mut first.levels));
    let codes: Vec<u32> = second
        .levels
        .iter()
        .map(|level| dictionary.code(level.as_bytes()).0)
        .collect();
    first.levels = dictionary.into_levels();
    let mut moved = second.codes;
    for code in moved.iter_mut().flatten() {
        *code = codes
            .get(*code as usize)
            .copied()
            .unwrap_or(Categories::MISSING);
    }
    append_values(&mut first.codes, moved);
}

/// Adds bits behind the first `rows` ones.
pub(super) fn append_bits(words: &mut Vec<u64>, rows: usize, more: &[u64]) {
    let used = rows % 64;
    for &word in more {
        if used == 0 {
            words.push(word);
        } else {
            if let Some(last) = words.last_mut() {
                *last |= word << used;
            }
            words.push(word >> (64 - used));
        }
    }
}
