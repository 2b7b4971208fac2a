//! wasm-bindgen through its library: one wasm file and the two kinds of glue that share it.

use crate::comments::without_comment_lines;
use crate::settings::Module;
use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// What wasm-bindgen makes of one compiled module.
pub struct Bound {
    /// Serves both kinds of glue.
    pub wasm: Vec<u8>,
    /// ES module with `initSync` and a default `init`; for page and Node.
    pub web: String,
    /// Its declarations.
    pub declarations: String,
    /// Classic script that sets the global `wasm_bindgen`; for workers inside the sealed frame.
    pub classic: String,
}

/// Runs wasm-bindgen for both targets and refuses if they need different wasm.
pub fn bind(module: &Module, compiled: &[u8]) -> Result<Bound> {
    let (wasm, web, declarations) = generate(module, compiled, Glue::Web)?;
    let (classic_wasm, classic, _) = generate(module, compiled, Glue::Classic)?;
    if wasm != classic_wasm {
        bail!(
            "wasm-bindgen made different wasm of {} for page and worker; one file must serve both",
            module.name
        );
    }
    // The file is served under the module's own name.
    let renamed = |glue: String| {
        without_comment_lines(&glue).replace(
            &format!("'{}_bg.wasm'", module.name),
            &format!("'{}.wasm'", module.name),
        )
    };
    Ok(Bound {
        wasm,
        web: renamed(web),
        declarations,
        classic: renamed(classic),
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Glue {
    Web,
    Classic,
}

fn generate(module: &Module, compiled: &[u8], glue: Glue) -> Result<(Vec<u8>, String, String)> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(&module.name, compiled.to_vec())
        .out_name(&module.name);
    match glue {
        Glue::Web => bindgen.web(true)?,
        Glue::Classic => bindgen.no_modules(true)?,
    };
    bindgen
        .typescript(glue == Glue::Web)
        // Without this, init() with no argument fails: it would have no address to load from.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen
        .generate_output()
        .with_context(|| format!("wasm-bindgen on {}", module.name))?;
    let snippets = output.snippets().values().any(|texts| !texts.is_empty());
    if snippets || !output.local_modules().is_empty() {
        bail!(
            "{} imports JavaScript snippets, which cannot be loaded inside the sealed frame: {:?}",
            module.name,
            output.local_modules().keys()
        );
    }
    let script = output.js().to_owned();
    let declarations = output.ts().unwrap_or_default().to_owned();
    Ok((output.wasm_mut().emit_wasm(), script, declarations))
}
