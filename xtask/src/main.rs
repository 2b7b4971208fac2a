//! The project's task runner: `cargo xtask <command>`. It installs what is missing and says what it does.

mod bench;
mod bindgen;
mod build;
mod check;
mod comments;
mod compile;
mod files;
mod imports;
mod lint;
mod manifest;
mod optimize;
mod parts;
mod policy;
mod release;
mod run;
mod sample;
mod samples;
mod serve;
mod settings;
mod setup;
mod sizes;
mod tests;
mod types;

use anyhow::{Context, Result, bail};
use settings::Settings;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port N] [--root FOLDER] [--no-build]   build, then serve the page on 127.0.0.1
  build [MODULE...]        build the modules and all that is not checked in, or these modules alone
  page                     write the page's parts and hashes anew, over the modules that are there
  test [SUITE] [--long]    native, wasm (page, worker, Node), node and e2e; --long adds calibration, fuzzing and soak
  check                    formatting, clippy, types, documentation, lints, sizes
  bench NAME [--rounds N] [--rows N]   measure: drift (beside the peers), growth
  release [--verify]       write target/release-page with provenance; --verify builds again elsewhere and compares
  sample                   write the sample files
  screenshots              take the pictures of the README anew
  types                    write www/types from the Rust structs";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[String]) -> Result<()> {
    let Some((name, rest)) = words.split_first() else {
        println!("{USAGE}");
        return Ok(());
    };
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let settings = Settings::read(&project_folder()?)?;
    match (name.as_str(), rest.as_slice()) {
        ("build", []) => build::build(&settings),
        ("build", names) => build::modules(&settings, names),
        ("page", []) => build::page(&settings),
        ("serve", options) => serve_command(&settings, options),
        ("test", options) => test_command(&settings, options),
        ("check", []) => check::check(&settings),
        ("bench", [name, arguments @ ..]) => bench::bench(&settings, name, arguments),
        ("release", []) => release::release(&settings, false),
        ("release", ["--verify"]) => release::release(&settings, true),
        ("sample", []) => samples::write(&settings),
        ("screenshots", []) => tests::screenshots(&settings),
        ("types", []) => types::write(&settings),
        // The runner that cargo starts for each wasm test binary.
        ("test-runner", arguments) => {
            let program = std::iter::once("wasm-bindgen-test-runner");
            let words = program.chain(arguments.iter().copied());
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(words)
        }
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("cannot read `{}`\n\n{USAGE}", words.join(" ")),
    }
}

/// The project's folder: where cargo found this package, else where we stand.
fn project_folder() -> Result<PathBuf> {
    let here = std::env::current_dir()?;
    let start = std::env::var_os("CARGO_MANIFEST_DIR").map_or(here, PathBuf::from);
    let found = start
        .ancestors()
        .find(|folder| folder.join(settings::FILE).is_file());
    found
        .map(Path::to_owned)
        .with_context(|| format!("no {} in or above {}", settings::FILE, start.display()))
}

fn serve_command(settings: &Settings, options: &[&str]) -> Result<()> {
    let mut port = settings.serve.port;
    let mut root = settings.path(&settings.build.root);
    let mut wants_build = true;
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--no-build" => wants_build = false,
            "--port" => {
                let number = options.next().and_then(|text| text.parse().ok());
                port = number.context("--port needs a number from 0 to 65535")?;
            }
            "--root" => root = PathBuf::from(options.next().context("--root needs a folder")?),
            other => bail!("serve does not know {other}"),
        }
    }
    if wants_build {
        build::build(settings)?;
    }
    serve::serve(&root, port)
}

fn test_command(settings: &Settings, options: &[&str]) -> Result<()> {
    let long = options.contains(&"--long");
    let suites: Vec<&&str> = options
        .iter()
        .filter(|option| **option != "--long")
        .collect();
    match suites.as_slice() {
        [] => tests::test(settings, None, long),
        [suite] => tests::test(settings, Some(suite), long),
        _ => bail!("test takes one suite at most: native, wasm, node or e2e"),
    }
}
