//! The horizontal axis of amounts: linear, or logarithmic where a straight one would press nearly all rows into a line.

use super::axis;
use super::decades;
use super::picture::{Frame, Picture};
use super::scale::Scale;
use crate::report::{Unit, show, show_step};

/// The middle 80 % of rows of both files have at least this share of a linear axis.
const LEAST: f64 = 0.1;
/// A logarithmic axis goes over at least this factor.
const FACTOR: f64 = 100.0;

/// Positions of amounts.
pub(super) struct Amounts {
    pub scale: Scale,
    /// Whether `scale` holds decimal logarithms.
    pub log: bool,
}

/// The decimal logarithms of the ends of an axis over `low..=high`, where it is a logarithmic one. `steps` are value,
/// reference share, current share.
pub(super) fn decades_of(
    (low, high): (f64, f64),
    steps: &[(f64, f64, f64)],
    unit: Unit,
) -> Option<(f64, f64)> {
    // The padding of a range of amounts may reach below zero.
    let values = steps.iter().map(|step| step.0);
    let least = if low > 0.0 {
        low
    } else {
        values.fold(f64::INFINITY, f64::min)
    };
    let far = unit != Unit::TimeMs && least > 0.0 && high / least >= FACTOR;
    (far && pressed(steps, (low, high))).then(|| (libm::log10(least), libm::log10(high)))
}

impl Amounts {
    /// An axis over `range` in `plot`.
    pub(super) fn new(
        range: (f64, f64),
        steps: &[(f64, f64, f64)],
        unit: Unit,
        plot: Frame,
    ) -> Amounts {
        let decades = decades_of(range, steps, unit);
        let (low, high) = decades.unwrap_or(range);
        Amounts {
            scale: Scale {
                low,
                high,
                from: plot.x,
                to: plot.right(),
            },
            log: decades.is_some(),
        }
    }

    /// The position of `value`.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.scale.at(self.place(value))
    }

    /// Whether `value` lies left of the axis, or right of it.
    pub(super) fn beside(&self, value: f64) -> (bool, bool) {
        let place = self.place(value);
        (place < self.scale.low, place > self.scale.high)
    }

    fn place(&self, value: f64) -> f64 {
        if self.log { libm::log10(value) } else { value }
    }

    /// Draws ticks and their labels under `plot`.
    pub(super) fn draw(&self, picture: &mut Picture, unit: Unit, plot: Frame) {
        if !self.log {
            return axis::bottom(picture, &self.scale, unit, plot);
        }
        let sets = decades::ticks(self.scale.low, self.scale.high).into_iter();
        let sets = sets.map(|(values, step)| {
            let write = |value: f64| match step {
                Some(step) => show_step(value, step, unit),
                None => show(value, unit),
            };
            values.iter().map(|v| (self.at(*v), write(*v))).collect()
        });
        axis::labels(picture, sets, plot, &[(plot.y, plot.bottom())]);
    }
}

/// Whether the middle 80 % of rows of one of the files would have next to nothing of a linear axis.
fn pressed(steps: &[(f64, f64, f64)], (low, high): (f64, f64)) -> bool {
    let narrow = |shares: Vec<(f64, f64)>| {
        let reach = |at: f64| shares.iter().find(|(_, share)| *share >= at);
        match (reach(0.1), reach(0.9)) {
            (Some((from, _)), Some((to, _))) if to > from => {
                to / 2.0 - from / 2.0 < (high / 2.0 - low / 2.0) * LEAST
            }
            _ => false,
        }
    };
    narrow(steps.iter().map(|step| (step.0, step.1)).collect())
        || narrow(steps.iter().map(|step| (step.0, step.2)).collect())
}
