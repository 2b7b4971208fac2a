//! The fairness statistics in one thread of Node's wasm, beside Fairlearn on rows of the same law.

use super::{Options, peers};
use crate::run::{capture, run, say};
use crate::settings::{Module, Settings};
use crate::{bindgen, compile, files, optimize, setup};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// What must hold, from `benches/README.md`.
const EVERYTHING_S: f64 = 1.5;
const RATES_S: f64 = 1.0;
const AREAS_S: f64 = 6.0;
const GROUPS: usize = 50;

/// Runs both sides in turn and prints what they took.
pub fn bench(settings: &Settings, options: &Options) -> Result<()> {
    setup::packages(settings)?;
    setup::target(settings)?;
    let folder = kernel(settings)?;
    let python = peers::python_of(settings, "requirements-fairness.txt", "venv-fairness")?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 1..=options.rounds {
        say(format!("round {round} of {}", options.rounds));
        let mut node = Command::new("node");
        node.arg(settings.path("benches/fairness.js"))
            .arg(&folder)
            .arg(options.rows.to_string())
            .arg(GROUPS.to_string());
        let answer: Value = serde_json::from_str(&capture(&mut node)?)?;
        println!("ours       {answer}");
        ours.push(answer);
        let mut peer = Command::new(&python);
        peer.arg(settings.path("benches/peers/fairlearn_metrics.py"));
        // One thread, as ours.
        for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
            peer.env(name, "1");
        }
        let lines: Vec<Value> = capture(&mut peer)?
            .lines()
            .map(serde_json::from_str)
            .collect::<serde_json::Result<_>>()?;
        for line in &lines {
            println!("Fairlearn  {line}");
        }
        theirs.push(lines);
    }
    summary(options, &ours, &theirs);
    Ok(())
}

/// Compiles the kernel as the page's modules are, and gives the folder of its two files.
fn kernel(settings: &Settings) -> Result<PathBuf> {
    const NAME: &str = "fairness_kernel";
    say("compiling the fairness kernel");
    let profile = &settings.build.profile;
    // The module that both page and workers load has all analyses.
    let both = settings
        .modules
        .iter()
        .find(|module| module.page && module.worker.len() > 2)
        .context("no module for page and workers")?;
    let mut cargo = compile::cargo_for_wasm(settings, "build")?;
    cargo.args(["--quiet", "--locked", "--package", "driftglass"]);
    cargo.args(["--example", NAME, "--profile", profile]);
    cargo.args(["--no-default-features", "--features"]);
    run(cargo.arg(both.features.join(",")))?;
    let output = settings
        .target_directory()
        .join(&settings.build.target)
        .join(profile)
        .join("examples")
        .join(format!("{NAME}.wasm"));
    let module = Module {
        name: NAME.to_owned(),
        features: both.features.clone(),
        profile: None,
        worker: Vec::new(),
        page: true,
    };
    let bound = bindgen::bind(&module, &files::read(&output)?)?;
    let folder = settings.path("target/bench/fairness");
    let wasm = optimize::optimize(settings, NAME, &bound.wasm)?;
    files::write(&folder.join(format!("{NAME}.wasm")), wasm)?;
    files::write(&folder.join(format!("{NAME}.js")), bound.web)?;
    files::write(&folder.join("package.json"), "{\"type\":\"module\"}\n")?;
    Ok(folder)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn summary(options: &Options, ours: &[Value], theirs: &[Vec<Value>]) {
    let our = |name: &str| {
        median(
            ours.iter()
                .filter_map(|v| v[name]["cpu_s"].as_f64())
                .collect(),
        )
    };
    let their = |place: usize| {
        let of = |lines: &Vec<Value>| lines.get(place).and_then(|l| l["cpu_s"].as_f64());
        median(theirs.iter().filter_map(of).collect())
    };
    println!(
        "\n{} rows, {GROUPS} groups, CPU seconds, medians of {} rounds",
        options.rows, options.rounds
    );
    let fourteen = our("decision") + our("score");
    let fairlearn = their(0) + their(1);
    println!(
        "10 decision metrics      ours {:.4}  Fairlearn {:.2}",
        our("decision"),
        their(0)
    );
    println!(
        "4 score metrics          ours {:.4}  Fairlearn {:.2}",
        our("score"),
        their(1)
    );
    println!(
        "these 14                 ours {fourteen:.4}  Fairlearn {fairlearn:.2}  {:.0} times",
        fairlearn / fourteen
    );
    println!(
        "all metrics, intervals   ours {:.4}  at most {EVERYTHING_S} wanted",
        our("everything")
    );
    println!(
        "1000 bootstraps of 2     ours {:.4}  at most {RATES_S} wanted; Fairlearn {:.2} for 5",
        our("bootstrap_rates"),
        their(2)
    );
    println!(
        "1000 bootstraps of AUC   ours {:.4}  at most {AREAS_S} wanted",
        our("bootstrap_areas")
    );
}
