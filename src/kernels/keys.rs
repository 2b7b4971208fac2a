//! Keys of rows: a word for what stands in each cell, added up over the columns.

/// One word made of another, each bit of which depends on all bits: the finalizer of SplitMix64 (Steele, Lea & Flood 2014).
#[inline(always)]
pub fn mix(bits: u64) -> u64 {
    let mut z = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Adds a word for each number to the key of its row, -0 as 0; `column` is mixed in.
///
/// ```
/// let mut keys = [0, 0, 0];
/// kernels::keys::add_numbers(&mut keys, &[0.0, -0.0, 1.0], 7);
/// assert!(keys[0] == keys[1] && keys[1] != keys[2]);
/// ```
#[inline(never)]
pub fn add_numbers(keys: &mut [u64], values: &[f64], column: u64) {
    for (key, value) in keys.iter_mut().zip(values) {
        *key = key.wrapping_add(mix((value + 0.0).to_bits() ^ column));
    }
}

/// Adds a word for each instant to the key of its row; `column` is mixed in.
#[inline(never)]
pub fn add_instants(keys: &mut [u64], values: &[i64], column: u64) {
    for (key, value) in keys.iter_mut().zip(values) {
        *key = key.wrapping_add(mix(value.cast_unsigned() ^ column));
    }
}

/// Adds the word of each code to the key of its row; codes without one have that of a missing value.
#[inline(never)]
pub fn add_codes(keys: &mut [u64], codes: &[u32], words: &[u64], missing: u64) {
    for (key, code) in keys.iter_mut().zip(codes) {
        let word = words.get(*code as usize).copied().unwrap_or(missing);
        *key = key.wrapping_add(word);
    }
}
