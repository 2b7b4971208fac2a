//! Encoders of `ai.onnx.ml`.

use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Cell, Value, Walk};
use crate::error::Result;
use crate::predictor::Step;

/// Keys that are looked up: texts or numbers.
enum Keys<'a> {
    Texts(&'a [String]),
    Numbers(Vec<f64>),
}

impl Keys<'_> {
    fn len(&self) -> usize {
        match self {
            Keys::Texts(texts) => texts.len(),
            Keys::Numbers(numbers) => numbers.len(),
        }
    }
}

/// The wire of codes of a cell and, for each code, the place of its key.
fn codes(
    walk: &mut Walk,
    node: &NodeProto,
    level: usize,
    cell: Cell,
    keys: &Keys<'_>,
) -> Result<(usize, Vec<Option<usize>>)> {
    match (cell, keys) {
        (Cell::Text(place), Keys::Texts(texts)) => {
            let codes = walk.text_codes(place, texts);
            let mut keys = vec![None; codes.iter().max().map_or(0, |most| most + 1)];
            for (key, code) in codes.into_iter().enumerate() {
                // Of equal keys the first counts.
                keys[code].get_or_insert(key);
            }
            Ok((place, keys))
        }
        (Cell::Wire(wire), Keys::Numbers(numbers))
            if walk.is_bins(level, wire) && in_order(numbers) =>
        {
            Ok((wire, (0..numbers.len()).map(Some).collect()))
        }
        (Cell::Wire(wire), Keys::Numbers(numbers)) => {
            let code = walk.step(
                level,
                Step::Match {
                    wire,
                    values: numbers.clone(),
                },
            );
            Ok((code, (0..numbers.len()).map(Some).collect()))
        }
        _ => Err(refused(node, "of texts on numbers, or of numbers on texts")),
    }
}

fn in_order(numbers: &[f64]) -> bool {
    let mut places = numbers.iter().enumerate();
    places.all(|(place, number)| *number == place as f64)
}

/// Where missing cells go: onnxruntime gets them as the text `nan`.
fn missing_key(keys: &Keys<'_>) -> Option<usize> {
    match keys {
        Keys::Texts(texts) => texts.iter().position(|text| text == "nan"),
        Keys::Numbers(numbers) => numbers.iter().position(|number| number.is_nan()),
    }
}

/// `OneHotEncoder`.
pub(super) fn one_hot(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let (level, cells) = walk.columns(node, &value)?;
    let texts = node.texts("cats_strings");
    let keys = if texts.is_empty() {
        Keys::Numbers(
            node.wholes("cats_int64s")
                .iter()
                .map(|whole| *whole as f64)
                .collect(),
        )
    } else {
        Keys::Texts(texts)
    };
    let outputs = keys.len();
    walk.bounded(node, outputs.saturating_mul(cells.len()))?;
    let mut made = Vec::new();
    for cell in cells {
        let (wire, keys_of) = codes(walk, node, level, cell, &keys)?;
        let first = walk.step(
            level,
            Step::OneHot {
                wire,
                output_of: keys_of
                    .iter()
                    .map(|key| key.map_or(Step::NONE, |key| key as u32))
                    .collect(),
                outputs,
                unknown: Step::NONE,
                missing: missing_key(&keys).map_or(Step::NONE, |key| key as u32),
            },
        );
        made.extend((first..first + outputs).map(Cell::Wire));
    }
    Ok(Value::Columns { level, cells: made })
}

/// `LabelEncoder`: to numbers for features, to names for labels.
pub(super) fn label(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let of_tensor = |name: &str| node.tensor(name).map(|tensor| tensor.numbers.clone());
    let key_texts = node.texts("keys_strings");
    let keys = if key_texts.is_empty() {
        let wholes = node
            .wholes("keys_int64s")
            .iter()
            .map(|whole| *whole as f64)
            .collect::<Vec<f64>>();
        let floats = node.floats("keys_floats");
        let numbers =
            of_tensor("keys_tensor").unwrap_or(if wholes.is_empty() { floats } else { wholes });
        Keys::Numbers(numbers)
    } else {
        Keys::Texts(key_texts)
    };
    if let Value::Largest(_) | Value::Labels { .. } = value {
        return names(node, value, &keys);
    }
    let wholes = node
        .wholes("values_int64s")
        .iter()
        .map(|whole| *whole as f64)
        .collect::<Vec<f64>>();
    let floats = node.floats("values_floats");
    let values =
        of_tensor("values_tensor").unwrap_or(if wholes.is_empty() { floats } else { wholes });
    if values.len() != keys.len() || values.is_empty() {
        return Err(refused(node, "of texts"));
    }
    let default = match (
        node.tensor("default_tensor"),
        node.float("default_float"),
        node.whole("default_int64"),
    ) {
        (Some(tensor), _, _) => tensor.numbers.first().copied().unwrap_or(0.0),
        (None, Some(float), _) if !node.floats("values_floats").is_empty() => float,
        (None, _, Some(whole)) if !node.wholes("values_int64s").is_empty() => whole as f64,
        _ if !node.wholes("values_int64s").is_empty() => -1.0,
        _ => 0.0,
    };
    lookup(walk, node, &value, &keys, &values, default)
}

/// Class names in place of class numbers.
fn names(node: &NodeProto, value: Value, keys: &Keys<'_>) -> Result<Value> {
    let texts: Vec<String> = match node.texts("values_strings") {
        [] => node
            .wholes("values_int64s")
            .iter()
            .map(i64::to_string)
            .collect(),
        texts => texts.to_vec(),
    };
    let Keys::Numbers(numbers) = keys else {
        return Err(refused(node, "of labels"));
    };
    let in_order = numbers
        .iter()
        .enumerate()
        .all(|(place, number)| *number == place as f64);
    if !in_order || texts.len() != numbers.len() {
        return Err(refused(node, "of labels out of order"));
    }
    Ok(Value::Labels {
        of: Box::new(match value {
            Value::Labels { of, .. } => *of,
            other => other,
        }),
        classes: texts,
    })
}

fn lookup(
    walk: &mut Walk,
    node: &NodeProto,
    value: &Value,
    keys: &Keys<'_>,
    values: &[f64],
    default: f64,
) -> Result<Value> {
    let (level, cells) = walk.columns(node, value)?;
    walk.bounded(node, cells.len())?;
    walk.spend(cells.len().saturating_mul(2 * keys.len()))?;
    let mut made = Vec::new();
    for cell in cells {
        let (wire, keys_of) = codes(walk, node, level, cell, keys)?;
        made.push(Cell::Wire(
            walk.step(
                level,
                Step::Lookup {
                    wire,
                    values: keys_of
                        .iter()
                        .map(|key| key.map_or(default, |key| values[key]))
                        .collect(),
                    unknown: default,
                    missing: missing_key(keys).map_or(default, |key| values[key]),
                },
            ),
        ));
    }
    Ok(Value::Columns { level, cells: made })
}

/// `CategoryMapper` from texts to whole numbers.
pub(super) fn category(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let values: Vec<f64> = node
        .wholes("cats_int64s")
        .iter()
        .map(|whole| *whole as f64)
        .collect();
    let keys = Keys::Texts(node.texts("cats_strings"));
    if values.len() != keys.len() {
        return Err(refused(node, "whose lists differ in length"));
    }
    let default = node.whole("default_int64").unwrap_or(-1) as f64;
    lookup(walk, node, &value, &keys, &values, default)
}
