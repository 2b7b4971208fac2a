//! `TreeEnsembleClassifier` and `TreeEnsembleRegressor`.
//!
//! Labels and scores of two classes as onnxruntime gives them (core/providers/cpu/ml/tree_ensemble_aggregator.h).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::refusal::damaged;
use super::answer::Answer;
use super::members::Members;
use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Value, Walk};
use crate::error::Result;
use crate::predictor::{
    Aggregate, Body, Covers, Decision, Link, Missing, Node, Precision, Test, Trees, TreesBuilder,
};

/// Targets or classes of one operator.
pub(super) const MOST_TARGETS: usize = 100_000;

/// One node of the parallel lists.
struct Listed {
    id: i64,
    feature: i64,
    value: f64,
    test: Option<Test>,
    yes: i64,
    no: i64,
    /// Values of a chain of `=` that leads to the same node; empty otherwise.
    members: Vec<f64>,
    missing_yes: bool,
    hits: f64,
}

/// The nodes, tree by tree, in the order of the file.
fn listed(node: &NodeProto) -> Result<Vec<(i64, Vec<Listed>)>> {
    let (trees, ids, features) = (
        node.wholes("nodes_treeids"),
        node.wholes("nodes_nodeids"),
        node.wholes("nodes_featureids"),
    );
    let (yes, no) = (
        node.wholes("nodes_truenodeids"),
        node.wholes("nodes_falsenodeids"),
    );
    let (modes, values) = (
        node.texts("nodes_modes"),
        node.floats_or_tensor("nodes_values"),
    );
    let (tracks, hits) = (
        node.wholes("nodes_missing_value_tracks_true"),
        node.floats_or_tensor("nodes_hitrates"),
    );
    let count = trees.len();
    if [
        ids.len(),
        features.len(),
        yes.len(),
        no.len(),
        modes.len(),
        values.len(),
    ]
    .iter()
    .any(|length| *length != count)
    {
        return Err(damaged(
            format!("{} whose lists of nodes differ in length", node.operator),
            "one entry for each node in every list",
        ));
    }
    let mut by_tree: Vec<(i64, Vec<Listed>)> = Vec::new();
    let mut places = BTreeMap::new();
    for i in 0..count {
        let place = *places.entry(trees[i]).or_insert_with(|| {
            by_tree.push((trees[i], Vec::new()));
            by_tree.len() - 1
        });
        by_tree[place].1.push(Listed {
            id: ids[i],
            feature: features[i],
            value: values[i],
            test: match modes[i].as_str() {
                "LEAF" => None,
                "BRANCH_LEQ" => Some(Test::LessOrEqual),
                "BRANCH_LT" => Some(Test::Less),
                "BRANCH_GT" => Some(Test::Greater),
                "BRANCH_GTE" => Some(Test::GreaterOrEqual),
                "BRANCH_EQ" => Some(Test::Equal),
                "BRANCH_NEQ" => Some(Test::NotEqual),
                other => return Err(refused(node, &format!("with the mode {other}"))),
            },
            yes: yes[i],
            no: no[i],
            members: Vec::new(),
            missing_yes: tracks.get(i).is_some_and(|tracks| *tracks != 0),
            hits: hits.get(i).copied().unwrap_or(1.0),
        });
    }
    Ok(by_tree)
}

/// Where missing values go: only `≠` holds for them without being told.
pub(super) fn missing(test: Test, tracks_true: bool) -> Missing {
    if tracks_true || test == Test::NotEqual {
        Missing::Left
    } else {
        Missing::Right
    }
}

/// Weights of leaves: `(target, weight)` by tree and node.
type Weights = BTreeMap<(i64, i64), Vec<(usize, f64)>>;

fn weights(node: &NodeProto, prefix: &str, targets: usize) -> Result<Weights> {
    let list = |name: &str| node.wholes(&format!("{prefix}_{name}"));
    let (trees, nodes, ids) = (list("treeids"), list("nodeids"), list("ids"));
    let values = node.floats_or_tensor(&format!("{prefix}_weights"));
    if trees.len() != values.len() || nodes.len() != values.len() || ids.len() != values.len() {
        return Err(damaged(
            format!("{} whose lists of leaves differ in length", node.operator),
            "one entry for each weight in every list",
        ));
    }
    let mut weights = Weights::new();
    for i in 0..values.len() {
        let target = usize::try_from(ids[i])
            .ok()
            .filter(|target| *target < targets);
        let target = target.ok_or_else(|| {
            damaged(
                format!("a leaf for target {} of {targets}", ids[i]),
                "a target that exists",
            )
        })?;
        weights
            .entry((trees[i], nodes[i]))
            .or_default()
            .push((target, values[i]));
    }
    Ok(weights)
}

/// The trees with their leaves; `outputs` targets.
fn grow(
    walk: &mut Walk,
    node: &NodeProto,
    level: usize,
    features: &mut Vec<usize>,
    weights: &Weights,
    outputs: usize,
) -> Result<Trees> {
    let mut by_tree = listed(node)?;
    let mut members = Members::new(features.len());
    for (_, nodes) in &mut by_tree {
        root_first(nodes);
        chains_to_sets(nodes);
        for listed in nodes
            .iter()
            .filter(|listed| listed.test == Some(Test::InSet))
        {
            members.add(listed.feature, &listed.members);
        }
    }
    members.place(walk, node, level, features)?;
    // A tree whose leaves speak of one target only needs one value a leaf.
    let mut target_of: BTreeMap<i64, Option<usize>> = BTreeMap::new();
    for ((tree, _), leaf) in weights {
        for (target, _) in leaf {
            let own = target_of.entry(*tree).or_insert(Some(*target));
            if *own != Some(*target) {
                *own = None;
            }
        }
    }
    let narrow = target_of.values().all(Option::is_some);
    let width = if narrow { 1 } else { outputs };
    if by_tree
        .iter()
        .map(|(_, nodes)| nodes.len())
        .sum::<usize>()
        .saturating_mul(width)
        > crate::predictor::MAXIMUM_VALUES
    {
        return Err(super::super::refusal::too_large(
            "leaves of many targets",
            crate::predictor::MAXIMUM_VALUES,
        ));
    }
    let mut builder = TreesBuilder::new(features.len(), width, outputs);
    let told = by_tree
        .iter()
        .flat_map(|(_, nodes)| nodes)
        .any(|listed| listed.hits != 1.0);
    for (tree, nodes) in by_tree {
        let places: BTreeMap<i64, usize> = nodes
            .iter()
            .enumerate()
            .map(|(place, node)| (node.id, place))
            .collect();
        let place = |id: i64| places.get(&id).copied().unwrap_or(usize::MAX);
        let output = target_of.get(&tree).copied().flatten().unwrap_or(0);
        builder
            .tree(
                output as u32,
                nodes.len(),
                |at| {
                    nodes[at]
                        .test
                        .map(|_| (place(nodes[at].yes), place(nodes[at].no)))
                },
                |builder, at| {
                    let test = nodes[at].test.unwrap_or(Test::LessOrEqual);
                    let in_set = test == Test::InSet;
                    Node {
                        set: if in_set {
                            builder.set(members.set(nodes[at].feature, &nodes[at].members))
                        } else {
                            0
                        },
                        threshold: nodes[at].value,
                        feature: members.feature(in_set, nodes[at].feature),
                        test,
                        missing: missing(test, nodes[at].missing_yes),
                        ..Node::leaf(0)
                    }
                },
                |at, values| {
                    let start = values.len();
                    values.resize(start + width, 0.0);
                    for (target, weight) in weights.get(&(tree, nodes[at].id)).into_iter().flatten()
                    {
                        values[start + if narrow { 0 } else { *target }] += weight;
                    }
                },
                Some(&|at| nodes[at].hits),
            )
            .map_err(|found| damaged(found, "a tree"))?;
    }
    let mut trees = builder.finish();
    if !told {
        trees.covers = Covers::None;
    }
    trees.compared_in = Precision::F32;
    trees.summed_in = Precision::F32;
    Ok(trees)
}

/// Makes a chain of `=` on one column that leads to one node (how writers say "is one of these categories") a set.
fn chains_to_sets(nodes: &mut [Listed]) {
    let places: BTreeMap<i64, usize> = nodes
        .iter()
        .enumerate()
        .map(|(place, node)| (node.id, place))
        .collect();
    let mut parents: BTreeMap<i64, u32> = BTreeMap::new();
    for node in nodes.iter().filter(|node| node.test.is_some()) {
        for child in [node.yes, node.no] {
            *parents.entry(child).or_default() += 1;
        }
    }
    for place in 0..nodes.len() {
        let shared = parents
            .get(&nodes[place].yes)
            .is_some_and(|parents| *parents > 1);
        if nodes[place].test != Some(Test::Equal) || !shared {
            continue;
        }
        let mut members = vec![nodes[place].value];
        let mut no = nodes[place].no;
        while let Some(next) = places.get(&no).map(|next| &nodes[*next]) {
            let first = &nodes[place];
            let same = next.test == Some(Test::Equal)
                && next.feature == first.feature
                && next.yes == first.yes
                && next.missing_yes == first.missing_yes;
            if !same || members.len() >= nodes.len() {
                break;
            }
            members.push(next.value);
            no = next.no;
        }
        if members.len() > 1 {
            nodes[place].members = members;
            nodes[place].test = Some(Test::InSet);
            nodes[place].no = no;
        }
    }
}

/// Puts the node that no other leads to first.
fn root_first(nodes: &mut [Listed]) {
    let led: std::collections::BTreeSet<i64> = nodes
        .iter()
        .filter(|node| node.test.is_some())
        .flat_map(|node| [node.yes, node.no])
        .collect();
    if let Some(root) = nodes.iter().position(|node| !led.contains(&node.id)) {
        nodes.swap(0, root);
    }
}

/// Whether a feature list is in bounds of the columns.
fn within(node: &NodeProto, columns: usize) -> Result<()> {
    let leaf = |i: usize| {
        node.texts("nodes_modes")
            .get(i)
            .is_some_and(|mode| mode == "LEAF")
    };
    let outside = node
        .wholes("nodes_featureids")
        .iter()
        .enumerate()
        .any(|(i, feature)| {
            !leaf(i) && usize::try_from(*feature).map_or(true, |feature| feature >= columns)
        });
    if outside {
        return Err(damaged(
            "a split on a column that does not exist",
            format!("columns 0 to {columns}"),
        ));
    }
    Ok(())
}

/// `TreeEnsembleRegressor`.
pub(super) fn regressor(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let (level, mut features) = walk.numbers(node, &value)?;
    within(node, features.len())?;
    let outputs = usize::try_from(node.whole("n_targets").unwrap_or(1))
        .unwrap_or(0)
        .clamp(1, MOST_TARGETS);
    let weights = weights(node, "target", outputs)?;
    let mut trees = grow(walk, node, level, &mut features, &weights, outputs)?;
    trees.base = base(node, outputs)?;
    trees.aggregate = match node.text("aggregate_function") {
        "" | "SUM" => Aggregate::Sum,
        "AVERAGE" => Aggregate::Average {
            divisor: trees.count().max(1) as f64,
        },
        other => return Err(refused(node, &format!("with aggregate_function {other}"))),
    };
    let link = match node.text("post_transform") {
        "" | "NONE" => Link::Identity,
        "LOGISTIC" => Link::Logits { slope: 1.0 },
        "SOFTMAX" => Link::Softmax,
        other => return Err(refused(node, &format!("with post_transform {other}"))),
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

fn base(node: &NodeProto, outputs: usize) -> Result<Vec<f64>> {
    let base = node.floats_or_tensor("base_values");
    match base.len() {
        0 => Ok(vec![0.0; outputs]),
        n if n == outputs => Ok(base),
        n => Err(refused(
            node,
            &format!("with {n} base_values for {outputs} targets"),
        )),
    }
}

/// `TreeEnsembleClassifier`: labels and scores.
pub(super) fn classifier(walk: &mut Walk, node: &NodeProto) -> Result<Vec<Value>> {
    let value = walk.read(node, 0)?;
    let (level, mut features) = walk.numbers(node, &value)?;
    within(node, features.len())?;
    let classes = node.class_labels();
    let count = classes.len();
    if !(2..=MOST_TARGETS).contains(&count) {
        return Err(refused(node, "of one class"));
    }
    let mut weights = weights(node, "class", count)?;
    let transform = node.text("post_transform").to_owned();
    let single = count == 2 && one_target(&mut weights);
    let positive = weights.values().flatten().all(|(_, weight)| *weight >= 0.0);
    let outputs = if single { 1 } else { count };
    let mut trees = grow(walk, node, level, &mut features, &weights, outputs)?;
    let given = node.floats_or_tensor("base_values");
    trees.base = match (single, &given[..]) {
        (true, [_, second]) => vec![*second],
        _ => base(node, outputs)?,
    };
    // A mean of shares in its leaves, or a sum behind a link.
    let (link, decision) = match (single, positive, transform.as_str()) {
        (_, _, "PROBIT" | "SOFTMAX_ZERO") => {
            return Err(refused(node, &format!("with post_transform {transform}")));
        }
        (true, true, _) if !one_sided(node) => (Link::Complement, Decision::MarginAbove(0.5)),
        (true, _, "LOGISTIC") => (Link::Logit { slope: 1.0 }, Decision::MarginAbove(0.0)),
        (true, _, _) => (Link::Complement, Decision::MarginAbove(0.0)),
        (false, _, "LOGISTIC") => (Link::Logits { slope: 1.0 }, Decision::LargestResponse),
        (false, _, "SOFTMAX") => (Link::Softmax, Decision::LargestResponse),
        (false, _, _) => (Link::Identity, Decision::LargestResponse),
    };
    Ok(walk.classified(Answer {
        level,
        features,
        body: Rc::new(Body::Trees(trees)),
        link,
        decision,
        count,
        classes,
        kind: "tree ensemble",
    }))
}

/// Whether the leaves named both classes, with opposite weights.
fn one_sided(node: &NodeProto) -> bool {
    let ids = node.wholes("class_ids");
    ids.contains(&0) && ids.contains(&1)
}

/// Makes leaves of two classes speak of one: where only one is named, or both with opposite weights. Whether they do.
fn one_target(weights: &mut Weights) -> bool {
    let named: std::collections::BTreeSet<usize> = weights
        .values()
        .flatten()
        .map(|(target, _)| *target)
        .collect();
    if named.len() <= 1 {
        for (target, _) in weights.values_mut().flatten() {
            *target = 0;
        }
        return true;
    }
    let opposite = weights.values().all(|leaf| {
        let sum = |target: usize| {
            leaf.iter()
                .filter(|(own, _)| *own == target)
                .map(|(_, weight)| weight)
                .sum::<f64>()
        };
        sum(0) == -sum(1)
    });
    if opposite {
        for leaf in weights.values_mut() {
            leaf.retain(|(target, _)| *target == 1);
            leaf.iter_mut().for_each(|(target, _)| *target = 0);
        }
    }
    opposite
}
