//! Single trees and forests.
//!
//! Values are rounded to 32 bits and compared with 64-bit thresholds by `<=` (sklearn/tree/_tree.pyx).

use super::super::objects::Node as Object;
use super::super::refusal::{damaged, unsupported};
use super::estimator::Answer;
use super::read::{self, need};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{
    Aggregate, Body, Decision, Link, Missing, Node, Precision, Test, Trees, TreesBuilder,
};

/// The arrays of one `sklearn.tree._tree.Tree`.
pub(super) struct Grown {
    left: Vec<i64>,
    right: Vec<i64>,
    feature: Vec<i64>,
    threshold: Vec<f64>,
    missing_left: Option<Vec<i64>>,
    pub(super) samples: Vec<f64>,
    weighted: Vec<f64>,
    /// Node by node, output by output.
    pub(super) values: Vec<f64>,
    /// Values of a node.
    pub(super) width: usize,
}

impl Grown {
    /// Reads the tree of a fitted `DecisionTree…`.
    pub(super) fn of(tree: Object<'_>) -> Result<Grown> {
        let inner = need(tree, "tree_")?;
        if inner.short_class() != "Tree" {
            return Err(read::wrong(tree, "tree_", inner));
        }
        let nodes = need(inner, "nodes")?;
        let values = need(inner, "values")?;
        let grown = nodes.array().and_then(|array| {
            Some(Grown {
                left: array.whole_field("left_child")?,
                right: array.whole_field("right_child")?,
                feature: array.whole_field("feature")?,
                threshold: array.field("threshold")?,
                missing_left: array.whole_field("missing_go_to_left"),
                samples: array.field("n_node_samples")?,
                weighted: array.field("weighted_n_node_samples")?,
                values: values.numbers()?,
                width: values.array()?.shape.iter().skip(1).product(),
            })
        });
        let grown = grown.ok_or_else(|| read::wrong(tree, "tree_", nodes))?;
        let count = grown.left.len();
        if grown.width == 0 || count.checked_mul(grown.width) != Some(grown.values.len()) {
            return Err(damaged(
                "a tree whose nodes and values differ in number",
                "values for each node",
            ));
        }
        Ok(grown)
    }

    /// Whether the file says where missing values go.
    pub(super) fn knows_missing(&self) -> bool {
        self.missing_left.is_some()
    }

    pub(super) fn children(&self, node: usize) -> Option<(usize, usize)> {
        // A leaf has -1 for both; another negative number is no node.
        let (left, right) = (self.left[node], self.right[node]);
        (left != -1).then_some((left as usize, right as usize))
    }

    /// Adds the tree; `feature_of` names the ensemble's feature, `leaf` appends the values of a leaf.
    pub(super) fn add(
        &self,
        builder: &mut TreesBuilder,
        output: u32,
        feature_of: &dyn Fn(usize) -> usize,
        mut leaf: impl FnMut(usize, &mut Vec<f64>),
    ) -> Result<()> {
        builder
            .tree(
                output,
                self.left.len(),
                |node| self.children(node),
                |_, node| Node {
                    threshold: self.threshold[node],
                    feature: u32::try_from(feature_of(self.feature[node].max(0) as usize))
                        .unwrap_or(u32::MAX),
                    test: Test::LessOrEqual,
                    missing: match &self.missing_left {
                        Some(left) if left[node] != 0 => Missing::Left,
                        _ => Missing::Right,
                    },
                    ..Node::leaf(0)
                },
                |node, values| leaf(node, values),
                Some(&|node| self.weighted[node]),
            )
            .map_err(|found| damaged(found, "a tree of scikit-learn"))
    }

    /// The shares of the classes in a node. Since 1.3 files hold shares, before that weighted counts.
    fn shares(&self, node: usize, into: &mut Vec<f64>) {
        let values = &self.values[node * self.width..(node + 1) * self.width];
        let sum: f64 = values.iter().sum();
        let divisor = if (sum - 1.0).abs() < 1e-6 || sum == 0.0 {
            1.0
        } else {
            sum
        };
        into.extend(values.iter().map(|value| value / divisor));
    }
}

/// Marks what trees of 32-bit comparisons are.
pub(super) fn finish(builder: TreesBuilder, base: Vec<f64>) -> Trees {
    let mut trees = builder.finish();
    trees.base = base;
    trees.compared_in = Precision::F32;
    trees
}

/// A tree or a forest.
pub(super) fn read(
    node: Object<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Answer> {
    let members = match node.present("estimators_") {
        Some(list) => list.elements().unwrap_or_default(),
        None => vec![node],
    };
    let classifies = node.short_class().ends_with("Classifier");
    let outputs = need(node, "n_outputs_")?
        .whole()
        .unwrap_or(1)
        .clamp(1, 100_000) as usize;
    let classes = if classifies && outputs == 1 {
        read::classes(node)?
    } else {
        Vec::new()
    };
    if classifies && outputs != 1 {
        return Err(unsupported(
            format!("{} of several labels at once", node.short_class()),
            "one label",
            "Save one model for each label.",
        ));
    }
    let width = if classifies { classes.len() } else { outputs };
    let features = wiring.numbers(columns);
    let mut builder = TreesBuilder::new(features.len(), width, width);
    let mut knows_missing = true;
    for member in &members {
        let grown = Grown::of(*member)?;
        if grown.width != width {
            return Err(damaged(
                format!(
                    "a tree of {} values a node in a model of {width}",
                    grown.width
                ),
                "as many values as classes or targets",
            ));
        }
        knows_missing &= grown.knows_missing();
        grown.add(&mut builder, 0, &|feature| feature, |node, into| {
            if classifies {
                grown.shares(node, into);
            } else {
                into.extend(&grown.values[node * width..(node + 1) * width]);
            }
        })?;
    }
    if !knows_missing {
        wiring.refuse_missing(&features);
    }
    let mut trees = finish(builder, vec![0.0; width]);
    trees.aggregate = Aggregate::Average {
        divisor: members.len() as f64,
    };
    let kind = match (node.short_class(), members.len()) {
        (class, _) if class.starts_with("RandomForest") => "random forest",
        (class, _) if class.starts_with("ExtraTrees") => "extremely randomized trees",
        _ => "decision tree",
    };
    let objective = node
        .attribute("criterion")
        .and_then(|criterion| criterion.text());
    let answer = if classifies {
        Answer::classification(
            Body::Trees(trees),
            features,
            Link::Identity,
            Decision::LargestResponse,
            classes,
            kind,
        )
    } else {
        Answer::regression(Body::Trees(trees), features, kind)
    };
    Ok(Answer {
        objective,
        ..answer
    })
}
