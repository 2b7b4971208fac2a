//! Voting, bagging and stacking.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::estimator::{self, Answer, Said};
use super::read::{self, flag, need, text};
use super::wiring::{Column, Wiring, lacking};
use crate::error::Result;
use crate::predictor::{Body, Decision, Link, Stack, Stage, Vote, VoteKind};

/// Whether scikit-learn reads `decision_function` of this estimator where it can choose.
pub(super) fn has_margins(node: Node<'_>) -> bool {
    let mut at = node;
    while at.short_class() == "Pipeline" {
        let last = super::columns::named_steps(at)
            .ok()
            .and_then(|steps| steps.last().copied());
        match last {
            Some(last) if last.id() != at.id() => at = last,
            _ => return false,
        }
    }
    matches!(
        at.short_class(),
        "LogisticRegression"
            | "LogisticRegressionCV"
            | "SGDClassifier"
            | "LinearDiscriminantAnalysis"
            | "RidgeClassifier"
            | "RidgeClassifierCV"
            | "LinearSVC"
            | "Perceptron"
            | "PassiveAggressiveClassifier"
            | "SVC"
            | "NuSVC"
            | "GradientBoostingClassifier"
            | "HistGradientBoostingClassifier"
    )
}

/// The fitted members: objects, or names with objects.
fn members<'a>(node: Node<'a>) -> Result<Vec<Node<'a>>> {
    let list = need(node, "estimators_")?;
    Ok(list
        .elements()
        .unwrap_or_default()
        .into_iter()
        .filter(|member| member.text().as_deref() != Some("drop"))
        .collect())
}

pub(super) fn voting(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
    depth: usize,
) -> Result<Answer> {
    let classifies = node.short_class() == "VotingClassifier";
    let classes = if classifies {
        read::classes(node)?
    } else {
        Vec::new()
    };
    let hard = classifies && text(node, "voting") != "soft";
    let (mut stages, mut features) = (Vec::new(), Vec::new());
    for member in members(node)? {
        let (own, inside, read) = wiring.member(columns);
        let (stage, said) = estimator::stage(member, own, inside, depth + 1)?;
        check_classes(&said, &classes, node)?;
        features = read;
        stages.push(stage);
    }
    let weights = match node
        .present("weights")
        .map(|weights| weights.numbers().unwrap_or_default())
    {
        None => vec![1.0; stages.len()],
        Some(all) => {
            // Members that were dropped keep their weight in the list.
            let given = need(node, "estimators")?.elements().unwrap_or_default();
            given
                .iter()
                .zip(all)
                .filter(|(pair, _)| {
                    let estimator = pair.elements().and_then(|pair| pair.get(1).copied());
                    estimator
                        .is_some_and(|estimator| estimator.text().is_none() && !estimator.is_none())
                })
                .map(|(_, weight)| weight)
                .collect()
        }
    };
    let kind = if hard {
        VoteKind::Share
    } else {
        VoteKind::Mean
    };
    vote(stages, weights, kind, classes, features, "voting")
}

fn vote(
    mut members: Vec<Stage>,
    weights: Vec<f64>,
    kind: VoteKind,
    classes: Vec<String>,
    features: Vec<usize>,
    words: &str,
) -> Result<Answer> {
    let classifies = !classes.is_empty();
    if kind == VoteKind::Share {
        // A margin alone votes by its sign.
        for member in members
            .iter_mut()
            .filter(|member| member.link == Link::Complement)
        {
            member.link = Link::Step;
        }
    }
    let outputs = if classifies {
        classes.len()
    } else {
        members.first().map_or(1, |member| member.body.outputs())
    };
    let body = Body::Vote(Vote {
        members,
        weights,
        kind,
        outputs,
        classifies,
    });
    Ok(if classifies {
        Answer::classification(
            body,
            features,
            Link::Identity,
            Decision::LargestResponse,
            classes,
            words,
        )
    } else {
        Answer::regression(body, features, words)
    })
}

fn check_classes(said: &Said, classes: &[String], node: Node<'_>) -> Result<()> {
    if said.classes.len() == classes.len() {
        return Ok(());
    }
    Err(unsupported(
        format!(
            "{} whose members know {} and not {} classes",
            node.short_class(),
            said.classes.len(),
            classes.len()
        ),
        "the same classes in every member",
        "Fit all members on rows of all classes.",
    ))
}

pub(super) fn bagging(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
    depth: usize,
) -> Result<Answer> {
    let classifies = node.short_class() == "BaggingClassifier";
    let classes = if classifies {
        read::classes(node)?
    } else {
        Vec::new()
    };
    let lists = need(node, "estimators_features_")?
        .elements()
        .unwrap_or_default();
    let features = wiring.numbers(columns);
    let mut stages = Vec::new();
    for (member, list) in members(node)?.into_iter().zip(lists) {
        let places = list
            .numbers()
            .ok_or_else(|| read::wrong(node, "estimators_features_", list))?;
        let (own, inside) = wiring.numbers_only(features.len());
        let chosen: Option<Vec<Column>> = places
            .iter()
            .map(|place| inside.get(*place as usize).cloned())
            .collect();
        let chosen = chosen.ok_or_else(|| read::wrong(node, "estimators_features_", list))?;
        let (stage, said) = estimator::stage(member, own, chosen, depth + 1)?;
        check_classes(&said, &classes, node)?;
        stages.push(stage);
    }
    wiring.refuse_missing(&features);
    let weights = vec![1.0; stages.len()];
    // Classifiers without probabilities vote.
    let shares = classifies
        && !members(node)?
            .iter()
            .all(|member| has_probabilities(*member));
    let kind = if shares {
        VoteKind::Share
    } else {
        VoteKind::Mean
    };
    vote(stages, weights, kind, classes, features, "bagging")
}

fn has_probabilities(node: Node<'_>) -> bool {
    match node.short_class() {
        "SVC" | "NuSVC" => flag(node, "probability", false),
        "SGDClassifier" => matches!(text(node, "loss").as_str(), "log_loss" | "log"),
        class => !matches!(
            class,
            "RidgeClassifier"
                | "RidgeClassifierCV"
                | "LinearSVC"
                | "Perceptron"
                | "PassiveAggressiveClassifier"
        ),
    }
}

pub(super) fn stacking(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
    depth: usize,
) -> Result<Answer> {
    let classifies = node.short_class() == "StackingClassifier";
    let classes = if classifies {
        read::classes(node)?
    } else {
        Vec::new()
    };
    let methods = need(node, "stack_method_")?;
    let methods =
        read::texts(methods).ok_or_else(|| read::wrong(node, "stack_method_", methods))?;
    let passthrough = flag(node, "passthrough", false);
    let columns = if passthrough {
        wiring
            .numbers(columns)
            .into_iter()
            .map(Column::Wire)
            .collect()
    } else {
        columns.to_vec()
    };
    let (mut stages, mut takes, mut margins, mut features) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (member, method) in members(node)?.into_iter().zip(methods) {
        let (own, inside, read) = wiring.member(&columns);
        let (stage, said) = estimator::stage(member, own, inside, depth + 1)?;
        check_classes(&said, &classes, node)?;
        features = read;
        let all = match (method.as_str(), classes.len()) {
            ("predict", 0) => (0..stage.body.outputs()).collect(),
            // The first of two columns says nothing new.
            ("predict_proba", 2) => vec![1],
            ("predict_proba", n) if n > 2 => (0..n).collect(),
            ("decision_function", 2) => vec![0],
            ("decision_function", n) if n > 2 => (0..n).collect(),
            _ => {
                return Err(unsupported(
                    format!("{} that stacks by {method}", node.short_class()),
                    "predict_proba, decision_function, or numbers",
                    "Fit it with stack_method=\"predict_proba\".",
                ));
            }
        };
        takes.push(all);
        margins.push(method == "decision_function");
        stages.push(stage);
    }
    let handed =
        takes.iter().map(Vec::len).sum::<usize>() + if passthrough { columns.len() } else { 0 };
    let last = node
        .present("final_estimator_")
        .ok_or_else(|| lacking(node, "final_estimator_"))?;
    let (own, inside) = wiring.numbers_only(handed);
    let (last, said) = estimator::stage(last, own, inside, depth + 1)?;
    check_classes(&said, &classes, node)?;
    let body = Body::Stack(Stack {
        members: stages,
        takes,
        margins,
        passthrough,
        classifies,
        last: Box::new(last),
    });
    let mut answer = if classifies {
        Answer::classification(
            body,
            features,
            Link::Identity,
            said.decision,
            classes,
            "stacking",
        )
    } else {
        Answer::regression(body, features, "stacking")
    };
    answer.objective = Some(said.kind);
    Ok(answer)
}
