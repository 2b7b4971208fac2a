//! Whole rows cut into cells, ready to be read column by column.

use kernels::cells::Span;

use super::sample::Sample;
use super::style::Style;

/// A cell's bytes, in `buffer` or, where quotes were taken out, in `scratch`.
#[inline]
pub(super) fn bytes_of<'a>(
    span: Span,
    buffer: &'a [u8],
    style: Style,
    scratch: &'a mut Vec<u8>,
) -> &'a [u8] {
    if let Some((start, end)) = span.plain_range() {
        return buffer.get(start..end).unwrap_or_default();
    }
    let (start, end) = span.whole_range();
    scratch.clear();
    style.quotes().take_out(buffer, start, end, scratch);
    scratch
}

/// Rows of equal width.
#[derive(Debug)]
pub(super) struct Batch {
    /// How cells are written.
    pub(super) style: Style,
    /// Cells, row by row.
    pub(super) spans: Vec<Span>,
    /// The line on which each row begins.
    pub(super) lines: Vec<u64>,
    /// Where each row stands among the rows of the file, from 0; filled while a sample is taken.
    pub(super) numbers: Vec<u32>,
    /// Cells of a row.
    pub(super) width: usize,
}

impl Batch {
    /// No rows yet.
    pub(super) fn new(style: Style) -> Batch {
        Batch {
            style,
            spans: Vec::new(),
            lines: Vec::new(),
            numbers: Vec::new(),
            width: 0,
        }
    }

    /// The cell in this row and column.
    #[inline]
    pub(super) fn span(&self, row: usize, column: usize) -> Span {
        self.spans
            .get(row * self.width + column)
            .copied()
            .unwrap_or_default()
    }

    /// Of cells behind the whole rows makes so many rows, from this line and this row of the file on: all, or those of a
    /// sample.
    pub(super) fn keep(&mut self, rows: usize, line: u64, number: u64, sample: Option<Sample>) {
        let mut kept = self.lines.len() * self.width;
        let mut from = kept;
        for row in 0..rows as u64 {
            if sample.is_none_or(|sample| sample.keeps(number + row)) {
                if sample.is_some() {
                    self.spans.copy_within(from..from + self.width, kept);
                    self.numbers.push((number + row) as u32);
                }
                self.lines.push(line + row);
                kept += self.width;
            }
            from += self.width;
        }
        self.spans.truncate(kept);
    }

    /// Forgets whole rows; the cells of a row that is not whole yet stay.
    pub(super) fn clear(&mut self) {
        self.spans.drain(..self.lines.len() * self.width);
        self.lines.clear();
        self.numbers.clear();
    }

    /// Follows a buffer whose first bytes were dropped.
    pub(super) fn shift(&mut self, bytes: usize) {
        shift(&mut self.spans, bytes);
    }
}

/// Moves cells with a buffer whose first bytes were dropped.
pub(super) fn shift(spans: &mut [Span], bytes: usize) {
    for span in spans {
        *span = span.shifted(bytes);
    }
}
