//! What follows a model: shares, labels, names.

use std::rc::Rc;

use super::answer::Answer;
use super::operator as refused;
use super::proto::{NodeProto, Tensor};
use super::walk::{Value, Walk};
use crate::error::Result;
use crate::predictor::{Body, Decision, Link};

/// Divides what an answer says by the sum of each row, where its link can say so; whether it did.
pub(super) fn normalized(walk: &mut Walk, answer: usize) -> bool {
    let answer = &mut walk.answers[answer];
    match answer.link {
        Link::Softmax | Link::NormalizedLogits => true,
        Link::Logit { .. } if answer.count == 2 => true,
        Link::Logits { slope: 1.0 } => {
            answer.link = Link::NormalizedLogits;
            true
        }
        _ => false,
    }
}

/// `ReduceSum`, `ReduceMean` and `ReduceLogSumExp` along the columns.
pub(super) fn reduce(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let axis = match walk.constant(node, 1)? {
        Some(axes) => axes.numbers.first().copied(),
        None => node.wholes("axes").first().map(|axis| *axis as f64),
    };
    if let Some(value) = super::bayes::reduce(node, &value, axis) {
        return Ok(value);
    }
    if let Some(value) = super::nearest::reduce(walk, node, &value)? {
        return Ok(value);
    }
    if let (Value::Constant(_), Some(axis)) = (&value, axis) {
        let axis = Value::Constant(Rc::new(Tensor {
            numbers: vec![axis],
            ..Tensor::default()
        }));
        let made = super::compare::of_constants(node, &[value, axis]);
        return made.ok_or_else(|| refused(node, "of a constant"));
    }
    if let (Value::Stacked(tables), Some(0.0)) = (&value, axis) {
        return super::reduce::along_tables(walk, node, tables);
    }
    if !matches!(axis, Some(1.0 | -1.0)) {
        return Err(refused(node, "along rows"));
    }
    match (&value, node.operator.as_str()) {
        (Value::Margins(answer), "ReduceLogSumExp") => return Ok(Value::LogSum(*answer)),
        (Value::Network(network), "ReduceLogSumExp") => {
            return Ok(Value::LogSum(walk.network_answer(*network)?));
        }
        (Value::Response(answer), "ReduceSum") => return Ok(Value::RowSum(*answer)),
        _ => {}
    }
    let made = super::reduce::along_columns(walk, node, &value)?;
    made.ok_or_else(|| refused(node, ""))
}

/// What an answer says divided by the sum of each row.
pub(super) fn divided(
    walk: &mut Walk,
    node: &NodeProto,
    left: &Value,
    right: &Value,
) -> Option<Value> {
    match (left, right, node.operator.as_str()) {
        (Value::Response(answer), Value::RowSum(sum), "Div") if answer == sum => {
            let neighbours = matches!(*walk.answers[*answer].body, Body::Neighbours(_));
            (neighbours || normalized(walk, *answer)).then(|| left.clone())
        }
        (Value::Margins(answer), Value::LogSum(sum), "Sub") if answer == sum => {
            Some(Value::LogShares(*answer))
        }
        (Value::Network(network), Value::LogSum(sum), "Sub")
            if walk.networks[*network].answer == Some(*sum) =>
        {
            Some(Value::LogShares(*sum))
        }
        _ => None,
    }
}

/// `Exp` of log shares: a softmax. `None` where it is none.
pub(super) fn shares(walk: &mut Walk, node: &NodeProto, left: &Value) -> Result<Option<Value>> {
    let (Value::LogShares(answer), "Exp") = (left, node.operator.as_str()) else {
        return Ok(None);
    };
    let answer = walk.answers[*answer].clone();
    let count = answer.body.outputs();
    Ok(Some(walk.answer(Answer {
        link: Link::Softmax,
        decision: Decision::LargestResponse,
        count,
        ..answer
    })))
}

/// `ArgMax` along the columns.
pub(super) fn largest(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    if !matches!(node.whole("axis"), Some(1 | -1)) {
        return Err(refused(node, "along rows"));
    }
    if node.whole("select_last_index") == Some(1) {
        return Err(refused(node, "that takes the last of equals"));
    }
    if matches!(value, Value::Constant(_)) {
        return Err(refused(node, "of a constant"));
    }
    Ok(Value::Largest(Box::new(value)))
}

/// `ArrayFeatureExtractor`: columns by place, or class names by label.
pub(super) fn extract(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let (table, places) = (walk.read(node, 0)?, walk.read(node, 1)?);
    match (&table, &places) {
        (Value::Constant(names), Value::Largest(_)) => {
            let classes = if names.texts.is_empty() {
                names.numbers.iter().map(f64::to_string).collect()
            } else {
                names.texts.clone()
            };
            Ok(Value::Labels {
                of: Box::new(places),
                classes,
            })
        }
        // A table of numbers by class and code, read by codes: a column for each class.
        (Value::Constant(values), Value::Columns { level, cells }) => {
            let ([classes, codes], [super::walk::Cell::Wire(wire)]) =
                (&values.shape[..], &cells[..])
            else {
                return Err(refused(node, "of places that are no constant"));
            };
            if values.numbers.len() != classes * codes {
                return Err(refused(node, "of places that are no constant"));
            }
            walk.bounded(node, *classes)?;
            walk.spend(values.numbers.len())?;
            let made = values.numbers.chunks(*codes.max(&1)).map(|own| {
                super::walk::Cell::Wire(walk.step(
                    *level,
                    crate::predictor::Step::Lookup {
                        wire: *wire,
                        values: own.to_vec(),
                        unknown: f64::NAN,
                        missing: f64::NAN,
                    },
                ))
            });
            let cells = made.collect();
            Ok(Value::Columns {
                level: *level,
                cells,
            })
        }
        (Value::Constant(values), Value::Nearest(making)) => {
            Ok(super::nearest::answers(values, making))
        }
        (_, Value::Constant(places)) => {
            let places = places.numbers.clone();
            walk.chosen(node, &table, &places)
        }
        _ => Err(refused(node, "of places that are no constant")),
    }
}

/// `ZipMap`: names for the columns of what a model says.
pub(super) fn zip_map(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    if let Value::Response(answer) = value {
        let classes = node.class_labels();
        let answer = &mut walk.answers[answer];
        if answer.classes.is_empty() && classes.len() == answer.response_columns() {
            answer.classes = classes;
        }
    }
    Ok(value)
}
