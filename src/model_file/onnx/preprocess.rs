//! Scalers, imputers and their like of `ai.onnx.ml`.

use super::proto::NodeProto;
use super::walk::{Cell, Value, Walk};
use super::{operator as refused, reduce};
use crate::error::Result;
use crate::predictor::{Norm, Operation};

/// One number for each column, where the list has one or one for all.
fn at(list: &[f64], place: usize) -> Option<f64> {
    if list.len() == 1 {
        list.first().copied()
    } else {
        list.get(place).copied()
    }
}

fn map_each(
    walk: &mut Walk,
    node: &NodeProto,
    operations: impl Fn(usize) -> Option<Vec<Operation>>,
) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let (level, wires) = walk.numbers(node, &value)?;
    walk.bounded(node, wires.len())?;
    let mut cells = Vec::with_capacity(wires.len());
    for (place, wire) in wires.into_iter().enumerate() {
        let operations =
            operations(place).ok_or_else(|| refused(node, "with another number of columns"))?;
        cells.push(Cell::Wire(walk.map(level, wire, operations)));
    }
    Ok(Value::Columns { level, cells })
}

/// `(x - offset) · scale` in 32 bits.
pub(super) fn scaler(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let (offsets, scales) = (node.floats("offset"), node.floats("scale"));
    map_each(walk, node, |place| {
        Some(vec![
            Operation::ToF32,
            Operation::Subtract(at(&offsets, place)?),
            Operation::ToF32,
            Operation::Multiply(at(&scales, place)?),
            Operation::ToF32,
        ])
    })
}

/// Something in place of missing values.
pub(super) fn imputer(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let whole = node.whole("replaced_value_int64");
    let stands_for_missing = node
        .float("replaced_value_float")
        .or(whole.map(|whole| whole as f64))
        .filter(|replaced| !replaced.is_nan());
    let mut fills = node.floats("imputed_value_floats");
    if fills.is_empty() {
        let wholes = node.wholes("imputed_value_int64s");
        fills = wholes.iter().map(|whole| *whole as f64).collect();
    }
    map_each(walk, node, |place| {
        let fill = at(&fills, place)?;
        Some(vec![match stands_for_missing {
            Some(replaced) => Operation::Replace(replaced, fill),
            None => Operation::FillMissing(fill),
        }])
    })
}

/// 1 above a threshold.
pub(super) fn binarizer(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let threshold = node.float("threshold").unwrap_or(0.0);
    map_each(walk, node, |_| {
        Some(vec![Operation::ToF32, Operation::Above(threshold)])
    })
}

/// Each row divided by its norm.
pub(super) fn normalizer(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let norm = match node.text("norm") {
        "L1" => Norm::L1,
        "L2" => Norm::L2,
        _ => return reduce::divided_by_largest(walk, node, &value),
    };
    if let (Value::Response(answer), Norm::L1) = (&value, norm)
        && super::scores::normalized(walk, *answer)
    {
        return Ok(value);
    }
    reduce::divided_by_norm(walk, node, &value, norm)
}
