//! Whole rows cut into cells, ready to be read column by column.

use super::style::Style;

/// A cell: a range of the buffer; the top bit of `start` says that quotes must be taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

const QUOTED: u32 = 1 << 31;

impl Span {
    /// A cell that stands in the buffer as it is.
    #[inline]
    pub(super) fn plain(start: usize, end: usize) -> Span {
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    /// A cell whose range begins with a quote and has more quotes inside.
    pub(super) fn quoted(start: usize, end: usize) -> Span {
        Span {
            start: start as u32 | QUOTED,
            end: end as u32,
        }
    }

    /// True if nothing stands between its ends.
    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.start & !QUOTED >= self.end
    }

    /// Where the cell begins and ends, if it stands in the buffer as it is.
    #[inline(always)]
    pub(super) fn plain_range(self) -> Option<(usize, usize)> {
        (self.start & QUOTED == 0).then_some((self.start as usize, self.end as usize))
    }

    /// Where its bytes stand in the buffer, quotes included that must be taken out.
    #[inline(always)]
    pub(super) fn whole_range(self) -> (usize, usize) {
        ((self.start & !QUOTED) as usize, self.end as usize)
    }

    /// The cell's bytes, in `buffer` or, where quotes were taken out, in `scratch`.
    #[inline]
    pub(super) fn bytes<'a>(
        self,
        buffer: &'a [u8],
        style: Style,
        scratch: &'a mut Vec<u8>,
    ) -> &'a [u8] {
        if self.start & QUOTED == 0 {
            buffer
                .get(self.start as usize..self.end as usize)
                .unwrap_or_default()
        } else {
            let raw = buffer.get((self.start & !QUOTED) as usize..self.end as usize);
            scratch.clear();
            style.unquote(raw.unwrap_or_default(), scratch);
            scratch
        }
    }
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

/// Moves cells with a buffer whose first bytes were dropped; a cell that is not there stays so.
pub(super) fn shift(spans: &mut [Span], bytes: usize) {
    for span in spans {
        span.start = span.start.saturating_sub(bytes as u32);
        span.end = span.end.saturating_sub(bytes as u32);
    }
}
