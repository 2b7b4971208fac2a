//! A grid of shaded cells with their numbers printed.

use super::legend::nothing;
use super::palette::{mix, readable_on};
use super::picture::{Anchor, Frame, Picture};
use super::scale::range;
use super::text::{LABEL, SMALL, clean, shorten, shorten_middle, text_width};
use super::told::{Description, cell, counted};
use crate::report::{Cell, Matrix, TableBlock, TableColumn, Unit, say, show, show_option};

/// More rows or columns than this are left to the table.
const MOST: usize = 30;
const CELL: f64 = 28.0;
/// Above the cells of a row, where its label has no room beside them.
const ROW_LABEL: f64 = 18.0;
const HEAD: f64 = 22.0;
/// Each further line of the columns' names.
const LINE: f64 = 13.0;
/// A column's name has so many lines at most.
const LINES: usize = 3;
const NOTE: f64 = 18.0;

fn size(block: &Matrix) -> (usize, usize) {
    (block.rows.len().min(MOST), block.columns.len().min(MOST))
}

fn noted(block: &Matrix) -> bool {
    block.rows.len() > MOST || block.columns.len() > MOST
}

/// Where labels stand.
struct Layout {
    /// Width of the labels beside the rows; `None` where each stands above its row.
    room: Option<f64>,
    /// The lines of each column's name.
    heads: Vec<Vec<String>>,
}

impl Layout {
    /// Labels stand beside the rows as long as the columns' names have room so, or gain none.
    fn of(block: &Matrix, width: f64) -> Layout {
        let (rows, columns) = size(block);
        let labels = block.rows[..rows].iter();
        let widest = labels
            .map(|label| text_width(&clean(label), LABEL))
            .fold(0.0, f64::max);
        let room = widest.min(width * 0.3);
        let whole = |wide: f64| {
            let names = block.columns[..columns].iter();
            let all: Vec<_> = names.map(|name| lines(&clean(name), wide - 4.0)).collect();
            let cut = all.iter().filter(|(_, cut)| *cut).count();
            let heads = all.into_iter().map(|(lines, _)| lines).collect();
            (cut, heads)
        };
        let beside = whole((width - room - 10.0).max(20.0) / columns.max(1) as f64);
        let above = whole(width / columns.max(1) as f64);
        let (room, heads) = if above.0 < beside.0 {
            (None, above.1)
        } else {
            (Some(room), beside.1)
        };
        Layout { room, heads }
    }

    fn head(&self) -> f64 {
        let most = self.heads.iter().map(Vec::len).max().unwrap_or(1);
        HEAD + LINE * most.saturating_sub(1) as f64
    }

    fn above(&self) -> f64 {
        if self.room.is_none() { ROW_LABEL } else { 0.0 }
    }
}

/// A name in lines of at most `width`, divided behind spaces and underscores, and whether something of it is left out.
fn lines(name: &str, width: f64) -> (Vec<String>, bool) {
    let fits = |text: &str| text_width(text.trim_end(), SMALL) <= width;
    let mut lines = vec![String::new()];
    for word in name.split_inclusive([' ', '_']) {
        match lines.last_mut() {
            Some(line) if line.is_empty() || fits(&format!("{line}{word}")) => line.push_str(word),
            _ => lines.push(word.into()),
        }
    }
    let cut = lines.len() > LINES || !lines.iter().all(|line| fits(line));
    if lines.len() > LINES {
        let rest = lines.split_off(LINES - 1).concat();
        lines.push(rest);
    }
    let lines = lines
        .iter()
        .map(|line| shorten(line.trim_end(), width, SMALL));
    (lines.collect(), cut)
}

pub(super) fn natural_height(block: &Matrix, width: f64) -> f64 {
    match size(block) {
        (0, _) | (_, 0) => 64.0,
        (rows, _) => {
            let layout = Layout::of(block, width);
            let bottom = if noted(block) { NOTE } else { 2.0 };
            layout.head() + rows as f64 * (CELL + layout.above()) + bottom
        }
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
    let layout = Layout::of(block, picture.width());
    let (head, above) = (layout.head(), layout.above());
    let left = layout.room.map_or(0.0, |room| room + 10.0);
    let bottom = if noted(block) { NOTE } else { 2.0 };
    let plot = Frame {
        x: left,
        y: head,
        width: (picture.width() - left).max(20.0),
        height: (picture.height() - head - bottom).max(10.0),
    };
    picture.scene.plot = plot;
    let (wide, step) = (plot.width / columns as f64, plot.height / rows as f64);
    let tall = (step - above).max(4.0);
    let gap = if wide > 12.0 { 2.0 } else { 0.0 };
    for (column, lines) in layout.heads.iter().enumerate() {
        let x = plot.x + wide * (column as f64 + 0.5);
        // The last line stands next to the cells.
        for (up, line) in lines.iter().rev().enumerate() {
            if line != "…" {
                let y = head - HEAD / 2.0 - LINE * up as f64;
                picture.text((x, y), Anchor::Middle, line.as_str(), SMALL, palette.muted);
            }
        }
    }
    for (row, label) in labels.iter().enumerate() {
        let y = plot.y + step * row as f64 + above + tall / 2.0;
        match layout.room {
            Some(room) => {
                let text = shorten_middle(label, room, LABEL);
                picture.text((room, y), Anchor::End, text, LABEL, palette.ink);
            }
            None => {
                let text = shorten_middle(label, picture.width(), LABEL);
                let y = y - tall / 2.0 - above / 2.0;
                picture.text((0.0, y), Anchor::Start, text, LABEL, palette.ink);
            }
        }
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
