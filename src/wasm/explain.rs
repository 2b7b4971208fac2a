//! Why a model decides as it does: a model handed over as bytes, rows as columns of numbers, views as plain objects.

use js_sys::{Array, Float64Array, Uint8Array, Uint32Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::{from_js, json_to_js, throw, to_js};
use crate::error::{Code, Error};
use crate::explain::{
    Against, Choice, OutputUnit, Players, ReasonWording, Session, Unknowns, drawn, output_names,
    surrogate,
};
use crate::model::{Source, Values};
use crate::predictor::{Frame, InputKind, Model};

/// Rows that a surrogate is learned from, at most.
const LEARNED_ROWS: usize = 20_000;

/// What the page asks for; what is not said has its default.
#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Asked {
    /// The column of each input.
    columns: Vec<String>,
    groups: Vec<(String, Vec<String>)>,
    covers: bool,
    background_rows: usize,
    seed: u32,
    table_bytes: usize,
}

impl Default for Asked {
    fn default() -> Asked {
        let choice = Choice::default();
        Asked {
            columns: Vec::new(),
            groups: Vec::new(),
            covers: false,
            background_rows: choice.background_rows,
            seed: 0,
            table_bytes: choice.table_bytes,
        }
    }
}

/// Reasons: which outputs are bad, and in which words they are told.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    high: bool,
    wording: ReasonWording,
}

/// A model and the files that it explains.
#[wasm_bindgen]
pub struct Explanation {
    session: Session,
    /// How well a surrogate says what the predictions say, and the tree of few splits beside it.
    fidelity: serde_json::Value,
}

fn frame(columns: &Array, rows: usize) -> Frame {
    Frame {
        rows,
        columns: columns
            .iter()
            .map(|column| Float64Array::new(&column).to_vec())
            .collect(),
    }
}

fn told(value: &JsValue) -> Result<(Against, ReasonWording), JsValue> {
    let told: Told = if value.is_object() {
        from_js(value)?
    } else {
        Told::default()
    };
    let against = if told.high {
        Against::High
    } else {
        Against::Low
    };
    Ok((against, told.wording))
}

#[wasm_bindgen]
impl Explanation {
    /// Makes a model of [`super::ModelFile::hand_over`] ready; `known` are the rows that "nothing is known" is drawn from.
    #[wasm_bindgen(constructor)]
    pub fn new(
        model: &[u8],
        known: &Array,
        rows: usize,
        asked: &JsValue,
    ) -> Result<Explanation, JsValue> {
        let asked: Asked = if asked.is_object() {
            from_js(asked)?
        } else {
            Asked::default()
        };
        let model = Model::from_bytes(model).map_err(|e| throw(&e))?;
        let players = if asked.columns.len() == model.inputs.len() {
            let names: Vec<&str> = asked.columns.iter().map(String::as_str).collect();
            Players::columns(&names, &asked.groups)
        } else {
            Players::inputs(&model)
        };
        let choice = Choice {
            unknowns: if asked.covers {
                Unknowns::Covers
            } else {
                Unknowns::Background
            },
            background_rows: asked.background_rows,
            seed: u64::from(asked.seed),
            table_bytes: asked.table_bytes,
            ..Choice::default()
        };
        let session = Session::new(model, players, &frame(known, rows), choice);
        Ok(Explanation {
            session: session.map_err(|e| throw(&e))?,
            fidelity: serde_json::Value::Null,
        })
    }

    /// Learns a surrogate from predictions and makes that ready, with its rows as those of the current file. `columns` are
    /// those of [`super::ModelFile::table_columns`]; of many rows a sample is learned from.
    #[wasm_bindgen(js_name = ofPredictions)]
    pub fn of_predictions(
        columns: &Array,
        predictions: &str,
        left_out: Vec<String>,
        seed: u32,
    ) -> Result<Explanation, JsValue> {
        let mut sources = Vec::new();
        let mut said = Vec::new();
        for column in columns.iter() {
            let column: Array = column.into();
            let name = column.get(0).as_string().unwrap_or_default();
            if name == predictions {
                said = Float64Array::new(&column.get(1)).to_vec();
            } else if !left_out.contains(&name) {
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
                sources.push(Source { name, values });
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
        let told = |one: &crate::explain::Fidelity| {
            serde_json::json!({
                "rows": one.rows,
                "r_squared": one.r_squared,
                "low": one.interval.map(|i| i.lower),
                "high": one.interval.map(|i| i.upper),
                "worst": one.worst,
            })
        };
        let fidelity = serde_json::json!({
            "learned": found.learned,
            "boosted": told(&found.fidelity),
            "readable": told(&found.readable_fidelity),
            "tree": found.readable.tree_card(0),
        });
        let players = Players::inputs(&found.boosted);
        let choice = Choice {
            seed,
            ..Choice::default()
        };
        let session = Session::new(found.boosted, players, &found.frame, choice);
        let mut explanation = Explanation {
            session: session.map_err(|e| throw(&e))?,
            fidelity,
        };
        let given = explanation.session.give(1, found.frame);
        given.map_err(|e| throw(&e))?;
        Ok(explanation)
    }

    /// What is explained: players, inputs, outputs, unit, how exact.
    pub fn card(&self) -> Result<JsValue, JsValue> {
        let explainer = &self.session.explainer;
        let model = explainer.model();
        let inputs: Vec<serde_json::Value> = model
            .inputs
            .iter()
            .zip(explainer.players().of_input())
            .map(|(input, player)| {
                serde_json::json!({"name": input.name, "player": player, "number": input.kind == InputKind::Number})
            })
            .collect();
        let card = serde_json::json!({
            "players": explainer.players().names(),
            "inputs": inputs,
            "outputs": output_names(model, self.session.outputs()),
            "unit": OutputUnit::of(model, explainer.space()).words(),
            "exact": explainer.exact(),
            "recounted": explainer.recounted(),
            "background": explainer.background_rows(),
            "fidelity": self.fidelity,
        });
        json_to_js(&card.to_string())
    }

    /// Gives the rows of a file: 0 is the reference, 1 the current one.
    pub fn give(&mut self, side: usize, columns: &Array, rows: usize) -> Result<(), JsValue> {
        self.session
            .give(side, frame(columns, rows))
            .map_err(|e| throw(&e))
    }

    /// Explains the next rows; answers how far it is.
    pub fn step(&mut self, side: usize, rows: usize) -> Result<usize, JsValue> {
        self.session.step(side, rows).map_err(|e| throw(&e))
    }

    /// How far a file is, and how exact.
    pub fn standing(&self, side: usize) -> Result<JsValue, JsValue> {
        to_js(&self.session.standing(side).map_err(|e| throw(&e))?)
    }

    /// Bars and swarm of an output.
    pub fn overview(&self, side: usize, output: usize) -> Result<JsValue, JsValue> {
        to_js(&self.session.overview(self.side(side)?, output))
    }

    /// A column's contribution along its values.
    pub fn dependence(&self, side: usize, input: usize, output: usize) -> Result<JsValue, JsValue> {
        self.known_input(input)?;
        to_js(&self.session.dependence(self.side(side)?, input, output))
    }

    /// Partial dependence, single rows, accumulated local effects.
    pub fn profile(&self, side: usize, input: usize, output: usize) -> Result<JsValue, JsValue> {
        self.known_input(input)?;
        to_js(&self.session.profile(self.side(side)?, input, output))
    }

    /// What each column adds in rows from the lowest output to the highest, and those rows' ways from the average; `row` is
    /// drawn bold where it is one of those done.
    pub fn rows(&self, side: usize, output: usize, row: Option<u32>) -> Result<JsValue, JsValue> {
        to_js(&self.session.many_rows(self.side(side)?, output, row))
    }

    /// Pairs of columns.
    pub fn interactions(&self, side: usize, output: usize) -> Result<JsValue, JsValue> {
        let found = self.session.interactions(self.side(side)?, output);
        to_js(&found.map_err(|e| throw(&e))?)
    }

    /// Permutation importance.
    pub fn shuffled(&self, side: usize) -> Result<JsValue, JsValue> {
        to_js(&self.session.shuffled(self.side(side)?))
    }

    /// One row, by its place in the file from 0 on.
    pub fn row(
        &self,
        side: usize,
        row: u32,
        output: usize,
        reasons: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (against, wording) = told(reasons)?;
        let own = self.side(side)?;
        let at = own.order.iter().position(|known| *known == row);
        let view = at.and_then(|at| self.session.row_view(own, at, output, against, &wording));
        match view {
            Some(view) => to_js(&view),
            None => Err(throw(&call(
                format!("row {}", row + 1),
                "a row with a score",
            ))),
        }
    }

    /// The reasons of all rows as CSV.
    #[wasm_bindgen(js_name = reasonsCsv)]
    pub fn reasons_csv(
        &self,
        side: usize,
        output: usize,
        reasons: &JsValue,
    ) -> Result<String, JsValue> {
        let (against, wording) = told(reasons)?;
        Ok(self
            .session
            .reasons_csv(self.side(side)?, output, against, &wording))
    }

    /// The current file's contributions beside the reference's.
    pub fn drift(&self, output: usize) -> Result<JsValue, JsValue> {
        to_js(&self.session.drift(self.side(0)?, self.side(1)?, output))
    }

    /// Which columns carry the gap between two groups: 0 the first, 1 the second, anything else neither, by row of the file.
    pub fn gap(&self, side: usize, output: usize, groups: &Uint8Array) -> Result<JsValue, JsValue> {
        let groups: Vec<Option<bool>> = groups
            .to_vec()
            .iter()
            .map(|group| match group {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            })
            .collect();
        to_js(&self.session.gap(self.side(side)?, output, &groups))
    }

    /// Values of one output and player of the rows that are done, in the order of explanation: for measuring and tests.
    pub fn values(
        &self,
        side: usize,
        output: usize,
        player: usize,
    ) -> Result<Float64Array, JsValue> {
        let own = self.side(side)?;
        let column = own.values.values.get(output).and_then(|o| o.get(player));
        let wide: Vec<f64> =
            column.map_or_else(Vec::new, |c| c.iter().map(|v| f64::from(*v)).collect());
        Ok(Float64Array::from(wide.as_slice()))
    }

    fn side(&self, side: usize) -> Result<&crate::explain::Side, JsValue> {
        self.session.side(side).map_err(|e| throw(&e))
    }

    fn known_input(&self, input: usize) -> Result<(), JsValue> {
        match input < self.session.explainer.model().inputs.len() {
            true => Ok(()),
            false => Err(throw(&call(
                format!("input {input}"),
                "an input of the model",
            ))),
        }
    }
}

fn call(found: String, expected: &str) -> Error {
    Error::new(Code::CallInvalid, found, expected, "Choose another one.")
}
