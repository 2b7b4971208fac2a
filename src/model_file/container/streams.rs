//! The compressions that joblib offers besides zlib and gzip: bz2, xz, lzma and lz4, each by a crate that reads it as a stream,
//! so that the limit on what comes out holds while it comes.
//!
//! Source: bzip2 1.0 (Seward), the .xz file format 1.2.1 and LZMA's older header (Collin, tukaani.org), LZ4 frame format 1.6.4.

use std::io::{ErrorKind, Read};

use super::super::refusal::{damaged, too_large};
use super::MOST_BYTES;
use crate::error::Result;

/// Most memory of a window of xz or lzma, in KiB: the highest preset asks for 64 MiB and some tables.
const MOST_WINDOW_KIB: u32 = 160 << 10;

/// A bz2 stream.
pub(super) fn bz2(bytes: &[u8]) -> Result<Vec<u8>> {
    drain(bzip2_rs::DecoderReader::new(bytes), "bz2")
}

/// An .xz file.
pub(super) fn xz(bytes: &[u8]) -> Result<Vec<u8>> {
    let reader = lzma_rust2::XzReader::new_mem_limit(bytes, true, MOST_WINDOW_KIB);
    drain(reader, "xz")
}

/// An .lzma file, as xz was before it had a container.
pub(super) fn lzma(bytes: &[u8]) -> Result<Vec<u8>> {
    match lzma_rust2::LzmaReader::new_mem_limit(bytes, MOST_WINDOW_KIB, None) {
        Ok(reader) => drain(reader, "lzma"),
        Err(error) => Err(refused(&error, "lzma", 0)),
    }
}

/// An LZ4 frame.
pub(super) fn lz4(bytes: &[u8]) -> Result<Vec<u8>> {
    drain(lz4_flex::frame::FrameDecoder::new(bytes), "lz4")
}

/// All that a stream gives, up to the limit.
fn drain(stream: impl Read, format: &str) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    match stream.take(MOST_BYTES as u64 + 1).read_to_end(&mut out) {
        Ok(_) if out.len() <= MOST_BYTES => Ok(out),
        Ok(_) => Err(too_large(
            format!("{format} data that unpacks to more than is allowed"),
            format!("at most {} MB", MOST_BYTES >> 20),
        )),
        Err(error) => Err(refused(&error, format, out.len())),
    }
}

fn refused(error: &std::io::Error, format: &str, read: usize) -> crate::error::Error {
    if error.kind() == ErrorKind::OutOfMemory {
        return too_large(
            format!("{format} data that asks for a larger window than any preset"),
            format!("at most {} MB", MOST_WINDOW_KIB >> 10),
        );
    }
    damaged(
        format!("{format} data that breaks off or is changed, after {read} bytes"),
        format!("whole {format} data"),
    )
}
