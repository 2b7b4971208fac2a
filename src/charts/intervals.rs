//! A forest plot: estimates with whiskers against a threshold or a band of limits.

use super::estimate_axis::{EstimateAxis, ends, limits};
use super::legend::nothing;
use super::metric::finite;
use super::palette::{Colour, mix};
use super::picture::{Anchor, Picture};
use super::rows::{self, Row, Rows};
use super::text::{LABEL, clean, shorten, text_width};
use super::told::{Description, cell, counted, interval_cells, table};
use crate::report::{Band, Cell, IntervalRow, Intervals, Unit, say, show, show_option};
use crate::stats::order::ordered;

/// More rows than this are left to the table.
const MOST: usize = 40;
/// What lies beyond a limit is named up to here.
const NAMED: usize = 3;
const TOP: f64 = 22.0;

fn note(block: &Intervals) -> String {
    let mut note = String::new();
    if block.rows.len() > MOST {
        let all = show(block.rows.len() as f64, Unit::Count);
        note = say(&format!(
            "The first {MOST} of {all} rows; all are in the table."
        ));
    }
    if block.rows.iter().take(MOST).any(|row| row.hollow) {
        let hollow = say("Hollow: too little data to judge.");
        note = if note.is_empty() {
            hollow
        } else {
            format!("{hollow} {note}")
        };
    }
    note
}

fn top(block: &Intervals) -> f64 {
    if block.threshold.is_some() || block.band.is_some() {
        TOP
    } else {
        4.0
    }
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

/// The label with the rows it stands on.
pub(super) fn label(row: &IntervalRow) -> String {
    match row.n {
        Some(n) => format!("{} (n {})", clean(&row.label), show(n as f64, Unit::Count)),
        None => clean(&row.label),
    }
}

/// A band in words, such as `within the limit: 0.8 to 1.25`.
fn spoken_band(band: &Band, block: &Intervals) -> String {
    let (low, high) = limits(band, block.scale);
    match (range_words(low, high, block.unit), clean(&band.label)) {
        (None, _) => String::new(),
        (Some(range), label) if label.is_empty() => range,
        (Some(range), label) => format!("{label}: {range}"),
    }
}

fn range_words(low: f64, high: f64, unit: Unit) -> Option<String> {
    let write = |value: f64| show(value, unit);
    match (low.is_finite(), high.is_finite()) {
        (true, true) => Some(say(&format!("{} to {}", write(low), write(high)))),
        (true, false) => Some(say(&format!("{} and more", write(low)))),
        (false, true) => Some(say(&format!("up to {}", write(high)))),
        (false, false) => None,
    }
}

/// What a plot of estimates shows: which of them lie beyond what they are judged against, or which are the largest.
pub(super) fn spoken(block: &Intervals) -> String {
    let named = |row: &IntervalRow| {
        // A row's own n and verdict stand in brackets behind its name, and beside it in the drawing.
        let label = clean(&row.label);
        let name = label.split(" (n = ").next().unwrap_or(&label);
        format!("{name} ({})", show_option(row.value, block.unit))
    };
    let all = show(block.rows.len() as f64, Unit::Count);
    if !block.rows.is_empty() && block.rows.iter().all(|row| row.hollow) {
        return match block.rows.as_slice() {
            [only] => say(&format!("{} has too little data to judge.", named(only))),
            _ => say(&format!("None of {all} has enough data to judge.")),
        };
    }
    if let Some(limit) = limit_words(block) {
        let beyond: Vec<String> = block.rows.iter().filter(|r| r.marked).map(named).collect();
        return match (beyond.len(), block.rows.as_slice()) {
            (_, []) => say("There are no estimates."),
            (0, [only]) => say(&format!(
                "{} is not shown to lie beyond {limit}.",
                named(only)
            )),
            (_, [only]) => say(&format!("{} lies beyond {limit}.", named(only))),
            (0, _) => say(&format!("None of {all} is shown to lie beyond {limit}.")),
            (1, _) => say(&format!("1 of {all} lies beyond {limit}: {}.", beyond[0])),
            (n, _) => say(&format!(
                "{} of {all} lie beyond {limit}: {}.",
                show(n as f64, Unit::Count),
                listed(&beyond)
            )),
        };
    }
    let known: Vec<&IntervalRow> = block
        .rows
        .iter()
        .filter(|row| row.value.is_some_and(f64::is_finite))
        .collect();
    let known = ordered(known, &|a, b| {
        b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0))
    });
    match known.as_slice() {
        [] => say("There are no estimates."),
        [only] => format!("{}.", named(only)),
        [first, .., last] if block.stems => say(&format!(
            "Of {all}, {} is the largest, {} the smallest.",
            named(first),
            named(last)
        )),
        [first, .., last] => say(&format!(
            "Of {all}, {} is the highest, {} the lowest.",
            named(first),
            named(last)
        )),
    }
}

/// Up to three of what was found, and how many more there are.
fn listed(found: &[String]) -> String {
    let (shown, more) = found.split_at(found.len().min(NAMED));
    match (shown, more.len()) {
        ([before @ .., last], 0) if !before.is_empty() => {
            format!("{}{}{last}", before.join(", "), say(" and "))
        }
        (_, 0) => shown.concat(),
        (_, n) => say(&format!(
            "{} and {} more",
            shown.join(", "),
            show(n as f64, Unit::Count)
        )),
    }
}

/// What the estimates are judged against, in words.
fn limit_words(block: &Intervals) -> Option<String> {
    if let Some(band) = &block.band {
        let (low, high) = limits(band, block.scale);
        if let Some(range) = range_words(low, high, block.unit) {
            return Some(match clean(&band.label) {
                label if label.is_empty() => say(&format!("the range {range}")),
                label => say(&format!("the range “{label}” ({range})")),
            });
        }
    }
    let threshold = block.threshold.filter(|threshold| threshold.is_finite())?;
    Some(say(&format!(
        "the threshold of {}",
        show(threshold, block.unit)
    )))
}

/// A label above the tracks, centred on `place` as far as the drawing allows.
fn above(picture: &mut Picture, place: f64, text: &str) {
    let text = shorten(text, picture.width(), LABEL);
    let half = text_width(&text, LABEL) / 2.0;
    let centre = place.clamp(half, (picture.width() - half).max(half));
    let colour = picture.palette.threshold;
    picture.text((centre, 9.0), Anchor::Middle, text, LABEL, colour);
}

fn judged_against(picture: &mut Picture, rows: &Rows, x: &EstimateAxis, block: &Intervals) {
    let palette = picture.palette;
    let threshold = block.threshold.filter(|threshold| threshold.is_finite());
    if let Some(band) = &block.band {
        let (low, high) = limits(band, block.scale);
        let from = if low.is_finite() {
            x.at(low)
        } else {
            rows.plot.x
        };
        let to = if high.is_finite() {
            x.at(high)
        } else {
            rows.plot.right()
        };
        if (low.is_finite() || high.is_finite()) && to > from {
            let shade = mix(palette.surface, palette.threshold, 0.14);
            rows.band(picture, from, to, shade);
            for limit in [low, high].into_iter().filter(|limit| limit.is_finite()) {
                rows.line(picture, x.at(limit), 1.0, palette.threshold);
            }
            if threshold.is_none() {
                above(picture, (from + to) / 2.0, &spoken_band(band, block));
            }
        }
    }
    x.draw(picture, rows, block);
    if let Some(threshold) = threshold {
        let place = x.at(threshold);
        rows.line(picture, place, 2.0, palette.threshold);
        let text = say(&format!("threshold {}", show(threshold, block.unit)));
        above(picture, place, &text);
    }
}

pub(super) fn draw(picture: &mut Picture, block: &Intervals) {
    let shown = &block.rows[..block.rows.len().min(MOST)];
    if shown.is_empty() {
        return nothing(picture, "No estimates");
    }
    let palette = picture.palette;
    // Between the two there is no room beside the tracks.
    let crowded = picture.width() < 480.0
        && shown.iter().any(|row| {
            let number = number(row, block.unit, true);
            text_width(&label(row), LABEL) + text_width(&number, LABEL) + 12.0 > picture.width()
        });
    let wide = !crowded && !(480.0..560.0).contains(&picture.width());
    let labels: Vec<Row> = shown
        .iter()
        .map(|row| Row {
            label: label(row),
            number: number(row, block.unit, wide),
            strong: row.marked,
        })
        .collect();
    let rows = rows::frame(picture, top(block), &labels, &note(block));
    let x = EstimateAxis::new(block, shown, &rows);
    judged_against(picture, &rows, &x, block);
    // Where limits are drawn, a hollow mark means that there is too little data; elsewhere it only means unmarked.
    let judges = block.band.is_some() || shown.iter().any(|row| row.hollow);
    for (place, row) in shown.iter().enumerate() {
        let colour = if row.marked {
            palette.current
        } else {
            palette.reference
        };
        let ring = if judges { row.hollow } else { !row.marked };
        let sized = row.value.filter(|v| block.stems && v.is_finite());
        if let Some(value) = sized {
            let (zero, at, y) = (x.at(0.0), x.at(value), rows.y(place));
            let tint = mix(palette.surface, colour, 0.35);
            picture.rect(zero.min(at), y - 3.0, (at - zero).abs(), 6.0, tint);
        }
        estimate(picture, block, row, &x, (rows.y(place), ring, colour));
        let hit = rows.hit(picture, place);
        picture.mark(label(row), number(row, block.unit, true), hit);
    }
}

/// Whisker and point of one row.
fn estimate(
    picture: &mut Picture,
    block: &Intervals,
    row: &IntervalRow,
    x: &EstimateAxis,
    (y, ring, colour): (f64, bool, Colour),
) {
    let at = row.value.filter(|v| v.is_finite()).map(|value| x.at(value));
    if let Some((low, high)) = ends(row, block.scale) {
        let (from, to) = (x.at(low), x.at(high));
        // A ring is empty inside: the line stops at it.
        let hole = at.filter(|_| ring);
        let pieces = match hole {
            Some(at) => [(from, at - 5.0), (at + 5.0, to)],
            None => [(from, to), (0.0, 0.0)],
        };
        for (from, to) in pieces {
            if to > from {
                picture.rect(from, y - 1.0, to - from, 2.0, colour);
            }
        }
        for (end, place) in [(low, from), (high, to)] {
            // An end beyond the drawing has no cap.
            if x.holds(end) && hole.is_none_or(|at| (place - at).abs() > 5.0) {
                picture.rect(place - 1.0, y - 4.0, 2.0, 8.0, colour);
            }
        }
    }
    match at {
        Some(at) if ring => picture.ring(at, y, 4.0, colour),
        Some(at) if row.marked => picture.dot(at, y, 5.0, colour),
        Some(at) => picture.dot(at, y, 4.0, colour),
        None => {}
    }
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &Intervals) -> Description {
    let mut sentence = spoken(block);
    let hollow = block.rows.iter().filter(|row| row.hollow).count();
    if hollow > 0 && hollow < block.rows.len() {
        let verb = if hollow == 1 { "has" } else { "have" };
        sentence.push_str(&say(&format!(
            " {} {verb} too little data to judge.",
            counted(hollow, "row")
        )));
    }
    let counted_rows = block.rows.iter().any(|row| row.n.is_some());
    let rows = block
        .rows
        .iter()
        .map(|row| {
            let [low, high, level] = interval_cells(row.interval.as_ref());
            let mark = match (row.marked, row.hollow) {
                (_, true) => say("too little data"),
                (true, false) => say("yes"),
                (false, false) => say("no"),
            };
            let mut cells = vec![
                Cell::Text(clean(&row.label)),
                cell(row.value),
                low,
                high,
                level,
                Cell::Text(mark),
            ];
            if counted_rows {
                cells.insert(1, cell(row.n.map(|n| n as f64)));
            }
            cells
        })
        .collect();
    let mut columns = vec![
        ("Row", Unit::Number),
        ("Estimate", block.unit),
        ("Interval from", block.unit),
        ("Interval to", block.unit),
        ("Coverage", Unit::Share),
        ("Marked", Unit::Number),
    ];
    if counted_rows {
        columns.insert(1, ("n", Unit::Count));
    }
    Description {
        sentence,
        table: table(&block.title, &columns, rows),
    }
}
