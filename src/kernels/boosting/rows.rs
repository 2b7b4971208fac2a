//! Rows dealt to the two children of a node.

use super::Packed;

/// Bins of a feature as a set.
pub type BinSet = [u64; 4];

/// Rows of the right child while those of the left one are put first.
pub type Scratch = (Vec<u32>, Vec<Packed>);

/// Whether a bin is in the set.
#[inline(always)]
pub fn contains(set: &BinSet, bin: u8) -> bool {
    set[bin as usize / 64] >> (bin % 64) & 1 == 1
}

/// Puts the rows whose bin is among `left` first, keeping their order; answers how many. `packed` stands in the order of `rows`.
#[inline(never)]
pub fn partition(
    left: &BinSet,
    bins: &[u8],
    rows: &mut [u32],
    packed: &mut [Packed],
    scratch: &mut Scratch,
) -> usize {
    let count = rows.len().min(packed.len());
    let (rows, packed) = (&mut rows[..count], &mut packed[..count]);
    let (others, their) = scratch;
    if others.len() < count {
        others.resize(count, 0);
        their.resize(count, [0; 2]);
    }
    let (others, their) = (&mut others[..count], &mut their[..count]);
    let mut goes_left = [0; 256];
    for (bin, goes) in (0..=u8::MAX).zip(&mut goes_left) {
        *goes = usize::from(contains(left, bin));
    }
    // Each row is written for both children and counted for one: which of them cannot be foretold.
    let (mut first, mut second) = (0, 0);
    for at in 0..count {
        let (row, derivatives) = (rows[at], packed[at]);
        let goes = bins
            .get(row as usize)
            .map_or(0, |bin| goes_left[*bin as usize]);
        (rows[first], packed[first]) = (row, derivatives);
        (others[second], their[second]) = (row, derivatives);
        first += goes;
        second += 1 - goes;
    }
    let (others, their) = (&others[..second], &their[..second]);
    rows[first..].copy_from_slice(others);
    packed[first..].copy_from_slice(their);
    first
}
