//! Bars, largest first.

use super::legend::nothing;
use super::picture::Picture;
use super::rows::{self, Row};
use super::scale::range;
use super::text::clean;
use super::told::{Description, cell, table};
use crate::report::{Cell, RankRow, Ranking, Unit, say, show, show_among};

/// More rows than this are left to the table.
const MOST: usize = 30;
const TOP: f64 = 4.0;

fn note(block: &Ranking) -> String {
    if block.rows.len() > MOST {
        let all = show(block.rows.len() as f64, Unit::Count);
        say(&format!(
            "The first {MOST} of {all} rows; all are in the table."
        ))
    } else {
        String::new()
    }
}

/// The value of a row, beside the others.
fn written(block: &Ranking, row: &RankRow) -> String {
    let sizes = block.rows.iter().map(|row| row.value.abs());
    let largest = sizes.filter(|size| size.is_finite()).fold(0.0, f64::max);
    show_among(row.value, largest, block.unit)
}

pub(super) fn natural_height(block: &Ranking, width: f64) -> f64 {
    match block.rows.len().min(MOST) {
        0 => 64.0,
        n => rows::height(width, TOP, n, !note(block).is_empty()),
    }
}

pub(super) fn draw(picture: &mut Picture, block: &Ranking) {
    let shown: &[RankRow] = &block.rows[..block.rows.len().min(MOST)];
    if shown.is_empty() {
        return nothing(picture, "Nothing to rank");
    }
    let palette = picture.palette;
    let labels: Vec<Row> = shown
        .iter()
        .map(|row| Row {
            label: clean(&row.label),
            number: written(block, row),
            strong: true,
        })
        .collect();
    let rows = rows::frame(picture, TOP, &labels, &note(block));
    let mut whole = range(shown.iter().map(|row| row.value).chain([0.0])).unwrap_or((0.0, 1.0));
    if shown
        .iter()
        .all(|row| row.value == 0.0 || !row.value.is_finite())
    {
        whole = (0.0, 1.0);
    }
    let x = rows.scale(whole.0, whole.1);
    rows.axis(picture, &x, block.unit);
    let zero = x.at(0.0);
    for (place, row) in shown.iter().enumerate() {
        let y = rows.y(place);
        if row.value.is_finite() {
            let at = x.at(row.value);
            let thick = rows.thickness();
            picture.rect(
                at.min(zero),
                y - thick / 2.0,
                (at - zero).abs(),
                thick,
                palette.series[0],
            );
        }
        let hit = rows.hit(picture, place);
        picture.mark(clean(&row.label), written(block, row), hit);
    }
    rows.line(picture, zero, 1.0, palette.axis);
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &Ranking) -> Description {
    let named = |row: &RankRow| format!("{} ({})", clean(&row.label), written(block, row));
    let sentence = match (block.rows.first(), block.rows.last()) {
        (Some(first), Some(last)) if block.rows.len() > 1 => say(&format!(
            "{} ranked: first {}, last {}.",
            show(block.rows.len() as f64, Unit::Count),
            named(first),
            named(last)
        )),
        (Some(only), _) => say(&format!("Only {}.", named(only))),
        _ => say("There is nothing to rank."),
    };
    let rows = block
        .rows
        .iter()
        .map(|row| vec![Cell::Text(clean(&row.label)), cell(Some(row.value))])
        .collect();
    Description {
        sentence,
        table: table(
            &block.title,
            &[("Row", Unit::Number), ("Value", block.unit)],
            rows,
        ),
    }
}
