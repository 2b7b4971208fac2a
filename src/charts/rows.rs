//! The frame of charts with one row a thing: label, number at the right end, and a track that the marks lie on.
//!
//! Wide drawings have labels on the left and numbers on the right of the tracks, narrow ones above each track.

use super::axis;
use super::palette::Colour;
use super::picture::{Anchor, Frame, Picture};
use super::scale::Scale;
use super::text::{LABEL, SMALL, shorten, shorten_middle, text_width};
use crate::report::Unit;

/// Narrower than this, labels stand above their tracks.
const NARROW: f64 = 480.0;
const ROW: f64 = 26.0;
const STACKED_ROW: f64 = 42.0;
/// From the upper edge of a stacked row to the middle of its label and of its track.
const STACKED_LABEL: f64 = 9.0;
const STACKED_TRACK: f64 = 27.0;
/// How far lines across a stacked track go beyond its middle.
const PIECE: f64 = 9.0;
/// Half the distance of two lines of one label.
const HALF_LINE: f64 = 6.2;
/// Height of a note under the axis.
const NOTE: f64 = 18.0;

/// One row: its label and the number at its right end.
pub(super) struct Row {
    pub label: String,
    pub number: String,
    pub strong: bool,
}

/// Where rows and tracks lie.
pub(super) struct Rows {
    pub plot: Frame,
    step: f64,
    count: usize,
    stacked: bool,
}

/// Height that `count` rows need with `top` above them and, where something was left out, a note under them.
pub(super) fn height(width: f64, top: f64, count: usize, noted: bool) -> f64 {
    let row = if width < NARROW { STACKED_ROW } else { ROW };
    top + count as f64 * row + axis::BOTTOM + 4.0 + if noted { NOTE } else { 0.0 }
}

/// Draws labels, numbers and the note.
pub(super) fn frame(picture: &mut Picture, top: f64, rows: &[Row], note: &str) -> Rows {
    let palette = picture.palette;
    let width = picture.width();
    let bottom = axis::BOTTOM + if note.is_empty() { 0.0 } else { NOTE };
    let count = rows.len().max(1);
    let tall = (picture.height() - top - bottom - 4.0).max(10.0);
    let step = tall / count as f64;
    let stacked = width < NARROW && step >= STACKED_ROW - 6.0;
    let widest = |texts: &mut dyn Iterator<Item = &str>| {
        texts
            .map(|text| text_width(text, LABEL))
            .fold(0.0, f64::max)
    };
    let numbers = widest(&mut rows.iter().map(|row| row.number.as_str())).min(width * 0.45);
    let labels = widest(&mut rows.iter().map(|row| row.label.as_str())).min(width * 0.34);
    let (x, right) = if stacked {
        (0.0, 0.0)
    } else {
        (labels + 14.0, numbers + 14.0)
    };
    let found = Rows {
        plot: Frame {
            x,
            y: top,
            width: (width - x - right).max(20.0),
            height: tall,
        },
        step,
        count,
        stacked,
    };
    picture.scene.plot = found.plot;
    for (place, row) in rows.iter().enumerate() {
        // Above its track a number may take what its label leaves.
        let numbers = if stacked {
            numbers.max(width - text_width(&row.label, LABEL) - 12.0)
        } else {
            numbers
        };
        let number = shorten(&row.number, numbers, LABEL);
        let labels = if stacked {
            width - text_width(&number, LABEL) - 12.0
        } else {
            labels
        };
        let colour = if row.strong {
            palette.ink
        } else {
            palette.muted
        };
        let y = if stacked {
            top + step * place as f64 + STACKED_LABEL
        } else {
            found.y(place)
        };
        let (x, anchor) = if stacked {
            (0.0, Anchor::Start)
        } else {
            (labels, Anchor::End)
        };
        match two_lines(&row.label, labels).filter(|_| !stacked && step >= ROW - 1.0) {
            Some((first, second)) => {
                picture.text((x, y - HALF_LINE), anchor, first, SMALL, palette.ink);
                picture.text((x, y + HALF_LINE), anchor, second, SMALL, palette.muted);
            }
            None => {
                let label = shorten_middle(&row.label, labels, LABEL);
                picture.text((x, y), anchor, label, LABEL, palette.ink);
            }
        }
        picture.text((width, y), Anchor::End, number, LABEL, colour);
    }
    if !note.is_empty() {
        let text = shorten(note, width, SMALL);
        let y = picture.height() - NOTE / 2.0;
        picture.text((0.0, y), Anchor::Start, text, SMALL, palette.muted);
    }
    found
}

/// A label that is too wide for one line as two lines, divided at a space: before a bracket where that fits, else where
/// the first line is fullest. `None` where one line is enough or two are not.
fn two_lines(label: &str, width: f64) -> Option<(String, String)> {
    if text_width(label, LABEL) <= width {
        return None;
    }
    let fits = |text: &str| text_width(text, SMALL) <= width;
    let spaces: Vec<usize> = label.match_indices(' ').map(|(at, _)| at).collect();
    let cuts = spaces
        .iter()
        .rev()
        .filter(|at| label[**at..].starts_with(" ("));
    let cut = cuts.chain(spaces.iter().rev()).find(|at| {
        let (first, second) = label.split_at(**at);
        fits(first) && fits(second.trim_start())
    })?;
    let (first, second) = label.split_at(*cut);
    Some((first.into(), second.trim_start().into()))
}

impl Rows {
    /// The middle of a row's track.
    pub(super) fn y(&self, place: usize) -> f64 {
        let within = if self.stacked {
            STACKED_TRACK
        } else {
            self.step / 2.0
        };
        (self.plot.y + self.step * place as f64 + within).round()
    }

    /// The greatest height of a bar on a track.
    pub(super) fn thickness(&self) -> f64 {
        (self.step * 0.55).min(14.0)
    }

    /// The whole row as a hit box.
    pub(super) fn hit(&self, picture: &Picture, place: usize) -> Frame {
        Frame {
            x: 0.0,
            y: self.plot.y + self.step * place as f64,
            width: picture.width(),
            height: self.step,
        }
    }

    /// A line from one track down to the next; it leaves out a label between them.
    pub(super) fn link(&self, picture: &mut Picture, x: f64, place: usize, colour: Colour) {
        let (from, to) = (self.y(place), self.y(place + 1));
        if self.stacked {
            picture.vertical(x, from, from + PIECE, colour);
            picture.vertical(x, to - PIECE, to, colour);
        } else {
            picture.vertical(x, from, to, colour);
        }
    }

    /// Upper and lower ends of lines across the tracks: one piece, or one a track where labels lie between them.
    fn pieces(&self) -> Vec<(f64, f64)> {
        if self.stacked {
            let y = |place| self.y(place);
            (0..self.count)
                .map(|place| (y(place) - PIECE, y(place) + PIECE))
                .collect()
        } else {
            vec![(self.plot.y, self.plot.bottom())]
        }
    }

    /// A scale along the tracks over `low..=high`, with room for marks at both ends.
    pub(super) fn scale(&self, low: f64, high: f64) -> Scale {
        Scale {
            low,
            high,
            from: self.plot.x + 6.0,
            to: self.plot.right() - 6.0,
        }
    }

    /// Labels under the rows: the first of `sets` that has room.
    pub(super) fn labels(
        &self,
        picture: &mut Picture,
        sets: impl Iterator<Item = Vec<(f64, String)>>,
    ) {
        axis::labels(picture, sets, self.plot, &self.pieces());
    }

    /// A shaded band across the tracks.
    pub(super) fn band(&self, picture: &mut Picture, from: f64, to: f64, colour: (u8, u8, u8)) {
        for (top, bottom) in self.pieces() {
            picture.rect(from, top, to - from, bottom - top, colour);
        }
    }

    /// The axis under the rows.
    pub(super) fn axis(&self, picture: &mut Picture, scale: &Scale, unit: Unit) {
        axis::below(picture, scale, unit, self.plot, &self.pieces());
    }

    /// A line across the tracks.
    pub(super) fn line(&self, picture: &mut Picture, x: f64, width: f64, colour: (u8, u8, u8)) {
        for (from, to) in self.pieces() {
            picture.rect(x.round() - width / 2.0, from, width, to - from, colour);
        }
    }
}
