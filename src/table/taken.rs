//! Some rows of a table as a table of their own.

use super::chunks::{self, CHUNK_ROWS};
use super::column::{Categories, Column, ColumnData};
use super::head::Held;
use super::{Drawn, Levels, Table};
use kernels::texts::Dictionary;

impl Table {
    /// The table of these rows, in this order; a row may be taken more than once, one that does not exist is left
    /// out. Name, types, ledger and warnings stay those of the whole file; [`Table::row_number`] still tells where
    /// a row stood.
    pub fn take_rows(&self, rows: &[u32]) -> Table {
        let rows: Vec<u32> = rows
            .iter()
            .copied()
            .filter(|&row| (row as usize) < self.rows)
            .collect();
        Table {
            name: self.name.clone(),
            bytes: self.bytes,
            dialect: self.dialect.clone(),
            votes: self.votes.clone(),
            inferences: self.inferences.clone(),
            rows: rows.len(),
            columns: self.columns.iter().map(|c| c.take_rows(&rows)).collect(),
            ledger: self.ledger,
            warnings: self.warnings.clone(),
            source: self.source.clone(),
            part: self.part.clone(),
            periods: self.periods.clone(),
            row_numbers: Some(rows.iter().map(|&row| self.row_number(row)).collect()),
            drawn: self.drawn.as_ref().map(|drawn| Drawn {
                sample: drawn.sample,
                rows: drawn.rows,
                numbers: Vec::new(),
            }),
        }
    }

    /// The place of a row among the rows read from the file, from 0.
    pub fn row_number(&self, row: u32) -> u32 {
        let drawn = self.drawn.as_ref().map(|drawn| &drawn.numbers);
        match self.row_numbers.as_ref().or(drawn) {
            Some(numbers) => numbers.get(row as usize).copied().unwrap_or(row),
            None => row,
        }
    }
}

impl Column {
    /// The column of these rows, all of which exist.
    pub fn take_rows(&self, rows: &[u32]) -> Column {
        let Held { data, missing } = self.held_rows(rows);
        let mut column = Column {
            name: self.name.clone(),
            kind: self.kind,
            evidence: self.evidence.clone(),
            data,
            missing: Vec::new(),
            key: self.key,
            joined: self.joined,
            contrary: self.contrary.clone(),
            doubt: self.doubt.clone(),
        };
        column.count_again(&missing, rows.len());
        column.missing = missing;
        column
    }

    /// The values of these rows, all of which exist.
    pub fn held_rows(&self, rows: &[u32]) -> Held {
        let mut missing = vec![0u64; rows.len().div_ceil(64)];
        for (new, &row) in rows.iter().enumerate() {
            if self.is_missing(row as usize) {
                missing[new / 64] |= 1 << (new % 64);
            }
        }
        Held {
            data: self.data.take_rows(rows),
            missing,
        }
    }

    /// Counts what is there in a column of some rows.
    pub(super) fn count_again(&mut self, missing: &[u64], rows: usize) {
        let absent: u64 = missing
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum();
        self.evidence.present = rows as u64 - absent;
        self.evidence.missing = absent;
        self.evidence.unread = 0;
    }
}

impl ColumnData {
    fn take_rows(&self, rows: &[u32]) -> ColumnData {
        match self {
            ColumnData::Number(values) => ColumnData::Number(gather(values, rows)),
            ColumnData::Time(values) => ColumnData::Time(gather(values, rows)),
            ColumnData::Category(categories) => ColumnData::Category(categories.take_rows(rows)),
            ColumnData::Text(categories) => ColumnData::Text(categories.take_rows(rows)),
        }
    }
}

impl Categories {
    /// Levels that no row has are left out; the others keep the order of first appearance among these rows.
    fn take_rows(&self, rows: &[u32]) -> Categories {
        let mut codes = gather(&self.codes, rows);
        let mut renamed = vec![Categories::MISSING; self.levels.len()];
        let mut dictionary = Dictionary::of(Levels::default());
        for code in codes.iter_mut().flatten() {
            let Some(new) = renamed.get_mut(*code as usize) else {
                continue;
            };
            if *new == Categories::MISSING {
                let level = self.levels.get(*code as usize).unwrap_or_default();
                *new = dictionary.code(level.as_bytes()).0;
            }
            *code = *new;
        }
        Categories {
            levels: dictionary.into_levels(),
            codes,
        }
    }
}

fn gather<T: Copy>(values: &[Vec<T>], rows: &[u32]) -> Vec<Vec<T>> {
    let mut out = Vec::new();
    for &row in rows {
        if let Some(&value) = values
            .get(row as usize / CHUNK_ROWS)
            .and_then(|chunk| chunk.get(row as usize % CHUNK_ROWS))
        {
            chunks::push(&mut out, value);
        }
    }
    out
}
