//! Calibrated classifiers.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::ensembles::has_margins;
use super::estimator::{self, Answer};
use super::read::{self, need, number};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Body, Calibrated, Calibration, Calibrator, Decision, Link};

pub(super) fn read(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
    depth: usize,
) -> Result<Answer> {
    let classes = read::classes(node)?;
    let mut members = Vec::new();
    let mut features = Vec::new();
    for member in need(node, "calibrated_classifiers_")?
        .elements()
        .unwrap_or_default()
    {
        // Called so before 1.2.
        let inner = member
            .present("estimator")
            .or_else(|| member.present("base_estimator"));
        let inner = inner.ok_or_else(|| super::wiring::lacking(member, "estimator"))?;
        let (own, inside, read) = wiring.member(columns);
        let (stage, said) = estimator::stage(inner, own, inside, depth + 1)?;
        if said.classes.len() != classes.len() {
            return Err(unsupported(
                "CalibratedClassifierCV whose members know different classes",
                "the same classes in every fold",
                "Fit it with stratified folds.",
            ));
        }
        features = read;
        let curves = member
            .present("calibrators")
            .or_else(|| member.present("calibrators_"));
        let curves = curves
            .and_then(|curves| curves.elements())
            .unwrap_or_default();
        members.push(Calibration {
            on_margins: has_margins(inner),
            stage,
            curves: curves.into_iter().map(curve).collect::<Result<_>>()?,
        });
    }
    let body = Body::Calibrated(Calibrated {
        members,
        classes: classes.len(),
    });
    Ok(Answer::classification(
        body,
        features,
        Link::Identity,
        Decision::LargestResponse,
        classes,
        "calibrated classifier",
    ))
}

fn curve(node: Node<'_>) -> Result<Calibrator> {
    Ok(match node.short_class() {
        "_SigmoidCalibration" => Calibrator::Sigmoid {
            a: number(node, "a_")?,
            b: number(node, "b_")?,
        },
        "IsotonicRegression" => Calibrator::Isotonic {
            x: read::numbers(node, "X_thresholds_")?,
            y: read::numbers(node, "y_thresholds_")?,
        },
        "_TemperatureScaling" => Calibrator::Temperature(1.0 / number(node, "beta_")?),
        other => {
            return Err(unsupported(
                format!("calibration by {other}"),
                "sigmoid, isotonic or temperature",
                "Fit it with method=\"sigmoid\" or \"isotonic\".",
            ));
        }
    })
}
