//! The project's task runner: `cargo xtask <command>`. It installs what is missing and says what it does.

mod bench;
mod bindgen;
mod build;
mod compile;
mod files;
mod manifest;
mod optimize;
mod policy;
mod run;
mod sample;
mod samples;
mod serve;
mod settings;
mod setup;

use anyhow::{Context, Result, bail};
use settings::Settings;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port N] [--root FOLDER] [--no-build]   build, then serve the page on 127.0.0.1
  build                                           build the modules and all that is not checked in
  sample                                          write the sample files
  bench NAME [--rounds N] [--rows N]              measure beside a peer: drift";

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
        ("bench", [name, options @ ..]) => bench::bench(&settings, name, options),
        ("sample", []) => samples::write(&settings),
        ("serve", options) => serve_command(&settings, options),
        ("test-runner", arguments) => {
            let arguments =
                std::iter::once("wasm-bindgen-test-runner").chain(arguments.iter().copied());
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(arguments)
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
                port = options
                    .next()
                    .and_then(|text| text.parse().ok())
                    .context("--port needs a number")?
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
