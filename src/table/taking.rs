//! Cells of a batch become values of a column.

use std::ops::Range;

use super::batch::{Batch, Span};
use super::builder::Tally;
use super::cell::{self, Meaning};
use super::chunks;
use super::column::Categories;
use super::contrary::offer;
use super::dictionary::Dictionary;
use super::instant;
use super::missing::MissingTokens;
use super::number;
use super::word;

/// One column of a batch.
pub(super) struct Cells<'a> {
    pub(super) buffer: &'a [u8],
    pub(super) batch: &'a Batch,
    pub(super) column: usize,
    pub(super) missing: &'a MissingTokens,
}

impl Cells<'_> {
    #[inline(always)]
    fn span(&self, row: usize) -> Span {
        self.batch.span(row, self.column)
    }

    #[inline]
    fn bytes<'a>(&'a self, span: Span, scratch: &'a mut Vec<u8>) -> &'a [u8] {
        span.bytes(self.buffer, self.batch.style, scratch)
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
        let span = cells.span(row);
        let known = match span.plain_range() {
            Some((start, end)) if start >= end => {
                tally.missing_cells += 1;
                return None;
            }
            Some((start, end)) if end - start <= 16 => {
                let (low, high) = word::pair(cells.buffer, start, end - start);
                dictionary.short(low, high, end - start)
            }
            _ => dictionary.known(cells.bytes(span, &mut scratch)),
        };
        if known.is_some() {
            return known;
        }
        // What stands for no value is never a level.
        let cell = cells.bytes(span, &mut scratch);
        let trimmed = cell::trim(cell);
        if cells.missing.has(trimmed) {
            tally.missing_cells += 1;
            return None;
        }
        tally.first_lines.push(cells.line(row) as u32);
        if !tally.contrary.is_full() {
            tally.offer(cell::meaning(trimmed), cells.line(row), cell);
        }
        Some(dictionary.insert(cell))
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
        let span = cells.span(row);
        if !look_first
            && let Some((start, end)) = span.plain_range()
            && let Some(value) = number::read_short(cells.buffer, start, end)
        {
            short += 1;
            return Some(value);
        }
        let cell = cells.bytes(span, &mut scratch);
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
        let span = cells.span(row);
        if !look_first
            && let Some((start, end)) = span.plain_range()
            && let Some(value) = instant::read_plain(cells.buffer, start, end)
        {
            plain += 1;
            return Some(value);
        }
        let cell = cells.bytes(span, &mut scratch);
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
