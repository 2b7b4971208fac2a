//! Between JS values and ours, as JSON text: the browser handles it faster than a crossing for each field, and it
//! needs one writer and one reader in the module.

#[cfg(any(feature = "charts", feature = "explain", feature = "surrogate"))]
use serde::Serialize;
#[cfg(any(feature = "engine", feature = "models", feature = "charts"))]
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::{Code, Error};

/// A plain JS object: maps become objects, absent options `null`.
#[cfg(any(feature = "charts", feature = "explain", feature = "surrogate"))]
pub(super) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    // It fails for no value of ours: the words of its errors are left out.
    let json = serde_json::to_string(value);
    let json = json.map_err(|_| throw(&message("a value that is no JSON")))?;
    json_to_js(&json)
}

/// A plain JS object from JSON text.
pub(super) fn json_to_js(json: &str) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(json).map_err(|_| throw(&message("the engine wrote what is no JSON")))
}

/// One of our values from a plain JS object.
#[cfg(any(feature = "engine", feature = "models", feature = "charts"))]
pub(super) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsValue> {
    let text = js_sys::JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| throw(&message("a value that JSON cannot write")))?;
    serde_json::from_str(&text).map_err(|e| throw(&message(&e.to_string())))
}

/// The plain object that is thrown for an error.
pub(super) fn throw(error: &Error) -> JsValue {
    serde_json::to_string(error)
        .ok()
        .and_then(|json| js_sys::JSON::parse(&json).ok())
        .unwrap_or_else(|| JsValue::from_str(error.code.as_str()))
}

fn message(why: &str) -> Error {
    Error::new(
        Code::InternalMessage,
        why,
        "a value of the agreed shape",
        "Pass what the type declarations describe.",
    )
}
