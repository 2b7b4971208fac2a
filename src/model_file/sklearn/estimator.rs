//! Estimators: columns in, a body and a link out.

use super::super::objects::Node;
use super::super::refusal::{too_large, unsupported};
use super::transform::transform;
use super::wiring::{Column, Wiring};
use super::{
    DEEPEST, bayes, boosting, calibration, columns, ensembles, histogram, isolation, linear,
    neighbours, network, support, trees, unknown_class, wrappers,
};
use crate::error::{Error, Result};
use crate::predictor::{Body, Decision, Link, Stage, Task};

/// What an estimator is, beside its wiring.
pub(super) struct Answer {
    pub(super) body: Body,
    /// The wires that the body reads.
    pub(super) features: Vec<usize>,
    pub(super) link: Link,
    pub(super) task: Task,
    pub(super) decision: Decision,
    /// Names of classes; empty where numbers are answered.
    pub(super) classes: Vec<String>,
    /// In plain words.
    pub(super) kind: String,
    pub(super) objective: Option<String>,
    pub(super) warnings: Vec<Error>,
}

impl Answer {
    /// Numbers, as the body gives them.
    pub(super) fn regression(body: Body, features: Vec<usize>, kind: &str) -> Answer {
        Answer {
            body,
            features,
            link: Link::Identity,
            task: Task::Regression,
            decision: Decision::None,
            classes: Vec::new(),
            kind: kind.to_owned(),
            objective: None,
            warnings: Vec::new(),
        }
    }

    /// Classes.
    pub(super) fn classification(
        body: Body,
        features: Vec<usize>,
        link: Link,
        decision: Decision,
        classes: Vec<String>,
        kind: &str,
    ) -> Answer {
        Answer {
            link,
            task: Task::Classification,
            decision,
            classes,
            ..Answer::regression(body, features, kind)
        }
    }
}

/// What a stage's answer is, once its body is in the stage.
pub(super) struct Said {
    pub(super) task: Task,
    pub(super) decision: Decision,
    pub(super) classes: Vec<String>,
    pub(super) kind: String,
    pub(super) objective: Option<String>,
    pub(super) warnings: Vec<Error>,
}

/// The whole stage of an estimator or a pipeline that ends in one.
pub(super) fn stage(
    node: Node<'_>,
    mut wiring: Wiring<'_>,
    columns: Vec<Column>,
    depth: usize,
) -> Result<(Stage, Said)> {
    let answer = estimator(node, &mut wiring, columns, depth)?;
    let stage = wiring.stage(answer.features, answer.body, answer.link);
    let said = Said {
        task: answer.task,
        decision: answer.decision,
        classes: answer.classes,
        kind: answer.kind,
        objective: answer.objective,
        warnings: answer.warnings,
    };
    Ok((stage, said))
}

/// Reads an estimator over columns.
pub(super) fn estimator(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    mut columns: Vec<Column>,
    depth: usize,
) -> Result<Answer> {
    if depth > DEEPEST {
        return Err(too_large("estimators within estimators", DEEPEST));
    }
    let class = node.class();
    if let Some(answer) = wrappers::read(node, wiring, &columns)? {
        return Ok(answer);
    }
    if !class.starts_with("sklearn.") && !class.starts_with("imblearn.pipeline.") {
        return Err(unknown_class(node, "class"));
    }
    match node.short_class() {
        "Pipeline" => {
            let mut steps = columns::named_steps(node)?;
            let last = steps
                .pop()
                .ok_or_else(|| unknown_class(node, "pipeline without steps"))?;
            for step in steps {
                columns = transform(step, wiring, columns, depth + 1)?;
            }
            estimator(last, wiring, columns, depth + 1)
        }
        "GridSearchCV" | "RandomizedSearchCV" | "HalvingGridSearchCV" | "HalvingRandomSearchCV" => {
            inside(node, "best_estimator_", wiring, columns, depth)
        }
        "RANSACRegressor" | "FixedThresholdClassifier" | "FrozenEstimator" => {
            let name = if node.present("estimator_").is_some() {
                "estimator_"
            } else {
                "estimator"
            };
            inside(node, name, wiring, columns, depth)
        }
        "TransformedTargetRegressor" => target(node, wiring, columns, depth),
        "DecisionTreeClassifier"
        | "ExtraTreeClassifier"
        | "DecisionTreeRegressor"
        | "ExtraTreeRegressor"
        | "RandomForestClassifier"
        | "RandomForestRegressor"
        | "ExtraTreesClassifier"
        | "ExtraTreesRegressor" => trees::read(node, wiring, &columns),
        "GradientBoostingClassifier" | "GradientBoostingRegressor" => {
            boosting::read(node, wiring, &columns)
        }
        "HistGradientBoostingClassifier" | "HistGradientBoostingRegressor" => {
            histogram::read(node, wiring, columns, depth)
        }
        "IsolationForest" => isolation::read(node, wiring, &columns),
        "MLPClassifier" | "MLPRegressor" => network::read(node, wiring, &columns),
        "GaussianNB" | "MultinomialNB" | "ComplementNB" | "BernoulliNB" | "CategoricalNB" => {
            bayes::read(node, wiring, &columns)
        }
        "KNeighborsClassifier" | "KNeighborsRegressor" => neighbours::read(node, wiring, &columns),
        "SVC" | "NuSVC" | "SVR" | "NuSVR" | "OneClassSVM" => support::read(node, wiring, &columns),
        "CalibratedClassifierCV" => calibration::read(node, wiring, &columns, depth),
        "VotingClassifier" | "VotingRegressor" => ensembles::voting(node, wiring, &columns, depth),
        "BaggingClassifier" | "BaggingRegressor" => {
            ensembles::bagging(node, wiring, &columns, depth)
        }
        "StackingClassifier" | "StackingRegressor" => {
            ensembles::stacking(node, wiring, &columns, depth)
        }
        "DummyClassifier" | "DummyRegressor" => linear::constant(node, wiring),
        _ if linear::knows(class) => linear::read(node, wiring, &columns),
        _ => Err(unknown_class(node, "class")),
    }
}

fn inside(
    node: Node<'_>,
    name: &str,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
    depth: usize,
) -> Result<Answer> {
    let inner = super::read::need(node, name)?;
    estimator(inner, wiring, columns, depth + 1)
}

/// A regressor of a transformed target, where the way back is a link.
fn target(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
    depth: usize,
) -> Result<Answer> {
    let transformer = super::read::need(node, "transformer_")?;
    let back = transformer
        .present("inverse_func")
        .map(|function| super::functions::name(function))
        .unwrap_or_default();
    let back = match back.rsplit('.').next() {
        Some("exp") if back.starts_with("numpy") => Link::Exp,
        _ => {
            return Err(unsupported(
                format!(
                    "TransformedTargetRegressor whose way back is {}",
                    if back.is_empty() {
                        transformer.class()
                    } else {
                        &back
                    }
                ),
                "inverse_func=numpy.exp",
                "Fit on the logarithm with func=numpy.log and inverse_func=numpy.exp, or save the inner regressor alone.",
            ));
        }
    };
    let mut answer = inside(node, "regressor_", wiring, columns, depth)?;
    answer.link = match answer.link {
        Link::Identity => back,
        other => Link::Then(vec![other, back]),
    };
    Ok(answer)
}
