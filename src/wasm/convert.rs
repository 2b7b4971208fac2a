//! Between JS values and ours.

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

/// One of our values from a plain JS object.
#[cfg(feature = "engine")]
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|e| throw(&message(&e.to_string())))
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
