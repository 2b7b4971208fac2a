//! Axes: few thin gridlines, round numbers, labels that neither touch nor leave the drawing.

use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, ticks};
use super::text::{SMALL, text_width};
use crate::report::{Unit, show_step};

/// Height that [`bottom`] needs under the plot.
pub(super) const BOTTOM: f64 = 22.0;

/// Draws gridlines across `plot` and tick labels under it.
pub(super) fn bottom(picture: &mut Picture, scale: &Scale, unit: Unit, plot: Frame) {
    below(picture, scale, unit, plot, &[(plot.y, plot.bottom())]);
}

/// As [`bottom`], with gridlines in the given pieces only: upper and lower ends.
pub(super) fn below(
    picture: &mut Picture,
    scale: &Scale,
    unit: Unit,
    plot: Frame,
    pieces: &[(f64, f64)],
) {
    let most = ((plot.width / 40.0).floor() as usize).clamp(2, 8);
    let sets = (1..=most).rev().map(|count| {
        let (values, step) = ticks(scale.low, scale.high, count, unit);
        values
            .into_iter()
            .map(|value| (scale.at(value), show_step(value, step, unit)))
            .collect()
    });
    labels(picture, sets, plot, pieces);
}

/// Draws the first of `sets` whose labels stand apart, each a position and its label; the first label of the last
/// one where none does.
pub(super) fn labels(
    picture: &mut Picture,
    sets: impl Iterator<Item = Vec<(f64, String)>>,
    plot: Frame,
    pieces: &[(f64, f64)],
) {
    let palette = picture.palette;
    let mut chosen: Vec<(f64, f64, String)> = Vec::new();
    for set in sets {
        chosen = set
            .into_iter()
            .map(|(tick, text)| {
                let half = text_width(&text, SMALL) / 2.0;
                let centre = tick.clamp(half, (picture.width() - half).max(half));
                (tick, centre, text)
            })
            .collect();
        let apart = chosen.windows(2).all(|pair| {
            let needed = (text_width(&pair[0].2, SMALL) + text_width(&pair[1].2, SMALL)) / 2.0;
            pair[1].1 - pair[0].1 >= needed + 10.0
        });
        if apart {
            break;
        }
        chosen.truncate(1);
    }
    for (tick, centre, text) in chosen {
        for (from, to) in pieces {
            picture.vertical(tick, *from, *to, palette.grid);
        }
        let y = plot.bottom() + 13.0;
        picture.text((centre, y), Anchor::Middle, text, SMALL, palette.muted);
    }
}

/// The labels of a left axis and the width they need with their gap to the plot.
pub(super) struct Left {
    ticks: Vec<(f64, String)>,
    pub width: f64,
}

/// A left axis for a distribution function: quarters.
pub(super) fn quarters() -> Left {
    labelled([0.0, 0.25, 0.5, 0.75, 1.0].into(), 0.25, Unit::Share)
}

/// Chooses ticks for a left axis over `low..=high`.
pub(super) fn left(low: f64, high: f64, count: usize, unit: Unit) -> Left {
    let (values, step) = ticks(low, high, count, unit);
    labelled(values, step, unit)
}

fn labelled(values: Vec<f64>, step: f64, unit: Unit) -> Left {
    let ticks: Vec<_> = values
        .into_iter()
        .map(|value| (value, show_step(value, step, unit)))
        .collect();
    let widest = ticks
        .iter()
        .map(|(_, text)| text_width(text, SMALL))
        .fold(0.0, f64::max);
    Left {
        ticks,
        width: widest + 8.0,
    }
}

impl Left {
    /// Draws gridlines across `plot` and labels on its left.
    pub(super) fn draw(&self, picture: &mut Picture, scale: &Scale, plot: Frame) {
        let palette = picture.palette;
        for (value, text) in &self.ticks {
            let y = scale.at(*value);
            picture.horizontal(plot.x, plot.right(), y, palette.grid);
            let x = plot.x - 8.0;
            picture.text((x, y), Anchor::End, text.as_str(), SMALL, palette.muted);
        }
    }
}

impl Left {
    /// The same axis without its zero, for the lower half of a mirrored plot.
    pub(super) fn without_zero(mut self) -> Left {
        self.ticks.retain(|(value, _)| *value != 0.0);
        self
    }
}
