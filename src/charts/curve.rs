//! Lines with points of their own, against the diagonal where equal values lie on it.

use super::axis;
use super::legend::nothing;
use super::metric::finite;
use super::palette::mix;
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, padded, range};
use super::text::{LABEL, SMALL, clean, shorten, text_width};
use super::told::{Description, cell, counted, interval_cells, table};
use crate::report::{Cell, Curve, CurveLine, CurvePoint, Unit, say, show};

/// More lines than this are left to the table.
const MOST: usize = 6;
/// More faint lines than this are left to the table.
const FAINT: usize = 40;
/// More points than this are thinned.
const POINTS: usize = 400;
/// Height of the row of names.
const NAMES: f64 = 20.0;
/// Points up to this many are drawn as marks of their own.
const DOTS: usize = 60;

/// The finite points of a line, thinned where there are very many.
fn points(line: &CurveLine) -> Vec<&CurvePoint> {
    let all: Vec<&CurvePoint> = line
        .points
        .iter()
        .filter(|point| point.x.is_finite() && point.y.is_finite())
        .collect();
    let step = all.len().div_ceil(POINTS).max(1);
    let last = all.len().saturating_sub(1);
    all.into_iter()
        .enumerate()
        .filter(|(place, _)| place % step == 0 || *place == last)
        .map(|(_, point)| point)
        .collect()
}

/// The lines that are drawn: those with names, and behind them the faint ones.
fn shown(block: &Curve) -> impl Iterator<Item = &CurveLine> {
    let of = |faint: bool| block.lines.iter().filter(move |line| line.faint == faint);
    of(false).take(MOST).chain(of(true).take(FAINT))
}

fn is_empty(block: &Curve) -> bool {
    shown(block).all(|line| points(line).is_empty())
}

pub(super) fn natural_height(block: &Curve, width: f64) -> f64 {
    if is_empty(block) {
        64.0
    } else {
        (width * 0.62).clamp(240.0, 400.0)
    }
}

/// Ranges of both axes; one for both with a diagonal.
fn ranges(block: &Curve) -> ((f64, f64), (f64, f64)) {
    let all = || shown(block).flat_map(points);
    let xs = range(all().map(|p| p.x)).unwrap_or((0.0, 1.0));
    let ys = range(all().flat_map(|p| {
        let (low, high) = p.interval.as_ref().and_then(finite).unwrap_or((p.y, p.y));
        [p.y, low, high]
    }))
    .unwrap_or((0.0, 1.0));
    if !block.diagonal {
        return (padded(xs, 0.03), padded(ys, 0.05));
    }
    let both = (xs.0.min(ys.0), xs.1.max(ys.1));
    let shares = block.x_unit == Unit::Share && block.y_unit == Unit::Share;
    let both = if shares && both.0 >= 0.0 && both.1 <= 1.0 {
        (0.0, 1.0)
    } else {
        padded(both, 0.03)
    };
    (both, both)
}

pub(super) fn draw(picture: &mut Picture, block: &Curve) {
    if is_empty(block) {
        return nothing(picture, "No points to draw");
    }
    let palette = picture.palette;
    let (xs, ys) = ranges(block);
    let left = axis::left(ys.0, ys.1, 5, block.y_unit);
    let top = NAMES * 2.0 + 8.0;
    let wide = (picture.width() - left.width - 8.0).max(20.0);
    let plot = Frame {
        x: left.width,
        y: top,
        width: wide,
        height: (picture.height() - top - axis::BOTTOM - 16.0).max(20.0),
    };
    picture.scene.plot = plot;
    let x = Scale {
        low: xs.0,
        high: xs.1,
        from: plot.x,
        to: plot.right(),
    };
    let y = Scale {
        low: ys.0,
        high: ys.1,
        from: plot.bottom(),
        to: plot.y,
    };
    if !block.diagonal {
        picture.zooms(&x, false);
    }
    axis::bottom(picture, &x, block.x_unit, plot);
    left.draw(picture, &y, plot);
    let label = shorten(
        &format!("↑ {}", clean(&block.y_label)),
        picture.width(),
        SMALL,
    );
    picture.text(
        (0.0, NAMES * 1.5),
        Anchor::Start,
        label,
        SMALL,
        palette.muted,
    );
    let label = shorten(
        &format!("{} →", clean(&block.x_label)),
        picture.width(),
        SMALL,
    );
    let end = (picture.width(), picture.height() - 7.0);
    picture.text(end, Anchor::End, label, SMALL, palette.muted);
    if block.diagonal {
        let ends = [xs.0.max(ys.0), xs.1.min(ys.1)].map(|v| (x.at(v), y.at(v)));
        picture.path(ends.to_vec(), 1.0, palette.axis);
    }
    for line in shown(block).filter(|line| line.faint) {
        let path = points(line).into_iter().map(|p| (x.at(p.x), y.at(p.y)));
        let colour = mix(palette.surface, palette.reference, 0.6);
        picture.path(path.collect(), 1.0, colour);
    }
    let mut name_at = 0.0;
    for (number, line) in shown(block).filter(|line| !line.faint).enumerate() {
        let colour = palette.series[number];
        let points = points(line);
        picture.path(
            points.iter().map(|p| (x.at(p.x), y.at(p.y))).collect(),
            2.0,
            colour,
        );
        for point in &points {
            let (px, py) = (x.at(point.x), y.at(point.y));
            if let Some((low, high)) = point.interval.as_ref().and_then(finite) {
                let (from, to) = (y.at(high), y.at(low));
                picture.rect(px - 1.0, from, 2.0, to - from, colour);
                for end in [from, to] {
                    picture.rect(px - 4.0, end - 1.0, 8.0, 2.0, colour);
                }
            }
            if points.len() <= DOTS {
                shape(picture, number, px, py, colour);
            }
            mark(picture, block, line, point, (px, py));
        }
        name_at = name(picture, number, &clean(&line.label), name_at);
    }
}

/// Each line has a shape of its own besides its colour.
fn shape(picture: &mut Picture, number: usize, x: f64, y: f64, colour: (u8, u8, u8)) {
    match number % 3 {
        0 => picture.dot(x, y, 3.0, colour),
        1 => picture.rect(x - 3.0, y - 3.0, 6.0, 6.0, colour),
        _ => picture.polygon(
            vec![(x, y - 4.0), (x + 4.0, y + 3.0), (x - 4.0, y + 3.0)],
            colour,
            1.0,
        ),
    }
}

/// A name with its shape in the row above the plot; answers where the next one starts.
fn name(picture: &mut Picture, number: usize, label: &str, at: f64) -> f64 {
    let room = picture.width() - at - 14.0;
    if room < 30.0 {
        return at;
    }
    let colour = picture.palette.series[number];
    let text = shorten(label, room, LABEL);
    shape(picture, number, at + 5.0, NAMES / 2.0, colour);
    let next = at + 14.0 + text_width(&text, LABEL) + 18.0;
    let place = (at + 14.0, NAMES / 2.0);
    picture.text(place, Anchor::Start, text, LABEL, picture.palette.ink);
    next
}

fn mark(
    picture: &mut Picture,
    block: &Curve,
    line: &CurveLine,
    point: &CurvePoint,
    at: (f64, f64),
) {
    let label = format!(
        "{}, {} {}",
        clean(&line.label),
        clean(&block.x_label),
        show(point.x, block.x_unit)
    );
    let mut value = format!("{} {}", clean(&block.y_label), show(point.y, block.y_unit));
    if let Some((low, high)) = point.interval.as_ref().and_then(finite) {
        value.push_str(&format!(
            " [{}, {}]",
            show(low, block.y_unit),
            show(high, block.y_unit)
        ));
    }
    if let Some(n) = point.n {
        value.push_str(&format!(", n {}", show(n as f64, Unit::Count)));
    }
    let hit = Frame {
        x: at.0 - 5.0,
        y: at.1 - 5.0,
        width: 10.0,
        height: 10.0,
    };
    picture.mark(label, value, hit);
}

/// Where up to two named lines over the same axis begin and end; `None` where there is another way to read the curve.
fn course(block: &Curve) -> Option<String> {
    let named: Vec<&CurveLine> = block.lines.iter().filter(|line| !line.faint).collect();
    if block.diagonal || !(1..=2).contains(&named.len()) {
        return None;
    }
    let lines: Vec<_> = named.iter().map(|line| (line, points(line))).collect();
    let ends = |points: &[&CurvePoint]| Some((points.first()?.x, points.last()?.x));
    let (from, to) = ends(&lines[0].1)?;
    if from >= to || lines.iter().any(|(_, all)| ends(all) != Some((from, to))) {
        return None;
    }
    let said: Vec<String> = lines
        .iter()
        .filter_map(|(line, points)| {
            Some(say(&format!(
                "{} goes from {} to {}",
                clean(&line.label),
                show(points.first()?.y, block.y_unit),
                show(points.last()?.y, block.y_unit)
            )))
        })
        .collect();
    Some(say(&format!(
        "{} against {} from {} to {}: {}",
        clean(&block.y_label),
        clean(&block.x_label),
        show(from, block.x_unit),
        show(to, block.x_unit),
        said.join(", ")
    )))
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &Curve) -> Description {
    let known = |line: &&CurveLine| !line.points.is_empty();
    let many: usize = block.lines.iter().map(|line| line.points.len()).sum();
    let mut sentence = course(block).unwrap_or_else(|| {
        say(&format!(
            "{} against {}: {} with {}",
            clean(&block.y_label),
            clean(&block.x_label),
            counted(block.lines.len(), "line"),
            counted(many, "point")
        ))
    });
    // The point farthest from the diagonal is what such a curve is read for.
    let farthest = block
        .lines
        .iter()
        .filter(known)
        .flat_map(|line| line.points.iter())
        .filter(|p| p.x.is_finite() && p.y.is_finite())
        .max_by(|a, b| (a.y - a.x).abs().total_cmp(&(b.y - b.x).abs()));
    if let (true, Some(point)) = (block.diagonal, farthest) {
        sentence.push_str(&say(&format!(
            "; farthest apart where {} is {} and {} is {}",
            clean(&block.x_label),
            show(point.x, block.x_unit),
            clean(&block.y_label),
            show(point.y, block.y_unit)
        )));
    }
    sentence.push('.');
    let rows = block
        .lines
        .iter()
        .flat_map(|line| {
            line.points.iter().map(|point| {
                let [low, high, _] = interval_cells(point.interval.as_ref());
                vec![
                    Cell::Text(clean(&line.label)),
                    cell(Some(point.x)),
                    cell(Some(point.y)),
                    low,
                    high,
                    cell(point.n.map(|n| n as f64)),
                ]
            })
        })
        .collect();
    Description {
        sentence,
        table: table(
            &block.title,
            &[
                ("Line", Unit::Number),
                (&block.x_label, block.x_unit),
                (&block.y_label, block.y_unit),
                ("Interval from", block.y_unit),
                ("Interval to", block.y_unit),
                ("n", Unit::Count),
            ],
            rows,
        ),
    }
}
