//! Benchmarks that `wasm-pack.toml` describes: case by case ours, then the others, and their ratio beside what it must be.

use super::peers;
use crate::build;
use crate::files;
use crate::run::{capture, run, say};
use crate::settings::{Beside, Settings};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::process::Command;

/// What the scripts of one side share with the other: written last, with all data and models there.
#[derive(Deserialize)]
struct Made {
    cases: Vec<String>,
}

/// One line of what is demanded: our number over theirs, both of them rates.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    ours: String,
    theirs: String,
    must: f64,
    aim: f64,
}

/// Runs all cases, both sides by turns, and prints every number and the ratios.
pub fn bench(settings: &Settings, what: &Beside) -> Result<()> {
    build::modules(settings, &what.modules)?;
    let python = peers::python(settings)?;
    let data = settings.path(&format!("target/bench/{}-{}", what.name, what.rows));
    let made = data.join("complete.json");
    if !made.is_file() {
        say(format!("making {} rows and the models", what.rows));
        run(Command::new(&python)
            .arg(settings.path(&what.theirs))
            .arg("make")
            .arg(&data)
            .arg(what.rows.to_string()))?;
    }
    let made: Made = serde_json::from_str(&files::read_text(&made)?)?;
    let (mut ours, mut theirs) = (Map::new(), Map::new());
    for case in &made.cases {
        let mut node = Command::new("node");
        node.arg(settings.path(&what.ours))
            .arg(settings.path(&settings.build.out_dir))
            .arg(&data)
            .arg(case);
        ours.extend(said(case, "ours", &mut node)?);
        let mut other = Command::new(&python);
        other.arg(settings.path(&what.theirs)).arg("run");
        theirs.extend(said(case, "theirs", other.arg(&data).arg(case))?);
    }
    println!("\n       ratio   must    aim");
    let limits: Vec<Limit> =
        serde_json::from_str(&files::read_text(&settings.path(&what.limits))?)?;
    for limit in limits {
        let number = |all: &Map<String, Value>, key: &str| {
            all.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN)
        };
        let (mine, other) = (number(&ours, &limit.ours), number(&theirs, &limit.theirs));
        let ratio = mine / other;
        let verdict = match ratio {
            ratio if ratio.is_nan() => "?",
            ratio if ratio >= limit.aim => "aim",
            ratio if ratio >= limit.must => "must",
            _ => "MISS",
        };
        println!(
            "{verdict:>5} {ratio:>6.1} {:>6} {:>6}   {} {mine:.0}, {} {other:.0}",
            limit.must, limit.aim, limit.ours, limit.theirs
        );
    }
    Ok(())
}

/// One side's numbers of a case, printed.
fn said(case: &str, side: &str, command: &mut Command) -> Result<Map<String, Value>> {
    let text = capture(command)?;
    let line = text.lines().last().unwrap_or_default();
    println!("{case} {side}: {line}");
    serde_json::from_str(line).with_context(|| format!("{case}: {line}"))
}
