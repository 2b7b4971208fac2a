//! Whole rows cut into cells, ready to be read column by column.

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

    /// The cell's bytes, in `buffer` or, where quotes were taken out, in `scratch`.
    #[inline]
    pub(super) fn bytes<'a>(self, buffer: &'a [u8], scratch: &'a mut Vec<u8>) -> &'a [u8] {
        if self.start & QUOTED == 0 {
            buffer
                .get(self.start as usize..self.end as usize)
                .unwrap_or_default()
        } else {
            let raw = buffer.get((self.start & !QUOTED) as usize..self.end as usize);
            unquote(raw.unwrap_or_default(), scratch);
            scratch
        }
    }
}

/// Takes the opening quote off, makes doubled quotes single, and ends the quoted part at the first single
/// quote; what stands behind it is kept as it is.
#[cold]
fn unquote(raw: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let mut bytes = raw.iter().copied().skip(1).peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
            break;
        }
        out.push(byte);
    }
    out.extend(bytes);
}

/// Rows of equal width.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Cells, row by row.
    pub(super) spans: Vec<Span>,
    /// The line on which each row begins.
    pub(super) lines: Vec<u64>,
    /// Cells of a row.
    pub(super) width: usize,
}

impl Batch {
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
    }

    /// Follows a buffer whose first bytes were dropped.
    pub(super) fn shift(&mut self, bytes: usize) {
        for span in &mut self.spans {
            span.start -= bytes as u32;
            span.end -= bytes as u32;
        }
    }
}
