//! Shares of levels as paired points with the difference between them.

use super::legend::{Keys, LEGEND, legend, nothing};
use super::picture::Picture;
use super::rows::{self, Row};
use super::scale::ticks;
use super::text::clean;
use super::told::{Description, cell, table};
use crate::report::{Cell, Level, LevelPair, Unit, say, show};

/// More levels than this are left to the table.
const MOST: usize = 20;

/// The levels that are drawn, with their labels; the rest comes last.
fn drawn(block: &LevelPair) -> Vec<(String, &Level)> {
    let finite = |level: &&Level| level.reference.is_finite() && level.current.is_finite();
    let mut drawn: Vec<_> = block
        .levels
        .iter()
        .filter(finite)
        .take(MOST)
        .map(|level| (clean(&level.name), level))
        .collect();
    if let Some(rest) = block.rest.as_ref().filter(finite) {
        drawn.push((rest_label(block), rest));
    }
    drawn
}

pub(super) fn rest_label(block: &LevelPair) -> String {
    match block.rest_levels {
        1 => say("1 other level"),
        n => say(&format!("{} other levels", show(n as f64, Unit::Count))),
    }
}

fn note(block: &LevelPair) -> String {
    if block.levels.len() > MOST {
        say(&format!(
            "{MOST} of {} levels; all are in the table.",
            show(block.levels.len() as f64, Unit::Count)
        ))
    } else {
        String::new()
    }
}

pub(super) fn natural_height(block: &LevelPair, width: f64) -> f64 {
    match drawn(block).len() {
        0 => 64.0,
        n => rows::height(width, LEGEND + 4.0, n, !note(block).is_empty()),
    }
}

/// The change of the level's share, such as `+1.2 pp`.
pub(super) fn difference(level: &Level) -> String {
    let difference = level.current - level.reference;
    let sign = if difference > 0.0 { "+" } else { "" };
    let text = show(difference, Unit::SharePoints);
    if text == show(0.0, Unit::SharePoints) {
        text
    } else {
        format!("{sign}{text}")
    }
}

pub(super) fn draw(picture: &mut Picture, block: &LevelPair) {
    let drawn = drawn(block);
    if drawn.is_empty() {
        return nothing(picture, "No levels to compare");
    }
    let palette = picture.palette;
    legend(picture, Keys::Points, "Share of rows");
    let labels: Vec<Row> = drawn
        .iter()
        .map(|(label, level)| Row {
            label: label.clone(),
            number: match (level.reference == 0.0, level.current == 0.0) {
                (true, false) => say(&format!("new, {}", difference(level))),
                (false, true) => say(&format!("gone, {}", difference(level))),
                _ => difference(level),
            },
            strong: true,
        })
        .collect();
    let rows = rows::frame(picture, LEGEND + 4.0, &labels, &note(block));
    let most = drawn
        .iter()
        .map(|(_, level)| level.reference.max(level.current))
        .fold(0.0, f64::max);
    let most = if most > 0.0 { most } else { 1.0 };
    // The axis ends at a round number, so that the last point has a tick beyond it.
    let tick = ticks(0.0, most, 4, Unit::Share).1;
    let high = ((most / tick - 1e-9).ceil() * tick).min(most.max(1.0));
    let x = rows.scale(0.0, high);
    rows.axis(picture, &x, Unit::Share);
    for (place, (label, level)) in drawn.iter().enumerate() {
        let y = rows.y(place);
        let (from, to) = (x.at(level.reference), x.at(level.current));
        // The segment stops at the ring, which stays hollow.
        let (start, end) = if from < to {
            (from + 5.0, to)
        } else {
            (to, from - 5.0)
        };
        if end > start {
            picture.rect(start, y - 1.5, end - start, 3.0, palette.current);
        }
        // Where the two nearly meet, the ring goes around the dot, so that both are seen.
        if (from - to).abs() < 6.0 {
            picture.dot(to, y, 4.0, palette.current);
            picture.ring(from, y, 7.0, palette.reference);
        } else {
            picture.ring(from, y, 4.0, palette.reference);
            picture.dot(to, y, 5.0, palette.current);
        }
        let hit = rows.hit(picture, place);
        picture.mark(
            label.as_str(),
            say(&format!(
                "reference {}, current {} ({})",
                show(level.reference, Unit::Share),
                show(level.current, Unit::Share),
                difference(level)
            )),
            hit,
        );
    }
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &LevelPair) -> Description {
    let size = |level: &&Level| (level.current - level.reference).abs();
    let largest = block
        .levels
        .iter()
        .filter(|level| size(level).is_finite())
        .max_by(|a, b| size(a).total_cmp(&size(b)));
    let sentence = match largest {
        None => say("There are no levels to compare."),
        Some(level) if size(&level) == 0.0 => say("All shares are the same."),
        Some(level) => say(&format!(
            "The share of {} changed most: from {} of the reference rows to {} of the current rows ({}).",
            clean(&level.name),
            show(level.reference, Unit::Share),
            show(level.current, Unit::Share),
            difference(level)
        )),
    };
    let row = |name: String, level: &Level| {
        vec![
            Cell::Text(name),
            cell(Some(level.reference)),
            cell(Some(level.current)),
            cell(Some(level.current - level.reference)),
        ]
    };
    let mut rows: Vec<_> = block
        .levels
        .iter()
        .map(|level| row(clean(&level.name), level))
        .collect();
    rows.extend(block.rest.iter().map(|rest| row(rest_label(block), rest)));
    Description {
        sentence,
        table: table(
            &block.title,
            &[
                ("Level", Unit::Number),
                ("Reference", Unit::Share),
                ("Current", Unit::Share),
                ("Difference", Unit::SharePoints),
            ],
            rows,
        ),
    }
}
