//! Where the bytes stand that can end a cell: a 64-bit mask for each block of 64 bytes.
//!
//! The only part of the reader that looks at every byte. It answers the same on every target; where 16-byte
//! vectors can be used under `unsafe_code = "forbid"` (wasm with simd128) it uses them.

#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
use super::word;

/// Bytes of one block.
pub const BLOCK: usize = 64;

/// Finds delimiters, quotes and line ends.
#[derive(Clone, Copy, Debug)]
pub struct Structural {
    delimiter: u8,
    quote: u8,
}

/// Bit i is set where byte i of a block is such a byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    /// Delimiters.
    pub delimiters: u64,
    /// Quotes; none where the quote is the delimiter.
    pub quotes: u64,
    /// Line feeds.
    pub feeds: u64,
    /// Carriage returns.
    pub returns: u64,
}

impl Structural {
    /// Looks for this delimiter and this quote besides `\n` and `\r`. Nothing quotes where they are the same.
    pub fn new(delimiter: u8, quote: u8) -> Structural {
        Structural { delimiter, quote }
    }

    /// What stands where in a block.
    #[inline(always)]
    pub fn masks(&self, block: &[u8; BLOCK]) -> Masks {
        let mut masks = Masks::default();
        for (i, lane) in block.as_chunks::<16>().0.iter().enumerate() {
            let [delimiters, quotes, feeds, returns] = self.lane(lane);
            masks.delimiters |= u64::from(delimiters) << (16 * i);
            masks.quotes |= u64::from(quotes) << (16 * i);
            masks.feeds |= u64::from(feeds) << (16 * i);
            masks.returns |= u64::from(returns) << (16 * i);
        }
        masks.quotes &= !masks.delimiters;
        masks
    }

    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    #[inline(always)]
    fn lane(&self, bytes: &[u8; 16]) -> [u16; 4] {
        use core::arch::wasm32::{i8x16_bitmask, u8x16_eq, u8x16_splat, u64x2};
        let (low, high) = halves(bytes);
        let v = u64x2(low, high);
        self.bytes()
            .map(|byte| i8x16_bitmask(u8x16_eq(v, u8x16_splat(byte))))
    }

    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    #[inline(always)]
    fn lane(&self, bytes: &[u8; 16]) -> [u16; 4] {
        portable(bytes, self.bytes())
    }

    #[inline(always)]
    fn bytes(&self) -> [u8; 4] {
        [self.delimiter, self.quote, b'\n', b'\r']
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
fn portable(bytes: &[u8; 16], wanted: [u8; 4]) -> [u16; 4] {
    wanted.map(|wanted| {
        let words = bytes.as_chunks::<8>().0.iter().enumerate();
        words.fold(0, |mask, (i, word)| {
            let tops = word::equal(u64::from_le_bytes(*word), wanted);
            let bits = (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            mask | (bits as u16) << (8 * i)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_and_words_find_the_same_bytes() {
        let mut state = 1u32;
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
            let wanted = [b',', b'"', b'\n', b'\r'];
            let expected = wanted.map(|wanted| {
                let bytes = lane.iter().enumerate();
                bytes.fold(0u16, |mask, (i, &byte)| {
                    mask | u16::from(byte == wanted) << i
                })
            });
            assert_eq!(portable(&lane, wanted), expected);
            assert_eq!(Structural::new(b',', b'"').lane(&lane), expected);
        }
    }

    #[test]
    fn nothing_quotes_where_the_quote_is_the_delimiter() {
        let mut block = [b'a'; BLOCK];
        (block[3], block[63], block[20]) = (b';', b';', b'\n');
        let masks = Structural::new(b';', b';').masks(&block);
        let expected = Masks {
            delimiters: 1 << 3 | 1 << 63,
            feeds: 1 << 20,
            ..Masks::default()
        };
        assert_eq!(masks, expected);
    }
}
