//! Reports taken away as files, and opened again.

use wasm_bindgen::prelude::*;

use super::convert::{from_js, json_to_js, throw};
use crate::export;
use crate::report::{Attachments, Report, Saved};

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
