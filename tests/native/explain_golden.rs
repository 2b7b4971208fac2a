//! Shapley values of model files against shap's own of the same rows.

use std::path::Path;

use driftglass::explain::{Baseline, Choice, Explainer, Players, TreeShap};
use driftglass::model_file;
use driftglass::predictor::{Aggregate, Body, Covers, Trees};
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

/// Against 100 background rows, the boosters' files: shap's values, which shap 0.51 gets right for them. Its base of several
/// XGBoost classes is wrong (class 0's own is added to each), so that of `xgb_multi` is not compared.
#[test]
fn boosters_against_a_background_as_shap_explains_them() {
    let Some(folder) = shared() else {
        eprintln!("skipped: ../shared/models is not there");
        return;
    };
    for (name, file) in [
        ("xgb_bin", "xgb_bin.ubj"),
        ("xgb_reg", "xgb_reg.json"),
        ("xgb_multi", "xgb_multi.json"),
        ("lgb_bin", "lgb_bin.txt"),
        ("lgb_reg", "lgb_reg.txt"),
        ("lgb_multi", "lgb_multi.txt"),
    ] {
        let mut loaded = load(&folder, name, file).expect("trees");
        if name == "xgb_multi" {
            let shap = TreeShap::new(
                &loaded.trees,
                &loaded.player_of,
                Baseline::Background(&slices(&loaded.background), 100),
            );
            loaded.golden["iv_base"] = shap.expect("trees").base().into();
        }
        assert!(check(&loaded, name, "iv"), "{name} holds no values");
    }
}

/// Of probabilities, and pairs of the first row.
#[test]
fn boosters_probabilities_and_pairs_are_shaps() {
    let Some(folder) = shared() else {
        eprintln!("skipped: ../shared/models is not there");
        return;
    };
    for (name, file) in [("xgb_bin", "xgb_bin.ubj"), ("lgb_bin", "lgb_bin.txt")] {
        let bytes = std::fs::read(folder.join(file)).expect("a model");
        let model = model_file::read(&bytes).expect("readable");
        let players = Players::inputs(&model);
        let known = npy_rows(&folder.join("golden/background100.npy")).frame(&model);
        let rows = npy_rows(&folder.join("golden/rows40.npy")).frame(&model);
        let explainer = Explainer::new(model, players, &known, Choice::default()).expect("rows");
        let loaded = load(&folder, name, file).expect("trees");
        let theirs = &loaded.golden["iv_prob_values"];
        let mut furthest: f64 = 0.0;
        for row in 0..rows.rows {
            let own: Vec<f64> = rows.columns.iter().map(|c| c[row]).collect();
            let found = explainer.response_row(&own);
            for player in 0..20 {
                furthest =
                    furthest.max((at(theirs, row, player, 0) - found.values[1][player]).abs());
            }
        }
        println!("{name}: probabilities {furthest:.1e} from shap");
        assert!(furthest <= TOLERANCE, "{name}: {furthest}");
    }
    for (name, file) in [
        ("xgb_bin", "xgb_bin.ubj"),
        ("xgb_reg", "xgb_reg.json"),
        ("xgb_multi", "xgb_multi.json"),
        ("lgb_bin", "lgb_bin.txt"),
        ("lgb_reg", "lgb_reg.txt"),
        ("lgb_multi", "lgb_multi.txt"),
    ] {
        let loaded = load(&folder, name, file).expect("trees");
        let rows = slices(&loaded.rows);
        let shap =
            TreeShap::new(&loaded.trees, &loaded.player_of, Baseline::Covers).expect("covers");
        let values = shap.rows(&shap.tables(1 << 27), &rows, rows[0].len());
        let pairs = shap
            .interactions(&values, &rows, rows[0].len(), 1 << 28)
            .expect("few columns");
        let theirs = &loaded.golden["pd_interactions_row0"][0];
        let mut furthest: f64 = 0.0;
        for (output, own) in pairs.values.iter().enumerate() {
            for i in 0..20 {
                for j in 0..20 {
                    let off = at(theirs, i, j, output) - f64::from(own[i * 20 + j][0]);
                    furthest = furthest.max(off.abs());
                }
            }
        }
        println!("{name}: pairs {furthest:.1e} from shap");
        assert!(furthest <= TOLERANCE, "{name}: {furthest}");
    }
}

/// The libraries' own values of their own files, path-dependent: numbers, missing values, categories, several classes, DART.
/// Not among them: cb_lossguide, where CatBoost's values and base add up to between 1.72 less and 0.87 more than its own
/// prediction (catboost 1.2, ShapValues of trees that are not symmetric, 40 rows); of symmetric ones they are off by 2e-15.
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
        ("lgb_reg", "lgb_reg.txt"),
        ("lgb_rf", "lgb_rf.txt"),
        ("cb_bin", "cb_bin.json"),
        ("xgb_missing_nan", "xgb_missing.json"),
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
        // LightGBM's values of a random forest add up to the sum of its trees, of which its prediction takes the mean.
        let scale = match loaded.trees.aggregate {
            Aggregate::Sum => 1.0,
            Aggregate::Average { divisor } => divisor,
        };
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
                        .expect("a number")
                        / scale;
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
