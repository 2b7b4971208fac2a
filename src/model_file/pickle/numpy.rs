//! Arrays, scalars and element types of numpy, and the arrays that joblib writes between the opcodes.

use super::super::objects::{Array, Data, Dtype, Field, Graph, Id, Object};
use super::super::refusal::damaged;
use super::machine::Machine;
use crate::error::Result;

/// `numpy._core.numeric._frombuffer` and `numpy._core.multiarray.scalar`; `None` for other calls.
pub(super) fn call(machine: &mut Machine<'_>, class: &str, ids: &[Id]) -> Result<Option<Object>> {
    let (shape, fortran, dtype, bytes) = match (class, ids) {
        ("numpy._core.numeric._frombuffer", [bytes, dtype, shape, order, ..]) => {
            let fortran = machine.graph.node(*order).text().as_deref() == Some("F");
            (shape_of(&machine.graph, *shape), fortran, *dtype, *bytes)
        }
        ("numpy._core.multiarray.scalar", [dtype, bytes]) => {
            (Some(Vec::new()), false, *dtype, *bytes)
        }
        _ => return Ok(None),
    };
    let (Some(shape), Some(dtype), Some(bytes)) = (
        shape,
        dtype_of(&machine.graph, dtype, 0),
        machine.graph.node(bytes).bytes(),
    ) else {
        return Ok(None);
    };
    let bytes = bytes.to_vec();
    machine.charge(bytes.len())?;
    let array = Array::new(shape, fortran, dtype, Data::Raw(bytes))
        .ok_or_else(|| wrong_size(machine.at))?;
    Ok(Some(Object::Array(Box::new(array))))
}

/// The array that `top` becomes when it gets `state`; `None` where it is no array.
pub(super) fn build(
    machine: &mut Machine<'_>,
    top: Id,
    state: Id,
    start: usize,
) -> Result<Option<Object>> {
    let class = machine.graph.node(top).class().to_owned();
    let array = match class.as_str() {
        "numpy._core.multiarray._reconstruct" => {
            let Object::Tuple(parts) = machine.graph.get(state) else {
                return Err(machine.broken(start, "state of an array"));
            };
            let [_, shape, dtype, fortran, data] = parts[..] else {
                return Err(machine.broken(start, "state of an array"));
            };
            let graph = &machine.graph;
            let fortran = graph.node(fortran).flag().unwrap_or(false);
            let (Some(shape), Some(dtype)) = (shape_of(graph, shape), dtype_of(graph, dtype, 0))
            else {
                return Ok(None);
            };
            let data = match graph.get(data) {
                Object::Bytes(bytes) => Data::Raw(bytes.clone()),
                Object::List(ids) => Data::Objects(ids.clone()),
                _ => return Err(machine.broken(start, "state of an array")),
            };
            machine.charge(match &data {
                Data::Raw(raw) => raw.len(),
                Data::Objects(ids) => 4 * ids.len(),
            })?;
            Array::new(shape, fortran, dtype, data)
        }
        "joblib.numpy_pickle.NumpyArrayWrapper" => return inline(machine, state, start).map(Some),
        "joblib.numpy_pickle.NDArrayWrapper" | "joblib.numpy_pickle.ZNDArrayWrapper" => {
            return Err(damaged(
                format!("an array kept in a file beside this one, at byte {start}"),
                "one file, as joblib 0.10 and later write it",
            ));
        }
        _ => return Ok(None),
    };
    let array = array.ok_or_else(|| wrong_size(start))?;
    Ok(Some(Object::Array(Box::new(array))))
}

/// An array whose bytes follow the opcode.
fn inline(machine: &mut Machine<'_>, state: Id, start: usize) -> Result<Object> {
    let node = machine.graph.node(state);
    let shape = node
        .key("shape")
        .and_then(|shape| shape_of(&machine.graph, shape.id()));
    let dtype = node
        .key("dtype")
        .and_then(|dtype| dtype_of(&machine.graph, dtype.id(), 0));
    let fortran = node.key("order").and_then(|order| order.text()).as_deref() == Some("F");
    let aligned = node
        .key("numpy_array_alignment_bytes")
        .is_some_and(|bytes| !bytes.is_none());
    let (Some(shape), Some(dtype)) = (shape, dtype) else {
        return Err(machine.broken(start, "array"));
    };
    machine.inline_arrays = true;
    if dtype == Dtype::Object {
        let root = machine.nested()?;
        return match machine.graph.get(root) {
            Object::Array(array) => {
                let array = array.clone();
                machine.charge(4 * array.len())?;
                Ok(Object::Array(array))
            }
            _ => Err(machine.broken(start, "array of objects")),
        };
    }
    if aligned {
        let padding = machine.take(1)?[0];
        machine.take(usize::from(padding))?;
    }
    let bytes = shape
        .iter()
        .try_fold(dtype.size(), |bytes, length| bytes.checked_mul(*length))
        .ok_or_else(|| wrong_size(start))?;
    let raw = machine.take(bytes)?.to_vec();
    let array =
        Array::new(shape, fortran, dtype, Data::Raw(raw)).ok_or_else(|| wrong_size(start))?;
    Ok(Object::Array(Box::new(array)))
}

fn wrong_size(at: usize) -> crate::error::Error {
    damaged(
        format!("an array whose bytes do not fit its shape and type, near byte {at}"),
        "as many bytes as shape and type say",
    )
}

fn shape_of(graph: &Graph, id: Id) -> Option<Vec<usize>> {
    let node = graph.node(id);
    if let Some(length) = node.whole() {
        return Some(vec![usize::try_from(length).ok()?]);
    }
    let elements = node.elements()?;
    if elements.len() > 32 {
        return None;
    }
    elements
        .iter()
        .map(|length| usize::try_from(length.whole()?).ok())
        .collect()
}

/// The element type that a recorded call of `numpy.dtype` describes.
fn dtype_of(graph: &Graph, id: Id, depth: usize) -> Option<Dtype> {
    let node = graph.node(id);
    if depth > 4 || node.class() != "numpy.dtype" {
        return None;
    }
    let text = node.argument(0)?.text()?;
    let Some(state) = node.state().and_then(|state| state.elements()) else {
        return Dtype::parse(&text);
    };
    let big = state.get(1)?.text().as_deref() == Some(">");
    let names = state.get(3).filter(|names| !names.is_none());
    if let Some(names) = names {
        let fields = state.get(4)?;
        let mut record = Vec::new();
        for name in names.elements()?.iter().take(256) {
            let name = name.text()?;
            let field = fields.key(&name)?.elements()?;
            record.push(Field {
                dtype: dtype_of(graph, field.first()?.id(), depth + 1)?,
                offset: usize::try_from(field.get(1)?.whole()?).ok()?,
                name,
            });
        }
        let bytes = usize::try_from(state.get(5)?.whole()?).ok()?;
        return Some(Dtype::Record {
            fields: record,
            bytes,
        });
    }
    Some(Dtype::parse(&text)?.with_order(big))
}
