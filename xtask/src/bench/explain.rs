//! Shapley values of 20,000 rows: the explain module beside shap, the libraries' own, and WOODELF.

use super::{Options, peers};
use crate::build;
use crate::run::{capture, run, say};
use crate::settings::Settings;
use anyhow::Result;
use serde_json::Value;
use std::process::Command;

/// Ours, theirs, how many times as fast it must be; of ours either the steady state or with the tables' making.
const PAIRS: [(&str, &str, &str, f64); 15] = [
    ("xgboost_100_6 covers", "rows_s", "xgboost_100_6 shap", 60.0),
    ("xgboost_100_8 covers", "rows_s", "xgboost_100_8 shap", 60.0),
    ("xgboost_500_6 covers", "rows_s", "xgboost_500_6 shap", 60.0),
    (
        "xgboost_100_6 covers",
        "rows_s",
        "xgboost_100_6 contribs",
        90.0,
    ),
    (
        "xgboost_100_8 covers",
        "rows_s",
        "xgboost_100_8 contribs",
        90.0,
    ),
    (
        "xgboost_500_6 covers",
        "rows_s",
        "xgboost_500_6 contribs",
        90.0,
    ),
    (
        "xgboost_100_6 background",
        "rows_s",
        "xgboost_100_6 shap background",
        200.0,
    ),
    (
        "xgboost_100_8 background",
        "rows_s",
        "xgboost_100_8 shap background",
        200.0,
    ),
    (
        "xgboost_500_6 background",
        "rows_s",
        "xgboost_500_6 shap background",
        200.0,
    ),
    (
        "xgboost_100_6 covers",
        "with_build_rows_s",
        "xgboost_100_6 woodelf",
        6.0,
    ),
    (
        "xgboost_100_8 covers",
        "with_build_rows_s",
        "xgboost_100_8 woodelf",
        6.0,
    ),
    (
        "lightgbm_100_6 covers",
        "rows_s",
        "lightgbm_100_6 shap",
        50.0,
    ),
    ("forest_100_8 covers", "rows_s", "forest_100_8 shap", 50.0),
    (
        "catboost_100_6 covers",
        "rows_s",
        "catboost_100_6 shapvalues",
        5.0,
    ),
    (
        "catboost_100_8 covers",
        "rows_s",
        "catboost_100_8 shapvalues",
        5.0,
    ),
];
/// Interactions over xgboost's `pred_interactions`, the tables' making included.
const INTERACTIONS: f64 = 200.0;
/// Rows at the most: the page takes more, the rivals minutes.
const ROWS: usize = 20_000;

/// Runs both sides and prints rows a second.
pub fn bench(settings: &Settings, options: &Options) -> Result<()> {
    build::modules(settings, &["models", "explain"])?;
    let python = peers::python(settings)?;
    let script = settings.path("benches/peers/explain.py");
    let rows = options.rows.min(ROWS);
    let data = settings.path(&format!("target/bench/explain-{rows}"));
    if !data.join("complete.json").is_file() {
        say(format!("making {rows} rows and the models"));
        run(Command::new(&python)
            .arg(&script)
            .arg("make")
            .arg(&data)
            .arg(rows.to_string()))?;
    }
    let mut node = Command::new("node");
    node.arg(settings.path("benches/explain.js"))
        .arg(settings.path(&settings.build.out_dir))
        .arg(&data);
    let ours: Value = serde_json::from_str(&capture(&mut node)?)?;
    println!("ours       {ours}");
    let mut libraries = Command::new(&python);
    libraries.arg(&script).arg("run").arg(&data);
    let theirs: Value = serde_json::from_str(&capture(&mut libraries)?)?;
    println!("libraries  {theirs}\n");
    for (own, key, other, limit) in PAIRS {
        let mine = ours[own][key].as_f64().unwrap_or(f64::NAN);
        let rival = theirs[other]["rows_s"].as_f64().unwrap_or(f64::NAN);
        print_ratio(
            &format!("{own} / {other}: {mine:.0} to {rival:.0} rows a second"),
            mine / rival,
            limit,
        );
    }
    let pairs = &ours["xgboost_100_6 covers"]["interactions_s"];
    let mine = rows as f64 / pairs.as_f64().unwrap_or(f64::NAN);
    let rival = theirs["xgboost_100_6 interactions"]["rows_s"]
        .as_f64()
        .unwrap_or(f64::NAN);
    print_ratio(
        &format!("interactions: {mine:.0} to {rival:.0} rows a second"),
        mine / rival,
        INTERACTIONS,
    );
    Ok(())
}

fn print_ratio(what: &str, ratio: f64, limit: f64) {
    let verdict = match (ratio.is_nan(), ratio >= limit) {
        (true, _) => "UNKNOWN",
        (_, true) => "pass",
        _ => "MISS",
    };
    println!("{verdict:>7}  {what}: {ratio:.1} times (must: {limit})");
}
