//! `SVMClassifier` and `SVMRegressor`.

use std::rc::Rc;

use super::answer::Answer;
use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Value, Walk};
use crate::error::Result;
use crate::predictor::{Body, Decision, Kernel, KernelMachine, KernelOutput, Link, Precision};

fn machine(
    walk: &mut Walk,
    node: &NodeProto,
    intercepts: Vec<f64>,
    output: KernelOutput,
) -> Result<(usize, Vec<usize>, KernelMachine)> {
    let value = walk.read(node, 0)?;
    let (level, features) = walk.numbers(node, &value)?;
    let parameters = node.floats("kernel_params");
    let parameter = |place: usize| parameters.get(place).copied().unwrap_or(0.0);
    let kernel = match node.text("kernel_type") {
        "LINEAR" | "" => Kernel::Linear,
        "RBF" => Kernel::Rbf {
            gamma: parameter(0),
        },
        "POLY" => Kernel::Polynomial {
            gamma: parameter(0),
            coef0: parameter(1),
            degree: parameter(2),
        },
        "SIGMOID" => Kernel::Sigmoid {
            gamma: parameter(0),
            coef0: parameter(1),
        },
        other => return Err(refused(node, &format!("with the kernel {other}"))),
    };
    let vectors = node.floats("support_vectors");
    let coefficients = node.floats("coefficients");
    if vectors.is_empty() || features.is_empty() || !vectors.len().is_multiple_of(features.len()) {
        return Err(refused(
            node,
            "without support vectors, or of another number of columns",
        ));
    }
    let machine = KernelMachine {
        features: features.len(),
        kernel,
        vectors,
        coefficients,
        intercepts,
        output,
        precision: Precision::F32,
    };
    Ok((level, features, machine))
}

/// `SVMRegressor`, one-class models too.
pub(super) fn regressor(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    if node.whole("one_class") == Some(1) {
        return Err(refused(node, "of one class"));
    }
    let (level, features, machine) = machine(walk, node, node.floats("rho"), KernelOutput::Single)?;
    Ok(walk.answer(Answer {
        level,
        features,
        body: Rc::new(Body::Kernel(machine)),
        link: Link::Identity,
        decision: Decision::None,
        count: 0,
        classes: Vec::new(),
        kind: "support vector machine",
    }))
}

/// `SVMClassifier`: labels and scores.
pub(super) fn classifier(walk: &mut Walk, node: &NodeProto) -> Result<Vec<Value>> {
    let classes = node.class_labels();
    let supports: Vec<usize> = node
        .wholes("vectors_per_class")
        .iter()
        .map(|n| (*n).max(0) as usize)
        .collect();
    let transform = node.text("post_transform");
    if !matches!(transform, "" | "NONE") {
        return Err(refused(node, &format!("with post_transform {transform}")));
    }
    let (a, b) = (node.floats("prob_a"), node.floats("prob_b"));
    let mut count = classes.len();
    let (link, decision, output, kind) = if !a.is_empty() {
        (
            Link::PairsToProbabilities { a, b },
            Decision::PairVotes,
            KernelOutput::Pairs { supports },
            "support vector machine",
        )
    } else if count == 2 {
        // One sum, positive for the first class; turned below.
        (
            Link::Complement,
            Decision::MarginAtLeast(0.0),
            KernelOutput::Single,
            "support vector machine (scores, not probabilities)",
        )
    } else {
        // Sums of pairs of classes; what becomes scores of the classes follows at the end.
        (
            Link::Identity,
            Decision::PairVotes,
            KernelOutput::Pairs { supports },
            "support vector machine (scores, not probabilities)",
        )
    };
    let rho = node.floats("rho");
    let turned = output == KernelOutput::Single;
    let intercepts = if turned {
        rho.iter().map(|rho| -rho).collect()
    } else {
        rho
    };
    if link == Link::Identity {
        count = 0;
    }
    let (level, features, mut machine) = machine(walk, node, intercepts, output)?;
    if turned {
        machine.coefficients.iter_mut().for_each(|c| *c = -*c);
    }
    Ok(walk.classified(Answer {
        level,
        features,
        body: Rc::new(Body::Kernel(machine)),
        link,
        decision,
        count,
        classes,
        kind,
    }))
}
