//! A panic says where it happened before the module stops.

use wasm_bindgen::JsValue;

/// Writes panics to the console, so that the worker's error has a cause beside it.
pub(super) fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
    }));
}
