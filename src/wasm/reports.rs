//! Settings and reports as JS objects.

use wasm_bindgen::prelude::*;

use super::convert::{from_js, json_to_js, throw};
use crate::config::Config;
use crate::export;
use crate::pipeline;
use crate::report::{Attachments, Report, Saved};

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

/// Opens a saved report; answers `{report, attachments}`.
#[wasm_bindgen(js_name = openReport)]
pub fn open_report(text: &str) -> Result<JsValue, JsValue> {
    let saved = Saved::from_json(text).map_err(|e| throw(&e))?;
    json_to_js(&export::json(&saved.report, &saved.attachments).map_err(|e| throw(&e))?)
}

/// The report as a file: `format` is `json` or `html`.
#[wasm_bindgen(js_name = exportReport)]
pub fn export_report(
    report: &JsValue,
    attachments: &JsValue,
    format: &JsValue,
) -> Result<String, JsValue> {
    let report: Report = from_js(report)?;
    let attachments: Attachments = if attachments.is_undefined() {
        Attachments::default()
    } else {
        from_js(attachments)?
    };
    export::export(&report, &attachments, from_js(format)?).map_err(|e| throw(&e))
}

fn config_to_js(config: &Config) -> Result<JsValue, JsValue> {
    json_to_js(&serde_json::to_string(config).unwrap_or_default())
}
