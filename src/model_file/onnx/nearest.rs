//! Nearest neighbours, as skl2onnx writes them: known by their form.
//!
//! Distances by `Scan` or `CDist`, `TopK` of the smallest, the classes or values of those, counted or averaged.

use std::rc::Rc;

use super::answer::Answer;
use super::operator as refused;
use super::proto::{NodeProto, Tensor};
use super::walk::{Value, Walk};
use crate::error::Result;
use crate::predictor::{Body, Decision, Link, Metric, NeighbourWeights, Neighbours, Targets};

/// How far the form is recognised.
#[derive(Clone, Debug)]
pub(super) struct Making {
    level: usize,
    features: Vec<usize>,
    points: Rc<Tensor>,
    /// How many are taken; 0 before that.
    k: usize,
    /// What is known of each point; empty before that.
    known: Vec<f64>,
    /// The class that is counted.
    counted: Option<f64>,
    /// Whether the counts are summed.
    summed: bool,
}

fn begin(walk: &mut Walk, node: &NodeProto, value: &Value, points: Rc<Tensor>) -> Result<Value> {
    let (level, features) = walk.numbers(node, value)?;
    if points.shape.len() != 2 || points.shape[1] != features.len() || features.is_empty() {
        return Err(refused(node, "of points of another number of columns"));
    }
    Ok(Value::Nearest(Rc::new(Making {
        level,
        features,
        points,
        k: 0,
        known: Vec::new(),
        counted: None,
        summed: false,
    })))
}

/// `Scan` whose body is the squared distance to each of the constant points.
pub(super) fn scan(walk: &mut Walk, node: &NodeProto) -> Result<Vec<Value>> {
    let body = node.attribute("body").and_then(|body| body.graph.as_ref());
    let squares = body.is_some_and(|body| {
        body.nodes
            .iter()
            .any(|node| node.operator == "ReduceSumSquare")
    });
    let value = walk.read(node, 0)?;
    match walk.constant(node, 1)? {
        Some(points) if squares && node.outputs.len() == 2 => {
            let nearest = begin(walk, node, &value, points)?;
            Ok(vec![value, nearest])
        }
        _ => Err(refused(
            node,
            "other than of squared distances to constant points",
        )),
    }
}

/// `CDist` of onnxruntime.
pub(super) fn distances(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    match (walk.constant(node, 1)?, node.text("metric")) {
        (Some(points), "euclidean" | "sqeuclidean") => begin(walk, node, &value, points),
        _ => Err(refused(node, "of another distance")),
    }
}

/// `TopK` of the smallest distances: the distances, the places.
pub(super) fn top(walk: &mut Walk, node: &NodeProto) -> Result<Vec<Value>> {
    let value = walk.read(node, 0)?;
    let (Value::Nearest(making), Some(k)) = (&value, walk.constant(node, 1)?) else {
        return Err(refused(node, "of what are no distances"));
    };
    if node.whole("largest") != Some(0) || making.k != 0 {
        return Err(refused(node, "of the largest"));
    }
    let k = k.numbers.first().copied().unwrap_or(0.0).clamp(0.0, 1e6) as usize;
    let nearest = Value::Nearest(Rc::new(Making {
        k,
        ..(**making).clone()
    }));
    let distances = Value::Opaque(Rc::new(refused(node, "whose distances are weights")));
    Ok(vec![distances, nearest])
}

/// What is known of the nearest points.
pub(super) fn answers(values: &Tensor, making: &Rc<Making>) -> Value {
    Value::Nearest(Rc::new(Making {
        known: values.numbers.clone(),
        ..(**making).clone()
    }))
}

/// `Equal` to a class.
pub(super) fn equal(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    match (&value, walk.constant(node, 1)?) {
        (Value::Nearest(making), Some(class))
            if !making.known.is_empty() && class.numbers.len() == 1 =>
        {
            Ok(Value::Nearest(Rc::new(Making {
                counted: class.numbers.first().copied(),
                ..(**making).clone()
            })))
        }
        _ => super::elementwise::operator(walk, node),
    }
}

/// The sum of what equals a class, or the mean of values.
pub(super) fn reduce(walk: &mut Walk, node: &NodeProto, value: &Value) -> Result<Option<Value>> {
    let Value::Nearest(making) = value else {
        return Ok(None);
    };
    match (node.operator.as_str(), making.counted) {
        ("ReduceSum", Some(_)) => Ok(Some(Value::Nearest(Rc::new(Making {
            summed: true,
            ..(**making).clone()
        })))),
        ("ReduceMean", None) if !making.known.is_empty() => {
            let targets = Targets::Values {
                outputs: 1,
                of: making.known.clone(),
            };
            let answer = answer(making, targets, 0);
            Ok(Some(walk.answer(answer)))
        }
        _ => Err(refused(node, "of neighbours")),
    }
}

/// The counts of all classes beside each other; `None` where they are none.
pub(super) fn counts(walk: &mut Walk, node: &NodeProto, values: &[Value]) -> Result<Option<Value>> {
    let mut makings = Vec::new();
    for value in values {
        match value {
            Value::Nearest(making) if making.summed => makings.push(making),
            _ => return Ok(None),
        }
    }
    let in_order = makings
        .iter()
        .enumerate()
        .all(|(class, making)| making.counted == Some(class as f64));
    let (Some(first), true) = (makings.first(), in_order) else {
        return Err(refused(node, "of neighbours' classes out of order"));
    };
    let targets = Targets::Classes {
        classes: makings.len(),
        of: first.known.iter().map(|class| *class as u32).collect(),
    };
    let answer = answer(first, targets, makings.len());
    Ok(Some(walk.answer(answer)))
}

fn answer(making: &Making, targets: Targets, count: usize) -> Answer {
    Answer {
        level: making.level,
        features: making.features.clone(),
        body: Rc::new(Body::Neighbours(Neighbours {
            features: making.features.len(),
            points: making.points.numbers.clone(),
            targets,
            k: making.k,
            metric: Metric::Minkowski(2.0),
            weights: NeighbourWeights::Uniform,
        })),
        link: Link::Identity,
        decision: if count > 0 {
            Decision::LargestResponse
        } else {
            Decision::None
        },
        count,
        classes: Vec::new(),
        kind: "nearest neighbours",
    }
}
