//! The legend of reference and current: each by shape and weight as well as colour, always in this order.

use super::picture::{Anchor, Picture};
use super::text::{LABEL, SMALL, text_width};
use crate::report::say;

/// Height of the legend row.
pub(super) const LEGEND: f64 = 22.0;

/// How the two are drawn in the chart under the legend.
#[derive(Clone, Copy)]
pub(super) enum Keys {
    /// Thin and thick line.
    Lines,
    /// Ring and dot.
    Points,
    /// Two bars.
    Bars,
}

/// Draws the legend at the top; `axis_title` stands at its right end where there is room.
pub(super) fn legend(picture: &mut Picture, keys: Keys, axis_title: &str) {
    let palette = picture.palette;
    let y = LEGEND / 2.0 - 2.0;
    let mut x = 0.0;
    for (name, colour, ink, current) in [
        (say("Reference"), palette.reference, palette.muted, false),
        (say("Current"), palette.current, palette.current_ink, true),
    ] {
        match keys {
            Keys::Lines => {
                let half = if current { 1.5 } else { 0.75 };
                picture.rect(x, y - half, 16.0, half * 2.0, colour);
            }
            Keys::Points if current => picture.dot(x + 8.0, y, 5.0, colour),
            Keys::Points => picture.ring(x + 8.0, y, 4.0, colour),
            Keys::Bars => picture.rect(x + 2.0, y - 5.0, 10.0, 10.0, colour),
        }
        let wide = text_width(&name, LABEL);
        picture.text((x + 21.0, y), Anchor::Start, name, LABEL, ink);
        x += 21.0 + wide + 18.0;
    }
    let axis_title = say(axis_title);
    if x + text_width(&axis_title, SMALL) <= picture.width() {
        let right = picture.width();
        picture.text((right, y), Anchor::End, axis_title, SMALL, palette.muted);
    }
}

/// Says in the middle that there is nothing to draw.
pub(super) fn nothing(picture: &mut Picture, why: &str) {
    let (x, y) = (picture.width() / 2.0, picture.height() / 2.0);
    let text = super::text::shorten(&say(why), picture.width(), LABEL);
    let colour = picture.palette.muted;
    picture.text((x, y), Anchor::Middle, text, LABEL, colour);
    picture.scene.plot = super::picture::Frame {
        x: 0.0,
        y: 0.0,
        width: picture.width(),
        height: picture.height(),
    };
}
