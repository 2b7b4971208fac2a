//! The rows that stand for "nothing is known": which of them every split sends left.

use std::borrow::Cow;

use super::decisions::Block;
use super::tables::BLOCK_ROWS;
use crate::trees::Trees;

/// Rows of one set.
pub const SET_ROWS: usize = 128;
/// Sets that are kept, in bytes; of more rows, or larger trees, they are made anew where they are needed.
const KEPT_BYTES: usize = 64 << 20;

/// Background rows, one column a feature.
#[derive(Clone, Debug)]
pub struct Background {
    rows: usize,
    columns: Vec<Vec<f64>>,
    /// For each node [`Background::sets`] sets of rows: bit `i` of set `s` is 1 where row `128 s + i` goes left.
    kept: Vec<u128>,
}

impl Background {
    /// Of rows given as one column a feature.
    pub fn of(trees: &Trees, columns: &[&[f64]], rows: usize) -> Background {
        let mut out = Background {
            rows,
            columns: columns.iter().map(|column| column.to_vec()).collect(),
            kept: Vec::new(),
        };
        if trees.nodes.len() * out.sets() * size_of::<u128>() <= KEPT_BYTES {
            let mut kept = Vec::with_capacity(trees.nodes.len() * out.sets());
            for tree in 0..trees.count() {
                // Trees stand behind each other; what is between them asks nothing.
                kept.resize(trees.nodes_of(tree).start * out.sets(), 0);
                kept.extend(out.made(trees, tree));
            }
            out.kept = kept;
        }
        out
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn value(&self, feature: usize, row: usize) -> f64 {
        self.columns[feature][row]
    }

    /// Sets that a node has.
    pub fn sets(&self) -> usize {
        self.rows.div_ceil(SET_ROWS)
    }

    /// All rows of a set.
    pub fn all(&self, set: usize) -> u128 {
        match self.rows - set * SET_ROWS {
            rows if rows >= SET_ROWS => u128::MAX,
            rows => (1 << rows) - 1,
        }
    }

    /// The sets of a tree's nodes, node by node.
    pub fn of_tree(&self, trees: &Trees, tree: usize) -> Cow<'_, [u128]> {
        let nodes = trees.nodes_of(tree);
        match self.kept.is_empty() {
            true => Cow::Owned(self.made(trees, tree)),
            false => Cow::Borrowed(&self.kept[nodes.start * self.sets()..nodes.end * self.sets()]),
        }
    }

    fn made(&self, trees: &Trees, tree: usize) -> Vec<u128> {
        let nodes = trees.nodes_of(tree);
        let sets = self.sets();
        let mut out = vec![0u128; nodes.len() * sets];
        self.decided(trees, tree, &mut |place, first, left| {
            for (at, part) in left.chunks(SET_ROWS).enumerate() {
                let mut set = 0u128;
                for (i, bytes) in part.chunks(64).enumerate() {
                    let mut bits = 0u64;
                    for (bit, left) in bytes.iter().enumerate() {
                        bits |= u64::from(*left & 1) << bit;
                    }
                    set |= u128::from(bits) << (64 * i);
                }
                out[place * sets + first / SET_ROWS + at] = set;
            }
        });
        out
    }

    /// Tells for every split of a tree, by its place in the tree, and every block of rows, by its first, which rows go left:
    /// a byte of ones each.
    pub fn decided(&self, trees: &Trees, tree: usize, tell: &mut dyn FnMut(usize, usize, &[u8])) {
        let nodes = trees.nodes_of(tree);
        let mut used = vec![false; trees.features];
        for node in &trees.nodes[nodes.clone()] {
            if !node.is_leaf() {
                used[node.feature as usize] = true;
            }
        }
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        let mut left = [0u8; BLOCK_ROWS];
        for first in (0..self.rows).step_by(BLOCK_ROWS) {
            let rows = BLOCK_ROWS.min(self.rows - first);
            let block = Block::of(trees, &used, &columns, (first, rows));
            for at in nodes.clone() {
                let node = &trees.nodes[at];
                if !node.is_leaf() {
                    block.decide(trees, node, &mut left);
                    tell(at - nodes.start, first, &left[..rows]);
                }
            }
        }
    }
}
