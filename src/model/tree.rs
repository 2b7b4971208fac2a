//! A grown tree.

use super::dataset::Dataset;
use super::split::{BinSet, contains};

/// A node: a cut, or a leaf where `left` is [`LEAF`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) left_bins: BinSet,
    pub(super) feature: u32,
    /// Position of the left child; the right one stands behind it.
    pub(super) left: u32,
    /// A leaf's answer, shrunk; a cut's gain.
    pub(super) value: f64,
}

pub(super) const LEAF: u32 = u32::MAX;

impl Node {
    pub(super) fn leaf(value: f64) -> Node {
        Node {
            left_bins: [0; 4],
            feature: 0,
            left: LEAF,
            value,
        }
    }
}

/// Nodes, the root first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree(pub(super) Vec<Node>);

impl Tree {
    /// Adds the tree's answer for each row of `data` to `sums`.
    pub(super) fn add_to(&self, data: &Dataset, sums: &mut [f64]) {
        for (row, sum) in sums.iter_mut().enumerate().take(data.rows()) {
            *sum += self.answer(data, row);
        }
    }

    #[inline]
    fn answer(&self, data: &Dataset, row: usize) -> f64 {
        let mut at = 0usize;
        // A tree is finite and children stand behind their parents.
        while let Some(node) = self.0.get(at) {
            if node.left == LEAF {
                return node.value;
            }
            let bin = data.bins(node.feature as usize)[row];
            at = node.left as usize + usize::from(!contains(&node.left_bins, bin));
        }
        0.0
    }

    /// The feature and the gain of each cut.
    pub(super) fn gains(&self) -> impl Iterator<Item = (usize, f64)> {
        self.0
            .iter()
            .filter(|node| node.left != LEAF)
            .map(|node| (node.feature as usize, node.value))
    }
}
