//! The linear booster.

use crate::error::Result;
use crate::predictor::{Body, Linear, Operation, Precision, Stage, Step, unreadable};

use super::objective::Objective;
use super::{Shape, Value};

/// Weights stand feature by feature, a value for each output, the biases behind them. A missing value adds nothing.
pub(super) fn stage(booster: &Value, shape: &Shape, objective: &Objective) -> Result<Stage> {
    let weights = booster.at("model.weights")?.numbers()?;
    let (features, outputs) = (shape.features, shape.outputs);
    if weights.len() != (features + 1) * outputs {
        return Err(unreadable(
            format!("{} weights for {features} features", weights.len()),
            format!("{} weights", (features + 1) * outputs),
        ));
    }
    let of = |output: usize| (0..features).map(move |feature| (feature, output));
    let linear = Linear {
        outputs,
        weights: (0..outputs)
            .flat_map(of)
            .map(|(feature, output)| weights[feature * outputs + output])
            .collect(),
        intercepts: (0..outputs)
            .map(|output| {
                let bias = weights[features * outputs + output] as f32;
                // The library adds the first base score to every output of a linear booster (seen in 3.2).
                f64::from(bias + shape.base[0] as f32)
            })
            .collect(),
        precision: Precision::F32,
    };
    let fill = |wire| Step::Map {
        wire,
        operations: vec![Operation::FillMissing(0.0)],
    };
    Ok(Stage {
        inputs: features,
        steps: (0..features).map(fill).collect(),
        features: (features..2 * features).collect(),
        body: Body::Linear(linear),
        link: objective.link.clone(),
    })
}
