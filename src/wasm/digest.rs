//! SHA-256 of a person's file, streamed: the whole of the `digest` module.

use sha2::Digest as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// A SHA-256 that is fed chunk by chunk.
#[wasm_bindgen]
#[derive(Default)]
pub struct Digest {
    state: sha2::Sha256,
}

#[wasm_bindgen]
impl Digest {
    /// An empty digest.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Digest {
        Digest::default()
    }

    /// Takes the next bytes in order.
    pub fn update(&mut self, chunk: &[u8]) {
        self.state.update(chunk);
    }

    /// The hash of all bytes so far as 64 hexadecimal digits; the digest then starts anew.
    pub fn finish(&mut self) -> String {
        self.state
            .finalize_reset()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}
