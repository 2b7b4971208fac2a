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

/// Rows that go down a tree together.
const TOGETHER: usize = 64;

/// A node on the way down: a row whose bin is among `left_bins` goes to `left`, another to the node behind that. From a
/// leaf every row goes to the leaf itself.
struct Step<'a> {
    left_bins: BinSet,
    left: u32,
    bins: &'a [u8],
}

impl Tree {
    /// Adds the tree's answer for each row of `data` to `sums`.
    ///
    /// Rows go down together, a level at a time: alone, each would wait for every node of its own way.
    pub(super) fn add_to(&self, data: &Dataset, sums: &mut [f64]) {
        let steps: Vec<Step> = (0u32..)
            .zip(&self.0)
            .map(|(at, node)| {
                let leaf = node.left == LEAF;
                Step {
                    left_bins: if leaf { [u64::MAX; 4] } else { node.left_bins },
                    left: if leaf { at } else { node.left },
                    bins: if leaf {
                        &[]
                    } else {
                        data.bins(node.feature as usize)
                    },
                }
            })
            .collect();
        let rows = data.rows().min(sums.len());
        for (block, sums) in sums[..rows].chunks_mut(TOGETHER).enumerate() {
            let first = block * TOGETHER;
            let mut places = [0u32; TOGETHER];
            let places = &mut places[..sums.len()];
            // A tree is finite and children stand behind their parents.
            loop {
                let mut moved = 0;
                for (row, place) in (first..).zip(places.iter_mut()) {
                    let step = &steps[*place as usize];
                    let bin = step.bins.get(row).copied().unwrap_or(0);
                    let next = step.left + u32::from(!contains(&step.left_bins, bin));
                    moved |= next ^ *place;
                    *place = next;
                }
                if moved == 0 {
                    break;
                }
            }
            for (sum, place) in sums.iter_mut().zip(places) {
                *sum += self.0[*place as usize].value;
            }
        }
    }

    /// The feature and the gain of each cut.
    pub(super) fn gains(&self) -> impl Iterator<Item = (usize, f64)> {
        self.0
            .iter()
            .filter(|node| node.left != LEAF)
            .map(|node| (node.feature as usize, node.value))
    }
}
