//! In which order keys stand, with the keys left where they are: by least significant digit first, eight bits at a time.

use crate::PIECE;
use crate::sort::{key_of_bits, starts_of};

const DIGIT_BITS: u32 = 8;
const DIGITS: usize = (u64::BITS / DIGIT_BITS) as usize;
const BUCKETS: usize = 1 << DIGIT_BITS;

/// A key that stands where its number does, as [`f64::total_cmp`] says.
#[inline]
pub fn number_key(value: f64) -> u64 {
    key_of_bits(value.to_bits())
}

/// The places of keys in ascending order; equal ones keep their order. At most 2³² keys.
///
/// ```
/// assert_eq!(kernels::order::order_of_keys(&[7, 3, 7, 0]), [3, 1, 0, 2]);
/// ```
pub fn order_of_keys(keys: &[u64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    let Some(&first) = keys.first() else {
        return order;
    };
    let mut counts = [[0u32; BUCKETS]; DIGITS];
    for piece in keys.chunks(PIECE) {
        count(piece, &mut counts);
    }
    let mut dealt = vec![0; keys.len()];
    for (place, starts) in counts.iter_mut().enumerate() {
        // A digit that all keys share moves nothing.
        if starts[digit(first, place)] as usize == keys.len() {
            continue;
        }
        starts_of(starts);
        for piece in order.chunks(PIECE) {
            deal(piece, keys, place, starts, &mut dealt);
        }
        std::mem::swap(&mut order, &mut dealt);
    }
    order
}

fn digit(key: u64, place: usize) -> usize {
    (key >> (DIGIT_BITS as usize * place)) as usize % BUCKETS
}

#[inline(never)]
fn count(piece: &[u64], counts: &mut [[u32; BUCKETS]; DIGITS]) {
    for &key in piece {
        for (place, counts) in counts.iter_mut().enumerate() {
            counts[digit(key, place)] += 1;
        }
    }
}

/// Puts places where those of their key's digit begin or go on.
#[inline(never)]
fn deal(piece: &[u32], keys: &[u64], place: usize, starts: &mut [u32; BUCKETS], dealt: &mut [u32]) {
    for &at in piece {
        let key = keys.get(at as usize).copied().unwrap_or(0);
        let to = &mut starts[digit(key, place)];
        if let Some(slot) = dealt.get_mut(*to as usize) {
            *slot = at;
        }
        *to += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_as_a_stable_sort_puts_them() {
        let mut state = 3u64;
        for length in [0, 1, 2, 300, 40_000] {
            for spread in [1u32, 20, 40, 64] {
                let keys: Vec<u64> = (0..length)
                    .map(|_| {
                        state = state
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1);
                        state >> (64 - spread) << (spread / 2)
                    })
                    .collect();
                let mut places: Vec<u32> = (0..length).collect();
                places.sort_by_key(|&at| keys[at as usize]);
                assert_eq!(order_of_keys(&keys), places);
            }
        }
    }

    #[test]
    fn keys_stand_as_their_numbers_do() {
        let numbers = [
            f64::NAN,
            f64::INFINITY,
            1.5,
            1.0,
            0.0,
            -0.0,
            -2.0,
            f64::NEG_INFINITY,
        ];
        let keys: Vec<u64> = numbers.into_iter().map(number_key).collect();
        assert_eq!(order_of_keys(&keys), [7, 6, 5, 4, 3, 2, 1, 0]);
    }
}
