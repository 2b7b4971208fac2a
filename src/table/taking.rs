//! Cells of a batch become values of a column.

use std::ops::Range;

use super::batch::Batch;
use super::builder::Tally;
use super::cell::{self, Meaning};
use super::chunks;
use super::column::Categories;
use super::contrary::offer;
use super::dictionary::Dictionary;
use super::instant;
use super::missing::MissingTokens;
use super::number;

/// One column of a batch.
pub(super) struct Cells<'a> {
    pub(super) buffer: &'a [u8],
    pub(super) batch: &'a Batch,
    pub(super) column: usize,
    pub(super) missing: &'a MissingTokens,
}

impl Cells<'_> {
    #[inline]
    fn get<'a>(&'a self, row: usize, scratch: &'a mut Vec<u8>) -> &'a [u8] {
        self.batch
            .span(row, self.column)
            .bytes(self.buffer, self.batch.style, scratch)
    }

    fn line(&self, row: usize) -> u64 {
        self.batch.lines.get(row).copied().unwrap_or(0)
    }
}

pub(super) fn take_words(
    dictionary: &mut Dictionary,
    codes: &mut Vec<Vec<u32>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    let mut scratch = Vec::new();
    for row in rows {
        let cell = cells.get(row, &mut scratch);
        let missing = cells.missing.has(cell::trim(cell));
        let code = if missing {
            tally.missing_cells += 1;
            Categories::MISSING
        } else {
            let (code, new) = dictionary.code(cell);
            if new {
                tally.first_lines.push(cells.line(row) as u32);
                tally.offer(cell::meaning(cell::trim(cell)), cells.line(row), cell);
            }
            code
        };
        chunks::push(codes, code);
        tally.missing.push(missing);
    }
}

pub(super) fn take_numbers(
    values: &mut Vec<Vec<f64>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    let mut scratch = Vec::new();
    let look_first = cells.missing.look_first();
    for row in rows {
        let cell = cells.get(row, &mut scratch);
        let short = if look_first {
            None
        } else {
            number::read_short(cell)
        };
        let value = match short {
            Some(value) => {
                tally.counts.add(Meaning::Number(value), 1);
                Some(value)
            }
            None => tally.take(cell, cells.missing).and_then(|meaning| {
                let value = number_of(meaning);
                if value.is_none() {
                    offer(&mut tally.contrary.not_number, cells.line(row), cell);
                }
                value
            }),
        };
        chunks::push(values, value.unwrap_or(0.0));
        tally.missing.push(value.is_none());
    }
}

pub(super) fn take_times(
    values: &mut Vec<Vec<i64>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    let mut scratch = Vec::new();
    let look_first = cells.missing.look_first();
    for row in rows {
        let cell = cells.get(row, &mut scratch);
        let plain = if look_first {
            None
        } else {
            instant::read(cell)
        };
        let value = match plain {
            Some(value) => {
                tally.counts.add(Meaning::Time(value), 1);
                Some(value)
            }
            None => tally.take(cell, cells.missing).and_then(|meaning| {
                let value = time_of(meaning);
                if value.is_none() {
                    offer(&mut tally.contrary.not_time, cells.line(row), cell);
                }
                value
            }),
        };
        chunks::push(values, value.unwrap_or(0));
        tally.missing.push(value.is_none());
    }
}

impl Tally {
    /// Counts a cell; `None` if it is missing.
    #[inline]
    fn take(&mut self, cell: &[u8], missing: &MissingTokens) -> Option<Meaning> {
        let trimmed = cell::trim(cell);
        if missing.has(trimmed) {
            self.missing_cells += 1;
            return None;
        }
        let meaning = cell::meaning(trimmed);
        self.counts.add(meaning, 1);
        Some(meaning)
    }

    /// Notes a cell that speaks against a type.
    fn offer(&mut self, meaning: Meaning, line: u64, cell: &[u8]) {
        if !matches!(meaning, Meaning::Number(_)) {
            offer(&mut self.contrary.not_number, line, cell);
        }
        if !matches!(meaning, Meaning::Time(_)) {
            offer(&mut self.contrary.not_time, line, cell);
        }
    }
}

pub(super) fn plain_meaning(level: &str) -> Meaning {
    cell::meaning(cell::trim(level.as_bytes()))
}

pub(super) fn number_of(meaning: Meaning) -> Option<f64> {
    match meaning {
        Meaning::Number(value) => Some(value),
        _ => None,
    }
}

pub(super) fn time_of(meaning: Meaning) -> Option<i64> {
    match meaning {
        Meaning::Time(value) => Some(value),
        _ => None,
    }
}
