//! Sorting a million values: the 33 bits that matter most by least significant digit first, eleven bits at a time,
//! then whatever those bits left in disorder by comparison.

const DIGIT_BITS: usize = 11;
const DIGITS: usize = 3;
const BUCKETS: usize = 1 << DIGIT_BITS;

/// Shorter slices are sorted by comparison: counting buckets would take longer.
const SHORT: usize = 4096;

/// Puts numbers in ascending order; -0 stands before 0, and a NaN behind or before all else by its sign, as
/// [`f64::total_cmp`] says.
///
/// ```
/// let mut values = vec![3.0, -0.5, 2.0];
/// kernels::sort::sort_numbers(&mut values);
/// assert_eq!(values, [-0.5, 2.0, 3.0]);
/// ```
pub fn sort_numbers(values: &mut Vec<f64>) {
    const SIGN: u64 = 1 << 63;
    let keys = std::mem::take(values)
        .into_iter()
        .map(|value| {
            let bits = value.to_bits();
            if bits & SIGN == 0 { bits | SIGN } else { !bits }
        })
        .collect();
    *values = sort(keys)
        .into_iter()
        .map(|key| f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN }))
        .collect();
}

/// Puts instants in ascending order.
pub fn sort_instants(values: &mut Vec<i64>) {
    let keys = std::mem::take(values)
        .into_iter()
        .map(|value| value.wrapping_sub(i64::MIN).cast_unsigned())
        .collect();
    *values = sort(keys)
        .into_iter()
        .map(|key| key.cast_signed().wrapping_add(i64::MIN))
        .collect();
}

fn sort(mut keys: Vec<u64>) -> Vec<u64> {
    if keys.len() < SHORT {
        keys.sort_unstable();
        return keys;
    }
    // The digits begin at the highest bit in which keys differ: below them most measured values agree, or differ
    // in a few neighbours only.
    let first = keys[0];
    let different = keys.iter().fold(0, |bits, &key| bits | (key ^ first));
    let used = (u64::BITS - different.leading_zeros()) as usize;
    let shift = used.saturating_sub(DIGITS * DIGIT_BITS);
    let digit = |key: u64, place: usize| (key >> (shift + place * DIGIT_BITS)) as usize % BUCKETS;

    let mut counts = vec![[0u32; BUCKETS]; DIGITS];
    if let [low, middle, high] = &mut counts[..] {
        for &key in &keys {
            low[digit(key, 0)] += 1;
            middle[digit(key, 1)] += 1;
            high[digit(key, 2)] += 1;
        }
    }
    let mut sorted = vec![0; keys.len()];
    for (place, starts) in counts.iter_mut().enumerate() {
        // A digit that all keys share moves nothing.
        if starts[digit(first, place)] as usize == keys.len() {
            continue;
        }
        let mut start = 0;
        for count in starts.iter_mut() {
            (*count, start) = (start, start + *count);
        }
        for &key in &keys {
            let to = &mut starts[digit(key, place)];
            sorted[*to as usize] = key;
            *to += 1;
        }
        std::mem::swap(&mut keys, &mut sorted);
    }
    if shift > 0 {
        sort_below(&mut keys, shift);
    }
    keys
}

/// Sorts each run of keys that are equal but for their lowest `bits` bits; the runs themselves are in order.
fn sort_below(keys: &mut [u64], bits: usize) {
    let mut at = 1;
    while at < keys.len() {
        if keys[at - 1] <= keys[at] {
            at += 1;
            continue;
        }
        // Most such runs are two or three keys long: looking for their ends step by step is the shortest way.
        let prefix = keys[at] >> bits;
        let other = |key: &u64| key >> bits != prefix;
        let start = keys[..at].iter().rposition(other).map_or(0, |i| i + 1);
        let end = keys[at..].iter().position(other);
        let end = end.map_or(keys.len(), |length| at + length);
        keys[start..end].sort_unstable();
        at = end;
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
