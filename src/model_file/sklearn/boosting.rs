//! Gradient boosting.
//!
//! Raw predictions start at what the initial model says and add `learning_rate · value` tree after tree
//! (sklearn/ensemble/_gb.py, `_init_raw_predictions`; _gradient_boosting.pyx, `predict_stages`).

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::at_least;
use super::estimator::Answer;
use super::read::{self, need, text};
use super::trees::{Grown, finish};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Body, Decision, Link, TreesBuilder};

pub(super) fn read(node: Node<'_>, wiring: &mut Wiring<'_>, columns: &[Column]) -> Result<Answer> {
    let classifies = node.short_class().ends_with("Classifier");
    let classes = if classifies {
        read::classes(node)?
    } else {
        Vec::new()
    };
    let outputs = if classes.len() > 2 { classes.len() } else { 1 };
    let list = need(node, "estimators_")?;
    let members = list.elements().unwrap_or_default();
    if list.array().is_none_or(|array| array.axis(1) != outputs) {
        return Err(read::wrong(node, "estimators_", list));
    }
    let rate = read::number(node, "learning_rate")?;
    let features = wiring.numbers(columns);
    wiring.refuse_missing(&features);
    let mut builder = TreesBuilder::new(features.len(), 1, outputs);
    for (place, member) in members.iter().enumerate() {
        let grown = Grown::of(*member)?;
        if grown.width != 1 {
            return Err(read::wrong(node, "estimators_", *member));
        }
        grown.add(
            &mut builder,
            (place % outputs) as u32,
            &|feature| feature,
            |node, into| {
                into.push(rate * grown.values[node]);
            },
        )?;
    }
    let loss = text(node, "loss");
    let exponential = loss == "exponential";
    let base = start(node, outputs, classifies, exponential)?;
    let trees = finish(builder, base);
    let kind = "gradient-boosted trees";
    let answer = if classifies {
        let (link, decision) = match outputs {
            1 => {
                let slope = if exponential { 2.0 } else { 1.0 };
                let decision = if at_least(node, 1, 4) {
                    Decision::MarginAtLeast(0.0)
                } else {
                    Decision::LargestResponse
                };
                (Link::Logit { slope }, decision)
            }
            _ => (Link::Softmax, Decision::LargestResponse),
        };
        Answer::classification(Body::Trees(trees), features, link, decision, classes, kind)
    } else {
        Answer::regression(Body::Trees(trees), features, kind)
    };
    Ok(Answer {
        objective: Some(loss).filter(|loss| !loss.is_empty()),
        ..answer
    })
}

/// What the raw predictions start at.
fn start(node: Node<'_>, outputs: usize, classifies: bool, exponential: bool) -> Result<Vec<f64>> {
    let Some(initial) = node.present("init_").filter(|init| init.text().is_none()) else {
        return Ok(vec![0.0; outputs]);
    };
    match initial.short_class() {
        "DummyRegressor" if !classifies => read::numbers(initial, "constant_"),
        "DummyClassifier" if classifies => {
            const LEAST: f64 = f32::EPSILON as f64;
            let priors = read::numbers(initial, "class_prior_")?;
            let clipped: Vec<f64> = priors.iter().map(|p| p.clamp(LEAST, 1.0 - LEAST)).collect();
            if outputs == 1 {
                let [_, second] = clipped[..] else {
                    return Err(read::wrong(initial, "class_prior_", initial));
                };
                let logit = (second / (1.0 - second)).ln();
                return Ok(vec![if exponential { 0.5 * logit } else { logit }]);
            }
            if clipped.len() != outputs {
                return Err(read::wrong(initial, "class_prior_", initial));
            }
            let logs: Vec<f64> = clipped.iter().map(|p| p.ln()).collect();
            // Since 1.4 the multinomial link divides by the geometric mean.
            let mean = if at_least(node, 1, 4) {
                logs.iter().sum::<f64>() / logs.len() as f64
            } else {
                0.0
            };
            Ok(logs.into_iter().map(|log| log - mean).collect())
        }
        other => Err(unsupported(
            format!("{} that starts from {other}", node.short_class()),
            "the default start, or init=\"zero\"",
            "Fit it without init, or convert it with skl2onnx.",
        )),
    }
}
