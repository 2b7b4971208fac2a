//! Values of one set of rows beside those of another: what drives the model now and did not before, and which columns carry
//! the gap between two groups.

use super::importance::{by_size, moments_of};
use super::tree_shap::Attributions;
use crate::stats::correction::holm;
use crate::stats::groups::mean::{Moments, student_quantile};
use crate::stats::interval::Interval;
use crate::stats::student;

/// One player's mean in two sets of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// Which.
    pub player: usize,
    /// Rows of each.
    pub rows: [u64; 2],
    /// Means of each.
    pub means: [f64; 2],
    /// Second mean less the first.
    pub difference: f64,
    /// Its interval (Welch 1947); `None` where a side has fewer than two rows.
    pub interval: Option<Interval>,
    /// Two-sided p-value of no difference; `None` also where neither side varies.
    pub p: Option<f64>,
    /// The same, corrected for all players (Holm 1979).
    pub q: Option<f64>,
}

fn contrast(player: usize, first: Moments, second: Moments, confidence: f64) -> Contrast {
    let difference = second.mean - first.mean;
    let errors = first.error_squared().zip(second.error_squared());
    let (mut interval, mut p) = (None, None);
    if let Some((a, b)) = errors.filter(|(a, b)| a + b > 0.0) {
        let (n, m) = (first.rows as f64, second.rows as f64);
        let error = (a + b).sqrt();
        let degrees = (a + b) * (a + b) / (a * a / (n - 1.0) + b * b / (m - 1.0));
        p = student::two_sided(difference / error, degrees);
        interval = student_quantile(confidence, degrees).map(|t| Interval {
            lower: difference - t * error,
            upper: difference + t * error,
        });
    }
    Contrast {
        player,
        rows: [first.rows, second.rows],
        means: [first.mean, second.mean],
        difference,
        interval,
        p,
        q: None,
    }
}

fn contrasts(
    first: &[Vec<f32>],
    second: &[Vec<f32>],
    map: impl Fn(f64) -> f64 + Copy,
    confidence: f64,
) -> Vec<Contrast> {
    let mut out: Vec<Contrast> = first
        .iter()
        .zip(second)
        .enumerate()
        .filter_map(|(player, (a, b))| {
            let (a, b) = (moments_of(a, map)?, moments_of(b, map)?);
            Some(contrast(player, a, b, confidence))
        })
        .collect();
    let p: Vec<Option<f64>> = out.iter().map(|c| c.p).collect();
    for (contrast, q) in out.iter_mut().zip(holm(&p)) {
        contrast.q = q;
    }
    let differences: Vec<f64> = out.iter().map(|c| c.difference).collect();
    let order = by_size(&differences).into_iter();
    order.map(|at| out[at].clone()).collect()
}

/// Explanation drift: how much more or less each player moves predictions in the second rows than in the first, by the mean
/// absolute value of one output, the largest change first. Both need the same background, or the difference would be its.
pub fn explanation_drift(
    reference: &Attributions,
    current: &Attributions,
    output: usize,
    confidence: f64,
) -> Vec<Contrast> {
    match (reference.values.get(output), current.values.get(output)) {
        (Some(first), Some(second)) => contrasts(first, second, f64::abs, confidence),
        _ => Vec::new(),
    }
}

/// Which columns carry the gap between two groups of rows: the differences of the players' mean values add up to the
/// difference of the groups' mean outputs, exactly, since values add up in each row. The largest part first. `in_second`
/// says of each row whether it belongs to the second group; `None` rows belong to neither.
pub fn gap_attribution(
    attributions: &Attributions,
    output: usize,
    in_second: &[Option<bool>],
    confidence: f64,
) -> Vec<Contrast> {
    let Some(values) = attributions.values.get(output) else {
        return Vec::new();
    };
    let side = |second: bool| -> Vec<Vec<f32>> {
        let of = |column: &Vec<f32>| {
            let pairs = column.iter().zip(in_second);
            pairs
                .filter(|(_, group)| **group == Some(second))
                .map(|(value, _)| *value)
                .collect()
        };
        values.iter().map(of).collect()
    };
    contrasts(&side(false), &side(true), |v| v, confidence)
}
