//! The picture as compact SVG text that needs nothing from outside.

use plotters::prelude::SVGBackend;
use serde::{Deserialize, Serialize};

use super::picture::{Picture, Scene};
use super::surface::{FONT_FAMILY, play};
use super::svg_compact::compact;
use crate::error::Result;

/// plotters draws at whole coordinates: four to each CSS px keep lines smooth.
const RATIO: f64 = 4.0;
/// plotters-svg divides every font size by this.
const PLOTTERS_SVG_DIVISOR: f64 = 1.24;

/// A chart as text, and its scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Svg {
    /// One `<svg>` element: presentation attributes only, no style, no id, no reference.
    pub text: String,
    /// Where its marks are.
    pub scene: Scene,
}

/// Draws `picture`; `title` and `sentence` become what assistive technology reads.
pub(super) fn write(picture: Picture, title: &str, sentence: &str) -> Result<Svg> {
    let (width, height) = (picture.width(), picture.height());
    let size = ((width * RATIO) as u32, (height * RATIO) as u32);
    let mut drawn = String::new();
    let backend = SVGBackend::with_string(&mut drawn, size);
    play(&picture, backend, RATIO, PLOTTERS_SVG_DIVISOR)?;
    let body = drawn.split_once('>').map_or("", |(_, body)| body);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"{FONT_FAMILY}\"><title>{}</title><desc>{}</desc>",
        size.0,
        size.1,
        escape(title),
        escape(sentence)
    );
    text.push_str(&compact(body));
    text.push_str("</svg>");
    Ok(Svg {
        text,
        scene: picture.scene,
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
