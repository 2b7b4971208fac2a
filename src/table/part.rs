//! Several readers of one file, each of a range of bytes: together they make exactly the table of one.
//!
//! A reader of a later range takes the first line end in it for the end of a row. Where a quoted cell spans the cut, that
//! is wrong: the reader before it then ends its last row elsewhere, the part is refused, and the reader before goes on
//! alone. So it does where anything else but whole rows of the kinds foreseen was found, an error included.

use serde::{Deserialize, Serialize};

use super::builder::ColumnBuilder;
use super::cutting::Cutting;
use super::encoding::Decoder;
use super::header::Header;
use super::missing::MissingTokens;
use super::piece::{Piece, PieceHead};
use super::repairs::Repairs;
use super::style::Style;
use super::{Kind, ReadOptions, Reader};
use crate::config::Encoding;
use crate::error::Result;

/// What a reader of a later part must know: how the text is cut, the columns, and how they are stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    style: Style,
    names: Vec<String>,
    storage: Vec<Kind>,
}

/// Reads a range of a file.
#[derive(Debug)]
pub struct PartReader {
    cutting: Cutting,
    options: ReadOptions,
    /// The byte of the file that is pushed next.
    at: u64,
    start: Option<u64>,
}

/// The rows of a range.
#[derive(Debug)]
pub struct FilePart {
    head: PartHead,
    columns: Vec<ColumnBuilder>,
}

/// What is known of a range of a file but the values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartHead {
    /// The first byte of its first row, and the byte behind its last one.
    start: u64,
    end: u64,
    lines: u64,
    rows: usize,
    /// False where rows at its end may be no data.
    settled: bool,
    last: bool,
    beyond_ascii: bool,
    memory_bytes: u64,
    repairs: Repairs,
    columns: Vec<PieceHead>,
}

impl Reader {
    /// What readers of later ranges of the same file must know, once it is known; `None` for files that one reader
    /// must read: a sample, another encoding than UTF-8, or lone carriage returns.
    pub fn plan(&self) -> Option<Plan> {
        let cutting = self.cutting.as_ref()?;
        let alone = cutting.decoder.encoding != Encoding::Utf8
            || cutting.tokenizer.lone_return
            || cutting.full.is_some()
            || self.options.sample.is_some()
            || cutting.columns.is_empty();
        let storage: Option<Vec<Kind>> =
            cutting.columns.iter().map(ColumnBuilder::storage).collect();
        let names = cutting.names().to_vec();
        let style = cutting.style;
        storage.filter(|_| !alone).map(|storage| Plan {
            style,
            names,
            storage,
        })
    }

    /// Adds the part that begins where this reader stopped. False, and nothing changes, if it does not begin there or
    /// one reading would have done something else: [`Reader::resume`] then reads on.
    ///
    /// # Errors
    /// As [`Reader::push`].
    pub fn absorb(&mut self, part: FilePart) -> Result<bool> {
        let stopped = self.stopped();
        let Some(cutting) = &mut self.cutting else {
            return Ok(false);
        };
        let FilePart { head, columns } = part;
        if stopped == Some(head.start) && head.start == head.end && !head.last {
            return Ok(true);
        }
        let fits = stopped == Some(head.start)
            && head.settled
            && head.rows > 0
            && cutting.decoder.encoding == Encoding::Utf8
            && cutting.full.is_none()
            && !cutting.tokenizer.lone_return
            && cutting.columns.len() == columns.len()
            && cutting.columns.iter().zip(&columns).all(|(a, b)| a.fits(b))
            && cutting.memory_bytes() + head.memory_bytes <= self.options.memory_bytes;
        if !fits {
            return Ok(false);
        }
        cutting.tokenizer.release_held(&mut cutting.batch);
        cutting.tokenizer.held.note_row();
        cutting.take_rows(&self.options)?;
        cutting.tokenizer.discard(&mut cutting.batch);
        cutting.valid = cutting.tokenizer.buffer.len();
        let shift = cutting.tokenizer.lines_read();
        for (column, later) in cutting.columns.iter_mut().zip(columns) {
            column.append(later, shift);
        }
        cutting.rows += head.rows;
        cutting.beyond_ascii |= head.beyond_ascii;
        cutting.tokenizer.repairs.append(&head.repairs, shift);
        let stopped = (!head.last).then_some(head.end);
        cutting.tokenizer.go_on(head.end, head.lines, stopped);
        self.skip_to(head.end);
        Ok(true)
    }
}

impl PartReader {
    /// A reader for the bytes of a file from `from - 1` on, 0 excluded. It looks for the first row that begins at or
    /// behind `from`.
    pub fn new(plan: Plan, from: u64, options: ReadOptions) -> PartReader {
        let missing = MissingTokens::new(options.dialect.missing.as_deref());
        let width = plan.names.len();
        let mut cutting = Cutting::new(plan.style, 0, missing, Decoder::new(Encoding::Utf8));
        cutting.batch.width = width;
        cutting.tokenizer.stop_held = true;
        if options.dialect.trailer == Some(0) {
            cutting.tokenizer.held.turn_off();
        }
        cutting.tokenizer.header = Some(Header {
            names: plan.names,
            ..Header::default()
        });
        PartReader {
            cutting,
            options: ReadOptions {
                storage: Some(plan.storage),
                ..options
            },
            at: from.saturating_sub(1),
            start: None,
        }
    }

    /// Stops at the first row that begins at or behind this byte of the file.
    pub fn stop_at(&mut self, byte: u64) {
        self.cutting.tokenizer.stop = byte;
    }

    /// True where the rest of the file is another part.
    pub fn is_done(&self) -> bool {
        self.cutting.tokenizer.stopped.is_some()
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// As [`Reader::push`]; whoever reads the part before then reads on alone and finds the same.
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        let mut chunk = chunk;
        if self.start.is_none() {
            let Some(end) = chunk.iter().position(|&byte| byte == b'\n') else {
                self.at += chunk.len() as u64;
                return Ok(());
            };
            chunk = &chunk[end + 1..];
            self.at += end as u64 + 1;
            self.start = Some(self.at);
            let header = self.cutting.tokenizer.header.take();
            self.cutting.tokenizer.begin_at(self.at, 1, header);
            if self.at >= self.cutting.tokenizer.stop {
                self.cutting.tokenizer.stopped = self.start;
            }
        }
        for part in chunk.chunks(1 << 18) {
            if self.is_done() {
                break;
            }
            self.at += part.len() as u64;
            self.cutting.cut(part, &self.options)?;
        }
        Ok(())
    }

    /// Ends the range: at the file's end where it did not stop before.
    ///
    /// # Errors
    /// As [`Reader::finish`].
    pub fn finish(mut self) -> Result<FilePart> {
        let stopped = self.cutting.tokenizer.stopped;
        if stopped.is_none() {
            self.cutting.end(&self.options)?;
        }
        let end = stopped.unwrap_or(self.at);
        let memory_bytes = self.cutting.memory_bytes();
        let tokenizer = self.cutting.tokenizer;
        Ok(FilePart {
            head: PartHead {
                start: self.start.unwrap_or(self.at),
                end,
                lines: tokenizer.lines_read(),
                rows: self.cutting.rows,
                settled: tokenizer.held.is_empty()
                    && !tokenizer.held.is_after_blank()
                    && self.cutting.full.is_none()
                    && self.cutting.decoder.encoding == Encoding::Utf8
                    && !tokenizer.lone_return,
                last: stopped.is_none(),
                beyond_ascii: self.cutting.beyond_ascii,
                memory_bytes,
                repairs: tokenizer.repairs,
                columns: Vec::new(),
            },
            columns: self.cutting.columns,
        })
    }
}

impl FilePart {
    /// The part in pieces that can travel to another worker.
    pub fn into_pieces(self) -> (PartHead, Vec<Piece>) {
        let mut head = self.head;
        let mut pieces = Vec::new();
        for column in self.columns {
            let (column, piece) = column.into_pieces();
            head.columns.push(column);
            pieces.push(piece);
        }
        (head, pieces)
    }

    /// What [`FilePart::into_pieces`] took apart.
    pub fn of_pieces(mut head: PartHead, pieces: Vec<Piece>) -> FilePart {
        let heads = std::mem::take(&mut head.columns);
        let columns = heads.into_iter().zip(pieces);
        FilePart {
            head,
            columns: columns
                .map(|(head, piece)| ColumnBuilder::of_pieces(head, piece))
                .collect(),
        }
    }
}
