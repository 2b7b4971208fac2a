//! Grown trees as others read them.

use super::train::Model;
use super::tree::LEAF;

/// A node of a grown tree; the root is node 0 and children stand behind their parents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Branch {
    /// What the tree answers here, shrunk.
    Leaf(f64),
    /// A cut.
    Cut {
        /// Which feature.
        feature: usize,
        /// Bins of the feature that go left, one bit each; [`super::MISSING_BIN`] is the bin of a missing value.
        left_bins: [u64; 4],
        /// Node of the left child; the right one stands behind it.
        left: usize,
    },
}

impl Model {
    /// The nodes of a tree; none of a tree that does not exist.
    pub fn branches(&self, tree: usize) -> Vec<Branch> {
        let nodes = self.grown().get(tree).map_or(&[][..], |tree| &tree.0);
        nodes
            .iter()
            .map(|node| match node.left {
                LEAF => Branch::Leaf(node.value),
                left => Branch::Cut {
                    feature: node.feature as usize,
                    left_bins: node.left_bins,
                    left: left as usize,
                },
            })
            .collect()
    }
}
