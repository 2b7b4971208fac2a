//! Cells of a batch become values of a column.

use std::ops::Range;

use super::batch::{Batch, bytes_of};
use super::builder::Tally;
use super::cell::{self, Meaning};
use super::chunks;
use super::column::{Categories, Example};
use super::contrary::offer;
use super::missing::MissingTokens;
use kernels::cells::{CELLS, Span, Unread, read_instants, read_numbers};
use kernels::texts::{self, Dictionary};

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

    /// The cells of this column from a row on, and those of the others behind each.
    #[inline]
    fn from(&self, row: usize) -> &[Span] {
        let first = row * self.batch.width + self.column;
        self.batch.spans.get(first..).unwrap_or_default()
    }

    #[inline]
    fn bytes<'a>(&'a self, span: Span, scratch: &'a mut Vec<u8>) -> &'a [u8] {
        bytes_of(span, self.buffer, self.batch.style, scratch)
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
    let mut on_the_way = texts::Block::default();
    let mut scratch = Vec::new();
    let mut block = [Categories::MISSING; CELLS];
    in_blocks(rows, codes, tally, |first, length, out, tally| {
        let block = &mut block[..length];
        let texts = texts::Cells {
            buffer: cells.buffer,
            quotes: cells.batch.style.quotes(),
            spans: cells.from(first),
            width: cells.batch.width,
        };
        let taken = dictionary.codes(&texts, &mut on_the_way, block, cells.missing);
        let mut new = taken.new;
        while new != 0 {
            let row = first + new.trailing_zeros() as usize;
            new &= new - 1;
            tally.first_lines.push(cells.line(row) as u32);
            if !tally.contrary.is_full() {
                let text = cells.bytes(cells.span(row), &mut scratch);
                tally.offer(cell::meaning(cell::trim(text)), cells.line(row), text);
            }
        }
        tally.missing_cells += u64::from(taken.none.count_ones());
        out.extend_from_slice(block);
        taken.none
    });
}

/// How cells become values of one type.
struct Reading<T> {
    /// Reads most cells, many at once.
    plain: fn(&[u8], &[Span], usize, &mut [T]) -> Unread,
    /// The value of any cell.
    value: fn(Meaning) -> Option<T>,
    /// What such a cell means.
    of: Meaning,
    /// Where cells are noted that speak against the type.
    contrary: fn(&mut Tally) -> &mut Vec<Example>,
}

const NUMBERS: Reading<f64> = Reading {
    plain: read_numbers,
    value: number_of,
    of: Meaning::Number(0.0),
    contrary: |tally| &mut tally.contrary.not_number,
};

const TIMES: Reading<i64> = Reading {
    plain: read_instants,
    value: time_of,
    of: Meaning::Time(0),
    contrary: |tally| &mut tally.contrary.not_time,
};

pub(super) fn take_numbers(
    values: &mut Vec<Vec<f64>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    take_values(values, tally, cells, rows, &NUMBERS);
}

fn take_values<T: Copy + Default>(
    values: &mut Vec<Vec<T>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
    reading: &Reading<T>,
) {
    let mut scratch = Vec::new();
    let mut read = 0;
    let mut block = [T::default(); CELLS];
    in_blocks(rows, values, tally, |first, length, out, tally| {
        let block = &mut block[..length];
        let Unread { empty, mut odd } = match cells.missing.look_first() {
            true => Unread {
                empty: 0,
                odd: u64::MAX >> (CELLS - length),
            },
            false => (reading.plain)(cells.buffer, cells.from(first), cells.batch.width, block),
        };
        let mut missing = empty;
        tally.missing_cells += u64::from(empty.count_ones());
        read += length as u64 - u64::from((empty | odd).count_ones());
        while odd != 0 {
            let place = odd.trailing_zeros() as usize;
            odd &= odd - 1;
            let row = first + place;
            let cell = cells.bytes(cells.span(row), &mut scratch);
            let value = tally.take(cell, cells.missing).and_then(|meaning| {
                let value = (reading.value)(meaning);
                if value.is_none() {
                    offer((reading.contrary)(tally), cells.line(row), cell);
                }
                value
            });
            block[place] = value.unwrap_or_default();
            missing |= u64::from(value.is_none()) << place;
        }
        out.extend_from_slice(block);
        missing
    });
    tally.counts.add(reading.of, read);
}

/// Takes rows in blocks that end with a chunk or a word of the bitmap, so that what a column keeps is touched once a
/// block: `take` gets the first row, how many there are, and where their values go; it answers which rows are missing.
#[inline(always)]
fn in_blocks<T>(
    rows: Range<usize>,
    store: &mut Vec<Vec<T>>,
    tally: &mut Tally,
    mut take: impl FnMut(usize, usize, &mut Vec<T>, &mut Tally) -> u64,
) {
    let Range { mut start, end } = rows;
    while start < end {
        let length = tally
            .missing
            .room()
            .min(chunks::room(store))
            .min(end - start);
        let missing = take(start, length, chunks::open(store), tally);
        tally.missing.push_bits(missing, length);
        start += length;
    }
}

pub(super) fn take_times(
    values: &mut Vec<Vec<i64>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    take_values(values, tally, cells, rows, &TIMES);
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
