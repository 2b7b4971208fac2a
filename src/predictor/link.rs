//! From margins to what a person reads: probabilities, means, scores.

use serde::{Deserialize, Serialize};

/// What is done with the margins of a row. The response has one column for each class of a classifier, in the order of
/// its classes, else one for each margin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Link {
    /// As they are. Of a classifier with as many margins as classes: already probabilities (or scores) of the classes.
    Identity,
    /// One margin of two classes, already the probability (or score) of the second: `[1 - m, m]`.
    Complement,
    /// One margin of two classes: `[1 - p, p]` with `p = 1 / (1 + e^(-slope · m))`; without classes `p` alone.
    Logit {
        /// Factor of the margin; 1 but in LightGBM's `sigmoid`.
        slope: f64,
    },
    /// e^m over the sum of all classes.
    Softmax,
    /// A logistic for each class, over the sum of all (scikit-learn's one-versus-rest).
    NormalizedLogits,
    /// A logistic for each class on its own (LightGBM's `multiclassova`).
    Logits {
        /// Factor of the margins.
        slope: f64,
    },
    /// Φ(m) of two classes.
    Probit,
    /// e^m
    Exp,
    /// ln(1 + e^m)
    Softplus,
    /// sign(m) · m² (LightGBM's `reg_sqrt`).
    SignedSquare,
    /// 1 where m > 0, else 0, of two classes (XGBoost's `binary:hinge`).
    Step,
    /// One sum for each pair of classes, as [`super::KernelOutput::Pairs`] says: votes and confidences, a number for each
    /// class (scikit-learn's `_ovr_decision_function`).
    PairsToClasses {
        /// How many classes.
        classes: usize,
    },
    /// One sum for each pair of classes: probabilities by Platt's curves, coupled (libsvm; Wu, Lin & Weng 2004, JMLR 5,
    /// 975, second method).
    PairsToProbabilities {
        /// Slopes, one for each pair.
        a: Vec<f64>,
        /// Offsets, one for each pair.
        b: Vec<f64>,
    },
    /// The mean depth in isolation trees: `-2^(-depth / normal) - offset`, negative for outliers (Liu, Ting & Zhou 2008).
    Isolation {
        /// The depth that is expected of as many rows as each tree saw.
        normal: f64,
        /// What is taken off.
        offset: f64,
    },
    /// Rounded to 32 bits, as a library that computes in these answers.
    ToF32,
    /// One after the other.
    Then(Vec<Link>),
}

impl Link {
    /// The response of a block: a column for each class or margin.
    pub fn response(&self, margins: Vec<Vec<f64>>, two_classes: bool) -> Vec<Vec<f64>> {
        match self {
            Link::Identity => margins,
            Link::Complement => pair(margins, two_classes, |m| m),
            Link::Logit { slope } => pair(margins, two_classes, |m| logistic(slope * m)),
            Link::Probit => pair(margins, two_classes, |m| {
                0.5 * libm::erfc(-m / std::f64::consts::SQRT_2)
            }),
            Link::Step => pair(margins, two_classes, |m| {
                if m.is_nan() { m } else { f64::from(m > 0.0) }
            }),
            Link::Softmax => {
                let mut margins = margins;
                softmax(&mut margins);
                margins
            }
            Link::Logits { slope } => each(margins, |m| logistic(slope * m)),
            Link::NormalizedLogits => normalized(each(margins, logistic)),
            Link::ToF32 => each(margins, |m| f64::from(m as f32)),
            Link::Exp => each(margins, f64::exp),
            Link::Softplus => each(margins, softplus),
            Link::SignedSquare => each(margins, |m| m.signum() * m * m),
            #[cfg(feature = "kinds")]
            Link::PairsToClasses { classes } => pairs_to_classes(&margins, *classes),
            #[cfg(feature = "kinds")]
            Link::PairsToProbabilities { a, b } => pairs_to_probabilities(&margins, a, b),
            // Trees have none: `Model::trees_from_bytes` refuses them.
            #[cfg(not(feature = "kinds"))]
            Link::PairsToClasses { .. } | Link::PairsToProbabilities { .. } => margins,
            Link::Isolation { normal, offset } => each(margins, |m| -(-m / normal).exp2() - offset),
            Link::Then(links) => links
                .iter()
                .fold(margins, |values, link| link.response(values, two_classes)),
        }
    }
}

fn each(mut margins: Vec<Vec<f64>>, f: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
    margins.iter_mut().flatten().for_each(|m| *m = f(*m));
    margins
}

fn pair(margins: Vec<Vec<f64>>, two_classes: bool, f: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
    let mut second = each(margins, f);
    if two_classes && second.len() == 1 {
        let first = second[0].iter().map(|p| 1.0 - p).collect();
        second.insert(0, first);
    }
    second
}

/// Divides by each row's sum; a row whose sum is 0 becomes equal shares.
fn normalized(mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let share = 1.0 / columns.len() as f64;
    let rows = columns.first().map_or(0, Vec::len);
    for row in 0..rows {
        let sum: f64 = columns.iter().map(|column| column[row]).sum();
        for column in &mut columns {
            column[row] = if sum == 0.0 { share } else { column[row] / sum };
        }
    }
    columns
}

/// 1 / (1 + e^-x).
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// ln(1 + e^x), without overflow.
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// e^x over the sum, row by row, without overflow.
pub(super) fn softmax(columns: &mut [Vec<f64>]) {
    let rows = columns.first().map_or(0, Vec::len);
    for row in 0..rows {
        let highest = columns
            .iter()
            .map(|column| column[row])
            .fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for column in columns.iter_mut() {
            column[row] = (column[row] - highest).exp();
            sum += column[row];
        }
        for column in columns.iter_mut() {
            column[row] /= sum;
        }
    }
}

#[cfg(feature = "kinds")]
fn pairs_to_classes(pairs: &[Vec<f64>], classes: usize) -> Vec<Vec<f64>> {
    let rows = pairs.first().map_or(0, Vec::len);
    let mut out = vec![vec![0.0; rows]; classes];
    for row in 0..rows {
        let mut votes = vec![0.0; classes];
        let mut confidences = vec![0.0; classes];
        let mut pair = 0;
        for i in 0..classes {
            for j in i + 1..classes {
                let margin = pairs[pair][row];
                confidences[i] += margin;
                confidences[j] -= margin;
                votes[if margin > 0.0 { i } else { j }] += 1.0;
                pair += 1;
            }
        }
        for class in 0..classes {
            let c: f64 = confidences[class];
            out[class][row] = votes[class] + c / (3.0 * (c.abs() + 1.0));
        }
    }
    out
}

#[cfg(feature = "kinds")]
fn pairs_to_probabilities(pairs: &[Vec<f64>], a: &[f64], b: &[f64]) -> Vec<Vec<f64>> {
    const LEAST: f64 = 1e-7;
    let rows = pairs.first().map_or(0, Vec::len);
    let classes = (1..).find(|k| k * (k - 1) / 2 >= pairs.len()).unwrap_or(1);
    let mut out = vec![vec![0.0; rows]; classes];
    let mut r = vec![vec![0.0; classes]; classes];
    let order: Vec<(usize, usize)> = (0..classes)
        .flat_map(|i| (i + 1..classes).map(move |j| (i, j)))
        .collect();
    for row in 0..rows {
        for ((i, j), (margins, (a, b))) in order.iter().zip(pairs.iter().zip(a.iter().zip(b))) {
            let p = logistic(-(margins[row] * a + b)).clamp(LEAST, 1.0 - LEAST);
            r[*i][*j] = p;
            r[*j][*i] = 1.0 - p;
        }
        for (class, p) in coupled(&r).into_iter().enumerate() {
            out[class][row] = p;
        }
    }
    out
}

#[cfg(feature = "kinds")]
/// libsvm's `multiclass_probability`.
fn coupled(r: &[Vec<f64>]) -> Vec<f64> {
    // scikit-learn's and onnxruntime's libsvm do this for two classes, too: up to 0.003 from the curve itself.
    let k = r.len();
    let mut q = vec![vec![0.0; k]; k];
    for t in 0..k {
        for j in 0..k {
            if j != t {
                q[t][t] += r[j][t] * r[j][t];
                q[t][j] = -r[j][t] * r[t][j];
            }
        }
    }
    let mut p = vec![1.0 / k as f64; k];
    let stop = 0.005 / k as f64;
    for _ in 0..k.max(100) {
        let qp: Vec<f64> = (0..k)
            .map(|t| (0..k).map(|j| q[t][j] * p[j]).sum())
            .collect();
        let mut pqp: f64 = p.iter().zip(&qp).map(|(p, q)| p * q).sum();
        if qp.iter().all(|x| (x - pqp).abs() < stop) {
            break;
        }
        let mut qp = qp;
        for t in 0..k {
            let step = (pqp - qp[t]) / q[t][t];
            p[t] += step;
            pqp = (pqp + step * (step * q[t][t] + 2.0 * qp[t])) / (1.0 + step) / (1.0 + step);
            for j in 0..k {
                qp[j] = (qp[j] + step * q[t][j]) / (1.0 + step);
                p[j] /= 1.0 + step;
            }
        }
    }
    p
}

impl Link {
    /// The links that follow each other.
    pub(super) fn chain(&self) -> &[Link] {
        match self {
            Link::Then(links) => links,
            link => std::slice::from_ref(link),
        }
    }

    /// How many columns it makes of so many; `None` where it cannot. A link within [`Link::Then`] is no chain itself.
    pub(super) fn columns(&self, margins: usize, two_classes: bool) -> Option<usize> {
        match self {
            Link::Complement | Link::Logit { .. } | Link::Probit | Link::Step => {
                Some(if two_classes && margins == 1 {
                    2
                } else {
                    margins
                })
            }
            Link::PairsToClasses { classes } => {
                let pairs = classes.checked_mul(classes.saturating_sub(1))? / 2;
                (pairs == margins).then_some(*classes)
            }
            Link::PairsToProbabilities { a, b } => {
                let classes = (2..=10_000).find(|k| k * (k - 1) / 2 == margins)?;
                (a.len() == margins && b.len() == margins).then_some(classes)
            }
            Link::Then(_) => None,
            _ => (margins > 0).then_some(margins),
        }
    }
}

impl Link {
    /// The link's name.
    pub fn name(&self) -> String {
        let name = match self {
            Link::Identity => "identity",
            Link::Complement => "probability of the second class",
            Link::Logit { slope: 1.0 } => "logistic",
            Link::Logit { slope } => return format!("logistic of {slope} · margin"),
            Link::Softmax => "softmax",
            Link::NormalizedLogits => "logistic of each class, normalised",
            Link::Logits { .. } => "logistic of each class",
            Link::Probit => "probit",
            Link::Exp => "exponential",
            Link::Softplus => "ln(1 + e^margin)",
            Link::SignedSquare => "signed square",
            Link::Step => "step at 0",
            Link::PairsToClasses { .. } => "votes of pairs of classes",
            Link::PairsToProbabilities { .. } => "coupled probabilities of pairs of classes",
            Link::Isolation { .. } => "isolation score",
            Link::ToF32 => "",
            Link::Then(links) => {
                let names = links.iter().map(Link::name).filter(|name| !name.is_empty());
                return names.collect::<Vec<_>>().join(", then ");
            }
        };
        name.to_owned()
    }
}
