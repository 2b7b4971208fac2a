//! Multi-layer perceptrons.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::estimator::Answer;
use super::read::{self, need, text};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Activation, Body, Decision, Dense, Layer, Link, Precision};

pub(super) fn read(node: Node<'_>, wiring: &mut Wiring<'_>, columns: &[Column]) -> Result<Answer> {
    let hidden = activation(node, &text(node, "activation"))?;
    let weights = need(node, "coefs_")?.elements().unwrap_or_default();
    let biases = need(node, "intercepts_")?.elements().unwrap_or_default();
    let count = weights.len();
    let mut layers = Vec::new();
    for (place, (weights, biases)) in weights.iter().zip(&biases).enumerate() {
        let matrix =
            read::as_matrix(*weights).ok_or_else(|| read::wrong(node, "coefs_", *weights))?;
        let biases = biases
            .numbers()
            .filter(|biases| biases.len() == matrix.columns)
            .ok_or_else(|| read::wrong(node, "intercepts_", *biases))?;
        layers.push(Layer {
            inputs: matrix.rows,
            outputs: matrix.columns,
            weights: matrix.values,
            biases,
            activation: if place + 1 == count {
                Activation::Identity
            } else {
                hidden
            },
        });
    }
    let features = wiring.numbers(columns);
    wiring.refuse_missing(&features);
    let outputs = layers.last().map_or(0, |layer| layer.outputs);
    let body = Body::Dense(Dense {
        layers,
        precision: Precision::F64,
    });
    let kind = "neural network (multi-layer perceptron)";
    let last = text(node, "out_activation_");
    if node.short_class() == "MLPRegressor" {
        if last != "identity" {
            return Err(unsupported(
                format!("MLPRegressor with out_activation_ \"{last}\""),
                "out_activation_ \"identity\"",
                "Convert it with skl2onnx.",
            ));
        }
        return Ok(Answer::regression(body, features, kind));
    }
    let classes = read::classes(node)?;
    let (link, decision) = match (last.as_str(), outputs) {
        ("logistic", 1) => (Link::Logit { slope: 1.0 }, Decision::ResponseAbove(0.5)),
        ("softmax", n) if n == classes.len() => (Link::Softmax, Decision::LargestResponse),
        _ => {
            return Err(unsupported(
                "MLPClassifier of several labels at once",
                "one label",
                "Save one model for each label.",
            ));
        }
    };
    Ok(Answer::classification(
        body, features, link, decision, classes, kind,
    ))
}

fn activation(node: Node<'_>, name: &str) -> Result<Activation> {
    Ok(match name {
        "relu" => Activation::Relu,
        "tanh" => Activation::Tanh,
        "logistic" => Activation::Logistic,
        "identity" => Activation::Identity,
        other => {
            return Err(unsupported(
                format!("{} with activation \"{other}\"", node.short_class()),
                "relu, tanh, logistic or identity",
                "Convert it with skl2onnx.",
            ));
        }
    })
}
