//! Binned points: one dot for each bin of two numbers, its size the number of rows, its shade a third number.

use super::amounts::Amounts;
use super::axis;
use super::legend::nothing;
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, padded, range};
use super::text::{SMALL, clean, shorten};
use super::told::{Description, counted, table};
use crate::report::{Cell, Scatter, ScatterDot, Unit, say, show};
use crate::stats::order::ordered;

/// Radius of the dot with the most rows, and the smallest one.
const RADIUS: (f64, f64) = (7.0, 1.5);
/// Height of a line of words above the plot.
const WORDS: f64 = 18.0;
/// Marks that are read out or pointed at; the data behind the picture has all.
const MARKS: usize = 400;

fn dots(block: &Scatter) -> impl Iterator<Item = &ScatterDot> {
    let finite = |dot: &&ScatterDot| dot.x.is_finite() && dot.y.is_finite();
    block.dots.iter().filter(finite)
}

pub(super) fn natural_height(block: &Scatter, width: f64) -> f64 {
    match dots(block).next() {
        Some(_) => (width * 0.62).clamp(240.0, 400.0),
        None => 64.0,
    }
}

pub(super) fn draw(picture: &mut Picture, block: &Scatter) {
    let xs = range(dots(block).map(|dot| dot.x));
    let ys = range(dots(block).map(|dot| dot.y));
    let (Some(xs), Some(ys)) = (xs, ys) else {
        return nothing(picture, "No points to draw");
    };
    let palette = picture.palette;
    let (xs, ys) = (padded(xs, 0.03), padded(ys, 0.06));
    let left = axis::left(ys.0, ys.1, 5, block.y_unit);
    let shaded = block.shade_label.is_some();
    let top = WORDS * if shaded { 2.0 } else { 1.0 } + 6.0;
    let plot = Frame {
        x: left.width,
        y: top,
        width: (picture.width() - left.width - 8.0).max(20.0),
        height: (picture.height() - top - axis::BOTTOM - 16.0).max(20.0),
    };
    picture.scene.plot = plot;
    let x = Amounts::new(xs, &steps(block), block.x_unit, plot);
    let y = Scale {
        low: ys.0,
        high: ys.1,
        from: plot.bottom(),
        to: plot.y,
    };
    picture.zooms(&x.scale, x.log);
    x.draw(picture, block.x_unit, plot);
    left.draw(picture, &y, plot);
    if ys.0 < 0.0 && ys.1 > 0.0 {
        picture.horizontal(plot.x, plot.right(), y.at(0.0), palette.axis);
    }
    let words = |picture: &mut Picture, at: (f64, f64), anchor, text: String| {
        let text = shorten(&text, picture.width(), SMALL);
        picture.text(at, anchor, text, SMALL, palette.muted);
    };
    if let Some(label) = &block.shade_label {
        let label = clean(label);
        let text = say(&format!(
            "Light: {label} low, dark: {label} high. Area: rows."
        ));
        words(picture, (0.0, WORDS * 0.5), Anchor::Start, text);
    }
    let up = format!("↑ {}", clean(&block.y_label));
    words(picture, (0.0, top - WORDS * 0.5 - 4.0), Anchor::Start, up);
    let end = (picture.width(), picture.height() - 7.0);
    words(
        picture,
        end,
        Anchor::End,
        format!("{} →", clean(&block.x_label)),
    );
    let most = dots(block).map(|dot| dot.count).max().unwrap_or(1).max(1);
    for (place, dot) in dots(block).enumerate() {
        let share = dot.count as f64 / most as f64;
        let radius = (RADIUS.0 * share.sqrt()).max(RADIUS.1);
        let colour = palette.dot(dot.shade);
        let at = (x.at(dot.x), y.at(dot.y));
        picture.dot(at.0, at.1, radius, colour);
        if place < MARKS {
            let hit = Frame {
                x: at.0 - 4.0,
                y: at.1 - 4.0,
                width: 8.0,
                height: 8.0,
            };
            let label = format!("{} {}", clean(&block.x_label), show(dot.x, block.x_unit));
            picture.mark(label, spoken(block, dot), hit);
        }
    }
}

/// Each dot's value along the axis with the share of rows at or below it, ascending.
fn steps(block: &Scatter) -> Vec<(f64, f64, f64)> {
    let dots: Vec<&ScatterDot> = dots(block).collect();
    let dots = ordered(dots, &|a, b| a.x.total_cmp(&b.x));
    let all: u64 = dots.iter().map(|dot| dot.count).sum();
    let mut below = 0;
    let step = |dot: &ScatterDot| {
        below += dot.count;
        let share = below as f64 / all as f64;
        (dot.x, share, share)
    };
    dots.into_iter().map(step).collect()
}

fn spoken(block: &Scatter, dot: &ScatterDot) -> String {
    let mut out = format!(
        "{} {}, n {}",
        clean(&block.y_label),
        show(dot.y, block.y_unit),
        show(dot.count as f64, Unit::Count)
    );
    if let (Some(label), Some(shade)) = (&block.shade_label, dot.shade) {
        let place = show(shade, Unit::Share);
        out.push_str(&say(&format!(", {} at {place} of all", clean(label))));
    }
    out
}

pub(super) fn describe(block: &Scatter) -> Description {
    let rows: u64 = dots(block).map(|dot| dot.count).sum();
    let ends = match (
        range(dots(block).map(|dot| dot.x)),
        range(dots(block).map(|dot| dot.y)),
    ) {
        (Some(x), Some(y)) => say(&format!(
            " {} from {} to {}, {} from {} to {}.",
            clean(&block.x_label),
            show(x.0, block.x_unit),
            show(x.1, block.x_unit),
            clean(&block.y_label),
            show(y.0, block.y_unit),
            show(y.1, block.y_unit)
        )),
        _ => String::new(),
    };
    let cells = dots(block).map(|dot| {
        vec![
            Cell::Number(dot.x),
            Cell::Number(dot.y),
            Cell::Number(dot.count as f64),
            dot.shade.map_or(Cell::Empty(()), Cell::Number),
        ]
    });
    let shade = block.shade_label.as_deref().map(clean);
    let shade = shade.unwrap_or_else(|| say("Shade"));
    Description {
        sentence: say(&format!("{}, binned.{ends}", counted(rows as usize, "row"))),
        table: table(
            &block.title,
            &[
                (&clean(&block.x_label), block.x_unit),
                (&clean(&block.y_label), block.y_unit),
                ("Rows", Unit::Count),
                (&shade, Unit::Share),
            ],
            cells.collect(),
        ),
    }
}
