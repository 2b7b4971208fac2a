//! Which bytes cut a text into cells.

use kernels::cells::word;
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
    /// what stands behind it is kept as it is. Appends the text to `out`.
    pub(super) fn unquote(self, raw: &[u8], out: &mut Vec<u8>) {
        let quote = self.quote_byte();
        let mut at = 1;
        while at < raw.len() {
            let word = word::eight(raw, at);
            let mut special = word::equal(word, quote);
            if self.backslash {
                special |= word::equal(word, b'\\');
            }
            let plain = (special.trailing_zeros() as usize / 8).min(raw.len() - at);
            let length = out.len();
            out.extend_from_slice(&word.to_le_bytes());
            out.truncate(length + plain);
            at += plain;
            if plain == 8 || at >= raw.len() {
                continue;
            }
            let next = raw.get(at + 1).copied();
            if raw[at] == quote {
                if next != Some(quote) {
                    out.extend_from_slice(&raw[at + 1..]);
                    return;
                }
                out.push(quote);
                at += 2;
            } else {
                // A backslash.
                let escaped = next.filter(|&next| next == quote || next == b'\\');
                out.push(escaped.unwrap_or(b'\\'));
                at += if escaped.is_some() { 2 } else { 1 };
            }
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
