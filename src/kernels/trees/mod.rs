//! Decision trees with the split rules of the library that grew them.

pub mod compiled;
mod descent;
pub mod lanes;
pub mod ranks;
mod walk;

use serde::{Deserialize, Serialize};

/// The numbers a library computes with. Sums keep its order, so that results are the library's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Precision {
    /// Features, products and sums are rounded to 32 bits.
    F32,
    /// 64 bits throughout.
    F64,
}

/// The mark of a leaf in [`Node::left`].
pub const LEAF: u32 = u32::MAX;

/// What a split asks of its feature's value; "yes" goes left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// x < threshold
    Less,
    /// x <= threshold
    LessOrEqual,
    /// x > threshold
    Greater,
    /// x >= threshold
    GreaterOrEqual,
    /// x = threshold
    Equal,
    /// x ≠ threshold
    NotEqual,
    /// x, cut to a whole number, is one of [`Node::set`]'s codes. Negative codes and those behind the set's end are not.
    InSet,
}

/// Where a missing value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// NaN goes left.
    Left,
    /// NaN goes right.
    Right,
    /// NaN is taken for 0 and tested (LightGBM without missing values in training).
    AsZero,
    /// NaN and numbers within 1e-35 of 0 go left (LightGBM's `zero_as_missing`).
    ZeroLeft,
    /// NaN and numbers within 1e-35 of 0 go right.
    ZeroRight,
}

/// A split, or a leaf where `left` is [`LEAF`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Compared with; of no meaning in sets and leaves.
    pub threshold: f64,
    /// Place among the features of the stage.
    pub feature: u32,
    /// Where "yes" goes: a place in [`Trees::nodes`].
    pub left: u32,
    /// Where "no" goes; in a leaf the row of [`Trees::leaf_values`].
    pub right: u32,
    /// Place in [`Trees::sets`] of [`Test::InSet`].
    pub set: u32,
    /// What is asked.
    pub test: Test,
    /// Where a missing value goes.
    pub missing: Missing,
}

impl Node {
    /// A leaf with this row of values.
    pub fn leaf(row: u32) -> Node {
        Node {
            threshold: 0.0,
            feature: 0,
            left: LEAF,
            right: row,
            set: 0,
            test: Test::LessOrEqual,
            missing: Missing::Right,
        }
    }

    /// Whether it is a leaf.
    pub fn is_leaf(&self) -> bool {
        self.left == LEAF
    }
}

/// Codes of categories, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategorySet {
    /// Bit `code % 64` of word `code / 64`.
    pub words: Vec<u64>,
}

impl CategorySet {
    /// A set of these codes.
    pub fn of(codes: impl IntoIterator<Item = u32>) -> CategorySet {
        let mut words = Vec::new();
        for code in codes {
            let word = code as usize / 64;
            if word >= words.len() {
                words.resize(word + 1, 0);
            }
            words[word] |= 1u64 << (code % 64);
        }
        CategorySet { words }
    }

    /// Whether it has a code.
    pub fn has(&self, code: u32) -> bool {
        self.words
            .get(code as usize / 64)
            .is_some_and(|word| word >> (code % 64) & 1 == 1)
    }

    /// Its codes, ascending.
    pub fn codes(&self) -> impl Iterator<Item = u32> {
        (0..self.words.len() as u32 * 64).filter(|code| self.has(*code))
    }
}

/// How many training rows, or how much of their weight, passed each node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Covers {
    /// Nobody knows.
    #[default]
    None,
    /// The file says it; one for each node.
    Known(Vec<f64>),
    /// Counted by routing other rows; one for each node.
    Recounted(Vec<f64>),
}

/// A leaf that answers a weighted sum (LightGBM's `linear_tree`). Where one of its features is missing, the leaf's plain
/// value counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinearLeaf {
    /// Places among the features of the stage.
    pub features: Vec<u32>,
    /// One for each feature.
    pub coefficients: Vec<f64>,
    /// Added.
    pub intercept: f64,
}

/// What is made of the trees' answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Aggregate {
    /// `base + Σ leaf`
    Sum,
    /// `base + (Σ leaf) / divisor`
    Average {
        /// By how much the sum is divided.
        divisor: f64,
    },
}

/// An ensemble of trees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trees {
    /// How many features splits may name.
    pub features: usize,
    /// All nodes, tree behind tree, in each tree the root first and children behind their parents.
    pub nodes: Vec<Node>,
    /// Where each tree's nodes begin.
    pub roots: Vec<u32>,
    /// Sets of [`Test::InSet`].
    pub sets: Vec<CategorySet>,
    /// Values of a leaf: 1, or one for each output.
    pub leaf_width: usize,
    /// Leaf by leaf; weights and learning rates are in them.
    pub leaf_values: Vec<f64>,
    /// Where leaves are linear: one for each row of `leaf_values`. Empty otherwise.
    pub linear_leaves: Vec<LinearLeaf>,
    /// Where `leaf_width` is 1: to which output each tree adds.
    pub tree_outputs: Vec<u32>,
    /// Margins a row.
    pub outputs: usize,
    /// One for each output.
    pub base: Vec<f64>,
    /// How answers are joined.
    pub aggregate: Aggregate,
    /// Whether a feature is rounded to 32 bits before it is compared.
    pub compared_in: Precision,
    /// What answers are summed in: with [`Precision::F32`] each sum is rounded, from the base on, tree after tree.
    pub summed_in: Precision,
    /// What each node saw in training.
    pub covers: Covers,
}

impl Trees {
    /// How many trees.
    pub fn count(&self) -> usize {
        self.roots.len()
    }

    /// The places of a tree's nodes.
    pub fn nodes_of(&self, tree: usize) -> std::ops::Range<usize> {
        let start = self.roots[tree] as usize;
        let end = self
            .roots
            .get(tree + 1)
            .map_or(self.nodes.len(), |root| *root as usize);
        start..end
    }

    /// Leaves of all trees.
    pub fn leaves(&self) -> usize {
        self.nodes.iter().filter(|node| node.is_leaf()).count()
    }

    /// Splits on the longest way down in any tree.
    pub fn depth(&self) -> usize {
        let mut depths = vec![0u32; self.nodes.len()];
        let mut deepest = 0;
        for (place, node) in self.nodes.iter().enumerate() {
            if !node.is_leaf() {
                let below = depths[place] + 1;
                deepest = deepest.max(below);
                for child in [node.left, node.right] {
                    depths[child as usize] = below;
                }
            }
        }
        deepest as usize
    }

    /// The values of a leaf.
    pub fn values_of(&self, leaf: &Node) -> &[f64] {
        let start = leaf.right as usize * self.leaf_width;
        &self.leaf_values[start..start + self.leaf_width]
    }
}

/// Makes [`Trees`] node by node, whatever the order of a file's nodes.
#[derive(Debug)]
pub struct TreesBuilder {
    trees: Trees,
    covers: Vec<f64>,
    set_words: usize,
}

/// Words of all sets together: a few bytes of a file can ask for a set of any size.
const MAXIMUM_SET_WORDS: usize = 8_000_000;

/// Where the children of a file's node are, in the file's own numbers; `None` for a leaf.
type Children = Option<(usize, usize)>;

impl TreesBuilder {
    /// For so many features, values of a leaf and margins.
    pub fn new(features: usize, leaf_width: usize, outputs: usize) -> TreesBuilder {
        TreesBuilder {
            trees: Trees {
                features,
                nodes: Vec::new(),
                roots: Vec::new(),
                sets: Vec::new(),
                leaf_width,
                leaf_values: Vec::new(),
                linear_leaves: Vec::new(),
                tree_outputs: Vec::new(),
                outputs,
                base: vec![0.0; outputs],
                aggregate: Aggregate::Sum,
                compared_in: Precision::F64,
                summed_in: Precision::F64,
                covers: Covers::None,
            },
            covers: Vec::new(),
            set_words: 0,
        }
    }

    /// A place for a set.
    pub fn set(&mut self, set: CategorySet) -> u32 {
        self.set_words += set.words.len();
        if self.set_words > MAXIMUM_SET_WORDS {
            return 0;
        }
        self.trees.sets.push(set);
        self.trees.sets.len() as u32 - 1
    }

    /// Adds a tree of `count` nodes of which node 0 is the root. `children` answers the children of a node in the file's
    /// numbers; `split` its split, whose `left` and `right` are overwritten; `leaf` its values, of the builder's width;
    /// `cover` what passed it. Nodes that nothing leads to are left out.
    ///
    /// # Errors
    /// A sentence: a child that does not exist, a node with two parents, a loop.
    pub fn tree(
        &mut self,
        output: u32,
        count: usize,
        children: impl Fn(usize) -> Children,
        mut split: impl FnMut(&mut Self, usize) -> Node,
        mut leaf: impl FnMut(usize, &mut Vec<f64>),
        cover: Option<&dyn Fn(usize) -> f64>,
    ) -> Result<(), String> {
        if count == 0 {
            return Err("a tree without nodes".into());
        }
        let start = self.trees.nodes.len();
        let mut seen = vec![false; count];
        let mut order = vec![0usize];
        seen[0] = true;
        let mut next = 0;
        // Breadth first: children stand behind their parents, and the two of a node beside each other.
        while let Some(&node) = order.get(next) {
            next += 1;
            let Some((left, right)) = children(node) else {
                continue;
            };
            for child in [left, right] {
                match seen.get_mut(child) {
                    None => return Err(format!("node {node} leads to node {child} of {count}")),
                    Some(true) => return Err(format!("two ways lead to node {child}")),
                    Some(new) => *new = true,
                }
                order.push(child);
            }
        }
        self.trees.roots.push(start as u32);
        self.trees.tree_outputs.push(output);
        let mut behind = start as u32 + 1;
        for &node in &order {
            let made = if children(node).is_some() {
                let mut made = split(self, node);
                made.left = behind;
                made.right = behind + 1;
                behind += 2;
                made
            } else {
                let row = self.trees.leaf_values.len() / self.trees.leaf_width.max(1);
                leaf(node, &mut self.trees.leaf_values);
                Node::leaf(row as u32)
            };
            self.trees.nodes.push(made);
            if let Some(cover) = cover {
                self.covers.push(cover(node));
            }
        }
        if self.set_words > MAXIMUM_SET_WORDS {
            return Err("sets of more categories than any model has".into());
        }
        Ok(())
    }

    /// The trees, to be finished by hand: base, aggregate, precisions.
    pub fn finish(mut self) -> Trees {
        if !self.covers.is_empty() && self.covers.len() == self.trees.nodes.len() {
            self.trees.covers = Covers::Known(self.covers);
        }
        self.trees
    }

    /// Nodes so far.
    pub fn nodes(&self) -> usize {
        self.trees.nodes.len()
    }

    /// Adds the linear form of the leaf that was added last.
    pub fn linear_leaf(&mut self, leaf: LinearLeaf) {
        self.trees.linear_leaves.push(leaf);
    }
}
