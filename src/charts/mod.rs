//! Charts: one drawing for each kind of block, the same on canvas and as SVG.
//!
//! A chart writes a picture of plain shapes in CSS px, with the scene that pointer and keyboard read; the picture
//! is then played onto a plotters backend. Titles are not drawn: they belong to the document around the chart.

mod advance_widths;
mod amounts;
mod axis;
mod calendar;
mod curve;
mod decades;
mod describe;
mod ecdf_pair;
mod estimate_axis;
mod fan;
mod histogram;
mod intervals;
mod legend;
mod level_pair;
mod matrix;
mod metric;
mod palette;
mod paths;
mod picture;
mod ranking;
mod rows;
mod scale;
mod scatter;
mod series;
mod strip;
mod surface;
#[cfg(feature = "full")]
mod svg;
#[cfg(feature = "full")]
mod svg_compact;
mod swarm;
mod text;
mod told;
mod views;
mod waterfall;
mod zoom;

pub use describe::describe;
pub use palette::{Colour, Palette, Theme, contrast, readable_on};
pub use picture::{Frame, Scene, SceneAxis, SceneMark};
pub use surface::{MAX_PRIMITIVES, Surface, SurfaceError};
#[cfg(feature = "full")]
pub use svg::Svg;
pub use text::text_width;
pub use told::Description;
pub use views::views;
pub use zoom::zoom;

use plotters_backend::DrawingBackend;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::report::Block;
use picture::{Picture, Shape};

/// Narrower than this a chart is drawn at this width.
pub const MIN_WIDTH: f64 = 160.0;
const MAX_SIDE: f64 = 8_000.0;

/// For which space and surface a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct DrawOptions {
    /// Width in CSS px, from [`MIN_WIDTH`].
    pub width: f64,
    /// Height in CSS px; 0 is the natural height at this width.
    #[serde(default)]
    pub height: f64,
    /// Device pixels for each CSS px of the surface; SVG does not use it.
    #[serde(default = "one")]
    pub pixel_ratio: f64,
    /// The surface's theme.
    #[serde(default)]
    pub theme: Theme,
}

fn one() -> f64 {
    1.0
}

/// Whether the kind of `block` has a drawing; the others are words and tables.
pub fn has_picture(block: &Block) -> bool {
    !matches!(block, Block::Table(_) | Block::Text(_))
}

/// The height in CSS px at which `block` looks best at `width` CSS px; 0 for kinds without a drawing.
pub fn natural_height(block: &Block, width: f64) -> f64 {
    let width = side(width, MIN_WIDTH);
    let height = match block {
        Block::Metric(block) => metric::natural_height(block),
        Block::Histogram(block) => histogram::natural_height(block, width),
        Block::EcdfPair(block) => ecdf_pair::natural_height(block, width),
        Block::LevelPair(block) => level_pair::natural_height(block, width),
        Block::Intervals(block) => intervals::natural_height(block, width),
        Block::Series(block) => series::natural_height(block, width),
        Block::Curve(block) => curve::natural_height(block, width),
        Block::Matrix(block) => matrix::natural_height(block, width),
        Block::Ranking(block) => ranking::natural_height(block, width),
        Block::Waterfall(block) => waterfall::natural_height(block, width),
        Block::Swarm(block) => swarm::natural_height(block, width),
        Block::Scatter(block) => scatter::natural_height(block, width),
        Block::Strip(block) => strip::natural_height(block),
        Block::Fan(block) => fan::natural_height(block, width),
        Block::Paths(block) => paths::natural_height(block),
        Block::Table(_) | Block::Text(_) => 0.0,
    };
    height.round()
}

/// Draws `block` onto `backend`, whose size is width and height times the pixel ratio, and answers where its marks
/// are. A kind without a drawing leaves the surface untouched.
///
/// # Errors
/// `chart.refused` if the backend fails or the drawing has more than [`MAX_PRIMITIVES`].
pub fn draw_on<B: DrawingBackend>(
    backend: B,
    block: &Block,
    options: &DrawOptions,
) -> Result<Scene> {
    let picture = picture(block, options);
    let ratio = if options.pixel_ratio.is_finite() {
        options.pixel_ratio.clamp(0.5, 8.0)
    } else {
        1.0
    };
    surface::play(&picture, backend, ratio, 1.0)?;
    Ok(picture.scene)
}

/// Draws `block` as SVG text.
///
/// # Errors
/// `chart.refused` if the drawing has more than [`MAX_PRIMITIVES`].
#[cfg(feature = "full")]
pub fn svg(block: &Block, options: &DrawOptions) -> Result<Svg> {
    let description = describe(block);
    svg::write(
        picture(block, options),
        &text::legal(&description.table.title),
        &text::legal(&description.sentence),
    )
}

/// The boxes that the texts of a drawing need at most, in CSS px: none leaves the drawing, no two overlap.
pub fn label_boxes(block: &Block, options: &DrawOptions) -> Vec<(String, Frame)> {
    picture(block, options)
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Text(label) => Some((label.text.clone(), label.frame())),
            _ => None,
        })
        .collect()
}

fn side(given: f64, least: f64) -> f64 {
    if given.is_finite() {
        given.round().clamp(least, MAX_SIDE)
    } else {
        least
    }
}

fn picture(block: &Block, options: &DrawOptions) -> Picture {
    let width = side(options.width, MIN_WIDTH);
    let height = if options.height > 0.0 {
        options.height
    } else {
        natural_height(block, width)
    };
    let mut picture = Picture::new(width, side(height, 40.0), options.theme.palette());
    match block {
        Block::Metric(block) => metric::draw(&mut picture, block),
        Block::Histogram(block) => histogram::draw(&mut picture, block),
        Block::EcdfPair(block) => ecdf_pair::draw(&mut picture, block),
        Block::LevelPair(block) => level_pair::draw(&mut picture, block),
        Block::Intervals(block) => intervals::draw(&mut picture, block),
        Block::Series(block) => series::draw(&mut picture, block),
        Block::Curve(block) => curve::draw(&mut picture, block),
        Block::Matrix(block) => matrix::draw(&mut picture, block),
        Block::Ranking(block) => ranking::draw(&mut picture, block),
        Block::Waterfall(block) => waterfall::draw(&mut picture, block),
        Block::Swarm(block) => swarm::draw(&mut picture, block),
        Block::Scatter(block) => scatter::draw(&mut picture, block),
        Block::Strip(block) => strip::draw(&mut picture, block),
        Block::Fan(block) => fan::draw(&mut picture, block),
        Block::Paths(block) => paths::draw(&mut picture, block),
        Block::Table(_) | Block::Text(_) => {}
    }
    picture
}
