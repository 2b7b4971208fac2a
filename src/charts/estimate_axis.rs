//! The axis of a forest plot: linear, or logarithmic for ratios.

use super::decades;
use super::metric::finite;
use super::picture::Picture;
use super::rows::Rows;
use super::scale::{Scale, padded, range};
use crate::report::{AxisScale, Band, IntervalRow, Intervals, show, show_step};

/// Whiskers farther than this factor beyond estimates and limits are cut: one wide interval must not hide the others.
const FARTHEST: f64 = 8.0;

/// Positions of values along the tracks.
pub(super) struct EstimateAxis {
    scale: Scale,
    log: bool,
}

/// The interval of `row` as far as it can be drawn: on a logarithmic axis its lower end may be zero.
pub(super) fn ends(row: &IntervalRow, scale: AxisScale) -> Option<(f64, f64)> {
    let (low, high) = finite(row.interval.as_ref()?)?;
    (scale == AxisScale::Linear || high > 0.0).then_some((low, high))
}

/// The limits of a band that can be drawn; an open or impossible one is infinite.
pub(super) fn limits(band: &Band, scale: AxisScale) -> (f64, f64) {
    let known = |limit: Option<f64>| {
        limit.filter(|limit| limit.is_finite() && (scale == AxisScale::Linear || *limit > 0.0))
    };
    (
        known(band.low).unwrap_or(f64::NEG_INFINITY),
        known(band.high).unwrap_or(f64::INFINITY),
    )
}

impl EstimateAxis {
    pub(super) fn new(block: &Intervals, shown: &[IntervalRow], rows: &Rows) -> EstimateAxis {
        let band = block.band.as_ref().map(|band| limits(band, block.scale));
        let judged = block
            .threshold
            .into_iter()
            .chain(band.into_iter().flat_map(|(low, high)| [low, high]));
        let estimates = shown.iter().filter_map(|row| row.value).chain(judged);
        let whiskers = shown
            .iter()
            .filter_map(|row| ends(row, block.scale))
            .flat_map(|(low, high)| [low, high]);
        if block.scale == AxisScale::Linear {
            let whole = range(estimates.chain(whiskers).chain([0.0])).unwrap_or((0.0, 1.0));
            let (low, high) = padded(whole, 0.04);
            let low = if whole.0 == 0.0 { 0.0 } else { low };
            return EstimateAxis {
                scale: rows.scale(low, high),
                log: false,
            };
        }
        let positive = |value: &f64| *value > 0.0;
        let (low, high) = range(estimates.chain([1.0]).filter(positive)).unwrap_or((0.5, 2.0));
        // A whisker that ends at zero goes to the edge, wherever that is.
        let kept = whiskers
            .filter(positive)
            .map(|end| end.clamp(low / FARTHEST, (high * FARTHEST).min(f64::MAX)))
            .chain([low, high])
            .filter(positive)
            .map(libm::log10);
        let (low, high) = padded(range(kept).unwrap_or((-0.3, 0.3)), 0.04);
        EstimateAxis {
            scale: rows.scale(low, high),
            log: true,
        }
    }

    /// The position of `value`; on a logarithmic axis zero and less stand at the left edge.
    pub(super) fn at(&self, value: f64) -> f64 {
        match (self.log, value > 0.0) {
            (false, _) => self.scale.at(value),
            (true, true) => self.scale.at(libm::log10(value)),
            (true, false) => self.scale.from,
        }
    }

    /// Whether `value` lies within the drawn range, not cut to its edge.
    pub(super) fn holds(&self, value: f64) -> bool {
        let value = if self.log { libm::log10(value) } else { value };
        value >= self.scale.low && value <= self.scale.high
    }

    /// Draws ticks and the line of no difference.
    pub(super) fn draw(&self, picture: &mut Picture, rows: &Rows, block: &Intervals) {
        if !self.log {
            rows.axis(picture, &self.scale, block.unit);
            if self.scale.low < 0.0 {
                rows.line(picture, self.at(0.0), 1.0, picture.palette.axis);
            }
            return;
        }
        let sets = decades::ticks(self.scale.low, self.scale.high)
            .into_iter()
            .map(|(values, step)| {
                let write = |value: f64| match step {
                    Some(step) => show_step(value, step, block.unit),
                    None => show(value, block.unit),
                };
                values.iter().map(|v| (self.at(*v), write(*v))).collect()
            });
        rows.labels(picture, sets);
        rows.line(picture, self.at(1.0), 1.0, picture.palette.axis);
    }
}
