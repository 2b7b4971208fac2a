//! Which columns give a file away to the model, and which rows.

use super::forward::{Fit, Fold};
use super::rows::Rows;
use crate::model::Dataset;
use crate::stats::auc::{self, Auc};
use crate::stats::normal;
use crate::stats::order::order;
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
    let measured: Vec<Measured> = fit
        .folds
        .iter()
        .map(|fold| Measured::of(data, rows, fold))
        .collect();
    let sizes: Vec<(usize, usize)> = measured
        .iter()
        .map(|m| (m.reference, m.current()))
        .collect();
    let shares = auc::shares(&sizes);
    let mut work: Vec<Measured> = measured;
    (0..data.features().len())
        .map(|column| {
            let (mut value, mut variance) = (0.0, 0.0);
            for ((part, fold), share) in work.iter_mut().zip(&fit.folds).zip(&shares) {
                if let Some((drop, spread)) = part.without(column, fold, seed) {
                    value += share * drop;
                    variance += share * share * spread;
                }
            }
            let half = z * variance.max(0.0).sqrt();
            Drop {
                value,
                lower: value - half,
                upper: value + half,
            }
        })
        .collect()
}

/// Some held-out rows of a fold.
struct Measured {
    data: Dataset,
    keys: Vec<u64>,
    /// How many are of the reference; they come first.
    reference: usize,
    area: Option<Auc>,
}

impl Measured {
    fn of(data: &Dataset, rows: &Rows, fold: &Fold) -> Measured {
        let taken: Vec<&[u32]> = fold
            .rows
            .iter()
            .map(|r| &r[..r.len().min(MEASURED_ROWS)])
            .collect();
        let both = taken.concat();
        let scores = [
            &fold.scores[0][..taken[0].len()],
            &fold.scores[1][..taken[1].len()],
        ];
        Measured {
            data: data.take(&both),
            keys: both.iter().map(|&row| rows.keys[row as usize]).collect(),
            reference: taken[0].len(),
            area: Auc::of(scores[0], scores[1]),
        }
    }

    fn current(&self) -> usize {
        self.keys.len() - self.reference
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
            order(keys.len(), &|a, b| keys[a].cmp(&keys[b]))
        };
        let mut dealt = vec![0; bins.len()];
        for (to, from) in by(1).into_iter().zip(by(2)) {
            dealt[to] = bins[from];
        }
        let before = self.data.exchange(column, dealt);
        let scores = fold.model.answers(&self.data);
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
