//! Where the bytes stand that can end a cell: a 64-bit mask for each block of 64 bytes.
//!
//! The only part of the reader that looks at every byte. It answers the same on every target; where 16-byte
//! vectors can be used under `unsafe_code = "forbid"` (wasm with simd128) it uses them.

use super::style::Style;

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

    /// Bit i is set where byte i is a delimiter, a quote, a line feed or a carriage return.
    #[inline]
    pub(super) fn mask(&self, block: &[u8; BLOCK]) -> u64 {
        let mut mask = 0;
        for (i, lane) in block.as_chunks::<16>().0.iter().enumerate() {
            mask |= u64::from(self.lane(lane)) << (16 * i);
        }
        mask
    }

    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    #[inline]
    fn lane(&self, bytes: &[u8; 16]) -> u16 {
        use core::arch::wasm32::{i8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128_or};
        let (low, high) = halves(bytes);
        let v = u64x2(low, high);
        let found = v128_or(
            v128_or(
                u8x16_eq(v, u8x16_splat(self.delimiter)),
                u8x16_eq(v, u8x16_splat(self.quote)),
            ),
            v128_or(
                u8x16_eq(v, u8x16_splat(b'\n')),
                u8x16_eq(v, u8x16_splat(b'\r')),
            ),
        );
        i8x16_bitmask(found)
    }

    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    #[inline]
    fn lane(&self, bytes: &[u8; 16]) -> u16 {
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
fn portable(bytes: &[u8; 16], delimiter: u8, quote: u8) -> u16 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let mut mask = 0;
    for (i, word) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The top bit of each byte that is zero, and of no other.
        let zeros = |x: u64| !(((x & LOW) + LOW) | x | LOW);
        let found = [delimiter, quote, b'\n', b'\r']
            .into_iter()
            .fold(0, |found, byte| {
                found | zeros(word ^ (ONES * u64::from(byte)))
            });
        let bits = (found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= (bits as u16) << (8 * i);
    }
    mask
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
            let expected = lane.iter().enumerate().fold(0u16, |mask, (i, byte)| {
                mask | u16::from(matches!(byte, b',' | b'"' | b'\n' | b'\r')) << i
            });
            assert_eq!(portable(&lane, b',', b'"'), expected);
            assert_eq!(Structural::new(style).lane(&lane), expected);
        }
    }
}
