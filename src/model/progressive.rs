//! Can columns tell two groups of rows apart: progressive validation of a boosted model, and of each column alone.
//!
//! Each of the later folds is scored by a model that has learned from the folds before it and from nothing else, so that
//! the areas of the folds are those of independent samples and their pooled interval holds (Dawid AP (1984), JRSS A 147,
//! 278; Blum A, Kalai A, Langford J (1999), COLT, 203).

use super::{Dataset, Encoding, Model, Settings, Task, train};
use crate::stats::auc::{self, Auc, Pooled};

/// Values that one model learns from, at most.
const LEARNED_VALUES: usize = 2_000_000;
/// Rows that one model learns from however many columns there are.
const LEARNED_ROWS: usize = 2_000;
/// Rows from which on some of those to learn from say when to stop instead.
const ENOUGH_TO_CHECK: usize = 2_000;
/// Rows that a group of neighbouring bins has, at least.
const GROUP_ROWS: u32 = 10;
/// Groups of bins, about.
const GROUPS: u32 = 64;
/// Scores of a held-out fold that an area is computed from, at most, for each group.
const SCORED_ROWS: usize = 20_000;
/// Coverage of every interval.
const CONFIDENCE: f64 = 0.95;

/// Rows dealt into folds by what stands in them.
#[derive(Clone, Copy, Debug)]
pub struct Dealt<'a> {
    /// For each row 1 where it is of the second group, else 0.
    pub target: &'a [f64],
    /// A key for each row from its content.
    pub keys: &'a [u64],
    /// Rows of each fold in ascending order of their keys.
    pub folds: &'a [Vec<u32>],
    /// Folds at the front that are only learned from.
    pub first: usize,
}

impl Dealt<'_> {
    /// Rows of the folds before this one.
    fn before(&self, fold: usize) -> Vec<u32> {
        self.folds[..fold].concat()
    }

    /// Splits rows by group.
    fn by_group(&self, rows: &[u32]) -> [Vec<u32>; 2] {
        let (second, first) = rows
            .iter()
            .partition(|&&row| self.target[row as usize] > 0.5);
        [first, second]
    }
}

/// One scored fold.
pub struct Fold {
    /// Learned from the folds before it.
    pub model: Model,
    /// Rows to score, by group.
    pub rows: [Vec<u32>; 2],
    /// Log odds of being of the second group, for these rows.
    pub scores: [Vec<f64>; 2],
    /// How well they tell.
    pub area: Auc,
    /// Rows learned from.
    pub learned: usize,
}

/// All scored folds.
pub struct Fit {
    /// In order.
    pub folds: Vec<Fold>,
    /// Their areas as one.
    pub pooled: Pooled,
}

/// Trains and scores; `None` where a fold lacks rows of a group.
pub fn fit(data: &Dataset, dealt: &Dealt, seed: u32) -> Option<Fit> {
    let width = data.features().len().max(1);
    let most = (LEARNED_VALUES / width).max(LEARNED_ROWS);
    let mut folds = Vec::new();
    for fold in dealt.first..dealt.folds.len() {
        let before = dealt.before(fold);
        let step = before.len().div_ceil(most).max(1);
        let taken: Vec<u32> = before.into_iter().step_by(step).collect();
        let (check, learn): (Vec<u32>, Vec<u32>) = if taken.len() < ENOUGH_TO_CHECK {
            (Vec::new(), taken)
        } else {
            taken
                .into_iter()
                .partition(|&row| dealt.keys[row as usize] & 7 == 0)
        };
        let task = Task {
            target: dealt.target,
            weights: None,
            keys: Some(dealt.keys),
            learn: &learn,
            check: &check,
        };
        let model = train(data, &task, &settings(learn.len(), seed))?;
        let sides = dealt.by_group(&dealt.folds[fold]);
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
    let pooled = auc::pool(&areas, CONFIDENCE)?;
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

/// For each column the area by its own values alone: the share of the second group among the rows with such a value in
/// the first folds is the score in the others.
pub fn areas(data: &Dataset, dealt: &Dealt) -> Vec<Option<Pooled>> {
    let learn = dealt.before(dealt.first);
    (0..data.features().len())
        .map(|column| {
            let scores = rates(data, column, dealt.target, &learn);
            area(
                data,
                column,
                dealt.target,
                &scores,
                &dealt.folds[dealt.first..],
            )
        })
        .collect()
}

/// A score for each bin: the share of the second group among the rows to learn from, neighbouring bins of numbers together.
pub fn rates(data: &Dataset, column: usize, target: &[f64], learn: &[u32]) -> Vec<f64> {
    let bins = data.bins(column);
    let mut counts = [[0u32; 2]; 256];
    for &row in learn {
        counts[bins[row as usize] as usize][usize::from(target[row as usize] > 0.5)] += 1;
    }
    let ordered = data
        .features()
        .get(column)
        .is_some_and(|f| matches!(f.encoding, Encoding::Number { .. }));
    let group_rows = if ordered {
        GROUP_ROWS.max(learn.len() as u32 / GROUPS)
    } else {
        1
    };
    let all = counts[..255]
        .iter()
        .fold([0u32; 2], |sum, c| [sum[0] + c[0], sum[1] + c[1]]);
    let prior = (f64::from(all[1]) + 1.0) / (f64::from(all[0] + all[1]) + 2.0);
    let rate = |c: [u32; 2]| (f64::from(c[1]) + prior) / (f64::from(c[0] + c[1]) + 1.0);
    let mut out = vec![0.0; 256];
    let mut start = 0;
    let mut sum = [0u32; 2];
    for bin in 0..255 {
        sum = [sum[0] + counts[bin][0], sum[1] + counts[bin][1]];
        if sum[0] + sum[1] >= group_rows || bin == 254 {
            out[start..=bin].fill(rate(sum));
            start = bin + 1;
            sum = [0; 2];
        }
    }
    out[255] = rate(counts[255]);
    out
}

/// The pooled area of held-out folds whose rows have the score of their bin.
pub fn area(
    data: &Dataset,
    column: usize,
    target: &[f64],
    scores: &[f64],
    folds: &[Vec<u32>],
) -> Option<Pooled> {
    let bins = data.bins(column);
    let mut areas = Vec::new();
    for fold in folds {
        let mut sides = [Vec::new(), Vec::new()];
        for &row in fold {
            let side = &mut sides[usize::from(target[row as usize] > 0.5)];
            if side.len() < SCORED_ROWS {
                side.push(scores[bins[row as usize] as usize]);
            }
        }
        areas.push(Auc::of(&sides[0], &sides[1])?);
    }
    auc::pool(&areas, CONFIDENCE)
}
