//! Why a model decides as it does: a model handed over as bytes, rows as columns of numbers, views as plain objects.

use js_sys::{Array, Float32Array, Float64Array, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{throw, to_js};
use crate::error::{Code, Error};
use crate::explain::{
    Against, Choice, OutputUnit, Players, ReasonWording, Session, Unknowns, output_names, taken,
};
use crate::predictor::{Frame, InputKind, Model};

/// What an object holds under a name. Read field by field: a reader of JSON would be a tenth of this module.
fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn number(of: &JsValue, name: &str) -> Option<f64> {
    field(of, name).as_f64().filter(|x| *x >= 0.0)
}

fn texts(value: &JsValue) -> Vec<String> {
    match Array::is_array(value) {
        true => Array::from(value)
            .iter()
            .filter_map(|text| text.as_string())
            .collect(),
        false => Vec::new(),
    }
}

/// Columns that are one player: a list of `[name, columns]`.
fn groups(value: &JsValue) -> Vec<(String, Vec<String>)> {
    if !Array::is_array(value) {
        return Vec::new();
    }
    let of_group = |group: JsValue| {
        let group = Array::from(&group);
        Some((group.get(0).as_string()?, texts(&group.get(1))))
    };
    Array::from(value).iter().filter_map(of_group).collect()
}

/// Sentences by column.
fn sentences(value: &JsValue) -> Vec<(String, String)> {
    let Some(object) = js_sys::Object::try_from(value) else {
        return Vec::new();
    };
    let pair = |pair: JsValue| {
        let pair = Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    js_sys::Object::entries(object)
        .iter()
        .filter_map(pair)
        .collect()
}

/// What is explained.
#[derive(Serialize)]
struct Card<'a> {
    players: &'a [String],
    inputs: Vec<InputCard<'a>>,
    outputs: Vec<String>,
    unit: &'static str,
    exact: bool,
    recounted: bool,
    background: usize,
    /// Whether this module has every picture, and every kind of model.
    whole: bool,
}

#[derive(Serialize)]
struct InputCard<'a> {
    name: &'a str,
    player: u32,
    number: bool,
}

/// A model and the files that it explains.
#[wasm_bindgen]
pub struct Explanation {
    pub(super) session: Session,
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
    let against = match field(value, "high").is_truthy() {
        true => Against::High,
        false => Against::Low,
    };
    let wording = field(value, "wording");
    Ok((
        against,
        ReasonWording {
            lowers: sentences(&field(&wording, "lowers")),
            raises: sentences(&field(&wording, "raises")),
        },
    ))
}

#[wasm_bindgen]
impl Explanation {
    /// Makes a model of [`super::ModelFile::hand_over`] ready; `known` are the rows that "nothing is known" is drawn from.
    /// Where `asked.keep` is true they wait for [`Explanation::give_known`]. Of `asked.parts` parts of the trees `asked.part` is
    /// explained here, and [`Explanation::add`] takes what the others say.
    #[wasm_bindgen(constructor)]
    pub fn new(
        model: &[u8],
        known: &Array,
        rows: usize,
        asked: &JsValue,
    ) -> Result<Explanation, JsValue> {
        let columns = texts(&field(asked, "columns"));
        let default = Choice::default();
        let count =
            |name: &str, default: usize| number(asked, name).map_or(default, |x| x as usize);
        #[cfg(feature = "further")]
        let model = Model::from_bytes(model);
        #[cfg(not(feature = "further"))]
        let model = Model::trees_from_bytes(model);
        let model = model.map_err(|e| throw(&e))?;
        let players = if columns.len() == model.inputs.len() {
            let names: Vec<&str> = columns.iter().map(String::as_str).collect();
            Players::columns(&names, &groups(&field(asked, "groups")))
        } else {
            Players::inputs(&model)
        };
        let choice = Choice {
            unknowns: match field(asked, "covers").is_truthy() {
                true => Unknowns::Covers,
                false => Unknowns::Background,
            },
            background_rows: count("backgroundRows", default.background_rows),
            seed: count("seed", 0) as u64,
            table_bytes: count("tableBytes", default.table_bytes),
            ..default
        };
        let known = frame(known, rows);
        let part = (count("part", 0), count("parts", 1));
        let session = match field(asked, "keep").is_truthy() {
            true => Session::of_side(model, players, known, choice),
            false => Session::new(model, players, &known, choice),
        };
        let mut session = session.map_err(|e| throw(&e))?;
        if part.1 > 1 {
            session.explainer.take_part(part.0, part.1);
        }
        Ok(Explanation { session })
    }

    /// What is explained: players, inputs, outputs, unit, how exact.
    pub fn card(&self) -> Result<JsValue, JsValue> {
        let explainer = &self.session.explainer;
        let model = explainer.model();
        let inputs = model.inputs.iter().zip(explainer.players().of_input());
        let inputs = inputs.map(|(input, player)| InputCard {
            name: &input.name,
            player: *player,
            number: input.kind == InputKind::Number,
        });
        to_js(&Card {
            players: explainer.players().names(),
            inputs: inputs.collect(),
            outputs: output_names(model, self.session.outputs()),
            unit: OutputUnit::of(model, explainer.space()).words(),
            exact: explainer.exact(),
            recounted: explainer.recounted(),
            background: explainer.background_rows(),
            whole: cfg!(feature = "further"),
        })
    }

    /// Gives the rows of a file: 0 is the reference, 1 the current one. `places` are the rows that are explained, where not
    /// all are.
    pub fn give(
        &mut self,
        side: usize,
        columns: &Array,
        rows: usize,
        places: Option<Vec<u32>>,
    ) -> Result<(), JsValue> {
        self.given(side, frame(columns, rows), places)
    }

    /// Gives the rows that the background was drawn from as those of a file, as [`Explanation::give`].
    #[wasm_bindgen(js_name = giveKnown)]
    pub fn give_known(&mut self, side: usize, places: Option<Vec<u32>>) -> Result<(), JsValue> {
        let rows = self.session.known_rows();
        let places = places.map(|mut places| {
            places.retain(|row| (*row as usize) < rows);
            places
        });
        let given = self.session.give_known(side, places.as_deref());
        given.map_err(|e| throw(&e))
    }

    /// Makes what many rows of a file are looked up in, before the first of them is explained.
    pub fn prepare(&mut self, side: usize) -> Result<(), JsValue> {
        self.session.prepare(side).map_err(|e| throw(&e))
    }

    /// Explains the next rows; answers how far it is.
    pub fn step(&mut self, side: usize, rows: usize) -> Result<usize, JsValue> {
        self.session.step(side, rows).map_err(|e| throw(&e))
    }

    /// What the own part of the trees adds in rows of a file, in the order of explanation.
    pub fn part(&mut self, side: usize, from: usize, rows: usize) -> Result<Float32Array, JsValue> {
        let found = self.session.part(side, from, rows);
        Ok(Float32Array::from(found.map_err(|e| throw(&e))?.as_slice()))
    }

    /// Adds what the other part of the trees adds in the rows of the earliest step that waits for it; answers how far it is.
    pub fn add(&mut self, side: usize, theirs: &[f32]) -> Result<usize, JsValue> {
        self.session.add(side, theirs).map_err(|e| throw(&e))
    }

    /// Looks at so many further rows for the error from the background; answers how many are left.
    #[wasm_bindgen(js_name = lookForError)]
    pub fn look_for_error(&mut self, side: usize, rows: usize) -> Result<usize, JsValue> {
        let left = self.session.look_for_error(side, rows);
        left.map_err(|e| throw(&e))
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

    /// One row, by its place in the file from 0 on; without what [`Explanation::beside`] of the other says where that has part
    /// of the trees.
    pub fn row(
        &self,
        side: usize,
        row: u32,
        output: usize,
        reasons: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (against, wording) = told(reasons)?;
        let own = self.side(side)?;
        let at = own.place_of(row);
        let view = at.and_then(|at| self.session.row_view(own, at, output, against, &wording));
        match view {
            Some(view) => to_js(&view),
            None => Err(throw(&call(
                format!("row {}", row + 1),
                "a row with a score, of those that are looked at",
            ))),
        }
    }

    /// What [`Explanation::row`] of the other that has part of the trees leaves to this one: a block, or `null`.
    pub fn beside(&self, side: usize, row: u32, output: usize) -> Result<JsValue, JsValue> {
        let own = self.side(side)?;
        let at = own.place_of(row);
        to_js(&at.and_then(|at| self.session.beside(own, at, output)))
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

    fn given(
        &mut self,
        side: usize,
        frame: Frame,
        places: Option<Vec<u32>>,
    ) -> Result<(), JsValue> {
        let given = match places {
            None => self.session.give(side, frame),
            Some(mut places) => {
                places.retain(|row| (*row as usize) < frame.rows);
                let columns: Vec<&[f64]> = frame.columns.iter().map(Vec::as_slice).collect();
                let chosen = Frame {
                    rows: places.len(),
                    columns: taken(&columns, &places),
                };
                self.session.give_chosen(side, chosen, &places)
            }
        };
        given.map_err(|e| throw(&e))
    }

    pub(super) fn side(&self, side: usize) -> Result<&crate::explain::Side, JsValue> {
        self.session.side(side).map_err(|e| throw(&e))
    }

    pub(super) fn known_input(&self, input: usize) -> Result<(), JsValue> {
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
