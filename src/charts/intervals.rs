//! A forest plot: estimates with whiskers against a threshold.

use super::legend::nothing;
use super::metric::finite;
use super::picture::{Anchor, Picture};
use super::ratios;
use super::rows::{self, Row};
use super::scale::{padded, range};
use super::text::{LABEL, clean, text_width};
use crate::report::{IntervalRow, Intervals, Unit, show, show_option};

/// More rows than this are left to the table.
const MOST: usize = 40;
const TOP: f64 = 22.0;

fn note(block: &Intervals) -> String {
    if block.rows.len() > MOST {
        let all = show(block.rows.len() as f64, Unit::Count);
        format!("The first {MOST} of {all} rows; all are in the table.")
    } else {
        String::new()
    }
}

fn top(block: &Intervals) -> f64 {
    if block.threshold.is_some() { TOP } else { 4.0 }
}

pub(super) fn natural_height(block: &Intervals, width: f64) -> f64 {
    match block.rows.len().min(MOST) {
        0 => 64.0,
        n => rows::height(width, top(block), n, !note(block).is_empty()),
    }
}

/// The value with its interval, such as `0.21 [0.18, 0.24]`.
pub(super) fn number(row: &IntervalRow, unit: Unit, with_interval: bool) -> String {
    let value = row.value.filter(|value| value.is_finite());
    let text = show_option(value, unit);
    match row.interval.as_ref().and_then(finite) {
        Some((low, high)) if with_interval && value.is_some() => {
            format!("{text} [{}, {}]", show(low, unit), show(high, unit))
        }
        _ => text,
    }
}

pub(super) fn draw(picture: &mut Picture, block: &Intervals) {
    let shown = &block.rows[..block.rows.len().min(MOST)];
    if shown.is_empty() {
        return nothing(picture, "No estimates");
    }
    if block.unit == Unit::Ratio {
        return ratios::draw(picture, block, shown, &note(block), top(block));
    }
    let palette = picture.palette;
    // Between the two there is no room beside the tracks.
    let wide = !(480.0..560.0).contains(&picture.width());
    let labels: Vec<Row> = shown
        .iter()
        .map(|row| Row {
            label: clean(&row.label),
            number: number(row, block.unit, wide),
            strong: row.marked,
        })
        .collect();
    let rows = rows::frame(picture, top(block), &labels, &note(block));
    let threshold = block.threshold.filter(|threshold| threshold.is_finite());
    let all = shown
        .iter()
        .flat_map(|row| {
            let (low, high) = row.interval.as_ref().and_then(finite).unzip();
            [row.value, low, high]
        })
        .flatten()
        .chain(threshold)
        .chain([0.0]);
    let whole = range(all).unwrap_or((0.0, 1.0));
    let (low, high) = padded(whole, 0.04);
    let x = rows.scale(if whole.0 == 0.0 { 0.0 } else { low }, high);
    rows.axis(picture, &x, block.unit);
    if low < 0.0 {
        rows.line(picture, x.at(0.0), 1.0, palette.axis);
    }
    if let Some(threshold) = threshold {
        let place = x.at(threshold);
        rows.line(picture, place, 2.0, palette.threshold);
        let text = format!("threshold {}", show(threshold, block.unit));
        let half = text_width(&text, LABEL) / 2.0;
        let centre = place.clamp(half, (picture.width() - half).max(half));
        picture.text(
            (centre, 9.0),
            Anchor::Middle,
            text,
            LABEL,
            palette.threshold,
        );
    }
    for (place, row) in shown.iter().enumerate() {
        let y = rows.y(place);
        let colour = if row.marked {
            palette.current
        } else {
            palette.reference
        };
        let at = row.value.filter(|v| v.is_finite()).map(|value| x.at(value));
        if let Some((low, high)) = row.interval.as_ref().and_then(finite) {
            let (from, to) = (x.at(low), x.at(high));
            // An unmarked point is hollow: its line stops at the ring.
            let hole = at.filter(|_| !row.marked);
            let pieces = match hole {
                Some(at) => [(from, at - 5.0), (at + 5.0, to)],
                None => [(from, to), (0.0, 0.0)],
            };
            for (from, to) in pieces {
                if to > from {
                    picture.rect(from, y - 1.0, to - from, 2.0, colour);
                }
            }
            for end in [from, to] {
                if hole.is_none_or(|at| (end - at).abs() > 5.0) {
                    picture.rect(end - 1.0, y - 4.0, 2.0, 8.0, colour);
                }
            }
        }
        match at {
            Some(at) if row.marked => picture.dot(at, y, 5.0, colour),
            Some(at) => picture.ring(at, y, 4.0, colour),
            None => {}
        }
        let hit = rows.hit(picture, place);
        picture.mark(clean(&row.label), number(row, block.unit, true), hit);
    }
}
