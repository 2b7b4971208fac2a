//! A binned swarm: one dot for each bin of a row's values, its size the number of values, its shade what they came from.

use super::legend::nothing;
use super::picture::Picture;
use super::rows::{self, Row};
use super::scale::range;
use super::text::clean;
use super::told::{Description, counted, table};
use crate::report::{Cell, Swarm, SwarmRow, Unit, say, show};

/// More rows than this are left to the table.
const MOST: usize = 20;
const TOP: f64 = 4.0;
/// Radius of the dot with the most values, and the smallest one.
const RADIUS: (f64, f64) = (9.0, 1.5);
const NOTE: &str = "Area: rows. Light: low, dark: high, grey: no order.";

pub(super) fn natural_height(block: &Swarm, width: f64) -> f64 {
    match block.rows.len().min(MOST) {
        0 => 64.0,
        n => rows::height(width, TOP, n, true),
    }
}

fn values(row: &SwarmRow) -> u64 {
    row.dots.iter().map(|dot| dot.count).sum()
}

/// The least and the largest place with values.
fn ends(row: &SwarmRow) -> Option<(f64, f64)> {
    range(row.dots.iter().map(|dot| dot.x))
}

fn spoken(row: &SwarmRow, unit: Unit) -> String {
    match ends(row) {
        Some((low, high)) => say(&format!("{} to {}", show(low, unit), show(high, unit))),
        None => say("no values"),
    }
}

pub(super) fn draw(picture: &mut Picture, block: &Swarm) {
    let shown = &block.rows[..block.rows.len().min(MOST)];
    let Some(whole) = range(
        shown
            .iter()
            .flat_map(|r| r.dots.iter().map(|d| d.x))
            .chain([0.0]),
    ) else {
        return nothing(picture, "No values");
    };
    if shown.is_empty() {
        return nothing(picture, "No values");
    }
    let palette = picture.palette;
    let labels: Vec<Row> = shown
        .iter()
        .map(|row| Row {
            label: clean(&row.label),
            number: String::new(),
            strong: false,
        })
        .collect();
    let rows = rows::frame(picture, TOP, &labels, &say(NOTE));
    let (low, high) = if whole.1 > whole.0 {
        whole
    } else {
        (whole.0 - 0.5, whole.0 + 0.5)
    };
    let x = rows.scale(low, high);
    rows.axis(picture, &x, block.unit);
    rows.line(picture, x.at(0.0), 1.0, palette.axis);
    let most = shown
        .iter()
        .flat_map(|row| &row.dots)
        .map(|dot| dot.count)
        .max()
        .unwrap_or(1)
        .max(1);
    for (place, row) in shown.iter().enumerate() {
        let y = rows.y(place);
        for dot in row.dots.iter().filter(|dot| dot.x.is_finite()) {
            let share = dot.count as f64 / most as f64;
            let radius = (RADIUS.0 * share.sqrt()).max(RADIUS.1);
            let colour = palette.dot(dot.shade);
            picture.dot(x.at(dot.x), y, radius, colour);
        }
        let hit = rows.hit(picture, place);
        picture.mark(clean(&row.label), spoken(row, block.unit), hit);
    }
}

pub(super) fn describe(block: &Swarm) -> Description {
    let widest = block
        .rows
        .iter()
        .filter_map(|row| ends(row).map(|(low, high)| (row, high - low)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let widest = widest.map_or_else(String::new, |(row, _)| {
        say(&format!(
            " The widest is {}: {}.",
            clean(&row.label),
            spoken(row, block.unit)
        ))
    });
    let cells = block.rows.iter().map(|row| {
        let (low, high) = ends(row).map_or((Cell::Empty(()), Cell::Empty(())), |(low, high)| {
            (Cell::Number(low), Cell::Number(high))
        });
        let count = values(row);
        let mean = row.dots.iter().map(|d| d.x * d.count as f64).sum::<f64>() / count as f64;
        let mean = if count > 0 {
            Cell::Number(mean)
        } else {
            Cell::Empty(())
        };
        vec![
            Cell::Text(clean(&row.label)),
            Cell::Number(count as f64),
            low,
            mean,
            high,
        ]
    });
    Description {
        sentence: say(&format!(
            "Values of {}, binned.{widest}",
            counted(block.rows.len(), "column")
        )),
        table: table(
            &block.title,
            &[
                ("Column", Unit::Number),
                ("Values", Unit::Count),
                ("Least", block.unit),
                ("Mean", block.unit),
                ("Most", block.unit),
            ],
            cells.collect(),
        ),
    }
}
