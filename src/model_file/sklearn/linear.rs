//! Linear models of scikit-learn.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::estimator::Answer;
use super::read::{self, flag, need, text};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Body, Decision, Linear, Link, Precision};

/// Regressors whose answer is the weighted sum itself.
const REGRESSORS: &[&str] = &[
    "LinearRegression",
    "Ridge",
    "RidgeCV",
    "Lasso",
    "LassoCV",
    "ElasticNet",
    "ElasticNetCV",
    "Lars",
    "LarsCV",
    "LassoLars",
    "LassoLarsCV",
    "LassoLarsIC",
    "OrthogonalMatchingPursuit",
    "OrthogonalMatchingPursuitCV",
    "BayesianRidge",
    "ARDRegression",
    "HuberRegressor",
    "TheilSenRegressor",
    "SGDRegressor",
    "PassiveAggressiveRegressor",
    "QuantileRegressor",
    "LinearSVR",
    "MultiTaskLasso",
    "MultiTaskElasticNet",
    "MultiTaskLassoCV",
    "MultiTaskElasticNetCV",
];
/// Regressors of a mean behind a logarithm (or behind nothing).
const GENERALIZED: &[&str] = &["PoissonRegressor", "GammaRegressor", "TweedieRegressor"];
/// Classifiers without probabilities.
const MARGINS: &[&str] = &[
    "RidgeClassifier",
    "RidgeClassifierCV",
    "LinearSVC",
    "Perceptron",
    "PassiveAggressiveClassifier",
];
/// Classifiers with probabilities.
const PROBABILITIES: &[&str] = &[
    "LogisticRegression",
    "LogisticRegressionCV",
    "SGDClassifier",
    "LinearDiscriminantAnalysis",
];

/// Whether this class is a linear model that is read here.
pub(super) fn knows(class: &str) -> bool {
    let short = class.rsplit('.').next().unwrap_or("");
    [REGRESSORS, GENERALIZED, MARGINS, PROBABILITIES]
        .iter()
        .any(|list| list.contains(&short))
}

pub(super) fn read(node: Node<'_>, wiring: &mut Wiring<'_>, columns: &[Column]) -> Result<Answer> {
    let class = node.short_class();
    let coefficients = need(node, "coef_")?;
    let matrix =
        read::as_matrix(coefficients).ok_or_else(|| read::wrong(node, "coef_", coefficients))?;
    let outputs = matrix.rows;
    let mut intercepts = read::numbers(node, "intercept_").or_else(|error| {
        if flag(node, "fit_intercept", true) {
            Err(error)
        } else {
            Ok(vec![0.0])
        }
    })?;
    if intercepts.len() == 1 {
        intercepts = vec![intercepts[0]; outputs];
    }
    let features = wiring.numbers(columns);
    if matrix.columns != features.len() || intercepts.len() != outputs {
        return Err(read::wrong(node, "coef_", coefficients));
    }
    wiring.refuse_missing(&features);
    let body = Body::Linear(Linear {
        outputs,
        weights: matrix.values,
        intercepts,
        precision: Precision::F64,
    });
    if REGRESSORS.contains(&class) {
        return Ok(Answer::regression(body, features, "linear regression"));
    }
    if GENERALIZED.contains(&class) {
        let mut answer = Answer::regression(body, features, "generalized linear regression");
        let power = node
            .attribute("power")
            .and_then(|power| power.number())
            .unwrap_or(1.0);
        let identity = text(node, "link") == "identity"
            || class == "TweedieRegressor" && text(node, "link") != "log" && power <= 0.0;
        answer.link = if identity { Link::Identity } else { Link::Exp };
        return Ok(answer);
    }
    let classes = read::classes(node)?;
    if outputs != if classes.len() == 2 { 1 } else { classes.len() } {
        return Err(read::wrong(node, "coef_", coefficients));
    }
    let (link, kind) = link(node, class, classes.len() == 2)?;
    let decision = if classes.len() == 2 {
        Decision::MarginAbove(0.0)
    } else {
        Decision::LargestResponse
    };
    let objective = node.attribute("loss").and_then(|loss| loss.text());
    Ok(Answer {
        objective,
        ..Answer::classification(body, features, link, decision, classes, kind)
    })
}

/// How probabilities follow from margins, and what the model is in words.
fn link(node: Node<'_>, class: &str, two: bool) -> Result<(Link, &'static str)> {
    let margins = if two {
        Link::Complement
    } else {
        Link::Identity
    };
    let one_by_one = if two {
        Link::Logit { slope: 1.0 }
    } else {
        Link::NormalizedLogits
    };
    Ok(match class {
        "SGDClassifier" => match text(node, "loss").as_str() {
            "log_loss" | "log" => (one_by_one, "logistic regression"),
            "modified_huber" => {
                return Err(unsupported(
                    "SGDClassifier with loss=\"modified_huber\"",
                    "loss=\"log_loss\", or one without probabilities",
                    "Fit it with loss=\"log_loss\", or convert it with skl2onnx.",
                ));
            }
            _ => (margins, "linear classifier (scores, not probabilities)"),
        },
        "LinearDiscriminantAnalysis" => {
            let link = if two {
                Link::Logit { slope: 1.0 }
            } else {
                Link::Softmax
            };
            (link, "linear discriminant analysis")
        }
        "LogisticRegression" | "LogisticRegressionCV" => {
            let chosen = text(node, "multi_class");
            let liblinear = text(node, "solver") == "liblinear";
            let link = match (chosen.as_str(), two) {
                // p = softmax(-d, d)
                ("multinomial", true) => Link::Logit { slope: 2.0 },
                ("multinomial", false) => Link::Softmax,
                ("ovr", _) => one_by_one,
                (_, true) => one_by_one,
                (_, false) if liblinear => one_by_one,
                (_, false) => Link::Softmax,
            };
            (link, "logistic regression")
        }
        _ => (margins, "linear classifier (scores, not probabilities)"),
    })
}

/// A model that answers the same for every row.
pub(super) fn constant(node: Node<'_>, wiring: &mut Wiring<'_>) -> Result<Answer> {
    let _ = wiring;
    let linear = |values: Vec<f64>| {
        Body::Linear(Linear {
            outputs: values.len(),
            weights: Vec::new(),
            intercepts: values,
            precision: Precision::F64,
        })
    };
    if node.short_class() == "DummyRegressor" {
        let constant = read::numbers(node, "constant_")?;
        return Ok(Answer::regression(
            linear(constant),
            Vec::new(),
            "a constant",
        ));
    }
    if !matches!(text(node, "strategy").as_str(), "prior" | "most_frequent") {
        return Err(unsupported(
            format!(
                "DummyClassifier with strategy=\"{}\"",
                text(node, "strategy")
            ),
            "strategy=\"prior\"",
            "Save the model that is used in earnest.",
        ));
    }
    let mut priors = read::numbers(node, "class_prior_")?;
    let classes = read::classes(node)?;
    if priors.len() != classes.len() {
        return Err(read::wrong(node, "class_prior_", node));
    }
    if text(node, "strategy") == "most_frequent" {
        let most = priors.iter().copied().fold(f64::MIN, f64::max);
        let first = priors.iter().position(|p| *p == most);
        priors
            .iter_mut()
            .enumerate()
            .for_each(|(i, p)| *p = f64::from(Some(i) == first));
    }
    Ok(Answer::classification(
        linear(priors),
        Vec::new(),
        Link::Identity,
        Decision::LargestResponse,
        classes,
        "a constant",
    ))
}
