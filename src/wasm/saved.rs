//! Reports taken away as files, and opened again.

use wasm_bindgen::prelude::*;

use super::convert::{from_js, json_to_js, throw, to_js};
use crate::export;
use crate::report::{Attachments, Language, Report, Saved, compare, speak};

/// Opens a saved report; answers `{report, attachments}`.
#[wasm_bindgen(js_name = openReport)]
pub fn open_report(text: &str) -> Result<JsValue, JsValue> {
    let saved = Saved::from_json(text).map_err(|e| throw(&e))?;
    json_to_js(&export::json(&saved.report, &saved.attachments).map_err(|e| throw(&e))?)
}

/// What is new, gone, worse and better in the later of two reports.
#[wasm_bindgen(js_name = compareReports)]
pub fn compare_reports(before: &JsValue, after: &JsValue) -> Result<JsValue, JsValue> {
    let (before, after): (Report, Report) = (from_js(before)?, from_js(after)?);
    to_js(&compare(&before, &after))
}

/// The report as a file: `format` is `json`, `html`, `html-summary`, `csv`, `markdown` or `junit`. What the file says beside the report is
/// in `language`, English without one.
#[wasm_bindgen(js_name = exportReport)]
pub fn export_report(
    report: &JsValue,
    attachments: &JsValue,
    format: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "object")] language: &JsValue,
) -> Result<String, JsValue> {
    let report: Report = from_js(report)?;
    let attachments: Attachments = if attachments.is_undefined() {
        Attachments::default()
    } else {
        from_js(attachments)?
    };
    let format = from_js(format)?;
    in_language(language, || {
        export::export(&report, &attachments, format).map_err(|e| throw(&e))
    })
}

/// Writes in a language, and in English again afterwards: what is computed here is English.
pub(super) fn in_language<T>(
    language: &JsValue,
    write: impl FnOnce() -> Result<T, JsValue>,
) -> Result<T, JsValue> {
    if language.is_undefined() || language.is_null() {
        return write();
    }
    speak(Some(from_js::<Language>(language)?));
    let written = write();
    speak(None);
    written
}
