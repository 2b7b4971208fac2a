//! Where the bytes stand that can end a cell: a 64-bit mask for each block of 64 bytes.
//!
//! The only part of the reader that looks at every byte. It answers the same on every target; where 16-byte
//! vectors can be used under `unsafe_code = "forbid"` (wasm with simd128) it uses them.

use super::style::Style;
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
use super::word;

/// Bytes of one block.
pub(super) const BLOCK: usize = 64;

/// Finds delimiters, quotes and line ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Structural {
    delimiter: u8,
    quote: u8,
}

impl Structural {
    /// Looks for the delimiter and the quote of this style besides `\n` and `\r`.
    pub(super) fn new(style: Style) -> Structural {
        Structural {
            delimiter: style.delimiter,
            quote: style.quote_byte(),
        }
    }

    /// Bit i of the first mask is set where byte i is a delimiter, of the second where it is a quote, a line feed or a
    /// carriage return. A quote that is the delimiter is in the first only.
    #[inline(always)]
    pub(super) fn masks(&self, block: &[u8; BLOCK]) -> (u64, u64) {
        let (mut delimiters, mut others) = (0, 0);
        for (i, lane) in block.as_chunks::<16>().0.iter().enumerate() {
            let (delimiter, other) = self.lane(lane);
            delimiters |= u64::from(delimiter) << (16 * i);
            others |= u64::from(other) << (16 * i);
        }
        (delimiters, others & !delimiters)
    }

    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    #[inline(always)]
    fn lane(&self, bytes: &[u8; 16]) -> (u16, u16) {
        use core::arch::wasm32::{i8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128_or};
        let (low, high) = halves(bytes);
        let v = u64x2(low, high);
        let others = v128_or(
            u8x16_eq(v, u8x16_splat(self.quote)),
            v128_or(
                u8x16_eq(v, u8x16_splat(b'\n')),
                u8x16_eq(v, u8x16_splat(b'\r')),
            ),
        );
        (
            i8x16_bitmask(u8x16_eq(v, u8x16_splat(self.delimiter))),
            i8x16_bitmask(others),
        )
    }

    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    #[inline(always)]
    fn lane(&self, bytes: &[u8; 16]) -> (u16, u16) {
        portable(bytes, self.delimiter, self.quote)
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn halves(bytes: &[u8; 16]) -> (u64, u64) {
    let whole = u128::from_le_bytes(*bytes);
    (whole as u64, (whole >> 64) as u64)
}

/// Eight bytes at a time in one word.
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
#[inline]
fn portable(bytes: &[u8; 16], delimiter: u8, quote: u8) -> (u16, u16) {
    let (mut delimiters, mut others) = (0, 0);
    for (i, word) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let bits = |tops: u64| ((tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u16;
        let found = word::equal(word, quote) | word::equal(word, b'\n') | word::equal(word, b'\r');
        delimiters |= bits(word::equal(word, delimiter)) << (8 * i);
        others |= bits(found) << (8 * i);
    }
    (delimiters, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_and_words_find_the_same_bytes() {
        let mut state = 1u32;
        let style = Style {
            delimiter: b',',
            quote: Some(b'"'),
            backslash: false,
        };
        for _ in 0..4000 {
            let lane: [u8; 16] = std::array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                match state >> 29 {
                    0 => b',',
                    1 => b'"',
                    2 => b'\n',
                    3 => b'\r',
                    _ => (state >> 16) as u8,
                }
            });
            let found = |wanted: &[u8]| {
                let bytes = lane.iter().enumerate();
                bytes.fold(0u16, |mask, (i, byte)| {
                    mask | u16::from(wanted.contains(byte)) << i
                })
            };
            let expected = (found(b","), found(b"\"\n\r"));
            assert_eq!(portable(&lane, b',', b'"'), expected);
            assert_eq!(Structural::new(style).lane(&lane), expected);
        }
    }
}
