//! Predictions of a file without a model: a surrogate is learned and handed over, to be explained by another module.

use js_sys::{Array, Float64Array, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{throw, to_js};
use crate::error::{Code, Error};
use crate::explain::{Fidelity, drawn, surrogate};
use crate::model::{Source, Values};
use crate::predictor::NodeCard;

/// Rows that a surrogate is learned from, at most.
const LEARNED_ROWS: usize = 20_000;

/// How well a surrogate says what the predictions say, and the tree of few splits beside it.
#[derive(Serialize)]
struct FidelityCard {
    learned: u64,
    boosted: Faithful,
    readable: Faithful,
    tree: Vec<NodeCard>,
}

#[derive(Serialize)]
struct Faithful {
    rows: u64,
    r_squared: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    worst: f64,
}

impl Faithful {
    fn of(one: &Fidelity) -> Faithful {
        Faithful {
            rows: one.rows as u64,
            r_squared: one.r_squared,
            low: one.interval.map(|i| i.lower),
            high: one.interval.map(|i| i.upper),
            worst: one.worst,
        }
    }
}

/// One of [`super::ModelFile::table_columns`].
fn source(name: String, column: &Array) -> Source {
    let values = match column.length() {
        3 => Values::Levels {
            names: Array::from(&column.get(2))
                .iter()
                .map(|level| level.as_string().unwrap_or_default())
                .collect(),
            codes: Uint32Array::new(&column.get(1)).to_vec(),
        },
        _ => Values::Numbers(Float64Array::new(&column.get(1)).to_vec()),
    };
    Source { name, values }
}

/// Learns a surrogate from the predictions in one of the columns of [`super::ModelFile::table_columns`]; of many rows a
/// sample is learned from. Answers `[model, columns, fidelity]`: what [`super::Explanation`] takes as model and rows, and
/// how faithful it is.
#[wasm_bindgen(js_name = learnSurrogate)]
pub fn learn_surrogate(
    columns: &Array,
    predictions: &str,
    left_out: Vec<String>,
    seed: u32,
) -> Result<Array, JsValue> {
    let mut sources = Vec::new();
    let mut said = Vec::new();
    for column in columns.iter() {
        let column: Array = column.into();
        let name = column.get(0).as_string().unwrap_or_default();
        if name == predictions {
            said = Float64Array::new(&column.get(1)).to_vec();
        } else if !left_out.contains(&name) {
            sources.push(source(name, &column));
        }
    }
    let seed = u64::from(seed);
    let rows = said.len();
    let mut learned_from = vec![f64::NAN; rows];
    for row in drawn(rows, LEARNED_ROWS, seed) {
        learned_from[row as usize] = said[row as usize];
    }
    let found = surrogate(&sources, &learned_from, seed).ok_or_else(|| {
        throw(&Error::new(
            Code::ModelUnsupported,
            format!("{rows} predictions in \"{predictions}\""),
            "at least 50 rows with a numeric prediction and columns to learn it from",
            "Choose a file with more rows, or add the model's own file.",
        ))
    })?;
    let fidelity = to_js(&FidelityCard {
        learned: found.learned as u64,
        boosted: Faithful::of(&found.fidelity),
        readable: Faithful::of(&found.readable_fidelity),
        tree: found.readable.tree_card(0),
    })?;
    let frame = found.frame.columns.iter();
    let frame: Array = frame.map(|c| Float64Array::from(c.as_slice())).collect();
    let model = Uint8Array::from(found.boosted.to_bytes().as_slice());
    Ok(Array::of3(&model, &frame, &fidelity))
}
