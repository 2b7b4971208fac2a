//! Settings that expect of the next file what this one shows.

use wasm_bindgen::prelude::*;

use super::Session;
use super::convert::{json_to_js, throw};
use super::session::{order, settings};
use crate::pipeline;

#[wasm_bindgen]
impl Session {
    /// Learns from the file in `slot` what the next one must hold; answers the settings with
    /// `analyses.quality.expectations` written anew. Columns whose values are not here teach nothing.
    #[wasm_bindgen(js_name = learnExpectations)]
    pub fn learn_expectations(&mut self, slot: &str, config: &JsValue) -> Result<JsValue, JsValue> {
        let config = settings(config)?;
        let slot = self.slot(slot).map_err(|e| throw(&e))?;
        let table = slot
            .table
            .as_ref()
            .ok_or_else(|| throw(&order("learnExpectations", "a read of the file")))?;
        let learned = pipeline::learn(&config, table).map_err(|e| throw(&e))?;
        json_to_js(&serde_json::to_string(&learned).unwrap_or_default())
    }
}
