//! A grid of shaded cells with their numbers printed.

use super::legend::nothing;
use super::palette::{mix, readable_on};
use super::picture::{Anchor, Frame, Picture};
use super::scale::range;
use super::text::{LABEL, SMALL, clean, shorten, text_width};
use super::told::{Description, cell, counted};
use crate::report::{Cell, Matrix, TableBlock, TableColumn, Unit, say, show, show_option};

/// More rows or columns than this are left to the table.
const MOST: usize = 30;
const CELL: f64 = 28.0;
const HEAD: f64 = 22.0;
const NOTE: f64 = 18.0;

fn size(block: &Matrix) -> (usize, usize) {
    (block.rows.len().min(MOST), block.columns.len().min(MOST))
}

fn noted(block: &Matrix) -> bool {
    block.rows.len() > MOST || block.columns.len() > MOST
}

pub(super) fn natural_height(block: &Matrix) -> f64 {
    match size(block) {
        (0, _) | (_, 0) => 64.0,
        (rows, _) => HEAD + rows as f64 * CELL + if noted(block) { NOTE } else { 2.0 },
    }
}

pub(super) fn value(block: &Matrix, row: usize, column: usize) -> Option<f64> {
    let place = row.checked_mul(block.columns.len())?.checked_add(column)?;
    block
        .values
        .get(place)
        .copied()
        .flatten()
        .filter(|value| value.is_finite())
}

pub(super) fn draw(picture: &mut Picture, block: &Matrix) {
    let (rows, columns) = size(block);
    if rows == 0 || columns == 0 {
        return nothing(picture, "No cells");
    }
    let palette = picture.palette;
    let all = (0..rows).flat_map(|r| (0..columns).filter_map(move |c| value(block, r, c)));
    let (low, high) = range(all).unwrap_or((0.0, 1.0));
    let labels: Vec<String> = block.rows[..rows]
        .iter()
        .map(|label| clean(label))
        .collect();
    let room = labels
        .iter()
        .map(|label| text_width(label, LABEL))
        .fold(0.0, f64::max)
        .min(picture.width() * 0.3);
    let bottom = if noted(block) { NOTE } else { 2.0 };
    let plot = Frame {
        x: room + 10.0,
        y: HEAD,
        width: (picture.width() - room - 10.0).max(20.0),
        height: (picture.height() - HEAD - bottom).max(10.0),
    };
    picture.scene.plot = plot;
    let (wide, tall) = (plot.width / columns as f64, plot.height / rows as f64);
    let gap = if wide > 12.0 { 2.0 } else { 0.0 };
    for (column, label) in block.columns[..columns].iter().enumerate() {
        let x = plot.x + wide * (column as f64 + 0.5);
        let text = shorten(&clean(label), wide - 4.0, SMALL);
        if text.chars().count() > 1 || text_width(&text, SMALL) <= wide - 4.0 {
            picture.text((x, HEAD / 2.0), Anchor::Middle, text, SMALL, palette.muted);
        }
    }
    for (row, label) in labels.iter().enumerate() {
        let y = plot.y + tall * (row as f64 + 0.5);
        let text = shorten(label, room, LABEL);
        picture.text((room, y), Anchor::End, text, LABEL, palette.ink);
        for column in 0..columns {
            let value = value(block, row, column);
            let x = plot.x + wide * column as f64;
            let top = y - tall / 2.0;
            let shade = value.map_or(palette.surface, |value| {
                let share = (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
                mix(palette.shade.0, palette.shade.1, share)
            });
            if value.is_some() {
                picture.rect(x, top, (wide - gap).max(0.5), (tall - gap).max(0.5), shade);
            }
            let text = value.map_or_else(|| "–".into(), |value| show(value, block.unit));
            if text_width(&text, SMALL) <= wide - gap - 2.0 && tall > SMALL {
                let ink = if value.is_some() {
                    readable_on(shade)
                } else {
                    palette.muted
                };
                let centre = (x + (wide - gap) / 2.0, y - gap / 2.0);
                picture.text(centre, Anchor::Middle, text, SMALL, ink);
            }
            let hit = Frame {
                x,
                y: top,
                width: wide,
                height: tall,
            };
            let label = format!("{label}, {}", clean(&block.columns[column]));
            picture.mark(label, show_option(value, block.unit), hit);
        }
    }
    if noted(block) {
        let count = |n: usize| show(n as f64, Unit::Count);
        let text = say(&format!(
            "The first {rows} × {columns} of {} × {} cells; all are in the table.",
            count(block.rows.len()),
            count(block.columns.len())
        ));
        let y = picture.height() - NOTE / 2.0;
        let text = shorten(&text, picture.width(), SMALL);
        picture.text((0.0, y), Anchor::Start, text, SMALL, palette.muted);
    }
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &Matrix) -> Description {
    let cells = || {
        (0..block.rows.len()).flat_map(|row| {
            (0..block.columns.len())
                .filter_map(move |column| Some((row, column, value(block, row, column)?)))
        })
    };
    let size = say(&format!(
        "{} by {}",
        counted(block.rows.len(), "row"),
        counted(block.columns.len(), "column")
    ));
    let place = |found: (usize, usize, f64)| {
        say(&format!(
            "{} at {}, {}",
            show(found.2, block.unit),
            clean(&block.rows[found.0]),
            clean(&block.columns[found.1])
        ))
    };
    let low = cells().min_by(|a, b| a.2.total_cmp(&b.2));
    let high = cells().max_by(|a, b| a.2.total_cmp(&b.2));
    let sentence = match (low, high) {
        (Some(low), Some(high)) => say(&format!(
            "{size}: lowest {}; highest {}.",
            place(low),
            place(high)
        )),
        _ => say(&format!("{size} without a value.")),
    };
    let mut columns = vec![TableColumn {
        label: say("Row"),
        unit: Unit::Number,
    }];
    columns.extend(block.columns.iter().map(|label| TableColumn {
        label: clean(label),
        unit: block.unit,
    }));
    let rows = block
        .rows
        .iter()
        .enumerate()
        .map(|(row, label)| {
            let mut cells = vec![Cell::Text(clean(label))];
            cells.extend((0..block.columns.len()).map(|c| cell(value(block, row, c))));
            cells
        })
        .collect();
    Description {
        sentence,
        table: TableBlock {
            title: block.title.clone(),
            columns,
            rows,
        },
    }
}
