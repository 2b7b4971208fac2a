//! Reads ONNX models of tables into structure: the graph is walked with columns in place of tensors, so that trees, linear
//! models and layers come out as what they are.
//!
//! What each operator does is what onnxruntime does with it: 32-bit numbers, its order of sums where that shows, its labels.
//!
//! Source: onnx 1.23, docs/Operators.md and Operators-ml.md; onnxruntime 1.32, core/providers/cpu/ml (labels of two classes,
//! post transforms).

mod answer;
mod attributes;
mod bayes;
mod compare;
mod core;
mod elementwise;
mod encode;
mod finish;
mod linear;
mod members;
mod nearest;
mod network;
mod preprocess;
mod proto;
mod protobuf;
mod raise;
mod reduce;
mod scores;
mod support;
mod trees;
mod trees_v5;
mod walk;

use super::refusal::{too_large, unsupported};
use crate::error::{Code, Error, Result};
use crate::predictor::{Format, Model, Origin};
use proto::NodeProto;
use walk::Walk;

/// Operators in a graph.
const MOST_NODES: usize = 20_000;

/// Whether the bytes start like an ONNX model: field 1 (the IR version), a small number, then another field of a model.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [
            0x08,
            1..=20,
            0x12 | 0x1a | 0x22 | 0x28 | 0x32 | 0x3a | 0x42 | 0x72,
            ..
        ]
    )
}

/// Reads an ONNX model.
///
/// # Errors
/// `model.unreadable` with the byte, `model.unsupported` naming the operator, `model.limit`.
pub(super) fn read(bytes: &[u8]) -> Result<Model> {
    let proto = proto::model(bytes)?;
    if proto.graph.nodes.len() > MOST_NODES {
        return Err(too_large(
            format!("{} operators", proto.graph.nodes.len()),
            MOST_NODES,
        ));
    }
    let mut walk = Walk::new(&proto.graph)?;
    for node in &proto.graph.nodes {
        let made = walk.node(node)?;
        walk.put(node, made);
    }
    let mut origin = Origin::new(Format::Onnx, "");
    origin.version = Some(format!("ONNX IR {}", proto.ir_version));
    let writer = format!("{} {}", proto.producer, proto.producer_version);
    if !writer.trim().is_empty() {
        origin
            .metadata
            .push(("written by".into(), writer.trim().to_owned()));
    }
    for (domain, version) in proto.opsets.iter().take(20) {
        let domain = if domain.is_empty() { "ai.onnx" } else { domain };
        origin
            .metadata
            .push((format!("operator set {domain}"), version.to_string()));
    }
    for (key, value) in proto.metadata.iter().take(20) {
        let cut = |text: &str| text.chars().take(200).collect::<String>();
        origin.metadata.push((cut(key), cut(value)));
    }
    let mut model = finish::model(walk, &proto.graph, origin)?;
    if proto.producer == "skl2onnx" && loses_missing(&proto.graph.nodes) {
        model.warnings.push(Error::new(
            Code::ModelWriterLost,
            "trees without a rule for missing values: skl2onnx does not write scikit-learn's",
            "a rule for missing values in each split",
            "Where rows have missing values, drop the pickle, joblib or skops file of the same model in place of the .onnx.",
        ));
    }
    Ok(model)
}

/// Whether there are trees and none of them says where missing values go.
fn loses_missing(nodes: &[NodeProto]) -> bool {
    let mut trees = nodes
        .iter()
        .filter(|node| node.operator.starts_with("TreeEnsemble"))
        .peekable();
    trees.peek().is_some()
        && trees.all(|node| {
            node.wholes("nodes_missing_value_tracks_true")
                .iter()
                .all(|tracks| *tracks == 0)
        })
}

/// Refuses an operator, naming it and the way out.
fn operator(node: &NodeProto, what: &str) -> Error {
    let domain = if node.domain.is_empty() {
        ""
    } else {
        "ai.onnx.ml "
    };
    unsupported(
        format!(
            "the operator {domain}{}{}{what}",
            node.operator,
            if what.is_empty() { "" } else { " " }
        ),
        "operators of exported scikit-learn pipelines, trees, linear models and dense networks on tables",
        "Drop the model in its library's own format (XGBoost JSON, LightGBM text, CatBoost JSON, scikit-learn pickle or \
         skops) in place of the .onnx.",
    )
}
