//! One tree, however it was written.

use crate::predictor::{CategorySet, LinearLeaf, Missing, Node, Test, TreesBuilder};

/// A tree in parts: splits by number, leaves by number.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) splits: Vec<Split>,
    pub(super) leaves: Vec<Leaf>,
}

/// A split. Children are splits from 0 on, leaves as `-1 - leaf`.
pub(super) struct Split {
    pub(super) feature: u32,
    pub(super) threshold: f64,
    /// The words of a category set, 32 codes each.
    pub(super) set: Option<Vec<u32>>,
    pub(super) default_left: bool,
    pub(super) missing: MissingType,
    pub(super) left: i64,
    pub(super) right: i64,
    pub(super) count: f64,
}

/// What a feature's missing values were in training.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MissingType {
    None,
    Zero,
    NaN,
}

#[derive(Default)]
pub(super) struct Leaf {
    pub(super) value: f64,
    pub(super) count: f64,
    pub(super) linear: Option<LinearLeaf>,
}

impl Parts {
    /// Adds the tree. `counts` says whether the file says what each node saw, `some_linear` whether any tree of the model
    /// has linear leaves.
    pub(super) fn add(
        mut self,
        builder: &mut TreesBuilder,
        output: u32,
        counts: bool,
        some_linear: bool,
    ) -> Result<(), String> {
        let splits = self.splits.len();
        let node = |child: i64| -> usize {
            let place = if child >= 0 {
                usize::try_from(child).ok().filter(|child| *child < splits)
            } else {
                usize::try_from(!child)
                    .ok()
                    .and_then(|leaf| leaf.checked_add(splits))
            };
            place.unwrap_or(usize::MAX)
        };
        let children: Vec<(usize, usize)> = self
            .splits
            .iter()
            .map(|split| (node(split.left), node(split.right)))
            .collect();
        let cover = |node: usize| match self.splits.get(node) {
            Some(split) => split.count,
            None => self.leaves[node - splits].count,
        };
        let covers: Vec<f64> = (0..splits + self.leaves.len()).map(cover).collect();
        let mut linear = Vec::new();
        let list = &mut self.splits;
        let leaves = &mut self.leaves;
        builder.tree(
            output,
            covers.len(),
            |node| children.get(node).copied(),
            |builder, node| list[node].node(builder),
            |node, values| {
                let leaf = &mut leaves[node - splits];
                values.push(leaf.value);
                if some_linear {
                    let plain = || LinearLeaf {
                        intercept: leaf.value,
                        ..LinearLeaf::default()
                    };
                    linear.push(leaf.linear.take().unwrap_or_else(plain));
                }
            },
            counts.then_some(&|node| covers[node]),
        )?;
        linear
            .into_iter()
            .for_each(|leaf| builder.linear_leaf(leaf));
        Ok(())
    }
}

impl Split {
    fn node(&mut self, builder: &mut TreesBuilder) -> Node {
        let mut made = Node {
            feature: self.feature,
            threshold: self.threshold,
            ..Node::leaf(0)
        };
        if let Some(words) = self.set.take() {
            let pairs = words.chunks(2);
            let word = |pair: &[u32]| {
                u64::from(pair[0]) | pair.get(1).map_or(0, |high| u64::from(*high) << 32)
            };
            made.set = builder.set(CategorySet {
                words: pairs.map(word).collect(),
            });
            made.test = Test::InSet;
            made.missing = Missing::Right;
            return made;
        }
        made.test = Test::LessOrEqual;
        made.missing = match (self.missing, self.default_left) {
            (MissingType::None, _) => Missing::AsZero,
            (MissingType::Zero, true) => Missing::ZeroLeft,
            (MissingType::Zero, false) => Missing::ZeroRight,
            (MissingType::NaN, true) => Missing::Left,
            (MissingType::NaN, false) => Missing::Right,
        };
        made
    }
}
