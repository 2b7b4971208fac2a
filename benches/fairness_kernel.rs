//! What `cargo xtask bench fairness` times: the fairness statistics over rows in memory, as Fairlearn has them.
//!
//! Each function does one block of work from the bare rows on and answers a number that depends on all of it.
#![cfg(target_arch = "wasm32")]

use driftglass::stats::association::eta_squared;
use driftglass::stats::groups::cells::Resamples;
use driftglass::stats::groups::confusion::{Confusion, Rate, count};
use driftglass::stats::groups::scores::SortedScores;
use driftglass::stats::groups::{calibration, max_t, mean, ranking, ranking_bootstrap};
use driftglass::stats::inequality;
use driftglass::stats::proportion::Share;
use driftglass::stats::random::Random;
use driftglass::stats::rate::difference::{self, Factor};
use driftglass::stats::rate::{Trials, extreme, ratio};
use wasm_bindgen::prelude::wasm_bindgen;

const CONFIDENCE: f64 = 0.95;

/// Rows drawn as in `benches/peers/fairlearn_metrics.py`: labels at random, scores a little higher for label 1.
/// A rate of the four counts of a group.
type Metric<'a> = &'a dyn Fn(&[u64; 4]) -> Option<f64>;

#[wasm_bindgen]
pub struct Rows {
    groups: Vec<u32>,
    labels: Vec<u8>,
    scores: Vec<f64>,
    decisions: Vec<u8>,
    group_count: usize,
}

#[wasm_bindgen]
impl Rows {
    /// So many rows of so many groups.
    #[wasm_bindgen(constructor)]
    pub fn new(rows: usize, group_count: usize, seed: u32) -> Rows {
        let mut random = Random::new(u64::from(seed));
        let mut out = Rows {
            groups: Vec::with_capacity(rows),
            labels: Vec::with_capacity(rows),
            scores: Vec::with_capacity(rows),
            decisions: Vec::with_capacity(rows),
            group_count,
        };
        for _ in 0..rows {
            let label = u8::from(random.uniform() < 0.5);
            let score = (f64::from(label) * 0.2 + random.uniform() * 0.8).clamp(0.0, 1.0);
            out.groups
                .push((random.uniform() * group_count as f64) as u32);
            out.labels.push(label);
            out.scores.push(score);
            out.decisions.push(u8::from(score > 0.5));
        }
        out
    }

    /// The ten decision metrics of every group: selection, TPR, FPR, TNR, FNR, precision, accuracy, balanced accuracy,
    /// F1, count.
    pub fn decision_metrics(&self) -> f64 {
        let of = |group: &Confusion| {
            let rates = [
                Rate::Selection,
                Rate::TruePositive,
                Rate::FalsePositive,
                Rate::TrueNegative,
                Rate::FalseNegative,
                Rate::PositivePredictive,
                Rate::Accuracy,
            ];
            let rates: f64 = rates
                .iter()
                .filter_map(|rate| group.share(*rate).value())
                .sum();
            rates
                + group.balanced_accuracy().unwrap_or(0.0)
                + group.f1().unwrap_or(0.0)
                + group.rows() as f64
        };
        self.table().iter().map(of).sum()
    }

    /// The four score metrics of every group: area under the ROC curve, average precision, log loss, Brier score.
    pub fn score_metrics(&self) -> f64 {
        let sorted = self.sorted();
        let ranking: f64 = (0..self.group_count)
            .map(|group| {
                let scores = sorted.group(group);
                ranking::area(scores).map_or(0.0, |area| area.value)
                    + ranking::average_precision(scores).unwrap_or(0.0)
            })
            .sum();
        let losses = [mean::log_loss, mean::brier].map(|loss| {
            let found = mean::moments(&self.groups, self.group_count, |row| {
                loss(self.labels[row], self.scores[row])
            });
            found.iter().flatten().map(|m| m.mean).sum::<f64>()
        });
        ranking + losses[0] + losses[1]
    }

    /// All listed metrics except those of nearest neighbours, each with its interval, differences and ratios to the
    /// largest group, simultaneous gaps, inequality, association and the permutation test.
    pub fn everything(&self) -> f64 {
        let table = self.table();
        let sorted = self.sorted();
        let mut sum = self.of_rates(&table) + self.of_scores(&sorted);
        let residual = |row: usize| f64::from(self.labels[row]) - self.scores[row];
        let values: [&dyn Fn(usize) -> f64; 6] = [
            &|row| mean::log_loss(self.labels[row], self.scores[row]),
            &|row| mean::brier(self.labels[row], self.scores[row]),
            &|row| self.scores[row],
            &residual,
            &|row| residual(row).abs(),
            &|row| residual(row) * residual(row),
        ];
        for value in values {
            let found = mean::moments(&self.groups, self.group_count, value);
            for moments in found.iter().flatten() {
                sum += moments.interval(CONFIDENCE).map_or(0.0, |i| i.upper);
            }
            let estimates: Vec<Option<(f64, f64)>> = found
                .iter()
                .map(|m| m.and_then(|m| Some((m.mean, m.error_squared()?))))
                .collect();
            sum += extreme::widest_of(&estimates, CONFIDENCE).map_or(0.0, |w| w.gap);
        }
        let benefits: Vec<Vec<(f64, f64)>> = table.iter().map(inequality::benefits).collect();
        sum += inequality::entropy(&benefits, 1.0).map_or(0.0, |i| i.between);
        sum += eta_squared(
            &self.groups,
            self.group_count,
            |row| self.scores[row],
            CONFIDENCE,
        )
        .map_or(0.0, |e| e.plain);
        let tested = [Rate::Selection, Rate::TruePositive, Rate::FalsePositive];
        let found = max_t::step_down(&table, &tested, max_t::Keep::Nothing, 999, 1);
        sum + found.map_or(0.0, |f| f.p.iter().flatten().flatten().sum::<f64>())
    }

    /// Stratified bootstraps with BCa intervals of selection rate and true positive rate of every group.
    pub fn bootstrap_rates(&self, draws: usize) -> f64 {
        let cells: Vec<[u64; 4]> = self.table().iter().map(Confusion::decided).collect();
        let resamples = Resamples::draw(&cells, draws, 1);
        let share = |hits: u64, rows: u64| (rows > 0).then(|| hits as f64 / rows as f64);
        let selection = |c: &[u64; 4]| share(c[1] + c[3], c.iter().sum());
        let recall = |c: &[u64; 4]| share(c[3], c[2] + c[3]);
        let metrics: [Metric; 2] = [&selection, &recall];
        (0..cells.len())
            .flat_map(|group| metrics.map(|metric| resamples.of_one(group, metric, CONFIDENCE)))
            .filter_map(|found| found?.interval)
            .map(|interval| interval.upper - interval.lower)
            .sum()
    }

    /// Stratified bootstraps with BCa intervals of the area under the ROC curve of every group.
    pub fn bootstrap_areas(&self, draws: usize) -> f64 {
        let sorted = self.sorted();
        (0..self.group_count)
            .filter_map(|group| {
                let scores = sorted.group(group);
                ranking_bootstrap::area_interval(scores, group as u64, draws, CONFIDENCE, 1)?
                    .interval
            })
            .map(|interval| interval.upper - interval.lower)
            .sum()
    }
}

impl Rows {
    fn table(&self) -> Vec<Confusion> {
        count(
            &self.groups,
            self.group_count,
            Some(&self.labels),
            Some(&self.decisions),
        )
        .unwrap_or_default()
    }

    fn sorted(&self) -> SortedScores {
        SortedScores::of(&self.groups, self.group_count, &self.labels, &self.scores)
            .unwrap_or_default()
    }

    fn of_rates(&self, table: &[Confusion]) -> f64 {
        let mut sum = 0.0;
        let largest = (0..table.len())
            .max_by_key(|&group| table[group].rows())
            .unwrap_or(0);
        for rate in Rate::ALL {
            let shares: Vec<Share> = table.iter().map(|group| group.share(rate)).collect();
            let trials: Vec<Trials> = shares.iter().map(|share| Trials::from(*share)).collect();
            for (group, one) in trials.iter().enumerate() {
                sum += one.wilson(CONFIDENCE).map_or(0.0, |i| i.upper);
                if group != largest {
                    let other = trials[largest];
                    let factor = Factor::MiettinenNurminen;
                    sum +=
                        difference::score(*one, other, CONFIDENCE, factor).map_or(0.0, |i| i.upper);
                    sum += ratio::score(*one, other, CONFIDENCE, Factor::None)
                        .map_or(0.0, |i| i.upper);
                }
            }
            sum += extreme::widest_gap(&trials, CONFIDENCE).map_or(0.0, |w| w.interval.upper);
            sum += extreme::worst_ratio(&trials, CONFIDENCE).map_or(0.0, |w| w.interval.lower);
        }
        sum
    }

    fn of_scores(&self, sorted: &SortedScores) -> f64 {
        let mut sum = 0.0;
        for group in 0..self.group_count {
            let scores = sorted.group(group);
            let area = ranking::area(scores).and_then(|area| area.interval(CONFIDENCE));
            sum += area.map_or(0.0, |i| i.lower);
            sum += ranking::average_precision(scores).unwrap_or(0.0);
            sum += ranking::roc(scores, 200).len() as f64;
            let bins = calibration::reliability(scores, 10, CONFIDENCE).unwrap_or_default();
            sum += calibration::expected_error(&bins, CONFIDENCE).map_or(0.0, |e| e.debiased);
        }
        sum
    }
}
