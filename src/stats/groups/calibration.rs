//! Do scores say how often it happens: reliability points and the expected calibration error of a group.

use super::scores::ByLabel;
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::normal;
use crate::stats::rate::Trials;

/// One bin of neighbouring scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Least score in it.
    pub lowest: f64,
    /// Greatest score in it.
    pub highest: f64,
    /// Mean score.
    pub score: f64,
    /// Share of rows labelled 1.
    pub rate: f64,
    /// Interval of that share (Wilson).
    pub interval: Interval,
    /// Rows labelled 1.
    pub positives: u64,
    /// Rows.
    pub rows: u64,
    /// Sum over rows of `score (1 − score)`: the variance of the positives if the scores are right.
    pub variance: f64,
}

/// Bins of about equally many rows, at most `bins`; equal scores are never split. Empty without rows; `None` where a
/// score lies outside `[0, 1]`, without bins and unless `0 < confidence < 1`.
///
/// ```
/// use driftglass::stats::groups::{calibration::reliability, scores::ByLabel};
/// let scores = ByLabel { negative: &[0.1, 0.2, 0.7], positive: &[0.3, 0.8, 0.9] };
/// let bins = reliability(scores, 2, 0.95).unwrap();
/// assert_eq!((bins[0].rows, bins[1].rows), (3, 3));
/// assert!((bins[1].score - 0.8).abs() < 1e-15 && (bins[1].rate - 2.0 / 3.0).abs() < 1e-15);
/// ```
pub fn reliability(scores: ByLabel, bins: usize, confidence: f64) -> Option<Vec<Bin>> {
    two_sided_z(confidence)?;
    let fine = |part: &[f64]| {
        part.first().is_none_or(|s| *s >= 0.0) && part.last().is_none_or(|s| *s <= 1.0)
    };
    if bins == 0 || !fine(scores.negative) || !fine(scores.positive) {
        return None;
    }
    let all = scores.rows();
    let mut out: Vec<Bin> = Vec::with_capacity(bins);
    let mut open: Option<Open> = None;
    let mut seen = 0;
    for tie in scores.distinct() {
        let positives = tie.positive.1 - tie.positive.0;
        let rows = positives + tie.negative.1 - tie.negative.0;
        let bin = open.get_or_insert(Open::at(tie.score));
        bin.highest = tie.score;
        bin.positives += positives;
        bin.rows += rows;
        bin.sum += tie.score * rows as f64;
        bin.variance += tie.score * (1.0 - tie.score) * rows as f64;
        seen += rows;
        // The bin ends where its share of all rows is reached.
        if seen * bins >= all * (out.len() + 1) {
            out.extend(open.take().and_then(|bin| bin.closed(confidence)));
        }
    }
    out.extend(open.and_then(|bin| bin.closed(confidence)));
    Some(out)
}

struct Open {
    lowest: f64,
    highest: f64,
    positives: usize,
    rows: usize,
    sum: f64,
    variance: f64,
}

impl Open {
    fn at(score: f64) -> Open {
        Open {
            lowest: score,
            highest: score,
            positives: 0,
            rows: 0,
            sum: 0.0,
            variance: 0.0,
        }
    }

    fn closed(&self, confidence: f64) -> Option<Bin> {
        let (hits, rows) = (self.positives as f64, self.rows as f64);
        Some(Bin {
            lowest: self.lowest,
            highest: self.highest,
            score: (self.sum / rows).clamp(self.lowest, self.highest),
            rate: hits / rows,
            interval: Trials { hits, rows }.wilson(confidence)?,
            positives: self.positives as u64,
            rows: self.rows as u64,
            variance: self.variance,
        })
    }
}

/// How far the rates lie from the scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationError {
    /// Expected calibration error as it is usually reported, `Σ share |rate − score|`: too large where rows are few.
    pub plain: f64,
    /// Less what sampling alone adds to it, not below 0.
    pub debiased: f64,
    /// Interval of the error of these bins.
    pub interval: Interval,
    /// Sum of `share (rate − score)`: positive where scores are too low on the whole.
    pub signed: f64,
    /// Rows.
    pub rows: u64,
}

/// Deviations of its noise from which on a bin's side is known.
const KNOWN: f64 = 2.5;

/// Expected calibration error over bins of [`reliability`]. `None` without bins, with fewer than two rows in one, and
/// unless `0 < confidence < 1`.
///
/// - Plain: Naeini MP, Cooper GF, Hauskrecht M (2015), AAAI 29, 2901, with equal-mass bins (Roelofs R et al. 2022,
///   AISTATS 25, 4036).
/// - Debiased: twice the plain one less its mean over normal noise around the gaps, in closed form (Kumar A, Liang P, Ma
///   T 2019, NeurIPS 32, section 5).
/// - Interval: upper end, the plain error plus the reach of its linear part: whatever the true sides of the bins are,
///   the plain error is at least an unbiased normal number. Lower end: less the mean and reach of the noise of bins
///   whose side is not known.
pub fn expected_error(bins: &[Bin], confidence: f64) -> Option<CalibrationError> {
    let z = two_sided_z(confidence)?;
    let rows: u64 = bins.iter().map(|bin| bin.rows).sum();
    if bins.is_empty() || bins.iter().any(|bin| bin.rows < 2) {
        return None;
    }
    let root_mean = (2.0 / std::f64::consts::PI).sqrt();
    let (mut plain, mut signed, mut inflated) = (0.0, 0.0, 0.0);
    let (mut linear, mut unknown_mean, mut unknown, mut unknown_all) = (0.0, 0.0, 0.0, 0.0);
    for bin in bins {
        let share = bin.rows as f64 / rows as f64;
        let gap = bin.rate - bin.score;
        let size = libm::fabs(gap);
        // Of the rate, given the scores: from the scores where they may be right, from the rate otherwise; the larger.
        let n = bin.rows as f64;
        let observed = bin.rate * (1.0 - bin.rate) / (n - 1.0);
        let variance = observed.max(bin.variance / (n * n));
        let error = variance.sqrt();
        plain += share * size;
        signed += share * gap;
        let reach = if error > 0.0 {
            size / error
        } else {
            f64::INFINITY
        };
        // Mean of |gap + noise|.
        let mean = if reach.is_finite() {
            2.0 * error * normal::pdf(reach) + size * (1.0 - 2.0 * normal::sf(reach))
        } else {
            size
        };
        inflated += share * mean;
        let spread = share * share * variance;
        linear += spread;
        if reach < KNOWN {
            unknown_mean += share * error * root_mean;
            unknown += spread * (1.0 - root_mean * root_mean);
            unknown_all += spread;
        }
    }
    // Where no side is known only the lower end can err, and takes all of the error.
    let alone = normal::upper_quantile(1.0 - confidence).unwrap_or(z);
    let share = if linear > 0.0 {
        unknown_all / linear
    } else {
        0.0
    };
    let z_lower = z + share * (alone - z);
    let lower = plain - unknown_mean - z_lower * (unknown + linear - unknown_all).max(0.0).sqrt();
    let upper = (plain + z * linear.sqrt()).min(1.0);
    Some(CalibrationError {
        plain,
        debiased: (2.0 * plain - inflated).clamp(0.0, 1.0),
        interval: Interval {
            lower: lower.clamp(0.0, upper),
            upper,
        },
        signed,
        rows,
    })
}
