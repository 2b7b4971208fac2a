//! The trees of a booster.

use std::borrow::Cow;

use crate::error::{Code, Error, Result};
use crate::predictor::{
    CategorySet, MAXIMUM_NODES, Missing, Node, Precision, Test, Trees, TreesBuilder, limit,
    unreadable, unsupported,
};

use super::{Shape, Value};

/// How many trees `predict` of the scikit-learn interface uses: up to the best iteration, where training stopped early.
pub(super) fn used(
    booster: &Value,
    attributes: Option<&Value>,
    warnings: &mut Vec<Error>,
) -> Option<usize> {
    let best = attributes?.get("best_iteration")?.count()?;
    let model = booster.get("model")?;
    let all = model.get("trees")?.list().len();
    let ends = model
        .get("iteration_indptr")
        .and_then(|ends| ends.numbers().ok());
    let used = match &ends {
        Some(ends) if ends.len() > best + 1 => ends[best + 1] as usize,
        Some(_) => all,
        None => (best + 1).checked_mul(trees_of_a_round(model))?,
    };
    if used >= all {
        return None;
    }
    warnings.push(Error::new(
        Code::ModelTreesUnused,
        format!("training stopped early: {used} of {all} trees are used, up to round {best}"),
        "as many trees as `predict` of XGBoost's scikit-learn interface uses",
        "If the model is run with all its trees (`Booster.predict` without `iteration_range`), save it without the attribute \
         `best_iteration`.",
    ));
    Some(used)
}

fn trees_of_a_round(model: &Value) -> usize {
    let parallel = model
        .get("gbtree_model_param")
        .and_then(|p| p.get("num_parallel_tree"))
        .and_then(Value::count)
        .unwrap_or(1);
    let groups = model
        .get("tree_info")
        .and_then(|info| info.numbers().ok())
        .map_or(1, |info| {
            1 + info.iter().fold(0.0, |a, b| f64::max(a, *b)) as usize
        });
    parallel.max(1) * groups
}

/// All trees that are used; with dropout each tree's leaves times its weight.
pub(super) fn trees(
    booster: &Value,
    weights: Option<&[f64]>,
    shape: &Shape,
    used: Option<usize>,
) -> Result<Trees> {
    let model = booster.at("model")?;
    let groups = model.at("tree_info")?.numbers()?;
    let all = model.at("trees")?.list();
    let all = &all[..used.unwrap_or(all.len()).min(all.len())];
    let wide = all
        .first()
        .and_then(|tree| tree.get("tree_param"))
        .and_then(|p| p.get("size_leaf_vector"));
    let leaf_width = match wide.and_then(Value::count) {
        Some(width) if width > 1 => width,
        _ => 1,
    };
    if leaf_width > 1 && leaf_width != shape.outputs {
        return Err(unreadable(
            format!(
                "leaves of {leaf_width} values for {} outputs",
                shape.outputs
            ),
            "leaves of one value, or of one for each output",
        ));
    }
    let mut builder = TreesBuilder::new(shape.features, leaf_width, shape.outputs);
    for (place, tree) in all.iter().enumerate() {
        let group = groups.get(place).copied().unwrap_or(0.0);
        if !(0.0..shape.outputs as f64).contains(&group) {
            return Err(unreadable(
                format!("tree {place} is of output {group}"),
                "an output that exists",
            ));
        }
        let weight = match weights {
            None => 1.0,
            Some(weights) => *weights.get(place).ok_or_else(|| {
                unreadable(
                    format!("no dropout weight for tree {place}"),
                    "a weight for each tree",
                )
            })?,
        };
        add(tree, &mut builder, group as u32, weight, leaf_width).map_err(|mut error| {
            error.found = format!("tree {place}: {}", error.found);
            error
        })?;
        if builder.nodes() > MAXIMUM_NODES {
            return Err(limit(
                format!("{} nodes of trees", builder.nodes()),
                MAXIMUM_NODES,
            ));
        }
    }
    let mut trees = builder.finish();
    trees.base = shape.base.clone();
    trees.compared_in = Precision::F32;
    trees.summed_in = Precision::F32;
    Ok(trees)
}

fn add(
    tree: &Value,
    builder: &mut TreesBuilder,
    group: u32,
    weight: f64,
    leaf_width: usize,
) -> Result<()> {
    let left = tree.at("left_children")?.numbers()?;
    let right = tree.at("right_children")?.numbers()?;
    let features = tree.at("split_indices")?.numbers()?;
    let conditions = tree.at("split_conditions")?.numbers()?;
    let defaults = tree.at("default_left")?.numbers()?;
    let covers = optional(tree, "sum_hessian")?;
    let types = optional(tree, "split_type")?;
    let count = left.len();
    let lengths = [
        right.len(),
        features.len(),
        conditions.len(),
        defaults.len(),
    ];
    if lengths.iter().any(|length| *length != count)
        || covers.as_ref().is_some_and(|c| c.len() != count)
    {
        return Err(unreadable(
            format!("lists of {count}, {lengths:?} nodes"),
            "lists of one length",
        ));
    }
    let kind = |node: usize| {
        types
            .as_ref()
            .and_then(|t| t.get(node))
            .copied()
            .unwrap_or(0.0)
    };
    let sets = category_sets(tree)?;
    let vectors = leaf_vectors(tree, count, leaf_width)?;
    let mut unknown = None;
    builder
        .tree(
            group,
            count,
            |node| {
                let (left, right) = (left[node], right[node]);
                // The library sends what is in a set to the right.
                let (yes, no) = if kind(node) == 1.0 {
                    (right, left)
                } else {
                    (left, right)
                };
                (left != -1.0).then_some((yes as usize, no as usize))
            },
            |builder, node| {
                let default_left = defaults[node] != 0.0;
                let mut made = Node {
                    feature: features[node] as u32,
                    ..Node::leaf(0)
                };
                if kind(node) == 1.0 {
                    let codes = sets
                        .iter()
                        .find(|(of, _)| *of == node)
                        .map_or(&[][..], |(_, codes)| codes);
                    made.set = builder.set(CategorySet::of(codes.iter().copied()));
                    made.test = Test::InSet;
                    made.missing = if default_left {
                        Missing::Right
                    } else {
                        Missing::Left
                    };
                } else {
                    if kind(node) != 0.0 {
                        unknown = Some(kind(node));
                    }
                    made.threshold = f64::from(conditions[node] as f32);
                    made.test = Test::Less;
                    made.missing = if default_left {
                        Missing::Left
                    } else {
                        Missing::Right
                    };
                }
                made
            },
            |node, values| match &vectors {
                Some(vectors) => values.extend(
                    vectors[node * leaf_width..(node + 1) * leaf_width]
                        .iter()
                        .map(|value| f64::from(*value as f32 * weight as f32)),
                ),
                None => values.push(f64::from(conditions[node] as f32 * weight as f32)),
            },
            covers
                .as_ref()
                .map(|covers| move |node: usize| covers[node])
                .as_ref()
                .map(|c| c as &dyn Fn(usize) -> f64),
        )
        .map_err(|found| unreadable(found, "a tree"))?;
    match unknown {
        Some(kind) => Err(unsupported(
            format!("a split of the type {kind}"),
            "Export the model as ONNX, or save it with XGBoost 3.2 or older.",
        )),
        None => Ok(()),
    }
}

fn optional<'a>(tree: &'a Value, key: &str) -> Result<Option<Cow<'a, [f64]>>> {
    match tree.get(key) {
        None => Ok(None),
        Some(value) => {
            let numbers = value.numbers()?;
            Ok((!numbers.is_empty()).then_some(numbers))
        }
    }
}

/// Trees of several targets: a row of values for each node, or for each leaf.
fn leaf_vectors(tree: &Value, count: usize, width: usize) -> Result<Option<Cow<'_, [f64]>>> {
    if width == 1 {
        return Ok(None);
    }
    let weights = tree.at("base_weights")?.numbers()?;
    if weights.len() != count * width {
        return Err(unsupported(
            "trees of several targets whose leaves are written in a way that is not read",
            "Train with `multi_strategy=\"one_output_per_tree\"`, or export the model as ONNX.",
        ));
    }
    Ok(Some(weights))
}

/// Nodes that are split by categories and the codes that go right.
fn category_sets(tree: &Value) -> Result<Vec<(usize, Vec<u32>)>> {
    let Some(nodes) = optional(tree, "categories_nodes")? else {
        return Ok(Vec::new());
    };
    let codes = tree.at("categories")?.numbers()?;
    let starts = tree.at("categories_segments")?.numbers()?;
    let sizes = tree.at("categories_sizes")?.numbers()?;
    let mut sets = Vec::with_capacity(nodes.len());
    for (place, node) in nodes.iter().enumerate() {
        let start = starts.get(place).copied().unwrap_or(-1.0);
        let size = sizes.get(place).copied().unwrap_or(-1.0);
        let own = (start >= 0.0 && size >= 0.0)
            .then(|| codes.get(start as usize..(start + size) as usize))
            .flatten();
        // The library itself holds codes below 2^24; a bit each.
        let own = own.filter(|own| own.iter().all(|code| (0.0..16_777_216.0).contains(code)));
        match own {
            Some(own) => sets.push((
                *node as usize,
                own.iter().map(|code| *code as u32).collect(),
            )),
            None => {
                return Err(unreadable(
                    format!("the categories of node {node}"),
                    "codes that exist",
                ));
            }
        }
    }
    Ok(sets)
}
