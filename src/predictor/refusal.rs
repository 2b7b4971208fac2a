//! Why a model file is refused.

use crate::error::{Code, Error};

/// The file is damaged: `found` says what stands at which place.
pub fn unreadable(found: impl Into<String>, expected: impl Into<String>) -> Error {
    Error::new(
        Code::ModelUnreadable,
        found,
        expected,
        "Save the model once more and choose the new file; the file may be cut or changed.",
    )
}

/// The file is right, and holds something that is not read: `what` names the class, operator or objective, `way_out` a
/// way to a file that is.
pub fn unsupported(what: impl Into<String>, way_out: impl Into<String>) -> Error {
    Error::new(
        Code::ModelUnsupported,
        what,
        "a kind of model that Driftglass reads",
        way_out,
    )
}

/// The file asks for more than is given to any model.
pub fn limit(found: impl Into<String>, most: impl std::fmt::Display) -> Error {
    Error::new(
        Code::ModelLimit,
        found,
        format!("at most {most}"),
        "Use a smaller model, or check that the file is the one you mean.",
    )
}
