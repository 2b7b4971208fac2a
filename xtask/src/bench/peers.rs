//! The Python peers: their packages and their data, kept in `target/bench`.

use crate::files;
use crate::run::{capture, find, run, say};
use crate::settings::Settings;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A Python with the packages of `benches/peers/requirements.txt`; installs them the first time.
pub fn python(settings: &Settings) -> Result<PathBuf> {
    python_of(settings, "requirements.txt", "venv")
}

/// A Python of its own, in `target/bench/<environment>`, with the packages of `benches/peers/<requirements>`.
pub fn python_of(settings: &Settings, requirements: &str, environment: &str) -> Result<PathBuf> {
    let requirements = settings.path("benches/peers").join(requirements);
    let environment = settings.path("target/bench").join(environment);
    let python = environment.join("bin/python");
    let wanted = files::read_text(&requirements)?;
    let stamp = environment.join("requirements.txt");
    if python.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(python);
    }
    if find("python3").is_none() {
        bail!("python3 is not on PATH: install it with its venv module (Debian: python3-venv)");
    }
    say(format!(
        "installing the peers' Python packages into {}",
        environment.display()
    ));
    run(Command::new("python3")
        .args(["-m", "venv"])
        .arg(&environment)
        .stdout(Stdio::null()))?;
    run(Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ])
        .arg(&requirements))?;
    files::write(&stamp, wanted)?;
    Ok(python)
}

/// The folder with `ref.csv` and `cur.csv` of so many rows each; generates them the first time.
pub fn drift_data(settings: &Settings, python: &PathBuf, rows: usize) -> Result<PathBuf> {
    let directory = settings.path(&format!("target/bench/drift-{rows}"));
    // The generator writes truth.json last: with it, the folder is complete.
    if !directory.join("truth.json").is_file() {
        say(format!("generating 2 files of {rows} rows"));
        let generator = settings.path("benches/peers/generate_drift.py");
        run(Command::new(python)
            .arg(generator)
            .arg(&directory)
            .arg(rows.to_string()))?;
    }
    Ok(directory)
}

/// Runs a peer over a folder; it answers one line of JSON.
pub fn measure(
    settings: &Settings,
    python: &PathBuf,
    script: &str,
    directory: &PathBuf,
) -> Result<serde_json::Value> {
    let script = settings.path("benches/peers").join(script);
    let answer = capture(Command::new(python).arg(script).arg(directory))?;
    Ok(serde_json::from_str(&answer)?)
}

/// The folder of a package of npm in `target/bench`; installs it the first time.
pub fn node_package(settings: &Settings, name: &str) -> Result<PathBuf> {
    Ok(node_packages(settings, &[name])?.join(name))
}

/// The folder `node_modules` in `target/bench` that has these packages of npm; installs what is missing.
pub fn node_packages(settings: &Settings, names: &[&str]) -> Result<PathBuf> {
    let folder = settings.path("target/bench/node");
    let modules = folder.join("node_modules");
    for name in names {
        if modules.join(name).is_dir() {
            continue;
        }
        say(format!("installing {name} into target/bench/node"));
        std::fs::create_dir_all(&folder)?;
        // Saved there: npm takes away what it knows nothing of.
        run(Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(name))?;
    }
    Ok(modules)
}
