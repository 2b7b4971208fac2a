//! How often codes come.

/// Counts are kept several times over for so few codes: where one code comes again and again, a sum that waits for the
/// one before it takes most of the time.
const FEW: usize = 256;
const APART: usize = 4;

/// Adds how often each code comes; a code without a place is not counted.
///
/// ```
/// let mut counts = [0, 1, 0];
/// kernels::texts::count_codes(&[1, 0, 1, u32::MAX, 1], &mut counts);
/// assert_eq!(counts, [1, 4, 0]);
/// ```
#[inline(never)]
pub fn count_codes(codes: &[u32], counts: &mut [u64]) {
    if counts.len() > FEW {
        for &code in codes {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        return;
    }
    // One place more for codes that have none.
    let mut apart = [[0u32; FEW + 1]; APART];
    let (fours, rest) = codes.as_chunks::<APART>();
    for four in fours {
        for (counts, &code) in apart.iter_mut().zip(four) {
            counts[(code as usize).min(FEW)] += 1;
        }
    }
    for &code in rest {
        apart[0][(code as usize).min(FEW)] += 1;
    }
    for (code, count) in counts.iter_mut().enumerate() {
        *count += apart
            .iter()
            .map(|counts| u64::from(counts[code.min(FEW)]))
            .sum::<u64>();
    }
}

#[cfg(test)]
mod tests {
    use super::count_codes;

    #[test]
    fn few_and_many_codes() {
        let mut state = 1u32;
        for levels in [0, 1, 3, 255, 256, 257, 1000] {
            let codes: Vec<u32> = (0..5001)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    match (state >> 8) % 10 {
                        0 => u32::MAX,
                        1 => (state >> 20) % 400,
                        _ => (state >> 8) % (levels + 2),
                    }
                })
                .collect();
            let mut counts = vec![7; levels as usize];
            count_codes(&codes, &mut counts);
            for (code, &count) in counts.iter().enumerate() {
                let expected = codes.iter().filter(|&&c| c as usize == code).count();
                assert_eq!(count, 7 + expected as u64);
            }
        }
    }
}
