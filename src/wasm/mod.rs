//! JavaScript in, JavaScript out: wrap, convert, return. No arithmetic.

#[cfg(feature = "digest")]
pub mod digest;
#[cfg(feature = "engine")]
mod session {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Name and version of the engine.
    #[wasm_bindgen]
    pub fn about() -> wasm_bindgen::JsValue {
        let object = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&object, &"name".into(), &env!("CARGO_PKG_NAME").into());
        let _ = js_sys::Reflect::set(
            &object,
            &"version".into(),
            &env!("CARGO_PKG_VERSION").into(),
        );
        object.into()
    }
}
