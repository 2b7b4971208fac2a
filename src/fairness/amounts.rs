//! Outcomes that are amounts: errors of a group's predictions against those of the reference group.

use super::attributes::Grouping;
use super::audit::{Comparison, OPEN, Versus, What};
use super::cells::{Suppress, table};
use super::compare;
use super::judge::{CONFIDENCE, Limit};
use super::parameters::Parameters;
use super::task::Amounts;
use crate::report::{Block, Cell, Unit};
use crate::stats::normal;

/// A weighted mean with its variance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean {
    rows: u64,
    weight: f64,
    sum: f64,
    /// Weighted sum of the squares.
    squares: f64,
    /// Sums of squared weights, times value, times squared value.
    squared: [f64; 3],
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64) {
        self.rows += 1;
        self.weight += weight;
        self.sum += weight * value;
        self.squares += weight * value * value;
        let w2 = weight * weight;
        for (sum, more) in self
            .squared
            .iter_mut()
            .zip([w2, w2 * value, w2 * value * value])
        {
            *sum += more;
        }
    }

    /// The mean; `None` without weight.
    pub fn value(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }

    /// Mean and variance, linearised: `Σ w²(x − m)²/(Σ w)²` times `n/(n − 1)`; `None` below two rows.
    pub fn with_variance(&self) -> Option<(f64, f64)> {
        let mean = self.value()?;
        if self.rows < 2 {
            return None;
        }
        let [w2, w2x, w2xx] = self.squared;
        let spread = (w2xx - 2.0 * mean * w2x + mean * mean * w2).max(0.0);
        let n = self.rows as f64;
        Some((mean, spread / (self.weight * self.weight) * n / (n - 1.0)))
    }
}

/// What is known of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Errors {
    /// Predictions.
    pub predicted: Mean,
    /// True − predicted.
    pub residual: Mean,
    /// Its absolute value.
    pub absolute: Mean,
    /// Its square.
    pub square: Mean,
    /// True values.
    pub truth: Mean,
}

/// Errors of every group.
pub fn errors(grouping: &Grouping, amounts: &Amounts, weights: Option<&[f64]>) -> Vec<Errors> {
    let mut out = vec![Errors::default(); grouping.groups.len()];
    for (row, &code) in grouping.codes.iter().enumerate() {
        let weight = weights.map_or(1.0, |w| w.get(row).copied().unwrap_or(f64::NAN));
        let predicted = amounts.predicted.get(row).copied().unwrap_or(f64::NAN);
        let usable = weight > 0.0 && weight.is_finite() && predicted.is_finite();
        let Some(group) = out.get_mut(code as usize).filter(|_| usable) else {
            continue;
        };
        group.predicted.add(predicted, weight);
        if let Some(&truth) = amounts.truth.get(row).filter(|t| t.is_finite()) {
            let residual = truth - predicted;
            group.truth.add(truth, weight);
            group.residual.add(residual, weight);
            group.absolute.add(libm::fabs(residual), weight);
            group.square.add(residual * residual, weight);
        }
    }
    out
}

/// Standard deviation of the true values over all groups.
fn spread(groups: &[Errors]) -> Option<f64> {
    let all = |of: fn(&Mean) -> f64| groups.iter().map(|g| of(&g.truth)).sum::<f64>();
    let (weight, sum, squares) = (all(|m| m.weight), all(|m| m.sum), all(|m| m.squares));
    let mean = sum / weight;
    let variance = squares / weight - mean * mean;
    (variance > 0.0).then(|| variance.sqrt())
}

/// Every group against the reference: mean residual in deviations of the true values, and mean absolute error.
pub fn compare(
    at: usize,
    groups: &[Errors],
    reference: usize,
    parameters: &Parameters,
) -> Vec<Comparison> {
    let scale = spread(groups);
    let Some(other) = groups.get(reference) else {
        return Vec::new();
    };
    let by = |of: &Mean| {
        let scale = scale?;
        of.with_variance()
            .map(|(m, v)| (m / scale, v / (scale * scale)))
    };
    // The variance of a logarithm is the relative variance.
    let log = |of: &Mean| of.with_variance().map(|(m, v)| (m, v / (m * m)));
    let mut out = Vec::new();
    for (group, one) in groups.iter().enumerate().filter(|(g, _)| *g != reference) {
        let rows = [one.residual.rows, other.residual.rows];
        let base = Comparison {
            grouping: at,
            what: What::MeanResidual,
            group,
            versus: Versus::Group(reference),
            values: [None, None],
            limit: Limit::difference(parameters.difference),
            compared: super::judge::Compared::default(),
            rows,
            judged: OPEN,
        };
        let (a, b) = (by(&one.residual), by(&other.residual));
        out.push(Comparison {
            values: [a.map(|v| v.0), b.map(|v| v.0)],
            compared: compare::estimates(a, b, base.limit),
            ..base
        });
        let limit = Limit::ratio(parameters.ratio);
        out.push(Comparison {
            what: What::AbsoluteError,
            values: [one.absolute.value(), other.absolute.value()],
            limit,
            compared: compare::log_estimates(log(&one.absolute), log(&other.absolute), limit),
            ..base
        });
    }
    out
}

/// Every group with its errors.
pub fn block(grouping: &Grouping, groups: &[Errors], parameters: &Parameters) -> Block {
    let suppress = Suppress::of(parameters);
    let z = normal::upper_quantile(0.5 * (1.0 - CONFIDENCE)).unwrap_or(f64::NAN);
    let rows = grouping
        .groups
        .iter()
        .zip(groups)
        .map(|(name, errors)| {
            let n = errors.predicted.rows;
            let labelled = errors.residual.rows;
            let mut row = vec![
                Cell::Text(name.clone()),
                suppress.count(n),
                suppress.count(labelled),
            ];
            for (mean, n) in [
                (&errors.predicted, n),
                (&errors.residual, labelled),
                (&errors.absolute, labelled),
            ] {
                let half = mean.with_variance().map(|(m, v)| (m, z * v.sqrt()));
                row.push(suppress.value(mean.value(), n));
                row.push(suppress.value(half.map(|(m, h)| m - h), n));
                row.push(suppress.value(half.map(|(m, h)| m + h), n));
            }
            // The root of the interval of the mean square.
            let square = errors.square.with_variance();
            let ends = square.map(|(m, v)| (m - z * v.sqrt(), m + z * v.sqrt()));
            row.push(suppress.value(errors.square.value().map(f64::sqrt), labelled));
            row.push(suppress.value(ends.map(|(low, _)| low.max(0.0).sqrt()), labelled));
            row.push(suppress.value(ends.map(|(_, high)| high.sqrt()), labelled));
            row
        })
        .collect();
    table(
        format!("Groups of {}", grouping.name()),
        &[
            ("Group", Unit::Number),
            ("n", Unit::Count),
            ("n with a true value", Unit::Count),
            ("Mean prediction", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Mean residual (true − predicted)", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Mean absolute error", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Root mean squared error", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
        ],
        rows,
    )
}
