//! Reads pickles without running anything in them.
//!
//! The machine knows the opcodes of protocols 0 to 5 and builds a [`Graph`]: a class or function is its name, a call is
//! its name with the arguments, a state is kept beside it. Only what is plain data is made from calls: bytes, sets,
//! numpy's arrays and scalars, and the arrays that joblib writes between the opcodes.
//!
//! Source: Python 3.14, Lib/pickletools.py (the opcodes); joblib 1.6, numpy_pickle.py (arrays between opcodes).

mod calls;
mod machine;
mod numpy;
mod text;
mod threat;

use super::objects::Graph;
use crate::error::Result;

/// What a pickle describes.
pub(super) struct Pickle {
    pub(super) graph: Graph,
    /// Whether arrays stand between the opcodes, as joblib writes them.
    pub(super) inline_arrays: bool,
}

/// Reads a pickle, as `pickle.dump` or `joblib.dump` without compression write it.
///
/// # Errors
/// `model.damaged` with the byte, `model.too-large`, and `model.hostile` where the file asks for something to be run.
pub(super) fn read(bytes: &[u8]) -> Result<Pickle> {
    machine::run(bytes)
}

/// Whether the bytes can be a pickle: of protocol 2 and later by their first byte, of older ones by what they start and
/// end with.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    match bytes {
        [0x80, protocol, ..] => *protocol < 0x20,
        [b'c' | b'(' | b']' | b'}' | b'i', .., b'.'] => !bytes.starts_with(b"(\n"),
        _ => false,
    }
}
