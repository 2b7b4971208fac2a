//! `cargo xtask release`: a folder with exactly what a host serves, and the hash of every file in it. No clock is read.

use crate::files;
use crate::run::{capture, run, say};
use crate::settings::Settings;
use crate::{build, imports, sizes};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Builds and writes the release folder; with `verify` builds again from a copy in another folder and compares every byte.
pub fn release(settings: &Settings, verify: bool) -> Result<()> {
    build::build(settings)?;
    for line in sizes::check(settings)? {
        say(line);
    }
    imports::check(settings)?;
    let (folder, hashes) = write(settings)?;
    say(format!(
        "wrote {} files to {}",
        hashes.len(),
        folder.display()
    ));
    if verify {
        verify_elsewhere(settings, &hashes)
    } else {
        Ok(())
    }
}

/// The folder that a host serves, from what was built before, for measuring what people get.
pub fn folder(settings: &Settings) -> Result<PathBuf> {
    Ok(write(settings)?.0)
}

fn write(settings: &Settings) -> Result<(PathBuf, BTreeMap<String, String>)> {
    let folder = settings.target_directory().join("release-page");
    let hashes = write_folder(settings, &folder)?;
    Ok((folder, hashes))
}

fn write_folder(settings: &Settings, folder: &Path) -> Result<BTreeMap<String, String>> {
    if folder.is_dir() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("clearing {}", folder.display()))?;
    }
    let hashes = hashes(settings)?;
    let root = settings.path(&settings.build.root);
    for name in hashes.keys() {
        files::write(
            &folder.join(name),
            sizes::content(settings, &root.join(name))?,
        )?;
    }
    let mut rustc = Command::new("rustc");
    let rustc = capture(rustc.current_dir(&settings.folder).arg("-vV"))?;
    let commit = rustc
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "));
    let release = rustc
        .lines()
        .find_map(|line| line.strip_prefix("release: "));
    let provenance = serde_json::json!({
        "files": hashes,
        "rustc": { "release": release, "commit": commit },
        "rustflags": settings.build.rustflags,
        "wasm_bindgen": settings.tools.wasm_bindgen,
        "binaryen": settings.tools.binaryen,
        "locks": {
            "Cargo.lock": files::sha256_hex(&files::read(&settings.path("Cargo.lock"))?),
            "package-lock.json": files::sha256_hex(&files::read(&settings.path("package-lock.json"))?),
        },
    });
    files::write(
        &folder.join("provenance.json"),
        serde_json::to_string_pretty(&provenance)? + "\n",
    )?;
    Ok(hashes)
}

/// SHA-256 of every served file.
fn hashes(settings: &Settings) -> Result<BTreeMap<String, String>> {
    let root = settings.path(&settings.build.root);
    let hash = |path: PathBuf| {
        Ok((
            files::relative(&root, &path),
            files::sha256_hex(&sizes::content(settings, &path)?),
        ))
    };
    sizes::served(settings)?.into_iter().map(hash).collect()
}

fn verify_elsewhere(settings: &Settings, hashes: &BTreeMap<String, String>) -> Result<()> {
    let copy = std::env::temp_dir().join(format!("driftglass-verify-{}", std::process::id()));
    say(format!("building again from a copy in {}", copy.display()));
    let outcome = build_copy(settings, &copy).and_then(|other| compare(hashes, &other));
    // The copy is only removed when all is well: a difference is to be looked at.
    if outcome.is_ok() {
        std::fs::remove_dir_all(&copy)?;
        say("the second build has the same bytes in every file");
    }
    outcome
}

fn build_copy(settings: &Settings, copy: &Path) -> Result<BTreeMap<String, String>> {
    for path in sources(settings)? {
        let name = files::relative(&settings.folder, &path);
        files::write(&copy.join(name), files::read(&path)?)?;
    }
    let mut own = Command::new(std::env::current_exe()?);
    own.arg("build").current_dir(copy).stdin(Stdio::null());
    run(own
        .env("CARGO_MANIFEST_DIR", copy)
        .env_remove("CARGO_TARGET_DIR"))?;
    hashes(&Settings::read(copy)?)
}

/// Everything that is checked in or could be: not what builds and installs have made.
fn sources(settings: &Settings) -> Result<Vec<PathBuf>> {
    let made =
        [&settings.build.out_dir, "target", "node_modules", ".git"].map(|name| settings.path(name));
    let samples: Vec<PathBuf> = settings.sample_paths();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&settings.folder)? {
        let path = entry?.path();
        if made.contains(&path) || path == settings.target_directory() {
            continue;
        }
        if path.is_dir() {
            found.extend(files::walk(&path)?)
        } else {
            found.push(path)
        }
    }
    found.retain(|path| {
        !made.iter().any(|folder| path.starts_with(folder)) && !samples.contains(path)
    });
    Ok(found)
}

fn compare(first: &BTreeMap<String, String>, second: &BTreeMap<String, String>) -> Result<()> {
    let names: std::collections::BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let differing: Vec<&str> = names
        .into_iter()
        .filter(|name| first.get(*name) != second.get(*name))
        .map(String::as_str)
        .collect();
    if differing.is_empty() {
        Ok(())
    } else {
        bail!("two builds differ in {}", differing.join(", "))
    }
}
