//! Which bytes cut a text into cells.

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

    /// Takes the opening quote off, makes escaped quotes single, and ends the quoted part at the first single quote;
    /// what stands behind it is kept as it is.
    #[cold]
    pub(super) fn unquote(self, raw: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let quote = self.quote_byte();
        let mut bytes = raw.iter().copied().skip(1).peekable();
        while let Some(byte) = bytes.next() {
            if self.backslash && byte == b'\\' {
                match bytes.next_if(|&next| next == quote || next == b'\\') {
                    Some(next) => out.push(next),
                    None => out.push(byte),
                }
                continue;
            }
            if byte == quote && bytes.next_if_eq(&quote).is_none() {
                break;
            }
            out.push(byte);
        }
        out.extend(bytes);
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
