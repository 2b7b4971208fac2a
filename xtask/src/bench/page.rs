//! A CSV file and a model file dropped on the page: how many rows are explained within the promise, and when all are.

use super::{Options, peers};
use crate::build;
use crate::release;
use crate::run::{capture, run, say};
use crate::settings::Settings;
use crate::setup;
use crate::tests::with_browsers;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

/// From the drop to the pictures, and until one chosen row stands on the page.
const PROMISE_S: f64 = 2.0;
/// A model and how many rows are dropped beside it.
struct Case {
    model: &'static str,
    rows: usize,
    /// Whether all of them must be explained within the promise, not a stated sample.
    all: bool,
    /// How long one chosen row may take.
    row_ms: f64,
}

const CASES: [Case; 5] = [
    Case::all("xgboost_100_6", 150_000, 50.0),
    Case::all("xgboost_100_8", 40_000, 50.0),
    Case::all("xgboost_500_6", 40_000, 50.0),
    Case::all("xgboost_500_8", 8_000, 50.0),
    Case {
        model: "forest_default",
        rows: 20_000,
        all: false,
        row_ms: 200.0,
    },
];

impl Case {
    const fn all(model: &'static str, rows: usize, row_ms: f64) -> Case {
        Case {
            model,
            rows,
            all: true,
            row_ms,
        }
    }
}

/// Drops each pair as often as asked for; the median round counts.
pub fn bench(settings: &Settings, options: &Options) -> Result<()> {
    build::build(settings)?;
    setup::packages(settings)?;
    let browsers = setup::browsers(settings)?;
    // Rows and models are those of the first benchmark beside others.
    let beside = settings.benches.first();
    let beside = beside.context("the settings describe no benchmark with models")?;
    let data = settings.path(&format!("target/bench/{}-{}", beside.name, beside.rows));
    let made = [
        ("make", data.join("complete.json")),
        ("deep", data.join("forest_default.joblib")),
    ];
    for (what, file) in made {
        if !file.is_file() {
            say(format!("making the data and models ({what})"));
            let mut python = Command::new(peers::python(settings)?);
            python
                .arg(settings.path(&beside.theirs))
                .arg(what)
                .arg(&data);
            run(python.arg(beside.rows.to_string()))?;
        }
    }
    for case in &CASES {
        let mut rounds = Vec::new();
        for _ in 0..options.rounds {
            let mut node = Command::new("node");
            node.arg(settings.path("benches/explain-page.js"))
                .arg(release::folder(settings)?)
                .arg(&data)
                .arg(case.model)
                .arg(case.rows.to_string());
            with_browsers(&mut node, &browsers);
            let answer: Value = serde_json::from_str(&capture(&mut node)?)?;
            println!("{answer}");
            rounds.push(answer);
        }
        println!("{}", verdict(case, &rounds));
    }
    Ok(())
}

fn verdict(case: &Case, rounds: &[Value]) -> String {
    let middle = |key: &str| {
        let mut found: Vec<f64> = rounds.iter().filter_map(|r| r[key].as_f64()).collect();
        found.sort_by(f64::total_cmp);
        found.get(found.len() / 2).copied()
    };
    let pictures = middle("pictures_s").unwrap_or(f64::INFINITY);
    let done = middle("done_at_pictures").unwrap_or(0.0);
    let row = middle("row_p95_ms").unwrap_or(f64::INFINITY);
    let enough = !case.all || done >= case.rows as f64;
    let word = |holds: bool| if holds { "pass" } else { "MISS" };
    let all = middle("all_s").map_or("not waited for".to_owned(), |s| format!("{s:.2} s"));
    format!(
        "{}  {}: pictures after {pictures:.2} s (limit {PROMISE_S:.2} s) with {done:.0} of {} rows{}, all rows after {all}\n\
         {}  {}: one chosen row on the page, p95 {row:.0} ms (limit {:.0} ms)",
        word(pictures <= PROMISE_S && enough),
        case.model,
        case.rows,
        if case.all { " (all must)" } else { "" },
        word(row <= case.row_ms),
        case.model,
        case.row_ms,
    )
}

#[cfg(test)]
mod tests {
    use super::{CASES, Case, verdict};
    use serde_json::json;

    #[test]
    fn all_rows_must_be_there_where_that_is_promised() {
        let case = Case::all("model", 10, 50.0);
        let round =
            |done: u32| json!({"pictures_s": 1.5, "done_at_pictures": done, "row_p95_ms": 20});
        assert!(verdict(&case, &[round(10)]).starts_with("pass"));
        assert!(verdict(&case, &[round(9)]).starts_with("MISS"));
        assert!(verdict(&CASES[4], &[round(9)]).starts_with("pass"));
        assert!(verdict(&case, &[]).starts_with("MISS"));
    }
}
