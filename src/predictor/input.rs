//! What a model takes.

use serde::{Deserialize, Serialize};

/// A value that a categorical input knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Level {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// The beginning of a text whose end the writer lost.
    Start(String),
}

impl Level {
    /// The level as a person reads it.
    pub fn shown(&self) -> String {
        match self {
            Level::Text(text) => text.clone(),
            Level::Number(number) => number.to_string(),
            Level::Start(start) => format!("{start}…"),
        }
    }
}

/// What becomes of a value that is none of the levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unknown {
    /// It counts as missing: the wire is NaN.
    Missing,
    /// It is a value of its own: the wire is [`Input::UNKNOWN_CODE`].
    Other,
    /// The library refuses such a row: it gets no score.
    Refused,
}

/// What an input's wire holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InputKind {
    /// A number, NaN where missing.
    Number,
    /// A code of a category whose levels the file does not say: a whole number from 0, NaN where missing.
    Codes,
    /// The code of a level: its place in `levels`, NaN where missing.
    Category {
        /// All levels in the order of their codes.
        levels: Vec<Level>,
        /// What becomes of any other value.
        unknown: Unknown,
    },
}

/// One input of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its name in the training data; made up where `named` is false.
    pub name: String,
    /// Whether the file says the name. Inputs without names are found by position.
    pub named: bool,
    /// What its wire holds. Several inputs may take the same column, as a number and as a category.
    pub kind: InputKind,
    /// Whether the library refuses a missing value here; such a row gets no score.
    pub missing_refused: bool,
}

impl Input {
    /// What stands on the wire for a value that is none of the levels, where that is not missing.
    pub const UNKNOWN_CODE: f64 = -1.0;

    /// A number of this name.
    pub fn number(name: &str) -> Input {
        Input {
            name: name.to_owned(),
            named: true,
            kind: InputKind::Number,
            missing_refused: false,
        }
    }

    /// A category of this name with text levels, in the order of their codes.
    pub fn category<S: Into<String>>(
        name: &str,
        levels: impl IntoIterator<Item = S>,
        unknown: Unknown,
    ) -> Input {
        Input {
            kind: InputKind::Category {
                levels: levels
                    .into_iter()
                    .map(|level| Level::Text(level.into()))
                    .collect(),
                unknown,
            },
            ..Input::number(name)
        }
    }

    /// The levels of a category.
    pub fn levels(&self) -> Option<&[Level]> {
        match &self.kind {
            InputKind::Number | InputKind::Codes => None,
            InputKind::Category { levels, .. } => Some(levels),
        }
    }
}
