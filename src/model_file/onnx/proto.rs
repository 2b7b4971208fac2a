//! The messages of ONNX that describe tabular models.
//!
//! Source: onnx/onnx.proto of ONNX 1.23 (field numbers).

use super::super::refusal::{damaged, too_large, unsupported};
use super::protobuf::{Message, Payload};
use crate::error::Result;

/// Graphs within graphs.
const DEEPEST: usize = 4;
/// Elements of a tensor of the file.
const MOST_ELEMENTS: usize = 1 << 28;

/// The element types that are told apart.
pub(super) mod element {
    pub(in super::super) const FLOAT: i64 = 1;
    pub(in super::super) const INT32: i64 = 6;
    pub(in super::super) const INT64: i64 = 7;
    pub(in super::super) const STRING: i64 = 8;
    pub(in super::super) const BOOL: i64 = 9;
    pub(in super::super) const DOUBLE: i64 = 11;
}

#[derive(Debug, Default)]
pub(super) struct ModelProto {
    pub(super) ir_version: i64,
    pub(super) producer: String,
    pub(super) producer_version: String,
    /// Domain and version.
    pub(super) opsets: Vec<(String, i64)>,
    pub(super) metadata: Vec<(String, String)>,
    pub(super) graph: GraphProto,
}

#[derive(Clone, Debug, Default)]
pub(super) struct GraphProto {
    pub(super) nodes: Vec<NodeProto>,
    pub(super) initializers: Vec<Tensor>,
    pub(super) inputs: Vec<ValueInfo>,
    pub(super) outputs: Vec<ValueInfo>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ValueInfo {
    pub(super) name: String,
    /// Element type; 0 where it is no tensor.
    pub(super) element: i64,
    /// Lengths; `None` where open.
    pub(super) shape: Vec<Option<i64>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct NodeProto {
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) operator: String,
    pub(super) domain: String,
    pub(super) attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) float: Option<f32>,
    pub(super) whole: Option<i64>,
    pub(super) text: Option<String>,
    pub(super) tensor: Option<Tensor>,
    pub(super) graph: Option<GraphProto>,
    pub(super) floats: Vec<f32>,
    pub(super) wholes: Vec<i64>,
    pub(super) texts: Vec<String>,
}

/// A tensor whose numbers are held as `f64`, which holds every `f32` and every whole number that models use.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) element: i64,
    pub(super) numbers: Vec<f64>,
    pub(super) texts: Vec<String>,
}

pub(super) fn model(bytes: &[u8]) -> Result<ModelProto> {
    let mut model = ModelProto::default();
    let mut message = Message::new(bytes);
    let mut has_graph = false;
    while let Some((field, payload)) = message.next()? {
        match (field, payload) {
            (1, payload) => model.ir_version = payload.whole(),
            (2, payload) => model.producer = payload.text(),
            (3, payload) => model.producer_version = payload.text(),
            (7, Payload::Bytes(inner)) => {
                model.graph = graph(message.inner(inner), 0)?;
                has_graph = true;
            }
            (8, Payload::Bytes(inner)) => {
                let (domain, version) = pair(message.inner(inner))?;
                model.opsets.push((domain.text(), version.whole()));
            }
            (14, Payload::Bytes(inner)) => {
                let (key, value) = pair(message.inner(inner))?;
                model.metadata.push((key.text(), value.text()));
            }
            _ => {}
        }
    }
    if !has_graph {
        return Err(damaged("a file without a graph", "an ONNX model"));
    }
    Ok(model)
}

/// Fields 1 and 2 of a small message.
fn pair(mut message: Message<'_>) -> Result<(Payload<'_>, Payload<'_>)> {
    let mut pair = (Payload::Bytes(&[]), Payload::Varint(0));
    while let Some((field, payload)) = message.next()? {
        match field {
            1 => pair.0 = payload,
            2 => pair.1 = payload,
            _ => {}
        }
    }
    Ok(pair)
}

fn graph(mut message: Message<'_>, depth: usize) -> Result<GraphProto> {
    if depth > DEEPEST {
        return Err(too_large(
            "graphs within graphs",
            format!("at most {DEEPEST} levels"),
        ));
    }
    let mut graph = GraphProto::default();
    while let Some((field, payload)) = message.next()? {
        let Payload::Bytes(inner) = payload else {
            continue;
        };
        let inner = message.inner(inner);
        match field {
            1 => graph.nodes.push(node(inner, depth)?),
            5 => graph.initializers.push(tensor(inner)?),
            11 => graph.inputs.push(value_info(inner)?),
            12 => graph.outputs.push(value_info(inner)?),
            15 => {
                return Err(unsupported(
                    "a sparse initializer",
                    "dense tensors",
                    "Convert the model again without sparse initializers.",
                ));
            }
            _ => {}
        }
    }
    Ok(graph)
}

fn value_info(mut message: Message<'_>) -> Result<ValueInfo> {
    let mut info = ValueInfo::default();
    while let Some((field, payload)) = message.next()? {
        match (field, payload) {
            (1, payload) => info.name = payload.text(),
            (2, Payload::Bytes(kind)) => {
                let mut kind = message.inner(kind);
                while let Some((field, payload)) = kind.next()? {
                    if let (1, Payload::Bytes(tensor)) = (field, payload) {
                        let inner = kind.inner(tensor);
                        tensor_type(inner, &mut info)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(info)
}

fn tensor_type(mut message: Message<'_>, info: &mut ValueInfo) -> Result<()> {
    while let Some((field, payload)) = message.next()? {
        match (field, payload) {
            (1, payload) => info.element = payload.whole(),
            (2, Payload::Bytes(shape)) => {
                let mut shape = message.inner(shape);
                while let Some((field, payload)) = shape.next()? {
                    if let (1, Payload::Bytes(dimension)) = (field, payload) {
                        let mut dimension = shape.inner(dimension);
                        let mut length = None;
                        while let Some((field, payload)) = dimension.next()? {
                            if field == 1 {
                                length = Some(payload.whole());
                            }
                        }
                        info.shape.push(length);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn node(mut message: Message<'_>, depth: usize) -> Result<NodeProto> {
    let mut node = NodeProto::default();
    while let Some((field, payload)) = message.next()? {
        match (field, payload) {
            (1, payload) => node.inputs.push(payload.text()),
            (2, payload) => node.outputs.push(payload.text()),
            (4, payload) => node.operator = payload.text(),
            (5, Payload::Bytes(inner)) => node
                .attributes
                .push(attribute(message.inner(inner), depth)?),
            (7, payload) => node.domain = payload.text(),
            _ => {}
        }
    }
    Ok(node)
}

fn attribute(mut message: Message<'_>, depth: usize) -> Result<Attribute> {
    let mut attribute = Attribute::default();
    while let Some((field, payload)) = message.next()? {
        match (field, payload) {
            (1, payload) => attribute.name = payload.text(),
            (2, Payload::Fixed32(bits)) => attribute.float = Some(f32::from_bits(bits)),
            (3, payload) => attribute.whole = Some(payload.whole()),
            (4, payload) => attribute.text = Some(payload.text()),
            (5, Payload::Bytes(inner)) => attribute.tensor = Some(tensor(message.inner(inner))?),
            (6, Payload::Bytes(inner)) => {
                attribute.graph = Some(graph(message.inner(inner), depth + 1)?);
            }
            (7, payload) => payload.floats(&message, &mut attribute.floats)?,
            (8, payload) => payload.wholes(&message, &mut attribute.wholes)?,
            (9, payload) => attribute.texts.push(payload.text()),
            _ => {}
        }
    }
    Ok(attribute)
}

fn tensor(mut message: Message<'_>) -> Result<Tensor> {
    let mut tensor = Tensor::default();
    let (mut dims, mut floats, mut wholes, mut raw) = (Vec::new(), Vec::new(), Vec::new(), None);
    while let Some((field, payload)) = message.next()? {
        match (field, payload) {
            (1, payload) => payload.wholes(&message, &mut dims)?,
            (2, payload) => tensor.element = payload.whole(),
            (4, payload) => payload.floats(&message, &mut floats)?,
            (5 | 7 | 11, payload) => payload.wholes(&message, &mut wholes)?,
            (6, payload) => tensor.texts.push(payload.text()),
            (8, payload) => tensor.name = payload.text(),
            (9, Payload::Bytes(bytes)) => raw = Some(bytes),
            (10, payload) => payload.doubles(&message, &mut tensor.numbers)?,
            (14, payload) if payload.whole() == 1 => {
                return Err(unsupported(
                    "a tensor kept in a file beside this one",
                    "one file that holds all tensors",
                    "In Python: onnx.save(onnx.load(\"model.onnx\"), \"one.onnx\").",
                ));
            }
            _ => {}
        }
    }
    for length in &dims {
        let length = usize::try_from(*length).map_err(|_| message.broken())?;
        tensor.shape.push(length);
    }
    let count = tensor
        .shape
        .iter()
        .try_fold(1usize, |product, length| product.checked_mul(*length))
        .filter(|count| *count <= MOST_ELEMENTS)
        .ok_or_else(|| message.broken())?;
    tensor.numbers.extend(floats.into_iter().map(f64::from));
    tensor
        .numbers
        .extend(wholes.into_iter().map(|whole| whole as f64));
    if let Some(raw) = raw {
        raw_numbers(&mut tensor, raw)?;
    }
    if count != tensor.numbers.len().max(tensor.texts.len()) {
        return Err(damaged(
            format!(
                "a tensor \"{}\" whose elements do not fit its shape",
                tensor.name
            ),
            "as many elements as the shape says",
        ));
    }
    Ok(tensor)
}

fn raw_numbers(tensor: &mut Tensor, raw: &[u8]) -> Result<()> {
    use super::super::objects::Dtype;
    let kind = match tensor.element {
        element::FLOAT => "f4",
        element::DOUBLE => "f8",
        element::INT32 => "i4",
        element::INT64 => "i8",
        element::BOOL => "b1",
        2 => "u1",
        3 => "i1",
        4 => "u2",
        5 => "i2",
        10 => "f2",
        12 => "u4",
        13 => "u8",
        other => {
            return Err(unsupported(
                format!("a tensor of element type {other}"),
                "numbers of 16, 32 or 64 bits and texts",
                "Convert the model again with float32 tensors.",
            ));
        }
    };
    let dtype = Dtype::parse(kind);
    let numbers = dtype.and_then(|dtype| {
        raw.chunks(dtype.size())
            .map(|bytes| dtype.number(bytes))
            .collect::<Option<Vec<f64>>>()
    });
    tensor.numbers =
        numbers.ok_or_else(|| damaged("a tensor that breaks off", "whole numbers of bytes"))?;
    Ok(())
}
