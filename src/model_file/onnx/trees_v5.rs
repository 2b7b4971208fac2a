//! `TreeEnsemble` of `ai.onnx.ml` 5: leaves apart from splits, sets of values.

use std::rc::Rc;

use super::super::refusal::damaged;
use super::answer::Answer;
use super::members::Members;
use super::operator as refused;
use super::proto::NodeProto;
use super::trees::{MOST_TARGETS, missing};
use super::walk::{Value, Walk};
use crate::error::Result;
use crate::predictor::{
    Aggregate, Body, Decision, Link, Node, Precision, Test, Trees, TreesBuilder,
};

/// A split or a leaf of one tree, in the order in which it was met.
enum Met {
    Split { node: usize, yes: usize, no: usize },
    Leaf(usize),
}

/// The lists of the operator.
struct Lists<'a> {
    modes: Vec<f64>,
    splits: Vec<f64>,
    features: &'a [i64],
    yes: &'a [i64],
    yes_leaf: &'a [i64],
    no: &'a [i64],
    no_leaf: &'a [i64],
    tracks: &'a [i64],
    targets: &'a [i64],
    weights: Vec<f64>,
    /// Values of sets, one set for each node that has one.
    members: Vec<Vec<f64>>,
    /// For each node how many nodes with sets stand before it.
    sets_before: Vec<usize>,
}

impl<'a> Lists<'a> {
    fn of(node: &'a NodeProto) -> Result<Lists<'a>> {
        let tensor = |name: &str| {
            node.tensor(name)
                .map(|tensor| tensor.numbers.clone())
                .unwrap_or_default()
        };
        let modes = tensor("nodes_modes");
        let mut sets = 0;
        let sets_before = modes
            .iter()
            .map(|mode| {
                let before = sets;
                sets += usize::from(*mode == 6.0);
                before
            })
            .collect();
        let lists = Lists {
            modes,
            sets_before,
            splits: tensor("nodes_splits"),
            features: node.wholes("nodes_featureids"),
            yes: node.wholes("nodes_truenodeids"),
            yes_leaf: node.wholes("nodes_trueleafs"),
            no: node.wholes("nodes_falsenodeids"),
            no_leaf: node.wholes("nodes_falseleafs"),
            tracks: node.wholes("nodes_missing_value_tracks_true"),
            targets: node.wholes("leaf_targetids"),
            weights: tensor("leaf_weights"),
            members: tensor("membership_values")
                .split(|value| value.is_nan())
                .map(<[f64]>::to_vec)
                .collect(),
        };
        let count = lists.modes.len();
        let lengths = [
            lists.splits.len(),
            lists.features.len(),
            lists.yes.len(),
            lists.yes_leaf.len(),
            lists.no.len(),
            lists.no_leaf.len(),
        ];
        if lengths.iter().any(|length| *length != count)
            || lists.targets.len() != lists.weights.len()
        {
            return Err(damaged(
                "TreeEnsemble whose lists differ in length",
                "one entry for each node in every list",
            ));
        }
        Ok(lists)
    }

    /// The nodes that a root leads to.
    fn tree(&self, root: usize, seen: &mut [bool]) -> Result<Vec<Met>> {
        let broken = || {
            damaged(
                "a tree whose nodes do not exist or are met twice",
                "trees without loops",
            )
        };
        let mut met = Vec::new();
        let mut open = vec![(root, false, None)];
        while let Some((place, leaf, parent)) = open.pop() {
            let own = met.len();
            match parent {
                Some((above, true)) => {
                    if let Some(Met::Split { yes, .. }) = met.get_mut(above) {
                        *yes = own;
                    }
                }
                Some((above, false)) => {
                    if let Some(Met::Split { no, .. }) = met.get_mut(above) {
                        *no = own;
                    }
                }
                None => {}
            }
            if leaf {
                if place >= self.weights.len() {
                    return Err(broken());
                }
                met.push(Met::Leaf(place));
                continue;
            }
            // A node is met once in all trees.
            match seen.get_mut(place) {
                Some(seen) if !*seen => *seen = true,
                _ => return Err(broken()),
            }
            met.push(Met::Split {
                node: place,
                yes: 0,
                no: 0,
            });
            let child = |id: i64| usize::try_from(id).unwrap_or(usize::MAX);
            open.push((
                child(self.no[place]),
                self.no_leaf[place] != 0,
                Some((own, false)),
            ));
            open.push((
                child(self.yes[place]),
                self.yes_leaf[place] != 0,
                Some((own, true)),
            ));
        }
        Ok(met)
    }

    fn test(&self, node: usize) -> Option<Test> {
        Some(match self.modes[node] as i64 {
            0 => Test::LessOrEqual,
            1 => Test::Less,
            2 => Test::GreaterOrEqual,
            3 => Test::Greater,
            4 => Test::Equal,
            5 => Test::NotEqual,
            6 => Test::InSet,
            _ => return None,
        })
    }

    /// The values of a node's set.
    fn members_of(&self, node: usize) -> Option<&[f64]> {
        self.members.get(self.sets_before[node]).map(Vec::as_slice)
    }
}

/// `TreeEnsemble`.
pub(super) fn ensemble(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let (level, mut features) = walk.numbers(node, &value)?;
    let outputs = usize::try_from(node.whole("n_targets").unwrap_or(1))
        .unwrap_or(0)
        .clamp(1, MOST_TARGETS);
    let lists = Lists::of(node)?;
    let mut trees = grow(walk, node, &lists, level, &mut features, outputs)?;
    trees.aggregate = match node.whole("aggregate_function").unwrap_or(1) {
        0 => Aggregate::Average {
            divisor: trees.count().max(1) as f64,
        },
        1 => Aggregate::Sum,
        _ => {
            return Err(refused(
                node,
                "that takes the least or the largest of its trees",
            ));
        }
    };
    let link = match node.whole("post_transform").unwrap_or(0) {
        0 => Link::Identity,
        1 => Link::Softmax,
        2 => Link::Logits { slope: 1.0 },
        _ => return Err(refused(node, "with this post_transform")),
    };
    Ok(walk.answer(Answer {
        level,
        features,
        body: Rc::new(Body::Trees(trees)),
        link,
        decision: Decision::None,
        count: 0,
        classes: Vec::new(),
        kind: "tree ensemble",
    }))
}

fn grow(
    walk: &mut Walk,
    node: &NodeProto,
    lists: &Lists<'_>,
    level: usize,
    features: &mut Vec<usize>,
    outputs: usize,
) -> Result<Trees> {
    let mut members = Members::new(features.len());
    for place in (0..lists.modes.len()).filter(|place| lists.modes[*place] == 6.0) {
        members.add(
            lists.features[place],
            lists.members_of(place).unwrap_or_default(),
        );
    }
    members.place(walk, node, level, features)?;
    let roots = node.wholes("tree_roots");
    let mut seen = vec![false; lists.modes.len()];
    let mut met_of = Vec::with_capacity(roots.len());
    for root in roots {
        met_of.push(lists.tree(usize::try_from(*root).unwrap_or(usize::MAX), &mut seen)?);
    }
    let target = |leaf: usize| {
        usize::try_from(lists.targets[leaf])
            .ok()
            .filter(|target| *target < outputs)
    };
    let leaf_target = |met: &Met| match met {
        Met::Leaf(leaf) => Some(target(*leaf)),
        Met::Split { .. } => None,
    };
    if met_of
        .iter()
        .flatten()
        .filter_map(leaf_target)
        .any(|target| target.is_none())
    {
        return Err(damaged(
            "a leaf for a target that does not exist",
            format!("targets below {outputs}"),
        ));
    }
    let narrow = met_of.iter().all(|met| {
        let mut targets = met.iter().filter_map(leaf_target);
        let first = targets.next();
        targets.all(|target| Some(target) == first)
    });
    let width = if narrow { 1 } else { outputs };
    let mut builder = TreesBuilder::new(features.len(), width, outputs);
    let mut unknown = None;
    for met in &met_of {
        let output = met
            .iter()
            .find_map(leaf_target)
            .flatten()
            .filter(|_| narrow)
            .unwrap_or(0);
        builder
            .tree(
                output as u32,
                met.len(),
                |at| match met[at] {
                    Met::Split { yes, no, .. } => Some((yes, no)),
                    Met::Leaf(_) => None,
                },
                |builder, at| {
                    let Met::Split { node: place, .. } = met[at] else {
                        return Node::leaf(0);
                    };
                    let test = lists.test(place);
                    if test.is_none() {
                        unknown = Some(place);
                    }
                    let test = test.unwrap_or(Test::Equal);
                    let in_set = test == Test::InSet;
                    let column = lists.features[place];
                    Node {
                        threshold: lists.splits[place],
                        feature: members.feature(in_set, column),
                        set: if in_set {
                            builder.set(
                                members.set(column, lists.members_of(place).unwrap_or_default()),
                            )
                        } else {
                            0
                        },
                        test,
                        missing: missing(
                            test,
                            lists.tracks.get(place).is_some_and(|tracks| *tracks != 0),
                        ),
                        ..Node::leaf(0)
                    }
                },
                |at, values| {
                    let start = values.len();
                    values.resize(start + width, 0.0);
                    if let Met::Leaf(leaf) = met[at] {
                        let target = if narrow { 0 } else { target(leaf).unwrap_or(0) };
                        values[start + target] = lists.weights[leaf];
                    }
                },
                None,
            )
            .map_err(|found| damaged(found, "a tree"))?;
    }
    if let Some(place) = unknown {
        return Err(refused(
            node,
            &format!("with a split (node {place}) that is not known"),
        ));
    }
    let mut trees = builder.finish();
    trees.compared_in = Precision::F32;
    trees.summed_in = Precision::F32;
    Ok(trees)
}
