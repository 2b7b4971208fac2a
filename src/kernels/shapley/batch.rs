//! Values of many rows, block by block, from tables.

use super::decisions::Block;
use super::tables::{BLOCK_ROWS, Bit, Group, LANES, Tables};
use crate::trees::Trees;
use crate::trees::lanes::{Lane, WIDTH};

/// Trees whose 32-bit sums are added up before they go into 64-bit ones.
const TREES_A_SUM: usize = 32;
/// Bits of a place that is one byte.
const BYTE_BITS: usize = 8;
/// Lanes whose places are put together at once.
const GROUP: usize = 4;

/// For each row of a block its place in a group's tables.
struct Places {
    bytes: [u8; BLOCK_ROWS],
    wide: [u16; BLOCK_ROWS],
}

/// Looks up the values of blocks of rows; there are so many slots, players or pairs, for each output.
pub struct Batch<'a> {
    trees: &'a Trees,
    tables: &'a Tables,
    slots: usize,
    used: Vec<bool>,
    ranks: Vec<Lane>,
    /// For each split of a tree a byte of ones where a row goes left.
    decisions: Vec<[Lane; LANES]>,
    sums: Vec<[f32; BLOCK_ROWS]>,
}

impl<'a> Batch<'a> {
    pub fn new(trees: &'a Trees, tables: &'a Tables, slots: usize) -> Batch<'a> {
        let mut used = vec![false; trees.features];
        for (node, asked) in trees.nodes.iter().zip(&tables.asked) {
            if !node.is_leaf() && asked.is_none() {
                used[node.feature as usize] = true;
            }
        }
        let most = tables
            .trees
            .iter()
            .map(|t| t.splits.len())
            .max()
            .unwrap_or(0);
        Batch {
            trees,
            tables,
            slots,
            used,
            ranks: Vec::new(),
            decisions: vec![[Lane::all(0); LANES]; most],
            sums: vec![[0.0; BLOCK_ROWS]; slots * trees.outputs],
        }
    }

    /// Rows `start..start + rows` of columns, at most [`BLOCK_ROWS`]; `add` takes output, slot and the rows' sums,
    /// several times for each.
    pub fn run(
        &mut self,
        columns: &[&[f64]],
        (start, rows): (usize, usize),
        add: &mut dyn FnMut(usize, usize, &[f32]),
    ) {
        let part: Vec<&[f64]> = columns.iter().map(|c| &c[start..start + rows]).collect();
        let ranks = &self.tables.ranks;
        ranks.fill(self.trees, &part, rows, LANES, &mut self.ranks);
        let block = Block::of(self.trees, &self.used, columns, (start, rows));
        let mut places = Places {
            bytes: [0; BLOCK_ROWS],
            wide: [0; BLOCK_ROWS],
        };
        for trees in self.tables.trees.chunks(TREES_A_SUM) {
            for tree in trees {
                self.decide(tree.splits.clone(), &block);
                for group in &tree.groups {
                    let size = 1usize << group.bits.len();
                    let narrow = group.bits.len() <= BYTE_BITS;
                    self.place(tree.splits.start, group, &mut places);
                    let mut table = group.start;
                    for output in group.outputs.clone() {
                        for slot in &group.slots {
                            let sums =
                                &mut self.sums[output as usize * self.slots + *slot as usize];
                            let values = &self.tables.values[table..];
                            match values.first_chunk() {
                                Some(values) if narrow => look_up(sums, &places.bytes, values),
                                _ => look_up_wide(sums, &places.wide, &values[..size]),
                            }
                            table += size;
                        }
                    }
                }
            }
            for (place, sums) in self.sums.iter_mut().enumerate() {
                add(place / self.slots, place % self.slots, &sums[..rows]);
                sums.fill(0.0);
            }
        }
    }

    /// Which way every split of a tree sends the rows.
    #[inline(never)]
    fn decide(&mut self, splits: std::ops::Range<usize>, block: &Block) {
        let mut bytes = [0u8; BLOCK_ROWS];
        for (at, out) in splits.zip(&mut self.decisions) {
            let node = &self.trees.nodes[at];
            if node.is_leaf() {
                continue;
            }
            let asked = self.tables.asked[at].as_ref();
            let ranks = asked.and_then(|a| self.ranks[a.column as usize * LANES..].first_chunk());
            if let (Some(asked), Some(ranks)) = (asked, ranks) {
                let ranks: &[Lane; LANES] = ranks;
                let rank = Lane::all(asked.rank);
                let flip = Lane::all(if asked.reversed { 0xff } else { 0 });
                for (out, own) in out.iter_mut().zip(ranks) {
                    *out = own.at_most(rank).xor(flip);
                }
                continue;
            }
            block.decide(self.trees, node, &mut bytes);
            for (out, bytes) in out.iter_mut().zip(bytes.as_chunks::<WIDTH>().0) {
                *out = Lane::of(*bytes);
            }
        }
    }

    /// Puts together the places of all rows in a group's tables.
    #[inline(never)]
    fn place(&self, base: usize, group: &Group, places: &mut Places) {
        let narrow = group.bits.len() <= BYTE_BITS;
        let (low, high) = group.bits.split_at(group.bits.len().min(BYTE_BITS));
        for first in (0..LANES).step_by(GROUP) {
            let bytes = self.byte(base, low, first);
            if narrow {
                let out = places.bytes[first * WIDTH..].as_chunks_mut::<WIDTH>().0;
                for (out, lane) in out.iter_mut().zip(bytes) {
                    *out = lane.bytes();
                }
                continue;
            }
            let out = places.wide[first * WIDTH..]
                .as_chunks_mut::<{ WIDTH / 2 }>()
                .0;
            let both = bytes.into_iter().zip(self.byte(base, high, first));
            let lanes = both.flat_map(|(low, high)| low.by_turns(high));
            for (out, lane) in out.iter_mut().zip(lanes) {
                let bytes = lane.bytes();
                for (out, pair) in out.iter_mut().zip(bytes.as_chunks::<2>().0) {
                    *out = u16::from_le_bytes(*pair);
                }
            }
        }
    }

    /// A byte of bits for some lanes of rows, `first` and those behind it.
    fn byte(&self, base: usize, bits: &[Bit], first: usize) -> [Lane; GROUP] {
        let mut out = [Lane::all(0); GROUP];
        for (place, bit) in bits.iter().enumerate() {
            let mut all = [Lane::all(1 << place); GROUP];
            for (split, left) in bit {
                let flip = Lane::all(if *left { 0 } else { 0xff });
                let decided = self.decisions[*split as usize - base][first..].first_chunk();
                let Some(decided): Option<&[Lane; GROUP]> = decided else {
                    continue;
                };
                for (all, decided) in all.iter_mut().zip(decided) {
                    *all = all.and(decided.xor(flip));
                }
            }
            for (out, all) in out.iter_mut().zip(all) {
                *out = out.or(all);
            }
        }
        out
    }
}

/// Adds `values[place]`; what stands behind a smaller table is not asked for. A function of its own, as the others in which a
/// block's time goes: an engine changes to faster code between two calls, and a block goes through thousands of tables.
#[inline(never)]
fn look_up(
    sums: &mut [f32; BLOCK_ROWS],
    places: &[u8; BLOCK_ROWS],
    values: &[f32; 1 << BYTE_BITS],
) {
    let places = places.as_chunks::<8>().0;
    for (sums, places) in sums.as_chunks_mut::<8>().0.iter_mut().zip(places) {
        for i in 0..8 {
            sums[i] += values[usize::from(places[i])];
        }
    }
}

/// The same of larger tables; their length is a power of two, so that the mask says all bounds.
#[inline(never)]
fn look_up_wide(sums: &mut [f32; BLOCK_ROWS], places: &[u16; BLOCK_ROWS], values: &[f32]) {
    let Some(mask) = values.len().checked_sub(1) else {
        return;
    };
    let places = places.as_chunks::<8>().0;
    for (sums, places) in sums.as_chunks_mut::<8>().0.iter_mut().zip(places) {
        for i in 0..8 {
            sums[i] += values[usize::from(places[i]) & mask];
        }
    }
}
