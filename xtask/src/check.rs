//! `cargo xtask check`: everything that can be said about the project without running it.

use crate::run::{capture, cargo, run, say};
use crate::settings::{Settings, Step};
use crate::{build, compile, files, imports, lint, policy, setup, sizes, tests, types};
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// Runs every check and stops at the first that fails.
pub fn check(settings: &Settings) -> Result<()> {
    let checks: [Step; 10] = [
        ("formatting", formatting),
        ("tool versions", versions),
        ("what the page may say", lint::check),
        ("hash of the bootstrap, driver capabilities", generated),
        ("clippy, native", clippy),
        ("clippy, wasm", clippy_wasm),
        ("generated types", types::check),
        ("documentation", documentation),
        ("built page and its sizes", built),
        ("types of the page and its tests", typescript),
    ];
    for (name, check) in checks {
        say(format!("check: {name}"));
        check(settings).with_context(|| format!("check `{name}` is red"))?;
    }
    say("all checks passed");
    Ok(())
}

fn formatting(settings: &Settings) -> Result<()> {
    run(cargo(&settings.folder).args(["fmt", "--all", "--check"]))
}

fn clippy(settings: &Settings) -> Result<()> {
    let mut command = cargo(&settings.folder);
    command.args([
        "clippy",
        "--quiet",
        "--locked",
        "--workspace",
        "--all-targets",
    ]);
    run(command.args(["--", "-D", "warnings"]))
}

/// Each module's features alone, and all of them with the wasm tests.
fn clippy_wasm(settings: &Settings) -> Result<()> {
    setup::target(settings)?;
    let package = ["--quiet", "--locked", "--package", "driftglass"];
    for module in &settings.modules {
        let mut command = compile::cargo_for_wasm(settings, "clippy")?;
        command
            .args(package)
            .args(["--lib", "--no-default-features", "--features"]);
        run(command.args([&module.features.join(","), "--", "-D", "warnings"]))?;
    }
    let mut command = compile::cargo_for_wasm(settings, "clippy")?;
    let features: Vec<&str> = settings
        .modules
        .iter()
        .flat_map(|module| &module.features)
        .map(String::as_str)
        .collect();
    command
        .args(package)
        .args(["--all-targets", "--features", &features.join(",")]);
    run(command.args(["--", "-D", "warnings"]))
}

fn documentation(settings: &Settings) -> Result<()> {
    let mut command = cargo(&settings.folder);
    command.args([
        "doc",
        "--quiet",
        "--locked",
        "--no-deps",
        "--package",
        "driftglass",
    ]);
    run(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// What xtask writes into checked-in files must already be there.
fn generated(settings: &Settings) -> Result<()> {
    if policy::stale(settings)?.is_some() {
        let document = &settings.seal.document;
        bail!("{document} does not hold the hashes of what may run: run `cargo xtask page`");
    }
    let webdriver = &settings.tests.webdriver;
    if files::read_text(&settings.path(webdriver))? != tests::webdriver(settings, None)? {
        bail!("{webdriver} is stale: run `cargo xtask build`");
    }
    Ok(())
}

fn built(settings: &Settings) -> Result<()> {
    build::build(settings)?;
    for line in sizes::check(settings)? {
        println!("  {line}");
    }
    imports::check(settings)
}

fn typescript(settings: &Settings) -> Result<()> {
    setup::packages(settings)?;
    for project in &settings.tests.type_projects {
        let mut node = Command::new("node");
        node.current_dir(&settings.folder).stdin(Stdio::null());
        node.arg("node_modules/typescript/bin/tsc")
            .args(["--noEmit", "--project", project]);
        run(&mut node)?;
    }
    Ok(())
}

/// What the lock files say must be what the settings say, and Node must be new enough.
fn versions(settings: &Settings) -> Result<()> {
    let tools = &settings.tools;
    let cargo_lock: toml::Table = files::read_text(&settings.path("Cargo.lock"))?.parse()?;
    let locked = cargo_lock.get("package").and_then(toml::Value::as_array);
    let crates = locked.context("Cargo.lock has no packages")?;
    for name in [
        "wasm-bindgen",
        "wasm-bindgen-cli",
        "wasm-bindgen-cli-support",
    ] {
        let version = crates
            .iter()
            .find(|package| package["name"].as_str() == Some(name));
        let version = version
            .and_then(|package| package["version"].as_str())
            .unwrap_or("nothing");
        same(name, version, &tools.wasm_bindgen, "Cargo.lock")?;
    }
    let text = files::read_text(&settings.path("package-lock.json"))?;
    let npm_lock: serde_json::Value = serde_json::from_str(&text)?;
    for (name, wanted) in [
        ("binaryen", &tools.binaryen),
        ("typescript", &tools.typescript),
    ] {
        let version = &npm_lock["packages"][format!("node_modules/{name}")]["version"];
        same(
            name,
            version.as_str().unwrap_or("nothing"),
            wanted,
            "package-lock.json",
        )?;
    }
    let node = capture(Command::new("node").arg("--version"))?;
    if parts(&node) < parts(&tools.node_minimum) {
        bail!("node is {node}; {} or newer is needed", tools.node_minimum);
    }
    Ok(())
}

fn same(name: &str, locked: &str, wanted: &str, lock: &str) -> Result<()> {
    if locked == wanted {
        return Ok(());
    }
    bail!(
        "{lock} has {name} {locked}, {} says {wanted}",
        crate::settings::FILE
    )
}

fn parts(version: &str) -> Vec<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect()
}
