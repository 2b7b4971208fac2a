//! From the objects of a scikit-learn file to a [`Model`].
//!
//! Formulas and attribute names: scikit-learn 1.9.1 and, where older files differ, 1.2.2 and 1.5.2 (source).

mod bayes;
mod boosting;
mod calibration;
mod categories;
mod columns;
mod encode;
mod ensembles;
mod estimator;
mod functions;
mod histogram;
mod impute;
mod isolation;
mod linear;
mod neighbours;
mod network;
mod project;
mod read;
mod scale;
mod selection;
mod support;
mod transform;
mod trees;
mod wiring;
mod wrappers;

use super::objects::{Graph, Node};
use super::refusal::unsupported;
use crate::error::Result;
use crate::predictor::{Format, Model, Origin};
use wiring::{Column, Registry, Wiring};

/// Estimators within estimators.
const DEEPEST: usize = 12;

/// The model that the objects describe.
///
/// # Errors
/// `model.unsupported` naming the class, `model.unreadable`.
pub(super) fn model(graph: &Graph, format: Format) -> Result<Model> {
    let root = graph.root();
    let (names, count) = columns_of(root);
    let mut registry = Registry::new(names, count);
    let columns: Vec<Column> = (0..registry.columns()).map(Column::raw).collect();
    let wiring = Wiring::raw(&mut registry);
    let (mut stage, answer) = estimator::stage(root, wiring, columns, 0)?;
    let inputs = registry.inputs.len();
    wiring::settle(&mut stage, inputs);
    let mut origin = Origin::new(format, &answer.kind);
    origin.version = version(root);
    origin.objective = answer.objective;
    origin
        .metadata
        .push(("class".into(), root.class().to_owned()));
    let mut model = Model {
        origin,
        inputs: registry.inputs,
        stage,
        task: answer.task,
        decision: answer.decision,
        classes: answer.classes,
        warnings: answer.warnings,
    };
    model.check()?;
    model.stage.fold(&model.inputs);
    Ok(model)
}

/// Names and number of the columns that the outermost fitted object saw.
fn columns_of(root: Node<'_>) -> (Option<Vec<String>>, usize) {
    let mut at = root;
    for _ in 0..DEEPEST {
        if let Some(names) = at.present("feature_names_in_").and_then(read::texts) {
            let count = names.len();
            return (Some(names), count);
        }
        if let Some(count) = at.attribute("n_features_in_").and_then(|n| n.whole()) {
            return (None, count.clamp(0, 1 << 17) as usize);
        }
        let Some(inner) = first_inside(at) else {
            break;
        };
        at = inner;
    }
    (None, wrappers::columns(at).unwrap_or(0))
}

/// The first fitted object that an object passes its columns to.
fn first_inside(node: Node<'_>) -> Option<Node<'_>> {
    if let Some(steps) = node.present("steps").and_then(|steps| steps.elements()) {
        return steps
            .into_iter()
            .filter_map(|step| step.elements()?.get(1).copied())
            .find(|step| !step.is_none() && step.text().is_none());
    }
    for name in ["estimators_", "transformer_list", "calibrated_classifiers_"] {
        if let Some(first) = node
            .present(name)
            .and_then(|list| list.elements()?.first().copied())
        {
            // A transformer stands behind its name.
            return first
                .elements()
                .and_then(|pair| pair.get(1).copied())
                .or(Some(first));
        }
    }
    [
        "estimator_",
        "best_estimator_",
        "regressor_",
        "estimator",
        "base_estimator",
    ]
    .iter()
    .find_map(|name| node.present(name))
}

fn version(root: Node<'_>) -> Option<String> {
    root.attribute("_sklearn_version")?
        .text()
        .map(|version| format!("scikit-learn {version}"))
}

/// Whether the file was written by this version of scikit-learn or a later one; `true` where it does not say.
fn at_least(node: Node<'_>, major: u32, minor: u32) -> bool {
    let Some(text) = node.attribute("_sklearn_version").and_then(|v| v.text()) else {
        return true;
    };
    let mut parts = text.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= (major, minor)
}

/// Refuses a class, naming it and the way out.
fn unknown_class(node: Node<'_>, what: &str) -> crate::error::Error {
    let class = if node.class().is_empty() {
        node.describe()
    } else {
        node.class().to_owned()
    };
    unsupported(
        format!("{class}, a {what} that is not read"),
        "linear models, trees and their ensembles, neural networks, naive Bayes, neighbours, support vectors, and pipelines \
         of known transformers",
        "Save the fitted model without this part, or convert it with skl2onnx and drop the .onnx file, or score the rows in \
         Python and drop a CSV with the predictions.",
    )
}
