//! Operators that work number by number.

use super::proto::{NodeProto, Tensor, element};
use super::walk::{Cell, Value, Walk};
use super::{bayes, network, operator as refused, scores};
use crate::error::Result;
use crate::predictor::{Operation, Step};

/// `Cast`.
pub(super) fn cast(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let Value::Columns { level, cells } = &value else {
        return Ok(value);
    };
    let operation = match node.whole("to") {
        Some(element::FLOAT) => Operation::ToF32,
        Some(element::DOUBLE | element::STRING) => return Ok(value),
        Some(element::BOOL) => return Err(refused(node, "to a boolean")),
        // Whole numbers: towards zero.
        _ => {
            return Err(refused(node, "to whole numbers"));
        }
    };
    each(walk, *level, cells, node, &[operation])
}

/// Does operations on each column. Texts stay.
fn each(
    walk: &mut Walk,
    level: usize,
    cells: &[Cell],
    node: &NodeProto,
    operations: &[Operation],
) -> Result<Value> {
    walk.bounded(node, cells.len())?;
    let cells = cells
        .iter()
        .map(|cell| match cell {
            Cell::Wire(wire) => Cell::Wire(walk.map(level, *wire, operations.to_vec())),
            text => *text,
        })
        .collect();
    Ok(Value::Columns { level, cells })
}

/// Operators of one value.
fn unary(node: &NodeProto) -> Option<Vec<Operation>> {
    Some(match node.operator.as_str() {
        "Exp" => vec![Operation::Exp],
        "Log" => vec![Operation::Ln],
        "Sqrt" => vec![Operation::Sqrt],
        "Abs" => vec![Operation::Abs],
        "Neg" => vec![Operation::Negate],
        "Reciprocal" => vec![Operation::Reciprocal],
        "Sign" => vec![Operation::Sign],
        "Sin" => vec![Operation::Sin],
        "Cos" => vec![Operation::Cos],
        "Tan" => vec![Operation::Tan],
        "Tanh" => vec![Operation::Tanh],
        "Sigmoid" => vec![Operation::Logistic],
        "Relu" => vec![Operation::Relu],
        "Floor" => vec![Operation::Floor],
        "Ceil" => vec![Operation::Ceil],
        "Round" => vec![Operation::Round],
        "IsNaN" => vec![Operation::IsMissing],
        _ => return None,
    })
}

/// Any other operator of the core.
pub(super) fn operator(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let left = walk.read(node, 0)?;
    if let Some(value) = network::activated(walk, node, &left)? {
        return Ok(value);
    }
    if let Some(value) = scores::shares(walk, node, &left)? {
        return Ok(value);
    }
    if let (Value::Nearest(_), "Sqrt") = (&left, node.operator.as_str()) {
        // The order of distances is that of their squares.
        return Ok(left);
    }
    if node.inputs.len() == 1 || node.operator == "Clip" {
        let (level, wires) = walk.numbers(node, &left)?;
        let operations = match (unary(node), node.operator.as_str()) {
            (Some(operations), _) => operations,
            (None, "Clip") => {
                let bound = |index: usize, name: &str, walk: &Walk| -> Result<Option<f64>> {
                    let constant = walk.constant(node, index)?;
                    Ok(constant
                        .and_then(|tensor| tensor.numbers.first().copied())
                        .or(node.float(name)))
                };
                let low = bound(1, "min", walk)?.unwrap_or(f64::NEG_INFINITY);
                let high = bound(2, "max", walk)?.unwrap_or(f64::INFINITY);
                vec![Operation::Clip(low, high)]
            }
            _ => return Err(refused(node, "")),
        };
        let operations: Vec<Operation> = operations.into_iter().chain([Operation::ToF32]).collect();
        let cells: Vec<Cell> = wires.into_iter().map(Cell::Wire).collect();
        return each(walk, level, &cells, node, &operations);
    }
    if node.operator == "Sum" {
        return sum(walk, node);
    }
    let right = walk.read(node, 1)?;
    if let Some(value) = bayes::next(walk, node, &left, &right)? {
        return Ok(value);
    }
    match (&left, &right) {
        (Value::Constant(constant), value) => with_constant(walk, node, value, constant, true),
        (value, Value::Constant(constant)) => with_constant(walk, node, value, constant, false),
        _ => of_two(walk, node, &left, &right),
    }
}

/// `x ∘ c` or, where the constant comes first, `c ∘ x`.
fn with_constant(
    walk: &mut Walk,
    node: &NodeProto,
    value: &Value,
    constant: &Tensor,
    first: bool,
) -> Result<Value> {
    let (level, wires) = walk.numbers(node, value)?;
    let numbers = &constant.numbers;
    let rows = constant.shape.iter().rev().skip(1).product::<usize>();
    if rows != 1
        || numbers.is_empty()
        || (numbers.len() != 1 && numbers.len() != wires.len() && wires.len() != 1)
    {
        return Err(refused(node, "with a constant of another shape"));
    }
    let width = numbers.len().max(wires.len());
    walk.bounded(node, width)?;
    let mut cells = Vec::with_capacity(width);
    for place in 0..width {
        let c = numbers[place % numbers.len()];
        let operations = match (node.operator.as_str(), first) {
            ("Add", _) => vec![Operation::Add(c)],
            ("Mul", _) => vec![Operation::Multiply(c)],
            ("Sub", false) => vec![Operation::Subtract(c)],
            ("Sub", true) => vec![Operation::Negate, Operation::Add(c)],
            ("Div", false) => vec![Operation::Divide(c)],
            ("Div", true) if c == 1.0 => vec![Operation::Reciprocal],
            ("Pow", false) if c == 2.0 => vec![Operation::Square],
            ("Pow", false) => vec![Operation::Power(c)],
            ("Greater", false) => vec![Operation::Above(c)],
            ("Max", _) if c == 0.0 => vec![Operation::Relu],
            _ => return Err(refused(node, "with a constant")),
        };
        let operations = operations.into_iter().chain([Operation::ToF32]).collect();
        cells.push(Cell::Wire(walk.map(
            level,
            wires[place % wires.len()],
            operations,
        )));
    }
    Ok(Value::Columns { level, cells })
}

/// Column by column of two tables.
fn of_two(walk: &mut Walk, node: &NodeProto, left: &Value, right: &Value) -> Result<Value> {
    if let Some(value) = scores::divided(walk, node, left, right) {
        return Ok(value);
    }
    let (level, a) = walk.numbers(node, left)?;
    let (other, b) = walk.numbers(node, right)?;
    if level != other || a.is_empty() || a.len() != b.len() {
        return Err(refused(node, "of tables of different origin or width"));
    }
    walk.bounded(node, a.len())?;
    let mut cells = Vec::with_capacity(a.len());
    for (a, b) in a.into_iter().zip(b) {
        let step = match node.operator.as_str() {
            "Add" => weighted(vec![a, b], vec![1.0, 1.0]),
            "Sub" => weighted(vec![a, b], vec![1.0, -1.0]),
            "Mul" => Step::Polynomial {
                wires: vec![a, b],
                products: vec![vec![0, 1]],
            },
            "Div" => {
                let inverse = walk.map(level, b, vec![Operation::Reciprocal]);
                Step::Polynomial {
                    wires: vec![a, inverse],
                    products: vec![vec![0, 1]],
                }
            }
            _ => return Err(refused(node, "of two tables")),
        };
        let wire = walk.step(level, step);
        cells.push(Cell::Wire(walk.map(level, wire, vec![Operation::ToF32])));
    }
    Ok(Value::Columns { level, cells })
}

/// A weighted sum of wires.
pub(super) fn weighted(wires: Vec<usize>, weights: Vec<f64>) -> Step {
    Step::Project {
        wires,
        center: Vec::new(),
        matrix: weights,
        outputs: 1,
    }
}

/// `Sum` of tables of the same width.
fn sum(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let (mut at, mut tables) = (None, Vec::new());
    for index in 0..node.inputs.len() {
        let value = walk.read(node, index)?;
        let (level, wires) = walk.numbers(node, &value)?;
        if *at.get_or_insert(level) != level {
            return Err(refused(node, "of tables of different origin"));
        }
        tables.push(wires);
    }
    let (Some(level), Some(width)) = (at, tables.first().map(Vec::len)) else {
        return Err(refused(node, "of nothing"));
    };
    if tables.iter().any(|table| table.len() != width) {
        return Err(refused(node, "of tables of different width"));
    }
    walk.bounded(node, width)?;
    let cells = (0..width)
        .map(|column| {
            let wires: Vec<usize> = tables.iter().map(|table| table[column]).collect();
            let weights = vec![1.0; wires.len()];
            let wire = walk.step(level, weighted(wires, weights));
            Cell::Wire(walk.map(level, wire, vec![Operation::ToF32]))
        })
        .collect();
    Ok(Value::Columns { level, cells })
}
