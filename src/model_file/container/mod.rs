//! What wraps a model file: zlib, gzip, bz2, xz, lzma and lz4 (joblib), zip (skops), arrays of numpy within.

mod compressed;
mod npy;
mod streams;
mod zip;

pub(super) use compressed::expand;
pub(super) use npy::npy;
pub(super) use zip::Zip;

/// Bytes that a file may become when it is unpacked.
const MOST_BYTES: usize = 768 << 20;
