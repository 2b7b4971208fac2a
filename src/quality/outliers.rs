//! Numbers that stand far from all others, on a scale that the column itself sets.
//!
//! Davies L, Gather U (1993), "The identification of multiple outliers", JASA 88, 782: with `n` clean normal values none
//! lies farther out than the normal quantile `1 − α / (2n)` with probability about `1 − α`. Their distance is measured
//! here in Tukey's g-and-h family (Hoaglin DC 1985, "Summarizing shape numerically: the g-and-h distributions"), each
//! side on its own: `x(z) = median + s z exp(h z² / 2)`, where `s` and `h ≥ 0` make it pass through the quartile and the
//! 5 % point of that side. A long clean tail makes `h` large and the fence far; up to one value in twenty a side may be
//! wrong before the fence gives way.

use super::facts::{Facts, number_rows};
use super::parameters::Parameters;
use super::problem::{Problem, doubtful, words};
use crate::config::Role;
use crate::report::{Unit, show};
use crate::stats::normal::upper_quantile;
use crate::stats::quantile::quantile;

/// Fewer values have no shape.
const LEAST: usize = 40;
/// Normal quantiles of 0.75 and 0.95.
const QUARTILE: f64 = 0.674_489_750_196_081_7;
const TAIL: f64 = 1.644_853_626_951_472_2;

/// What is added to `h` for its own error, times the root of the rows: about two thirds of its standard error under normal
/// values, chosen so that even a t distribution with 5 degrees of freedom has few false alarms.
const SHAPE_ERROR: f64 = 1.0;

/// The values outside which a number stands far from all others; `None` with too few values or where half of them
/// are the same. `sorted` ascending and finite.
///
/// ```
/// let mut x: Vec<f64> = (0..400).map(|i| f64::from(20 + i % 50)).collect();
/// x.sort_by(f64::total_cmp);
/// let [low, high] = driftglass::quality::fences(&x, 0.01).unwrap();
/// assert!(low < 20.0 && low > -100.0 && high > 69.0 && high < 200.0);
/// ```
pub fn fences(sorted: &[f64], level: f64) -> Option<[f64; 2]> {
    if sorted.len() < LEAST {
        return None;
    }
    let middle = quantile(sorted, 0.5)?;
    let z = upper_quantile(level / (2.0 * sorted.len() as f64))?;
    let side = |quarter: f64, tail: f64| -> Option<f64> {
        let near = libm::fabs(quantile(sorted, quarter)? - middle);
        let far = libm::fabs(quantile(sorted, tail)? - middle);
        if near <= 0.0 {
            return None;
        }
        let h = 2.0 * libm::log(far / near * QUARTILE / TAIL) / (TAIL * TAIL - QUARTILE * QUARTILE);
        let h = h.max(0.0) + SHAPE_ERROR / (sorted.len() as f64).sqrt();
        let s = near / (QUARTILE * libm::exp(0.5 * h * QUARTILE * QUARTILE));
        Some(s * z * libm::exp(0.5 * h * z * z))
    };
    // The side whose quartile is the median takes the other side's measure.
    let (below, above) = (side(0.25, 0.05), side(0.75, 0.95));
    Some([middle - below.or(above)?, middle + above.or(below)?])
}

/// Numbers outside the fences.
pub(super) fn find(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    let known = out.iter().any(|p| p.check == "placeholder");
    if known
        || !matches!(
            facts.role,
            Role::Feature | Role::Kpi | Role::Latency | Role::Label | Role::Protected
        )
    {
        return;
    }
    let sorted = facts.finite();
    let Some([low, high]) = fences(sorted, parameters.outlier_level) else {
        return;
    };
    let (below, above) = (
        sorted.partition_point(|v| *v < low),
        sorted.len() - sorted.partition_point(|v| *v <= high),
    );
    let outside = (below + above) as u64;
    // What one value in a hundred does is a second population, not a slip.
    if outside == 0 || outside * 100 > facts.present {
        return;
    }
    let farthest = if above > 0 {
        sorted.last()
    } else {
        sorted.first()
    };
    let share = facts.of_present(outside);
    out.push(Problem {
        check: "outlier",
        key: String::new(),
        share,
        severity: doubtful(share, 0.0),
        threshold: parameters.serious_share,
        measure: None,
        rows: number_rows(facts.column, |v| v.is_finite() && (v < low || v > high)),
        numbers: vec![
            (
                "value",
                words(show(farthest.copied().unwrap_or_default(), Unit::Number)),
            ),
            ("fence_low", words(show(low, Unit::Number))),
            ("fence_high", words(show(high, Unit::Number))),
        ],
    });
}
