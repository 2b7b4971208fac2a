//! Takes quotes out of a cell.

use super::word;

/// How quotes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotes {
    /// The byte that quotes.
    pub quote: u8,
    /// A backslash in front of a quote or a backslash takes their meaning away.
    pub backslash: bool,
}

impl Quotes {
    /// Of the cell from `start` to `end`, which begins with a quote: takes that off, makes escaped quotes single, and ends the
    /// quoted part at the first single quote; what stands behind it is kept as it is. Appends the text to `out`.
    ///
    /// ```
    /// use kernels::cells::Quotes;
    /// let quotes = Quotes { quote: b'"', backslash: false };
    /// let mut out = Vec::new();
    /// quotes.take_out(br#"1,"so ""it"" is",2"#, 2, 16, &mut out);
    /// assert_eq!(out, br#"so "it" is"#);
    /// ```
    #[inline(never)]
    pub fn take_out(self, bytes: &[u8], start: usize, end: usize, out: &mut Vec<u8>) {
        let end = end.min(bytes.len());
        let mut to = out.len();
        let mut at = start + 1;
        // Whole words are written, the last of them beyond the text.
        out.resize(to + end.saturating_sub(at) + 8, 0);
        while at < end {
            let next = word::eight(bytes, at);
            let mut special = word::equal(next, self.quote);
            if self.backslash {
                special |= word::equal(next, b'\\');
            }
            let plain = (special.trailing_zeros() as usize / 8).min(end - at);
            write(out, to, next);
            to += plain;
            at += plain;
            if plain == 8 || at >= end {
                continue;
            }
            let next = bytes.get(at + 1).copied().filter(|_| at + 1 < end);
            let quoted = bytes.get(at) == Some(&self.quote);
            let kept = match next {
                Some(next) if next == self.quote || (!quoted && next == b'\\') => {
                    at += 2;
                    next
                }
                _ if quoted => {
                    let rest = bytes.get(at + 1..end).unwrap_or_default();
                    out.truncate(to);
                    out.extend_from_slice(rest);
                    return;
                }
                _ => {
                    at += 1;
                    b'\\'
                }
            };
            if let Some(place) = out.get_mut(to) {
                *place = kept;
            }
            to += 1;
        }
        out.truncate(to);
    }
}

#[inline(always)]
fn write(out: &mut [u8], at: usize, word: u64) {
    if let Some(place) = out.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *place = word.to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::Quotes;

    /// Byte by byte.
    fn slowly(raw: &[u8], quotes: Quotes) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = 1;
        while at < raw.len() {
            let escapes = raw[at] == quotes.quote || (quotes.backslash && raw[at] == b'\\');
            match raw.get(at + 1) {
                Some(&next)
                    if escapes && (next == quotes.quote || (raw[at] == b'\\' && next == b'\\')) =>
                {
                    out.push(next);
                    at += 2;
                }
                _ if raw[at] == quotes.quote => {
                    out.extend_from_slice(&raw[at + 1..]);
                    return out;
                }
                _ => {
                    out.push(raw[at]);
                    at += 1;
                }
            }
        }
        out
    }

    #[test]
    fn quotes_are_taken_out_as_byte_by_byte() {
        let mut state = 7u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        for round in 0..20_000 {
            let quotes = Quotes {
                quote: b'"',
                backslash: round % 2 == 0,
            };
            let mut raw = vec![b'"'];
            for _ in 0..random(40) {
                raw.push(b"abcdefgh\"\"\\,\n"[random(13) as usize]);
            }
            let begin = random(9) as usize;
            let behind = random(12) as usize;
            let text = [&b"123456789"[..begin], &raw, &b"\"\\\",\"zzzzzzz"[..behind]].concat();
            let mut out = b"before".to_vec();
            quotes.take_out(&text, begin, begin + raw.len(), &mut out);
            let expected = [&b"before"[..], &slowly(&raw, quotes)].concat();
            assert_eq!(out, expected, "{}", String::from_utf8_lossy(&raw));
        }
    }
}
