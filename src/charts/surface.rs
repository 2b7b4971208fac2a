//! The wrapper around every drawing backend, and playing a picture onto it.
//!
//! It answers text sizes from the embedded table (plotters would ask the document, which does not exist in a
//! worker and answers wrongly under a strict policy), evens out the text size of plotters-svg, which divides it
//! by 1.24, and refuses a drawing with too many primitives.

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, PathElement, Polygon, Rectangle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle, FontTransform, text_anchor,
};

use super::palette::Colour;
use super::picture::{Anchor, Picture, Shape};
use super::text::text_width;
use crate::error::{Code, Error, Result};

/// More primitives than this are refused: a chart must reduce its data first.
pub const MAX_PRIMITIVES: usize = 2_000;

/// The font of every label; the first that exists is taken.
pub(super) const FONT_FAMILY: &str = "system-ui, Helvetica, Arial, sans-serif";

/// What stopped a drawing.
#[derive(Debug)]
pub enum SurfaceError<E> {
    /// The wrapped backend failed.
    Inner(E),
    /// More than [`MAX_PRIMITIVES`].
    TooManyPrimitives,
}

impl<E: std::fmt::Display> std::fmt::Display for SurfaceError<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SurfaceError::Inner(error) => error.fmt(f),
            SurfaceError::TooManyPrimitives => {
                write!(f, "more than {MAX_PRIMITIVES} primitives in one drawing")
            }
        }
    }
}

impl<E: std::error::Error> std::error::Error for SurfaceError<E> {}

type Drawn<E> = std::result::Result<(), DrawingErrorKind<SurfaceError<E>>>;

fn outer<T, E: std::error::Error + Send + Sync>(
    result: std::result::Result<T, DrawingErrorKind<E>>,
) -> std::result::Result<T, DrawingErrorKind<SurfaceError<E>>> {
    result.map_err(|error| match error {
        DrawingErrorKind::DrawingError(e) => DrawingErrorKind::DrawingError(SurfaceError::Inner(e)),
        DrawingErrorKind::FontError(e) => DrawingErrorKind::FontError(e),
    })
}

/// A drawing backend that measures and counts for the one it wraps.
pub struct Surface<B> {
    inner: B,
    text_scale: f64,
    primitives: usize,
}

impl<B: DrawingBackend> Surface<B> {
    /// Wraps `inner`; text sizes are multiplied by `text_scale` before they reach it.
    pub fn new(inner: B, text_scale: f64) -> Self {
        Surface {
            inner,
            text_scale,
            primitives: 0,
        }
    }

    fn count(&mut self) -> Drawn<B::ErrorType> {
        self.primitives += 1;
        if self.primitives > MAX_PRIMITIVES {
            return Err(DrawingErrorKind::DrawingError(
                SurfaceError::TooManyPrimitives,
            ));
        }
        Ok(())
    }
}

/// The same text style at another size.
struct Scaled<'a, S>(&'a S, f64);

impl<S: BackendTextStyle> BackendTextStyle for Scaled<'_, S> {
    type FontError = S::FontError;
    fn color(&self) -> BackendColor {
        self.0.color()
    }
    fn size(&self) -> f64 {
        self.0.size() * self.1
    }
    fn transform(&self) -> FontTransform {
        self.0.transform()
    }
    fn style(&self) -> FontStyle {
        self.0.style()
    }
    fn anchor(&self) -> text_anchor::Pos {
        self.0.anchor()
    }
    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }
    fn layout_box(
        &self,
        text: &str,
    ) -> std::result::Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> std::result::Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        draw: F,
    ) -> std::result::Result<std::result::Result<(), E>, Self::FontError> {
        self.0.draw(text, pos, draw)
    }
}

impl<B: DrawingBackend> DrawingBackend for Surface<B> {
    type ErrorType = SurfaceError<B::ErrorType>;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }
    fn ensure_prepared(&mut self) -> Drawn<B::ErrorType> {
        outer(self.inner.ensure_prepared())
    }
    fn present(&mut self) -> Drawn<B::ErrorType> {
        outer(self.inner.present())
    }
    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn<B::ErrorType> {
        self.count()?;
        outer(self.inner.draw_pixel(point, color))
    }
    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn<B::ErrorType> {
        self.count()?;
        outer(self.inner.draw_line(from, to, style))
    }
    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<B::ErrorType> {
        self.count()?;
        outer(self.inner.draw_rect(upper_left, bottom_right, style, fill))
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<B::ErrorType> {
        self.count()?;
        outer(self.inner.draw_path(path, style))
    }
    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<B::ErrorType> {
        self.count()?;
        outer(self.inner.draw_circle(center, radius, style, fill))
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn<B::ErrorType> {
        self.count()?;
        outer(self.inner.fill_polygon(vert, style))
    }
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Drawn<B::ErrorType> {
        self.count()?;
        outer(
            self.inner
                .draw_text(text, &Scaled(style, self.text_scale), pos),
        )
    }
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> std::result::Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let size = style.size();
        Ok((
            text_width(text, size).ceil() as u32,
            (size * 1.2).ceil() as u32,
        ))
    }
}

fn ink(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// Plays `picture` onto `backend` at `ratio` device pixels for each CSS px.
pub(super) fn play<B: DrawingBackend>(
    picture: &Picture,
    backend: B,
    ratio: f64,
    text_scale: f64,
) -> Result<()> {
    let area = Surface::new(backend, text_scale).into_drawing_area();
    for shape in &picture.shapes {
        play_shape(&area, shape, ratio).map_err(|error| refused(&error.to_string()))?;
    }
    area.present().map_err(|error| refused(&error.to_string()))
}

fn play_shape<B: DrawingBackend>(
    area: &DrawingArea<Surface<B>, Shift>,
    shape: &Shape,
    ratio: f64,
) -> std::result::Result<(), DrawingAreaErrorKind<SurfaceError<B::ErrorType>>> {
    let at = |x: f64, y: f64| ((x * ratio).round() as i32, (y * ratio).round() as i32);
    let all = |points: &[(f64, f64)]| points.iter().map(|p| at(p.0, p.1)).collect::<Vec<_>>();
    let stroke = |colour: Colour, width: f64| ShapeStyle {
        color: ink(colour).to_rgba(),
        filled: false,
        stroke_width: (width * ratio).round().max(1.0) as u32,
    };
    let radius = |r: f64| (r * ratio).round().max(1.0) as i32;
    match shape {
        Shape::Rect(frame, colour) => {
            let from = at(frame.x, frame.y);
            let to = at(frame.right(), frame.bottom());
            // Thin bars keep at least one device pixel.
            let to = (to.0.max(from.0 + 1), to.1.max(from.1 + 1));
            area.draw(&Rectangle::new([from, to], ink(*colour).filled()))
        }
        Shape::Path(points, width, colour) => {
            area.draw(&PathElement::new(all(points), stroke(*colour, *width)))
        }
        Shape::Polygon(points, colour, alpha) => {
            area.draw(&Polygon::new(all(points), ink(*colour).mix(*alpha)))
        }
        Shape::Dot(x, y, r, colour) => {
            area.draw(&Circle::new(at(*x, *y), radius(*r), ink(*colour).filled()))
        }
        Shape::Ring(x, y, r, colour) => {
            area.draw(&Circle::new(at(*x, *y), radius(*r), stroke(*colour, 2.0)))
        }
        Shape::Text(label) => {
            let side = match label.anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let style = (FONT_FAMILY, label.size * ratio)
                .into_font()
                .color(&ink(label.colour))
                .pos(Pos::new(side, VPos::Center));
            area.draw(&Text::new(label.text.as_str(), at(label.x, label.y), style))
        }
    }
}

fn refused(why: &str) -> Error {
    Error::new(
        Code::ChartRefused,
        why,
        "a drawing surface that takes the chart",
        "Read the numbers in the table beside the chart, and report this with the block that was drawn.",
    )
}
