//! How a file would be read.

use wasm_bindgen::prelude::*;

use super::convert::{json_to_js, throw};
use super::session::settings;
use crate::table::{self, ReadOptions};

/// The first 50 rows of a file from its first bytes, with what was found out about its text; `whole` says that there
/// are no more bytes.
#[wasm_bindgen]
pub fn preview(
    name: &str,
    bytes: &[u8],
    whole: bool,
    config: &JsValue,
) -> Result<JsValue, JsValue> {
    let options = ReadOptions::of(&settings(config)?);
    let preview = table::preview(name, bytes, whole, &options).map_err(|e| throw(&e))?;
    json_to_js(&serde_json::to_string(&preview).unwrap_or_default())
}
