//! Rust to wasm: one crate, one file for each module's features.

use crate::files;
use crate::run::{capture, cargo, run, say};
use crate::settings::{Module, Settings};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The flags for rustc: the settings' own, and what keeps this machine's paths out of the bytes.
pub fn rustflags(settings: &Settings) -> Result<Vec<String>> {
    let mut flags = settings.build.rustflags.clone();
    let mut remap =
        |from: &Path, to: &str| flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    remap(&settings.folder, ".");
    let target_directory = settings.target_directory();
    if !target_directory.starts_with(&settings.folder) {
        remap(&target_directory, "target");
    }
    if let Some(home) = cargo_home() {
        remap(&home, "cargo");
        // Each registry has a folder named after its index; without it the paths are the crates' own names.
        for registry in folders(&home.join("registry").join("src")) {
            remap(&registry, "crates");
        }
    }
    let mut rustc = Command::new("rustc");
    let version = capture(rustc.current_dir(&settings.folder).arg("-vV"))?;
    let commit = version
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "))
        .unwrap_or("unknown")
        .to_owned();
    let mut rustc = Command::new("rustc");
    let sysroot = PathBuf::from(capture(
        rustc
            .current_dir(&settings.folder)
            .args(["--print", "sysroot"]),
    )?);
    remap(&sysroot, "sysroot");
    // The last match wins: the same path with and without the component rust-src.
    remap(
        &sysroot.join("lib/rustlib/src/rust"),
        &format!("/rustc/{commit}"),
    );
    Ok(flags)
}

fn cargo_home() -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| home().map(|home| PathBuf::from(home).join(".cargo")))
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

/// A cargo command for the wasm target with the settings' flags.
pub fn cargo_for_wasm(settings: &Settings, word: &str) -> Result<Command> {
    let mut command = cargo(&settings.folder);
    command.arg(word).args(["--target", &settings.build.target]);
    command.env_remove("RUSTFLAGS").env(
        "CARGO_ENCODED_RUSTFLAGS",
        rustflags(settings)?.join("\u{1f}"),
    );
    Ok(command)
}

/// Compiles one module of the crate and gives the file that cargo wrote.
pub fn compile(settings: &Settings, module: &Module) -> Result<Vec<u8>> {
    let profile = module.profile(settings);
    say(format!("compiling {} ({profile})", module.name));
    let folder = if profile == "dev" { "debug" } else { profile };
    let output = settings
        .target_directory()
        .join(&settings.build.target)
        .join(folder);
    // Cargo gives every feature set the same file name and takes the other one's for its own: make it write anew.
    for stale in [
        output.join("deps/driftglass.wasm"),
        output.join("driftglass.wasm"),
    ] {
        if stale.exists() {
            std::fs::remove_file(&stale)
                .with_context(|| format!("removing {}", stale.display()))?;
        }
    }
    let mut command = cargo_for_wasm(settings, "build")?;
    command.args([
        "--quiet",
        "--locked",
        "--package",
        "driftglass",
        "--lib",
        "--profile",
        profile,
    ]);
    command.args([
        "--no-default-features",
        "--features",
        &module.features.join(","),
    ]);
    run(&mut command)?;
    files::read(&output.join("driftglass.wasm"))
}
