//! Progressive validation: each fold is scored by a model that has learned from the folds before it.

use super::rows::{FIRST_FOLDS, FOLDS, Rows};
use crate::model::{Dataset, Model, Settings, Task, train};
use crate::stats::auc::{self, Auc, Pooled};

/// Values that one model learns from, at most.
const LEARNED_VALUES: usize = 2_000_000;
/// Rows that one model learns from however many columns there are.
const LEARNED_ROWS: usize = 2_000;
/// Rows from which on some of those to learn from say when to stop instead.
const ENOUGH_TO_CHECK: usize = 2_000;

/// One scored fold.
pub(super) struct Fold {
    pub(super) model: Model,
    /// Rows to score, by file.
    pub(super) rows: [Vec<u32>; 2],
    /// Log odds of being of the current file, for these rows.
    pub(super) scores: [Vec<f64>; 2],
    pub(super) area: Auc,
    /// Rows learned from.
    pub(super) learned: usize,
}

/// All scored folds.
pub(super) struct Fit {
    pub(super) folds: Vec<Fold>,
    pub(super) pooled: Pooled,
}

/// Trains and scores; `None` where a fold lacks rows of a file.
pub(super) fn fit(data: &Dataset, rows: &Rows, seed: u32) -> Option<Fit> {
    let width = data.features().len().max(1);
    let most = (LEARNED_VALUES / width).max(LEARNED_ROWS);
    let mut folds = Vec::new();
    for fold in FIRST_FOLDS..FOLDS {
        let before = rows.before(fold);
        let step = before.len().div_ceil(most).max(1);
        let taken: Vec<u32> = before.into_iter().step_by(step).collect();
        let (check, learn): (Vec<u32>, Vec<u32>) = if taken.len() < ENOUGH_TO_CHECK {
            (Vec::new(), taken)
        } else {
            taken
                .into_iter()
                .partition(|&row| rows.keys[row as usize] & 7 == 0)
        };
        let task = Task {
            target: &rows.target,
            weights: None,
            keys: Some(&rows.keys),
            learn: &learn,
            check: &check,
        };
        let model = train(data, &task, &settings(learn.len(), seed))?;
        let sides = rows.by_file(&rows.folds[fold]);
        let scores = [
            model.answers(&data.take(&sides[0])),
            model.answers(&data.take(&sides[1])),
        ];
        folds.push(Fold {
            area: Auc::of(&scores[0], &scores[1])?,
            model,
            rows: sides,
            scores,
            learned: learn.len(),
        });
    }
    let areas: Vec<Auc> = folds.iter().map(|fold| fold.area.clone()).collect();
    let pooled = auc::pool(&areas, super::said::CONFIDENCE)?;
    Some(Fit { folds, pooled })
}

/// Small trees, fewer where there is little to learn from.
fn settings(rows: usize, seed: u32) -> Settings {
    let few = rows < ENOUGH_TO_CHECK;
    Settings {
        trees: if few { 40 } else { 60 },
        learning_rate: 0.1,
        leaves: if few { 6 } else { 16 },
        depth: 6,
        rows_in_leaf: (rows / 50).clamp(5, 50) as u32,
        l2: 1.0,
        patience: 5,
        seed: u64::from(seed),
        ..Settings::logistic()
    }
}
