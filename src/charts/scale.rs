//! From values to positions, and round numbers for ticks.

use super::calendar;
use crate::report::Unit;

/// A linear scale from `low..high` to the positions `from..to`; values outside are drawn at the edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub low: f64,
    pub high: f64,
    pub from: f64,
    pub to: f64,
}

impl Scale {
    pub(super) fn at(&self, value: f64) -> f64 {
        // Halves, since high - low may be more than the largest number.
        let span = self.high / 2.0 - self.low / 2.0;
        let share = (value / 2.0 - self.low / 2.0) / span;
        if share.is_finite() {
            self.from + (self.to - self.from) * share.clamp(0.0, 1.0)
        } else {
            (self.from + self.to) / 2.0
        }
    }
}

/// The range of the finite values, widened where it is a point; `None` without a finite value.
pub(super) fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        if value.is_finite() {
            low = low.min(value);
            high = high.max(value);
        }
    }
    if low > high {
        return None;
    }
    let enough = low.abs().max(high.abs()) * 1e-12;
    if high / 2.0 - low / 2.0 <= enough.max(f64::MIN_POSITIVE) {
        let pad = if low == 0.0 && high == 0.0 {
            1.0
        } else {
            (low.abs() * 0.05).max(1e-290)
        };
        return Some(((low - pad).max(f64::MIN), (high + pad).min(f64::MAX)));
    }
    Some((low, high))
}

/// `range` with a share of its width added on both sides.
pub(super) fn padded((low, high): (f64, f64), share: f64) -> (f64, f64) {
    let pad = (high / 2.0 - low / 2.0) * 2.0 * share;
    if pad.is_finite() {
        ((low - pad).max(f64::MIN), (high + pad).min(f64::MAX))
    } else {
        (low, high)
    }
}

/// Round positions inside `low..=high`, about `count` of them, and their distance.
pub(super) fn ticks(low: f64, high: f64, count: usize, unit: Unit) -> (Vec<f64>, f64) {
    let count = count.max(1) as f64;
    if unit == Unit::TimeMs
        && let Some(found) = calendar::ticks(low, high, count)
    {
        return found;
    }
    let mut step = round_up(high / count - low / count);
    if unit == Unit::Count {
        step = step.max(1.0);
    }
    if !step.is_finite() || step < f64::MIN_POSITIVE {
        return (vec![low, high], 0.0);
    }
    let first = (low / step - 1e-9).ceil();
    let mut found: Vec<f64> = Vec::new();
    for place in 0..40 {
        let value = (first + f64::from(place)) * step;
        // Within half a step over the end only by rounding.
        if value / 2.0 > high / 2.0 + step * 1e-9 || !value.is_finite() {
            break;
        }
        let value = if value.abs() < step * 1e-9 {
            0.0
        } else {
            value
        };
        if found.last().is_none_or(|last| value > *last) {
            found.push(value);
        }
    }
    (found, step)
}

/// The next of 1, 2, 5 times a power of ten.
fn round_up(raw: f64) -> f64 {
    if !(raw.is_finite() && raw > 0.0) {
        return f64::NAN;
    }
    let mut exponent = libm::floor(libm::log10(raw)) as i32;
    let power = |exponent: i32| format!("1e{exponent}").parse::<f64>().unwrap_or(f64::NAN);
    if power(exponent) > raw {
        exponent -= 1;
    }
    let unit = power(exponent);
    for factor in [1.0, 2.0, 5.0] {
        if unit * factor >= raw * (1.0 - 1e-9) {
            return unit * factor;
        }
    }
    power(exponent + 1)
}
