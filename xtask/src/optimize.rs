//! wasm-opt of the locked npm package binaryen, its answers kept by the hash of what went in.

use crate::files;
use crate::run::{run, say};
use crate::settings::Settings;
use anyhow::Result;
use std::process::{Command, Stdio};

/// Makes a wasm file smaller and faster.
pub fn optimize(settings: &Settings, name: &str, wasm: &[u8]) -> Result<Vec<u8>> {
    let program = &settings.optimize.program;
    let flags = &settings.optimize.flags;
    let key = files::sha256_hex(
        format!(
            "{}\n{flags:?}\n{}",
            settings.tools.binaryen,
            files::sha256_hex(wasm)
        )
        .as_bytes(),
    );
    let folder = settings.state_directory().join("optimized");
    let kept = folder.join(format!("{name}-{key}.wasm"));
    if let Ok(bytes) = std::fs::read(&kept) {
        return Ok(bytes);
    }
    say(format!("optimizing {name}.wasm"));
    forget_older(&folder, name);
    let before = folder.join(format!("{name}-input.wasm"));
    let after = folder.join(format!("{name}-output.wasm"));
    files::write(&before, wasm)?;
    let mut node = Command::new("node");
    node.arg(settings.path(program))
        .args(flags)
        .arg(&before)
        .arg("-o")
        .arg(&after)
        .stdin(Stdio::null());
    run(&mut node)?;
    let bytes = files::read(&after)?;
    // Renamed at the end, so that an interrupted run leaves no half file under the key.
    std::fs::rename(&after, &kept)?;
    Ok(bytes)
}

fn forget_older(folder: &std::path::Path, name: &str) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with(&format!("{name}-"))
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
