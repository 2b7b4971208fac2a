//! How much of a number's variance lies between groups.

use super::Association;
use super::noncentral::{FAR, inverted, mixture, wider};
use crate::stats::beta;
use crate::stats::groups::mean;
use crate::stats::interval::{Interval, two_sided_z};

/// Eta squared: the share of a number's variance that lies between groups, 0 to 1. Values are asked for by row, those
/// that are no finite number are left out, as are rows of no group. `None` below two groups with values, without more
/// values than groups, without any variance, and unless `0 < confidence < 1`.
///
/// Corrected: epsilon squared (Kelley TL 1935, PNAS 21, 554). Interval: noncentral F (Steiger JH 2004, Psychological
/// Methods 9, 164), and the variance that the values themselves show, without normality.
///
/// ```
/// let values = [1.0, 2.0, 3.0, 7.0, 8.0, 9.0];
/// let found = driftglass::stats::association::eta_squared(&[0, 0, 0, 1, 1, 1], 2, |row| values[row], 0.95);
/// assert!((found.unwrap().plain - 54.0 / 58.0).abs() < 1e-14);
/// ```
pub fn eta_squared(
    groups: &[u32],
    group_count: usize,
    value: impl Fn(usize) -> f64,
    confidence: f64,
) -> Option<Association> {
    let z = two_sided_z(confidence)?;
    let moments = mean::moments(groups, group_count, &value);
    let present: Vec<_> = moments.iter().flatten().collect();
    let rows: u64 = present.iter().map(|m| m.rows).sum();
    let n = rows as f64;
    let mean = present.iter().map(|m| m.rows as f64 * m.mean).sum::<f64>() / n;
    let between: f64 = present
        .iter()
        .map(|m| m.rows as f64 * (m.mean - mean) * (m.mean - mean))
        .sum();
    let within: f64 = present
        .iter()
        .map(|m| m.variance.unwrap_or(0.0) * (m.rows as f64 - 1.0))
        .sum();
    let total = between + within;
    if present.len() < 2 || n <= present.len() as f64 || !(total > 0.0 && total.is_finite()) {
        return None;
    }
    let plain = (between / total).clamp(0.0, 1.0);
    let (above, below) = ((present.len() - 1) as f64, n - present.len() as f64);
    let corrected = (plain - above / below * (1.0 - plain)).max(0.0);
    let spread = spread(groups, &moments, &value, mean, total / n, plain) / n;
    let reach = z * (spread / n).sqrt();
    let far = Interval {
        lower: (corrected - reach).max(0.0),
        upper: (corrected + reach).min(1.0),
    };
    let noncentrality = between / (within / below) - above;
    let interval = if within == 0.0 || noncentrality > FAR {
        far
    } else {
        let tail = |x: f64| {
            mixture(x, |i| {
                let tails = beta::tails(0.5 * above + i, 0.5 * below, plain, within / total)?;
                Some(tails.1)
            })
        };
        let near = inverted(
            0.5 * (1.0 - confidence),
            noncentrality.max(0.0) + 50.0,
            tail,
        )?;
        let share = |x: f64| x / (x + n);
        let near = Interval {
            lower: share(near.lower),
            upper: share(near.upper),
        };
        wider(near, far)
    };
    Some(Association {
        plain,
        corrected,
        interval,
        rows,
    })
}

/// Sum over rows of the squared influence of each on the share.
fn spread(
    groups: &[u32],
    moments: &[Option<mean::Moments>],
    value: &dyn Fn(usize) -> f64,
    mean: f64,
    variance: f64,
    share: f64,
) -> f64 {
    let mut sum = 0.0;
    for (row, &group) in groups.iter().enumerate() {
        let value = value(row);
        if let Some(Some(own)) = moments.get(group as usize)
            && value.is_finite()
        {
            let (all, inside) = (value - mean, value - own.mean);
            let influence = (all * all * (1.0 - share) - inside * inside) / variance;
            sum += influence * influence;
        }
    }
    sum
}
