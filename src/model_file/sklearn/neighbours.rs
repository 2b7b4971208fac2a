//! Nearest neighbours.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::estimator::Answer;
use super::read::{self, need, text};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Body, Decision, Link, Metric, NeighbourWeights, Neighbours, Targets};

pub(super) fn read(node: Node<'_>, wiring: &mut Wiring<'_>, columns: &[Column]) -> Result<Answer> {
    let class = node.short_class();
    let points = read::matrix(node, "_fit_X")?;
    let features = wiring.numbers(columns);
    if points.columns != features.len() {
        return Err(read::wrong(node, "_fit_X", need(node, "_fit_X")?));
    }
    wiring.refuse_missing(&features);
    let weights = need(node, "weights")?;
    let weights = match weights.text().as_deref() {
        Some("uniform") => NeighbourWeights::Uniform,
        Some("distance") => NeighbourWeights::Distance,
        None if weights.is_none() => NeighbourWeights::Uniform,
        _ => {
            return Err(unsupported(
                format!("{class} with weights of a function of its own"),
                "weights=\"uniform\" or \"distance\"",
                "Driftglass runs no code of a file: fit it with weights=\"distance\".",
            ));
        }
    };
    let k = read::number(node, "n_neighbors")?;
    let classifies = class == "KNeighborsClassifier";
    let classes = if classifies {
        read::classes(node)?
    } else {
        Vec::new()
    };
    let known = read::numbers(node, "_y")?;
    let targets = if classifies {
        Targets::Classes {
            classes: classes.len(),
            of: known.iter().map(|class| *class as u32).collect(),
        }
    } else {
        Targets::Values {
            outputs: known.len().checked_div(points.rows).unwrap_or(0).max(1),
            of: known,
        }
    };
    let body = Body::Neighbours(Neighbours {
        features: points.columns,
        points: points.values,
        targets,
        k: k.clamp(0.0, 1e6) as usize,
        metric: metric(node)?,
        weights,
    });
    let kind = "nearest neighbours";
    Ok(if classifies {
        Answer::classification(
            body,
            features,
            Link::Identity,
            Decision::LargestResponse,
            classes,
            kind,
        )
    } else {
        Answer::regression(body, features, kind)
    })
}

fn metric(node: Node<'_>) -> Result<Metric> {
    let mut name = text(node, "effective_metric_");
    if name.is_empty() {
        name = text(node, "metric");
    }
    let arguments = node
        .present("effective_metric_params_")
        .or_else(|| node.present("metric_params"));
    let weighted = arguments
        .and_then(|arguments| arguments.key("w"))
        .is_some_and(|w| !w.is_none());
    let power = arguments
        .and_then(|arguments| arguments.key("p"))
        .and_then(|p| p.number())
        .or_else(|| node.attribute("p").and_then(|p| p.number()))
        .unwrap_or(2.0);
    match name.as_str() {
        "euclidean" | "l2" | "sqeuclidean" => Ok(Metric::Minkowski(2.0)),
        "manhattan" | "cityblock" | "l1" => Ok(Metric::Minkowski(1.0)),
        "chebyshev" | "infinity" => Ok(Metric::Chebyshev),
        "cosine" => Ok(Metric::Cosine),
        "minkowski" if !weighted => Ok(Metric::Minkowski(power)),
        other => Err(unsupported(
            format!("{} with the distance \"{other}\"", node.short_class()),
            "euclidean, manhattan, chebyshev, minkowski or cosine",
            "Fit it with one of these, or score the rows in Python.",
        )),
    }
}
