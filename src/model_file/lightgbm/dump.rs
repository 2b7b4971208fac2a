//! The JSON of `dump_model`.

use crate::error::Result;
use crate::model_file::document::Value;
use crate::predictor::{
    Aggregate, Format, LinearLeaf, MAXIMUM_NODES, Model, TreesBuilder, limit, unreadable,
};

use super::header::{Header, pandas_levels};
use super::tree::{Leaf, MissingType, Parts, Split};

/// Words of all category sets of a tree: a few bytes can ask for a set of any size.
const MAXIMUM_WORDS: usize = 4_000_000;

/// Reads the document.
pub(in crate::model_file) fn read_dump(document: &Value) -> Result<Model> {
    let said = read_header(document)?;
    said.check()?;
    let (features, outputs) = (said.names.len(), said.outputs());
    let mut all = Vec::new();
    let mut nodes = 0;
    for (place, tree) in document.at("tree_info")?.list().iter().enumerate() {
        let mut parts = Parts::default();
        let wrong = |found: String| unreadable(format!("tree {place}: {found}"), "a tree");
        let root = tree.at("tree_structure")?;
        let mut counts = true;
        if root.get("split_index").is_some() {
            gather(root, &mut parts, features, &mut counts).map_err(wrong)?;
        } else {
            let value = root.at("leaf_value")?.number().unwrap_or(f64::NAN);
            parts.leaves.push(Leaf {
                value,
                ..Leaf::default()
            });
            counts = false;
        }
        nodes += parts.splits.len() + parts.leaves.len();
        if nodes > MAXIMUM_NODES {
            return Err(limit(format!("{nodes} nodes of trees"), MAXIMUM_NODES));
        }
        all.push((parts, counts));
    }
    let linear = all
        .iter()
        .any(|(parts, _)| parts.leaves.iter().any(|leaf| leaf.linear.is_some()));
    let mut builder = TreesBuilder::new(features, 1, outputs);
    for (place, (parts, counts)) in all.into_iter().enumerate() {
        parts
            .add(&mut builder, (place % outputs) as u32, counts, linear)
            .map_err(|found| unreadable(format!("tree {place}: {found}"), "a tree"))?;
    }
    let mut trees = builder.finish();
    if said.average {
        trees.aggregate = Aggregate::Average {
            divisor: trees.count().div_ceil(outputs).max(1) as f64,
        };
    }
    said.model(trees)
}

fn read_header(document: &Value) -> Result<Header> {
    let names = document.at("feature_names")?.texts();
    let count = |key: &str| document.get(key).and_then(Value::count);
    Ok(Header {
        format: Format::LightgbmDump,
        version: document.get("version").and_then(Value::shown),
        trees_of_a_round: count("num_tree_per_iteration").unwrap_or(1),
        objective: document
            .get("objective")
            .and_then(Value::shown)
            .unwrap_or_else(|| "custom".into()),
        categorical: categorical(document, &names),
        names,
        average: document
            .get("average_output")
            .and_then(Value::flag)
            .unwrap_or(false),
        pandas: document
            .get("pandas_categorical")
            .map(pandas_levels)
            .unwrap_or_default(),
        metadata: Vec::new(),
    })
}

/// Features whose values are listed rather than bounded.
fn categorical(document: &Value, names: &[String]) -> Vec<bool> {
    let infos = document.get("feature_infos");
    let listed = |name: &String| {
        let values = infos
            .and_then(|infos| infos.get(name))
            .and_then(|info| info.get("values"));
        values.is_some_and(|values| values.numbers().is_ok_and(|v| !v.is_empty()))
    };
    names.iter().map(listed).collect()
}

/// Gathers splits and leaves below a node; answers the node as its parent names it.
fn gather(
    root: &Value,
    parts: &mut Parts,
    features: usize,
    counts: &mut bool,
) -> std::result::Result<i64, String> {
    // Not by recursion: a tree may be as deep as it has leaves.
    let mut waiting = vec![(root, None::<(usize, bool)>)];
    let mut first = 0;
    let mut words = 0;
    while let Some((node, parent)) = waiting.pop() {
        let own = if node.get("split_index").is_some() {
            let split = split(node, features, counts)?;
            words += split.set.as_ref().map_or(0, Vec::len);
            if words > MAXIMUM_WORDS {
                return Err("sets of more categories than any tree has".into());
            }
            parts.splits.push(split);
            let own = parts.splits.len() - 1;
            for (key, left) in [("right_child", false), ("left_child", true)] {
                let child = node.get(key).ok_or_else(|| format!("no `{key}`"))?;
                waiting.push((child, Some((own, left))));
            }
            own as i64
        } else {
            parts.leaves.push(leaf(node, features, counts)?);
            -(parts.leaves.len() as i64)
        };
        match parent {
            None => first = own,
            Some((parent, true)) => parts.splits[parent].left = own,
            Some((parent, false)) => parts.splits[parent].right = own,
        }
    }
    Ok(first)
}

fn split(node: &Value, features: usize, counts: &mut bool) -> std::result::Result<Split, String> {
    let feature = node
        .get("split_feature")
        .and_then(Value::count)
        .filter(|f| *f < features);
    let kind = node
        .get("decision_type")
        .and_then(Value::text)
        .unwrap_or("<=");
    let threshold = node.get("threshold").ok_or("a split without a threshold")?;
    let (threshold, set) = match kind {
        "<=" => (
            threshold.number().ok_or("a threshold that is no number")?,
            None,
        ),
        "==" => (0.0, Some(codes(threshold)?)),
        other => return Err(format!("a split by `{other}`")),
    };
    let count = node.get("internal_count").and_then(Value::number);
    *counts &= count.is_some();
    Ok(Split {
        feature: feature.ok_or("a split of a feature that does not exist")? as u32,
        threshold,
        set,
        default_left: node
            .get("default_left")
            .and_then(Value::flag)
            .unwrap_or(false),
        missing: match node.get("missing_type").and_then(Value::text) {
            Some("NaN") => MissingType::NaN,
            Some("Zero") => MissingType::Zero,
            Some("None") | None => MissingType::None,
            Some(other) => return Err(format!("the missing type `{other}`")),
        },
        left: 0,
        right: 0,
        count: count.unwrap_or(0.0),
    })
}

/// `3||7||12` as words of 32 codes.
fn codes(threshold: &Value) -> std::result::Result<Vec<u32>, String> {
    let text = threshold.shown().unwrap_or_default();
    let mut words = Vec::new();
    for code in text.split("||") {
        let code = code.parse::<usize>().ok().filter(|code| *code < 1 << 24);
        let code =
            code.ok_or_else(|| format!("the categories `{}`", super::lines::short(&text)))?;
        if code / 32 >= words.len() {
            words.resize(code / 32 + 1, 0);
        }
        words[code / 32] |= 1 << (code % 32);
    }
    Ok(words)
}

fn leaf(node: &Value, features: usize, counts: &mut bool) -> std::result::Result<Leaf, String> {
    let value = node
        .get("leaf_value")
        .and_then(Value::number)
        .ok_or("a leaf without a value")?;
    let count = node.get("leaf_count").and_then(Value::number);
    *counts &= count.is_some();
    let list = |key: &str| {
        node.get(key)
            .and_then(|list| list.numbers().ok().map(|l| l.to_vec()))
            .unwrap_or_default()
    };
    let linear = match node.get("leaf_const").and_then(Value::number) {
        None => None,
        Some(intercept) => {
            let (of, coefficients) = (list("leaf_features"), list("leaf_coeff"));
            if of.len() != coefficients.len()
                || of.iter().any(|f| !(0.0..features as f64).contains(f))
            {
                return Err("a linear leaf of features that do not exist".into());
            }
            Some(LinearLeaf {
                features: of.iter().map(|f| *f as u32).collect(),
                coefficients,
                intercept,
            })
        }
    };
    Ok(Leaf {
        value,
        count: count.unwrap_or(0.0),
        linear,
    })
}
