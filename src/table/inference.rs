//! What was found out about a file, what speaks for it, and the setting that overrides it.

use serde::{Deserialize, Serialize};

use super::column::Example;

/// One thing that was found out, or that Config gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Inference {
    /// The setting that overrides it, such as `dialect.delimiter`.
    pub key: String,
    /// What was taken, as the setting would say it.
    pub value: String,
    /// Config gave it: nothing was asked of the file.
    pub given: bool,
    /// Why, one plain clause.
    pub reason: String,
    /// How many of what the reason names speak for it.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub support: u64,
    /// Of how many.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub of: u64,
    /// The first places that decided, or that speak against it.
    pub examples: Vec<Example>,
}

impl Inference {
    /// What was found, without counts.
    pub(super) fn found(key: &str, value: impl ToString, reason: impl Into<String>) -> Inference {
        Inference {
            key: format!("dialect.{key}"),
            value: value.to_string(),
            given: false,
            reason: reason.into(),
            support: 0,
            of: 0,
            examples: Vec::new(),
        }
    }

    /// What Config gave.
    pub(super) fn given(key: &str, value: impl ToString) -> Inference {
        Inference {
            given: true,
            ..Inference::found(key, value, "set in the settings")
        }
    }

    /// With counts.
    pub(super) fn counted(mut self, support: u64, of: u64) -> Inference {
        self.support = support;
        self.of = of;
        self
    }

    /// With a place.
    pub(super) fn at(mut self, line: u64, text: &[u8]) -> Inference {
        let text = &text[..text.len().min(400)];
        self.examples.push(Example {
            line,
            value: String::from_utf8_lossy(text).chars().take(80).collect(),
        });
        self
    }
}
