//! Several rows down a deep tree at once: while one row waits for memory the others go on. For trees that are too large
//! for a program of lanes; rows with a missing value, and splits that are more than one comparison, are walked plainly.

use super::{Missing, Node, Test, Trees};

/// Rows that go down together.
const TOGETHER: usize = 8;
/// Features up to which a block of rows is turned round: each row's values then stand together.
const MOST_FEATURES: usize = 512;
/// Nodes of all trees up to which they are written once more.
const MOST_NODES: usize = 4_000_000;

/// A split `x <= threshold`: at the left child then, else at the one behind it. A leaf leads to itself.
#[derive(Clone, Copy, Debug)]
struct Fork {
    threshold: f64,
    feature: u32,
    left: u32,
}

/// One tree.
#[derive(Debug)]
pub struct Descent {
    forks: Vec<Fork>,
    /// The row of leaf values, by node; 0 where it is a split.
    leaves: Vec<u32>,
}

/// A block of rows, row behind row, as the trees compare them.
#[derive(Debug, Default)]
pub struct Block {
    values: Vec<f64>,
    width: usize,
    /// Rows without a missing value.
    whole: Vec<bool>,
}

impl Descent {
    /// Whether trees of this size are worth it.
    pub fn serves(trees: &Trees) -> bool {
        (1..=MOST_FEATURES).contains(&trees.features)
            && trees.nodes.len() <= MOST_NODES
            && trees.linear_leaves.is_empty()
    }

    /// A tree of plain comparisons; `None` for any other.
    pub fn of(trees: &Trees, tree: usize) -> Option<Descent> {
        let nodes = trees.nodes_of(tree);
        let start = nodes.start as u32;
        let mut out = Descent {
            forks: Vec::with_capacity(nodes.len()),
            leaves: Vec::with_capacity(nodes.len()),
        };
        for (at, node) in trees.nodes[nodes].iter().enumerate() {
            out.forks.push(fork(node, at as u32, start)?);
            out.leaves.push(if node.is_leaf() { node.right } else { 0 });
        }
        Some(out)
    }

    /// The rows of leaf values that the first `out.len()` rows of a block reach; of rows with a missing value any.
    pub fn leaves(&self, block: &Block, out: &mut [u32]) {
        for (group, out) in out.chunks_mut(TOGETHER).enumerate() {
            let mut rows: [&[f64]; TOGETHER] = [&[]; TOGETHER];
            for (i, row) in rows.iter_mut().enumerate() {
                // Behind the end the last row goes once more.
                let place = group * TOGETHER + i.min(out.len() - 1);
                *row = &block.values[place * block.width..(place + 1) * block.width];
            }
            let mut at = [0u32; TOGETHER];
            loop {
                let mut moved = 0;
                for (at, row) in at.iter_mut().zip(&rows) {
                    let fork = self.forks[*at as usize];
                    let right = u32::from(row[fork.feature as usize] > fork.threshold);
                    let next = fork.left + right;
                    moved |= next ^ *at;
                    *at = next;
                }
                if moved == 0 {
                    break;
                }
            }
            for (out, at) in out.iter_mut().zip(at) {
                *out = self.leaves[at as usize];
            }
        }
    }
}

fn fork(node: &Node, at: u32, start: u32) -> Option<Fork> {
    if node.is_leaf() {
        return Some(Fork {
            threshold: f64::INFINITY,
            feature: 0,
            left: at,
        });
    }
    let plain =
        matches!(node.missing, Missing::Left | Missing::Right) && node.threshold.is_finite();
    let threshold = match node.test {
        Test::LessOrEqual => node.threshold,
        // The same for every number.
        Test::Less => node.threshold.next_down(),
        _ => return None,
    };
    let fits = plain && threshold.is_finite() && node.right == node.left + 1;
    fits.then_some(Fork {
        threshold,
        feature: node.feature,
        left: node.left - start,
    })
}

impl Block {
    /// Turns columns of `rows` values round.
    pub fn fill(&mut self, trees: &Trees, features: &[&[f64]], rows: usize) {
        self.width = features.len();
        self.values.clear();
        self.values.resize(rows * self.width, 0.0);
        self.whole.clear();
        self.whole.resize(rows, true);
        for (feature, column) in features.iter().enumerate() {
            for (row, x) in column[..rows].iter().enumerate() {
                let x = trees.compared(*x);
                self.whole[row] &= !x.is_nan();
                self.values[row * self.width + feature] = x;
            }
        }
    }

    /// Whether a row has all its values.
    #[inline]
    pub fn is_whole(&self, row: usize) -> bool {
        self.whole[row]
    }
}
