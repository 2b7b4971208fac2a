//! Operators that work number by number.

use super::proto::{NodeProto, Tensor, element};
use super::walk::{Cell, Value, Walk};
use super::{bayes, compare, network, operator as refused, scores};
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
        // Whether it is not 0.
        Some(element::BOOL) => {
            let asked = [Operation::Equals(0.0), Operation::Equals(0.0)];
            return each(walk, *level, cells, node, &asked);
        }
        // Whole numbers: towards zero.
        _ => Operation::Truncate,
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
pub(super) fn unary(node: &NodeProto) -> Option<Vec<Operation>> {
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
        "Not" => vec![Operation::Equals(0.0)],
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
    if let Some(answer) = network::exponential(walk, node, &left)? {
        return Ok(answer);
    }
    if let (Value::Nearest(_), "Sqrt") = (&left, node.operator.as_str()) {
        // The order of distances is that of their squares.
        return Ok(left);
    }
    if node.operator != "Clip" {
        let all = (0..node.inputs.len()).map(|index| walk.read(node, index));
        let all: Vec<Value> = all.collect::<Result<_>>()?;
        if let Some(constant) = compare::of_constants(node, &all) {
            return Ok(constant);
        }
        let plain = all.len() == 2 && all.iter().any(|value| matches!(value, Value::Constant(_)));
        let zero = |value: &Value| matches!(value, Value::Constant(c) if c.numbers == [0.0]);
        let relu = node.operator == "Max" && plain && all.iter().any(zero);
        let compared = plain && compare::with_number(&node.operator, 0.0, false).is_some();
        if !compared
            && !relu
            && let Some(value) = compare::of_tables(walk, node, &all)?
        {
            return Ok(value);
        }
    }
    if node.operator == "Sum" && node.inputs.len() == 1 {
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
            ("Div", true) => vec![Operation::Reciprocal, Operation::Multiply(c)],
            ("Max", _) if c == 0.0 => vec![Operation::Relu],
            (operator, first) => match compare::with_number(operator, c, first) {
                Some(compared) => compared,
                None => return Err(refused(node, "with a constant")),
            },
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
    let (level, tables, width) = walk.beside(node, &[left.clone(), right.clone()])?;
    let mut cells = Vec::with_capacity(width);
    for column in 0..width {
        let (a, b) = (
            tables[0].wire(walk, level, column),
            tables[1].wire(walk, level, column),
        );
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
    let values = (0..node.inputs.len()).map(|index| walk.read(node, index));
    let values: Vec<Value> = values.collect::<Result<_>>()?;
    let (level, tables, width) = walk.beside(node, &values)?;
    let cells = (0..width)
        .map(|column| {
            let wires: Vec<usize> = tables
                .iter()
                .map(|table| table.wire(walk, level, column))
                .collect();
            let weights = vec![1.0; wires.len()];
            let wire = walk.step(level, weighted(wires, weights));
            Cell::Wire(walk.map(level, wire, vec![Operation::ToF32]))
        })
        .collect();
    Ok(Value::Columns { level, cells })
}
