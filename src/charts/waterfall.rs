//! A waterfall: from one number to another, a bar for each step.

use super::legend::nothing;
use super::picture::Picture;
use super::rows::{self, Row};
use super::scale::{padded, range};
use super::text::clean;
use super::told::{Description, counted, table};
use crate::report::{Cell, Unit, Waterfall, WaterfallStep, say, show};

/// More steps than this are left to the table.
const MOST: usize = 30;
const TOP: f64 = 4.0;

fn note(block: &Waterfall) -> String {
    if block.steps.len() > MOST {
        let all = show(block.steps.len() as f64, Unit::Count);
        say(&format!(
            "The first {MOST} of {all} steps; all are in the table."
        ))
    } else {
        String::new()
    }
}

/// A step with its sign, and its standard error where it has one.
fn number(step: &WaterfallStep, unit: Unit) -> String {
    let sign = if step.value > 0.0 { "+" } else { "" };
    match step.error {
        Some(error) => format!("{sign}{} ± {}", show(step.value, unit), show(error, unit)),
        None => format!("{sign}{}", show(step.value, unit)),
    }
}

fn end(block: &Waterfall) -> f64 {
    block.start + block.steps.iter().map(|step| step.value).sum::<f64>()
}

pub(super) fn natural_height(block: &Waterfall, width: f64) -> f64 {
    let shown = block.steps.len().min(MOST) + 2;
    rows::height(width, TOP, shown, !note(block).is_empty())
}

pub(super) fn draw(picture: &mut Picture, block: &Waterfall) {
    let shown = &block.steps[..block.steps.len().min(MOST)];
    let last = end(block);
    if !block.start.is_finite() || !last.is_finite() {
        return nothing(picture, "Not estimable");
    }
    let palette = picture.palette;
    let fixed = |label: &str, value: f64| Row {
        label: clean(label),
        number: show(value, block.unit),
        strong: true,
    };
    let mut labels = vec![fixed(&block.start_label, block.start)];
    labels.extend(shown.iter().map(|step| Row {
        label: clean(&step.label),
        number: number(step, block.unit),
        strong: false,
    }));
    labels.push(fixed(&block.end_label, last));
    let rows = rows::frame(picture, TOP, &labels, &note(block));
    let mut reached = block.start;
    let mut ends = vec![block.start, last];
    for step in shown {
        reached += step.value;
        ends.push(reached);
    }
    let (low, high) = padded(range(ends).unwrap_or((0.0, 1.0)), 0.04);
    let x = rows.scale(low, if high > low { high } else { low + 1.0 });
    rows.axis(picture, &x, block.unit);
    rows.line(picture, x.at(block.start), 1.0, palette.axis);
    let thick = rows.thickness();
    let (first, final_row) = (rows.y(0), rows.y(shown.len() + 1));
    picture.dot(x.at(block.start), first, 5.0, palette.ink);
    let hit = rows.hit(picture, 0);
    picture.mark(
        clean(&block.start_label),
        show(block.start, block.unit),
        hit,
    );
    let mut from = block.start;
    for (place, step) in shown.iter().enumerate() {
        let (y, to) = (rows.y(place + 1), from + step.value);
        let (a, b) = (x.at(from), x.at(to));
        // Up and down differ by place and by a sign in the number, not by colour alone.
        let colour = if step.value < 0.0 {
            palette.reference
        } else {
            palette.current
        };
        picture.rect(
            a.min(b),
            y - thick / 2.0,
            (b - a).abs().max(1.0),
            thick,
            colour,
        );
        rows.link(picture, b, place + 1, palette.axis);
        let hit = rows.hit(picture, place + 1);
        picture.mark(clean(&step.label), number(step, block.unit), hit);
        from = to;
    }
    picture.dot(x.at(last), final_row, 5.0, palette.ink);
    let hit = rows.hit(picture, shown.len() + 1);
    picture.mark(clean(&block.end_label), show(last, block.unit), hit);
}

pub(super) fn describe(block: &Waterfall) -> Description {
    let last = end(block);
    let most = block
        .steps
        .iter()
        .max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
    let most = most.map_or_else(String::new, |step| {
        say(&format!(
            " The largest step is {}: {}.",
            clean(&step.label),
            number(step, block.unit)
        ))
    });
    let cell = |text: &str| Cell::Text(clean(text));
    let mut rows = vec![vec![
        cell(&block.start_label),
        Cell::Number(block.start),
        Cell::Empty(()),
    ]];
    rows.extend(block.steps.iter().map(|step| {
        let error = step.error.map_or(Cell::Empty(()), Cell::Number);
        vec![cell(&step.label), Cell::Number(step.value), error]
    }));
    rows.push(vec![
        cell(&block.end_label),
        Cell::Number(last),
        Cell::Empty(()),
    ]);
    Description {
        sentence: say(&format!(
            "{} from {} to {}.{most}",
            counted(block.steps.len(), "step"),
            show(block.start, block.unit),
            show(last, block.unit)
        )),
        table: table(
            &block.title,
            &[
                ("Step", Unit::Number),
                ("By", block.unit),
                ("Standard error", block.unit),
            ],
            rows,
        ),
    }
}
