//! Two files of a million rows dropped on the page, beside the bare loop of pandas and scipy.

use super::{Options, peers};
use crate::build;
use crate::release;
use crate::run::{capture, run, say};
use crate::settings::{Browser, Settings};
use crate::setup;
use crate::tests::with_browsers;
use anyhow::Result;
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What must hold at this stage, from `benches/README.md`.
const CPU_S: f64 = 3.2;
const BARE_WALL_RATIO: f64 = 1.0 / 2.0;
const EVIDENTLY_WALL_RATIO: f64 = 1.0 / 25.0;
const FURTHER_S: f64 = 10.0;
const QUALITY_CPU_S: f64 = 1.5;
const WASM_BYTES: f64 = 450e6;
const READY_MS: f64 = 1000.0;
const BLOCKED_MS: f64 = 50.0;

/// Runs both sides in turn and prints what they took.
pub fn bench(settings: &Settings, options: &Options) -> Result<()> {
    build::build(settings)?;
    setup::packages(settings)?;
    let browsers = setup::browsers(settings)?;
    let python = peers::python(settings)?;
    let data = peers::drift_data(settings, &python, options.rows)?;

    let (mut ours, mut bare, mut evidently) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=options.rounds {
        say(format!("round {round} of {}", options.rounds));
        look_through(&data)?;
        let answer = page(settings, &browsers, &data)?;
        println!("ours  {}", line(&answer, OURS));
        ours.push(answer);
        look_through(&data)?;
        let answer = peers::measure(settings, &python, "pandas_scipy_drift.py", &data)?;
        println!("bare  {}", line(&answer, BARE));
        bare.push(answer);
        look_through(&data)?;
        let answer = peers::measure(settings, &python, "evidently_drift.py", &data)?;
        println!("evidently  {}", line(&answer, BARE));
        evidently.push(answer);
    }
    println!(
        "\nverdict: {}",
        ours[0]["verdict"].as_str().unwrap_or("none")
    );
    print_summary(settings, &ours, &bare, &evidently);
    print_quality(&quality(settings, options, &data)?);
    Ok(())
}

/// Reads both files once: a side that uses much memory drives them out of the system's, and the next would wait for a disk.
fn look_through(data: &Path) -> Result<()> {
    for name in ["ref.csv", "cur.csv"] {
        std::io::copy(&mut File::open(data.join(name))?, &mut std::io::sink())?;
    }
    Ok(())
}

/// The quality checks alone, over the same folder.
fn quality(settings: &Settings, options: &Options, data: &Path) -> Result<Value> {
    let mut node = Command::new("node");
    node.arg(settings.path("benches/quality.js"))
        .arg(settings.path(&settings.build.out_dir))
        .arg(data.join("ref.csv"))
        .arg(data.join("cur.csv"))
        .arg(options.rounds.to_string());
    Ok(serde_json::from_str(&capture(&mut node)?)?)
}

fn print_quality(answer: &Value) {
    let rounds: Vec<Value> = answer["cpu_s"].as_array().cloned().unwrap_or_default();
    let mut seconds: Vec<f64> = rounds.iter().filter_map(Value::as_f64).collect();
    seconds.sort_by(f64::total_cmp);
    let verdict = match seconds.get(seconds.len() / 2) {
        Some(&median) if median <= QUALITY_CPU_S => "pass",
        Some(_) => "MISS",
        None => "UNKNOWN",
    };
    println!(
        "{verdict:>7}  quality checks, CPU of one thread: {seconds:.2?} s (limit {QUALITY_CPU_S:.2} s)"
    );
}

/// One round of the page over a folder with `ref.csv` and `cur.csv`.
fn page(settings: &Settings, browsers: &[(Browser, PathBuf)], data: &Path) -> Result<Value> {
    let mut node = Command::new("node");
    node.arg(settings.path("benches/drift.js"))
        .arg(release::folder(settings)?)
        .arg(data.join("ref.csv"))
        .arg(data.join("cur.csv"));
    with_browsers(&mut node, browsers);
    Ok(serde_json::from_str(&capture(&mut node)?)?)
}

/// Prints what the page takes as rows and columns grow.
pub fn growth(settings: &Settings, options: &Options) -> Result<()> {
    build::build(settings)?;
    setup::packages(settings)?;
    let browsers = setup::browsers(settings)?;
    let python = peers::python(settings)?;
    let show = |rows: usize, columns: usize, data: &Path| -> Result<()> {
        let answer = page(settings, &browsers, data)?;
        let cells = 2.0 * rows as f64 * columns as f64 / 1e6;
        let cost = answer["cpu_s"].as_f64().map_or(f64::NAN, |s| s / cells);
        println!(
            "{rows} x {columns}: {}, {cost:.3} CPU seconds a million cells",
            line(&answer, OURS)
        );
        Ok(())
    };
    for rows in [10_000, 100_000, 1_000_000, 5_000_000] {
        if rows <= options.rows {
            show(rows, 20, &peers::drift_data(settings, &python, rows)?)?;
        }
    }
    for columns in [10, 100, 1000, 2000] {
        let rows = 10_000;
        let data = settings.path(&format!("target/bench/columns-{columns}"));
        if !data.join("complete").is_file() {
            let mut node = Command::new("node");
            node.arg(settings.path("benches/columns.js")).arg(&data);
            run(node.arg(rows.to_string()).arg(columns.to_string()))?;
        }
        show(rows, columns, &data)?;
    }
    Ok(())
}

/// Label, key, factor and unit of what is shown of a round.
type Shown = &'static [(&'static str, &'static str, f64, &'static str)];

const OURS: Shown = &[
    ("wall", "wall_s", 1.0, "s"),
    ("painted", "painted_s", 1.0, "s"),
    ("further work", "further_s", 1.0, "s"),
    ("cpu", "cpu_s", 1.0, "s"),
    ("of it renderers", "renderer_cpu_s", 1.0, "s"),
    ("wasm", "wasm_bytes", 1e-6, "MB"),
    ("wasm further", "further_wasm_bytes", 1e-6, "MB"),
    ("renderer peak", "renderer_peak_bytes", 1e-6, "MB"),
    ("ready", "ready_ms", 1.0, "ms"),
    ("longest task", "longest_task_ms", 1.0, "ms"),
    ("start files gzip", "start_gzip_bytes", 1e-3, "KB"),
];

const BARE: Shown = &[
    ("wall", "wall_s", 1.0, "s"),
    ("cpu", "cpu_s", 1.0, "s"),
    ("imports cpu", "imports_cpu_s", 1.0, "s"),
    ("read wall", "read_s", 1.0, "s"),
    ("peak", "peak_bytes", 1e-6, "MB"),
];

fn line(answer: &Value, shown: Shown) -> String {
    let part = |(label, key, factor, unit): &(&str, &str, f64, &str)| match answer[*key].as_f64() {
        Some(value) => format!("{label} {:.*} {unit}", digits(unit), value * factor),
        None => format!("{label} unknown"),
    };
    shown.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn digits(unit: &str) -> usize {
    if unit == "s" { 2 } else { 0 }
}

fn print_summary(settings: &Settings, ours: &[Value], bare: &[Value], evidently: &[Value]) {
    let wall = |peer: &[Value]| Some(median(ours, "wall_s")? / median(peer, "wall_s")?);
    let start_bytes = settings.sizes.start as f64;
    let rows = [
        (
            "CPU of workers and page",
            median(ours, "renderer_cpu_s"),
            CPU_S,
            1.0,
            " s",
        ),
        (
            "wall, ours / bare loop",
            wall(bare),
            BARE_WALL_RATIO,
            1.0,
            "",
        ),
        (
            "wall, ours / Evidently",
            wall(evidently),
            EVIDENTLY_WALL_RATIO,
            1.0,
            "",
        ),
        (
            "what follows the verdict",
            median(ours, "further_s"),
            FURTHER_S,
            1.0,
            " s",
        ),
        (
            "wasm memory",
            largest(ours, "wasm_bytes"),
            WASM_BYTES,
            1e-6,
            " MB",
        ),
        ("page ready", median(ours, "ready_ms"), READY_MS, 1.0, " ms"),
        (
            "start files after gzip",
            largest(ours, "start_gzip_bytes"),
            start_bytes,
            1e-3,
            " KB",
        ),
        (
            "longest task of the main thread",
            largest(ours, "longest_task_ms"),
            BLOCKED_MS,
            1.0,
            " ms",
        ),
    ];
    for (what, value, limit, factor, unit) in rows {
        let digits = if unit.is_empty() || unit == " s" {
            2
        } else {
            0
        };
        let verdict = match value {
            Some(value) if value <= limit => "pass",
            Some(_) => "MISS",
            None => "UNKNOWN",
        };
        let shown = value.map_or("unknown".into(), |value| {
            format!("{:.digits$}{unit}", value * factor)
        });
        println!(
            "{verdict:>7}  {what}: {shown} (limit {:.digits$}{unit})",
            limit * factor
        );
    }
}

/// The value in the middle of all rounds; of an even number, the upper of the two.
fn median(rounds: &[Value], key: &str) -> Option<f64> {
    let mut values: Vec<f64> = rounds
        .iter()
        .filter_map(|round| round[key].as_f64())
        .collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn largest(rounds: &[Value], key: &str) -> Option<f64> {
    let values = rounds.iter().map(|round| round[key].as_f64());
    values
        .collect::<Option<Vec<f64>>>()?
        .into_iter()
        .reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::{largest, median};
    use serde_json::json;

    #[test]
    fn a_round_without_the_number_makes_the_largest_unknown() {
        let rounds = [json!({"a": 3}), json!({"a": 9}), json!({"a": 1})];
        assert_eq!(median(&rounds, "a"), Some(3.0));
        assert_eq!(largest(&rounds, "a"), Some(9.0));
        assert_eq!(largest(&[json!({"a": 3}), json!({"a": null})], "a"), None);
    }
}
