//! Trees whose levels each have one split.

use crate::error::Result;
use crate::predictor::{LEAF, MAXIMUM_NODES, Node, TreesBuilder, limit, unreadable};

use super::Value;
use super::features::Features;
use super::split::split;

/// Adds a symmetric tree as a full one. The last split is asked first: it sets the highest bit.
pub(super) fn add(
    tree: &Value,
    features: &Features,
    builder: &mut TreesBuilder,
    scale: f64,
    outputs: usize,
) -> Result<()> {
    let splits = tree.get("splits").map(Value::list).unwrap_or_default();
    let values = tree.at("leaf_values")?.numbers()?;
    let depth = splits.len();
    if depth > 24 || builder.nodes() + (2 << depth) > MAXIMUM_NODES {
        return Err(limit(
            format!("a symmetric tree of {depth} levels"),
            format!("{MAXIMUM_NODES} nodes"),
        ));
    }
    let leaves = 1usize << depth;
    if values.len() != leaves * outputs {
        return Err(unreadable(
            format!("{} leaf values", values.len()),
            format!("{} for {depth} levels", leaves * outputs),
        ));
    }
    let mut levels = Vec::with_capacity(depth);
    for value in splits {
        levels.push(split(value, features)?);
    }
    let weights = match tree.get("leaf_weights") {
        Some(weights) => {
            let weights = weights.numbers()?;
            (weights.len() == leaves).then_some(weights)
        }
        None => None,
    };
    // Node 0 is the root, the children of `n` are `2n + 1` ("no") and `2n + 2`: leaves stand in the order of their bits.
    let inner = leaves - 1;
    let sums: Option<Vec<f64>> = weights.map(|weights| {
        let mut sums = vec![0.0; inner + leaves];
        sums[inner..].copy_from_slice(&weights);
        for node in (0..inner).rev() {
            sums[node] = sums[2 * node + 1] + sums[2 * node + 2];
        }
        sums
    });
    let level = |node: usize| (node + 1).ilog2() as usize;
    builder
        .tree(
            0,
            inner + leaves,
            |node| (node < inner).then_some((2 * node + 2, 2 * node + 1)),
            |_, node| Node {
                left: LEAF,
                ..levels[depth - 1 - level(node)]
            },
            |node, out| {
                let leaf = node - inner;
                out.extend(
                    values[leaf * outputs..(leaf + 1) * outputs]
                        .iter()
                        .map(|value| value * scale),
                );
            },
            sums.as_ref()
                .map(|sums| move |node: usize| sums[node])
                .as_ref()
                .map(|c| c as &dyn Fn(usize) -> f64),
        )
        .map_err(|found| unreadable(found, "a tree"))
}
