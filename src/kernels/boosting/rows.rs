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
    let (others, their) = scratch;
    others.clear();
    their.clear();
    let mut first = 0;
    for at in 0..rows.len().min(packed.len()) {
        let (row, derivatives) = (rows[at], packed[at]);
        if bins
            .get(row as usize)
            .is_some_and(|bin| contains(left, *bin))
        {
            rows[first] = row;
            packed[first] = derivatives;
            first += 1;
        } else {
            others.push(row);
            their.push(derivatives);
        }
    }
    rows[first..].copy_from_slice(others);
    packed[first..].copy_from_slice(their);
    first
}
