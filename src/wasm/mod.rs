//! JS in, JS out. Thin: wrap, convert, return; no arithmetic.
//!
//! Errors are thrown as plain objects `{code, place, found, expected, action, count?}`, because a structured
//! clone of a JS `Error` would lose the code.

#[cfg(feature = "full")]
mod about;
#[cfg(feature = "full")]
mod attributes;
#[cfg(feature = "full")]
mod background;
#[cfg(any(
    feature = "engine",
    feature = "charts",
    feature = "models",
    feature = "explain",
    feature = "surrogate"
))]
mod convert;
#[cfg(feature = "digest")]
pub mod digest;
#[cfg(feature = "charts")]
mod drawing;
#[cfg(feature = "explain")]
mod explain;
#[cfg(feature = "further")]
mod further;
#[cfg(feature = "full")]
mod learning;
#[cfg(feature = "models")]
mod models;
mod panic;
#[cfg(feature = "full")]
mod parts;
#[cfg(feature = "full")]
mod previewing;
#[cfg(feature = "full")]
mod saved;
#[cfg(feature = "engine")]
mod session;
#[cfg(feature = "engine")]
mod settings;
#[cfg(feature = "engine")]
mod shared;
#[cfg(feature = "surrogate")]
mod surrogate;
#[cfg(any(feature = "engine", feature = "models"))]
#[cfg_attr(not(feature = "engine"), allow(dead_code))]
mod transfer;

#[cfg(feature = "full")]
pub use about::about;
#[cfg(feature = "full")]
pub use background::Sampling;
#[cfg(feature = "full")]
pub use drawing::draw_svg;
#[cfg(feature = "charts")]
pub use drawing::{describe, draw, natural_height, views, zoom};
#[cfg(feature = "explain")]
pub use explain::Explanation;
#[cfg(feature = "models")]
pub use models::{ModelFile, score_columns};
#[cfg(feature = "full")]
pub use saved::{compare_reports, export_report, open_report};
#[cfg(feature = "engine")]
pub use session::Session;
#[cfg(feature = "engine")]
pub use settings::{check_config, default_config};
#[cfg(feature = "surrogate")]
pub use surrogate::learn_surrogate;

use wasm_bindgen::prelude::*;

/// Runs once when the module is started.
#[wasm_bindgen(start)]
pub fn start() {
    panic::install();
}
