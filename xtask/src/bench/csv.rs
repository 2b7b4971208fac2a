//! Reading one CSV file of mixed columns in headless Chromium: one worker of ours beside DuckDB-Wasm and PapaParse.

use super::{Options, peers};
use crate::build;
use crate::run::{capture, run, say};
use crate::settings::Settings;
use crate::setup;
use crate::tests::with_browsers;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

/// What must hold and what is aimed at, from `benches/README.md`.
const MB_PER_S: f64 = 300.0;
const AIM_MB_PER_S: f64 = 600.0;
const OF_BARE: f64 = 0.7;
const MEGABYTES: usize = 100;
/// The sides, by their name in the answer.
const SIDES: &[(&str, &str)] = &[
    ("memory", "ours, chunks in memory"),
    ("file", "ours, from File.stream()"),
    ("bare", "File.stream() read and discarded"),
    ("duckdb", "DuckDB-Wasm, file in memory"),
    ("papaparse", "PapaParse, decoded text in memory"),
];

/// Runs all sides in turn and prints megabytes a second.
pub fn bench(settings: &Settings, options: &Options) -> Result<()> {
    // The module that is there from the start reads the files.
    let first = settings.modules.first().context("no module")?;
    build::modules(settings, std::slice::from_ref(&first.name))?;
    setup::packages(settings)?;
    let browsers = setup::browsers(settings)?;
    let modules = peers::node_packages(settings, &["@duckdb/duckdb-wasm", "papaparse"])?;
    let file = settings.path(&format!("target/bench/mixed-{MEGABYTES}/mixed.csv"));
    if !file.is_file() {
        say(format!("generating a file of {MEGABYTES} MB"));
        std::fs::create_dir_all(file.parent().context("a folder")?)?;
        run(Command::new("node")
            .arg(settings.path("benches/mixed.js"))
            .arg(&file)
            .arg(MEGABYTES.to_string()))?;
    }
    let mut node = Command::new("node");
    node.arg(settings.path("benches/csv.js"))
        .arg(settings.path(&settings.build.out_dir))
        .arg(modules)
        .arg(&file)
        .arg(options.rounds.to_string());
    let answer: Value = serde_json::from_str(&capture(with_browsers(&mut node, &browsers))?)?;
    summary(&answer)
}

fn summary(answer: &Value) -> Result<()> {
    let megabytes = answer["bytes"].as_f64().context("bytes")? / 1e6;
    let rounds = |side: &str| -> Vec<f64> {
        let all = answer["times"][side].as_array();
        all.into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect()
    };
    println!(
        "{megabytes:.1} MB, {} rows, {}; DuckDB-Wasm {}, PapaParse {}",
        answer["seen"]["memory"]["rows"],
        text(&answer["browser"]),
        text(&answer["duckdb"]),
        text(&answer["papaparse"])
    );
    println!(
        "megabytes a second, median of {} rounds (slowest to fastest):",
        rounds("memory").len()
    );
    for (side, what) in SIDES {
        let mut speeds: Vec<f64> = rounds(side).iter().map(|s| megabytes / s).collect();
        speeds.sort_by(f64::total_cmp);
        let ends = speeds.first().zip(speeds.last());
        let (slowest, fastest) = ends.unwrap_or((&f64::NAN, &f64::NAN));
        println!(
            "{:>8.0}  {what} ({slowest:.0} to {fastest:.0})",
            median(speeds.clone())
        );
    }
    let memory = megabytes / median(rounds("memory"));
    let shares: Vec<f64> = rounds("bare")
        .iter()
        .zip(rounds("file"))
        .map(|(bare, ours)| bare / ours)
        .collect();
    let said = [
        ("typed and stored, MB/s", memory, MB_PER_S),
        ("typed and stored, MB/s, aim", memory, AIM_MB_PER_S),
        (
            "speed from the file, ours / bare loop",
            median(shares),
            OF_BARE,
        ),
    ];
    for (what, value, limit) in said {
        let verdict = match value {
            _ if value.is_nan() => "UNKNOWN",
            _ if value >= limit => "pass",
            _ => "MISS",
        };
        println!("{verdict:>7}  {what}: {value:.2} (at least {limit})");
    }
    Ok(())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("unknown")
}

/// The value in the middle; of an even number, the upper of the two.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
