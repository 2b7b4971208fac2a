//! One file instead of two: its rows become the reference and the current side.

use wasm_bindgen::prelude::*;

use super::Session;
use super::convert::{json_to_js, throw};
use super::session::{order, settings};
use crate::pipeline;
use crate::table::Table;

#[wasm_bindgen]
impl Session {
    /// Splits the file that was read into `reference` as `config.split` says; the two sides stand in both slots then.
    /// May be called again with other settings: the whole file is kept. Answers the heads of both sides.
    pub fn split(&mut self, config: &JsValue) -> Result<Vec<JsValue>, JsValue> {
        let config = settings(config)?;
        self.run = None;
        let read = || throw(&order("split", "a read of the reference"));
        let whole = match self.whole.take() {
            Some(whole) => whole,
            None => self.reference.table.take().ok_or_else(read)?,
        };
        let parts = pipeline::split(&config, &whole);
        match parts {
            Ok((reference, current)) => {
                let head = |table: &Table| {
                    json_to_js(&serde_json::to_string(&table.head()).unwrap_or_default())
                };
                let heads = vec![head(&reference)?, head(&current)?];
                self.reference.table = Some(reference);
                self.current.table = Some(current);
                self.whole = Some(whole);
                Ok(heads)
            }
            Err(error) => {
                // As it was before the first split: the file stands in its slot.
                self.reference.table = Some(whole);
                self.current.table = None;
                Err(throw(&error))
            }
        }
    }
}
