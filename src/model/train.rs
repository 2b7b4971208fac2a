//! Boosting: each tree learns what the trees before it got wrong.

use kernels::boosting::Packed;

use super::dataset::{Dataset, Feature};
use super::gradient::Scale;
use super::grow::Grower;
use super::settings::{Loss, Settings};
use super::tree::Tree;
use crate::stats::order::order;
use crate::stats::random::Random;

/// Learning rows at most; of more, those with the smallest keys are taken.
pub const MAXIMUM_ROWS: usize = (1 << 20) - 1;

/// What is to be learned from which rows.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The target of each row of the data set; between 0 and 1 for logistic loss.
    pub target: &'a [f64],
    /// How much each row counts, 0 or more; `None` means 1 each.
    pub weights: Option<&'a [f64]>,
    /// A key for each row from its content, such as [`crate::table::row_key`] makes: decides which rows a tree learns
    /// from where [`Settings::row_share`] is below 1. `None` takes the place of the row instead.
    pub keys: Option<&'a [u64]>,
    /// Rows to learn from.
    pub learn: &'a [u32],
    /// Rows that say when to stop, none of them among those to learn from; empty means that every tree is kept.
    pub check: &'a [u32],
}

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    features: Vec<Feature>,
    loss: Loss,
    start: f64,
    trees: Vec<Tree>,
}

impl Model {
    /// Predictions for rows binned as the model's own data were (see [`Dataset::encoded_as`]): means for squared loss,
    /// probabilities for logistic loss.
    pub fn predict(&self, data: &Dataset) -> Vec<f64> {
        let mut out = self.answers(data);
        for answer in &mut out {
            *answer = self.loss.predict(*answer);
        }
        out
    }

    /// The sum of all trees' answers: log odds for logistic loss.
    pub fn answers(&self, data: &Dataset) -> Vec<f64> {
        let mut out = vec![self.start; data.rows()];
        for tree in &self.trees {
            tree.add_to(data, &mut out);
        }
        out
    }

    /// Each tree's answer for each row.
    pub fn answers_by_tree(&self, data: &Dataset) -> Vec<Vec<f64>> {
        let answers = |tree: &Tree| {
            let mut out = vec![0.0; data.rows()];
            tree.add_to(data, &mut out);
            out
        };
        self.trees.iter().map(answers).collect()
    }

    /// As [`Model::answers`], for rows that differ in one feature only from those of which `by_tree` tells what
    /// [`Model::answers_by_tree`] told.
    pub fn answers_but_for(
        &self,
        data: &Dataset,
        feature: usize,
        by_tree: &[Vec<f64>],
    ) -> Vec<f64> {
        let mut out = vec![self.start; data.rows()];
        for (tree, known) in self.trees.iter().zip(by_tree) {
            if tree.gains().any(|(used, _)| used == feature) {
                tree.add_to(data, &mut out);
            } else {
                out.iter_mut().zip(known).for_each(|(sum, v)| *sum += v);
            }
        }
        out
    }

    #[cfg(feature = "surrogate")]
    pub(super) fn grown(&self) -> &[Tree] {
        &self.trees
    }

    /// The answer that all trees add to: log odds for logistic loss.
    pub fn start(&self) -> f64 {
        self.start
    }

    /// What was minimised.
    pub fn loss(&self) -> Loss {
        self.loss
    }

    /// The features it was trained on, with their bins.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// How many trees it has.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// For each feature its share of the whole fall of the loss on the learning rows, 0 to 1: all 0 where no tree cut.
    /// It favours features with many values; a permutation on held-out rows does not.
    pub fn gain(&self) -> Vec<f64> {
        let mut out = vec![0.0; self.features.len()];
        for (feature, gain) in self.trees.iter().flat_map(Tree::gains) {
            if let Some(sum) = out.get_mut(feature) {
                *sum += gain;
            }
        }
        let total: f64 = out.iter().sum();
        if total > 0.0 {
            out.iter_mut().for_each(|gain| *gain /= total);
        }
        out
    }

    /// Whether any tree looks at this feature.
    pub fn uses(&self, feature: usize) -> bool {
        self.trees
            .iter()
            .any(|tree| tree.gains().any(|(used, _)| used == feature))
    }
}

/// Trains a model. `None` where there is nothing to learn from: no row with a finite target and a weight above 0, or
/// lists of the wrong length.
///
/// The order of rows changes nothing; where features gain equally, the first is taken.
pub fn train(data: &Dataset, task: &Task, settings: &Settings) -> Option<Model> {
    let rows = data.rows();
    if task.target.len() != rows
        || task.weights.is_some_and(|w| w.len() != rows)
        || task.keys.is_some_and(|k| k.len() != rows)
    {
        return None;
    }
    let learn = usable(task, task.learn, settings);
    let check = usable(task, task.check, settings);
    if learn.is_empty() {
        return None;
    }
    let learning = Rows::new(data, task, &learn);
    let checking = Rows::new(data, task, &check);
    let start = settings.loss.start(learning.mean());
    let mut model = Model {
        features: data.features().to_vec(),
        loss: settings.loss,
        start,
        trees: Vec::new(),
    };
    boost(&mut model, &learning, &checking, settings);
    Some(model)
}

/// Rows that can be learned from, of too many those with the smallest keys.
fn usable(task: &Task, rows: &[u32], settings: &Settings) -> Vec<u32> {
    let mut out: Vec<u32> = rows
        .iter()
        .copied()
        .filter(|&row| {
            let weight = task
                .weights
                .map_or(1.0, |w| w.get(row as usize).copied().unwrap_or(0.0));
            task.target.get(row as usize).is_some_and(|t| t.is_finite())
                && weight > 0.0
                && weight.is_finite()
        })
        .collect();
    if out.len() > MAXIMUM_ROWS {
        out.sort_unstable_by_key(|&row| (key(task, row, settings.seed), row));
        out.truncate(MAXIMUM_ROWS);
    }
    out
}

fn key(task: &Task, row: u32, seed: u64) -> u64 {
    let own = task
        .keys
        .and_then(|keys| keys.get(row as usize).copied())
        .unwrap_or(u64::from(row));
    Random::new(own ^ seed).bits()
}

/// Some rows of a data set, standing one after the other.
struct Rows {
    data: Dataset,
    target: Vec<f64>,
    weights: Vec<f64>,
    keys: Vec<u64>,
}

impl Rows {
    fn new(data: &Dataset, task: &Task, rows: &[u32]) -> Rows {
        let at = |values: &[f64]| rows.iter().map(|&row| values[row as usize]).collect();
        Rows {
            data: data.take(rows),
            target: at(task.target),
            weights: task.weights.map_or(vec![1.0; rows.len()], at),
            keys: rows.iter().map(|&row| key(task, row, 0)).collect(),
        }
    }

    fn mean(&self) -> f64 {
        let pairs = || self.target.iter().zip(&self.weights);
        let target: Vec<f64> = pairs().map(|(t, w)| t * w).collect();
        exact_sum(&target) / exact_sum(&self.weights)
    }

    fn loss(&self, loss: Loss, answers: &[f64]) -> f64 {
        let losses: Vec<f64> = self
            .target
            .iter()
            .zip(answers)
            .zip(&self.weights)
            .map(|((target, answer), weight)| weight * loss.value(*target, *answer))
            .collect();
        exact_sum(&losses)
    }
}

/// A sum that does not depend on the order of terms: whole numbers of 2⁻⁶¹ of the largest.
fn exact_sum(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(libm::fabs(*v)));
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    let unit = libm::scalbn(1.0, 61 - libm::ilogb(largest));
    let sum: i128 = values.iter().map(|v| i128::from((v * unit) as i64)).sum();
    sum as f64 / unit
}

fn boost(model: &mut Model, learning: &Rows, checking: &Rows, settings: &Settings) {
    let features = learning.data.features();
    let bins: Vec<Vec<u8>> = (0..features.len())
        .map(|at| learning.data.bins(at).to_vec())
        .collect();
    let mut grower = Grower::new(features, &bins, settings);
    let rows = learning.target.len();
    let mut answers = vec![model.start; rows];
    let mut checked = vec![model.start; checking.target.len()];
    let mut best = (checking.loss(settings.loss, &checked), 0);
    let mut derivatives = vec![[0.0; 2]; rows];
    let mut packed: Vec<Packed> = Vec::new();
    for tree in 0..settings.trees {
        let Rows {
            target, weights, ..
        } = learning;
        settings
            .loss
            .derivatives(target, &answers, weights, &mut derivatives);
        let Some(scale) = Scale::pack(&derivatives, &mut packed) else {
            break;
        };
        let mut order = drawn_rows(learning, settings, tree);
        let whole = order.len() == rows;
        if !whole {
            packed = order.iter().map(|&row| packed[row as usize]).collect();
        }
        let used = drawn_features(features, settings, tree);
        let grown = grower.grow(&mut order, &mut packed, scale, &used);
        if grown.tree.0.len() < 2 && whole && used.len() == features.len() {
            break;
        }
        if whole {
            for (start, end, value) in &grown.leaves {
                for &row in &order[*start..*end] {
                    answers[row as usize] += value;
                }
            }
        } else {
            grown.tree.add_to(&learning.data, &mut answers);
        }
        grown.tree.add_to(&checking.data, &mut checked);
        model.trees.push(grown.tree);
        if !checked.is_empty() {
            let loss = checking.loss(settings.loss, &checked);
            if loss < best.0 {
                best = (loss, model.trees.len());
            } else if model.trees.len() >= best.1 + settings.patience.max(1) {
                break;
            }
        }
    }
    if !checked.is_empty() {
        model.trees.truncate(best.1);
    }
}

/// Positions of the rows that a tree learns from, in order.
fn drawn_rows(learning: &Rows, settings: &Settings, tree: usize) -> Vec<u32> {
    let rows = 0..learning.keys.len() as u32;
    if settings.row_share >= 1.0 {
        return rows.collect();
    }
    let limit = (settings.row_share * u64::MAX as f64) as u64;
    let salt = Random::new(settings.seed ^ (tree as u64) << 32).bits();
    rows.filter(|&row| Random::new(learning.keys[row as usize] ^ salt).bits() <= limit)
        .collect()
}

/// The features that a tree may use, in order; at least one.
fn drawn_features(features: &[Feature], settings: &Settings, tree: usize) -> Vec<usize> {
    let count = libm::ceil(settings.feature_share * features.len() as f64).max(1.0) as usize;
    if count >= features.len() {
        return (0..features.len()).collect();
    }
    let salt = Random::new(settings.seed ^ (tree as u64) << 32 ^ 1).bits();
    let keys: Vec<u64> = features
        .iter()
        .map(|feature| {
            // FNV-1a: the name decides, not its place.
            let name = feature
                .name
                .bytes()
                .fold(0xcbf2_9ce4_8422_2325, |h: u64, b| {
                    (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
                });
            Random::new(name ^ salt).bits()
        })
        .collect();
    let mut drawn = order(features.len(), &|a, b| keys[a].cmp(&keys[b]));
    drawn.truncate(count);
    drawn.sort_unstable();
    drawn
}
