//! Which columns give a file away to the model, and which rows.

use kernels::order::order_of_keys;

use super::forward::{Fit, Fold};
use super::rows::Rows;
use crate::model::Dataset;
use crate::stats::auc::{self, Auc};
use crate::stats::normal;
use crate::stats::random::Random;

/// Coverage of every interval of this analysis.
pub(super) const CONFIDENCE: f64 = 0.95;
/// Rows of a fold and a file that a column's share is measured on, at most.
const MEASURED_ROWS: usize = 4_000;
/// Rows shown of a file, at most.
const SHOWN_ROWS: usize = 5;

/// How much of the area a column carries.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Drop {
    /// By how much the area falls when the column's values are dealt anew among the held-out rows.
    pub(super) value: f64,
    pub(super) lower: f64,
    pub(super) upper: f64,
}

/// For each column the fall of the area (Breiman L (2001), Machine Learning 45, 5, on held-out rows), with the interval
/// of a difference of two areas of the same rows.
pub(super) fn columns(data: &Dataset, rows: &Rows, fit: &Fit, seed: u32) -> Vec<Drop> {
    let z = normal::upper_quantile(0.5 * (1.0 - CONFIDENCE)).unwrap_or(1.96);
    let sizes: Vec<(usize, usize)> = fit
        .folds
        .iter()
        .map(|fold| (measured(&fold.rows[0]).len(), measured(&fold.rows[1]).len()))
        .collect();
    let shares = auc::shares(&sizes);
    let mut sums = vec![(0.0, 0.0); data.features().len()];
    for (fold, share) in fit.folds.iter().zip(&shares) {
        let mut part = Measured::of(data, rows, fold);
        for (column, (value, variance)) in sums.iter_mut().enumerate() {
            if let Some((drop, spread)) = part.without(column, fold, seed) {
                *value += share * drop;
                *variance += share * share * spread;
            }
        }
    }
    let interval = |(value, variance): (f64, f64)| {
        let half = z * variance.max(0.0).sqrt();
        Drop {
            value,
            lower: value - half,
            upper: value + half,
        }
    };
    sums.into_iter().map(interval).collect()
}

/// The rows of one file that a column's share is measured on.
fn measured(rows: &[u32]) -> &[u32] {
    &rows[..rows.len().min(MEASURED_ROWS)]
}

/// Some held-out rows of a fold.
struct Measured {
    data: Dataset,
    keys: Vec<u64>,
    /// How many are of the reference; they come first.
    reference: usize,
    area: Option<Auc>,
    /// What each tree answers for each row.
    by_tree: Vec<Vec<f64>>,
}

impl Measured {
    fn of(data: &Dataset, rows: &Rows, fold: &Fold) -> Measured {
        let taken = [measured(&fold.rows[0]), measured(&fold.rows[1])];
        let both = taken.concat();
        let data = data.take(&both);
        let scores = [
            &fold.scores[0][..taken[0].len()],
            &fold.scores[1][..taken[1].len()],
        ];
        Measured {
            by_tree: fold.model.answers_by_tree(&data),
            data,
            keys: both.iter().map(|&row| rows.keys[row as usize]).collect(),
            reference: taken[0].len(),
            area: Auc::of(scores[0], scores[1]),
        }
    }

    /// How much the area falls without what this column says, and the variance of that.
    fn without(&mut self, column: usize, fold: &Fold, seed: u32) -> Option<(f64, f64)> {
        if !fold.model.uses(column) {
            return Some((0.0, 0.0));
        }
        let bins = self.data.bins(column);
        // Values change places along two orders that only the rows' content decides.
        let by = |salt: u64| {
            let salt = Random::new(u64::from(seed) ^ (column as u64) << 32 ^ salt).bits();
            let keys: Vec<u64> = self
                .keys
                .iter()
                .map(|key| Random::new(key ^ salt).bits())
                .collect();
            order_of_keys(&keys)
        };
        let mut dealt = vec![0; bins.len()];
        for (to, from) in by(1).into_iter().zip(by(2)) {
            dealt[to as usize] = bins[from as usize];
        }
        let before = self.data.exchange(column, dealt);
        let scores = fold
            .model
            .answers_but_for(&self.data, column, &self.by_tree);
        self.data.exchange(column, before);
        let (reference, current) = scores.split_at(self.reference);
        self.area.as_ref()?.less(&Auc::of(reference, current)?)
    }
}

/// A row that looks most like its file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TellingRow {
    /// 0 for the reference, 1 for the current file.
    pub(super) file: usize,
    /// Its place among the rows that take part.
    pub(super) at: u32,
    /// Log odds of being of the current file.
    pub(super) score: f64,
}

/// The rows of each file that look most like it, no two of them equal in all columns.
pub(super) fn rows(data: &Dataset, fit: &Fit) -> Vec<TellingRow> {
    let mut out: Vec<TellingRow> = Vec::new();
    for file in [1, 0] {
        let sign = if file == 1 { 1.0 } else { -1.0 };
        let mut best: Vec<TellingRow> = Vec::new();
        for fold in &fit.folds {
            for (&at, &score) in fold.rows[file].iter().zip(&fold.scores[file]) {
                let place = best
                    .iter()
                    .position(|other| sign * score > sign * other.score)
                    .unwrap_or(best.len());
                let same = best
                    .iter()
                    .any(|other| other.score == score && equal(data, other.at, at));
                if place < SHOWN_ROWS && !same {
                    best.insert(place, TellingRow { file, at, score });
                    best.truncate(SHOWN_ROWS);
                }
            }
        }
        out.extend(best);
    }
    out
}

fn equal(data: &Dataset, a: u32, b: u32) -> bool {
    (0..data.features().len()).all(|feature| {
        let bins = data.bins(feature);
        bins[a as usize] == bins[b as usize]
    })
}
