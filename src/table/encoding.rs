//! Bytes of a file as UTF-8: UTF-8 is only checked, UTF-16 and Windows-1252 are turned into it.

use crate::config::Encoding;

/// What Windows-1252 has at 0x80 to 0x9F; 0 where nothing is. Everything else is as in Latin-1.
/// Source: <https://encoding.spec.whatwg.org/index-windows-1252.txt>, which fills the five gaps with control characters.
const WINDOWS_1252: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc,
    0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

/// Bytes that no character has, and how many of those given stood before them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) bytes: Vec<u8>,
}

/// Turns chunks into UTF-8, wherever they end.
#[derive(Debug)]
pub(super) struct Decoder {
    pub(super) encoding: Encoding,
    /// A character that is not whole yet.
    open: Vec<u8>,
    /// Bytes beyond ASCII that begin no UTF-8 character, and UTF-8 characters of several bytes, in a Windows-1252 text.
    pub(super) single: u64,
    pub(super) multiple: u64,
    /// Bytes of a UTF-8 character that must still follow.
    following: u8,
    run: u8,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Decoder {
        Decoder {
            encoding,
            open: Vec::new(),
            single: 0,
            multiple: 0,
            following: 0,
            run: 0,
        }
    }

    /// Appends the characters of these bytes to `out`. UTF-8 is handed on as it is.
    ///
    /// # Errors
    /// The bytes that are no character; what stood before them is in `out`.
    pub(super) fn decode(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Wrong> {
        match self.encoding {
            Encoding::Utf8 => out.extend_from_slice(bytes),
            Encoding::Windows1252 => {
                out.reserve(bytes.len());
                for &byte in bytes {
                    if byte < 0x80 {
                        self.end_run();
                        out.push(byte);
                    } else {
                        self.count(byte);
                        let Some(c) = windows_1252(byte) else {
                            return Err(Wrong { bytes: vec![byte] });
                        };
                        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                }
            }
            Encoding::Utf16Le | Encoding::Utf16Be => {
                out.reserve(bytes.len() / 2 + 4);
                for &byte in bytes {
                    self.open.push(byte);
                    self.take_units(out)?;
                }
            }
        }
        Ok(())
    }

    /// Ends the text.
    ///
    /// # Errors
    /// A character that is not whole.
    pub(super) fn finish(&mut self) -> Result<(), Wrong> {
        self.end_run();
        if self.open.is_empty() {
            Ok(())
        } else {
            Err(Wrong {
                bytes: std::mem::take(&mut self.open),
            })
        }
    }

    fn take_units(&mut self, out: &mut Vec<u8>) -> Result<(), Wrong> {
        let unit = |pair: [u8; 2]| match self.encoding {
            Encoding::Utf16Le => u16::from_le_bytes(pair),
            _ => u16::from_be_bytes(pair),
        };
        let units = match self.open[..] {
            [a, b] => [unit([a, b]), 0],
            [a, b, c, d] => [unit([a, b]), unit([c, d])],
            _ => return Ok(()),
        };
        let high = (0xd800..0xdc00).contains(&units[0]);
        if high && self.open.len() == 2 {
            return Ok(());
        }
        let used = if high { 2 } else { 1 };
        match char::decode_utf16(units[..used].iter().copied()).next() {
            Some(Ok(c)) => {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                self.open.clear();
                Ok(())
            }
            _ => Err(Wrong {
                bytes: std::mem::take(&mut self.open),
            }),
        }
    }

    /// Follows whether bytes beyond ASCII are UTF-8 after all.
    fn count(&mut self, byte: u8) {
        match byte {
            0x80..=0xbf if self.following > 0 => {
                self.following -= 1;
                self.run += 1;
                if self.following == 0 {
                    self.multiple += 1;
                    self.run = 0;
                }
            }
            0xc2..=0xf4 => {
                self.end_run();
                self.following = match byte {
                    0xc2..=0xdf => 1,
                    0xe0..=0xef => 2,
                    _ => 3,
                };
                self.run = 1;
            }
            _ => {
                self.end_run();
                self.single += 1;
            }
        }
    }

    fn end_run(&mut self) {
        self.single += u64::from(self.run);
        self.run = 0;
        self.following = 0;
    }
}

fn windows_1252(byte: u8) -> Option<char> {
    let code = match byte {
        0x80..=0x9f => u32::from(WINDOWS_1252[usize::from(byte - 0x80)]),
        _ => u32::from(byte),
    };
    char::from_u32(code).filter(|&c| c != '\0' || byte == 0)
}

/// What the first bytes say: the encoding, the bytes of its mark, and how many pairs of bytes speak for UTF-16.
pub(super) fn sniff(head: &[u8]) -> (Encoding, usize, u64, u64) {
    match head {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3, 1, 1),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2, 1, 1),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2, 1, 1),
        _ => without_mark(head),
    }
}

/// Text in Latin letters has a zero in nearly every second byte of UTF-16, always on the same side.
fn without_mark(head: &[u8]) -> (Encoding, usize, u64, u64) {
    let pairs = head.as_chunks::<2>().0;
    let zeros = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count() as u64;
    let (first, second) = (zeros(0), zeros(1));
    let all = pairs.len() as u64;
    let most = |one: u64, other: u64| all >= 2 && other == 0 && one * 10 >= all * 7;
    // A line end as one unit, so that numbers in a binary file are not taken for text.
    let has = |unit: [u8; 2]| pairs.contains(&unit);
    if most(second, first) && (has([b'\n', 0]) || has([b'\r', 0])) {
        (Encoding::Utf16Le, 0, second, all)
    } else if most(first, second) && (has([0, b'\n']) || has([0, b'\r'])) {
        (Encoding::Utf16Be, 0, first, all)
    } else {
        (Encoding::Utf8, 0, 0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(encoding: Encoding, bytes: &[u8], size: usize) -> Result<String, Wrong> {
        let mut decoder = Decoder::new(encoding);
        let mut out = Vec::new();
        for chunk in bytes.chunks(size) {
            decoder.decode(chunk, &mut out)?;
        }
        decoder.finish()?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn any_chunks_give_the_same_text() {
        let text = "a,é\n€,𝄞\r\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
        for size in 1..7 {
            assert_eq!(decoded(Encoding::Utf16Le, &little, size).unwrap(), text);
            assert_eq!(decoded(Encoding::Utf16Be, &big, size).unwrap(), text);
            let western = decoded(Encoding::Windows1252, b"a,\xe9\n\x80\x93x\x94", size);
            assert_eq!(western.unwrap(), "a,é\n€“x”");
        }
        assert!(decoded(Encoding::Utf16Le, &[0x00, 0xdc], 1).is_err());
        assert!(decoded(Encoding::Utf16Le, &[0x00, 0xd8, 0x41, 0x00], 3).is_err());
        assert!(decoded(Encoding::Utf16Le, b"a\0b", 3).is_err());
        assert!(decoded(Encoding::Windows1252, b"\x81", 1).is_err());
    }

    #[test]
    fn the_first_bytes_say_the_encoding() {
        assert_eq!(sniff(b"\xff\xfea\0").0, Encoding::Utf16Le);
        assert_eq!(sniff(b"a\0,\0b\0\n\0").0, Encoding::Utf16Le);
        assert_eq!(sniff(b"\0a\0,\0b\0\n").0, Encoding::Utf16Be);
        assert_eq!(sniff(b"a,b\n1,\0\n").0, Encoding::Utf8);
        assert_eq!(sniff(b"\x01\0\x02\0\x03\0\x04\0").0, Encoding::Utf8);
        assert_eq!(sniff(b"").0, Encoding::Utf8);
    }
}
