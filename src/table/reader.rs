//! The push parser: bytes in, in any chunks; a table out.

use super::cutting::Cutting;
use super::encoding::{self, Decoder, Wrong};
use super::formats;
use super::head_rows::{HEAD_ROWS, HeadRows};
use super::inference::Inference;
use super::layout;
use super::missing::MissingTokens;
use super::refusal;
use super::sample::Sample;
use super::sniff::{self, DELIMITERS, HEAD_BYTES};
use super::{Kind, Table};
use crate::config::{Config, Dialect, Encoding};
use crate::error::Result;

/// Bytes that are looked at together.
const PART_BYTES: usize = 1 << 18;

/// How a file is read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadOptions {
    /// How its text is cut; what is `None` is found out.
    pub dialect: Dialect,
    /// Most memory that the table may take, in bytes. Where it takes more, a uniform sample of its rows is kept.
    pub memory_bytes: u64,
    /// Decides which rows a sample has.
    pub seed: u32,
    /// For another reading: how to store each column, as the reading before found. Category, boolean and text
    /// are stored alike; which of them a column is, this reading decides.
    pub storage: Option<Vec<Kind>>,
    /// For another reading: which rows to keep.
    pub sample: Option<Sample>,
}

impl ReadOptions {
    /// How a first reading of one of the two files of a run goes about it. Whoever reads a file with these keeps the
    /// same rows of it.
    pub fn of(config: &Config) -> ReadOptions {
        ReadOptions {
            dialect: config.dialect.clone(),
            memory_bytes: config.budgets.memory_bytes / 2,
            seed: config.seed,
            storage: None,
            sample: None,
        }
    }
}

/// Most readings of one file: a first, one for other types, and for a sample that was too large at first.
pub const MOST_READINGS: u32 = 8;

/// What a reading ends with.
#[derive(Clone, Debug)]
pub enum Finished {
    /// The table.
    Table(Box<Table>),
    /// The first rows promised another type than all rows have, or the table is larger than its budget: read the same
    /// bytes again with these options. Asked for fewer than [`MOST_READINGS`] times.
    Reread(ReadOptions),
}

/// Reads one file. Memory: the typed columns, the row that is not whole yet, and a part of a chunk.
///
/// The table does not depend on where chunks end.
#[derive(Debug)]
pub struct Reader {
    pub(super) name: String,
    announced: Option<u64>,
    pub(super) options: ReadOptions,
    bytes: u64,
    /// The file's first bytes, until the style is known.
    head: Vec<u8>,
    pub(super) cutting: Option<Cutting>,
    /// Where reading shall stop, until cutting begins.
    stop: u64,
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
            stop: u64::MAX,
        }
    }

    /// Bytes taken so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// Takes the next bytes of the file. Behind the place where reading stops they are not looked at.
    ///
    /// # Errors
    /// `table.binary`, `table.encoding`, `table.duplicate-name`, `table.too-many-columns`,
    /// `table.cell-too-long`, `table.memory-refused`, `config.invalid-value`. After an error the reader is of no more use.
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        let mut rest = chunk;
        if self.cutting.is_none() {
            let wanted = (HEAD_BYTES - self.head.len()).min(rest.len());
            let (head, behind) = rest.split_at(wanted);
            self.head.extend_from_slice(head);
            self.bytes += head.len() as u64;
            rest = behind;
            if self.head.len() < HEAD_BYTES {
                return Ok(());
            }
            self.start(false)?;
        }
        for part in rest.chunks(PART_BYTES) {
            if self.stopped().is_some() {
                break;
            }
            self.bytes += part.len() as u64;
            self.cut(part)?;
        }
        Ok(())
    }

    /// As [`Reader::push`] for so many bytes that are elsewhere: `copy` puts those from a place on where they belong, and
    /// they are copied only once.
    ///
    /// # Errors
    /// Those of [`Reader::push`].
    pub fn push_from(
        &mut self,
        length: usize,
        copy: &mut dyn FnMut(usize, &mut [u8]),
    ) -> Result<()> {
        let as_it_is = |cutting: &Cutting| cutting.decoder.encoding == Encoding::Utf8;
        let mut from = 0;
        while from < length {
            let part = PART_BYTES.min(length - from);
            if self.stopped().is_some() {
                break;
            }
            match self.cutting.as_mut().filter(|cutting| as_it_is(cutting)) {
                Some(cutting) => {
                    self.bytes += part as u64;
                    let mut write = |place: &mut [u8]| copy(from, place);
                    cutting
                        .take_written(part, &mut write, &self.options)
                        .map_err(|e| e.in_file(&self.name))?;
                    self.note_stop();
                }
                None => {
                    let mut bytes = vec![0; part];
                    copy(from, &mut bytes);
                    self.push(&bytes)?;
                }
            }
            from += part;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of [`Reader::push`], and `table.empty`, `table.header-only`, `table.unclosed-quote`,
    /// `table.ragged-row`, `table.file-changed`, `table.memory-budget`.
    pub fn finish(mut self) -> Result<Finished> {
        if let Some(announced) = self.announced.filter(|&bytes| bytes != self.bytes) {
            return Err(refusal::file_changed(announced, self.bytes).in_file(&self.name));
        }
        if self.cutting.is_none() {
            self.stop = u64::MAX;
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

    /// Stops at the first row that begins at or behind this byte of the file.
    pub fn stop_at(&mut self, byte: u64) {
        self.stop = byte;
        if let Some(cutting) = &mut self.cutting {
            cutting.tokenizer.stop = byte;
        }
    }

    /// Where reading stopped: the first byte of the file that must be read by another reader, or given to this one
    /// after [`Reader::resume`].
    pub fn stopped(&self) -> Option<u64> {
        self.cutting.as_ref()?.tokenizer.stopped
    }

    /// Reads on from where it stopped, to the end.
    pub fn resume(&mut self) {
        if let Some(cutting) = &mut self.cutting {
            cutting.tokenizer.stop = u64::MAX;
            cutting.tokenizer.stopped = None;
        }
    }

    /// Ends in the middle of a file: a row that is not whole is left out.
    #[cfg(feature = "engine")]
    #[cfg(feature = "full")]
    pub(super) fn finish_early(mut self) -> Result<Finished> {
        if self.cutting.is_none() {
            self.start(false)?;
        }
        if let Some(cutting) = &mut self.cutting {
            cutting.forget_open_row();
        }
        self.announced = None;
        self.finish()
    }

    /// Looks at the head and begins to cut.
    fn start(&mut self, whole: bool) -> Result<()> {
        let head = std::mem::take(&mut self.head);
        self.begin(&head, whole).map_err(|e| e.in_file(&self.name))
    }

    fn begin(&mut self, head: &[u8], whole: bool) -> Result<()> {
        self.options.dialect.check()?;
        let (found, mark, support, of) = encoding::sniff(head);
        let given = self.options.dialect.encoding;
        let encoding = given.unwrap_or(found);
        if encoding == Encoding::Utf8 || mark == 0 {
            formats::refuse_other_formats(head)?;
        }
        let text = &head[if encoding == found { mark } else { 0 }..];
        let mut decoder = Decoder::new(encoding);
        let mut decoded = Vec::new();
        let wrong = decoder.decode(text, &mut decoded).err();
        let inference = match given {
            Some(_) => Inference::given("encoding", encoding.as_str()),
            None if mark > 0 => Inference::found(
                "encoding",
                encoding.as_str(),
                "the file begins with its byte order mark",
            ),
            None if encoding == Encoding::Utf8 => Inference::found(
                "encoding",
                encoding.as_str(),
                "every byte is part of a UTF-8 character",
            ),
            None => Inference::found(
                "encoding",
                encoding.as_str(),
                "every second byte of the first ones is zero",
            )
            .counted(support, of),
        };
        let mut cutting = self.look_at(&decoded, whole && wrong.is_none(), decoder);
        cutting.inferences.insert(0, inference);
        if encoding == Encoding::Utf8 {
            cutting.tokenizer.stop = self.stop;
        }
        let skipped = cutting.skipped;
        let marked = (head.len() - text.len() + skipped) as u64;
        let line = 1 + super::lines::count_line_ends(&decoded[..skipped]);
        let header = cutting.without_header(line);
        cutting.tokenizer.begin_at(marked, line, header);
        self.cutting = Some(cutting);
        let cutting = self.cutting.as_mut();
        cutting.map_or(Ok(()), |cutting| {
            cutting.take_text(&decoded[skipped..], &self.options)?;
            match wrong {
                Some(Wrong { bytes }) => Err(cutting.refuse_bytes(&bytes)),
                None => Ok(()),
            }
        })
    }

    /// Finds style and layout from the first characters.
    fn look_at(&self, head: &[u8], whole: bool, decoder: Decoder) -> Cutting {
        let mut dialect = self.options.dialect.clone();
        let missing = MissingTokens::new(dialect.missing.as_deref());
        // Lines that Config sets apart do not speak.
        let mut skipped = 0;
        for _ in 0..dialect.preamble.unwrap_or(0) {
            skipped += line_length(&head[skipped..]);
        }
        let mut named = None;
        if dialect.preamble.is_none() && dialect.delimiter.is_none() {
            // Spreadsheets write and read such a line.
            if let Some((delimiter, length)) = separator_line(head) {
                named = Some(delimiter);
                dialect.delimiter = named;
                skipped = length;
            }
        }
        let text = &head[skipped..];
        let mut sniffed = sniff::style(text, whole, &dialect, &missing);
        if let Some(delimiter) = named {
            let reason = "the first line, sep=, names it";
            sniffed.inferences[0] = Inference::found("delimiter", delimiter, reason);
        }
        let mut rows = HeadRows::cut(text, whole, sniffed.style, HEAD_ROWS);
        for row in &mut rows.rows {
            row.line += super::lines::count_line_ends(&head[..skipped]);
        }
        let preamble = match dialect.preamble {
            Some(_) => 0,
            None => layout::preamble(&rows, &missing),
        };
        let layout = layout::look(&rows, dialect.header, &missing, preamble, dialect.preamble);
        skipped += rows
            .rows
            .get(layout.preamble)
            .map_or(0, |row| match preamble {
                0 => 0,
                _ => row.start,
            });
        let width = rows
            .rows
            .get(layout.preamble)
            .map_or(0, |row| row.cells.len());
        let mut cutting = Cutting::new(sniffed.style, layout.header, missing, decoder);
        cutting.skipped = skipped;
        cutting.numbered = (layout.header == 0 && width > 0).then_some(width);
        cutting.votes = sniffed.votes;
        cutting.inferences.extend(sniffed.inferences);
        cutting.inferences.extend(layout.inferences);
        cutting.tokenizer.sample = self.options.sample;
        if dialect.trailer == Some(0) {
            cutting.tokenizer.held.turn_off();
        }
        cutting
    }

    fn cut(&mut self, part: &[u8]) -> Result<()> {
        let Some(cutting) = &mut self.cutting else {
            return Ok(());
        };
        cutting
            .cut(part, &self.options)
            .map_err(|e| e.in_file(&self.name))?;
        self.note_stop();
        Ok(())
    }

    fn note_stop(&mut self) {
        if let Some(stopped) = self.stopped() {
            self.bytes = stopped;
        }
    }

    /// Follows a part of the file that another reader read.
    pub(super) fn skip_to(&mut self, byte: u64) {
        self.bytes = byte;
    }
}

/// The delimiter that a first line such as `sep=;` names, and the bytes of that line.
fn separator_line(head: &[u8]) -> Option<(char, usize)> {
    let length = line_length(head);
    let line = head.get(..length)?.trim_ascii_end();
    let delimiter = match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => char::from(*delimiter),
        // A tab was taken off as a space.
        b"sep=" if head[..length].contains(&b'\t') => '\t',
        _ => return None,
    };
    DELIMITERS
        .contains(&delimiter)
        .then_some((delimiter, length))
}

/// Bytes of the first line, its end included.
fn line_length(text: &[u8]) -> usize {
    match text.iter().position(|&byte| byte == b'\n' || byte == b'\r') {
        Some(at) if text[at..].starts_with(b"\r\n") => at + 2,
        Some(at) => at + 1,
        None => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_copied_once_give_the_same_table() {
        let mut state = 5u64;
        for round in 0..40 {
            let mut text = String::from("id,name,amount\n");
            for row in 0..3000 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let name = ["a", "\"b, \"\"c\"\"\"", "", "Größe"][(state >> 60) as usize % 4];
                text += &format!("{row},{name},{}.5\n", state >> 50);
            }
            let bytes: Vec<u8> = match round % 4 {
                0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                1 => text.chars().map(|c| c as u32 as u8).collect(),
                _ => text.into_bytes(),
            };
            let chunk = (state >> 33) as usize % 70_000 + 1;
            let options = ReadOptions::of(&Config::default());
            let mut plain = Reader::new("x.csv", None, options.clone());
            let mut copied = Reader::new("x.csv", None, options);
            for chunk in bytes.chunks(chunk) {
                plain.push(chunk).unwrap();
                let mut copy = |from: usize, place: &mut [u8]| {
                    place.copy_from_slice(&chunk[from..from + place.len()]);
                };
                copied.push_from(chunk.len(), &mut copy).unwrap();
                assert_eq!(plain.bytes_read(), copied.bytes_read());
            }
            match (plain.finish().unwrap(), copied.finish().unwrap()) {
                (Finished::Table(a), Finished::Table(b)) => assert!(a == b),
                _ => panic!("no table"),
            }
        }
    }
}
