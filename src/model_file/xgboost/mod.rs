//! XGBoost models: the document of `save_model`, as JSON or UBJSON.
//!
//! Source: XGBoost documentation, "Introduction to Model IO" and `doc/model.schema`; prediction as in its CPU predictor:
//! 32-bit features, strict `<`, sums in 32 bits from the base score on, tree after tree.

mod categories;
mod inputs;
mod linear;
mod objective;
mod trees;

use crate::error::{Code, Error, Result};
use crate::predictor::{Format, Model, Origin, Stage, unsupported};

use super::document::{Value, ubjson};
use objective::Objective;

/// The most classes or targets, and features, that are believed.
const MAXIMUM_OUTPUTS: usize = 100_000;
const MAXIMUM_FEATURES: usize = 190_000;

/// Reads Universal Binary JSON.
pub(super) fn read_ubjson(bytes: &[u8]) -> Result<Model> {
    let document = ubjson::parse(bytes)?;
    if document.get("learner").is_none() {
        return Err(Error::new(
            Code::ModelUnknownFormat,
            "Universal Binary JSON without a `learner`",
            "a model as XGBoost's `save_model` writes it",
            "Save the model with XGBoost's own method and choose that file.",
        ));
    }
    read_document(&document, Format::XgboostUbjson)
}

/// What both parts of a booster need to know.
struct Shape {
    features: usize,
    /// Classes or targets: margins a row.
    outputs: usize,
    /// In margin space, one for each output.
    base: Vec<f64>,
}

/// Reads a parsed document.
pub(super) fn read_document(document: &Value, format: Format) -> Result<Model> {
    let learner = document.at("learner")?;
    let booster = learner.at("gradient_booster")?;
    let objective = Objective::of(learner)?;
    let shape = shape(learner, &objective)?;
    let name = booster.at("name")?.text().unwrap_or_default();
    let mut warnings = Vec::new();
    let mut inputs = inputs::inputs(learner, shape.features)?;
    let attributes = learner.get("attributes");
    let (body, kind) = match name {
        "gbtree" => {
            categories::levels(booster, &mut inputs)?;
            let used = trees::used(booster, attributes, &mut warnings);
            (
                trees::trees(booster, None, &shape, used)?,
                "gradient-boosted trees (gbtree)",
            )
        }
        "dart" => {
            let inner = booster.at("gbtree")?;
            categories::levels(inner, &mut inputs)?;
            let used = trees::used(inner, attributes, &mut warnings);
            let weights = booster.at("weight_drop")?.numbers()?;
            (
                trees::trees(inner, Some(&weights), &shape, used)?,
                "gradient-boosted trees with dropout (dart)",
            )
        }
        "gblinear" => {
            let stage = linear::stage(booster, &shape, &objective)?;
            let model = model(
                origin(document, learner, format, "boosted linear model (gblinear)"),
                inputs,
                stage,
                &objective,
                warnings,
                &shape,
            );
            return Ok(model);
        }
        other => {
            return Err(unsupported(
                format!("the XGBoost booster `{other}`"),
                "Train with `gbtree`, `dart` or `gblinear`, or export the model as ONNX.",
            ));
        }
    };
    categories::note(&body, &mut inputs, &mut warnings);
    let stage = Stage::plain(
        crate::predictor::Body::Trees(body),
        objective.link.clone(),
        shape.features,
    );
    let origin = origin(document, learner, format, kind);
    Ok(model(origin, inputs, stage, &objective, warnings, &shape))
}

fn model(
    origin: Origin,
    inputs: Vec<crate::predictor::Input>,
    stage: Stage,
    objective: &Objective,
    warnings: Vec<Error>,
    shape: &Shape,
) -> Model {
    Model {
        origin: Origin {
            objective: Some(objective.name.clone()),
            ..origin
        },
        inputs,
        stage,
        task: objective.task,
        decision: objective.decision,
        classes: objective.classes(shape.outputs),
        warnings,
    }
}

fn origin(document: &Value, learner: &Value, format: Format, kind: &str) -> Origin {
    let mut origin = Origin::new(format, kind);
    if let Some(version) = document.get("version").and_then(|v| v.numbers().ok()) {
        let parts: Vec<String> = version.iter().map(f64::to_string).collect();
        origin.version = Some(parts.join("."));
    }
    let attributes = learner
        .get("attributes")
        .map(Value::entries)
        .unwrap_or_default();
    let told = attributes
        .iter()
        .filter_map(|(key, value)| Some((key.clone(), value.shown()?)));
    origin.metadata = told
        .filter(|(_, value)| value.len() <= 200)
        .take(50)
        .collect();
    if let Some(score) = learner
        .get("learner_model_param")
        .and_then(|p| p.get("base_score"))
        .and_then(Value::shown)
    {
        origin.metadata.push(("base_score".into(), score));
    }
    origin
}

fn shape(learner: &Value, objective: &Objective) -> Result<Shape> {
    let parameters = learner.at("learner_model_param")?;
    let count = |key: &str| parameters.get(key).and_then(Value::count).unwrap_or(0);
    let features = parameters.at("num_feature")?.count().unwrap_or(usize::MAX);
    let outputs = count("num_class").max(count("num_target")).max(1);
    for (what, found, most) in [
        ("features", features, MAXIMUM_FEATURES),
        ("classes or targets", outputs, MAXIMUM_OUTPUTS),
    ] {
        if found > most {
            return Err(crate::predictor::limit(format!("{found} {what}"), most));
        }
    }
    // A number as a text; since 3.1 a list of them in a text. Always in the space of the answer, not of the margin.
    let scores = parameters
        .get("base_score")
        .map(base_scores)
        .unwrap_or_default();
    let margin = |score: f64| f64::from(objective.to_margin(score) as f32);
    let base = match scores.as_slice() {
        [] => vec![margin(0.5); outputs],
        [score] => vec![margin(*score); outputs],
        scores if scores.len() == outputs => scores.iter().map(|s| margin(*s)).collect(),
        scores => {
            return Err(crate::predictor::unreadable(
                format!("{} base scores for {outputs} outputs", scores.len()),
                "one base score, or one for each output",
            ));
        }
    };
    Ok(Shape {
        features,
        outputs,
        base,
    })
}

fn base_scores(value: &Value) -> Vec<f64> {
    match value {
        Value::Text(text) => text
            .trim_matches(['[', ']', ' '])
            .split(',')
            .filter_map(|score| score.trim().parse::<f32>().ok())
            .map(f64::from)
            .collect(),
        Value::Numbers(numbers) => numbers.clone(),
        value => value.number().into_iter().collect(),
    }
}
