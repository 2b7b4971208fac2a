//! Short cells in machine words: what looks at eight bytes at once.

const ONES: u64 = 0x0101_0101_0101_0101;
const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;

/// What is kept of a word for each number of bytes.
const KEPT: [u64; 32] = {
    let mut kept = [u64::MAX; 32];
    let mut length = 0;
    while length < 8 {
        kept[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    kept
};

/// What is kept of the word behind it.
const KEPT_BEHIND: [u64; 32] = {
    let mut kept = [0; 32];
    let mut length = 9;
    while length < 32 {
        kept[length] = KEPT[length - 8];
        length += 1;
    }
    kept
};

/// Eight bytes from here on, the first lowest; zeros behind the end.
#[inline(always)]
pub fn eight(bytes: &[u8], start: usize) -> u64 {
    match bytes.get(start..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => at_end(bytes, start),
    }
}

#[cold]
#[inline(never)]
fn at_end(bytes: &[u8], start: usize) -> u64 {
    let mut word = [0; 8];
    let rest = bytes.get(start..).unwrap_or_default();
    word[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(word)
}

/// The first so many bytes of a word, at most 31 and all from eight on, and zeros.
#[inline(always)]
pub fn first(word: u64, length: usize) -> u64 {
    word & KEPT[length & 31]
}

/// Up to sixteen bytes in two words, zeros behind them.
#[inline(always)]
pub fn pair(bytes: &[u8], start: usize, length: usize) -> (u64, u64) {
    let low = eight(bytes, start);
    if length <= 8 {
        (first(low, length), 0)
    } else {
        (low, first(eight(bytes, start + 8), length - 8))
    }
}

/// As [`pair`] for a text of one to sixteen bytes at the beginning of these.
#[inline(always)]
pub fn pair_of(bytes: &[u8; 16], length: usize) -> (u64, u64) {
    let (low, high) = (eight(bytes, 0), eight(bytes, 8));
    (low & KEPT[length & 31], high & KEPT_BEHIND[length & 31])
}

/// The top bit of each byte that is this one, and no other bit.
#[inline(always)]
pub fn equal(word: u64, byte: u8) -> u64 {
    let x = word ^ (ONES * u64::from(byte));
    !(((x & LOW) + LOW) | x | LOW)
}
