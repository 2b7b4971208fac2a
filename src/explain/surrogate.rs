//! A model of a model: where there is no model file, what is learned from the file's own predictions is explained instead.

use super::covers::recount_covers;
use super::explainer::slices;
use crate::model::{Branch, Dataset, Encoding, Feature, Loss, MISSING_BIN, Settings, Source};
use crate::model::{Model as Grown, Task as Learning, Values, train};
use crate::predictor::{
    Body, CategorySet, Decision, Format, Frame, Input, Level, Link, Missing, Model, Node, Origin,
    Precision, Stage, Task, Test, TreesBuilder, Unknown,
};
use crate::stats::groups::mean::{moments, student_quantile};
use crate::stats::interval::Interval;
use crate::stats::random::Random;

/// Depth of the one readable tree.
const READABLE_DEPTH: usize = 4;
/// Rows below which nothing is learned.
const LEAST_ROWS: usize = 50;

/// How well predictions are reproduced on rows that were not learned from.
#[derive(Clone, Debug, PartialEq)]
pub struct Fidelity {
    /// Held-out rows.
    pub rows: usize,
    /// Share of the predictions' variance that is reproduced, at most 1; `None` where they do not vary.
    pub r_squared: Option<f64>,
    /// Its interval, from the rows' influences (delta method).
    pub interval: Option<Interval>,
    /// Largest error on any of them.
    pub worst: f64,
}

/// What was learned from predictions.
#[derive(Clone, Debug)]
pub struct Surrogate {
    /// Gradient-boosted trees: what is explained.
    pub boosted: Model,
    /// One tree of few splits, to be read.
    pub readable: Model,
    /// Of the boosted trees.
    pub fidelity: Fidelity,
    /// Of the readable tree.
    pub readable_fidelity: Fidelity,
    /// Rows that were learned from.
    pub learned: usize,
    /// The rows as the surrogates take them.
    pub frame: Frame,
}

/// Learns from predictions of rows, one source a column: four rows of five, drawn by `seed`, are learned from (a quarter of
/// them says when to stop), the fifth is held out. Predictions between 0 and 1 are learned as probabilities. `None` below 50
/// rows with a prediction.
pub fn surrogate(columns: &[Source], predictions: &[f64], seed: u64) -> Option<Surrogate> {
    let data = Dataset::from_columns(&mut columns.iter().cloned());
    if data.rows() != predictions.len() {
        return None;
    }
    let (mut learn, mut check, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for row in (0..predictions.len() as u32).filter(|r| predictions[*r as usize].is_finite()) {
        match Random::new(seed ^ u64::from(row).wrapping_mul(0x9e37_79b9)).bits() % 5 {
            0 => held.push(row),
            1 => check.push(row),
            _ => learn.push(row),
        }
    }
    if learn.len() + check.len() + held.len() < LEAST_ROWS || held.len() < 2 {
        return None;
    }
    let within = learn.iter().chain(&check).chain(&held);
    let probabilities = within
        .map(|row| predictions[*row as usize])
        .all(|p| (0.0..=1.0).contains(&p));
    let settings = match probabilities {
        true => Settings::logistic(),
        false => Settings::squared(),
    };
    let task = Learning {
        target: predictions,
        weights: None,
        keys: None,
        learn: &learn,
        check: &check,
    };
    let boosted = train(
        &data,
        &task,
        &Settings {
            trees: 300,
            seed,
            ..settings
        },
    )?;
    learn.append(&mut check);
    let task = Learning {
        target: predictions,
        weights: None,
        keys: None,
        learn: &learn,
        check: &[],
    };
    let one = Settings {
        trees: 1,
        learning_rate: 1.0,
        leaves: 1 << READABLE_DEPTH,
        depth: READABLE_DEPTH,
        ..Settings::squared()
    };
    let readable = train(&data, &task, &one)?;
    let frame = frame_of(boosted.features(), columns, predictions.len());
    let model_of = |grown: &Grown, kind: &str| model_of(grown, kind, &frame);
    let (boosted, readable) = (
        model_of(&boosted, "surrogate: gradient-boosted trees")?,
        model_of(&readable, "surrogate: one tree")?,
    );
    let fidelity = |model: &Model| fidelity(model, &frame, predictions, &held);
    Some(Surrogate {
        fidelity: fidelity(&boosted),
        readable_fidelity: fidelity(&readable),
        boosted,
        readable,
        learned: learn.len(),
        frame,
    })
}

fn fidelity(model: &Model, frame: &Frame, predictions: &[f64], held: &[u32]) -> Fidelity {
    let said = model.predict(frame).unwrap_or_default();
    let pairs: Vec<(f64, f64)> = held
        .iter()
        .map(|row| (predictions[*row as usize], said.response[0][*row as usize]))
        .collect();
    let n = pairs.len() as f64;
    let mean = pairs.iter().map(|(y, _)| y).sum::<f64>() / n;
    let spread = pairs.iter().map(|(y, _)| (y - mean).powi(2)).sum::<f64>() / n;
    let missed = pairs.iter().map(|(y, p)| (y - p).powi(2)).sum::<f64>() / n;
    let r_squared = (spread > 0.0).then(|| 1.0 - missed / spread);
    let interval = r_squared.and_then(|r| {
        let influence =
            |(y, p): &(f64, f64)| ((1.0 - r) * (y - mean).powi(2) - (y - p).powi(2)) / spread;
        let found =
            moments(&vec![0; pairs.len()], 1, |row| influence(&pairs[row])).swap_remove(0)?;
        let half = student_quantile(0.95, n - 1.0)? * found.error_squared()?.sqrt();
        Some(Interval {
            lower: r - half,
            upper: (r + half).min(1.0),
        })
    });
    Fidelity {
        rows: pairs.len(),
        r_squared,
        interval,
        worst: pairs.iter().map(|(y, p)| (y - p).abs()).fold(0.0, f64::max),
    }
}

/// Rows as a surrogate of these features takes them.
fn frame_of(features: &[Feature], columns: &[Source], rows: usize) -> Frame {
    let column = |(feature, source): (&Feature, &Source)| -> Vec<f64> {
        match (&source.values, &feature.encoding) {
            (Values::Numbers(values), _) => values.clone(),
            (Values::Levels { names, codes }, Encoding::Levels { names: known, rest }) => {
                let other = match rest {
                    true => Input::UNKNOWN_CODE,
                    false => f64::NAN,
                };
                let place = |name: &String| known.iter().position(|k| k == name);
                let of: Vec<f64> = names
                    .iter()
                    .map(|name| place(name).map_or(other, |at| at as f64))
                    .collect();
                let code = |code: &u32| of.get(*code as usize).copied().unwrap_or(f64::NAN);
                codes.iter().map(code).collect()
            }
            (Values::Levels { codes, .. }, _) => vec![f64::NAN; codes.len()],
        }
    };
    Frame {
        rows,
        columns: features.iter().zip(columns).map(column).collect(),
    }
}

fn input_of(feature: &Feature) -> Input {
    match &feature.encoding {
        Encoding::Number { .. } => Input::number(&feature.name),
        Encoding::Levels { names, rest } => Input {
            kind: crate::predictor::InputKind::Category {
                levels: names.iter().cloned().map(Level::Text).collect(),
                unknown: match rest {
                    true => Unknown::Other,
                    false => Unknown::Missing,
                },
            },
            ..Input::number(&feature.name)
        },
    }
}

/// The split of a feature's values that a set of its bins is, and whether left and right change places.
fn split(feature: &Feature, left_bins: &[u64; 4], builder: &mut TreesBuilder) -> (Node, bool) {
    let has = |bin: usize| left_bins[bin / 64] >> (bin % 64) & 1 == 1;
    let missing_left = has(MISSING_BIN as usize);
    let missing = |left: bool| if left { Missing::Left } else { Missing::Right };
    match &feature.encoding {
        Encoding::Number { edges } => {
            let first = (0..=edges.len()).take_while(|bin| has(*bin)).count();
            let threshold = match first {
                0 => f64::NEG_INFINITY,
                first => edges.get(first - 1).copied().unwrap_or(f64::INFINITY),
            };
            let node = Node {
                threshold,
                test: if first == 0 {
                    Test::Less
                } else {
                    Test::LessOrEqual
                },
                missing: missing(missing_left),
                ..Node::leaf(0)
            };
            (node, false)
        }
        Encoding::Levels { names, .. } => {
            // A level that is not known is in no set: it goes right.
            let turned = has(names.len());
            let chosen = (0..names.len()).filter(|bin| has(*bin) != turned);
            let node = Node {
                set: builder.set(CategorySet::of(chosen.map(|bin| bin as u32))),
                test: Test::InSet,
                missing: missing(missing_left != turned),
                ..Node::leaf(0)
            };
            (node, turned)
        }
    }
}

fn model_of(grown: &Grown, kind: &str, frame: &Frame) -> Option<Model> {
    let features = grown.features();
    let mut builder = TreesBuilder::new(features.len(), 1, 1);
    for tree in 0..grown.trees() {
        let branches = grown.branches(tree);
        let turned: Vec<bool> = branches
            .iter()
            .map(|branch| match branch {
                Branch::Cut {
                    feature, left_bins, ..
                } => {
                    let mut unused = TreesBuilder::new(0, 1, 1);
                    split(&features[*feature], left_bins, &mut unused).1
                }
                Branch::Leaf(_) => false,
            })
            .collect();
        builder
            .tree(
                0,
                branches.len(),
                |at| match &branches[at] {
                    Branch::Cut { left, .. } if turned[at] => Some((left + 1, *left)),
                    Branch::Cut { left, .. } => Some((*left, left + 1)),
                    Branch::Leaf(_) => None,
                },
                |builder, at| match &branches[at] {
                    Branch::Cut {
                        feature, left_bins, ..
                    } => Node {
                        feature: *feature as u32,
                        ..split(&features[*feature], left_bins, builder).0
                    },
                    Branch::Leaf(_) => Node::leaf(0),
                },
                |at, values| {
                    if let Branch::Leaf(value) = &branches[at] {
                        values.push(*value);
                    }
                },
                None,
            )
            .ok()?;
    }
    let mut trees = builder.finish();
    trees.base = vec![grown.start()];
    trees.compared_in = Precision::F64;
    recount_covers(&mut trees, &slices(&frame.columns), frame.rows);
    let link = match grown.loss() {
        Loss::Squared => Link::Identity,
        Loss::Logistic => Link::Logit { slope: 1.0 },
    };
    Some(Model {
        origin: Origin::new(Format::ScikitPickle, kind),
        inputs: features.iter().map(input_of).collect(),
        stage: Stage::plain(Body::Trees(trees), link, features.len()),
        task: Task::Regression,
        decision: Decision::None,
        classes: Vec::new(),
        warnings: Vec::new(),
    })
}
