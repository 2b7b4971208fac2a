//! Gaussian naive Bayes, as skl2onnx writes it: known by its form.
//!
//! Reshape to rows × 1 × columns, minus means, squared, over variances, summed, halved, taken from a constant, plus priors.

use std::rc::Rc;

use super::answer::Answer;
use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Value, Walk};
use crate::error::Result;
use crate::predictor::{Body, Decision, Link, NaiveBayes};

/// How far the form is recognised.
#[derive(Clone, Debug, Default)]
pub(super) struct Making {
    level: usize,
    features: Vec<usize>,
    means: Vec<f64>,
    variances: Vec<f64>,
    classes: usize,
    stage: u8,
}

impl Making {
    /// The table, where nothing was done with it yet.
    pub(super) fn untouched(&self) -> Option<(usize, &[usize])> {
        (self.stage == 0).then_some((self.level, &self.features))
    }
}

/// A table reshaped to three axes.
pub(super) fn begin(walk: &mut Walk, node: &NodeProto, value: &Value) -> Result<Value> {
    let (level, features) = walk.numbers(node, value)?;
    Ok(Value::Bayes(Rc::new(Making {
        level,
        features,
        ..Making::default()
    })))
}

/// One more operator of the form; `None` where the value is not in the making.
pub(super) fn next(
    walk: &mut Walk,
    node: &NodeProto,
    left: &Value,
    right: &Value,
) -> Result<Option<Value>> {
    let (making, constant) = match (left, right) {
        (Value::Bayes(making), Value::Constant(constant))
        | (Value::Constant(constant), Value::Bayes(making)) => (making, constant),
        (Value::Bayes(_), _) | (_, Value::Bayes(_)) => return Err(refused(node, "of three axes")),
        _ => return Ok(None),
    };
    let mut making = (**making).clone();
    let width = making.features.len();
    let numbers = constant.numbers.clone();
    let table = width > 0 && !numbers.is_empty() && numbers.len().is_multiple_of(width);
    match (making.stage, node.operator.as_str()) {
        (0, "Sub") if table => {
            making.classes = numbers.len() / width;
            making.means = numbers;
        }
        (1, "Pow") if numbers == [2.0] => {}
        (2, "Div") if numbers.len() == making.means.len() => making.variances = numbers,
        (4, "Mul") if numbers == [0.5] => {}
        // The constant, -½ Σ ln(2π σ²), follows from the variances.
        (5, "Sub") if numbers.len() == making.classes => {}
        (6, "Add") if numbers.len() == making.classes => {
            let count = making.classes;
            walk.answers.push(Answer {
                level: making.level,
                features: making.features,
                body: Rc::new(Body::NaiveBayes(NaiveBayes::Gaussian {
                    log_priors: numbers,
                    means: making.means,
                    variances: making.variances,
                })),
                link: Link::Identity,
                decision: Decision::LargestResponse,
                count,
                classes: Vec::new(),
                kind: "naive Bayes",
            });
            return Ok(Some(Value::Margins(walk.answers.len() - 1)));
        }
        _ => return Err(refused(node, "of three axes")),
    }
    making.stage += 1;
    Ok(Some(Value::Bayes(Rc::new(making))))
}

/// The sum over the columns.
pub(super) fn reduce(node: &NodeProto, value: &Value, axis: Option<f64>) -> Option<Value> {
    let Value::Bayes(making) = value else {
        return None;
    };
    if making.stage != 3 || node.operator != "ReduceSum" || axis != Some(2.0) {
        return None;
    }
    Some(Value::Bayes(Rc::new(Making {
        stage: 4,
        ..(**making).clone()
    })))
}
