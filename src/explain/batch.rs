//! Values of many rows, block by block, from tables.

use super::decisions::Block;
use super::tables::{BLOCK_ROWS, Tables};
use crate::predictor::Trees;

/// Trees whose 32-bit sums are added up before they go into 64-bit ones.
const TREES_A_SUM: usize = 32;

/// Looks up the values of blocks of rows; there are so many slots, players or pairs, for each output.
pub(super) struct Batch<'a> {
    trees: &'a Trees,
    tables: &'a Tables,
    slots: usize,
    used: Vec<bool>,
    decisions: Vec<[u8; BLOCK_ROWS]>,
    sums: Vec<[f32; BLOCK_ROWS]>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(trees: &'a Trees, tables: &'a Tables, slots: usize) -> Batch<'a> {
        let mut used = vec![false; trees.features];
        for node in trees.nodes.iter().filter(|node| !node.is_leaf()) {
            used[node.feature as usize] = true;
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
            decisions: vec![[0; BLOCK_ROWS]; most],
            sums: vec![[0.0; BLOCK_ROWS]; slots * trees.outputs],
        }
    }

    /// Rows `start..start + rows` of columns, at most [`BLOCK_ROWS`]; `add` takes output, slot and the rows' sums,
    /// several times for each.
    pub(super) fn run(
        &mut self,
        columns: &[&[f64]],
        (start, rows): (usize, usize),
        mut add: impl FnMut(usize, usize, &[f32]),
    ) {
        let block = Block::of(self.trees, &self.used, columns, (start, rows));
        let mut index = [0u16; BLOCK_ROWS];
        for trees in self.tables.trees.chunks(TREES_A_SUM) {
            for tree in trees {
                let base = tree.splits.start;
                for at in tree.splits.clone() {
                    let node = &self.trees.nodes[at];
                    if !node.is_leaf() {
                        block.decide(self.trees, node, &mut self.decisions[at - base]);
                    }
                }
                for group in &tree.groups {
                    index.fill(0);
                    for (place, bit) in group.bits.iter().enumerate() {
                        self.set_bit(base, place, bit, &mut index);
                    }
                    let size = 1usize << group.bits.len();
                    let mut table = group.start;
                    for output in group.outputs.clone() {
                        for slot in &group.slots {
                            let values = &self.tables.values[table..table + size];
                            let place = output as usize * self.slots + *slot as usize;
                            look_up(&mut self.sums[place], &index, values);
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

    fn set_bit(
        &self,
        base: usize,
        place: usize,
        bit: &[(u32, bool)],
        index: &mut [u16; BLOCK_ROWS],
    ) {
        let decided = |(split, left): &(u32, bool)| {
            (&self.decisions[*split as usize - base], u8::from(!*left))
        };
        let Some((first, others)) = bit.split_first() else {
            return;
        };
        let (rows, flip) = decided(first);
        if others.is_empty() {
            for (index, row) in index.iter_mut().zip(rows) {
                *index |= u16::from(row ^ flip) << place;
            }
            return;
        }
        let mut all = [0u8; BLOCK_ROWS];
        for (all, row) in all.iter_mut().zip(rows) {
            *all = row ^ flip;
        }
        for other in others {
            let (rows, flip) = decided(other);
            for (all, row) in all.iter_mut().zip(rows) {
                *all &= row ^ flip;
            }
        }
        for (index, all) in index.iter_mut().zip(&all) {
            *index |= u16::from(*all) << place;
        }
    }
}

/// Adds `values[index]`; the table's length is a power of two, so that the mask says all bounds.
fn look_up(sums: &mut [f32; BLOCK_ROWS], index: &[u16; BLOCK_ROWS], values: &[f32]) {
    let Some(mask) = values.len().checked_sub(1) else {
        return;
    };
    for (sum, at) in sums.iter_mut().zip(index) {
        *sum += values[*at as usize & mask];
    }
}
