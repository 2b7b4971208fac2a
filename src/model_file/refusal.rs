//! Why a model file is not read, beside what [`crate::predictor`] says: files that ask for something to be run.

use crate::error::{Code, Error};
pub(super) use crate::predictor::{limit as too_large, unreadable as damaged};

/// The file asks for something to be run.
pub(super) fn hostile(found: impl Into<String>) -> Error {
    Error::new(
        Code::ModelHostile,
        found,
        "a file that only describes a model",
        "Nothing of it was run. Do not open this file in Python unless you know who wrote it; ask for the model as ONNX, \
         as skops or in the library's own format.",
    )
}

/// A class, an operator or a setting that is not read here.
pub(super) fn unsupported(
    found: impl Into<String>,
    expected: impl Into<String>,
    way_out: impl Into<String>,
) -> Error {
    Error::new(Code::ModelUnsupported, found, expected, way_out)
}
