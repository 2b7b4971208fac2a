//! Installs what is missing, and says so. Nothing is done, and nothing is said, when all is there.

use crate::files;
use crate::run::{capture, find, run, say};
use crate::settings::{Browser, Settings};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Makes sure that the standard library of the build target is installed.
pub fn target(settings: &Settings) -> Result<()> {
    let target = &settings.build.target;
    let mut rustc = Command::new("rustc");
    let library = capture(rustc.current_dir(&settings.folder).args([
        "--print",
        "target-libdir",
        "--target",
        target,
    ]))?;
    if PathBuf::from(&library).is_dir() {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!(
            "the Rust target {target} is not installed and there is no rustup: install {target}'s standard library for your rustc"
        );
    }
    say(format!("installing the Rust target {target}"));
    run(Command::new("rustup")
        .current_dir(&settings.folder)
        .args(["target", "add", target])
        .stdin(Stdio::null()))
}

/// Makes sure that Node is there and the locked npm packages are installed.
pub fn packages(settings: &Settings) -> Result<()> {
    node(settings)?;
    let lock = settings.path("package-lock.json");
    let wanted = files::sha256_hex(&files::read(&lock)?);
    let stamp = settings.path("node_modules").join(".driftglass-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    if find("npm").is_none() {
        bail!(
            "npm is not on PATH: install Node {} or newer with npm",
            settings.tools.node_minimum
        );
    }
    say("installing the locked npm packages (npm ci)");
    let mut npm = Command::new("npm");
    npm.current_dir(&settings.folder)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    run(npm.stdin(Stdio::null()).stdout(Stdio::null()))?;
    files::write(&stamp, wanted)?;
    Ok(())
}

fn node(settings: &Settings) -> Result<()> {
    let minimum = &settings.tools.node_minimum;
    if find("node").is_none() {
        bail!("node is not on PATH: install Node {minimum} or newer");
    }
    Ok(())
}

/// Paths of the browsers and the driver; installs the packages of those that are missing where apt is there.
pub fn browsers(settings: &Settings) -> Result<Vec<(Browser, PathBuf)>> {
    let wanted = &settings.tests.browsers;
    let missing: Vec<&Browser> = wanted
        .iter()
        .filter(|browser| locate(browser).is_none())
        .collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    wanted
        .iter()
        .map(|browser| match locate(browser) {
            Some(path) => Ok((browser.clone(), path)),
            None => bail!(
                "{} is still missing after installing {}",
                browser.name,
                browser.package
            ),
        })
        .collect()
}

/// The path in the browser's own environment variable, or the first of its programs on PATH.
fn locate(browser: &Browser) -> Option<PathBuf> {
    let named = std::env::var_os(&browser.variable)
        .map(PathBuf::from)
        .filter(|path| path.is_file());
    named.or_else(|| browser.programs.iter().find_map(|program| find(program)))
}

fn install(missing: &[&Browser]) -> Result<()> {
    let packages: Vec<&str> = missing
        .iter()
        .map(|browser| browser.package.as_str())
        .collect();
    let variables: Vec<&str> = missing
        .iter()
        .map(|browser| browser.variable.as_str())
        .collect();
    let by_hand = format!(
        "install by hand: {} (Debian's names), or set {} to their paths",
        packages.join(", "),
        variables.join(", ")
    );
    if find("apt-get").is_none() {
        bail!("no apt-get here; {by_hand}");
    }
    let root = capture(Command::new("id").arg("-u"))? == "0";
    if !root && find("sudo").is_none() {
        bail!("neither root nor sudo; {by_hand}");
    }
    say(format!("installing {} (apt-get)", packages.join(", ")));
    let apt = |words: &[&str]| {
        let mut command = if root {
            Command::new("apt-get")
        } else {
            Command::new("sudo")
        };
        if !root {
            // -n: never ask for a password, so that nothing waits for an answer.
            command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(words)
            .stdin(Stdio::null());
        run(command.stdout(Stdio::null()))
    };
    apt(&["update", "-qq"])?;
    let mut words = vec!["install", "-qq", "-y", "--no-install-recommends"];
    words.extend(packages);
    apt(&words)
}
