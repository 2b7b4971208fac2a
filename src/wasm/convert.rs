//! Between JS values and ours.
//!
//! Small answers go through serde-wasm-bindgen. Reports and all that is read go as JSON text, which the browser
//! handles faster than a crossing for each field, and which needs one reader in the module instead of two.

use serde::Serialize;
#[cfg(feature = "engine")]
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::{Code, Error};

/// A plain JS object: maps become objects, absent options `null`.
pub(super) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|e| throw(&message(&e.to_string())))
}

/// A plain JS object from JSON text.
#[cfg(feature = "engine")]
pub(super) fn json_to_js(json: &str) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(json).map_err(|_| throw(&message("the engine wrote what is no JSON")))
}

/// One of our values from a plain JS object, by way of JSON text.
#[cfg(feature = "engine")]
pub(super) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsValue> {
    let text = js_sys::JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| throw(&message("a value that JSON cannot write")))?;
    serde_json::from_str(&text).map_err(|e| throw(&message(&e.to_string())))
}

/// The plain object that is thrown for an error.
pub(super) fn throw(error: &Error) -> JsValue {
    error
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap_or_else(|_| JsValue::from_str(&error.to_string()))
}

fn message(why: &str) -> Error {
    Error::new(
        Code::InternalMessage,
        why,
        "a value of the agreed shape",
        "Pass what the type declarations describe.",
    )
}
