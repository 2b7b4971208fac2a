//! Report blocks drawn on the page, or as SVG.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::convert::{from_js, throw, to_js};
use crate::charts;
use crate::error::{Code, Error};
use crate::report::Block;

/// Draws a block on a canvas whose size is `width` × `height` × `pixelRatio`; answers the scene.
#[wasm_bindgen]
pub fn draw(
    canvas: HtmlCanvasElement,
    block: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let block: Block = from_js(block)?;
    let backend = plotters_canvas::CanvasBackend::with_canvas_object(canvas).ok_or_else(|| {
        throw(&Error::new(
            Code::CallInvalid,
            "the canvas has no 2d context",
            "a canvas of a document, used for nothing else",
            "Pass a new canvas.",
        ))
    })?;
    to_js(&charts::draw_on(backend, &block, &from_js(options)?).map_err(|e| throw(&e))?)
}

/// Draws a block as SVG text, its words in `language`, English without one.
#[cfg(feature = "full")]
#[wasm_bindgen(js_name = drawSvg)]
pub fn draw_svg(
    block: &JsValue,
    options: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "object")] language: &JsValue,
) -> Result<String, JsValue> {
    let block: Block = from_js(block)?;
    let options = from_js(options)?;
    super::saved::in_language(language, || {
        Ok(charts::svg(&block, &options).map_err(|e| throw(&e))?.text)
    })
}

/// From now on everything here is drawn and described in this language; without one in English.
#[cfg(not(feature = "full"))]
#[wasm_bindgen(js_name = drawIn)]
pub fn draw_in(language: &JsValue) -> Result<(), JsValue> {
    let language = (!language.is_null() && !language.is_undefined())
        .then(|| from_js(language))
        .transpose()?;
    crate::report::speak(language);
    Ok(())
}

/// The height in css pixels that suits a block at this width.
#[wasm_bindgen(js_name = naturalHeight)]
pub fn natural_height(block: &JsValue, width: f64) -> Result<f64, JsValue> {
    Ok(charts::natural_height(&from_js(block)?, width))
}

/// A block in words: `{sentence, table}`.
#[wasm_bindgen]
pub fn describe(block: &JsValue) -> Result<JsValue, JsValue> {
    to_js(&charts::describe(&from_js(block)?))
}

/// The block between two values of its horizontal axis; `null` where it cannot be cut.
#[wasm_bindgen]
pub fn zoom(block: &JsValue, low: f64, high: f64) -> Result<JsValue, JsValue> {
    match charts::zoom(&from_js(block)?, low, high) {
        Some(part) => to_js(&part),
        None => Ok(JsValue::NULL),
    }
}

/// Other drawings of the same numbers: `[{name, block}]`.
#[wasm_bindgen]
pub fn views(block: &JsValue) -> Result<JsValue, JsValue> {
    #[derive(serde::Serialize)]
    struct View {
        name: &'static str,
        block: Block,
    }
    let views: Vec<View> = charts::views(&from_js(block)?)
        .into_iter()
        .map(|(name, block)| View { name, block })
        .collect();
    to_js(&views)
}
