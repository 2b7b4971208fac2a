//! A text is cut into rows, and its rows go to the columns.

use super::ahead::Ahead;
use super::batch::Batch;
use super::builder::{ColumnBuilder, Decision};
use super::chunks::CHUNK_ROWS;
use super::encoding::{Decoder, Wrong};
use super::header::{self, Header};
use super::inference::Inference;
use super::missing::MissingTokens;
use super::refusal;
use super::repairs::Repairs;
use super::room;
use super::sample::Sample;
use super::sniff::DelimiterVote;
use super::style::Style;
use super::tokenizer::Tokenizer;
use super::{Drawn, Finished, Kind, ReadOptions, Source, Table};
use crate::config::{Dialect, Encoding};
use crate::error::{Code, Error, Result};
use kernels::cells::Span;
use kernels::cells::plain_length;

/// Cells between two looks at the memory, and a share of rows that leaves some of it.
const MEASURED_CELLS: usize = 1 << 19;
const MARGIN: f64 = 0.9;
/// A sample that would have fewer rows is refused.
const FEWEST_ROWS: f64 = 1_000.0;
const MOST_ATTEMPTS: u32 = 4;

/// The state behind the head.
#[derive(Debug)]
pub(super) struct Cutting {
    pub(super) style: Style,
    pub(super) votes: Vec<DelimiterVote>,
    pub(super) inferences: Vec<Inference>,
    pub(super) missing: MissingTokens,
    pub(super) tokenizer: Tokenizer,
    /// Bytes of the head in front of the table.
    pub(super) skipped: usize,
    /// The width of a table without a header.
    pub(super) numbered: Option<usize>,
    pub(super) decoder: Decoder,
    /// A character beyond ASCII was read as UTF-8.
    pub(super) beyond_ascii: bool,
    /// Where the first byte that is no UTF-8 stands, in a text taken for Windows-1252.
    first_odd: Option<(u64, Vec<u8>)>,
    /// Bytes of the tokenizer's buffer that are known to be UTF-8.
    pub(super) valid: usize,
    pub(super) batch: Batch,
    pub(super) columns: Vec<ColumnBuilder>,
    pub(super) rows: usize,
    /// Where each row stood, while a sample is taken.
    numbers: Vec<u32>,
    /// Rows after which the budget was used up, and the memory they took; from then on they are only counted.
    pub(super) full: Option<(usize, u64)>,
    ahead: Ahead,
}

impl Cutting {
    pub(super) fn new(
        style: Style,
        header_rows: usize,
        missing: MissingTokens,
        decoder: Decoder,
    ) -> Cutting {
        Cutting {
            style,
            votes: Vec::new(),
            inferences: Vec::new(),
            missing,
            tokenizer: Tokenizer::new(style, header_rows),
            skipped: 0,
            numbered: None,
            decoder,
            beyond_ascii: false,
            first_odd: None,
            valid: 0,
            batch: Batch::new(style),
            columns: Vec::new(),
            rows: 0,
            numbers: Vec::new(),
            full: None,
            ahead: Ahead::default(),
        }
    }

    /// The names of a table without a header, which begins in this line.
    pub(super) fn without_header(&mut self, line: u64) -> Option<Header> {
        let width = self.numbered?;
        self.batch.width = width;
        Some(header::numbered(width, line - 1))
    }

    /// Takes bytes as the file has them.
    pub(super) fn cut(&mut self, part: &[u8], options: &ReadOptions) -> Result<()> {
        if self.decoder.encoding == Encoding::Utf8 {
            return self.take_text(part, options);
        }
        let mut text = Vec::new();
        let wrong = self.decoder.decode(part, &mut text).err();
        self.take_text(&text, options)?;
        match wrong {
            Some(Wrong { bytes }) => Err(self.refuse_bytes(&bytes)),
            None => Ok(()),
        }
    }

    /// Bytes that are no character stand behind all that was read.
    pub(super) fn refuse_bytes(&self, bytes: &[u8]) -> Error {
        let line = self.tokenizer.line_at(self.tokenizer.buffer.len());
        match &self.first_odd {
            // Neither encoding fits: the first byte that is no UTF-8 says more.
            Some((line, odd)) => refusal::encoding(*line, odd, Encoding::Utf8),
            None => refusal::encoding(line, bytes, self.decoder.encoding),
        }
    }

    /// Takes characters, or bytes that should be UTF-8.
    pub(super) fn take_text(&mut self, text: &[u8], options: &ReadOptions) -> Result<()> {
        self.take_written(
            text.len(),
            &mut |place| place.copy_from_slice(text),
            options,
        )
    }

    /// As [`Cutting::take_text`] for so many bytes that `write` puts in their place.
    pub(super) fn take_written(
        &mut self,
        length: usize,
        write: &mut dyn FnMut(&mut [u8]),
        options: &ReadOptions,
    ) -> Result<()> {
        self.ahead.look();
        // The text itself, and a place for each cell that it may have.
        let buffer = &self.tokenizer.buffer;
        let text_bytes = room::doubled(buffer.len() + length, buffer.capacity());
        room::ask(text_bytes + 2 * size_of::<Span>() * length)
            .map_err(|error| error.at_line(self.tokenizer.lines_read() + 1))?;
        let buffer = &mut self.tokenizer.buffer;
        let before = buffer.len();
        buffer.resize(before + length, 0);
        write(&mut buffer[before..]);
        let (end, wrong) = self.check();
        let zero = self.tokenizer.buffer.get(end) == Some(&0);
        self.tokenizer.scan(end, &mut self.batch)?;
        if self.tokenizer.stopped.is_some() {
            // Whatever stands behind that place is another reader's.
            self.tokenizer.forget_rest();
            self.valid = self.tokenizer.buffer.len();
        } else if let Some(length) = wrong {
            return self.turn_to_windows(end, length, options);
        } else if zero {
            return Err(refusal::zero_byte(self.tokenizer.line_at(end)));
        }
        self.take_rows(options)?;
        let before = self.tokenizer.buffer.len();
        self.tokenizer.discard(&mut self.batch);
        self.valid -= before - self.tokenizer.buffer.len();
        Ok(())
    }

    /// The row that is not whole is left out.
    #[cfg(feature = "full")]
    pub(super) fn forget_open_row(&mut self) {
        self.decoder = Decoder::new(self.decoder.encoding);
        self.tokenizer.forget_rest();
        self.batch.spans.clear();
        self.valid = self.tokenizer.buffer.len();
    }

    /// How far the buffer is UTF-8 without a NUL, and how many bytes behind that are no character.
    fn check(&mut self) -> (usize, Option<usize>) {
        let buffer = &self.tokenizer.buffer;
        loop {
            self.valid += plain_length(&buffer[self.valid..]);
            let fresh = &buffer[self.valid..];
            if fresh.is_empty() || fresh[0] == 0 {
                return (self.valid, None);
            }
            // Some characters beyond ASCII; what follows them is looked at in the fast way again.
            let window = &fresh[..fresh.len().min(256)];
            let window = &window[..window.iter().position(|&b| b == 0).unwrap_or(window.len())];
            let (good, wrong) = match std::str::from_utf8(window) {
                Ok(_) => (window.len(), None),
                Err(e) => (e.valid_up_to(), e.error_len()),
            };
            self.valid += good;
            self.beyond_ascii |= good > 0;
            if wrong.is_some() || (good == 0 && window.len() == fresh.len()) {
                return (self.valid, wrong);
            }
            if good == 0 {
                // A character that a NUL cuts.
                return (self.valid, Some(window.len()));
            }
        }
    }

    /// All bytes so far are ASCII, which Windows-1252 has alike: the rest is read so. Behind a character of UTF-8
    /// beyond ASCII a byte that is none is an error.
    fn turn_to_windows(&mut self, end: usize, length: usize, options: &ReadOptions) -> Result<()> {
        let line = self.tokenizer.line_at(end);
        let bytes = self.tokenizer.buffer[end..end + length].to_vec();
        if self.beyond_ascii
            || options.dialect.encoding.is_some()
            || self.decoder.encoding != Encoding::Utf8
        {
            return Err(refusal::encoding(line, &bytes, Encoding::Utf8));
        }
        let rest = self.tokenizer.buffer.split_off(end);
        self.first_odd = Some((line, bytes));
        self.decoder.encoding = Encoding::Windows1252;
        // Ranges are cut by bytes of the file.
        self.tokenizer.stop = u64::MAX;
        self.cut(&rest, options)
    }

    /// What is said of the encoding, once all is read.
    fn settle_encoding(&mut self) -> Result<()> {
        let Some((line, odd)) = self.first_odd.take() else {
            return Ok(());
        };
        let (single, multiple) = (self.decoder.single, self.decoder.multiple);
        if multiple > single {
            return Err(refusal::encoding(line, &odd, Encoding::Utf8));
        }
        if let Some(inference) = self.inferences.first_mut() {
            let reason = "bytes beyond ASCII are no UTF-8";
            let name = Encoding::Windows1252.as_str();
            let shown: String = odd.iter().map(|byte| format!("{byte:02X}")).collect();
            *inference = Inference::found("encoding", name, reason)
                .counted(single, single + multiple)
                .at(line, shown.as_bytes());
        }
        Ok(())
    }

    /// Gives the batch's rows to the columns.
    pub(super) fn take_rows(&mut self, options: &ReadOptions) -> Result<()> {
        let rows = self.batch.lines.len();
        if rows == 0 {
            return Ok(());
        }
        if self.columns.is_empty() && self.full.is_none() {
            self.columns = self.new_columns(options)?;
        }
        let full = |rows: usize| rows.saturating_sub(1) / CHUNK_ROWS;
        if full(self.rows + rows) > full(self.rows) {
            // Every column is about to begin another chunk.
            let bytes = (8 * CHUNK_ROWS).saturating_mul(self.columns.len());
            self.ahead.ask(bytes);
        }
        let text = self.tokenizer.buffer.len();
        room::ask(room::growth(&self.columns, rows, text))
            .map_err(|error| error.at_line(self.batch.lines.first().copied().unwrap_or(1)))?;
        // The memory is looked at after so many rows, wherever batches end.
        let step = (MEASURED_CELLS / self.batch.width.max(1)).clamp(16, 16_384);
        let mut from = 0;
        while from < rows {
            let to = match self.full {
                Some(_) => rows,
                None => rows.min(from + step - self.rows % step),
            };
            if self.full.is_some() {
                self.rows += to - from;
                break;
            }
            for (i, column) in self.columns.iter_mut().enumerate() {
                let buffer = &self.tokenizer.buffer;
                column.take(buffer, &self.batch, i, &self.missing, from..to);
            }
            let numbers = self.batch.numbers.get(from..to).unwrap_or_default();
            self.numbers.extend_from_slice(numbers);
            self.rows += to - from;
            from = to;
            if self.rows.is_multiple_of(step) {
                self.measure(options);
            }
        }
        self.batch.clear();
        Ok(())
    }

    /// Memory that the table takes so far.
    pub(super) fn memory_bytes(&self) -> u64 {
        let columns: u64 = self.columns.iter().map(ColumnBuilder::memory_bytes).sum();
        columns + 4 * self.numbers.len() as u64
    }

    /// Over the budget, columns are given up; rows are counted on.
    fn measure(&mut self, options: &ReadOptions) {
        if self.full.is_none() && self.memory_bytes() > options.memory_bytes {
            self.full = Some((self.rows, self.memory_bytes()));
            self.columns = Vec::new();
            self.numbers = Vec::new();
        }
    }

    /// Another reading, of a sample that fits.
    fn sample(&self, full: (usize, u64), options: ReadOptions) -> Result<Finished> {
        let (before, attempt) = match options.sample {
            Some(sample) => (sample.share(), sample.attempt + 1),
            None => (1.0, 1),
        };
        let (rows, memory_bytes) = full;
        let part = rows as f64 / self.rows.max(1) as f64;
        let share = before * part * (options.memory_bytes as f64 / memory_bytes as f64) * MARGIN;
        let ledger = self.tokenizer.repairs.ledger;
        let rows = share * (ledger.used + ledger.repaired) as f64;
        if rows < FEWEST_ROWS || attempt > MOST_ATTEMPTS {
            return Err(refusal::memory_budget(options.memory_bytes));
        }
        Ok(Finished::Reread(ReadOptions {
            sample: Some(Sample::new(options.seed, share, attempt)),
            storage: None,
            ..options
        }))
    }

    fn new_columns(&self, options: &ReadOptions) -> Result<Vec<ColumnBuilder>> {
        let names = self.names();
        let dialect = &options.dialect;
        match &options.storage {
            None => Ok(names
                .iter()
                .map(|name| match keeps_texts(dialect, name) {
                    true => ColumnBuilder::stored(Kind::Category),
                    false => ColumnBuilder::one_of(names.len()),
                })
                .collect()),
            Some(kinds) if kinds.len() == names.len() => Ok(kinds
                .iter()
                .map(|&kind| ColumnBuilder::stored(kind))
                .collect()),
            Some(_) => Err(refusal::content_changed()),
        }
    }

    pub(super) fn names(&self) -> &[String] {
        self.tokenizer
            .header
            .as_ref()
            .map_or(&[], |header| &header.names)
    }

    /// Ends the text: the last row, which may lack its line end.
    pub(super) fn end(&mut self, options: &ReadOptions) -> Result<()> {
        if let Err(Wrong { bytes }) = self.decoder.finish() {
            return Err(self.refuse_bytes(&bytes));
        }
        if self.valid < self.tokenizer.buffer.len() {
            // A UTF-8 character that the file's end cuts.
            let line = self.tokenizer.line_at(self.tokenizer.buffer.len());
            let rest = &self.tokenizer.buffer[self.valid..];
            return Err(refusal::encoding(line, rest, Encoding::Utf8));
        }
        self.tokenizer.finish(&mut self.batch)?;
        self.take_rows(options)?;
        self.measure(options);
        Ok(())
    }

    pub(super) fn finish(
        mut self,
        name: &str,
        bytes: u64,
        options: ReadOptions,
    ) -> Result<Finished> {
        self.end(&options)?;
        self.settle_encoding()?;
        let width = self.batch.width;
        let Some(header) = self.tokenizer.header.take() else {
            return Err(refusal::empty());
        };
        let ledger = self.tokenizer.repairs.ledger;
        if ledger.read() == 0 {
            return Err(refusal::header_only(header.line.max(1)));
        }
        self.tokenizer.repairs.check(width, self.delimiter())?;
        if let Some(full) = self.full {
            return self.sample(full, options);
        }
        if self.columns.is_empty() {
            // Every row was left out, by the sample or as too long.
            self.columns = header
                .names
                .iter()
                .map(|_| ColumnBuilder::one_of(header.names.len()))
                .collect();
        }
        // A column at a time may be stored anew, and its levels counted.
        room::ask(2 * size_of::<u64>() * self.rows)?;
        let decisions: Vec<Decision> = self
            .columns
            .iter()
            .zip(&header.names)
            .map(|(column, name)| column.decide(&options.dialect, options.dialect.types.get(name)))
            .collect();
        let stored = self
            .columns
            .iter()
            .zip(&decisions)
            .all(|(c, decision)| c.can_be(decision.storage));
        if !stored {
            return match options.storage {
                None => Ok(Finished::Reread(ReadOptions {
                    storage: Some(decisions.iter().map(|d| d.storage).collect()),
                    ..options
                })),
                Some(_) => Err(refusal::content_changed()),
            };
        }
        let repairs: Repairs = std::mem::take(&mut self.tokenizer.repairs);
        self.inferences.push(trailer(&options.dialect, &repairs));
        let delimiter = self.delimiter();
        let columns = self
            .columns
            .into_iter()
            .zip(header.names)
            .zip(decisions)
            .map(|((builder, name), decision)| builder.finish(name, decision))
            .collect();
        let mut table = Table {
            bytes,
            dialect: Dialect {
                delimiter: Some(delimiter),
                ..options.dialect
            },
            votes: self.votes,
            inferences: self.inferences,
            rows: self.rows,
            columns,
            ledger: repairs.ledger,
            drawn: options.sample.map(|sample| Drawn {
                sample,
                rows: self.rows,
                numbers: self.numbers,
            }),
            source: Source {
                header_line: header.line,
                last_line: self.tokenizer.lines_read(),
                header_warning: header.warning,
                repairs,
            },
            ..Table::empty(name)
        };
        table.note_warnings();
        Ok(Finished::Table(Box::new(table)))
    }

    fn delimiter(&self) -> char {
        char::from(self.style.delimiter)
    }
}

/// Plain numbers could mean something else under a decimal comma, and a type that Config gives may need another
/// notation: their texts are kept.
fn keeps_texts(dialect: &Dialect, name: &str) -> bool {
    dialect.decimal == Some(',') || dialect.types.contains_key(name)
}

fn trailer(dialect: &Dialect, repairs: &Repairs) -> Inference {
    if let Some(given) = dialect.trailer.filter(|&lines| lines == 0) {
        return Inference::given("trailer", given);
    }
    let lines = repairs.ledger.trailer_lines;
    let reason = match lines {
        0 => "the last line is a row like the others",
        _ => "lines with a single cell stand behind the last row",
    };
    let found = Inference::found("trailer", lines, reason).counted(lines, lines);
    repairs.trailer.show(found)
}

/// The warning about an encoding that was guessed.
pub(super) fn encoding_warning(inferences: &[Inference]) -> Option<Error> {
    let found = inferences
        .first()
        .filter(|i| !i.given && i.value == Encoding::Windows1252.as_str())?;
    let warning = Error::new(
        Code::TableEncoding,
        "bytes that are not UTF-8, read as Windows-1252",
        "a file in UTF-8",
        "Look at accented letters in the preview. If they are wrong, set dialect.encoding, or save the file as UTF-8.",
    )
    .with_count(found.support);
    Some(match found.examples.first() {
        Some(example) => warning.at_line(example.line).with_value(&example.value),
        None => warning,
    })
}
