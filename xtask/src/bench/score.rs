//! Rows scored with a model of 100 trees: the models module beside the libraries and onnxruntime-web.

use super::{Options, peers};
use crate::build;
use crate::run::{capture, run, say};
use crate::settings::Settings;
use anyhow::Result;
use serde_json::Value;
use std::process::Command;

/// What must hold, from `benches/README.md`: our speed over theirs, and seconds.
const OF_XGBOOST: f64 = 0.5;
const OF_ONNXRUNTIME_WEB: f64 = 3.0;
const OPEN_S: f64 = 1.0;
const FOREST_S: f64 = 2.0;

/// Runs all sides in turn and prints rows a second.
pub fn bench(settings: &Settings, options: &Options) -> Result<()> {
    build::build(settings)?;
    let python = peers::python(settings)?;
    let script = settings.path("benches/peers/score.py");
    let data = settings.path(&format!("target/bench/score-{}", options.rows));
    if !data.join("complete.json").is_file() {
        say(format!("making {} rows and the models", options.rows));
        run(Command::new(&python)
            .arg(&script)
            .arg("make")
            .arg(&data)
            .arg(options.rows.to_string()))?;
    }
    let runtime = peers::node_package(settings, "onnxruntime-web")?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 1..=options.rounds {
        say(format!("round {round} of {}", options.rounds));
        let mut node = Command::new("node");
        node.arg(settings.path("benches/score.js"))
            .arg(settings.path(&settings.build.out_dir))
            .arg(&data)
            .arg(&runtime);
        let answer: Value = serde_json::from_str(&capture(&mut node)?)?;
        println!("ours       {answer}");
        ours.push(answer);
        let mut libraries = Command::new(&python);
        libraries.arg(&script).arg("run").arg(&data);
        let answer: Value = serde_json::from_str(&capture(&mut libraries)?)?;
        println!("libraries  {answer}");
        theirs.push(answer);
    }
    let least = |rounds: &[Value], key: &str| {
        let seconds = rounds.iter().filter_map(|round| round[key].as_f64());
        seconds.reduce(f64::min).unwrap_or(f64::NAN)
    };
    let rows = options.rows as f64;
    let xgboost = least(&ours, "ours_xgboost_s");
    println!("\nrows a second, 100 trees of depth 6, one thread each:");
    for (what, seconds) in [
        ("ours, the XGBoost model", xgboost),
        ("ours, the LightGBM model", least(&ours, "ours_lightgbm_s")),
        ("xgboost", least(&theirs, "xgboost_s")),
        ("lightgbm", least(&theirs, "lightgbm_s")),
        ("onnxruntime-web", least(&ours, "onnxruntime_web_s")),
    ] {
        println!("{:>12.0}  {what}", rows / seconds);
    }
    let said = [
        (
            "speed, ours / xgboost",
            least(&theirs, "xgboost_s") / xgboost,
            OF_XGBOOST,
            true,
        ),
        (
            "speed, ours / onnxruntime-web",
            least(&ours, "onnxruntime_web_s") / xgboost,
            OF_ONNXRUNTIME_WEB,
            true,
        ),
        (
            "opening a file of 50 MB, s",
            least(&ours, "large_open_s"),
            OPEN_S,
            false,
        ),
        (
            "100,000 rows by a forest of 100 unlimited trees, s",
            least(&ours, "forest_s"),
            FOREST_S,
            false,
        ),
    ];
    for (what, value, limit, at_least) in said {
        let verdict = match (value.is_nan(), at_least, value >= limit) {
            (true, ..) => "UNKNOWN",
            (_, true, true) | (_, false, false) => "pass",
            _ => "MISS",
        };
        println!("{verdict:>7}  {what}: {value:.2} (limit {limit})");
    }
    Ok(())
}
