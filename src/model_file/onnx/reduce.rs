//! What is made of all columns of a row: sums, products, norms; means of tables that lie on each other.

use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Cell, Value, Walk};
use crate::error::Result;
use crate::predictor::{Combination, Norm, Operation, Step};

/// `ReduceSum` and its like along the columns; `None` for another operator.
pub(super) fn along_columns(
    walk: &mut Walk,
    node: &NodeProto,
    value: &Value,
) -> Result<Option<Value>> {
    let (level, wires) = walk.numbers(node, value)?;
    let count = wires.len();
    walk.bounded(node, count)?;
    let sum = |walk: &mut Walk, before: Option<Operation>, weight: f64| {
        let wires: Vec<usize> = match before {
            Some(before) => wires
                .iter()
                .map(|wire| walk.map(level, *wire, vec![before]))
                .collect(),
            None => wires.clone(),
        };
        walk.step(
            level,
            super::elementwise::weighted(wires, vec![weight; count]),
        )
    };
    let combined = |walk: &mut Walk, how: Combination| {
        let wires = wires.clone();
        walk.step(level, Step::Combine { wires, how })
    };
    let wire = match node.operator.as_str() {
        "ReduceSum" => sum(walk, None, 1.0),
        "ReduceMean" => sum(walk, None, 1.0 / count.max(1) as f64),
        "ReduceL1" => sum(walk, Some(Operation::Abs), 1.0),
        "ReduceSumSquare" => sum(walk, Some(Operation::Square), 1.0),
        "ReduceL2" => {
            let wire = sum(walk, Some(Operation::Square), 1.0);
            walk.map(level, wire, vec![Operation::Sqrt])
        }
        "ReduceMax" => combined(walk, Combination::Most),
        "ReduceMin" => combined(walk, Combination::Least),
        "ReduceLogSumExp" => combined(walk, Combination::LogSumExp),
        "ReduceProd" => {
            let products = vec![(0..count as u32).collect()];
            let wires = wires.clone();
            walk.step(level, Step::Polynomial { wires, products })
        }
        _ => return Ok(None),
    };
    let wire = walk.map(level, wire, vec![Operation::ToF32]);
    Ok(Some(Value::Columns {
        level,
        cells: vec![Cell::Wire(wire)],
    }))
}

/// The sum or mean of tables that were put on each other.
pub(super) fn along_tables(walk: &mut Walk, node: &NodeProto, tables: &[Value]) -> Result<Value> {
    let weight = match node.operator.as_str() {
        "ReduceMean" => 1.0 / tables.len().max(1) as f64,
        "ReduceSum" => 1.0,
        _ => return Err(refused(node, "along rows")),
    };
    let (level, tables, width) = walk.beside(node, tables)?;
    let mut cells = Vec::with_capacity(width);
    for column in 0..width {
        let wires: Vec<usize> = tables
            .iter()
            .map(|table| table.wire(walk, level, column))
            .collect();
        let weights = vec![weight; wires.len()];
        let wire = walk.step(level, super::elementwise::weighted(wires, weights));
        cells.push(Cell::Wire(walk.map(level, wire, vec![Operation::ToF32])));
    }
    Ok(Value::Columns { level, cells })
}

/// `LpNormalization` along the columns.
pub(super) fn normalized(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let norm = match (node.whole("axis"), node.whole("p")) {
        (Some(1) | None | Some(-1), Some(1)) => Norm::L1,
        (Some(1) | None | Some(-1), Some(2) | None) => Norm::L2,
        _ => return Err(refused(node, "along rows, or of another power")),
    };
    divided_by_norm(walk, node, &value, norm)
}

/// Each row divided by its norm.
pub(super) fn divided_by_norm(
    walk: &mut Walk,
    node: &NodeProto,
    value: &Value,
    norm: Norm,
) -> Result<Value> {
    let (level, wires) = walk.numbers(node, value)?;
    walk.bounded(node, wires.len())?;
    let count = wires.len();
    let first = walk.step(level, Step::Normalize { wires, norm });
    let cells = (first..first + count)
        .map(|wire| Cell::Wire(walk.map(level, wire, vec![Operation::ToF32])))
        .collect();
    Ok(Value::Columns { level, cells })
}

/// Each row divided by its largest number, as onnxruntime does it (the standard's text says: by the largest size).
pub(super) fn divided_by_largest(
    walk: &mut Walk,
    node: &NodeProto,
    value: &Value,
) -> Result<Value> {
    let (level, wires) = walk.numbers(node, value)?;
    walk.bounded(node, wires.len())?;
    let most = walk.step(
        level,
        Step::Combine {
            wires: wires.clone(),
            how: Combination::Most,
        },
    );
    let by = walk.map(
        level,
        most,
        vec![Operation::Replace(0.0, 1.0), Operation::Reciprocal],
    );
    let mut cells = Vec::with_capacity(wires.len());
    for wire in wires {
        let product = Step::Polynomial {
            wires: vec![wire, by],
            products: vec![vec![0, 1]],
        };
        let wire = walk.step(level, product);
        cells.push(Cell::Wire(walk.map(level, wire, vec![Operation::ToF32])));
    }
    Ok(Value::Columns { level, cells })
}
