//! One number on a line: its interval as a bar, what it is judged against as a line across.

use super::axis;
use super::legend::nothing;
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, padded, range};
use super::text::{LABEL, clean, text_width};
use super::told::{Description, cell, interval_cells, table};
use crate::report::{Interval, Metric, Unit, say, show};

const TOP: f64 = 20.0;

pub(super) fn natural_height(block: &Metric) -> f64 {
    if value(block).is_some() { 78.0 } else { 48.0 }
}

fn value(block: &Metric) -> Option<f64> {
    block.value.filter(|value| value.is_finite())
}

/// The interval with finite ends in order, if there is one.
pub(super) fn finite(interval: &Interval) -> Option<(f64, f64)> {
    (interval.low.is_finite() && interval.high.is_finite() && interval.low <= interval.high)
        .then_some((interval.low, interval.high))
}

pub(super) fn draw(picture: &mut Picture, block: &Metric) {
    let Some(value) = value(block) else {
        return nothing(picture, "Not estimable from these data");
    };
    let palette = picture.palette;
    let interval = block.interval.as_ref().and_then(finite);
    let threshold = block.threshold.filter(|threshold| threshold.is_finite());
    let ends = interval.into_iter().flat_map(|(low, high)| [low, high]);
    let zero = Some(0.0).filter(|_| value >= 0.0 || interval.is_some_and(|i| i.1 >= 0.0));
    let all = ends.chain([value]).chain(threshold).chain(zero);
    let (low, high) = padded(range(all).unwrap_or((0.0, 1.0)), 0.04);
    let plot = Frame {
        x: 8.0,
        y: TOP,
        width: (picture.width() - 16.0).max(10.0),
        height: (picture.height() - TOP - axis::BOTTOM).max(10.0),
    };
    picture.scene.plot = plot;
    let x = Scale {
        low: if zero.is_some() && low < 0.0 && value >= 0.0 && interval.is_none_or(|i| i.0 >= 0.0) {
            0.0
        } else {
            low
        },
        high,
        from: plot.x,
        to: plot.right(),
    };
    axis::bottom(picture, &x, block.unit, plot);
    let y = plot.y + plot.height / 2.0;
    let at = x.at(value);
    if let Some((low, high)) = interval {
        let (from, to) = (x.at(low), x.at(high));
        picture.rect(from, y - 1.0, to - from, 2.0, palette.current);
        for end in [from, to] {
            picture.rect(end - 1.0, y - 6.0, 2.0, 12.0, palette.current);
        }
    }
    picture.dot(at, y, 6.0, palette.current);
    let text = show(value, block.unit);
    let half = text_width(&text, LABEL) / 2.0;
    let centre = at.clamp(half, (picture.width() - half).max(half));
    let taken = (centre - half - 10.0, centre + half + 10.0);
    picture.text(
        (centre, 8.0),
        Anchor::Middle,
        text,
        LABEL,
        palette.current_ink,
    );
    if let Some(threshold) = threshold {
        let place = x.at(threshold);
        picture.rect(
            place - 1.0,
            plot.y - 3.0,
            2.0,
            plot.height + 3.0,
            palette.threshold,
        );
        let text = say(&format!("threshold {}", show(threshold, block.unit)));
        let half = text_width(&text, LABEL) / 2.0;
        let centre = place.clamp(half, (picture.width() - half).max(half));
        let free = |centre: f64| {
            centre - half >= 0.0
                && centre + half <= picture.width()
                && (centre + half <= taken.0 || centre - half >= taken.1)
        };
        // Where the value's own label is in the way, beside it, on the threshold's side first.
        let (before, after) = (taken.0 - half, taken.1 + half);
        let beside = if place < at {
            [before, after]
        } else {
            [after, before]
        };
        if let Some(centre) = [centre].into_iter().chain(beside).find(|c| free(*c)) {
            picture.text(
                (centre, 8.0),
                Anchor::Middle,
                text,
                LABEL,
                palette.threshold,
            );
        }
    }
    let hit = Frame {
        x: 0.0,
        y: plot.y,
        width: picture.width(),
        height: plot.height,
    };
    picture.mark(super::text::clean(&block.title), spoken(block), hit);
}

/// Value, interval and threshold in words.
pub(super) fn spoken(block: &Metric) -> String {
    let mut text = crate::report::show_option(block.value, block.unit);
    if let Some(interval) = &block.interval {
        text.push_str(&say(&format!(
            ", {} interval {} to {}",
            show(interval.level, crate::report::Unit::Share),
            show(interval.low, block.unit),
            show(interval.high, block.unit)
        )));
    }
    if let Some(threshold) = block.threshold {
        text.push_str(&say(&format!(
            ", threshold {}",
            show(threshold, block.unit)
        )));
    }
    text
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &Metric) -> Description {
    let [low, high, level] = interval_cells(block.interval.as_ref());
    Description {
        sentence: format!("{}: {}.", clean(&block.title), spoken(block)),
        table: table(
            &block.title,
            &[
                ("Value", block.unit),
                ("Interval from", block.unit),
                ("Interval to", block.unit),
                ("Coverage", Unit::Share),
                ("Threshold", block.unit),
            ],
            vec![vec![
                cell(block.value),
                low,
                high,
                level,
                cell(block.threshold),
            ]],
        ),
    }
}
