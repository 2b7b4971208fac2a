//! Settings as JS objects.

use wasm_bindgen::prelude::*;

use super::convert::{from_js, json_to_js, throw};
use crate::config::Config;
use crate::pipeline;

/// The settings that an empty file means, complete.
#[wasm_bindgen(js_name = defaultConfig)]
pub fn default_config() -> Result<JsValue, JsValue> {
    config_to_js(&pipeline::default_config())
}

/// Checks settings and fills in the defaults; throws `config.unknown-key` and its like.
#[wasm_bindgen(js_name = checkConfig)]
pub fn check_config(config: &JsValue) -> Result<JsValue, JsValue> {
    config_to_js(&pipeline::check_config(from_js(config)?).map_err(|e| throw(&e))?)
}

fn config_to_js(config: &Config) -> Result<JsValue, JsValue> {
    json_to_js(&serde_json::to_string(config).unwrap_or_default())
}
