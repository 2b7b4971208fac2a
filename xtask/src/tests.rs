//! `cargo xtask test`: native, in wasm (page, worker, Node), and end to end in real browsers.

use crate::run::{cargo, run, say};
use crate::settings::{Browser, Settings, Step, Tests};
use crate::{build, compile, files, setup};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What the native tests are compiled from: the same for the comparison of the generated types, so that it is done once.
pub const WORKSPACE: [&str; 4] = ["--locked", "--workspace", "--features", "driftglass/schema"];

/// Name of the variable that tells the fuzz tests how long to go on.
const FUZZ_SECONDS: &str = "DRIFTGLASS_FUZZ_SECONDS";

/// Name of the variable that tells the soak test how many comparisons to make.
const SOAK_ROUNDS: &str = "DRIFTGLASS_SOAK_ROUNDS";

/// Runs the suites, or the one named, and stops at the first that fails.
pub fn test(settings: &Settings, only: Option<&str>, long: bool) -> Result<()> {
    let mut suites: Vec<Step> = vec![
        ("native", native),
        ("wasm", wasm),
        ("node", node),
        ("e2e", end_to_end),
    ];
    if let Some(only) = only {
        suites.retain(|(name, _)| *name == only);
        if suites.is_empty() && !(long && only == "long") {
            bail!("no suite `{only}`: native, wasm, node or e2e");
        }
    }
    if long && only.is_none_or(|only| only == "long" || only == "native") {
        suites.push(("long", native_long));
    }
    let mut closing = Vec::new();
    for (name, suite) in suites {
        say(format!("suite {name}"));
        let start = Instant::now();
        suite(settings).with_context(|| format!("suite {name} is red"))?;
        closing.push(format!("{name} passed in {} s", start.elapsed().as_secs()));
    }
    for line in closing {
        say(line);
    }
    Ok(())
}

fn native(settings: &Settings) -> Result<()> {
    run(cargo(&settings.folder).arg("test").args(WORKSPACE))
}

fn native_long(settings: &Settings) -> Result<()> {
    let mut command = cargo(&settings.folder);
    let profile = &settings.tests.long_profile;
    command.arg("test").args(WORKSPACE).args([
        "--profile",
        profile,
        "--",
        "--include-ignored",
        "--nocapture",
    ]);
    if std::env::var_os(FUZZ_SECONDS).is_none() {
        command.env(FUZZ_SECONDS, settings.tests.fuzz_seconds.to_string());
    }
    run(&mut command)?;
    build::build(settings)?;
    run_node(settings, &settings.tests.node, &[], true)
}

fn wasm(settings: &Settings) -> Result<()> {
    setup::target(settings)?;
    let browsers = setup::browsers(settings)?;
    let mut command = compile::cargo_for_wasm(settings, "test")?;
    command.args(["--locked", "--package", "driftglass"]);
    let features: Vec<&str> = settings
        .modules
        .iter()
        .flat_map(|module| &module.features)
        .map(String::as_str)
        .collect();
    command.args(["--features", &features.join(",")]);
    for name in &settings.tests.wasm {
        command.args(["--test", name]);
    }
    let own = std::env::current_exe()?;
    let runner = serde_json::to_string(&[&own.display().to_string(), "test-runner"])?;
    command
        .arg("--config")
        .arg(format!("target.{}.runner={runner}", settings.build.target));
    let capabilities = settings.state_directory().join("capabilities.json");
    let browser = browsers
        .iter()
        .find(|(browser, _)| browser.name == settings.tests.wasm_browser);
    files::write(
        &capabilities,
        webdriver(settings, browser.map(|(_, path)| path))?,
    )?;
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities);
    run(with_browsers(&mut command, &browsers))
}

fn node(settings: &Settings) -> Result<()> {
    build::build(settings)?;
    run_node(settings, &settings.tests.node, &[], false)
}

fn end_to_end(settings: &Settings) -> Result<()> {
    let browsers = setup::browsers(settings)?;
    build::build(settings)?;
    run_node(settings, &settings.tests.end_to_end, &browsers, false)
}

/// Runs every `*.test.js` of a folder: with browsers some files beside each other, and then those that time what they see.
fn run_node(
    settings: &Settings,
    folder: &str,
    browsers: &[(Browser, PathBuf)],
    long: bool,
) -> Result<()> {
    let mut suites = files::walk(&settings.path(folder))?;
    suites.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    if suites.is_empty() {
        bail!("{folder} holds no *.test.js");
    }
    let Tests {
        together, timed, ..
    } = &settings.tests;
    let is_timed = |path: &PathBuf| timed.iter().any(|name| path.ends_with(name));
    let (alone, beside): (Vec<_>, Vec<_>) = match browsers {
        [] => (suites, Vec::new()),
        _ => suites.into_iter().partition(is_timed),
    };
    for (suites, together) in [(beside, *together), (alone, 1)] {
        if suites.is_empty() {
            continue;
        }
        let mut command = Command::new("node");
        command.current_dir(&settings.folder).stdin(Stdio::null());
        command
            .arg("--test")
            .arg(format!("--test-concurrency={together}"))
            .args(&settings.tests.node_flags)
            .args(suites);
        command.env(
            "DRIFTGLASS_BROWSER_FLAGS",
            settings.tests.browser_flags.join(" "),
        );
        if long {
            command.env(SOAK_ROUNDS, settings.tests.soak_rounds.to_string());
        }
        command.env("DRIFTGLASS_XTASK", std::env::current_exe()?);
        run(with_browsers(&mut command, browsers))?;
    }
    Ok(())
}

/// Takes the pictures of the README anew, with a browser over the built page.
pub fn screenshots(settings: &Settings) -> Result<()> {
    let browsers = setup::browsers(settings)?;
    build::build(settings)?;
    let mut command = Command::new("node");
    command.current_dir(&settings.folder).stdin(Stdio::null());
    command.arg(&settings.tests.screenshots);
    run(with_browsers(&mut command, &browsers))
}

/// Tells a suite where each browser and driver is.
pub fn with_browsers<'command>(
    command: &'command mut Command,
    browsers: &[(Browser, PathBuf)],
) -> &'command mut Command {
    for (browser, path) in browsers {
        command.env(&browser.variable, path);
    }
    command
}

/// Capabilities for the driver: the flags of the settings and, when known, which browser to start.
pub fn webdriver(settings: &Settings, browser: Option<&PathBuf>) -> Result<String> {
    let mut options = serde_json::json!({ "args": settings.tests.browser_flags });
    if let Some(path) = browser {
        options["binary"] = path.display().to_string().into();
    }
    let capabilities = serde_json::json!({ "goog:chromeOptions": options });
    Ok(serde_json::to_string_pretty(&capabilities)? + "\n")
}
