//! Shapley values of model files against shap's own of the same rows.

use std::path::Path;

use driftglass::explain::{Baseline, TreeShap};
use driftglass::model_file;
use driftglass::predictor::{Body, Covers, Trees};
use serde_json::Value;

use crate::model_file_golden::{Rows, npy_rows, shared};

/// How far shap's 32-bit sums may be from ours.
const TOLERANCE: f64 = 5e-5;

struct Loaded {
    trees: Trees,
    player_of: Vec<u32>,
    rows: Vec<Vec<f64>>,
    background: Vec<Vec<f64>>,
    golden: Value,
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

/// A model of trees with its golden file; `None` where there is none, or its body is no trees.
fn load(folder: &Path, name: &str, file: &str) -> Option<Loaded> {
    let golden = std::fs::read(folder.join(format!("golden/{name}.json"))).expect("a golden file");
    let golden: Value = serde_json::from_slice(&golden).expect("json");
    let bytes = std::fs::read(folder.join(file)).expect("a model");
    let model = model_file::read(&bytes).unwrap_or_else(|e| panic!("{file}: {e:?}"));
    let Body::Trees(trees) = model.stage.body.clone() else {
        return None;
    };
    let rows = match golden["X"].as_str() {
        Some(_) => npy_rows(&folder.join("golden/rows40.npy")),
        None => Rows::of(&golden["X"]),
    };
    let prepared = |rows: &Rows| {
        let frame = rows.frame(&model);
        model.stage.prepare(&slices(&frame.columns), frame.rows)
    };
    let sources = model.stage.sources();
    Some(Loaded {
        trees,
        player_of: sources
            .iter()
            .map(|s| s.expect("one input a feature") as u32)
            .collect(),
        rows: prepared(&rows),
        // Files of other columns have no background of their own.
        background: match golden["X"].as_str() {
            Some(_) => prepared(&npy_rows(&folder.join("golden/background100.npy"))),
            None => Vec::new(),
        },
        golden,
    })
}

/// `[row][player]` or `[row][player][output]`.
fn at(values: &Value, row: usize, player: usize, output: usize) -> f64 {
    let value = &values[row][player];
    value
        .as_f64()
        .or_else(|| value[output].as_f64())
        .expect("a number")
}

fn base_at(values: &Value, output: usize) -> f64 {
    values
        .as_f64()
        .or_else(|| values[output].as_f64())
        .expect("a number")
}

fn check(loaded: &Loaded, name: &str, kind: &str) -> bool {
    let values = &loaded.golden[format!("{kind}_values")];
    if !values.is_array() {
        return false;
    }
    let background = slices(&loaded.background);
    let baseline = match kind {
        "iv" => Baseline::Background(&background, 100),
        _ => Baseline::Covers,
    };
    let shap = TreeShap::new(&loaded.trees, &loaded.player_of, baseline).expect("trees");
    let rows = slices(&loaded.rows);
    let count = rows[0].len();
    let batch = shap.rows(&shap.tables(1 << 27), &rows, count);
    let mut furthest: f64 = 0.0;
    for output in 0..loaded.trees.outputs {
        furthest = furthest.max(
            (base_at(&loaded.golden[format!("{kind}_base")], output) - shap.base()[output]).abs(),
        );
        for row in 0..count {
            let one = shap.row(|feature| loaded.rows[feature][row]);
            for player in 0..shap.players() {
                let theirs = at(values, row, player, output);
                let (one, many) = (
                    one.values[output][player],
                    batch.values[output][player][row],
                );
                furthest = furthest
                    .max((theirs - one).abs())
                    .max((theirs - f64::from(many)).abs());
            }
        }
    }
    println!("{name} {kind}: {furthest:.1e} from shap");
    assert!(furthest <= TOLERANCE, "{name} {kind}: {furthest}");
    true
}

#[test]
fn trees_of_files_as_shap_explains_them() {
    let Some(folder) = shared() else {
        eprintln!("skipped: ../shared/models is not there");
        return;
    };
    let mut checked = 0;
    for name in [
        "sk_tree",
        "sk_rf",
        "sk_rf_multi",
        "sk_rf_reg",
        "sk_et",
        "sk_gb",
        "sk_gb_reg",
        "sk_hgb",
    ] {
        let loaded = load(&folder, name, &format!("{name}.joblib")).expect("trees");
        assert!(matches!(loaded.trees.covers, Covers::Known(_)), "{name}");
        checked +=
            usize::from(check(&loaded, name, "pd")) + usize::from(check(&loaded, name, "iv"));
    }
    assert!(checked >= 10, "{checked} golden files hold values");
}

/// The libraries' own values of their own files, path-dependent: numbers, missing values, categories, several classes, DART.
#[test]
fn trees_of_files_as_their_libraries_explain_them() {
    let Some(folder) = shared() else {
        eprintln!("skipped: ../shared/models is not there");
        return;
    };
    for (name, file) in [
        ("xgb_bin", "xgb_bin.ubj"),
        ("xgb_cat", "xgb_cat.json"),
        ("xgb_dart", "xgb_dart.json"),
        ("xgb_missing", "xgb_missing.json"),
        ("xgb_multi", "xgb_multi.json"),
        ("xgb_reg", "xgb_reg.json"),
        ("lgb_bin", "lgb_bin.txt"),
        ("lgb_cat", "lgb_cat.txt"),
        ("lgb_missing", "lgb_missing.txt"),
        ("lgb_multi", "lgb_multi.txt"),
    ] {
        let loaded = load(&folder, name, file).expect("trees");
        let theirs = match loaded.golden.get("contribs") {
            Some(values) => values,
            None => &loaded.golden["shap"],
        };
        let rows = slices(&loaded.rows);
        let shap =
            TreeShap::new(&loaded.trees, &loaded.player_of, Baseline::Covers).expect("covers");
        let batch = shap.rows(&shap.tables(1 << 27), &rows, rows[0].len());
        let (players, outputs) = (shap.players(), loaded.trees.outputs);
        let mut furthest: f64 = 0.0;
        for row in 0..rows[0].len() {
            let one = shap.row(|feature| loaded.rows[feature][row]);
            for output in 0..outputs {
                for player in 0..players {
                    // One list of all outputs, or a list each.
                    let of_row = &theirs[row];
                    let number = of_row[output][player]
                        .as_f64()
                        .or_else(|| of_row[output * (players + 1) + player].as_f64())
                        .expect("a number");
                    let many = f64::from(batch.values[output][player][row]);
                    let off = (number - one.values[output][player]).abs();
                    furthest = furthest.max(off).max((number - many).abs());
                }
            }
        }
        println!("{name}: {furthest:.1e} from its library");
        assert!(furthest <= TOLERANCE, "{name}: {furthest}");
    }
}
