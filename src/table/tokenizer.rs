//! Cuts bytes into rows of cells: RFC 4180 quoting, LF, CR LF and CR, across any chunk boundary.

use super::batch::Batch;
use super::header::{self, Header};
use super::held::HeldRows;
use super::lines::count_line_ends;
use super::refusal;
use super::repairs::Repairs;
use super::sample::Sample;
use super::style::Style;
use crate::error::Result;
use kernels::cells::{Span, Structural};

/// Most columns of a file.
pub const MAXIMUM_COLUMNS: usize = 20_000;
/// Most characters of a cell or a name, quotes included.
pub const MAXIMUM_CELL_CHARACTERS: usize = 1_000_000;
/// Most bytes of one row.
pub const MAXIMUM_ROW_BYTES: usize = 64 << 20;
/// More bytes than this are more characters than a cell may have, whatever they are.
const CERTAINLY_TOO_LONG: usize = 4 * MAXIMUM_CELL_CHARACTERS;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// In a cell that did not begin with a quote, or at its first byte.
    Plain,
    /// Between quotes.
    Quoted,
    /// A quote was seen between quotes, here: it closes, or it is the first of two.
    Closed(usize),
    /// Behind a closing quote that no delimiter followed.
    Tail,
}

/// The byte state machine. Rows that are whole go to a [`Batch`] and stay in the buffer until
/// [`Tokenizer::discard`].
#[derive(Debug)]
pub(super) struct Tokenizer {
    pub(super) structural: Structural,
    pub(super) style: Style,
    pub(super) delimiter: u8,
    pub(super) quote: u8,
    /// Bytes from the beginning of the first row that is not whole yet.
    pub(super) buffer: Vec<u8>,
    pub(super) scanned: usize,
    /// From this byte of the buffer on, many rows may be cut at once.
    pub(super) rows_from: usize,
    pub(super) row_start: usize,
    pub(super) cell_start: usize,
    pub(super) state: State,
    /// Doubled quotes in this cell.
    pub(super) escaped: bool,
    /// A quote in this cell where none may be.
    pub(super) stray: bool,
    /// The last row ended with a carriage return: a line feed at the row's start belongs to it.
    pub(super) after_return: bool,
    /// Cells of this row so far.
    pub(super) cells: usize,
    /// A cell of this row was quoted.
    pub(super) quoted_row: bool,
    /// A cell beyond the header's width has content.
    pub(super) extra_content: bool,
    /// Line on which the row begins.
    pub(super) line: u64,
    /// Line ends inside the row so far, and up to the cell's beginning.
    pub(super) row_line_ends: u64,
    pub(super) cell_line_ends: u64,
    /// Bytes of the file in front of the buffer, once rows were dropped from it.
    pub(super) base: u64,
    /// Rows end where one begins at or behind this byte of the file.
    pub(super) stop: u64,
    /// Where they ended.
    pub(super) stopped: Option<u64>,
    /// At the end, rows that are held back stay so: who puts the parts together knows more.
    pub(super) stop_held: bool,
    /// A row ended with a carriage return alone.
    pub(super) lone_return: bool,
    /// Which rows are kept; all where there is none.
    pub(super) sample: Option<Sample>,
    /// Rows of names that are still to come, and those that came.
    pub(super) header_rows: usize,
    pub(super) header_texts: Vec<Vec<String>>,
    /// Rows that are data only if another row follows.
    pub(super) held: HeldRows,
    /// The header, when it was read.
    pub(super) header: Option<Header>,
    /// What was repaired, skipped and left alone.
    pub(super) repairs: Repairs,
}

impl Tokenizer {
    /// Cuts in this style; the first `header_rows` rows are names.
    pub(super) fn new(style: Style, header_rows: usize) -> Tokenizer {
        Tokenizer {
            structural: Structural::new(style.delimiter, style.quote_byte()),
            style,
            delimiter: style.delimiter,
            quote: style.quote_byte(),
            base: 0,
            stop: u64::MAX,
            stopped: None,
            stop_held: false,
            lone_return: false,
            sample: None,
            header_rows,
            header_texts: Vec::new(),
            held: HeldRows::default(),
            buffer: Vec::new(),
            scanned: 0,
            rows_from: 0,
            row_start: 0,
            cell_start: 0,
            state: State::Plain,
            escaped: false,
            stray: false,
            after_return: false,
            cells: 0,
            quoted_row: false,
            extra_content: false,
            line: 1,
            row_line_ends: 0,
            cell_line_ends: 0,
            header: None,
            repairs: Repairs::default(),
        }
    }

    /// Begins in the middle of a file: at this byte and line, with this header.
    pub(super) fn begin_at(&mut self, byte: u64, line: u64, header: Option<Header>) {
        self.base = byte;
        self.line = line;
        self.header = header;
    }

    #[inline(always)]
    pub(super) fn step(&mut self, at: usize, batch: &mut Batch) -> Result<()> {
        let byte = self.buffer[at];
        if self.state != State::Plain {
            return self.step_quoted(at, byte, batch);
        }
        if byte == self.delimiter {
            self.end_cell(at, batch)
        } else if byte == self.quote {
            if at == self.cell_start {
                self.state = State::Quoted;
                self.quoted_row = true;
            } else {
                self.stray = true;
            }
            Ok(())
        } else {
            self.end_row(at, byte, batch)
        }
    }

    #[inline(never)]
    fn step_quoted(&mut self, at: usize, byte: u8, batch: &mut Batch) -> Result<()> {
        match self.state {
            State::Quoted => {
                match byte {
                    _ if byte == self.quote => {
                        if self.style.is_escaped(&self.buffer, self.cell_start + 1, at) {
                            self.escaped = true;
                        } else {
                            self.state = State::Closed(at);
                        }
                    }
                    b'\r' => self.row_line_ends += 1,
                    b'\n' if self.buffer[at - 1] != b'\r' => self.row_line_ends += 1,
                    _ => {}
                }
                return Ok(());
            }
            State::Closed(quote) if at == quote + 1 => {
                if byte == self.quote {
                    self.escaped = true;
                    self.state = State::Quoted;
                    return Ok(());
                }
            }
            _ => {
                self.state = State::Tail;
                self.stray = true;
            }
        }
        if byte == self.delimiter {
            self.end_cell(at, batch)
        } else if byte == self.quote {
            Ok(())
        } else {
            self.end_row(at, byte, batch)
        }
    }

    fn end_cell(&mut self, at: usize, batch: &mut Batch) -> Result<()> {
        let start = self.cell_start;
        if at - start > MAXIMUM_CELL_CHARACTERS {
            self.check_length(at)?;
        }
        let span = if self.state == State::Plain {
            Span::plain(start, at)
        } else if self.state == State::Tail || self.escaped || self.style.backslash {
            Span::quoted(start, at)
        } else {
            Span::plain(start + 1, at - 1)
        };
        if self.stray {
            self.note_stray(at);
        }
        if self.header.is_none() {
            if self.cells >= MAXIMUM_COLUMNS {
                return Err(refusal::too_many_columns(self.line));
            }
            batch.spans.push(span);
        } else if self.cells < batch.width {
            batch.spans.push(span);
        } else {
            self.extra_content |= self.has_content(start, at);
        }
        self.cells += 1;
        self.cell_start = at + 1;
        self.state = State::Plain;
        self.escaped = false;
        self.cell_line_ends = self.row_line_ends;
        Ok(())
    }

    fn end_row(&mut self, at: usize, byte: u8, batch: &mut Batch) -> Result<()> {
        if byte == b'\n' && self.after_return && at == self.row_start {
            self.after_return = false;
            self.row_start = at + 1;
            self.cell_start = at + 1;
            self.note_stop(byte);
            return Ok(());
        }
        self.lone_return |= self.after_return;
        self.end_cell(at, batch)?;
        self.take_row(at, batch)?;
        self.after_return = byte == b'\r';
        self.row_start = at + 1;
        self.line += 1 + self.row_line_ends;
        self.cells = 0;
        self.quoted_row = false;
        self.extra_content = false;
        self.row_line_ends = 0;
        self.cell_line_ends = 0;
        self.note_stop(byte);
        Ok(())
    }

    /// Rows end behind a line feed only, so that a reader that begins in the middle finds the same place.
    #[inline]
    pub(super) fn note_stop(&mut self, byte: u8) {
        let at = self.base + self.row_start as u64;
        if at >= self.stop && byte == b'\n' {
            self.stopped = Some(at);
        }
    }

    fn take_row(&mut self, end: usize, batch: &mut Batch) -> Result<()> {
        let blank = self.cells == 1
            && !self.quoted_row
            && self.buffer[self.row_start..end].iter().all(|&b| b == b' ');
        if blank {
            batch.spans.pop();
            self.repairs.ledger.blank_lines += 1;
            self.held.note_blank();
        } else if self.header.is_none() {
            let texts = header::texts(&self.buffer, &batch.spans, self.style);
            batch.spans.clear();
            self.header_texts.push(texts);
            if self.header_texts.len() >= self.header_rows {
                let rows = std::mem::take(&mut self.header_texts);
                self.header = Some(header::read(rows, self.line)?);
                batch.width = self.cells;
            }
        } else if self.stands_apart(end, batch) {
            self.hold(end, batch);
        } else {
            if !self.held.is_empty() {
                self.release(batch);
            }
            self.held.note_row();
            if self.cells == batch.width {
                self.repairs.ledger.used += 1;
            } else if !self.ragged(end, batch) {
                return Ok(());
            }
            self.keep_row(self.line, batch);
        }
        Ok(())
    }

    /// The row whose cells stand at the end of the batch is data.
    #[inline]
    fn keep_row(&mut self, line: u64, batch: &mut Batch) {
        match self.sample {
            Some(sample) => {
                let number = self.repairs.ledger.used + self.repairs.ledger.repaired - 1;
                if sample.keeps(number) {
                    batch.lines.push(line);
                    batch.numbers.push(number as u32);
                } else {
                    batch.spans.truncate(batch.lines.len() * batch.width);
                }
            }
            None => batch.lines.push(line),
        }
    }

    /// True for a row with nothing but one cell: a sum or a remark, if no other row follows.
    #[inline]
    fn stands_apart(&self, end: usize, batch: &Batch) -> bool {
        if batch.width < 3 || self.held.is_off() {
            return false;
        }
        let short = self.cells == 1;
        let padded = self.cells == batch.width && self.buffer[end - 1] == self.delimiter;
        (short || padded) && {
            let first = batch.lines.len() * batch.width;
            let cells = &batch.spans[first.min(batch.spans.len())..];
            cells.iter().filter(|cell| !cell.is_empty()).take(2).count() == 1
        }
    }

    #[cold]
    fn hold(&mut self, end: usize, batch: &mut Batch) {
        if self.held.is_full() {
            let whole = batch.lines.len() * batch.width;
            let own = batch.spans.split_off(whole);
            self.release(batch);
            batch.spans.extend(own);
        }
        let mut spans = batch.spans.split_off(batch.lines.len() * batch.width);
        spans.resize(batch.width, Span::default());
        let short = self.cells < batch.width;
        self.held.hold(self.row_start..end, self.line, spans, short);
    }

    /// The rows that were held back are data: puts them in front of the row whose cells stand at the batch's end.
    #[cold]
    fn release(&mut self, batch: &mut Batch) {
        let own = batch.spans.split_off(batch.lines.len() * batch.width);
        for row in self.held.take() {
            if row.short {
                let text = &self.buffer[row.range];
                self.repairs.ragged.note(row.line, text);
                self.repairs.ledger.repaired += 1;
            } else {
                self.repairs.ledger.used += 1;
            }
            batch.spans.extend(row.spans);
            self.keep_row(row.line, batch);
        }
        batch.spans.extend(own);
    }

    /// Another part of the file follows: rows that were held back are data.
    pub(super) fn release_held(&mut self, batch: &mut Batch) {
        if !self.held.is_empty() {
            self.release(batch);
        }
    }

    /// Repairs a row of another width than the header; false if the row is left out.
    #[cold]
    fn ragged(&mut self, end: usize, batch: &mut Batch) -> bool {
        let row = &self.buffer[self.row_start..end];
        self.repairs.ragged.note(self.line, row);
        let whole = batch.lines.len() * batch.width;
        let kept = !self.extra_content;
        if kept {
            batch.spans.resize(whole + batch.width, Span::default());
            self.repairs.ledger.repaired += 1;
        } else {
            batch.spans.truncate(whole);
            self.repairs.ledger.skipped += 1;
        }
        kept
    }

    #[cold]
    fn note_stray(&mut self, at: usize) {
        let line = self.line + self.cell_line_ends;
        self.repairs
            .stray_quotes
            .note(line, &self.buffer[self.cell_start..at]);
        self.stray = false;
    }

    fn has_content(&self, start: usize, end: usize) -> bool {
        !matches!(&self.buffer[start..end], b"\"\"")
            && self.buffer[start..end].iter().any(|&b| b != b' ')
    }

    #[cold]
    fn check_length(&self, at: usize) -> Result<()> {
        let cell = &self.buffer[self.cell_start..at];
        let characters = cell.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        if characters > MAXIMUM_CELL_CHARACTERS {
            return Err(self.too_long());
        }
        Ok(())
    }

    /// A cell or row that is not closed must not grow without end.
    pub(super) fn check_open_cell(&self, end: usize) -> Result<()> {
        if end.saturating_sub(self.cell_start) > CERTAINLY_TOO_LONG {
            return Err(self.too_long());
        }
        if end.saturating_sub(self.row_start) > MAXIMUM_ROW_BYTES {
            return Err(refusal::row_too_long(self.line));
        }
        Ok(())
    }

    fn too_long(&self) -> crate::error::Error {
        let column = self.header.as_ref().and_then(|h| h.names.get(self.cells));
        let quoted = self.state != State::Plain;
        refusal::cell_too_long(
            self.line + self.cell_line_ends,
            column.map(String::as_str),
            quoted,
        )
    }

    /// The line on which the byte at `at` stands; everything before it was scanned.
    pub(super) fn line_at(&self, at: usize) -> u64 {
        let from = self.row_start.min(at);
        self.line + count_line_ends(&self.buffer[from..at])
    }

    /// Lines before the row that is not whole yet.
    pub(super) fn lines_read(&self) -> u64 {
        self.line - 1
    }

    /// Drops the rows that were taken out of the batch.
    pub(super) fn discard(&mut self, batch: &mut Batch) {
        let done = self.held.start().unwrap_or(self.row_start);
        if done == 0 {
            return;
        }
        self.buffer.drain(..done);
        self.base += done as u64;
        batch.shift(done);
        self.held.shift(done);
        self.scanned -= done;
        self.rows_from = self.rows_from.saturating_sub(done);
        self.cell_start -= done;
        self.row_start -= done;
        if let State::Closed(quote) = &mut self.state {
            *quote -= done;
        }
    }

    /// Where rows ended, everything behind that place is forgotten: it is read by another reader, or given again.
    pub(super) fn forget_rest(&mut self) {
        self.buffer.truncate(self.row_start);
        self.scanned = self.row_start;
        self.cell_start = self.row_start;
        self.state = State::Plain;
        self.escaped = false;
        self.stray = false;
        self.cells = 0;
        self.quoted_row = false;
        self.row_line_ends = 0;
        self.cell_line_ends = 0;
        self.after_return = false;
    }

    /// Goes on behind rows that another reader read.
    pub(super) fn go_on(&mut self, byte: u64, lines: u64, stopped: Option<u64>) {
        self.base = byte - self.buffer.len() as u64;
        self.line += lines;
        self.stopped = stopped;
    }

    /// Ends the last row, which may lack its line end.
    pub(super) fn finish(&mut self, batch: &mut Batch) -> Result<()> {
        let end = self.buffer.len();
        match self.state {
            State::Quoted => {
                let value = String::from_utf8_lossy(&self.buffer[self.cell_start..]);
                return Err(refusal::unclosed_quote(
                    self.line + self.cell_line_ends,
                    &value,
                ));
            }
            State::Closed(quote) if quote + 1 != end => {
                self.state = State::Tail;
                self.stray = true;
            }
            _ => {}
        }
        if self.row_start < end {
            self.end_row(end, 0, batch)?;
            self.row_start = end;
        }
        if !self.header_texts.is_empty() {
            // The file ends inside the header.
            let rows = std::mem::take(&mut self.header_texts);
            self.header = Some(header::read(rows, self.line.saturating_sub(1).max(1))?);
        }
        if self.stop_held {
            return Ok(());
        }
        self.end_held(batch);
        Ok(())
    }

    /// What was held back at the file's end is no row, or is one after all.
    fn end_held(&mut self, batch: &mut Batch) {
        if self.held.is_empty() {
            return;
        }
        if self
            .held
            .is_trailer(&self.buffer, self.style, self.repairs.ragged.count)
        {
            for row in self.held.take() {
                let text = &self.buffer[row.range];
                self.repairs.trailer.note(row.line, text);
                self.repairs.ledger.trailer_lines += 1;
            }
        } else {
            self.release(batch);
        }
    }
}
