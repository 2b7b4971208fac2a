//! A zip archive: names and content of its files.
//!
//! Sizes, places and checksums are read as 64 bits: a pointer has 32 in the browser.
//!
//! Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification" 6.3.10, sections 4.3.7, 4.3.12, 4.3.16, 4.5.3 (zip64).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::refusal::{damaged, too_large, unsupported};
use super::MOST_BYTES;
use super::compressed::{crc32, inflate};
use crate::error::{Error, Result};

/// Files an archive may have.
const MOST_FILES: u64 = 200_000;

struct Entry {
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    header: u64,
}

/// An opened archive.
pub(in super::super) struct Zip<'a> {
    bytes: &'a [u8],
    entries: BTreeMap<String, Entry>,
}

impl<'a> Zip<'a> {
    /// Reads the table of contents.
    ///
    /// # Errors
    /// `model.damaged`, and `model.too-large` for an archive that says it unpacks to too much.
    pub(in super::super) fn open(bytes: &'a [u8]) -> Result<Zip<'a>> {
        let end = (0..=bytes.len().saturating_sub(22).min(1 << 16))
            .filter_map(|back| bytes.len().checked_sub(22 + back))
            .find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))
            .ok_or_else(|| broken("no table of contents"))?;
        let (mut count, mut at) = (word(bytes, end + 10, 2)?, word(bytes, end + 16, 4)?);
        if count == 0xffff || at == 0xffff_ffff {
            let locator = end
                .checked_sub(20)
                .ok_or_else(|| broken("no zip64 record"))?;
            if !bytes[locator..].starts_with(b"PK\x06\x07") {
                return Err(broken("no zip64 record"));
            }
            let record = place(word(bytes, locator + 8, 8)?)?;
            (count, at) = (word(bytes, record + 32, 8)?, word(bytes, record + 48, 8)?);
        }
        if count > MOST_FILES {
            return Err(too_large(
                format!("an archive of {count} files"),
                format!("at most {MOST_FILES}"),
            ));
        }
        let mut at = place(at)?;
        let mut entries = BTreeMap::new();
        let mut total = 0u64;
        for _ in 0..count {
            if !slice(bytes, at, 4)?.starts_with(b"PK\x01\x02") {
                return Err(broken("a table of contents that is changed"));
            }
            let lengths = [28, 30, 32].map(|offset| number(bytes, at + offset, 2));
            let [name, extra, comment] = lengths;
            let (name, extra, comment) = (name?, extra?, comment?);
            let mut entry = Entry {
                method: word(bytes, at + 10, 2)? as u16,
                crc: word(bytes, at + 16, 4)? as u32,
                packed: word(bytes, at + 20, 4)?,
                size: word(bytes, at + 24, 4)?,
                header: word(bytes, at + 42, 4)?,
            };
            let text = String::from_utf8_lossy(slice(bytes, at + 46, name)?).into_owned();
            widen(&mut entry, slice(bytes, at + 46 + name, extra)?)?;
            total = total.saturating_add(entry.size);
            if total > MOST_BYTES as u64 {
                return Err(too_large(
                    format!(
                        "an archive that unpacks to more than {} MB",
                        MOST_BYTES >> 20
                    ),
                    "a smaller archive",
                ));
            }
            entries.insert(text, entry);
            at += 46 + name + extra + comment;
        }
        Ok(Zip { bytes, entries })
    }

    /// Names of the files, sorted.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The content of a file; `None` where there is none of that name.
    ///
    /// # Errors
    /// `model.damaged` where content and checksum differ.
    pub(in super::super) fn read(&self, name: &str) -> Result<Option<Cow<'a, [u8]>>> {
        let Some(entry) = self.entries.get(name) else {
            return Ok(None);
        };
        let here = |what: &str| {
            broken(&format!(
                "{what} in \"{}\"",
                name.chars().take(80).collect::<String>()
            ))
        };
        let at = place(entry.header)?;
        let header = slice(self.bytes, at, 30)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(here("a changed header"));
        }
        let start = at + 30 + number(header, 26, 2)? + number(header, 28, 2)?;
        let packed = slice(self.bytes, start, place(entry.packed)?)?;
        let content = match entry.method {
            0 => Cow::Borrowed(packed),
            8 => Cow::Owned(inflate(packed, place(entry.size)?)?),
            other => {
                return Err(unsupported(
                    format!("an archive compressed by method {other}"),
                    "stored or deflated files",
                    "Save the model without a special compression.",
                ));
            }
        };
        if content.len() as u64 != entry.size || crc32(&content) != entry.crc {
            return Err(here("changed content"));
        }
        Ok(Some(content))
    }
}

/// Takes sizes of more than 32 bits from the zip64 field.
fn widen(entry: &mut Entry, mut extra: &[u8]) -> Result<()> {
    while extra.len() >= 4 {
        let (id, length) = (number(extra, 0, 2)?, number(extra, 2, 2)?);
        let field = slice(extra, 4, length)?;
        if id == 1 {
            let mut at = 0;
            for value in [&mut entry.size, &mut entry.packed, &mut entry.header] {
                if *value == 0xffff_ffff {
                    *value = word(field, at, 8)?;
                    at += 8;
                }
            }
        }
        extra = &extra[4 + length..];
    }
    Ok(())
}

fn slice(bytes: &[u8], at: usize, length: usize) -> Result<&[u8]> {
    at.checked_add(length)
        .and_then(|end| bytes.get(at..end))
        .ok_or_else(|| broken("an end before its time"))
}

/// A whole number of `width` bytes, the lowest first: a size, a checksum, or a mark that the size stands elsewhere.
fn word(bytes: &[u8], at: usize, width: usize) -> Result<u64> {
    let raw = slice(bytes, at, width)?;
    let next = |word: u64, byte: &u8| word << 8 | u64::from(*byte);
    Ok(raw.iter().rev().fold(0, next))
}

/// A place or a length in the file; the sum of some of them fits a pointer of 32 bits.
fn place(word: u64) -> Result<usize> {
    usize::try_from(word)
        .ok()
        .filter(|value| *value < usize::MAX / 8)
        .ok_or_else(|| broken("a position beyond the end"))
}

fn number(bytes: &[u8], at: usize, width: usize) -> Result<usize> {
    place(word(bytes, at, width)?)
}

fn broken(what: &str) -> Error {
    damaged(format!("a zip archive with {what}"), "a whole zip archive")
}
