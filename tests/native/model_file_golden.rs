//! Model files of the Python libraries against what the libraries themselves say of the same rows.

use std::path::{Path, PathBuf};

use driftglass::predictor::{Frame, Input, InputKind, Level, Model};
use serde_json::Value;

/// Rows as the golden files hold them: numbers, texts, null for missing.
pub struct Rows {
    /// Empty where columns have no names.
    pub names: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

impl Rows {
    /// `{"columns": […], "rows": […]}` or a bare list of rows.
    pub fn of(value: &Value) -> Rows {
        let list = |value: &Value| -> Vec<Vec<Value>> {
            let rows = value.as_array().expect("rows");
            rows.iter()
                .map(|row| row.as_array().expect("a row").clone())
                .collect()
        };
        match value.get("columns") {
            Some(columns) => Rows {
                names: columns
                    .as_array()
                    .expect("names")
                    .iter()
                    .map(|name| name.as_str().expect("a name").to_owned())
                    .collect(),
                rows: list(&value["rows"]),
            },
            None => Rows {
                names: Vec::new(),
                rows: list(value),
            },
        }
    }

    /// The wires of a model's inputs for these rows.
    pub fn frame(&self, model: &Model) -> Frame {
        Frame {
            rows: self.rows.len(),
            columns: model.inputs.iter().map(|input| self.wire(input)).collect(),
        }
    }

    fn wire(&self, input: &Input) -> Vec<f64> {
        let place = self
            .names
            .iter()
            .position(|name| *name == input.name)
            .or_else(|| {
                input
                    .name
                    .trim_start_matches(|c: char| !c.is_ascii_digit())
                    .parse()
                    .ok()
            })
            .unwrap_or_else(|| panic!("no column for {}", input.name));
        self.rows
            .iter()
            .map(|row| code(&input.kind, &row[place]))
            .collect()
    }
}

fn code(kind: &InputKind, cell: &Value) -> f64 {
    if cell.is_null() {
        return f64::NAN;
    }
    match kind {
        InputKind::Number | InputKind::Codes => cell.as_f64().expect("a number"),
        InputKind::Category { levels, .. } => levels
            .iter()
            .position(|level| match level {
                Level::Text(text) => cell.as_str() == Some(text),
                Level::Number(number) => cell.as_f64() == Some(*number),
                Level::Start(start) => cell
                    .as_str()
                    .is_some_and(|text| text.starts_with(start.as_str())),
            })
            .map_or(Input::UNKNOWN_CODE, |place| place as f64),
    }
}

/// The folder of models made elsewhere, where it is there.
pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models");
    folder.is_dir().then_some(folder)
}

fn rows40(folder: &Path) -> Rows {
    npy_rows(&folder.join("golden/rows40.npy"))
}

/// Rows of 20 numbers each.
pub fn npy_rows(file: &Path) -> Rows {
    let bytes = std::fs::read(file).expect("an npy file");
    let start = 10 + usize::from(bytes[8]) + 256 * usize::from(bytes[9]);
    let numbers: Vec<f64> = bytes[start..]
        .as_chunks::<8>()
        .0
        .iter()
        .map(|raw| f64::from_le_bytes(*raw))
        .collect();
    Rows {
        names: Vec::new(),
        rows: numbers
            .chunks(20)
            .map(|row| row.iter().map(|x| Value::from(*x)).collect())
            .collect(),
    }
}

/// Columns of a golden list: a number a row, or a list a row.
fn columns(value: &Value) -> Vec<Vec<f64>> {
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let rows = value.as_array().expect("rows");
    let width = rows[0].as_array().map_or(1, Vec::len);
    (0..width)
        .map(|column| {
            rows.iter()
                .map(|row| match row.as_array() {
                    Some(row) => number(&row[column]),
                    None => number(row),
                })
                .collect()
        })
        .collect()
}

fn furthest(ours: &[Vec<f64>], theirs: &[Vec<f64>]) -> f64 {
    assert_eq!(ours.len(), theirs.len(), "columns");
    ours.iter()
        .flatten()
        .zip(theirs.iter().flatten())
        .map(|(a, b)| {
            if a.is_nan() && b.is_nan() {
                0.0
            } else {
                (a - b).abs() / b.abs().max(1.0)
            }
        })
        .fold(0.0, |most, d| if d > most || d.is_nan() { d } else { most })
}

/// Whether the margins are those of pairs of classes, of which scikit-learn makes scores of classes.
fn pairs(model: &Model) -> bool {
    matches!(
        model.stage.link,
        driftglass::predictor::Link::PairsToProbabilities { .. }
    )
}

/// Whether the body's margins are the library's decision values. Those of calibrated, voting and stacked models are not.
fn comparable(model: &Model) -> bool {
    use driftglass::predictor::Body;
    !matches!(model.stage.body, Body::Calibrated(_) | Body::Vote(_))
}

/// How far a booster in a pickle is from what its library says: margins, then responses.
fn compare_booster(model: &Model, golden: &Value, rows: &Rows) -> (f64, usize) {
    let said = model
        .predict(&rows.frame(model))
        .expect("a frame that fits");
    let margins = golden
        .get("margin")
        .or_else(|| golden.get("raw"))
        .expect("margins");
    let mut margins = columns(margins);
    if let driftglass::predictor::Body::Trees(trees) = &model.stage.body
        && let driftglass::predictor::Aggregate::Average { divisor } = trees.aggregate
    {
        // LightGBM's raw scores of a forest are sums.
        margins.iter_mut().flatten().for_each(|x| *x /= divisor);
    }
    let most = furthest(&said.margins, &margins);
    let theirs = columns(&golden["predict"]);
    let ours = if theirs.len() == 1 {
        &said.response[said.response.len() - 1..]
    } else {
        &said.response
    };
    let most = most.max(furthest(ours, &theirs));
    let labels = said.labels.iter().flatten().enumerate();
    let flips = labels
        .filter(|(row, label)| {
            let theirs = if theirs.len() == 1 {
                usize::from(theirs[0][*row] > 0.5)
            } else {
                let largest = |best: usize, class: usize| {
                    if theirs[class][*row] > theirs[best][*row] {
                        class
                    } else {
                        best
                    }
                };
                (1..theirs.len()).fold(0, largest)
            };
            **label as usize != theirs
        })
        .count();
    (most, flips)
}

/// How far a model is from a golden file: the largest difference and the labels that differ.
pub fn compare(model: &Model, golden: &Value, rows: &Rows) -> (f64, usize) {
    let said = model
        .predict(&rows.frame(model))
        .expect("a frame that fits");
    let mut most: f64 = 0.0;
    if let Some(proba) = golden.get("proba") {
        most = most.max(furthest(&said.response, &columns(proba)));
    }
    if let Some(decision) = golden.get("decision") {
        let theirs = columns(decision);
        let anomaly = model.task == driftglass::predictor::Task::Anomaly;
        if anomaly || golden.get("proba").is_none() && theirs.len() > 1 {
            most = most.max(furthest(&said.response, &theirs));
        } else if theirs.len() == said.margins.len() && !pairs(model) && comparable(model) {
            most = most.max(furthest(&said.margins, &theirs));
        }
    }
    let predict = golden["predict"].as_array().expect("predict");
    let mut flips = 0;
    for (row, theirs) in predict.iter().enumerate() {
        match &said.labels {
            Some(labels) => {
                let ours = model
                    .classes
                    .get(labels[row] as usize)
                    .map_or("?", String::as_str);
                let theirs = theirs
                    .as_str()
                    .map_or_else(|| theirs.to_string(), str::to_owned);
                flips += usize::from(ours != theirs);
            }
            None if model.task == driftglass::predictor::Task::Anomaly => {
                let ours = if said.response[0][row] < 0.0 {
                    -1.0
                } else {
                    1.0
                };
                flips += usize::from(Some(ours) != theirs.as_f64());
            }
            None => {}
        }
    }
    if said.labels.is_none() && model.task == driftglass::predictor::Task::Regression {
        most = most.max(furthest(&said.response, &columns(&golden["predict"])));
    }
    (most, flips)
}

fn fixtures(version: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/model_files")
        .join(version);
    let golden: Value =
        serde_json::from_slice(&std::fs::read(folder.join("golden.json")).expect("golden"))
            .expect("JSON");
    let mut bad = Vec::new();
    for (name, case) in golden["cases"].as_object().expect("cases") {
        let file = case["file"].as_str().expect("a file");
        let bytes = std::fs::read(folder.join(file)).expect("a file");
        match driftglass::model_file::read(&bytes) {
            Err(error) => bad.push(format!("{version} {name}: {error}")),
            Ok(model) => {
                let (most, flips) = compare(&model, case, &Rows::of(&case["X"]));
                println!(
                    "{version} {file:28} {} | {most:e}, {flips} labels",
                    model.origin.kind
                );
                if !(most <= 1e-12 && flips == 0) {
                    bad.push(format!("{version} {name}: {most:e}, {flips} labels"));
                }
                assert!(
                    model
                        .origin
                        .version
                        .is_some_and(|own| own == version.replace("learn-", "learn ")),
                    "{name}"
                );
            }
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn scikit_learn_before_1_3() {
    fixtures("scikit-learn-1.2.2");
}

#[test]
fn scikit_learn_1_5() {
    fixtures("scikit-learn-1.5.2");
}

#[test]
fn scikit_learn_1_9() {
    fixtures("scikit-learn-1.9.1");
}

/// Labels and scores that onnxruntime gives, beside ours: the largest difference and the labels that differ.
fn beside_onnxruntime(model: &Model, theirs: &Value, rows: &Rows) -> (f64, usize) {
    let said = model
        .predict(&rows.frame(model))
        .expect("a frame that fits");
    let scores = columns(&theirs["scores"]);
    // Of a support vector machine without probabilities onnxruntime's first column is the margin of the second class, the
    // second its opposite; ours are `1 - margin` and `margin`.
    let margin_alone = matches!(model.stage.body, driftglass::predictor::Body::Kernel(_))
        && model.stage.link == driftglass::predictor::Link::Complement;
    let pairs = matches!(
        model.stage.link,
        driftglass::predictor::Link::PairsToClasses { .. }
    ) && !theirs["pairs"].is_null();
    let most = if margin_alone {
        furthest(&said.margins, &scores[..1])
    } else if pairs {
        // The sums of pairs of classes; ours are in the response as scores of the classes.
        furthest(&said.margins, &scores)
    } else if scores.len() == 1 && said.response.len() == 2 {
        furthest(&said.response[1..], &scores)
    } else {
        furthest(&said.response, &scores)
    };
    let labels = theirs["label"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let flips = labels
        .iter()
        .enumerate()
        .filter(|(row, label)| {
            let ours = said.labels.as_ref().map(|labels| labels[*row] as usize);
            ours.and_then(|ours| model.classes.get(ours))
                .map(String::as_str)
                != label.as_str()
        })
        .count();
    (most, flips)
}

/// Every ONNX file of a folder beside what onnxruntime says of it: no label differs, and scores are within 1e-6 or twice
/// onnxruntime's own distance from the library, where the golden file has one.
fn read_like_onnxruntime(folder: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let golden: Value =
        serde_json::from_slice(&std::fs::read(folder.join("golden.json")).expect("golden"))
            .expect("JSON");
    let mut bad = Vec::new();
    for (name, case) in golden["cases"].as_object().expect("cases") {
        let bytes = std::fs::read(folder.join(format!("{name}.onnx"))).expect("a file");
        match driftglass::model_file::read(&bytes) {
            Err(error) => bad.push(format!("{name}: {error}")),
            Ok(model) => {
                let (most, flips) = beside_onnxruntime(&model, case, &Rows::of(&case["X"]));
                let own = case["own"].as_f64().unwrap_or(0.0);
                let allowed = (2.0 * own).max(1e-6);
                println!(
                    "{name:26} {} | {most:e} of {allowed:e}, {flips} labels",
                    model.origin.kind
                );
                if !(most <= allowed && flips == 0) {
                    bad.push(format!("{name}: {most:e} of {allowed:e}, {flips} labels"));
                }
            }
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn every_operator_of_onnx() {
    read_like_onnxruntime("tests/golden/model_files/small");
}

#[test]
fn exports_of_ordinary_pipelines() {
    read_like_onnxruntime("tests/golden/model_files/exports");
}

#[test]
fn scikit_learn_files() {
    let Some(folder) = shared() else {
        eprintln!("skipped: ../shared/models is not there");
        return;
    };
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .filter(|name| {
            [".pkl", ".joblib", ".skops"]
                .iter()
                .any(|end| name.ends_with(end))
        })
        .collect();
    names.sort();
    let mut bad = Vec::new();
    for name in names {
        let stem = name.split('.').next().expect("a name");
        let bytes = std::fs::read(folder.join(&name)).expect("a file");
        let model = match driftglass::model_file::read(&bytes) {
            Ok(model) => model,
            Err(error) => {
                bad.push(format!("{name}: {error}"));
                continue;
            }
        };
        // Linear trees have no golden file: the library's explainer refused them.
        let Ok(golden) = std::fs::read(folder.join("golden").join(format!("{stem}.json"))) else {
            println!(
                "{name:30} {} | read, nothing to compare with",
                model.origin.kind
            );
            continue;
        };
        let golden: Value = serde_json::from_slice(&golden).expect("JSON");
        let rows = match golden["X"].as_str() {
            Some(_) => rows40(&folder),
            None => Rows::of(&golden["X"]),
        };
        // Pipelines of encoders, imputers and scalers: the trees ask the columns of the file.
        if ["pipe_gb", "pipe_rf", "pipe_ordinal"]
            .iter()
            .any(|start| stem.starts_with(start))
        {
            assert!(
                model.stage.steps.is_empty(),
                "{name}: {:?}",
                model.stage.steps
            );
            assert_eq!(model.stage.features.len(), model.inputs.len(), "{name}");
        }
        let booster = stem.starts_with("xgb_") || stem.starts_with("lgb_");
        let (most, flips) = if booster {
            compare_booster(&model, &golden, &rows)
        } else {
            compare(&model, &golden, &rows)
        };
        // XGBoost computes in 32 bits.
        let allowed = if stem.starts_with("xgb_") {
            1e-6
        } else {
            1e-12
        };
        println!("{name:30} {} | {most:e}, {flips} labels", model.origin.kind);
        if !(most <= allowed && flips == 0) {
            bad.push(format!("{name}: {most:e}, {flips} labels"));
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn onnx_files() {
    let Some(folder) = shared() else {
        eprintln!("skipped: ../shared/models is not there");
        return;
    };
    let truth = include_str!("../golden/model_files/onnxruntime.json");
    let truth: Value = serde_json::from_str(truth).expect("JSON");
    let mut bad = Vec::new();
    for (name, theirs) in truth["files"].as_object().expect("files") {
        let bytes = std::fs::read(folder.join(name)).expect("a file");
        let model = match driftglass::model_file::read(&bytes) {
            Ok(model) => model,
            Err(error) => {
                bad.push(format!("{name}: {error}"));
                continue;
            }
        };
        let stem = name.split('.').next().expect("a name");
        let golden = std::fs::read(folder.join("golden").join(format!("{stem}.json")));
        let rows = match golden.map(|bytes| serde_json::from_slice::<Value>(&bytes).expect("JSON"))
        {
            Ok(golden) if golden["X"].is_object() && model.inputs.len() != 20 => {
                Rows::of(&golden["X"])
            }
            _ => rows40(&folder),
        };
        let (most, flips) = beside_onnxruntime(&model, theirs, &rows);
        let allowed = theirs["own"]
            .as_f64()
            .map_or(1e-6, |own| (2.0 * own).max(1e-6));
        println!(
            "{name:30} {} | {most:e} of {allowed:e}, {flips} labels",
            model.origin.kind
        );
        if !(most <= allowed && flips == 0) {
            bad.push(format!("{name}: {most:e} of {allowed:e}, {flips} labels"));
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}
