//! A drawing as plain data: shapes in CSS px and the scene that pointer and keyboard read. Charts only write into
//! it, so that every drawing surface gets the same picture.

use serde::{Deserialize, Serialize};

use super::palette::{Colour, Palette};
use super::scale::Scale;
use super::text::text_width;

/// A box in CSS px, from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Frame {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }
    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }
}

/// One thing that can be pointed at or walked to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SceneMark {
    /// What it is, complete even where the drawing shortens it.
    pub label: String,
    /// Its numbers, ready to be read.
    pub value: String,
    /// Left edge of the hit box.
    pub x: f64,
    /// Upper edge of the hit box.
    pub y: f64,
    /// Width of the hit box.
    pub width: f64,
    /// Height of the hit box.
    pub height: f64,
}

/// A horizontal axis along which a drawing can be cut to a part.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SceneAxis {
    /// Value at the left end.
    pub low: f64,
    /// Value at the right end.
    pub high: f64,
    /// Left end in CSS px.
    pub from: f64,
    /// Right end in CSS px.
    pub to: f64,
    /// Whether equal distances are equal factors.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub log: bool,
}

/// Where the marks of a drawing are, in CSS px and reading order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Scene {
    /// Width of the drawing.
    pub width: f64,
    /// Height of the drawing.
    pub height: f64,
    /// The part inside the axes.
    pub plot: Frame,
    /// What can be pointed at.
    pub marks: Vec<SceneMark>,
    /// The axis, where [`super::zoom`] can cut the block along it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<SceneAxis>,
}

/// On which side of its point a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The text starts at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// A text, vertically centred on `y`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub x: f64,
    pub y: f64,
    pub text: String,
    pub size: f64,
    pub colour: Colour,
    pub anchor: Anchor,
}

impl Label {
    /// The box that the text needs at most.
    pub(super) fn frame(&self) -> Frame {
        let width = text_width(&self.text, self.size);
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Frame {
            x,
            y: self.y - self.size * 0.55,
            width,
            height: self.size * 1.1,
        }
    }
}

/// One primitive in CSS px.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Rect(Frame, Colour),
    Path(Vec<(f64, f64)>, f64, Colour),
    Polygon(Vec<(f64, f64)>, Colour, f64),
    Dot(f64, f64, f64, Colour),
    Ring(f64, f64, f64, Colour),
    Text(Label),
}

/// Shapes, back to front, and the scene.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub palette: &'static Palette,
    pub scene: Scene,
    pub shapes: Vec<Shape>,
}

impl Picture {
    pub(super) fn new(width: f64, height: f64, palette: &'static Palette) -> Self {
        let plot = Frame {
            x: 0.0,
            y: 0.0,
            width,
            height,
        };
        Picture {
            palette,
            scene: Scene {
                width,
                height,
                plot,
                marks: Vec::new(),
                x: None,
            },
            shapes: Vec::new(),
        }
    }

    pub(super) fn width(&self) -> f64 {
        self.scene.width
    }

    pub(super) fn height(&self) -> f64 {
        self.scene.height
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, colour: Colour) {
        self.shapes.push(Shape::Rect(
            Frame {
                x,
                y,
                width,
                height,
            },
            colour,
        ));
    }

    /// A one-pixel horizontal line.
    pub(super) fn horizontal(&mut self, x: f64, to: f64, y: f64, colour: Colour) {
        self.rect(x, y.round() - 0.5, to - x, 1.0, colour);
    }

    /// A one-pixel vertical line.
    pub(super) fn vertical(&mut self, x: f64, y: f64, to: f64, colour: Colour) {
        self.rect(x.round() - 0.5, y, 1.0, to - y, colour);
    }

    pub(super) fn path(&mut self, points: Vec<(f64, f64)>, width: f64, colour: Colour) {
        if points.len() > 1 {
            self.shapes.push(Shape::Path(points, width, colour));
        }
    }

    pub(super) fn polygon(&mut self, points: Vec<(f64, f64)>, colour: Colour, alpha: f64) {
        if points.len() > 2 {
            self.shapes.push(Shape::Polygon(points, colour, alpha));
        }
    }

    pub(super) fn dot(&mut self, x: f64, y: f64, radius: f64, colour: Colour) {
        self.shapes.push(Shape::Dot(x, y, radius, colour));
    }

    pub(super) fn ring(&mut self, x: f64, y: f64, radius: f64, colour: Colour) {
        self.shapes.push(Shape::Ring(x, y, radius, colour));
    }

    pub(super) fn text(
        &mut self,
        (x, y): (f64, f64),
        anchor: Anchor,
        text: impl Into<String>,
        size: f64,
        colour: Colour,
    ) {
        let text = text.into();
        if !text.is_empty() {
            self.shapes.push(Shape::Text(Label {
                x,
                y,
                text,
                size,
                colour,
                anchor,
            }));
        }
    }

    /// Says that the block can be cut along this axis; a logarithmic one holds decimal logarithms.
    pub(super) fn zooms(&mut self, x: &Scale, log: bool) {
        let value = |end| if log { libm::pow(10.0, end) } else { end };
        self.scene.x = Some(SceneAxis {
            low: value(x.low),
            high: value(x.high),
            from: x.from,
            to: x.to,
            log,
        });
    }

    /// Records a mark; its hit box is cut to the drawing and at least one pixel wide and high.
    pub(super) fn mark(&mut self, label: impl Into<String>, value: impl Into<String>, hit: Frame) {
        let x = hit.x.clamp(0.0, (self.width() - 1.0).max(0.0));
        let y = hit.y.clamp(0.0, (self.height() - 1.0).max(0.0));
        self.scene.marks.push(SceneMark {
            label: label.into(),
            value: value.into(),
            x,
            y,
            width: (hit.right().min(self.width()) - x).max(1.0),
            height: (hit.bottom().min(self.height()) - y).max(1.0),
        });
    }
}
