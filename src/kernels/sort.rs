//! Sorting a million values: the 30 bits that matter most by least significant digit first, ten bits at a time, then
//! whatever those bits left in disorder by comparison.

use crate::PIECE;

/// More buckets than a processor knows pages by heart would make every step wait for one.
const DIGIT_BITS: usize = 10;
const DIGITS: usize = 3;
const BUCKETS: usize = 1 << DIGIT_BITS;

/// Shorter slices are sorted by comparison: counting buckets would take longer.
const SHORT: usize = 4096;
const SIGN: u64 = 1 << 63;

/// Puts numbers in ascending order; -0 stands before 0, and a NaN behind or before all else by its sign, as
/// [`f64::total_cmp`] says.
///
/// ```
/// let mut values = vec![3.0, -0.5, 2.0];
/// kernels::sort::sort_numbers(&mut values);
/// assert_eq!(values, [-0.5, 2.0, 3.0]);
/// ```
pub fn sort_numbers(values: &mut Vec<f64>) {
    let mut keys: Vec<u64> = std::mem::take(values)
        .into_iter()
        .map(f64::to_bits)
        .collect();
    keys.chunks_mut(PIECE).for_each(bits_to_keys);
    let mut keys = sort(keys);
    keys.chunks_mut(PIECE).for_each(keys_to_bits);
    *values = keys.into_iter().map(f64::from_bits).collect();
}

/// Puts instants in ascending order.
pub fn sort_instants(values: &mut Vec<i64>) {
    let mut keys: Vec<u64> = std::mem::take(values)
        .into_iter()
        .map(i64::cast_unsigned)
        .collect();
    keys.chunks_mut(PIECE).for_each(turn_signs);
    let mut keys = sort(keys);
    keys.chunks_mut(PIECE).for_each(turn_signs);
    *values = keys.into_iter().map(u64::cast_signed).collect();
}

/// Puts words in ascending order.
pub fn sort_keys(keys: &mut Vec<u64>) {
    *keys = sort(std::mem::take(keys));
}

/// A key that stands where the number with these bits does.
#[inline(always)]
pub(crate) fn key_of_bits(bits: u64) -> u64 {
    bits ^ ((bits.cast_signed() >> 63).cast_unsigned() | SIGN)
}

/// Where the keys of each digit begin, from how many there are.
#[inline(always)]
pub(crate) fn starts_of(counts: &mut [u32]) {
    let mut start = 0;
    for count in counts {
        (*count, start) = (start, start + *count);
    }
}

#[inline(never)]
fn bits_to_keys(piece: &mut [u64]) {
    for key in piece {
        *key = key_of_bits(*key);
    }
}

#[inline(never)]
fn keys_to_bits(piece: &mut [u64]) {
    for key in piece {
        *key ^= ((!*key).cast_signed() >> 63).cast_unsigned() | SIGN;
    }
}

#[inline(never)]
fn turn_signs(piece: &mut [u64]) {
    for key in piece {
        *key ^= SIGN;
    }
}

/// Bits in which any key differs from the first.
#[inline(never)]
fn differing(piece: &[u64], first: u64) -> u64 {
    piece.iter().fold(0, |bits, &key| bits | (key ^ first))
}

fn digit(key: u64, lowest: usize) -> usize {
    (key >> lowest) as usize % BUCKETS
}

#[inline(never)]
fn count(piece: &[u64], shift: usize, counts: &mut [[u32; BUCKETS]; DIGITS]) {
    let [low, middle, high] = counts;
    for &key in piece {
        low[digit(key, shift)] += 1;
        middle[digit(key, shift + DIGIT_BITS)] += 1;
        high[digit(key, shift + 2 * DIGIT_BITS)] += 1;
    }
}

/// Puts keys where those of their digit begin or go on.
#[inline(never)]
fn deal(piece: &[u64], lowest: usize, starts: &mut [u32; BUCKETS], sorted: &mut [u64]) {
    for &key in piece {
        let to = &mut starts[digit(key, lowest)];
        if let Some(place) = sorted.get_mut(*to as usize) {
            *place = key;
        }
        *to += 1;
    }
}

fn sort(mut keys: Vec<u64>) -> Vec<u64> {
    if keys.len() < SHORT {
        keys.sort_unstable();
        return keys;
    }
    // The digits begin at the highest bit in which keys differ: below them most measured values agree, or differ
    // in a few neighbours only.
    let first = keys[0];
    let different = keys
        .chunks(PIECE)
        .fold(0, |bits, piece| bits | differing(piece, first));
    let used = (u64::BITS - different.leading_zeros()) as usize;
    let shift = used.saturating_sub(DIGITS * DIGIT_BITS);

    let mut counts = Box::new([[0u32; BUCKETS]; DIGITS]);
    for piece in keys.chunks(PIECE) {
        count(piece, shift, &mut counts);
    }
    let mut sorted = vec![0; keys.len()];
    for (place, starts) in counts.iter_mut().enumerate() {
        let lowest = shift + place * DIGIT_BITS;
        // A digit that all keys share moves nothing.
        if starts[digit(first, lowest)] as usize == keys.len() {
            continue;
        }
        starts_of(starts);
        for piece in keys.chunks(PIECE) {
            deal(piece, lowest, starts, &mut sorted);
        }
        std::mem::swap(&mut keys, &mut sorted);
    }
    if shift > 0 {
        sort_below(&mut keys, shift);
    }
    keys
}

/// How far behind the first key of a piece the first one stands that is less than the one before it.
#[inline(never)]
fn disorder(piece: &[u64]) -> Option<usize> {
    let pair = piece.windows(2).position(|pair| pair[0] > pair[1]);
    pair.map(|before| before + 1)
}

/// Sorts each run of keys that are equal but for their lowest `bits` bits; the runs themselves are in order.
fn sort_below(keys: &mut [u64], bits: usize) {
    let mut last = 0;
    while last + 1 < keys.len() {
        let ahead = keys.len().min(last + PIECE);
        let Some(step) = disorder(&keys[last..ahead]) else {
            last = ahead - 1;
            continue;
        };
        let at = last + step;
        // Most such runs are two or three keys long: looking for their ends step by step is the shortest way.
        let prefix = keys[at] >> bits;
        let other = |key: &u64| key >> bits != prefix;
        let start = keys[..at].iter().rposition(other).map_or(0, |i| i + 1);
        let end = keys[at..].iter().position(other);
        let end = end.map_or(keys.len(), |length| at + length);
        keys[start..end].sort_unstable();
        last = end - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut state = 7u64;
        for length in [0, 1, 100, SHORT, 50_000] {
            let bits: Vec<u64> = (0..length)
                .map(|i| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    state >> (i % 3 * 20)
                })
                .collect();
            let mut numbers: Vec<f64> = bits
                .iter()
                .map(|&b| f64::from_bits(b))
                .filter(|v| !v.is_nan())
                .chain([f64::INFINITY, -0.0, 0.0, f64::NEG_INFINITY, -1.5])
                .collect();
            let mut sorted = numbers.clone();
            sort_numbers(&mut sorted);
            numbers.sort_unstable_by(f64::total_cmp);
            assert!(
                sorted
                    .iter()
                    .zip(&numbers)
                    .all(|(a, b)| a.to_bits() == b.to_bits())
            );
            let mut instants: Vec<i64> = bits.iter().map(|&b| b.cast_signed()).collect();
            let mut sorted = instants.clone();
            sort_instants(&mut sorted);
            instants.sort_unstable();
            assert_eq!(sorted, instants);
        }
    }

    #[test]
    fn values_that_differ_in_their_lowest_bits_only() {
        let mut state = 11u64;
        for spread in [1u64, 40, 1 << 20, 1 << 40] {
            let mut keys: Vec<u64> = (0..20_000)
                .map(|i| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    let high = if i % 3 == 0 { 1 << 63 } else { 0 };
                    high | ((state >> 20) % spread)
                })
                .collect();
            let sorted = sort(keys.clone());
            keys.sort_unstable();
            assert_eq!(sorted, keys);
        }
    }
}
