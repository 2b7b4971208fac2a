//! Rows of shaded cells along one axis, with a key of the shades above them.

use super::axis;
use super::legend::nothing;
use super::palette::{Colour, Palette, mix};
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, range};
use super::text::{LABEL, SMALL, clean, shorten, shorten_middle, text_width};
use super::told::{Description, cell, counted};
use crate::report::{Cell, Strip, TableBlock, TableColumn, Unit, say, show, show_option};

/// More rows than this are left to the table.
const MOST: usize = 30;
/// More cells than this in all are joined with their neighbours.
const CELLS: usize = 1_400;
const ROW: f64 = 20.0;
const KEY: f64 = 24.0;
/// Height of the name of the axis.
const TITLE: f64 = 16.0;
/// Width of the ramp in the key, and its steps.
const RAMP: (f64, usize) = (70.0, 7);

/// A cell that is drawn: some of the block's, joined.
struct Column {
    from: usize,
    to: usize,
}

/// Cells there are edges for.
fn cells(block: &Strip) -> usize {
    block.edges.len().saturating_sub(1)
}

pub(super) fn value(block: &Strip, row: usize, cell: usize) -> Option<f64> {
    let value = block.rows.get(row)?.values.get(cell).copied().flatten();
    value.filter(|value| value.is_finite())
}

fn increasing(block: &Strip) -> bool {
    block
        .edges
        .windows(2)
        .all(|e| e[0] < e[1] && e[0].is_finite() && e[1].is_finite())
}

fn is_empty(block: &Strip) -> bool {
    block.rows.is_empty() || cells(block) == 0 || !increasing(block)
}

pub(super) fn natural_height(block: &Strip) -> f64 {
    if is_empty(block) {
        return 64.0;
    }
    let noted = if block.rows.len() > MOST { TITLE } else { 0.0 };
    KEY + block.rows.len().min(MOST) as f64 * ROW + axis::BOTTOM + TITLE + noted
}

/// What a cell shows of the values that it joins: the one farthest from the middle.
fn shown(block: &Strip, row: usize, column: &Column) -> Option<f64> {
    let middle = block.middle.unwrap_or(0.0);
    (column.from..column.to)
        .filter_map(|cell| value(block, row, cell))
        .max_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()))
}

/// The lower and upper end of the shades.
fn ends(block: &Strip) -> (f64, f64) {
    let all = (0..block.rows.len().min(MOST))
        .flat_map(|row| (0..cells(block)).filter_map(move |cell| value(block, row, cell)));
    let (low, high) = range(all).unwrap_or((0.0, 1.0));
    match block.middle {
        Some(middle) => {
            let far = (high - middle).abs().max((middle - low).abs());
            (middle - far, middle + far)
        }
        None => (low.min(0.0), if high > low { high } else { low + 1.0 }),
    }
}

/// The shade of a share from 0, the low end, to 1.
fn shade(palette: &Palette, two: bool, share: f64) -> Colour {
    if !two {
        return mix(palette.shade.0, palette.shade.1, share);
    }
    let from_middle = (share * 2.0 - 1.0).clamp(-1.0, 1.0);
    let hue = if from_middle < 0.0 {
        palette.series[0]
    } else {
        palette.current
    };
    mix(palette.shade.0, hue, from_middle.abs())
}

fn key(picture: &mut Picture, block: &Strip, (low, high): (f64, f64)) {
    let palette = picture.palette;
    let y = KEY / 2.0 - 3.0;
    let first = show(low, block.unit);
    picture.text(
        (0.0, y),
        Anchor::Start,
        first.as_str(),
        SMALL,
        palette.muted,
    );
    let mut x = text_width(&first, SMALL) + 6.0;
    let wide = RAMP.0 / RAMP.1 as f64;
    for step in 0..RAMP.1 {
        let share = step as f64 / (RAMP.1 - 1) as f64;
        let colour = shade(palette, block.middle.is_some(), share);
        picture.rect(x, y - 5.0, wide, 10.0, colour);
        x += wide;
    }
    x += 6.0;
    let last = show(high, block.unit);
    picture.text((x, y), Anchor::Start, last.as_str(), SMALL, palette.muted);
    x += text_width(&last, SMALL) + 16.0;
    if let Some(threshold) = block.threshold {
        let text = say(&format!("from {}", show(threshold, block.unit)));
        if x + 14.0 + text_width(&text, SMALL) <= picture.width() {
            picture.rect(x, y - 5.0, 10.0, 10.0, palette.shade.0);
            picture.rect(x, y + 2.0, 10.0, 3.0, palette.threshold);
            let at = (x + 14.0, y);
            picture.text(at, Anchor::Start, text, SMALL, palette.threshold);
        }
    }
}

/// What a cell is called.
fn cell_name(block: &Strip, column: &Column) -> String {
    let name = |cell: usize| block.names.get(cell).map(|name| clean(name));
    let (first, last) = (name(column.from), name(column.to - 1));
    match (first, last) {
        (Some(first), Some(last)) if column.to - column.from > 1 => {
            say(&format!("{first} to {last}"))
        }
        (Some(first), _) => first,
        _ => say(&format!(
            "{} {} to {}",
            clean(&block.x_label),
            show(block.edges[column.from], block.x_unit),
            show(block.edges[column.to], block.x_unit)
        )),
    }
}

/// Names under the cells: every k-th, as many as have room.
fn names(picture: &mut Picture, block: &Strip, columns: &[Column], x: &Scale, plot: Frame) {
    let centre = |c: &Column| (x.at(block.edges[c.from]) + x.at(block.edges[c.to])) / 2.0;
    let sets = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64, 128].map(|every| {
        let some = columns.iter().step_by(every);
        some.map(|c| {
            let name = clean(block.names.get(c.from).map_or("", String::as_str));
            (centre(c), shorten(&name, plot.width / 2.0, SMALL))
        })
        .collect::<Vec<_>>()
    });
    axis::labels(picture, sets.into_iter(), plot, &[]);
}

pub(super) fn draw(picture: &mut Picture, block: &Strip) {
    if is_empty(block) {
        return nothing(picture, "No cells");
    }
    let palette = picture.palette;
    let rows = block.rows.len().min(MOST);
    let noted = block.rows.len() > MOST;
    let labels: Vec<String> = block.rows[..rows].iter().map(|r| clean(&r.label)).collect();
    let widest = labels
        .iter()
        .map(|label| text_width(label, LABEL))
        .fold(0.0, f64::max);
    let room = widest.min(picture.width() * 0.32);
    let under = axis::BOTTOM + TITLE + if noted { TITLE } else { 0.0 };
    let plot = Frame {
        x: room + 10.0,
        y: KEY,
        width: (picture.width() - room - 10.0).max(20.0),
        height: (picture.height() - KEY - under).max(10.0),
    };
    picture.scene.plot = plot;
    let x = Scale {
        low: block.edges[0],
        high: block.edges[cells(block)],
        from: plot.x,
        to: plot.right(),
    };
    if block.names.is_empty() {
        picture.zooms(&x, false);
    }
    let most = (CELLS / rows).min((plot.width / 3.0) as usize).max(1);
    let joined = cells(block).div_ceil(most).max(1);
    let columns: Vec<Column> = (0..cells(block))
        .step_by(joined)
        .map(|from| Column {
            from,
            to: (from + joined).min(cells(block)),
        })
        .collect();
    let scale = ends(block);
    key(picture, block, scale);
    if block.names.is_empty() {
        axis::below(picture, &x, block.x_unit, plot, &[]);
    } else {
        names(picture, block, &columns, &x, plot);
    }
    let tall = plot.height / rows as f64;
    for (row, label) in labels.iter().enumerate() {
        let top = plot.y + tall * row as f64;
        let text = shorten_middle(label, room, LABEL);
        let at = (room, top + tall / 2.0);
        picture.text(at, Anchor::End, text, LABEL, palette.ink);
        for column in &columns {
            let (from, to) = (x.at(block.edges[column.from]), x.at(block.edges[column.to]));
            let found = shown(block, row, column);
            let gap = if to - from > 8.0 { 1.0 } else { 0.0 };
            if let Some(value) = found {
                let share = (value / 2.0 - scale.0 / 2.0) / (scale.1 / 2.0 - scale.0 / 2.0);
                let colour = shade(palette, block.middle.is_some(), share);
                picture.rect(from, top, (to - from - gap).max(0.5), tall - 1.0, colour);
                if block.threshold.is_some_and(|threshold| value >= threshold) {
                    let y = top + tall - 4.0;
                    let wide = (to - from - gap).max(0.5);
                    picture.rect(from, y, wide, 3.0, palette.threshold);
                }
            }
            let hit = Frame {
                x: from,
                y: top,
                width: to - from,
                height: tall,
            };
            let name = format!("{label}, {}", cell_name(block, column));
            picture.mark(name, show_option(found, block.unit), hit);
        }
    }
    let title = format!("{} →", clean(&block.x_label));
    let title = shorten(&title, picture.width(), SMALL);
    let y = plot.bottom() + axis::BOTTOM + TITLE / 2.0 - 1.0;
    let right = picture.width();
    picture.text((right, y), Anchor::End, title, SMALL, palette.muted);
    if noted {
        let all = show(block.rows.len() as f64, Unit::Count);
        let text = say(&format!(
            "The first {MOST} of {all} rows; all are in the table."
        ));
        let text = shorten(&text, picture.width(), SMALL);
        let y = picture.height() - TITLE / 2.0;
        picture.text((0.0, y), Anchor::Start, text, SMALL, palette.muted);
    }
}

pub(super) fn describe(block: &Strip) -> Description {
    let one = |cell: usize| Column {
        from: cell,
        to: cell + 1,
    };
    let middle = block.middle.unwrap_or(0.0);
    let farthest = (0..block.rows.len())
        .flat_map(|row| {
            (0..cells(block)).filter_map(move |cell| Some((row, cell, value(block, row, cell)?)))
        })
        .max_by(|a, b| (a.2 - middle).abs().total_cmp(&(b.2 - middle).abs()));
    let size = say(&format!(
        "{} over {}",
        counted(block.rows.len(), "row"),
        counted(cells(block), "cell")
    ));
    let mut sentence = match farthest {
        Some((row, cell, value)) => say(&format!(
            "{size}: {} {} at {}, {}.",
            if middle == 0.0 && block.middle.is_none() {
                say("highest")
            } else {
                say("farthest out")
            },
            show(value, block.unit),
            clean(&block.rows[row].label),
            cell_name(block, &one(cell))
        )),
        None => say(&format!("{size} without a value.")),
    };
    if let Some(threshold) = block.threshold {
        let beyond = block.rows.iter().flat_map(|row| &row.values);
        let beyond = beyond
            .flatten()
            .filter(|value| **value >= threshold)
            .count();
        sentence.push_str(&say(&format!(
            " {} at or beyond {}.",
            counted(beyond, "cell"),
            show(threshold, block.unit)
        )));
    }
    let mut columns = vec![TableColumn {
        label: clean(&block.x_label),
        unit: Unit::Number,
    }];
    columns.extend(block.rows.iter().map(|row| TableColumn {
        label: clean(&row.label),
        unit: block.unit,
    }));
    let rows = (0..cells(block)).map(|at| {
        let mut row = vec![Cell::Text(cell_name(block, &one(at)))];
        row.extend((0..block.rows.len()).map(|r| cell(value(block, r, at))));
        row
    });
    Description {
        sentence,
        table: TableBlock {
            title: block.title.clone(),
            columns,
            rows: rows.collect(),
        },
    }
}
