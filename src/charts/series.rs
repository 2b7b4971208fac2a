//! Lines over a shared x, named at their ends, with their intervals as bands.

use super::axis;
use super::legend::nothing;
use super::metric::finite;
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, padded, range};
use super::text::{LABEL, SMALL, clean, shorten, text_width};
use super::told::{Description, cell, counted};
use crate::report::{Series, SeriesLine, TableBlock, TableColumn, say, show};
use crate::stats::order::ordered;

/// More lines than this are left to the table.
const MOST: usize = 6;
/// Distance of two line names.
const NAME_ROW: f64 = 15.0;

fn xs(block: &Series) -> Option<(f64, f64)> {
    let used = block
        .x
        .iter()
        .enumerate()
        .filter(|(place, _)| block.lines.iter().any(|line| value(line, *place).is_some()));
    range(used.map(|(_, x)| *x))
}

fn value(line: &SeriesLine, place: usize) -> Option<f64> {
    line.y
        .get(place)
        .copied()
        .flatten()
        .filter(|value| value.is_finite())
}

fn band(line: &SeriesLine, place: usize) -> Option<(f64, f64)> {
    line.band.as_ref()?.get(place)?.as_ref().and_then(finite)
}

pub(super) fn natural_height(block: &Series, width: f64) -> f64 {
    if xs(block).is_some() {
        (width * 0.45).clamp(200.0, 320.0)
    } else {
        64.0
    }
}

pub(super) fn draw(picture: &mut Picture, block: &Series) {
    let Some(xs) = xs(block) else {
        return nothing(picture, "No values over time");
    };
    let palette = picture.palette;
    let lines = &block.lines[..block.lines.len().min(MOST)];
    let places = 0..block.x.len();
    let all = lines.iter().flat_map(|line| {
        places.clone().flat_map(move |place| {
            let (low, high) = band(line, place).unzip();
            [value(line, place), low, high]
        })
    });
    let (low, high) = padded(range(all.flatten()).unwrap_or((0.0, 1.0)), 0.06);
    let left = axis::left(low, high, 4, block.y_unit);
    let names: Vec<String> = lines.iter().map(|line| clean(&line.label)).collect();
    let room = (picture.width() * 0.28).min(
        names
            .iter()
            .map(|name| text_width(name, LABEL))
            .fold(0.0, f64::max)
            + 1.0,
    );
    let more = block.lines.len() - lines.len();
    let top = if more > 0 { 20.0 } else { 8.0 };
    let x_start = left.width.min(picture.width() * 0.4);
    let plot = Frame {
        x: x_start,
        y: top,
        width: (picture.width() - x_start - room - 14.0).max(20.0),
        height: (picture.height() - top - axis::BOTTOM).max(20.0),
    };
    picture.scene.plot = plot;
    if more > 0 {
        let text = shorten(
            &say(&format!(
                "The first {MOST} of {} lines; all are in the table.",
                block.lines.len()
            )),
            picture.width(),
            SMALL,
        );
        picture.text((0.0, 7.0), Anchor::Start, text, SMALL, palette.muted);
    }
    let x = Scale {
        low: xs.0,
        high: xs.1,
        from: plot.x + 6.0,
        to: plot.right() - 6.0,
    };
    let y = Scale {
        low,
        high,
        from: plot.bottom(),
        to: plot.y,
    };
    picture.zooms(&x, false);
    axis::bottom(picture, &x, block.x_unit, plot);
    left.draw(picture, &y, plot);
    let thinning = block.x.len().div_ceil(400).max(1);
    let kept: Vec<usize> = places
        .step_by(thinning)
        .filter(|p| block.x[*p].is_finite())
        .collect();
    let mut ends = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let colour = palette.series[number];
        draw_band(picture, line, &kept, block, &x, &y, number);
        let mut run: Vec<(f64, f64)> = Vec::new();
        for place in &kept {
            match value(line, *place) {
                Some(value) => run.push((x.at(block.x[*place]), y.at(value))),
                None => finish(picture, &mut run, number),
            }
        }
        let last = kept.iter().rev().find_map(|place| value(line, *place));
        finish(picture, &mut run, number);
        if let Some(last) = last {
            ends.push((y.at(last), number, colour));
        }
    }
    name_lines(picture, ends, &names, plot, room);
    marks(picture, block, lines, &names, &kept, &x, plot);
}

/// Ends a run of values: a line with a shape of its own at its ends, a single value as the shape alone.
fn finish(picture: &mut Picture, run: &mut Vec<(f64, f64)>, number: usize) {
    let colour = picture.palette.series[number];
    let points = std::mem::take(run);
    let ends = [points.first().copied(), points.last().copied()];
    picture.path(points, 2.0, colour);
    for (x, y) in ends.into_iter().flatten() {
        match number % 3 {
            0 => picture.dot(x, y, 4.0, colour),
            1 => picture.rect(x - 4.0, y - 4.0, 8.0, 8.0, colour),
            _ => picture.polygon(
                vec![(x, y - 5.0), (x + 5.0, y + 4.0), (x - 5.0, y + 4.0)],
                colour,
                1.0,
            ),
        }
    }
}

fn draw_band(
    picture: &mut Picture,
    line: &SeriesLine,
    kept: &[usize],
    block: &Series,
    x: &Scale,
    y: &Scale,
    number: usize,
) {
    let colour = picture.palette.series[number];
    let known: Vec<_> = kept.iter().map(|p| (*p, band(line, *p))).collect();
    for run in known.split(|(_, band)| band.is_none()) {
        let at = |place: usize| x.at(block.x[place]);
        let upper = run
            .iter()
            .filter_map(|(p, b)| b.map(|b| (at(*p), y.at(b.1))));
        let lower = run
            .iter()
            .rev()
            .filter_map(|(p, b)| b.map(|b| (at(*p), y.at(b.0))));
        picture.polygon(upper.chain(lower).collect(), colour, 0.18);
    }
}

/// Writes each line's name beside its last value, moved apart where they would touch.
fn name_lines(
    picture: &mut Picture,
    ends: Vec<(f64, usize, super::palette::Colour)>,
    names: &[String],
    plot: Frame,
    room: f64,
) {
    let mut ends = ordered(ends, &|a, b| a.0.total_cmp(&b.0));
    let half = NAME_ROW / 2.0;
    let mut y = f64::NEG_INFINITY;
    for end in &mut ends {
        end.0 = end.0.max(y + NAME_ROW).max(half);
        y = end.0;
    }
    let mut limit = plot.bottom() + half;
    for end in ends.iter_mut().rev() {
        end.0 = end.0.min(limit - half);
        limit = end.0 - half;
    }
    for (y, number, _) in ends {
        let ink = picture.palette.ink;
        let text = shorten(&names[number], room, LABEL);
        picture.text((plot.right() + 12.0, y), Anchor::Start, text, LABEL, ink);
    }
}

fn marks(
    picture: &mut Picture,
    block: &Series,
    lines: &[SeriesLine],
    names: &[String],
    kept: &[usize],
    x: &Scale,
    plot: Frame,
) {
    let mut edge = plot.x;
    for (order, place) in kept.iter().enumerate() {
        let here = x.at(block.x[*place]);
        let next = kept
            .get(order + 1)
            .map_or(plot.right(), |next| (here + x.at(block.x[*next])) / 2.0);
        let values: Vec<String> = lines
            .iter()
            .zip(names)
            .map(|(line, name)| {
                let number = crate::report::show_option(value(line, *place), block.y_unit);
                match band(line, *place) {
                    Some((low, high)) => format!(
                        "{name} {number} [{}, {}]",
                        show(low, block.y_unit),
                        show(high, block.y_unit)
                    ),
                    None => format!("{name} {number}"),
                }
            })
            .collect();
        let hit = Frame {
            x: edge,
            y: plot.y,
            width: (next - edge).max(1.0),
            height: plot.height,
        };
        edge = next.max(edge);
        picture.mark(show(block.x[*place], block.x_unit), values.join(", "), hit);
    }
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &Series) -> Description {
    let ends: Vec<String> = block
        .lines
        .iter()
        .take(3)
        .map(|line| {
            let mut known = line.y.iter().flatten().filter(|value| value.is_finite());
            let name = clean(&line.label);
            match (known.next(), known.next_back()) {
                (None, _) => say(&format!("{name} has no values")),
                (Some(only), None) => say(&format!("{name} is {}", show(*only, block.y_unit))),
                (Some(first), Some(last)) => say(&format!(
                    "{name} goes from {} to {}",
                    show(*first, block.y_unit),
                    show(*last, block.y_unit)
                )),
            }
        })
        .collect();
    let mut sentence = say(&format!(
        "{} over {}",
        counted(block.lines.len(), "line"),
        counted(block.x.len(), "point")
    ));
    if !ends.is_empty() {
        sentence.push_str(": ");
        sentence.push_str(&ends.join("; "));
    }
    sentence.push('.');
    let mut columns = vec![("x".to_string(), block.x_unit)];
    for line in &block.lines {
        let name = clean(&line.label);
        if line.band.is_some() {
            columns.push((say(&format!("{name}, interval from")), block.y_unit));
            columns.push((say(&format!("{name}, interval to")), block.y_unit));
        }
        columns.push((name, block.y_unit));
    }
    let rows = block
        .x
        .iter()
        .enumerate()
        .map(|(place, x)| {
            let mut row = vec![cell(Some(*x))];
            for line in &block.lines {
                if let Some(band) = &line.band {
                    let interval = band.get(place).and_then(Option::as_ref);
                    row.push(cell(interval.map(|i| i.low)));
                    row.push(cell(interval.map(|i| i.high)));
                }
                row.push(cell(line.y.get(place).copied().flatten()));
            }
            row
        })
        .collect();
    Description {
        sentence,
        table: TableBlock {
            title: block.title.clone(),
            columns: columns
                .into_iter()
                .map(|(label, unit)| TableColumn { label, unit })
                .collect(),
            rows,
        },
    }
}
