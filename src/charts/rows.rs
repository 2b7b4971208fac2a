//! The frame of charts with one row a thing: labels on the left, numbers on the right, a plot between them.

use super::axis;
use super::picture::{Anchor, Frame, Picture};
use super::text::{LABEL, SMALL, shorten, shorten_middle, text_width};
use crate::report::Unit;

/// Height of one row.
pub(super) const ROW: f64 = 26.0;
/// Height of a note under the axis.
const NOTE: f64 = 18.0;

/// One row: its label and the number at its right end.
pub(super) struct Row {
    pub label: String,
    pub number: String,
    pub strong: bool,
}

/// Height that `count` rows need with `top` above them and, where something was left out, a note under them.
pub(super) fn height(top: f64, count: usize, noted: bool) -> f64 {
    top + count as f64 * ROW + axis::BOTTOM + 6.0 + if noted { NOTE } else { 0.0 }
}

/// Draws labels, numbers and the note; returns the plot and the height of a row.
pub(super) fn frame(picture: &mut Picture, top: f64, rows: &[Row], note: &str) -> (Frame, f64) {
    let palette = picture.palette;
    let width = picture.width();
    let widest = |texts: &mut dyn Iterator<Item = &str>| {
        texts
            .map(|text| text_width(text, LABEL))
            .fold(0.0, f64::max)
    };
    let numbers = widest(&mut rows.iter().map(|row| row.number.as_str())).min(width * 0.45);
    let labels = widest(&mut rows.iter().map(|row| row.label.as_str()))
        .min(width * if width < 480.0 { 0.4 } else { 0.34 });
    let x = labels + 14.0;
    let bottom = axis::BOTTOM + if note.is_empty() { 0.0 } else { NOTE };
    let plot = Frame {
        x,
        y: top,
        width: (width - x - numbers - 14.0).max(20.0),
        height: (picture.height() - top - bottom - 4.0).max(10.0),
    };
    picture.scene.plot = plot;
    let step = plot.height / rows.len().max(1) as f64;
    for (place, row) in rows.iter().enumerate() {
        let y = plot.y + step * (place as f64 + 0.5);
        let label = shorten_middle(&row.label, labels, LABEL);
        picture.text((labels, y), Anchor::End, label, LABEL, palette.ink);
        let number = shorten(&row.number, numbers, LABEL);
        let colour = if row.strong {
            palette.ink
        } else {
            palette.muted
        };
        picture.text((width, y), Anchor::End, number, LABEL, colour);
    }
    if !note.is_empty() {
        let text = shorten(note, width, SMALL);
        let y = picture.height() - NOTE / 2.0;
        picture.text((0.0, y), Anchor::Start, text, SMALL, palette.muted);
    }
    (plot, step)
}

/// The whole row as a hit box.
pub(super) fn hit(picture: &Picture, plot: Frame, step: f64, place: usize) -> Frame {
    Frame {
        x: 0.0,
        y: plot.y + step * place as f64,
        width: picture.width(),
        height: step,
    }
}

/// The axis under the rows.
pub(super) fn axis(picture: &mut Picture, scale: &super::scale::Scale, unit: Unit, plot: Frame) {
    axis::bottom(picture, scale, unit, plot);
}
