//! A person's model file: what it is, where its inputs come from, what it says of a file's rows.

use std::collections::BTreeMap;

use js_sys::{Array, Float64Array, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::convert::{from_js, json_to_js, throw};
use super::transfer;
use crate::config::{Condition, Config};
use crate::error::{Code, Error};
use crate::model_file;
use crate::predictor::{Binding, Frame, Model, Predictions, Scorer};
use crate::table::{ColumnData, Finished, ReadOptions, Reader, Table};

/// A model and one table that it scores.
#[wasm_bindgen]
pub struct ModelFile {
    bytes: Vec<u8>,
    model: Option<Model>,
    reader: Option<Reader>,
    table: Option<Table>,
    binding: Option<Binding>,
    said: Option<Predictions>,
}

fn order(call: &str, first: &str) -> Error {
    Error::new(
        Code::CallInvalid,
        format!("`{call}` before `{first}`"),
        format!("`{first}` first"),
        "Make the calls in the documented order.",
    )
}

#[wasm_bindgen]
impl ModelFile {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> ModelFile {
        ModelFile {
            bytes: Vec::new(),
            model: None,
            reader: None,
            table: None,
            binding: None,
            said: None,
        }
    }

    /// The next bytes of the model file.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        if self.bytes.len() + chunk.len() > model_file::MAXIMUM_FILE_BYTES {
            self.bytes = Vec::new();
            return Err(throw(&crate::predictor::limit(
                "a larger file",
                format!("{} bytes", model_file::MAXIMUM_FILE_BYTES),
            )));
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }

    /// Reads the model; answers its card.
    pub fn open(&mut self) -> Result<JsValue, JsValue> {
        let bytes = std::mem::take(&mut self.bytes);
        let model = self
            .model
            .insert(model_file::read(&bytes).map_err(|e| throw(&e))?);
        json_to_js(&serde_json::to_string(&model.card()).unwrap_or_default())
    }

    /// One tree to be walked through.
    pub fn tree(&self, tree: usize) -> Result<JsValue, JsValue> {
        let model = self.model("tree")?;
        json_to_js(&serde_json::to_string(&model.tree_card(tree)).unwrap_or_default())
    }

    /// Starts reading a table of `bytes` bytes, NaN where that is not known, as the session reads it: the same rows are kept.
    #[wasm_bindgen(js_name = beginTable)]
    pub fn begin_table(&mut self, name: &str, bytes: f64, config: &JsValue) -> Result<(), JsValue> {
        let config: Config = if config.is_object() {
            from_js(config)?
        } else {
            Config::default()
        };
        self.table = None;
        self.said = None;
        self.reader = Some(Reader::new(name, known(bytes), ReadOptions::of(&config)));
        Ok(())
    }

    /// Reads the next bytes of the table.
    #[wasm_bindgen(js_name = pushTable)]
    pub fn push_table(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        let reader = self.reader.as_mut();
        let reader = reader.ok_or_else(|| throw(&order("pushTable", "beginTable")))?;
        reader.push(chunk).map_err(|e| throw(&e))
    }

    /// Ends the table; false where the same bytes are wanted once more.
    #[wasm_bindgen(js_name = finishTable)]
    pub fn finish_table(&mut self, name: &str, bytes: f64) -> Result<bool, JsValue> {
        let reader = self.reader.take();
        let reader = reader.ok_or_else(|| throw(&order("finishTable", "beginTable")))?;
        match reader.finish().map_err(|e| throw(&e))? {
            Finished::Table(table) => {
                self.table = Some(*table);
                Ok(true)
            }
            Finished::Reread(options) => {
                self.reader = Some(Reader::new(name, known(bytes), options));
                Ok(false)
            }
        }
    }

    /// Finds a column for each input: `{sources, columns, rows}`. `mapping` names columns by input.
    pub fn bind(&mut self, mapping: &JsValue) -> Result<JsValue, JsValue> {
        let given: BTreeMap<String, String> = if mapping.is_object() {
            serde_json::from_value(from_js(mapping)?).unwrap_or_default()
        } else {
            BTreeMap::new()
        };
        let model = self
            .model
            .as_ref()
            .ok_or_else(|| throw(&order("bind", "open")))?;
        let table = self
            .table
            .as_ref()
            .ok_or_else(|| throw(&order("bind", "a table")))?;
        let binding = Binding::of(model, table, &given, &Model::candidates(table));
        let names: Vec<&str> = table
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        let answer = serde_json::json!({
            "sources": model.sources(&binding, table),
            "columns": names,
            "rows": table.rows,
        });
        self.binding = Some(binding);
        self.said = None;
        json_to_js(&answer.to_string())
    }

    /// Scores the next rows of the table, from `start` on; answers where to go on, the number of rows at the end.
    pub fn score(&mut self, start: usize, rows: usize) -> Result<usize, JsValue> {
        let (Some(model), Some(table), Some(binding)) = (&self.model, &self.table, &self.binding)
        else {
            return Err(throw(&order("score", "bind")));
        };
        if let Some(input) = binding.missing(model).next() {
            return Err(throw(&missing(&input.name)));
        }
        let end = table.rows.min(start.saturating_add(rows));
        let said = Scorer::of(model)
            .predict(&binding.frame(table, start, end))
            .map_err(|e| throw(&e))?;
        match &mut self.said {
            Some(all) if start > 0 => all.extend(said),
            slot => *slot = Some(said),
        }
        Ok(end)
    }

    /// The scores as CSV.
    pub fn csv(&self) -> Result<String, JsValue> {
        let model = self.model("csv")?;
        let said = self
            .said
            .as_ref()
            .ok_or_else(|| throw(&order("csv", "score")))?;
        Ok(model.scores_csv(said))
    }

    /// `{rows, refused, skew}`: how many rows were scored, how many got none, and how a stored column differs.
    pub fn summary(&self, stored: Option<String>) -> Result<JsValue, JsValue> {
        let model = self.model("summary")?;
        let (Some(said), Some(table)) = (&self.said, &self.table) else {
            return Err(throw(&order("summary", "score")));
        };
        let skew = stored
            .and_then(|name| table.column(&name))
            .map(|column| model.skew(said, column));
        let answer =
            serde_json::json!({"rows": said.rows, "refused": said.refused(), "skew": skew});
        json_to_js(&answer.to_string())
    }

    /// The scores as columns for [`super::Session::add_column`]: a list of `[name, role, values]`.
    pub fn columns(&self) -> Result<Array, JsValue> {
        let model = self.model("columns")?;
        let said = self
            .said
            .as_ref()
            .ok_or_else(|| throw(&order("columns", "score")))?;
        let out = Array::new();
        for (name, role, held) in model.columns(said) {
            out.push(&Array::of3(
                &name.into(),
                &role.into(),
                &transfer::give(&held.data, &held.missing, None),
            ));
        }
        Ok(out)
    }

    /// The model as bytes, for [`super::Explanation`] in another module of the same build.
    #[wasm_bindgen(js_name = handOver)]
    pub fn hand_over(&self) -> Result<Uint8Array, JsValue> {
        let bytes = self.model("handOver")?.to_bytes();
        Ok(Uint8Array::from(bytes.as_slice()))
    }

    /// The table's columns as they are, without times and texts, for a surrogate in another module: a list of
    /// `[name, numbers]` and `[name, codes, levels]`.
    #[wasm_bindgen(js_name = tableColumns)]
    pub fn table_columns(&self) -> Result<Array, JsValue> {
        let table = self.table.as_ref();
        let table = table.ok_or_else(|| throw(&order("tableColumns", "a table")))?;
        let out = Array::new();
        for column in &table.columns {
            let name = JsValue::from(column.name.as_str());
            match &column.data {
                ColumnData::Number(chunks) => {
                    let values = chunks.iter().flatten().enumerate();
                    let values: Vec<f64> = values
                        .map(|(row, x)| if column.is_missing(row) { f64::NAN } else { *x })
                        .collect();
                    out.push(&Array::of2(&name, &Float64Array::from(values.as_slice())));
                }
                ColumnData::Category(categories) => {
                    let codes = categories.codes.iter().flatten().enumerate();
                    let codes: Vec<u32> = codes
                        .map(|(row, code)| {
                            if column.is_missing(row) {
                                u32::MAX
                            } else {
                                *code
                            }
                        })
                        .collect();
                    let levels: Array = categories.levels.iter().map(JsValue::from).collect();
                    out.push(&Array::of3(
                        &name,
                        &Uint32Array::from(codes.as_slice()),
                        &levels,
                    ));
                }
                ColumnData::Time(_) | ColumnData::Text(_) => {}
            }
        }
        Ok(out)
    }

    /// The table's rows as the model takes them: a `Float64Array` for each input.
    #[wasm_bindgen(js_name = inputColumns)]
    pub fn input_columns(&self) -> Result<Array, JsValue> {
        let (Some(model), Some(table), Some(binding)) = (&self.model, &self.table, &self.binding)
        else {
            return Err(throw(&order("inputColumns", "bind")));
        };
        if let Some(input) = binding.missing(model).next() {
            return Err(throw(&missing(&input.name)));
        }
        let frame = binding.frame(table, 0, table.rows);
        let columns = frame
            .columns
            .iter()
            .map(|c| Float64Array::from(c.as_slice()));
        Ok(columns.collect())
    }

    /// The places of the table's rows for which the conditions hold; `renames` as the settings have them, for the reference.
    #[wasm_bindgen(js_name = cohortRows)]
    pub fn cohort_rows(&self, cohort: &JsValue, renames: &JsValue) -> Result<Uint32Array, JsValue> {
        let table = self.table.as_ref();
        let table = table.ok_or_else(|| throw(&order("cohortRows", "a table")))?;
        let conditions: Vec<Condition> = from_js(cohort)?;
        let renames: BTreeMap<String, String> = match renames.is_object() {
            true => from_js(renames)?,
            false => BTreeMap::new(),
        };
        let name_here = |name: &str| {
            renames
                .get(name)
                .cloned()
                .unwrap_or_else(|| name.to_owned())
        };
        let rows = table
            .cohort_rows(&conditions, name_here)
            .map_err(|e| throw(&e))?;
        Ok(Uint32Array::from(rows.as_slice()))
    }

    fn model(&self, call: &str) -> Result<&Model, JsValue> {
        self.model
            .as_ref()
            .ok_or_else(|| throw(&order(call, "open")))
    }
}

/// A size; `None` for that of a packed file, which is not known.
fn known(bytes: f64) -> Option<u64> {
    (!bytes.is_nan()).then_some(bytes as u64)
}

fn missing(input: &str) -> Error {
    Error::new(
        Code::ModelInputMissing,
        format!("no column for the model's input \"{input}\""),
        "a column for each input",
        "Say which column it is, or score a file that has it.",
    )
}

/// Scores rows that stand column behind column: for measuring.
#[wasm_bindgen(js_name = scoreColumns)]
pub fn score_columns(
    file: &ModelFile,
    values: &Float64Array,
    rows: usize,
) -> Result<Float64Array, JsValue> {
    let model = file.model("scoreColumns")?;
    let columns = values.length() as usize / rows.max(1);
    let column = |place: usize| {
        let start = (place * rows) as u32;
        values.subarray(start, start + rows as u32).to_vec()
    };
    let frame = Frame {
        rows,
        columns: (0..columns).map(column).collect(),
    };
    let said = Scorer::of(model).predict(&frame).map_err(|e| throw(&e))?;
    Ok(Float64Array::from(
        said.response.last().map_or(&[][..], Vec::as_slice),
    ))
}
