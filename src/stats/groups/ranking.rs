//! How well each group's scores rank its rows: area under the ROC curve with DeLong's variance, and average precision.

use super::scores::ByLabel;
use crate::stats::auc;
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::proportion;

/// Area under the ROC curve of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// The area, 0 to 1.
    pub value: f64,
    /// DeLong's variance; `None` below two rows of a label.
    pub variance: Option<f64>,
    /// Rows labelled 0.
    pub negatives: u64,
    /// Rows labelled 1.
    pub positives: u64,
}

/// The area under the ROC curve; ties count half. One merging pass, all sums whole numbers, so exact up to the last
/// division. `None` where a label has no rows.
///
/// DeLong ER, DeLong DM, Clarke-Pearson DL (1988), Biometrics 44, 837; in linear time after sorting, after Sun X, Xu W
/// (2014), IEEE Signal Processing Letters 21, 1389. As [`crate::stats::auc`].
///
/// ```
/// use driftglass::stats::groups::{ranking::area, scores::ByLabel};
/// let found = area(ByLabel { negative: &[0.1, 0.35, 0.4], positive: &[0.4, 0.8] }).unwrap();
/// assert!((found.value - 5.5 / 6.0).abs() < 1e-15);
/// ```
pub fn area(scores: ByLabel) -> Option<Area> {
    let (m, n) = (scores.negative.len(), scores.positive.len());
    if m == 0 || n == 0 {
        return None;
    }
    // Twice the placements: whole numbers.
    let (mut sum, mut squares_positive, mut squares_negative) = (0u128, 0u128, 0u128);
    for tie in scores.distinct() {
        let below = (tie.negative.0 + tie.negative.1) as u128;
        let above = (2 * n - tie.positive.0 - tie.positive.1) as u128;
        let positives = (tie.positive.1 - tie.positive.0) as u128;
        let negatives = (tie.negative.1 - tie.negative.0) as u128;
        sum += below * positives;
        squares_positive += below * below * positives;
        squares_negative += above * above * negatives;
    }
    let (rows_m, rows_n) = (m as f64, n as f64);
    // n Σ v² − (Σ v)², over 4 m² n (n − 1) · n.
    let spread = |count: usize, squares: u128| {
        let whole = count as u128 * squares - sum * sum;
        let pairs = rows_m * rows_n;
        whole as f64 / (4.0 * pairs * pairs * (count as f64 - 1.0))
    };
    Some(Area {
        value: sum as f64 / (2.0 * rows_m * rows_n),
        variance: (m > 1 && n > 1)
            .then(|| spread(n, squares_positive) + spread(m, squares_negative)),
        negatives: m as u64,
        positives: n as u64,
    })
}

impl Area {
    /// Interval of the area: the wider, at either end, of DeLong's on the logit scale and Newcombe's score interval, as
    /// [`crate::stats::auc::pool`] has it. `None` below two rows of a label and unless `0 < confidence < 1`.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let sizes = (self.negatives as usize, self.positives as usize);
        Some(auc::interval_of(
            self.value,
            self.variance?.sqrt(),
            sizes,
            two_sided_z(confidence)?,
        ))
    }

    /// Interval of this area less that of another group, from both intervals (Zou GY, Donner A 2008, Stat. Med. 27,
    /// 1693). `None` as in [`Area::interval`].
    pub fn less(&self, other: &Area, confidence: f64) -> Option<Interval> {
        let side = |area: &Area| Some((area.value, area.interval(confidence)?));
        Some(proportion::newcombe_of(side(other)?, side(self)?))
    }
}

/// Average precision: the mean, over rows labelled 1, of the precision at their score. `None` without such rows.
///
/// As `sklearn.metrics.average_precision_score`: `Σ (R_i − R_(i−1)) P_i` from the highest score down.
///
/// ```
/// use driftglass::stats::groups::{ranking::average_precision, scores::ByLabel};
/// let found = average_precision(ByLabel { negative: &[0.1, 0.4], positive: &[0.35, 0.8] });
/// assert!((found.unwrap() - 0.8333333333333333).abs() < 1e-15);
/// ```
pub fn average_precision(scores: ByLabel) -> Option<f64> {
    let (m, n) = (scores.negative.len(), scores.positive.len());
    if n == 0 {
        return None;
    }
    let mut sum = 0.0;
    for tie in scores.distinct() {
        let at = tie.positive.1 - tie.positive.0;
        if at > 0 {
            let hits = n - tie.positive.0;
            let all = hits + m - tie.negative.0;
            sum += at as f64 * (hits as f64 / all as f64);
        }
    }
    Some((sum / n as f64).clamp(0.0, 1.0))
}

/// A point of a group's ROC curve: the rates of those at or above a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocPoint {
    /// The score.
    pub threshold: f64,
    /// Rows labelled 0 at or above it.
    pub false_positives: u64,
    /// Rows labelled 1 at or above it.
    pub true_positives: u64,
}

/// The ROC curve from the highest score down, at most `most` points (2 or more) besides: even in rows, the ends kept.
pub fn roc(scores: ByLabel, most: usize) -> Vec<RocPoint> {
    let (m, n) = (scores.negative.len(), scores.positive.len());
    let every = (m + n).div_ceil(most.max(2));
    let mut points = Vec::new();
    let mut next = 0;
    for tie in scores.distinct() {
        let before = tie.negative.0 + tie.positive.0;
        if before >= next {
            points.push(RocPoint {
                threshold: tie.score,
                false_positives: (m - tie.negative.0) as u64,
                true_positives: (n - tie.positive.0) as u64,
            });
            next = before + every;
        }
    }
    points.reverse();
    points
}
