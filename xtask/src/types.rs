//! `cargo xtask types`: the declarations and schemas in `www/types`, written or compared by one native test.

use crate::run::{capture, cargo, say};
use crate::settings::Settings;
use crate::tests;
use anyhow::{Result, bail};
use std::process::Command;

const TEST: &str = "generated_types";
const UPDATE: &str = "DRIFTGLASS_UPDATE";

/// Writes the generated types from the Rust structs.
pub fn write(settings: &Settings) -> Result<()> {
    say("writing www/types from the Rust structs");
    run_test(test(settings).env(UPDATE, "1"))
}

/// Fails when the checked-in types are stale.
pub fn check(settings: &Settings) -> Result<()> {
    run_test(test(settings).env_remove(UPDATE))
}

fn test(settings: &Settings) -> Command {
    let mut command = cargo(&settings.folder);
    command.args(["test", "--quiet"]).args(tests::WORKSPACE);
    command.args(["--test", "native", TEST]);
    command
}

fn run_test(command: &mut Command) -> Result<()> {
    let printed = capture(command)?;
    // A filter that matches nothing passes too; that would be a check that cannot fail.
    if !printed.contains("test result: ok.") || printed.contains("running 0 tests") {
        bail!("no test named {TEST} ran:\n{printed}");
    }
    Ok(())
}
