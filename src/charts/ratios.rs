//! A forest plot of ratios: a logarithmic axis, a line at equality and the limit as a band.

use super::axis;
use super::intervals::number;
use super::metric::finite;
use super::picture::Picture;
use super::rows::{self, Row};
use super::scale::{padded, range};
use super::text::clean;
use crate::report::{Interval, IntervalRow, Intervals, Unit, show};

/// Ratios further out are drawn at the edge.
const FURTHEST: f64 = 100.0;
/// Where labels may stand.
const MARKS: [f64; 15] = [
    0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1.0, 1.25, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0,
];

fn place(ratio: f64) -> f64 {
    libm::log(ratio.clamp(1.0 / FURTHEST, FURTHEST))
}

/// Draws the first rows of a block of ratios; its threshold is the lower end of the limit, whose inverse is the upper.
pub(super) fn draw(
    picture: &mut Picture,
    block: &Intervals,
    shown: &[IntervalRow],
    note: &str,
    top: f64,
) {
    let palette = picture.palette;
    let wide = !(480.0..560.0).contains(&picture.width());
    let labels: Vec<Row> = shown
        .iter()
        .map(|row| Row {
            label: clean(&row.label),
            number: number(row, block.unit, wide),
            strong: row.marked,
        })
        .collect();
    let rows = rows::frame(picture, top, &labels, note);
    let limit = block.threshold.filter(|t| *t > 0.0 && *t < 1.0);
    let ends = |interval: Option<&Interval>| interval.and_then(finite).unzip();
    let all = shown
        .iter()
        .flat_map(|row| {
            let (low, high) = ends(row.interval.as_ref());
            [row.value, low, high]
        })
        .flatten()
        .filter(|v| v.is_finite())
        .chain(limit)
        .chain(limit.map(|t| 1.0 / t))
        .chain([1.0])
        .map(place);
    let (low, high) = padded(range(all).unwrap_or((-1.0, 1.0)), 0.04);
    let x = rows.scale(low, high);
    if let Some(limit) = limit {
        let (from, to) = (x.at(place(limit)), x.at(place(1.0 / limit)));
        rows.band(picture, from, to, palette.grid);
        for end in [from, to] {
            rows.line(picture, end, 2.0, palette.threshold);
        }
    }
    let marks: Vec<(f64, String)> = MARKS
        .iter()
        .filter(|m| (low..=high).contains(&place(**m)))
        .map(|m| (x.at(place(*m)), show(*m, Unit::Number)))
        .collect();
    axis::labels(picture, rows.frame_of(), marks);
    rows.line(picture, x.at(0.0), 1.0, palette.axis);
    for (at, row) in shown.iter().enumerate() {
        let y = rows.y(at);
        let colour = if row.marked {
            palette.current
        } else {
            palette.reference
        };
        let middle = row.value.filter(|v| v.is_finite()).map(|v| x.at(place(v)));
        if let Some((low, high)) = row.interval.as_ref().and_then(finite) {
            let (from, to) = (x.at(place(low)), x.at(place(high)));
            // An unmarked point is hollow: its line stops at the ring.
            let pieces = match middle.filter(|_| !row.marked) {
                Some(at) => [(from, at - 5.0), (at + 5.0, to)],
                None => [(from, to), (0.0, 0.0)],
            };
            for (from, to) in pieces {
                if to > from {
                    picture.rect(from, y - 1.0, to - from, 2.0, colour);
                }
            }
            for end in [from, to] {
                if middle.is_none_or(|at| row.marked || (end - at).abs() > 5.0) {
                    picture.rect(end - 1.0, y - 4.0, 2.0, 8.0, colour);
                }
            }
        }
        match middle {
            Some(at) if row.marked => picture.dot(at, y, 5.0, colour),
            Some(at) => picture.ring(at, y, 4.0, colour),
            None => {}
        }
        let hit = rows.hit(picture, at);
        picture.mark(clean(&row.label), number(row, block.unit, true), hit);
    }
}
