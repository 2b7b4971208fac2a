//! The engine's exports in Node.
#![cfg(target_arch = "wasm32")]

mod surface;
mod vectors;
