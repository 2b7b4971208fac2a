//! Comparisons, choices and what is largest or least, column by column; constants of constants.

use std::rc::Rc;

use super::operator as refused;
use super::proto::{NodeProto, Tensor};
use super::walk::{Cell, Value, Walk};
use crate::error::Result;
use crate::predictor::{Combination, Operation, Step};

/// Bytes of what is made of constants.
const MOST_MADE: usize = 1_000_000;

/// What is compared with a number: `x ∘ c`, or `c ∘ x` where the constant comes first.
pub(super) fn with_number(operator: &str, c: f64, first: bool) -> Option<Vec<Operation>> {
    Some(vec![match (operator, first) {
        ("Less", false) | ("Greater", true) => Operation::Below(c),
        ("Less", true) | ("Greater", false) => Operation::Above(c),
        ("LessOrEqual", false) | ("GreaterOrEqual", true) => Operation::AtMost(c),
        ("LessOrEqual", true) | ("GreaterOrEqual", false) => Operation::AtLeast(c),
        ("Equal", _) => Operation::Equals(c),
        _ => return None,
    }])
}

/// `Less` and its like of two tables, `And`, `Or`, `Xor`, `Max`, `Min`, `Where`; `None` for any other operator.
pub(super) fn of_tables(
    walk: &mut Walk,
    node: &NodeProto,
    values: &[Value],
) -> Result<Option<Value>> {
    let operator = node.operator.as_str();
    let known = [
        "Less",
        "Greater",
        "LessOrEqual",
        "GreaterOrEqual",
        "Equal",
        "And",
        "Or",
        "Xor",
        "Max",
        "Min",
        "Where",
    ];
    if !known.contains(&operator) {
        return Ok(None);
    }
    let (level, tables, width) = walk.beside(node, values)?;
    let mut cells = Vec::with_capacity(width);
    for column in 0..width {
        let wires: Vec<usize> = tables
            .iter()
            .map(|table| table.wire(walk, level, column))
            .collect();
        let sum = |walk: &mut Walk, weights: Vec<f64>, behind: Operation| {
            let step = super::elementwise::weighted(wires.clone(), weights);
            let wire = walk.step(level, step);
            walk.map(level, wire, vec![behind])
        };
        let combined = |walk: &mut Walk, how: Combination| {
            let wires = wires.clone();
            walk.step(level, Step::Combine { wires, how })
        };
        let both = wires.len() == 2;
        let wire = match operator {
            "Less" if both => sum(walk, vec![1.0, -1.0], Operation::Below(0.0)),
            "Greater" if both => sum(walk, vec![1.0, -1.0], Operation::Above(0.0)),
            "LessOrEqual" if both => sum(walk, vec![1.0, -1.0], Operation::AtMost(0.0)),
            "GreaterOrEqual" if both => sum(walk, vec![1.0, -1.0], Operation::AtLeast(0.0)),
            "Equal" if both => sum(walk, vec![1.0, -1.0], Operation::Equals(0.0)),
            "And" if both => sum(walk, vec![1.0, 1.0], Operation::Above(1.5)),
            "Or" if both => sum(walk, vec![1.0, 1.0], Operation::Above(0.5)),
            "Xor" if both => sum(walk, vec![1.0, 1.0], Operation::Equals(1.0)),
            "Max" => combined(walk, Combination::Most),
            "Min" => combined(walk, Combination::Least),
            "Where" if wires.len() == 3 => combined(walk, Combination::Choice),
            _ => return Err(refused(node, "of so many tables")),
        };
        cells.push(Cell::Wire(wire));
    }
    Ok(Some(Value::Columns { level, cells }))
}

/// What an operator makes of constants alone; `None` where it is not one of these.
pub(super) fn of_constants(node: &NodeProto, values: &[Value]) -> Option<Value> {
    let constants: Option<Vec<&Rc<Tensor>>> = values
        .iter()
        .map(|value| match value {
            Value::Constant(constant) if constant.texts.is_empty() => Some(constant),
            _ => None,
        })
        .collect();
    let constants = constants?;
    let round = |x: f64| f64::from(x as f32);
    let made = |shape: Vec<usize>, numbers: Vec<f64>| {
        Some(Value::Constant(Rc::new(Tensor {
            shape,
            numbers,
            ..Tensor::default()
        })))
    };
    if let [one] = constants[..] {
        let operations = super::elementwise::unary(node)?;
        let of = |x: &f64| round(operations.iter().fold(*x, |x, operation| operation.of(x)));
        return made(one.shape.clone(), one.numbers.iter().map(of).collect());
    }
    let [a, b] = constants[..] else {
        return None;
    };
    let with: fn(f64, f64) -> f64 = match node.operator.as_str() {
        "Add" => |a, b| a + b,
        "Sub" => |a, b| a - b,
        "Mul" => |a, b| a * b,
        "Div" => |a, b| a / b,
        "Pow" => f64::powf,
        "ReduceSum" if b.numbers == [0.0] && a.shape.len() == 2 => {
            let width = a.shape[1].max(1);
            let mut sums = vec![0.0; width];
            for row in a.numbers.chunks(width) {
                sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
            return made(vec![1, width], sums.into_iter().map(round).collect());
        }
        _ => return None,
    };
    let (long, short) = (
        a.numbers.len().max(b.numbers.len()),
        a.numbers.len().min(b.numbers.len()),
    );
    // The shorter is repeated along the last axis of the longer.
    let wide = if a.numbers.len() == long { a } else { b };
    let repeats = short == long || short == 1 || wide.shape.last() == Some(&short);
    if short == 0 || !repeats || long > MOST_MADE {
        return None;
    }
    let at = |tensor: &Tensor, place: usize| tensor.numbers[place % tensor.numbers.len()];
    let numbers = (0..long).map(|place| round(with(at(a, place), at(b, place))));
    made(wide.shape.clone(), numbers.collect())
}

/// `Shape` of a table of rows: only its width is known, and what `ConstantOfShape` makes of it.
pub(super) fn shape(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    if let Value::Constant(constant) = &value {
        let numbers = constant.shape.iter().map(|length| *length as f64);
        return Ok(Value::Constant(Rc::new(Tensor {
            shape: vec![constant.shape.len()],
            numbers: numbers.collect(),
            ..Tensor::default()
        })));
    }
    let width = match &value {
        Value::Columns { cells, .. } => cells.len(),
        Value::Response(answer) => walk.answers[*answer].response_columns(),
        _ => walk.columns(node, &value)?.1.len(),
    };
    Ok(Value::Shape(width))
}

/// A number in every row and column of such a shape.
pub(super) fn constant_of_shape(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let Value::Shape(width) = walk.read(node, 0)? else {
        return Err(refused(node, "of another shape than a table's"));
    };
    walk.bounded(node, width)?;
    let value = node
        .tensor("value")
        .and_then(|tensor| tensor.numbers.first());
    Ok(Value::Constant(Rc::new(Tensor {
        shape: vec![1, width],
        numbers: vec![value.copied().unwrap_or(0.0); width],
        ..Tensor::default()
    })))
}
