//! JS in, JS out. Thin: wrap, convert, return; no arithmetic.
//!
//! Errors are thrown as plain objects `{code, place, found, expected, action, count?}`, because a structured
//! clone of a JS `Error` would lose the code.

#[cfg(feature = "engine")]
mod attributes;
#[cfg(feature = "full")]
mod background;
mod convert;
#[cfg(feature = "digest")]
pub mod digest;
#[cfg(feature = "charts")]
mod drawing;
#[cfg(feature = "full")]
mod learning;
#[cfg(feature = "models")]
mod models;
mod panic;
#[cfg(feature = "full")]
mod parts;
#[cfg(feature = "full")]
mod saved;
#[cfg(feature = "engine")]
mod session;
#[cfg(feature = "engine")]
mod settings;
#[cfg(feature = "engine")]
mod shared;
#[cfg(any(feature = "engine", feature = "models"))]
#[cfg_attr(not(feature = "engine"), allow(dead_code))]
mod transfer;

#[cfg(feature = "full")]
pub use background::Sampling;
#[cfg(feature = "full")]
pub use drawing::draw_svg;
#[cfg(feature = "charts")]
pub use drawing::{describe, draw, natural_height, views};
#[cfg(feature = "models")]
pub use models::{ModelFile, score_columns};
#[cfg(feature = "full")]
pub use saved::{compare_reports, export_report, open_report};
#[cfg(feature = "engine")]
pub use session::Session;
#[cfg(feature = "engine")]
pub use settings::{check_config, default_config};

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::analysis::Meta;
use crate::catalog::CATALOG;
use crate::error::Code;

/// Runs once when the module is started.
#[wasm_bindgen(start)]
pub fn start() {
    panic::install();
}

#[derive(Serialize)]
struct About {
    name: &'static str,
    version: &'static str,
    catalog: Vec<Listed>,
    codes: Vec<CodeMeaning>,
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    meta: Meta,
    /// Whether this module carries the run function.
    runs_here: bool,
}

#[derive(Serialize)]
struct CodeMeaning {
    code: Code,
    meaning: &'static str,
}

/// Name, version, the catalog of analyses, and every error code with its meaning.
#[wasm_bindgen]
pub fn about() -> Result<JsValue, JsValue> {
    convert::to_js(&About {
        name: "driftglass",
        version: env!("CARGO_PKG_VERSION"),
        catalog: CATALOG
            .iter()
            .map(|e| Listed {
                meta: e.meta,
                runs_here: e.runner.is_some(),
            })
            .collect(),
        codes: Code::ALL
            .iter()
            .map(|c| CodeMeaning {
                code: *c,
                meaning: c.meaning(),
            })
            .collect(),
    })
}
