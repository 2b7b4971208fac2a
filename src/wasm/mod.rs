//! JavaScript in, JavaScript out: wrap, convert, return. No arithmetic.

#[cfg(feature = "digest")]
pub mod digest;

#[cfg(feature = "engine")]
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Name and version of the engine.
///
/// # Errors
/// When the object cannot be made.
#[cfg(feature = "engine")]
#[wasm_bindgen]
pub fn about() -> Result<JsValue, JsValue> {
    let object = js_sys::Object::new();
    js_sys::Reflect::set(&object, &"name".into(), &env!("CARGO_PKG_NAME").into())?;
    js_sys::Reflect::set(
        &object,
        &"version".into(),
        &env!("CARGO_PKG_VERSION").into(),
    )?;
    Ok(object.into())
}
