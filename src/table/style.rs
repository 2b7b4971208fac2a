//! Which bytes cut a text into cells.

use kernels::cells::Quotes;
use serde::{Deserialize, Serialize};

/// Delimiter, quote and escape; all ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Style {
    pub(super) delimiter: u8,
    /// The quote; `None` where a quote is text like any other.
    pub(super) quote: Option<u8>,
    /// A backslash in front of a quote or a backslash takes their meaning away.
    pub(super) backslash: bool,
}

impl Style {
    /// The byte that quotes; one that is never looked for where nothing does.
    #[inline]
    pub(super) fn quote_byte(self) -> u8 {
        self.quote.unwrap_or(self.delimiter)
    }

    /// How quotes are taken out of a cell.
    #[inline]
    pub(super) fn quotes(self) -> Quotes {
        Quotes {
            quote: self.quote_byte(),
            backslash: self.backslash,
        }
    }

    /// True if the byte at `at` stands behind an odd number of backslashes that follow `from`.
    #[inline]
    pub(super) fn is_escaped(self, text: &[u8], from: usize, at: usize) -> bool {
        self.backslash
            && text[from..at]
                .iter()
                .rev()
                .take_while(|&&byte| byte == b'\\')
                .count()
                % 2
                == 1
    }
}
