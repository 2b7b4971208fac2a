//! The push parser: bytes in, in any chunks; a table out.

use super::batch::Batch;
use super::builder::{ColumnBuilder, Decision};
use super::column::Kind;
use super::missing::MissingTokens;
use super::refusal;
use super::repairs::Repairs;
use super::sniff::{self, DELIMITERS, DelimiterVote, HEAD_BYTES};
use super::tokenizer::Tokenizer;
use super::{Source, Table};
use crate::config::{Dialect, invalid};
use crate::error::Result;

/// Bytes that are looked at together.
const PART_BYTES: usize = 1 << 18;

/// How a file is read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadOptions {
    /// How its text is cut; what is `None` is found out.
    pub dialect: Dialect,
    /// Most memory that the table may take, in bytes.
    pub memory_bytes: u64,
    /// For a second reading: how to store each column, as the first reading found. Category, boolean and text
    /// are stored alike; which of them a column is, the second reading decides.
    pub storage: Option<Vec<Kind>>,
}

/// What a reading ends with.
#[derive(Clone, Debug)]
pub enum Finished {
    /// The table.
    Table(Box<Table>),
    /// The first rows promised another type than all rows have: read the same bytes again with these options.
    /// Asked for once at most.
    Reread(ReadOptions),
}

/// Reads one file. Memory: the typed columns, the row that is not whole yet, and a part of a chunk.
///
/// The table does not depend on where chunks end.
#[derive(Debug)]
pub struct Reader {
    name: String,
    announced: Option<u64>,
    options: ReadOptions,
    bytes: u64,
    /// The file's first bytes, until the delimiter is known.
    head: Vec<u8>,
    cutting: Option<Cutting>,
}

/// The state behind the head.
#[derive(Debug)]
struct Cutting {
    delimiter: char,
    votes: Vec<DelimiterVote>,
    missing: MissingTokens,
    tokenizer: Tokenizer,
    /// Bytes of the tokenizer's buffer that are known to be UTF-8.
    valid: usize,
    batch: Batch,
    columns: Vec<ColumnBuilder>,
    rows: usize,
}

impl Reader {
    /// A reader for a file of this name; `bytes` is its size where that is known.
    pub fn new(name: &str, bytes: Option<u64>, options: ReadOptions) -> Reader {
        Reader {
            name: name.to_owned(),
            announced: bytes,
            options,
            bytes: 0,
            head: Vec::new(),
            cutting: None,
        }
    }

    /// Bytes taken so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// `table.binary`, `table.encoding`, `table.duplicate-name`, `table.too-many-columns`,
    /// `table.cell-too-long`, `table.memory-budget`, `config.invalid-value`. After an error the reader is of no
    /// more use.
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        self.bytes += chunk.len() as u64;
        let mut rest = chunk;
        if self.cutting.is_none() {
            let wanted = (HEAD_BYTES - self.head.len()).min(rest.len());
            let (head, behind) = rest.split_at(wanted);
            self.head.extend_from_slice(head);
            rest = behind;
            if self.head.len() < HEAD_BYTES {
                return Ok(());
            }
            self.start(false)?;
        }
        for part in rest.chunks(PART_BYTES) {
            self.cut(part)?;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of [`Reader::push`], and `table.empty`, `table.header-only`, `table.unclosed-quote`,
    /// `table.ragged-row`, `table.file-changed`.
    pub fn finish(mut self) -> Result<Finished> {
        if let Some(announced) = self.announced.filter(|&bytes| bytes != self.bytes) {
            return Err(refusal::file_changed(announced, self.bytes).in_file(&self.name));
        }
        if self.cutting.is_none() {
            self.start(true)?;
        }
        let Reader {
            name,
            options,
            bytes,
            cutting,
            ..
        } = self;
        match cutting {
            Some(cutting) => cutting
                .finish(&name, bytes, options)
                .map_err(|e| e.in_file(name)),
            None => Err(refusal::empty().in_file(name)),
        }
    }

    /// Looks at the head and begins to cut.
    fn start(&mut self, whole: bool) -> Result<()> {
        let head = std::mem::take(&mut self.head);
        self.begin(&head, whole)
            .map_err(|e| e.in_file(&self.name))?;
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        self.cut(text)
    }

    fn begin(&mut self, head: &[u8], whole: bool) -> Result<()> {
        sniff::refuse_other_formats(head)?;
        let votes = match self.options.dialect.delimiter {
            Some(_) => Vec::new(),
            None => sniff::votes(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head), whole),
        };
        let delimiter = match (self.options.dialect.delimiter, votes.first()) {
            (Some(given), _) if DELIMITERS.contains(&given) => given,
            (Some(_), _) => {
                return Err(invalid(
                    "dialect.delimiter",
                    "not a comma, semicolon, tab or pipe",
                ));
            }
            (None, vote) => vote.map_or(DELIMITERS[0], |vote| vote.delimiter),
        };
        self.cutting = Some(Cutting {
            delimiter,
            votes,
            missing: MissingTokens::new(self.options.dialect.missing.as_deref()),
            tokenizer: Tokenizer::new(delimiter as u8),
            valid: 0,
            batch: Batch::default(),
            columns: Vec::new(),
            rows: 0,
        });
        Ok(())
    }

    fn cut(&mut self, part: &[u8]) -> Result<()> {
        match &mut self.cutting {
            Some(cutting) => cutting
                .cut(part, &self.options)
                .map_err(|e| e.in_file(&self.name)),
            None => Ok(()),
        }
    }
}

impl Cutting {
    fn cut(&mut self, part: &[u8], options: &ReadOptions) -> Result<()> {
        self.tokenizer.buffer.extend_from_slice(part);
        let fresh = &self.tokenizer.buffer[self.valid..];
        let zero = fresh.iter().position(|&byte| byte == 0);
        let checked = &fresh[..zero.unwrap_or(fresh.len())];
        let (text, wrong) = match std::str::from_utf8(checked) {
            Ok(_) => (checked.len(), None),
            Err(e) => (e.valid_up_to(), e.error_len()),
        };
        self.valid += text;
        let end = self.valid;
        self.tokenizer.scan(end, &mut self.batch)?;
        if let Some(length) = wrong {
            let bytes = &self.tokenizer.buffer[end..end + length];
            return Err(refusal::encoding(self.tokenizer.line_at(end), bytes));
        }
        if zero.is_some() {
            return Err(refusal::zero_byte(self.tokenizer.line_at(end)));
        }
        self.take_rows(options)?;
        let before = self.tokenizer.buffer.len();
        self.tokenizer.discard(&mut self.batch);
        self.valid -= before - self.tokenizer.buffer.len();
        Ok(())
    }

    /// Gives the batch's rows to the columns.
    fn take_rows(&mut self, options: &ReadOptions) -> Result<()> {
        if self.batch.lines.is_empty() {
            return Ok(());
        }
        if self.columns.is_empty() {
            self.columns = self.new_columns(options)?;
        }
        for (i, column) in self.columns.iter_mut().enumerate() {
            column.take(&self.tokenizer.buffer, &self.batch, i, &self.missing);
        }
        self.rows += self.batch.lines.len();
        self.batch.clear();
        let memory: u64 = self.columns.iter().map(ColumnBuilder::memory_bytes).sum();
        if memory > options.memory_bytes {
            return Err(refusal::memory_budget(options.memory_bytes));
        }
        Ok(())
    }

    fn new_columns(&self, options: &ReadOptions) -> Result<Vec<ColumnBuilder>> {
        let names = self.names();
        match &options.storage {
            // Plain numbers could mean something else under a decimal comma: their texts are kept.
            None if options.dialect.decimal == Some(',') => Ok(names
                .iter()
                .map(|_| ColumnBuilder::stored(Kind::Category))
                .collect()),
            None => Ok(names.iter().map(|_| ColumnBuilder::new()).collect()),
            Some(kinds) if kinds.len() == names.len() => Ok(kinds
                .iter()
                .map(|&kind| ColumnBuilder::stored(kind))
                .collect()),
            Some(_) => Err(refusal::content_changed()),
        }
    }

    fn names(&self) -> &[String] {
        self.tokenizer
            .header
            .as_ref()
            .map_or(&[], |header| &header.names)
    }

    fn finish(mut self, name: &str, bytes: u64, options: ReadOptions) -> Result<Finished> {
        let end = self.tokenizer.buffer.len();
        if self.valid < end {
            let bytes = &self.tokenizer.buffer[self.valid..];
            return Err(refusal::encoding(self.tokenizer.line_at(end), bytes));
        }
        self.tokenizer.finish(&mut self.batch)?;
        self.take_rows(&options)?;
        let width = self.batch.width;
        let Some(header) = self.tokenizer.header.take() else {
            return Err(refusal::empty());
        };
        let repairs: Repairs = std::mem::take(&mut self.tokenizer.repairs);
        if repairs.ledger.read() == 0 {
            return Err(refusal::header_only(header.line));
        }
        repairs.check(width, self.delimiter)?;
        let decisions: Vec<Decision> = self
            .columns
            .iter()
            .map(|column| column.decide(&options.dialect))
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
        let columns = self
            .columns
            .into_iter()
            .zip(header.names)
            .zip(decisions)
            .map(|((builder, name), decision)| builder.finish(name, decision))
            .collect();
        let mut table = Table {
            name: name.to_owned(),
            bytes,
            dialect: Dialect {
                delimiter: Some(self.delimiter),
                ..options.dialect
            },
            votes: self.votes,
            rows: self.rows,
            columns,
            ledger: repairs.ledger,
            warnings: Vec::new(),
            part: None,
            periods: Vec::new(),
            row_numbers: None,
            source: Source {
                header_line: header.line,
                last_line: self.tokenizer.lines_read(),
                header_warning: header.warning,
                repairs,
            },
        };
        table.note_warnings();
        Ok(Finished::Table(Box::new(table)))
    }
}
