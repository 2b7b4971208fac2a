//! Scores of weighted rows: means, area under the ROC curve and average precision, with variances of rows drawn with
//! replacement, linearised (Särndal C-E, Swensson B, Wretman J 1992, Model Assisted Survey Sampling, 5.5).
//!
//! With equal weights every number is that of its unweighted form. Rows whose weight is no positive number are left out.

use super::mean::Moments;
use super::ranking::Area;

/// Every group's rows that have a label, a score and a weight, by score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeightedScores {
    groups: Vec<Vec<Row>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    score: f64,
    weight: f64,
    positive: bool,
}

/// Sums over the rows of one label.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    rows: f64,
    sum: f64,
    squares: f64,
}

impl Side {
    fn add(&mut self, weight: f64) {
        self.rows += 1.0;
        self.sum += weight;
        self.squares += weight * weight;
    }

    /// Kish's effective number of rows, at most the rows.
    fn effective(&self) -> f64 {
        (self.sum / self.squares * self.sum).min(self.rows)
    }
}

fn is_weight(weight: f64) -> bool {
    weight > 0.0 && weight.is_finite()
}

impl WeightedScores {
    /// `None` where the slices differ in length.
    pub fn of(
        groups: &[u32],
        group_count: usize,
        labels: &[u8],
        scores: &[f64],
        weights: &[f64],
    ) -> Option<WeightedScores> {
        let rows = groups.len();
        if [labels.len(), scores.len(), weights.len()] != [rows; 3] {
            return None;
        }
        let mut out = vec![Vec::new(); group_count];
        for (row, &group) in groups.iter().enumerate() {
            let (label, score, weight) = (labels[row], scores[row], weights[row]);
            if let Some(rows) = out.get_mut(group as usize)
                && label < 2
                && !score.is_nan()
                && is_weight(weight)
            {
                rows.push(Row {
                    score: score + 0.0,
                    weight,
                    positive: label == 1,
                });
            }
        }
        for rows in &mut out {
            // Equal scores of one label by weight: sums do not depend on the order of rows.
            rows.sort_unstable_by(|a, b| {
                a.score
                    .total_cmp(&b.score)
                    .then(a.positive.cmp(&b.positive))
                    .then(a.weight.total_cmp(&b.weight))
            });
        }
        Some(WeightedScores { groups: out })
    }

    fn rows(&self, group: usize) -> &[Row] {
        self.groups.get(group).map_or(&[], Vec::as_slice)
    }

    /// The weighted share of pairs of a row labelled 1 and one labelled 0 in which the former has the higher score, ties
    /// counting half. Its rows are effective ones (Kish), by label. `None` where a label has no weight.
    ///
    /// The variance is DeLong's over placements, weighted: `Σ w²(v − A)²/(Σ w)²` times `n/(n − 1)` for each label. As
    /// scikit-learn's `roc_auc_score` with `sample_weight`.
    pub fn area(&self, group: usize) -> Option<Area> {
        let rows = self.rows(group);
        let [negatives, positives] = sides(rows);
        if negatives.rows == 0.0 || positives.rows == 0.0 {
            return None;
        }
        // Every row's placement: the weight of the other label that it is ahead of, ties half.
        let mut placements: Vec<f64> = Vec::with_capacity(rows.len());
        let mut below = [0.0; 2];
        for tie in rows.chunk_by(|a, b| a.score == b.score) {
            let [zeros, ones] = sides(tie).map(|side| side.sum);
            for row in tie {
                placements.push(if row.positive {
                    (below[0] + 0.5 * zeros) / negatives.sum
                } else {
                    1.0 - (below[1] + 0.5 * ones) / positives.sum
                });
            }
            below = [below[0] + zeros, below[1] + ones];
        }
        let of_positives = || rows.iter().zip(&placements).filter(|(row, _)| row.positive);
        let value = of_positives()
            .map(|(row, placement)| row.weight * placement)
            .sum::<f64>()
            / positives.sum;
        let variance = |wanted: bool, side: Side| {
            let own = rows
                .iter()
                .zip(&placements)
                .filter(|(row, _)| row.positive == wanted);
            let spread: f64 = own
                .map(|(row, v)| {
                    let part = row.weight * (v - value);
                    part * part
                })
                .sum();
            spread / (side.sum * side.sum) * side.rows / (side.rows - 1.0)
        };
        Some(Area {
            value: value.clamp(0.0, 1.0),
            variance: (negatives.rows > 1.0 && positives.rows > 1.0)
                .then(|| variance(true, positives) + variance(false, negatives)),
            negatives: (negatives.effective() + 1e-9) as u64,
            positives: (positives.effective() + 1e-9) as u64,
        })
    }

    /// Average precision with weights: the mean, over the weight of label 1 from the highest score down, of the weighted
    /// share of label 1 so far. `None` without a row labelled 1. As scikit-learn's `average_precision_score`.
    pub fn average_precision(&self, group: usize) -> Option<f64> {
        let rows = self.rows(group);
        let [_, positives] = sides(rows);
        if positives.rows == 0.0 {
            return None;
        }
        let (mut hits, mut all, mut sum) = (0.0, 0.0, 0.0);
        let ties: Vec<&[Row]> = rows.chunk_by(|a, b| a.score == b.score).collect();
        for tie in ties.into_iter().rev() {
            let [zeros, ones] = sides(tie).map(|side| side.sum);
            hits += ones;
            all += zeros + ones;
            sum += ones * (hits / all);
        }
        Some((sum / positives.sum).clamp(0.0, 1.0))
    }
}

fn sides(rows: &[Row]) -> [Side; 2] {
    let mut sides = [Side::default(); 2];
    for row in rows {
        sides[usize::from(row.positive)].add(row.weight);
    }
    sides
}

/// Weighted moments of every group's values: as [`super::mean::moments`] with weights. The rows are Kish's effective ones,
/// and the variance is such that that of the mean is the linearised one, `Σ w²(x − m)²/(Σ w)²` times `n/(n − 1)`.
///
/// ```
/// use driftglass::stats::groups::weighted_scores::moments;
/// let found = moments(&[0, 0, 0], 1, |row| [1.0, 3.0, 5.0][row], &[1.0, 1.0, 2.0])[0].unwrap();
/// assert_eq!(found.mean, 3.5);
/// ```
pub fn moments(
    groups: &[u32],
    group_count: usize,
    value: impl Fn(usize) -> f64,
    weights: &[f64],
) -> Vec<Option<Moments>> {
    let weight = |row: usize| weights.get(row).copied().unwrap_or(f64::NAN);
    let used = |row: usize| is_weight(weight(row)) && value(row).is_finite();
    let mut sides = vec![Side::default(); group_count];
    let mut sums = vec![0.0; group_count];
    for (row, &group) in groups.iter().enumerate() {
        if let Some(side) = sides.get_mut(group as usize).filter(|_| used(row)) {
            side.add(weight(row));
            sums[group as usize] += weight(row) * value(row);
        }
    }
    let means: Vec<f64> = sums
        .iter()
        .zip(&sides)
        .map(|(s, side)| s / side.sum)
        .collect();
    // Σ w²(x − m)², Σ w(x − m)², Σ w(x − m)³.
    let mut powers = vec![[0.0; 3]; group_count];
    for (row, &group) in groups.iter().enumerate() {
        if let Some(power) = powers.get_mut(group as usize).filter(|_| used(row)) {
            let (w, gap) = (weight(row), value(row) - means[group as usize]);
            power[0] += w * w * gap * gap;
            power[1] += w * gap * gap;
            power[2] += w * gap * gap * gap;
        }
    }
    (0..group_count)
        .map(|group| {
            let (side, [squared, second, third]) = (sides[group], powers[group]);
            let n = side.rows;
            let effective = (side.effective() + 1e-9) as u64;
            let (second, third) = (second / side.sum, third / side.sum);
            (n > 0.0 && means[group].is_finite()).then(|| Moments {
                rows: effective.max(1),
                mean: means[group],
                variance: (n > 1.0).then(|| {
                    squared / (side.sum * side.sum) * n / (n - 1.0) * effective.max(1) as f64
                }),
                skewness: if second > 0.0 {
                    third / (second * second.sqrt())
                } else {
                    0.0
                },
            })
        })
        .collect()
}
