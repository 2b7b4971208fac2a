//! CatBoost models: the JSON of `save_model(format="json")`.
//!
//! Source: CatBoost `catboost/libs/model/model_export/json_model_helpers.cpp` and its evaluator: 32-bit features, a border
//! is passed by `>`, in symmetric trees split `i` sets bit `i` of the leaf, sums in 64 bits.

mod answers;
mod features;
mod split;
mod symmetric;
mod walked;

use crate::error::Result;
use crate::predictor::{
    Body, Format, MAXIMUM_NODES, Model, Origin, Precision, Stage, Trees, TreesBuilder, limit,
    unreadable,
};

use super::document::Value;
use features::Features;

/// Reads the document.
pub(super) fn read_document(document: &Value) -> Result<Model> {
    let features = Features::of(document)?;
    let (scale, bias) = scale_and_bias(document)?;
    let symmetric = document
        .get("oblivious_trees")
        .map(Value::list)
        .unwrap_or_default();
    let walked = document.get("trees").map(Value::list).unwrap_or_default();
    let outputs = outputs(symmetric, walked).max(bias.len()).max(1);
    let mut builder = TreesBuilder::new(features.inputs.len(), outputs, outputs);
    for (place, tree) in symmetric.iter().chain(walked).enumerate() {
        let added = if tree.get("splits").is_some() || tree.get("leaf_values").is_some() {
            symmetric::add(tree, &features, &mut builder, scale, outputs)
        } else {
            walked::add(tree, &features, &mut builder, scale, outputs)
        };
        added.map_err(|mut error| {
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
    let trees = Trees {
        base: match bias.as_slice() {
            [one] => vec![*one; outputs],
            several if several.len() == outputs => several.to_vec(),
            _ => vec![0.0; outputs],
        },
        compared_in: Precision::F32,
        ..builder.finish()
    };
    let answers = answers::answers(document, outputs)?;
    let stage = Stage::plain(Body::Trees(trees), answers.link, features.inputs.len());
    Ok(Model {
        origin: origin(document, answers.loss),
        inputs: features.inputs,
        stage,
        task: answers.task,
        decision: answers.decision,
        classes: answers.classes,
        warnings: Vec::new(),
    })
}

fn origin(document: &Value, loss: String) -> Origin {
    let mut origin = Origin::new(Format::CatboostJson, "gradient-boosted trees");
    origin.objective = Some(loss);
    let Some(info) = document.get("model_info") else {
        return origin;
    };
    let build = info
        .get("catboost_version_info")
        .and_then(Value::text)
        .unwrap_or_default();
    let tag = build
        .split_once("tags/v")
        .and_then(|(_, rest)| rest.split_whitespace().next());
    origin.version = tag.map(str::to_owned);
    for key in ["model_guid", "train_finish_time"] {
        if let Some(value) = info.get(key).and_then(Value::shown) {
            origin
                .metadata
                .push((key.to_owned(), value.chars().take(200).collect()));
        }
    }
    origin
}

/// `[scale, bias]` or `[scale, [bias, …]]`.
fn scale_and_bias(document: &Value) -> Result<(f64, Vec<f64>)> {
    let wrong = || unreadable("`scale_and_bias` that cannot be read", "a scale and a bias");
    match document.get("scale_and_bias") {
        None => Ok((1.0, Vec::new())),
        Some(Value::Numbers(numbers)) => match numbers.as_slice() {
            [scale, bias] => Ok((*scale, vec![*bias])),
            _ => Err(wrong()),
        },
        Some(Value::List(values)) => match values.as_slice() {
            [scale, bias] => Ok((
                scale.number().ok_or_else(wrong)?,
                bias.numbers()?.into_owned(),
            )),
            _ => Err(wrong()),
        },
        Some(_) => Err(wrong()),
    }
}

/// Values of a leaf.
fn outputs(symmetric: &[Value], walked: &[Value]) -> usize {
    if let Some(tree) = symmetric.first() {
        let depth = tree.get("splits").map_or(0, |splits| splits.list().len());
        let values = tree
            .get("leaf_values")
            .and_then(|v| v.numbers().ok().map(|v| v.len()))
            .unwrap_or(0);
        return if depth < 32 { values >> depth } else { 0 };
    }
    let mut node = walked.first();
    while let Some(at) = node {
        if let Some(value) = at.get("value") {
            return value.numbers().map_or(1, |values| values.len());
        }
        node = at.get("left");
    }
    1
}
