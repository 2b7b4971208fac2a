//! What this build is and can do.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert;
use crate::analysis::Meta;
use crate::catalog::CATALOG;
use crate::error::Code;

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
