//! The first rows of a file, cut in one style, to see how well the style fits.

use super::sniff::DELIMITERS;
use super::style::Style;

/// Rows of the head that are looked at.
pub(super) const HEAD_ROWS: usize = 100;

/// A row of the head.
#[derive(Debug)]
pub(super) struct HeadRow {
    /// Where it begins.
    pub(super) start: usize,
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// Where each cell begins and ends, quotes included.
    pub(super) cells: Vec<(usize, usize)>,
    /// A blank line follows.
    pub(super) before_blank: bool,
    /// Another delimiter stands right behind a closing quote.
    pub(super) torn: bool,
}

/// The first rows in one style.
#[derive(Debug)]
pub(super) struct HeadRows<'a> {
    head: &'a [u8],
    style: Style,
    pub(super) rows: Vec<HeadRow>,
    /// Cells that begin with a quote.
    pub(super) quoted: u64,
    /// Quotes behind a backslash inside quoted cells.
    pub(super) escaped: u64,
    /// Quoted cells with text behind the closing quote, or never closed.
    pub(super) stray: u64,
}

impl<'a> HeadRows<'a> {
    /// Cuts at most `limit` rows that are not blank. A row that the head cuts off says nothing, unless there is no
    /// other or the head is the whole file.
    pub(super) fn cut(head: &'a [u8], whole: bool, style: Style, limit: usize) -> HeadRows<'a> {
        let mut out = HeadRows {
            head,
            style,
            rows: Vec::new(),
            quoted: 0,
            escaped: 0,
            stray: 0,
        };
        let mut at = 0;
        let mut line = 1;
        while at < head.len() && out.rows.len() < limit {
            let (row, end, lines) = out.row(at, line);
            let closed = end < head.len();
            let blank = matches!(row.cells[..], [(start, end)] if head[start..end].iter().all(|&b| b == b' '));
            if blank {
                if let Some(last) = out.rows.last_mut() {
                    last.before_blank = true;
                }
            } else if closed || whole || out.rows.is_empty() {
                out.rows.push(row);
            }
            at = match head.get(end..) {
                Some([b'\r', b'\n', ..]) => end + 2,
                _ => end + 1,
            };
            line += lines + 1;
        }
        out
    }

    /// The row that begins at `start`, where it ends, and the line ends inside it.
    fn row(&mut self, start: usize, line: u64) -> (HeadRow, usize, u64) {
        let head = self.head;
        let quote = self.style.quote_byte();
        let mut cells = Vec::new();
        let (mut cell, mut at, mut lines) = (start, start, 0);
        let (mut quoted, mut closed, mut torn) = (false, false, false);
        while at < head.len() {
            let byte = head[at];
            if quoted {
                if byte == quote && self.style.is_escaped(head, cell + 1, at) {
                    self.escaped += 1;
                } else if byte == quote && head.get(at + 1) == Some(&quote) {
                    at += 1;
                } else if byte == quote {
                    quoted = false;
                    closed = true;
                } else if byte == b'\n' || byte == b'\r' && head.get(at + 1) != Some(&b'\n') {
                    lines += 1;
                }
            } else if byte == self.style.delimiter {
                cells.push((cell, at));
                cell = at + 1;
                closed = false;
            } else if byte == b'\n' || byte == b'\r' {
                break;
            } else if byte == quote && at == cell {
                quoted = true;
                self.quoted += 1;
            } else if closed {
                self.stray += 1;
                closed = false;
                torn |= DELIMITERS.contains(&char::from(byte));
            }
            at += 1;
        }
        self.stray += u64::from(quoted);
        cells.push((cell, at));
        let row = HeadRow {
            start,
            line,
            cells,
            before_blank: false,
            torn,
        };
        (row, at, lines)
    }

    /// The text of a cell without quotes and without spaces at its ends.
    pub(super) fn text(&self, cell: (usize, usize)) -> String {
        let raw = &self.head[cell.0..cell.1];
        let mut out = Vec::new();
        let quoted = self.style.quote.is_some() && raw.first() == self.style.quote.as_ref();
        let bytes = if quoted {
            self.style.quotes().take_out(raw, 0, raw.len(), &mut out);
            &out
        } else {
            raw
        };
        String::from_utf8_lossy(super::cell::trim(bytes)).into_owned()
    }

    /// The texts of a row.
    pub(super) fn texts(&self, row: usize) -> Vec<String> {
        let cells = self.rows.get(row).map_or(&[][..], |row| &row.cells);
        cells.iter().map(|&cell| self.text(cell)).collect()
    }

    /// How many cells of a row are not empty.
    pub(super) fn filled(&self, row: &HeadRow) -> usize {
        row.cells
            .iter()
            .filter(|c| !self.text(**c).is_empty())
            .count()
    }

    /// The bytes of a row, as an example of it.
    pub(super) fn raw(&self, row: &HeadRow) -> &'a [u8] {
        let end = row.cells.last().map_or(row.start, |&(_, end)| end);
        &self.head[row.start..end]
    }

    /// The most frequent width; of equally frequent ones the larger.
    pub(super) fn usual_width(&self) -> usize {
        let mut widths: Vec<usize> = self.rows.iter().map(|row| row.cells.len()).collect();
        widths.sort_unstable();
        let runs = widths.chunk_by(|a, b| a == b);
        runs.max_by_key(|run| (run.len(), run[0]))
            .map_or(1, |run| run[0])
    }
}
