//! Where the bytes stand that can end a cell: a 64-bit mask for each block of 64 bytes.

use super::lanes::{LANES, equal};

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
        for (i, lane) in block.as_chunks::<LANES>().0.iter().enumerate() {
            let bits = |byte| u64::from(equal(lane, byte)) << (LANES * i);
            masks.delimiters |= bits(self.delimiter);
            masks.quotes |= bits(self.quote);
            masks.feeds |= bits(b'\n');
            masks.returns |= bits(b'\r');
        }
        masks.quotes &= !masks.delimiters;
        masks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_what_is_found_byte_by_byte() {
        let mut state = 1u32;
        for _ in 0..4000 {
            let block: [u8; BLOCK] = std::array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                match state >> 29 {
                    0 => b',',
                    1 => b'"',
                    2 => b'\n',
                    3 => b'\r',
                    _ => (state >> 16) as u8,
                }
            });
            let found = |wanted: u8| {
                let bytes = block.iter().enumerate();
                bytes.fold(0, |mask, (i, &byte)| mask | u64::from(byte == wanted) << i)
            };
            let expected = Masks {
                delimiters: found(b','),
                quotes: found(b'"'),
                feeds: found(b'\n'),
                returns: found(b'\r'),
            };
            assert_eq!(Structural::new(b',', b'"').masks(&block), expected);
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
