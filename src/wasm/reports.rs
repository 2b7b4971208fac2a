//! Settings and reports as JS objects.

use wasm_bindgen::prelude::*;

use super::convert::{from_js, throw, to_js};
use crate::export;
use crate::pipeline;
use crate::report::{Attachments, Report};

/// The settings that an empty file means, complete.
#[wasm_bindgen(js_name = defaultConfig)]
pub fn default_config() -> Result<JsValue, JsValue> {
    to_js(&pipeline::default_config())
}

/// Checks settings and fills in the defaults; throws `config.unknown-key` and its like.
#[wasm_bindgen(js_name = checkConfig)]
pub fn check_config(config: JsValue) -> Result<JsValue, JsValue> {
    to_js(&pipeline::check_config(from_js(config)?).map_err(|e| throw(&e))?)
}

/// Opens a saved report; answers `{report, attachments}`.
#[wasm_bindgen(js_name = openReport)]
pub fn open_report(text: &str) -> Result<JsValue, JsValue> {
    #[derive(serde::Serialize)]
    struct Opened {
        report: Report,
        attachments: Attachments,
    }
    let (report, attachments) = export::open(text).map_err(|e| throw(&e))?;
    to_js(&Opened {
        report,
        attachments,
    })
}

/// The report as a file: `format` is `json` or `html`.
#[wasm_bindgen(js_name = exportReport)]
pub fn export_report(
    report: JsValue,
    attachments: JsValue,
    format: JsValue,
) -> Result<String, JsValue> {
    let report: Report = from_js(report)?;
    let attachments: Attachments = if attachments.is_undefined() {
        Attachments::default()
    } else {
        from_js(attachments)?
    };
    export::export(&report, &attachments, from_js(format)?).map_err(|e| throw(&e))
}
