//! Estimators of other libraries, alone or in scikit-learn pipelines: their own model is inside, in their own format.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::super::{document, lightgbm, xgboost};
use super::estimator::Answer;
use super::read;
use super::wiring::{Column, Wiring, lacking};
use crate::error::Result;
use crate::predictor::{Format, Model};

/// Reads the model inside a wrapper; `None` for classes that are none.
pub(super) fn read(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Option<Answer>> {
    let Some(model) = inside(node)? else {
        return Ok(None);
    };
    if model.inputs.len() != columns.len() {
        return Err(unsupported(
            format!(
                "{} of {} columns on {}",
                node.short_class(),
                model.inputs.len(),
                columns.len()
            ),
            "as many columns as it was fitted on",
            "Save the fitted pipeline again.",
        ));
    }
    if model.inputs.iter().all(|input| input.named) {
        let names: Vec<String> = model
            .inputs
            .iter()
            .map(|input| input.name.clone())
            .collect();
        wiring.registry.rename(&names);
    }
    let features = wiring.graft(&model.inputs, &model.stage, columns)?;
    let mut classes = model.classes;
    // The wrapper knows the labels that the library counts from 0.
    if let Some(own) = node
        .present("_classes")
        .or_else(|| node.present("classes_"))
        && let Some(values) = read::values(own)
        && values.len() == classes.len()
    {
        let names = values.into_iter().map(|value| match value {
            read::Value::Level(level) => level.shown(),
            read::Value::Missing => "nan".to_owned(),
        });
        classes = names.collect();
    }
    Ok(Some(Answer {
        body: model.stage.body,
        features,
        link: model.stage.link,
        task: model.task,
        decision: model.decision,
        classes,
        kind: model.origin.kind,
        objective: model.origin.objective,
        warnings: model.warnings,
    }))
}

/// How many columns the model inside a wrapper takes.
pub(super) fn columns(node: Node<'_>) -> Option<usize> {
    Some(inside(node).ok()??.inputs.len())
}

/// The model inside a wrapper, as its library's own reader gives it.
fn inside(node: Node<'_>) -> Result<Option<Model>> {
    let class = node.class();
    let booster = || match node.present("_Booster") {
        Some(booster) => Ok(booster),
        None if node.short_class() == "Booster" => Ok(node),
        None => Err(lacking(node, "a fitted booster")),
    };
    if class.starts_with("xgboost.") {
        let booster = booster()?;
        let bytes = booster
            .present("handle")
            .and_then(|handle| handle.bytes())
            .ok_or_else(|| lacking(node, "a booster"))?;
        return xgboost_model(node, bytes).map(Some);
    }
    if class.starts_with("lightgbm.") {
        let booster = booster()?;
        // Called so in version 4 and before it.
        let text = booster
            .present("_handle")
            .or_else(|| booster.present("handle"));
        let text = text
            .and_then(|text| text.text())
            .ok_or_else(|| lacking(node, "a booster"))?;
        return lightgbm::read_text(text.as_bytes()).map(Some);
    }
    if class.starts_with("catboost.") {
        return Err(unsupported(
            format!("{class}, whose pickle holds CatBoost's binary format (.cbm)"),
            "CatBoost JSON",
            "In Python: model.save_model(\"model.json\", format=\"json\"), and drop that file.",
        ));
    }
    Ok(None)
}

/// A booster's bytes: a model, or a model beside the settings of training.
fn xgboost_model(node: Node<'_>, bytes: &[u8]) -> Result<Model> {
    let json = matches!(bytes, [b'{', b'"' | b'\n' | b' ', ..]);
    if bytes.first() != Some(&b'{') {
        return Err(unsupported(
            format!("{} in XGBoost's old binary format", node.short_class()),
            "a pickle of XGBoost 1.6 or later",
            "In Python: model.save_model(\"model.json\"), and drop that file.",
        ));
    }
    let document = if json {
        document::json::parse(bytes)?
    } else {
        document::ubjson::parse(bytes)?
    };
    let model = document.get("Model").unwrap_or(&document);
    xgboost::read_document(
        model,
        if json {
            Format::XgboostJson
        } else {
            Format::XgboostUbjson
        },
    )
}
