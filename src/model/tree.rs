//! A grown tree.

use kernels::boosting::{BinSet, Leaves, add_answers, contains};

use super::dataset::Dataset;

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

/// What each feature says of the way down.
struct ByFeature {
    /// A feature, and the leaves that each of its bins leaves possible.
    features: Vec<(u32, Leaves)>,
    /// The leaves' answers.
    values: Vec<f64>,
}

impl Tree {
    /// Adds the tree's answer for each row of `data` to `sums`.
    pub(super) fn add_to(&self, data: &Dataset, sums: &mut [f64]) {
        let rows = data.rows().min(sums.len());
        match self.by_feature() {
            Some(ByFeature { features, values }) => {
                let features: Vec<(&[u8], &Leaves)> = features
                    .iter()
                    .map(|(feature, leaves)| (data.bins(*feature as usize), leaves))
                    .collect();
                add_answers(&features, &values, &mut sums[..rows]);
            }
            None => {
                for (row, sum) in sums[..rows].iter_mut().enumerate() {
                    *sum += self.answer(data, row);
                }
            }
        }
    }

    /// `None` where there are too many leaves for a word.
    fn by_feature(&self) -> Option<ByFeature> {
        // Leaves are numbered in the order of nodes; children stand behind their parents.
        let mut values = Vec::new();
        let mut below = vec![0u64; self.0.len()];
        for (node, below) in self.0.iter().zip(&mut below) {
            if node.left == LEAF {
                *below = 1u64.checked_shl(values.len() as u32)?;
                values.push(node.value);
            }
        }
        let mut features: Vec<(u32, Leaves)> = Vec::new();
        for (at, node) in self.0.iter().enumerate().rev() {
            if node.left == LEAF {
                continue;
            }
            let [left, right] = [below[node.left as usize], below[node.left as usize + 1]];
            below[at] = left | right;
            let place = features.iter().position(|(of, _)| *of == node.feature);
            let place = place.unwrap_or_else(|| {
                features.push((node.feature, [u64::MAX; 256]));
                features.len() - 1
            });
            for (bin, leaves) in (0..=u8::MAX).zip(&mut features[place].1) {
                let gone = if contains(&node.left_bins, bin) {
                    right
                } else {
                    left
                };
                *leaves &= !gone;
            }
        }
        Some(ByFeature { features, values })
    }

    fn answer(&self, data: &Dataset, row: usize) -> f64 {
        let mut node = self.0[0];
        while node.left != LEAF {
            let bin = data.bins(node.feature as usize)[row];
            let right = usize::from(!contains(&node.left_bins, bin));
            node = self.0[node.left as usize + right];
        }
        node.value
    }

    /// The feature and the gain of each cut.
    pub(super) fn gains(&self) -> impl Iterator<Item = (usize, f64)> {
        self.0
            .iter()
            .filter(|node| node.left != LEAF)
            .map(|node| (node.feature as usize, node.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::dataset::{Source, Values};
    use crate::stats::random::Random;

    /// A tree of so many leaves that cuts three features by any of their bins, missing values among them.
    fn tree(leaves: usize, random: &mut Random) -> Tree {
        let mut nodes = vec![Node::leaf(0.0)];
        let mut open = vec![0];
        while open.len() < leaves {
            let cut: usize = open.swap_remove((random.uniform() * open.len() as f64) as usize);
            nodes[cut] = Node {
                left_bins: [(); 4].map(|()| random.bits()),
                feature: (random.uniform() * 3.0) as u32,
                left: nodes.len() as u32,
                value: 0.0,
            };
            for _ in 0..2 {
                open.push(nodes.len());
                nodes.push(Node::leaf(random.uniform()));
            }
        }
        Tree(nodes)
    }

    #[test]
    fn every_row_comes_to_the_leaf_that_it_walks_to() {
        let mut random = Random::new(5);
        let mut draw = random;
        let mut sources = (0..3).map(|feature| Source {
            name: format!("f{feature}"),
            values: Values::Numbers(
                (0..700)
                    .map(|row| match row % 11 {
                        3 => f64::NAN,
                        _ => draw.uniform(),
                    })
                    .collect(),
            ),
        });
        let data = Dataset::from_columns(&mut sources);
        for leaves in [1, 2, 16, 64, 65, 200] {
            let tree = tree(leaves, &mut random);
            let mut sums = vec![1.0; 700];
            tree.add_to(&data, &mut sums);
            for (row, sum) in sums.iter().enumerate() {
                assert_eq!(
                    *sum,
                    1.0 + tree.answer(&data, row),
                    "{leaves} leaves, row {row}"
                );
            }
        }
    }
}
