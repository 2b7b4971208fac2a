//! `LinearClassifier` and `LinearRegressor`.

use std::rc::Rc;

use super::answer::Answer;
use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Value, Walk};
use crate::error::Result;
use crate::predictor::{Body, Decision, Linear, Link, Precision};

fn linear(walk: &mut Walk, node: &NodeProto) -> Result<(usize, Vec<usize>, Linear)> {
    let value = walk.read(node, 0)?;
    let (level, features) = walk.numbers(node, &value)?;
    let weights = node.floats("coefficients");
    let outputs = weights.len().checked_div(features.len()).unwrap_or(0);
    let mut intercepts = node.floats("intercepts");
    if intercepts.is_empty() {
        intercepts = vec![0.0; outputs];
    }
    if outputs == 0 || outputs * features.len() != weights.len() || intercepts.len() != outputs {
        return Err(refused(
            node,
            "with coefficients for another number of columns",
        ));
    }
    Ok((
        level,
        features,
        Linear {
            outputs,
            weights,
            intercepts,
            precision: Precision::F32,
        },
    ))
}

/// `LinearRegressor`.
pub(super) fn regressor(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let (level, features, body) = linear(walk, node)?;
    let link = match node.text("post_transform") {
        "" | "NONE" => Link::Identity,
        "SOFTMAX" => Link::Softmax,
        _ => {
            return Err(refused(
                node,
                &format!("with post_transform {}", node.text("post_transform")),
            ));
        }
    };
    Ok(walk.answer(Answer {
        level,
        features,
        body: Rc::new(Body::Linear(body)),
        link,
        decision: Decision::None,
        count: 0,
        classes: Vec::new(),
        kind: "linear regression",
    }))
}

/// `LinearClassifier`: labels and scores.
pub(super) fn classifier(walk: &mut Walk, node: &NodeProto) -> Result<Vec<Value>> {
    let (level, features, mut body) = linear(walk, node)?;
    let classes = node.class_labels();
    let transform = node.text("post_transform").to_owned();
    let width = features.len();
    // Two rows of opposite signs are one margin.
    let opposite = body.outputs == 2
        && (0..width).all(|f| body.weights[f] == -body.weights[width + f])
        && body.intercepts[0] == -body.intercepts[1];
    if opposite && matches!(transform.as_str(), "LOGISTIC" | "SOFTMAX") {
        body.outputs = 1;
        body.weights.drain(..width);
        body.intercepts.remove(0);
    }
    let count = if body.outputs == 1 { 2 } else { body.outputs };
    let (link, decision) = match (body.outputs, transform.as_str()) {
        (1, "LOGISTIC") => (Link::Logit { slope: 1.0 }, Decision::MarginAbove(0.0)),
        (1, "SOFTMAX") if opposite => (Link::Logit { slope: 2.0 }, Decision::MarginAbove(0.0)),
        (1, "" | "NONE") => (Link::Complement, Decision::MarginAbove(0.0)),
        (2.., "LOGISTIC") => (Link::Logits { slope: 1.0 }, Decision::LargestResponse),
        (2.., "SOFTMAX") => (Link::Softmax, Decision::LargestResponse),
        (2.., "" | "NONE") => (Link::Identity, Decision::LargestResponse),
        _ => return Err(refused(node, &format!("with post_transform {transform}"))),
    };
    let kind = if link == Link::Identity || link == Link::Complement {
        "linear classifier (scores, not probabilities)"
    } else {
        "logistic regression"
    };
    Ok(walk.classified(Answer {
        level,
        features,
        body: Rc::new(Body::Linear(body)),
        link,
        decision,
        count,
        classes,
        kind,
    }))
}
