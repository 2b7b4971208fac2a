//! Values of model files in the person's columns against shap, the libraries themselves and Shapley's definition
//! (`tests/golden/generate/explain.py`).

use std::path::PathBuf;

use driftglass::explain::{
    Additivity, Baseline, Choice, Explainer, Players, Space, TreeShap, Unknowns, lime,
};
use driftglass::model_file;
use driftglass::predictor::{Body, Frame, Model};
use serde_json::Value;

use crate::model_file_golden::Rows;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/explain")
}

fn said() -> Value {
    let text = std::fs::read(folder().join("values.json")).expect("values");
    serde_json::from_slice(&text).expect("json")
}

fn model(file: &str) -> Model {
    let bytes = std::fs::read(folder().join(file)).expect("a model");
    model_file::read(&bytes).unwrap_or_else(|e| panic!("{file}: {e:?}"))
}

fn frame(model: &Model, said: &Value, key: &str) -> Frame {
    let mut rows = Rows::of(&said[key]);
    let names = said["columns"].as_array().expect("names").iter();
    rows.names = names
        .map(|n| n.as_str().expect("a name").to_owned())
        .collect();
    if model.inputs.iter().all(|input| !input.named) {
        rows.names.clear();
    }
    rows.frame(model)
}

/// All rows are background, whatever their number.
fn all(choice: Choice) -> Choice {
    Choice {
        background_rows: usize::MAX,
        ..choice
    }
}

/// The number at `[row][player]` or `[row][player][output]`.
fn at(values: &Value, row: usize, player: usize, output: usize) -> f64 {
    let value = &values[row][player];
    let number = value.as_f64().or_else(|| value[output].as_f64());
    number.expect("a number")
}

fn explained(model: &Model, said: &Value, choice: Choice) -> Explainer {
    let players = Players::inputs(model);
    Explainer::new(
        model.clone(),
        players,
        &frame(model, said, "background"),
        all(choice),
    )
    .expect("it can be explained")
}

/// Of one row and of all of them, against `[row][player][output]`; `order` is the model's input of each of their columns.
fn compare(what: &str, explainer: &mut Explainer, rows: &Frame, theirs: &Value, limit: f64) {
    let inputs: Vec<&[f64]> = rows.columns.iter().map(Vec::as_slice).collect();
    let mut furthest: f64 = 0.0;
    for tables in [false, true] {
        if tables {
            explainer.prepare_for(usize::MAX);
        }
        let many = explainer.rows(&inputs, rows.rows);
        for (output, players) in many.values.iter().enumerate() {
            for (player, values) in players.iter().enumerate() {
                for (row, value) in values.iter().enumerate() {
                    let off = f64::from(*value) - at(theirs, row, player, output);
                    furthest = furthest.max(off.abs());
                }
            }
        }
    }
    println!("{what}: {furthest:.1e} off");
    assert!(furthest <= limit, "{what}: {furthest}");
}

#[test]
fn trees_are_explained_as_shap_and_their_libraries_do() {
    let said = said();
    for name in ["xgboost", "forest", "regression"] {
        let theirs = &said["models"][name];
        let model = model(theirs["file"].as_str().expect("a file"));
        let rows = frame(&model, &said, "rows");
        for (unknowns, kind) in [(Unknowns::Covers, "pd"), (Unknowns::Background, "iv")] {
            let choice = Choice {
                unknowns,
                ..Choice::default()
            };
            let mut explainer = explained(&model, &said, choice);
            compare(
                &format!("{name} {kind}"),
                &mut explainer,
                &rows,
                &theirs[kind],
                5e-5,
            );
        }
    }
    for name in ["xgboost_multi", "lightgbm", "catboost"] {
        let theirs = &said["models"][name];
        let model = model(theirs["file"].as_str().expect("a file"));
        let rows = frame(&model, &said, "rows");
        let choice = Choice {
            unknowns: Unknowns::Covers,
            ..Choice::default()
        };
        let mut explainer = explained(&model, &said, choice);
        // The libraries put outputs ahead of columns.
        let mut turned = theirs["contribs"].clone();
        if turned[0][0].is_array() {
            let per_row = turned.as_array().expect("rows").iter().map(|outputs| {
                let players = outputs[0].as_array().expect("columns").len();
                let of = |p: usize| {
                    outputs
                        .as_array()
                        .expect("outputs")
                        .iter()
                        .map(move |o| o[p].clone())
                };
                Value::from(
                    (0..players)
                        .map(|p| of(p).collect::<Value>())
                        .collect::<Vec<_>>(),
                )
            });
            turned = per_row.collect();
        }
        compare(name, &mut explainer, &rows, &turned, 5e-5);
    }
}

#[test]
fn missing_values_go_where_the_library_sends_them() {
    let said = said();
    let model = model("xgboost.json");
    let choice = Choice {
        unknowns: Unknowns::Covers,
        ..Choice::default()
    };
    let rows = frame(&model, &said, "gaps");
    compare(
        "gaps",
        &mut explained(&model, &said, choice),
        &rows,
        &said["models"]["xgboost"]["gaps_contribs"],
        5e-5,
    );
}

#[test]
fn probabilities_of_single_rows_are_shaps() {
    let said = said();
    let theirs = &said["models"]["xgboost"];
    let model = model("xgboost.json");
    let rows = frame(&model, &said, "rows");
    let explainer = explained(&model, &said, Choice::default());
    for row in 0..rows.rows {
        let inputs: Vec<f64> = rows.columns.iter().map(|c| c[row]).collect();
        let one = explainer.response_row(&inputs);
        let said = explainer.model().predict(&Frame {
            rows: 1,
            columns: inputs.iter().map(|x| vec![*x]).collect(),
        });
        for output in 0..2 {
            let sum: f64 = one.base[output] + one.values[output].iter().sum::<f64>();
            let p = said.as_ref().expect("a frame").response[output][0];
            // XGBoost sums in 32 bits.
            assert!((sum - p).abs() < 1e-7, "adds up: {sum} {p}");
        }
        for player in 0..5 {
            let off = one.values[1][player] - at(&theirs["probability"], row, player, 0);
            assert!(off.abs() < 5e-5, "{off}");
            // XGBoost rounds probabilities to 32 bits.
            assert!((one.values[0][player] + one.values[1][player]).abs() < 1e-6);
        }
    }
}

#[test]
fn interactions_are_those_of_xgboost() {
    let said = said();
    let theirs = &said["models"]["xgboost"]["interactions"];
    let model = model("xgboost.json");
    let rows = frame(&model, &said, "rows");
    let Body::Trees(trees) = &model.stage.body else {
        panic!("trees");
    };
    let shap = TreeShap::new(trees, &[0, 1, 2, 3, 4], Baseline::Covers).expect("covers");
    let columns: Vec<&[f64]> = rows.columns.iter().map(Vec::as_slice).collect();
    let values = shap.rows(&shap.tables(1 << 24), &columns, rows.rows);
    let pairs = shap
        .interactions(&values, &columns, rows.rows, 1 << 26)
        .expect("few columns");
    for row in 0..rows.rows {
        for i in 0..5 {
            for j in 0..5 {
                let ours = f64::from(pairs.values[0][i * 5 + j][row]);
                let off = ours - theirs[row][i][j].as_f64().expect("a number");
                assert!(off.abs() < 5e-5, "row {row}, {i} and {j}: {off}");
            }
        }
    }
}

#[test]
fn pipelines_are_explained_in_raw_columns_as_the_definition_says() {
    let said = said()["pipelines"].clone();
    for name in ["pipeline_linear", "pipeline_trees", "pipeline_net"] {
        let theirs = &said["models"][name];
        let model = model(theirs["file"].as_str().expect("a file"));
        let net = name == "pipeline_net";
        let choice = Choice {
            space: net.then_some(Space::Response),
            ..Choice::default()
        };
        let explainer = explained(&model, &said, choice);
        assert_eq!(explainer.exact(), !net, "{name}");
        let rows = frame(&model, &said, "rows");
        // The players in the order of their columns.
        let order: Vec<usize> = ["age", "income", "town"]
            .iter()
            .map(|c| {
                explainer
                    .players()
                    .names()
                    .iter()
                    .position(|n| n == c)
                    .expect("a player")
            })
            .collect();
        for row in 0..rows.rows {
            let inputs: Vec<f64> = rows.columns.iter().map(|c| c[row]).collect();
            let one = explainer.row(&inputs);
            let output = usize::from(net);
            let base = theirs["base"].as_f64().expect("a number");
            assert!((one.base[output] - base).abs() < 1e-9, "{name} base");
            for (column, player) in order.iter().enumerate() {
                let off = one.values[output][*player] - at(&theirs["brute"], row, column, 0);
                assert!(off.abs() < 1e-9, "{name} row {row} column {column}: {off}");
            }
            let errors = one.standard_errors.expect("background rows");
            assert!(errors[output].iter().all(|e| e.is_finite()));
        }
        let inputs: Vec<&[f64]> = rows.columns.iter().map(Vec::as_slice).collect();
        let values = explainer.rows(&inputs, rows.rows);
        let badge = Additivity::of(&values, &explainer.outputs(&inputs, rows.rows));
        assert!(
            badge.holds() && badge.rows == rows.rows,
            "{name}: {badge:?}"
        );
    }
}

#[test]
fn partial_dependence_is_that_of_scikit_learn() {
    let said = said();
    let model = model("regression.joblib");
    let explainer = explained(&model, &said, Choice::default());
    let known = frame(&model, &said, "background");
    let inputs: Vec<&[f64]> = known.columns.iter().map(Vec::as_slice).collect();
    let ours = explainer.partial_dependence(&inputs, 0, 0, 3, 0.95);
    assert_eq!((ours.rows, ours.single.len()), (20, 3));
    // At a common point: the mean output with the value set, computed by predicting.
    for (grid, average) in said["partial_dependence"]["grid"]
        .as_array()
        .expect("a grid")
        .iter()
        .zip(
            said["partial_dependence"]["average"]
                .as_array()
                .expect("means"),
        )
    {
        let x = grid.as_f64().expect("a number");
        let mut set = known.clone();
        set.columns[0].fill(x);
        let fixed: Vec<&[f64]> = set.columns.iter().map(Vec::as_slice).collect();
        let at_grid = explainer.partial_dependence(&fixed, 0, 0, 0, 0.95);
        assert_eq!(at_grid.points.len(), 1, "one value, one point");
        let off = at_grid.points[0].y - average.as_f64().expect("a number");
        assert!(off.abs() < 1e-9, "{off}");
    }
    for point in &ours.points {
        let interval = point.interval.expect("20 rows");
        assert!(interval.contains(point.y));
    }
}

#[test]
fn lime_of_the_same_samples_is_limes() {
    let golden = &said()["lime"];
    let numbers = |value: &Value| -> Vec<f64> {
        value
            .as_array()
            .expect("numbers")
            .iter()
            .map(|v| v.as_f64().expect("a number"))
            .collect()
    };
    let rows: Vec<Vec<f64>> = golden["samples"]
        .as_array()
        .expect("rows")
        .iter()
        .map(numbers)
        .collect();
    let columns: Vec<Vec<f64>> = (0..8)
        .map(|c| rows.iter().map(|r| r[c]).collect())
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for theirs in golden["found"].as_array().expect("three") {
        let features = theirs["features"].as_u64().expect("a count") as usize;
        let width = golden["width"].as_f64().expect("a width");
        let ours = lime(
            &columns,
            &numbers(&golden["said"]),
            &numbers(&golden["distances"]),
            width,
            features,
        );
        let near = |a: f64, key: &str| {
            let off = a - theirs[key].as_f64().expect("a number");
            assert!(off.abs() < 1e-9, "{features} features, {key}: {off}");
        };
        near(ours.intercept, "intercept");
        near(ours.r_squared, "r_squared");
        near(ours.local_prediction, "local");
        let pairs = theirs["coefficients"].as_array().expect("pairs");
        assert_eq!(pairs.len(), ours.coefficients.len());
        for ((feature, weight), theirs) in ours.coefficients.iter().zip(pairs) {
            assert_eq!(Some(*feature as u64), theirs[0].as_u64());
            assert!((weight - theirs[1].as_f64().expect("a number")).abs() < 1e-9);
        }
    }
}
