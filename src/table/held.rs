//! Rows with a single cell at the end of a file: a sum or a remark, which are no data.

use std::ops::Range;

use kernels::cells::Span;

use super::batch::{self, bytes_of};
use super::cell::{self, Meaning};
use super::style::Style;

/// Most rows that are held back; more than so many in a row are data.
const MOST_HELD: usize = 8;

/// Words that begin the last lines of reports.
const WORDS: &[&str] = &[
    "total",
    "sum",
    "summe",
    "gesamt",
    "average",
    "mean",
    "count",
    "rows",
    "records",
    "end of",
    "generated",
    "exported",
    "source",
    "quelle",
    "note",
    "(",
    "#",
    "--",
    "*",
];

/// A row that is data only if another row follows.
#[derive(Debug)]
pub(super) struct HeldRow {
    /// Its bytes in the buffer.
    pub(super) range: Range<usize>,
    pub(super) line: u64,
    pub(super) spans: Vec<Span>,
    /// It has fewer cells than the header.
    pub(super) short: bool,
    behind_blank: bool,
}

/// The rows that are held back.
#[derive(Debug, Default)]
pub(super) struct HeldRows {
    rows: Vec<HeldRow>,
    off: bool,
    after_blank: bool,
}

impl HeldRows {
    /// Every row is data.
    pub(super) fn turn_off(&mut self) {
        self.off = true;
    }

    #[inline]
    pub(super) fn is_off(&self) -> bool {
        self.off
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= MOST_HELD
    }

    /// A blank line was seen.
    pub(super) fn note_blank(&mut self) {
        self.after_blank = true;
    }

    /// A row of data was seen: a blank line before it says nothing any more.
    #[inline(always)]
    pub(super) fn note_row(&mut self) {
        self.after_blank = false;
    }

    /// True if a blank line was seen and no row since.
    pub(super) fn is_after_blank(&self) -> bool {
        self.after_blank
    }

    pub(super) fn hold(&mut self, range: Range<usize>, line: u64, spans: Vec<Span>, short: bool) {
        let behind_blank = std::mem::take(&mut self.after_blank);
        self.rows.push(HeldRow {
            range,
            line,
            spans,
            short,
            behind_blank,
        });
    }

    /// The rows, which are decided now.
    pub(super) fn take(&mut self) -> Vec<HeldRow> {
        std::mem::take(&mut self.rows)
    }

    /// The first byte in the buffer that is still needed.
    pub(super) fn start(&self) -> Option<usize> {
        self.rows.first().map(|row| row.range.start)
    }

    /// Follows a buffer whose first bytes were dropped.
    pub(super) fn shift(&mut self, bytes: usize) {
        for row in &mut self.rows {
            row.range = row.range.start - bytes..row.range.end - bytes;
            batch::shift(&mut row.spans, bytes);
        }
    }

    /// Whether rows at the end of a file are no data: a text, not a number or a time, that a blank line or a word of
    /// reports sets apart; a short row also where it is the only one of its kind and says several words.
    pub(super) fn is_trailer(&self, buffer: &[u8], style: Style, other_ragged_rows: u64) -> bool {
        let mut scratch = Vec::new();
        let Some(first) = self.rows.first() else {
            return false;
        };
        let Some(span) = first.spans.iter().find(|span| !span.is_empty()) else {
            return false;
        };
        let text =
            String::from_utf8_lossy(cell::trim(bytes_of(*span, buffer, style, &mut scratch)))
                .to_lowercase();
        if !matches!(cell::meaning(text.as_bytes()), Meaning::Text) {
            return false;
        }
        let worded = WORDS.iter().any(|word| text.starts_with(word));
        let alone = first.short && other_ragged_rows == 0 && text.contains([' ', ':']);
        first.behind_blank || worded || alone
    }
}
