//! Model files give the predictions of the library that wrote them.
//!
//! The files and the numbers of `../shared/models` are read where they are there; the project's own are under
//! `tests/golden/models`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use driftglass::model_file;
use driftglass::predictor::{Binding, Found, Model, Predictions, Scorer};
use driftglass::table::Table;
use serde_json::Value;

use crate::table_reading::read;

pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models");
    folder.is_dir().then_some(folder)
}

pub fn open(path: &Path) -> Model {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    model_file::read(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A matrix of doubles as NumPy saves it.
fn npy(path: &Path) -> Vec<Vec<f64>> {
    let bytes = std::fs::read(path).expect("an npy file");
    let header = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let text = String::from_utf8_lossy(&bytes[10..header]).into_owned();
    assert!(
        text.contains("'<f8'") && text.contains("'fortran_order': False"),
        "{text}"
    );
    let width: usize = text
        .split("(")
        .nth(1)
        .expect("a shape")
        .split([',', ')'])
        .nth(1)
        .expect("two")
        .trim()
        .parse()
        .expect("a number");
    let numbers: Vec<f64> = bytes[header..]
        .as_chunks::<8>()
        .0
        .iter()
        .map(|b| f64::from_le_bytes(*b))
        .collect();
    numbers.chunks(width).map(<[f64]>::to_vec).collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The rows of a golden file as a table that was read from CSV.
pub fn table(golden: &Value, folder: &Path) -> Table {
    let rows: Vec<Vec<String>> = match &golden["X"] {
        Value::String(name) => npy(&folder.join(name))
            .iter()
            .map(|row| row.iter().map(f64::to_string).collect())
            .collect(),
        Value::Array(rows) => rows
            .iter()
            .map(|row| row.as_array().expect("a row").iter().map(cell).collect())
            .collect(),
        frame => frame["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| row.as_array().expect("a row").iter().map(cell).collect())
            .collect(),
    };
    let names: Vec<String> = match golden["X"].get("columns") {
        Some(columns) => columns
            .as_array()
            .expect("names")
            .iter()
            .map(cell)
            .collect(),
        None => (0..rows[0].len()).map(|i| format!("column {i}")).collect(),
    };
    let mut csv = names.join(",");
    for row in &rows {
        csv.push('\n');
        csv += &row.join(",");
    }
    csv.push('\n');
    read(&csv).expect("a table")
}

pub fn predict(model: &Model, table: &Table) -> Predictions {
    let candidates: Vec<usize> = (0..table.columns.len()).collect();
    let binding = Binding::of(model, table, &BTreeMap::new(), &candidates);
    for (input, bound) in model.inputs.iter().zip(&binding.inputs) {
        assert_ne!(bound.found, Found::Missing, "{}", input.name);
    }
    let frame = binding.frame(table, 0, table.rows);
    let said = model.predict(&frame).expect("a frame that fits");
    let fast = Scorer::of(model)
        .predict(&frame)
        .expect("a frame that fits");
    assert_eq!(
        format!("{said:?}"),
        format!("{fast:?}"),
        "the prepared model says something else"
    );
    said
}

/// Columns of numbers: of a list one, of a list of lists several.
fn columns(value: &Value) -> Vec<Vec<f64>> {
    let rows = value.as_array().expect("a list");
    let number = |v: &Value| v.as_f64().unwrap_or(f64::NAN);
    match rows[0].as_array() {
        None => vec![rows.iter().map(number).collect()],
        Some(first) => (0..first.len())
            .map(|c| rows.iter().map(|row| number(&row[c])).collect())
            .collect(),
    }
}

/// The largest difference, relative where numbers are above 1.
pub fn difference(ours: &[Vec<f64>], theirs: &[Vec<f64>]) -> f64 {
    assert_eq!(ours.len(), theirs.len(), "columns");
    let mut most = 0.0f64;
    for (a, b) in ours.iter().flatten().zip(theirs.iter().flatten()) {
        if a.is_nan() && b.is_nan() {
            continue;
        }
        let d = (a - b).abs() / b.abs().max(1.0);
        most = if d.is_nan() {
            f64::INFINITY
        } else {
            most.max(d)
        };
    }
    most
}

/// Compares a file with its golden numbers: `tolerance` for margins and responses, labels exactly.
fn compare(path: &Path, golden: &Value, folder: &Path, tolerance: f64) {
    let model = open(path);
    let name = path.display();
    let table = table(golden, folder);
    let said = predict(&model, &table);
    let mut compared = 0;
    for key in ["margin", "raw"] {
        if let Some(value) = golden.get(key) {
            let mut theirs = columns(value);
            if matches!(&model.stage.body, driftglass::predictor::Body::Trees(t) if matches!(t.aggregate, driftglass::predictor::Aggregate::Average { .. }))
            {
                // LightGBM's raw scores of a forest are sums.
                let driftglass::predictor::Body::Trees(t) = &model.stage.body else {
                    unreachable!()
                };
                let n = (t.count() / t.outputs) as f64;
                theirs.iter_mut().flatten().for_each(|x| *x /= n);
            }
            let most = difference(&said.margins, &theirs);
            assert!(most <= tolerance, "{name}: {key} differs by {most:e}");
            compared += 1;
        }
    }
    for key in ["predict", "proba"] {
        let Some(value) = golden.get(key) else {
            continue;
        };
        let mut theirs = columns(value);
        if key == "predict" && model.classes.len() == 2 && theirs.len() == 1 {
            let first = theirs[0].iter().map(|p| 1.0 - p).collect();
            theirs.insert(0, first);
        }
        if key == "predict"
            && golden.get("class").is_none()
            && theirs.len() == 1
            && model.classes.len() > 2
        {
            let ours: Vec<f64> = said
                .labels
                .as_ref()
                .expect("labels")
                .iter()
                .map(|l| f64::from(*l))
                .collect();
            assert_eq!(ours, theirs[0], "{name}: classes");
            compared += 1;
            continue;
        }
        let most = difference(&said.response, &theirs);
        assert!(most <= tolerance, "{name}: {key} differs by {most:e}");
        compared += 1;
    }
    if let Some(value) = golden.get("class") {
        let theirs: Vec<String> = value
            .as_array()
            .expect("classes")
            .iter()
            .map(cell)
            .collect();
        let ours: Vec<String> = said
            .labels
            .as_ref()
            .expect("labels")
            .iter()
            .map(|l| model.classes[*l as usize].clone())
            .collect();
        assert_eq!(ours, theirs, "{name}: classes");
        compared += 1;
    }
    assert!(compared > 0, "{name}: nothing was compared");
}

fn read_json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn boosted_trees_of_the_shared_models() {
    let Some(shared) = shared() else {
        eprintln!("skipped: ../shared/models is not there");
        return;
    };
    let golden = shared.join("golden");
    let mut files = 0;
    for (name, golden_name, ends, tolerance) in [
        ("xgb_bin", "xgb_bin", &["json", "ubj"][..], 1e-6),
        ("xgb_reg", "xgb_reg", &["json", "ubj"], 1e-6),
        ("xgb_multi", "xgb_multi", &["json", "ubj"], 1e-6),
        ("xgb_missing", "xgb_missing", &["json", "ubj"], 1e-6),
        ("xgb_missing", "xgb_missing_nan", &["json", "ubj"], 1e-6),
        ("xgb_dart", "xgb_dart", &["json", "ubj"], 1e-6),
        ("xgb_cat", "xgb_cat", &["json", "ubj"], 1e-6),
        ("lgb_bin", "lgb_bin", &["txt", "dump.json"], 1e-12),
        ("lgb_reg", "lgb_reg", &["txt"], 1e-12),
        ("lgb_multi", "lgb_multi", &["txt"], 1e-12),
        ("lgb_missing", "lgb_missing", &["txt"], 1e-12),
        ("lgb_cat", "lgb_cat", &["txt", "dump.json"], 1e-12),
        ("lgb_rf", "lgb_rf", &["txt"], 1e-12),
        ("cb_bin", "cb_bin", &["json"], 1e-12),
        ("cb_lossguide", "cb_lossguide", &["json"], 1e-12),
    ] {
        let numbers = read_json(&golden.join(format!("{golden_name}.json")));
        for end in ends {
            compare(
                &shared.join(format!("{name}.{end}")),
                &numbers,
                &golden,
                tolerance,
            );
            files += 1;
        }
    }
    assert_eq!(files, 24);
}

/// The project's own models: every objective, older versions, levels, missing values, zeros.
#[test]
fn boosted_trees_of_every_objective() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/models");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("tests/golden/models")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| !name.ends_with(".golden.json") && name != "versions.json")
        .collect();
    names.sort();
    assert!(names.len() >= 45, "only {} models", names.len());
    let mut wrong = Vec::new();
    for name in names {
        let stem = name.split('.').next().expect("a name");
        let golden = folder.join(format!("{stem}.golden.json"));
        if !golden.is_file() {
            continue;
        }
        let tolerance = if name.starts_with("xgb") { 1e-6 } else { 1e-12 };
        let outcome = std::panic::catch_unwind(|| {
            compare(&folder.join(&name), &read_json(&golden), &folder, tolerance);
        });
        if let Err(panic) = outcome {
            let text = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            wrong.push(format!("{name}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
