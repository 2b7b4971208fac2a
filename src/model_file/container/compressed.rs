//! What joblib compresses with: zlib and gzip here, with a limit.
//!
//! Source: RFC 1950 (zlib), RFC 1952 (gzip).

use std::borrow::Cow;

use miniz_oxide::inflate::{DecompressError, TINFLStatus};

use super::super::refusal::{damaged, too_large, unsupported};
use super::{MOST_BYTES, streams};
use crate::error::{Error, Result};

/// The bytes as they were before joblib compressed them.
///
/// # Errors
/// `model.damaged`, `model.too-large`, and `model.unsupported` for a compression that is not read here.
pub(in super::super) fn expand(bytes: &[u8]) -> Result<Cow<'_, [u8]>> {
    let other = match bytes {
        [0x78, flags, ..] if (0x7800 + u32::from(*flags)).is_multiple_of(31) => {
            return miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(bytes, MOST_BYTES)
                .map(Cow::Owned)
                .map_err(|error| refused(&error, "zlib"));
        }
        [0x1f, 0x8b, ..] => return gzip(bytes).map(Cow::Owned),
        [b'B', b'Z', b'h', ..] => return streams::bz2(bytes).map(Cow::Owned),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => return streams::xz(bytes).map(Cow::Owned),
        [0x5d, 0, 0, ..] => return streams::lzma(bytes).map(Cow::Owned),
        [0x04, 0x22, 0x4d, 0x18, ..] => return streams::lz4(bytes).map(Cow::Owned),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "zstd",
        _ => return Ok(Cow::Borrowed(bytes)),
    };
    Err(unsupported(
        format!("a file compressed with {other}"),
        "a file that is not compressed, or as joblib compresses it",
        "In Python: joblib.dump(joblib.load(\"model\"), \"model.joblib\", compress=3).",
    ))
}

/// Raw deflate of known size, as in a zip archive.
pub(super) fn inflate(bytes: &[u8], size: usize) -> Result<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(bytes, size.min(MOST_BYTES))
        .map_err(|error| refused(&error, "deflate"))
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let body = gzip_header(bytes).ok_or_else(|| {
        damaged(
            "a gzip header that is not well formed",
            "a gzip file as joblib writes it",
        )
    })?;
    let trailer = bytes.len().saturating_sub(8).max(body);
    let data =
        miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes[body..trailer], MOST_BYTES)
            .map_err(|error| refused(&error, "gzip"))?;
    let word = |at: usize| {
        bytes.get(at..at + 4).map(|raw| {
            raw.iter()
                .rev()
                .fold(0u32, |word, byte| word << 8 | u32::from(*byte))
        })
    };
    if word(trailer + 4) != Some(data.len() as u32) || word(trailer) != Some(crc32(&data)) {
        return Err(damaged(
            "a gzip file whose checksum does not fit its content",
            "one gzip stream, whole",
        ));
    }
    Ok(data)
}

/// Length of the header of a gzip member.
fn gzip_header(bytes: &[u8]) -> Option<usize> {
    let flags = *bytes.get(3)?;
    if bytes.get(2) != Some(&8) {
        return None;
    }
    let mut at = 10;
    if flags & 4 != 0 {
        at += 2 + usize::from(*bytes.get(at)?) + 256 * usize::from(*bytes.get(at + 1)?);
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += 1 + bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    (at <= bytes.len()).then_some(at)
}

fn refused(error: &DecompressError, format: &str) -> Error {
    if error.status == TINFLStatus::HasMoreOutput {
        too_large(
            format!("{format} data that unpacks to more than was announced or allowed"),
            format!("at most {} MB", MOST_BYTES >> 20),
        )
    } else {
        damaged(
            format!(
                "{format} data that breaks off or is changed, after {} bytes",
                error.output.len()
            ),
            format!("whole {format} data"),
        )
    }
}

/// CRC-32 of IEEE 802.3, a byte at a time.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut i = 0;
        while i < 256 {
            let mut word = i as u32;
            let mut bit = 0;
            while bit < 8 {
                word = if word & 1 == 1 {
                    word >> 1 ^ 0xedb8_8320
                } else {
                    word >> 1
                };
                bit += 1;
            }
            table[i] = word;
            i += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc: u32, byte| {
        crc >> 8 ^ TABLE[usize::from(crc as u8 ^ byte)]
    })
}
