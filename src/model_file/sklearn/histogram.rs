//! Histogram gradient boosting.
//!
//! Values are compared in 64 bits by `<=`; a category that was not seen in training counts as missing
//! (sklearn/ensemble/_hist_gradient_boosting/_predictor.pyx).

use super::super::objects::{Dtype, Node as Object};
use super::super::refusal::{damaged, unsupported};
use super::estimator::Answer;
use super::read::{self, need, text};
use super::transform::transform;
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{
    Body, CategorySet, Decision, Link, Missing, Node, Step, Test, TreesBuilder,
};

/// The arrays of one `TreePredictor`.
struct Predictor {
    value: Vec<f64>,
    count: Vec<f64>,
    feature: Vec<i64>,
    threshold: Vec<f64>,
    missing_left: Vec<i64>,
    left: Vec<i64>,
    right: Vec<i64>,
    is_leaf: Vec<i64>,
    is_categorical: Vec<i64>,
    bitset: Vec<i64>,
    /// Eight 32-bit words a set.
    bitsets: Vec<i64>,
}

impl Predictor {
    fn of(node: Object<'_>) -> Option<Predictor> {
        let nodes = node.attribute("nodes")?.array()?;
        let Dtype::Record { .. } = nodes.dtype else {
            return None;
        };
        let whole = |name: &str| nodes.whole_field(name);
        let bitsets = node
            .attribute("raw_left_cat_bitsets")
            .and_then(|bitsets| bitsets.array()?.wholes())
            .unwrap_or_default();
        Some(Predictor {
            value: nodes.field("value")?,
            count: nodes.field("count")?,
            feature: whole("feature_idx")?,
            // Called so since 0.24.
            threshold: nodes
                .field("num_threshold")
                .or_else(|| nodes.field("threshold"))?,
            missing_left: whole("missing_go_to_left")?,
            left: whole("left")?,
            right: whole("right")?,
            is_leaf: whole("is_leaf")?,
            is_categorical: whole("is_categorical").unwrap_or_else(|| vec![0; nodes.len()]),
            bitset: whole("bitset_idx").unwrap_or_else(|| vec![0; nodes.len()]),
            bitsets,
        })
    }

    fn set(&self, node: usize) -> CategorySet {
        let start = usize::try_from(self.bitset[node])
            .unwrap_or(0)
            .saturating_mul(8);
        let words = self
            .bitsets
            .get(start..start.saturating_add(8))
            .unwrap_or_default();
        let bits = |word: usize| (0..32u32).filter(move |bit| words[word] >> bit & 1 == 1);
        CategorySet::of(
            (0..words.len()).flat_map(|word| bits(word).map(move |bit| word as u32 * 32 + bit)),
        )
    }

    fn add(&self, builder: &mut TreesBuilder, output: u32) -> Result<()> {
        builder
            .tree(
                output,
                self.value.len(),
                |node| {
                    (self.is_leaf[node] == 0)
                        .then(|| (self.left[node] as usize, self.right[node] as usize))
                },
                |builder, node| {
                    let categorical = self.is_categorical[node] != 0;
                    Node {
                        threshold: self.threshold[node],
                        feature: u32::try_from(self.feature[node]).unwrap_or(u32::MAX),
                        set: if categorical {
                            builder.set(self.set(node))
                        } else {
                            0
                        },
                        test: if categorical {
                            Test::InSet
                        } else {
                            Test::LessOrEqual
                        },
                        missing: if self.missing_left[node] != 0 {
                            Missing::Left
                        } else {
                            Missing::Right
                        },
                        ..Node::leaf(0)
                    }
                },
                |node, into| into.push(self.value[node]),
                Some(&|node| self.count[node]),
            )
            .map_err(|found| damaged(found, "a tree of scikit-learn"))
    }
}

pub(super) fn read(
    node: Object<'_>,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
    depth: usize,
) -> Result<Answer> {
    let classifies = node.short_class().ends_with("Classifier");
    let classes = if classifies {
        read::classes(node)?
    } else {
        Vec::new()
    };
    let columns = match node.present("_preprocessor") {
        Some(preprocessor) => transform(preprocessor, wiring, columns, depth + 1)?,
        None => columns,
    };
    let mut features = wiring.numbers(&columns);
    for (feature, known) in known_categories(node, features.len())?
        .into_iter()
        .enumerate()
    {
        if let Some(known) = known {
            let most = known.iter().max().map_or(0, |most| most + 1);
            let values = (0..most)
                .map(|code| {
                    if known.contains(&code) {
                        code as f64
                    } else {
                        f64::NAN
                    }
                })
                .collect();
            features[feature] = wiring.step(Step::Lookup {
                wire: features[feature],
                values,
                unknown: f64::NAN,
                missing: f64::NAN,
            });
        }
    }
    let list = need(node, "_predictors")?;
    let iterations = list.elements().unwrap_or_default();
    let base = read::numbers(node, "_baseline_prediction")?;
    let outputs = base.len();
    if outputs != if classes.len() > 2 { classes.len() } else { 1 } {
        return Err(read::wrong(node, "_baseline_prediction", list));
    }
    let mut builder = TreesBuilder::new(features.len(), 1, outputs);
    for iteration in iterations {
        let members = iteration.elements().unwrap_or_default();
        if members.len() != outputs {
            return Err(read::wrong(node, "_predictors", iteration));
        }
        for (output, member) in members.into_iter().enumerate() {
            Predictor::of(member)
                .ok_or_else(|| read::wrong(node, "_predictors", member))?
                .add(&mut builder, output as u32)?;
        }
    }
    let mut trees = builder.finish();
    trees.base = base;
    let kind = "histogram gradient-boosted trees";
    let loss = text(node, "loss");
    let body = Body::Trees(trees);
    let answer = if classifies {
        let (link, decision) = match outputs {
            1 => (Link::Logit { slope: 1.0 }, Decision::MarginAbove(0.0)),
            _ => (Link::Softmax, Decision::LargestResponse),
        };
        Answer::classification(body, features, link, decision, classes, kind)
    } else {
        let mut answer = Answer::regression(body, features, kind);
        answer.link = match loss.as_str() {
            "poisson" | "gamma" => Link::Exp,
            _ => Link::Identity,
        };
        answer
    };
    Ok(Answer {
        objective: Some(loss).filter(|loss| !loss.is_empty()),
        ..answer
    })
}

/// For each feature the codes of its categories; `None` for numbers.
fn known_categories(node: Object<'_>, features: usize) -> Result<Vec<Option<Vec<usize>>>> {
    let mapper = need(node, "_bin_mapper")?;
    let kinds = mapper
        .present("is_categorical_")
        .and_then(|kinds| kinds.numbers())
        .unwrap_or_else(|| vec![0.0; features]);
    let bins = need(mapper, "bin_thresholds_")?
        .elements()
        .unwrap_or_default();
    if kinds.len() != features || bins.len() != features {
        return Err(unsupported(
            format!(
                "{} of {} columns on {features}",
                node.short_class(),
                kinds.len()
            ),
            "as many columns as it was fitted on",
            "Save the fitted pipeline again.",
        ));
    }
    kinds
        .iter()
        .zip(bins)
        .map(|(kind, bins)| {
            if *kind == 0.0 {
                return Ok(None);
            }
            let codes = bins
                .numbers()
                .ok_or_else(|| read::wrong(mapper, "bin_thresholds_", bins))?;
            Ok(Some(
                codes
                    .iter()
                    .map(|code| code.clamp(0.0, 255.0) as usize)
                    .collect(),
            ))
        })
        .collect()
}
