//! What a grown tree answers: each feature says which leaves a row can still come to, and one is left (Lucchese C, Nardini FM,
//! Orlando S, Perego R, Tonellotto N, Venturini R (2015), SIGIR, 73).

/// Rows that go through the features together.
const TOGETHER: usize = 256;

/// For each bin of a feature the leaves, one bit each, that a row with such a value can still come to.
pub type Leaves = [u64; 256];

/// Adds the answer of the leaf that each row comes to. Every feature's bins stand in the order of `sums`; `values` are the
/// leaves' answers, at most 64. Features leave one leaf to every row.
#[inline(never)]
pub fn add_answers(features: &[(&[u8], &Leaves)], values: &[f64], sums: &mut [f64]) {
    let mut padded = [0.0; 64];
    for (place, value) in padded.iter_mut().zip(values) {
        *place = *value;
    }
    for (block, sums) in sums.chunks_mut(TOGETHER).enumerate() {
        let mut left = [u64::MAX; TOGETHER];
        for (bins, leaves) in features {
            let bins = bins.get(block * TOGETHER..).unwrap_or_default();
            for (left, bin) in left.iter_mut().zip(bins) {
                *left &= leaves[*bin as usize];
            }
        }
        for (sum, left) in sums.iter_mut().zip(left) {
            *sum += padded[left.trailing_zeros() as usize & 63];
        }
    }
}
