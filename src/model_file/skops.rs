//! Reads skops archives into a [`Graph`]: `schema.json` describes, `.npy` files hold the arrays.
//!
//! Source: skops 0.16, skops/io (the node types `ObjectNode`, `DictNode`, `ListNode`, `TupleNode`, `SetNode`, `JsonNode`,
//! `NdArrayNode`, `TypeNode`, `FunctionNode`, `SliceNode`, `PartialNode`, `BytesNode`, and those with `__reduce__`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::container::{Zip, npy};
use super::objects::{Array, Data, Dtype, Graph, Id, Made, Object};
use super::refusal::damaged;
use crate::error::{Error, Result};

/// Whether the archive is one of skops.
pub(super) fn is_skops(zip: &Zip<'_>) -> bool {
    zip.names().any(|name| name == "schema.json")
}

/// Reads the archive.
///
/// # Errors
/// `model.damaged` with the place in the schema.
pub(super) fn read(zip: &Zip<'_>) -> Result<Graph> {
    let schema = zip
        .read("schema.json")?
        .ok_or_else(|| broken("no schema.json", ""))?;
    let schema: Value = serde_json::from_slice(&schema)
        .map_err(|error| broken("a schema.json that is no JSON", &error.to_string()))?;
    let mut reader = Reader {
        zip,
        graph: Graph::default(),
        seen: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    let root = reader.node(&schema)?;
    reader.graph.root = root;
    Ok(reader.graph)
}

struct Reader<'a> {
    zip: &'a Zip<'a>,
    graph: Graph,
    seen: BTreeMap<i64, Id>,
    files: BTreeMap<String, Id>,
}

impl Reader<'_> {
    // The parser of the JSON bounds how deep this goes.
    fn node(&mut self, value: &Value) -> Result<Id> {
        let known = value.get("__id__").and_then(Value::as_i64);
        if let Some(id) = known.and_then(|known| self.seen.get(&known)) {
            return Ok(*id);
        }
        let id = self.fresh(value)?;
        if let Some(known) = known {
            self.seen.insert(known, id);
        }
        Ok(id)
    }

    fn fresh(&mut self, value: &Value) -> Result<Id> {
        let loader = text(value, "__loader__").unwrap_or("");
        let class = format!(
            "{}.{}",
            text(value, "__module__").unwrap_or("?"),
            text(value, "__class__").unwrap_or("?")
        );
        let content = value.get("content");
        let object = match loader {
            "JsonNode" => {
                let json = content.and_then(Value::as_str).unwrap_or("null");
                primitive(json).ok_or_else(|| broken("a value that is no JSON", json))?
            }
            "DictNode" | "DefaultDictNode" | "OrderedDictNode" => {
                Object::Dict(self.pairs(map(content).unwrap_or(&Map::new()))?)
            }
            "ListNode" | "SetNode" => Object::List(self.list(content)?),
            "TupleNode" | "NamedTupleNode" => Object::Tuple(self.list(content)?),
            "TypeNode" | "FunctionNode" => Object::Name(class),
            "SliceNode" => {
                let parts = ["start", "stop", "step"].map(|key| {
                    match content
                        .and_then(|content| content.get(key))
                        .and_then(Value::as_i64)
                    {
                        Some(whole) => self.graph.add(Object::Whole(whole)),
                        None => self.graph.add(Object::None),
                    }
                });
                made("builtins.slice".into(), parts.to_vec(), None)
            }
            "NdArrayNode" => return self.array(value),
            "BytesNode" | "BytearrayNode" => {
                let name = text(value, "file").unwrap_or("");
                let bytes = self
                    .zip
                    .read(name)?
                    .ok_or_else(|| broken("a file that is missing", name))?;
                Object::Bytes(bytes.into_owned())
            }
            "PartialNode" => {
                let function = content.and_then(|content| content.get("func"));
                let function = match function {
                    Some(function) => vec![self.node(function)?],
                    None => Vec::new(),
                };
                made("functools.partial".into(), function, None)
            }
            "ObjectNode" | "TreeNode" | "LossNode" | "ReduceNode" | "SGDNode"
            | "KNeighborsNode" | "QuantileForestNode" | "NeighborsNode" => {
                let arguments = value
                    .get("__reduce__")
                    .and_then(|reduce| reduce.get("args"))
                    .and_then(|args| args.get("content"));
                let arguments = match arguments {
                    Some(list) => self.list(Some(list))?,
                    None => Vec::new(),
                };
                let state = match content {
                    Some(content) if content.is_object() => Some(self.node(content)?),
                    _ => None,
                };
                made(class, arguments, state)
            }
            _ => made(class, Vec::new(), None),
        };
        Ok(self.graph.add(object))
    }

    fn list(&mut self, content: Option<&Value>) -> Result<Vec<Id>> {
        let empty = Vec::new();
        let list = content.and_then(Value::as_array).unwrap_or(&empty);
        list.iter().map(|value| self.node(value)).collect()
    }

    fn pairs(&mut self, map: &Map<String, Value>) -> Result<Vec<(Id, Id)>> {
        let mut pairs = Vec::with_capacity(map.len());
        for (key, value) in map {
            let key = self.graph.add(Object::Text(key.clone()));
            pairs.push((key, self.node(value)?));
        }
        Ok(pairs)
    }

    fn array(&mut self, value: &Value) -> Result<Id> {
        if text(value, "type") == Some("json") {
            let mut elements = self.list(value.get("content"))?;
            let shape = match value.get("shape") {
                Some(shape) => {
                    let shape = self.node(shape)?;
                    self.graph.node(shape).elements().map(|lengths| {
                        lengths
                            .iter()
                            .filter_map(|length| usize::try_from(length.whole()?).ok())
                            .collect()
                    })
                }
                None => None,
            };
            let shape: Vec<usize> = shape.unwrap_or_else(|| vec![elements.len()]);
            // Lists within lists, one level for each axis.
            for _ in 1..shape.len() {
                elements = elements
                    .iter()
                    .flat_map(|id| match self.graph.get(*id) {
                        Object::List(inner) => inner.clone(),
                        _ => vec![*id],
                    })
                    .collect();
            }
            let array = Array::new(shape, false, Dtype::Object, Data::Objects(elements))
                .ok_or_else(|| broken("an array that does not fit its shape", ""))?;
            return Ok(self.graph.add(Object::Array(Box::new(array))));
        }
        let name = text(value, "file").unwrap_or("");
        if let Some(id) = self.files.get(name) {
            return Ok(*id);
        }
        let bytes = self
            .zip
            .read(name)?
            .ok_or_else(|| broken("an array that is missing", name))?;
        let id = self.graph.add(Object::Array(Box::new(npy(&bytes)?)));
        self.files.insert(name.to_owned(), id);
        Ok(id)
    }
}

fn made(class: String, arguments: Vec<Id>, state: Option<Id>) -> Object {
    Object::Made(Box::new(Made {
        class,
        arguments,
        state,
        ..Made::default()
    }))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn map(content: Option<&Value>) -> Option<&Map<String, Value>> {
    content?.as_object()
}

fn primitive(json: &str) -> Option<Object> {
    match json {
        "NaN" => return Some(Object::Number(f64::NAN)),
        "Infinity" => return Some(Object::Number(f64::INFINITY)),
        "-Infinity" => return Some(Object::Number(f64::NEG_INFINITY)),
        _ => {}
    }
    Some(match serde_json::from_str::<Value>(json).ok()? {
        Value::Null => Object::None,
        Value::Bool(flag) => Object::Flag(flag),
        Value::String(text) => Object::Text(text),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Object::Whole(whole),
            None => Object::Number(number.as_f64()?),
        },
        Value::Array(_) | Value::Object(_) => return None,
    })
}

fn broken(what: &str, detail: &str) -> Error {
    let error = damaged(
        format!("a skops archive with {what}"),
        "an archive as skops.io.dump writes it",
    );
    if detail.is_empty() {
        error
    } else {
        error.with_value(detail)
    }
}
