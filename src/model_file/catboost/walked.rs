//! Trees that are written node within node.

use crate::error::Result;
use crate::predictor::{Node, TreesBuilder, unreadable};

use super::Value;
use super::features::Features;
use super::split::split;

/// A node of the file: a split with its children, or a leaf.
enum Walked {
    Split {
        node: Node,
        left: usize,
        right: usize,
    },
    Leaf {
        values: Vec<f64>,
        weight: Option<f64>,
    },
}

/// Adds a tree.
pub(super) fn add(
    tree: &Value,
    features: &Features,
    builder: &mut TreesBuilder,
    scale: f64,
    outputs: usize,
) -> Result<()> {
    let nodes = gather(tree, features, scale, outputs)?;
    // Children stand behind their parents.
    let mut covers = vec![0.0; nodes.len()];
    let mut known = true;
    for (place, node) in nodes.iter().enumerate().rev() {
        covers[place] = match node {
            Walked::Split { left, right, .. } => covers[*left] + covers[*right],
            Walked::Leaf { weight, .. } => {
                known &= weight.is_some();
                weight.unwrap_or(0.0)
            }
        };
    }
    let cover = |node: usize| covers[node];
    builder
        .tree(
            0,
            nodes.len(),
            |node| match &nodes[node] {
                // "Yes" is on the right in the file, on the left here.
                Walked::Split { left, right, .. } => Some((*right, *left)),
                Walked::Leaf { .. } => None,
            },
            |_, node| match &nodes[node] {
                Walked::Split { node, .. } => *node,
                Walked::Leaf { .. } => Node::leaf(0),
            },
            |node, out| {
                if let Walked::Leaf { values, .. } = &nodes[node] {
                    out.extend(values);
                }
            },
            known.then_some(&cover),
        )
        .map_err(|found| unreadable(found, "a tree"))
}

fn gather(tree: &Value, features: &Features, scale: f64, outputs: usize) -> Result<Vec<Walked>> {
    let mut nodes: Vec<Walked> = Vec::new();
    let mut waiting = vec![(tree, None::<(usize, bool)>)];
    while let Some((value, parent)) = waiting.pop() {
        let own = nodes.len();
        if let Some((parent, on_left)) = parent
            && let Some(Walked::Split { left, right, .. }) = nodes.get_mut(parent)
        {
            *(if on_left { left } else { right }) = own;
        }
        if let Some(asked) = value.get("split") {
            nodes.push(Walked::Split {
                node: split(asked, features)?,
                left: 0,
                right: 0,
            });
            for (key, on_left) in [("right", false), ("left", true)] {
                waiting.push((value.at(key)?, Some((own, on_left))));
            }
            continue;
        }
        let said = value.at("value")?;
        let mut values = match said.number() {
            Some(one) => vec![one],
            None => said.numbers()?.into_owned(),
        };
        // A leaf that nothing reached may stand as one zero.
        if values.as_slice() == [0.0] {
            values.resize(outputs, 0.0);
        }
        if values.len() != outputs {
            return Err(unreadable(
                format!("a leaf of {} values", values.len()),
                format!("{outputs} values"),
            ));
        }
        values.iter_mut().for_each(|value| *value *= scale);
        nodes.push(Walked::Leaf {
            values,
            weight: value.get("weight").and_then(Value::number),
        });
    }
    Ok(nodes)
}
