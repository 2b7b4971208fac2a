//! The engine's exports in Node.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test;

mod surface;

#[wasm_bindgen_test]
fn the_engine_says_what_it_is() {
    surface::assert_about();
}

#[cfg(feature = "digest")]
#[wasm_bindgen_test]
fn a_digest_is_the_published_one() {
    surface::assert_digest();
}
