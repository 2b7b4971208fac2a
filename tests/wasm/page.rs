//! The engine's exports in a page.
#![cfg(target_arch = "wasm32")]

use serde_json::json;
use wasm_bindgen::{Clamped, JsCast};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

mod surface;

const WIDTH: u32 = 480;
const HEIGHT: u32 = 240;
const PIXEL_RATIO: u32 = 2;

fn canvas() -> HtmlCanvasElement {
    let document = web_sys::window().and_then(|window| window.document());
    let made = document.expect("a document").create_element("canvas");
    let canvas: HtmlCanvasElement = made.expect("an element").unchecked_into();
    canvas.set_width(WIDTH * PIXEL_RATIO);
    canvas.set_height(HEIGHT * PIXEL_RATIO);
    canvas
}

/// How many different colours stand on a canvas, and how many pixels are not of the most frequent one.
fn painted(canvas: &HtmlCanvasElement) -> (usize, usize) {
    let context = canvas.get_context("2d").ok().flatten().expect("a context");
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let image = context.get_image_data(0.0, 0.0, width, height);
    let Clamped(bytes) = image.expect("pixels").data();
    let mut counts = std::collections::BTreeMap::new();
    for pixel in bytes.chunks_exact(4) {
        *counts.entry(pixel.to_vec()).or_insert(0usize) += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    (counts.len(), bytes.len() / 4 - most)
}

#[wasm_bindgen_test]
fn a_block_is_painted_on_a_canvas() {
    let report = surface::plain(&surface::report());
    let blocks = surface::blocks(&report);
    let of_numbers = |title: &str| title.starts_with("Numbers");
    let block = blocks.iter().find(|block| {
        block["kind"] == "intervals" && block["title"].as_str().is_some_and(of_numbers)
    });
    let block = surface::js(block.expect("a block of intervals"));
    let options =
        json!({"width": WIDTH, "height": HEIGHT, "pixelRatio": PIXEL_RATIO, "theme": "light"});
    let canvas = canvas();
    assert_eq!(painted(&canvas).1, 0, "an empty canvas has one colour");
    let scene = driftglass::wasm::draw(canvas.clone(), &block, &surface::js(&options));
    let scene = surface::plain(&scene.expect("drawn"));
    let marks = scene["marks"].as_array().expect("marks");
    assert_eq!(marks.len(), 4, "one for each compared number");
    for mark in marks {
        let edge = |start: &str, length: &str| {
            let at = mark[start].as_f64().zip(mark[length].as_f64());
            at.map(|(start, length)| start + length).expect("numbers")
        };
        assert!(edge("x", "width") <= f64::from(WIDTH), "{mark}");
        assert!(edge("y", "height") <= f64::from(HEIGHT), "{mark}");
        assert!(!mark["label"].as_str().expect("a label").is_empty());
    }
    let (colours, pixels) = painted(&canvas);
    assert!(colours > 3, "{colours} colours");
    assert!(pixels > 1000, "{pixels} pixels");
}
