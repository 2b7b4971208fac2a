//! Support vector machines of libsvm.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::estimator::Answer;
use super::read::{self, flag, need, number, numbers, text};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{
    Body, Decision, Kernel, KernelMachine, KernelOutput, Link, Precision, Task,
};

pub(super) fn read(node: Node<'_>, wiring: &mut Wiring<'_>, columns: &[Column]) -> Result<Answer> {
    let class = node.short_class();
    let vectors = read::matrix(node, "support_vectors_")?;
    let features = wiring.numbers(columns);
    if vectors.columns != features.len() {
        return Err(read::wrong(
            node,
            "support_vectors_",
            need(node, "support_vectors_")?,
        ));
    }
    wiring.refuse_missing(&features);
    let machine = |coefficients: Vec<f64>, intercepts: Vec<f64>, output: KernelOutput| {
        Ok::<Body, crate::error::Error>(Body::Kernel(KernelMachine {
            features: vectors.columns,
            kernel: kernel(node)?,
            vectors: vectors.values.clone(),
            coefficients,
            intercepts,
            output,
            precision: Precision::F64,
        }))
    };
    let kind = "support vector machine";
    if !class.ends_with("SVC") {
        let body = machine(
            numbers(node, "dual_coef_")?,
            numbers(node, "intercept_")?,
            KernelOutput::Single,
        )?;
        let mut answer = Answer::regression(body, features, kind);
        if class == "OneClassSVM" {
            answer.task = Task::Anomaly;
        }
        return Ok(answer);
    }
    let classes = read::classes(node)?;
    // libsvm's own signs: positive votes for the first of a pair.
    let own = if node.present("_dual_coef_").is_some() {
        ["_dual_coef_", "_intercept_"]
    } else {
        ["dual_coef_", "intercept_"]
    };
    let coefficients = numbers(node, own[0])?;
    let intercepts = numbers(node, own[1])?;
    let probability = flag(node, "probability", false);
    let curve = |new: &str, old: &str| numbers(node, new).or_else(|_| numbers(node, old));
    if classes.len() == 2 && !probability {
        let negated =
            |values: Vec<f64>| values.into_iter().map(|value| -value).collect::<Vec<f64>>();
        let body = machine(
            negated(coefficients),
            negated(intercepts),
            KernelOutput::Single,
        )?;
        return Ok(Answer::classification(
            body,
            features,
            Link::Complement,
            Decision::MarginAtLeast(0.0),
            classes,
            "support vector machine (scores, not probabilities)",
        ));
    }
    let supports = numbers(node, "_n_support").or_else(|_| numbers(node, "n_support_"))?;
    let output = KernelOutput::Pairs {
        supports: supports.iter().map(|n| n.max(0.0) as usize).collect(),
    };
    let body = machine(coefficients, intercepts, output)?;
    let link = if probability {
        Link::PairsToProbabilities {
            a: curve("_probA", "probA_")?,
            b: curve("_probB", "probB_")?,
        }
    } else {
        Link::PairsToClasses {
            classes: classes.len(),
        }
    };
    let decision = if flag(node, "break_ties", false) && !probability {
        Decision::LargestResponse
    } else {
        Decision::PairVotes
    };
    Ok(Answer::classification(
        body, features, link, decision, classes, kind,
    ))
}

fn kernel(node: Node<'_>) -> Result<Kernel> {
    let gamma = || number(node, "_gamma").or_else(|_| number(node, "gamma"));
    let coef0 = || number(node, "coef0");
    Ok(match text(node, "kernel").as_str() {
        "linear" => Kernel::Linear,
        "rbf" => Kernel::Rbf { gamma: gamma()? },
        "poly" => Kernel::Polynomial {
            gamma: gamma()?,
            coef0: coef0()?,
            degree: number(node, "degree")?,
        },
        "sigmoid" => Kernel::Sigmoid {
            gamma: gamma()?,
            coef0: coef0()?,
        },
        other => {
            return Err(unsupported(
                format!(
                    "{} with the kernel {}",
                    node.short_class(),
                    if other.is_empty() {
                        "of a function of its own"
                    } else {
                        other
                    }
                ),
                "the kernels linear, rbf, poly or sigmoid",
                "Fit it with one of these, or score the rows in Python.",
            ));
        }
    })
}
