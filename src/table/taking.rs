//! Cells of a batch become values of a column.

use std::ops::Range;

use super::batch::{Batch, bytes_of};
use super::builder::Tally;
use super::cell::{self, Meaning};
use super::chunks;
use super::column::Categories;
use super::contrary::offer;
use super::dictionary::{Dictionary, hash, hash_pair};
use super::instant;
use super::missing::MissingTokens;
use kernels::cells::{CELLS, Span, Unread, read_numbers, word};

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

/// A cell whose code is not known yet.
#[derive(Clone, Copy, Default)]
struct Waiting {
    /// Its place in the block.
    place: usize,
    hash: u32,
    /// Its bytes are not in the buffer but among those that were unquoted.
    unquoted: bool,
    start: usize,
    end: usize,
}

pub(super) fn take_words(
    dictionary: &mut Dictionary,
    codes: &mut Vec<Vec<u32>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    let mut unquoted = Vec::new();
    let mut waiting = [Waiting::default(); 64];
    let mut block = [Categories::MISSING; 64];
    in_blocks(rows, codes, tally, |first, length, out, tally| {
        let block = &mut block[..length];
        let buffer = cells.buffer;
        let mut missing = 0u64;
        let mut count = 0;
        unquoted.clear();
        for (place, code) in block.iter_mut().enumerate() {
            let span = cells.span(first + place);
            let mut cell = Waiting {
                place,
                ..Waiting::default()
            };
            if let Some((start, end)) = span.plain_range() {
                if start >= end {
                    *code = Categories::MISSING;
                    missing |= 1 << place;
                    continue;
                }
                (cell.start, cell.end) = (start, end);
                if end - start <= 16 {
                    let (low, high) = word::pair(buffer, start, end - start);
                    cell.hash = hash_pair(low, high);
                    if let Some(known) = dictionary.of_few(low, high, cell.hash) {
                        *code = known;
                        continue;
                    }
                } else {
                    cell.hash = hash(buffer.get(start..end).unwrap_or_default());
                }
            } else {
                let (start, end) = span.whole_range();
                let raw = buffer.get(start..end).unwrap_or_default();
                cell.start = unquoted.len();
                cells.batch.style.unquote(raw, &mut unquoted);
                cell.end = unquoted.len();
                cell.hash = hash(unquoted.get(cell.start..).unwrap_or_default());
                cell.unquoted = true;
            }
            waiting[count] = cell;
            count += 1;
        }
        if count > 1 {
            let mut seen = 0;
            let mut found = [0; 64];
            for (cell, found) in waiting[..count].iter().zip(&mut found) {
                *found = dictionary.look(cell.hash);
            }
            for (cell, &found) in waiting[..count].iter().zip(&found) {
                if found != 0 {
                    seen ^= dictionary.look_closer(found, cell.hash);
                }
            }
            std::hint::black_box(seen);
        }
        for cell in &waiting[..count] {
            let bytes = if cell.unquoted { &unquoted } else { buffer };
            let known = dictionary.find(cell.hash, bytes, cell.start, cell.end);
            block[cell.place] = known.unwrap_or_else(|| {
                let text = bytes.get(cell.start..cell.end).unwrap_or_default();
                let line = cells.line(first + cell.place);
                new_level(dictionary, tally, cells.missing, cell.hash, text, line)
            });
            missing |= u64::from(block[cell.place] == Categories::MISSING) << cell.place;
        }
        tally.missing_cells += u64::from(missing.count_ones());
        out.extend_from_slice(block);
        missing
    });
}

/// The code of a text that is no level yet: a new one, or none if the text stands for no value, which no level does.
#[inline(never)]
fn new_level(
    dictionary: &mut Dictionary,
    tally: &mut Tally,
    missing: &MissingTokens,
    hash: u32,
    text: &[u8],
    line: u64,
) -> u32 {
    let trimmed = cell::trim(text);
    if missing.has(trimmed) {
        return Categories::MISSING;
    }
    tally.first_lines.push(line as u32);
    if !tally.contrary.is_full() {
        tally.offer(cell::meaning(trimmed), line, text);
    }
    dictionary.insert(hash, text)
}

pub(super) fn take_numbers(
    values: &mut Vec<Vec<f64>>,
    tally: &mut Tally,
    cells: &Cells,
    rows: Range<usize>,
) {
    let mut scratch = Vec::new();
    let mut read = 0;
    let mut block = [0.0; CELLS];
    in_blocks(rows, values, tally, |first, length, out, tally| {
        let block = &mut block[..length];
        let Unread { empty, mut odd } = match cells.missing.look_first() {
            true => Unread {
                empty: 0,
                odd: u64::MAX >> (CELLS - length),
            },
            false => read_numbers(cells.buffer, cells.from(first), cells.batch.width, block),
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
                let value = number_of(meaning);
                if value.is_none() {
                    offer(&mut tally.contrary.not_number, cells.line(row), cell);
                }
                value
            });
            block[place] = value.unwrap_or_default();
            missing |= u64::from(value.is_none()) << place;
        }
        out.extend_from_slice(block);
        missing
    });
    tally.counts.add(Meaning::Number(0.0), read);
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

/// Reads row by row what goes to `out`, nothing of a value where it is missing; answers which rows are.
#[inline(always)]
fn each<T: Default>(
    first: usize,
    length: usize,
    out: &mut Vec<T>,
    mut read: impl FnMut(usize) -> Option<T>,
) -> u64 {
    let mut missing = 0;
    // The length is known: no place is asked for twice.
    out.extend((0..length).map(|i| {
        let value = read(first + i);
        missing |= u64::from(value.is_none()) << i;
        value.unwrap_or_default()
    }));
    missing
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
    in_blocks(rows, values, tally, |first, length, out, tally| {
        each(first, length, out, |row| {
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
        })
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
