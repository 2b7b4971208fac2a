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
    in_blocks(rows, codes, tally, |row, tally| {
        let cell = cells.get(row, &mut scratch);
        if let Some(code) = dictionary.recent(cell) {
            return Some(code);
        }
        if cells.missing.has(cell::trim(cell)) {
            tally.missing_cells += 1;
            return None;
        }
        let (code, new) = dictionary.code(cell);
        if new {
            tally.first_lines.push(cells.line(row) as u32);
            tally.offer(cell::meaning(cell::trim(cell)), cells.line(row), cell);
        }
        Some(code)
    });
}

pub(super) fn take_numbers(
    values: &mut Vec<Vec<f64>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    let mut scratch = Vec::new();
    let look_first = cells.missing.look_first();
    let mut short = 0;
    in_blocks(rows, values, tally, |row, tally| {
        let cell = cells.get(row, &mut scratch);
        if !look_first && let Some(value) = number::read_short(cell) {
            short += 1;
            return Some(value);
        }
        let value = number_of(tally.take(cell, cells.missing)?);
        if value.is_none() {
            offer(&mut tally.contrary.not_number, cells.line(row), cell);
        }
        value
    });
    tally.counts.add(Meaning::Number(0.0), short);
}

/// Reads rows one by one and stores what they read as, `None` as missing, in blocks that end with a chunk or a word of
/// the bitmap: what a column keeps is touched once a block.
#[inline(always)]
fn in_blocks<T: Stored>(
    rows: Range<usize>,
    store: &mut Vec<Vec<T>>,
    tally: &mut Tally,
    mut read: impl FnMut(usize, &mut Tally) -> Option<T>,
) {
    let Range { mut start, end } = rows;
    let mut block = [T::NOTHING; 64];
    while start < end {
        let length = tally
            .missing
            .room()
            .min(chunks::room(store))
            .min(end - start);
        let mut missing = 0;
        for (i, place) in block[..length].iter_mut().enumerate() {
            let value = read(start + i, tally);
            missing |= u64::from(value.is_none()) << i;
            *place = value.unwrap_or(T::NOTHING);
        }
        chunks::extend(store, &block[..length]);
        tally.missing.push_bits(missing, length);
        start += length;
    }
}

/// What a column keeps of a row.
trait Stored: Copy {
    /// In place of a value that is missing.
    const NOTHING: Self;
}

impl Stored for f64 {
    const NOTHING: f64 = 0.0;
}

impl Stored for i64 {
    const NOTHING: i64 = 0;
}

impl Stored for u32 {
    const NOTHING: u32 = Categories::MISSING;
}

pub(super) fn take_times(
    values: &mut Vec<Vec<i64>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    let mut scratch = Vec::new();
    let look_first = cells.missing.look_first();
    let mut plain = 0;
    in_blocks(rows, values, tally, |row, tally| {
        let cell = cells.get(row, &mut scratch);
        if !look_first && let Some(value) = instant::read(cell) {
            plain += 1;
            return Some(value);
        }
        let value = time_of(tally.take(cell, cells.missing)?);
        if value.is_none() {
            offer(&mut tally.contrary.not_time, cells.line(row), cell);
        }
        value
    });
    tally.counts.add(Meaning::Time(0), plain);
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
