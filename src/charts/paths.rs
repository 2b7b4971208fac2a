//! A decision plot: many things on their way from one number through the same steps, one line each.

use super::axis;
use super::legend::nothing;
use super::palette::mix;
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, padded, range};
use super::text::{LABEL, SMALL, clean, shorten, shorten_middle, text_width};
use super::told::{Description, cell, counted};
use crate::report::{Cell, Path, Paths, TableBlock, TableColumn, Unit, say, show};

/// More paths than this are left to the table.
const MOST: usize = 60;
const ROW: f64 = 24.0;
const NOTE: f64 = 18.0;
/// Narrower than this, the names of steps are cut shorter.
const LABELS: f64 = 0.34;

fn known(line: &&Path, steps: usize) -> bool {
    line.values.len() == steps && line.values.iter().all(|v| v.is_finite())
}

/// The paths that are drawn, the marked ones on top.
fn drawn(block: &Paths) -> Vec<&Path> {
    let steps = block.steps.len();
    let mut lines: Vec<&Path> = Vec::new();
    for marked in [true, false] {
        let of = block.lines.iter().filter(|line| line.marked == marked);
        lines.extend(
            of.filter(|line| known(line, steps))
                .take(MOST - lines.len()),
        );
    }
    lines.reverse();
    lines
}

fn is_empty(block: &Paths) -> bool {
    drawn(block).is_empty() || block.steps.is_empty() || !block.start.is_finite()
}

pub(super) fn natural_height(block: &Paths) -> f64 {
    if is_empty(block) {
        return 64.0;
    }
    (block.steps.len() + 1) as f64 * ROW + axis::BOTTOM + NOTE
}

fn end(line: &Path) -> f64 {
    line.values.last().copied().unwrap_or(f64::NAN)
}

pub(super) fn draw(picture: &mut Picture, block: &Paths) {
    if is_empty(block) {
        return nothing(picture, "No paths");
    }
    let lines = drawn(block);
    let palette = picture.palette;
    let mut labels = vec![clean(&block.start_label)];
    labels.extend(block.steps.iter().map(|step| clean(step)));
    let widest = labels
        .iter()
        .map(|label| text_width(label, LABEL))
        .fold(0.0, f64::max);
    let room = widest.min(picture.width() * LABELS);
    let plot = Frame {
        x: room + 10.0,
        y: 0.0,
        width: (picture.width() - room - 10.0).max(20.0),
        height: (picture.height() - axis::BOTTOM - NOTE).max(20.0),
    };
    picture.scene.plot = plot;
    let all = lines.iter().flat_map(|line| line.values.iter().copied());
    let (low, high) = padded(range(all.chain([block.start])).unwrap_or((0.0, 1.0)), 0.04);
    let x = Scale {
        low,
        high,
        from: plot.x + 6.0,
        to: plot.right() - 6.0,
    };
    axis::bottom(picture, &x, block.unit, plot);
    let tall = plot.height / labels.len() as f64;
    let y = |place: usize| plot.y + tall * (place as f64 + 0.5);
    for (place, label) in labels.iter().enumerate() {
        let text = shorten_middle(label, room, LABEL);
        picture.text((room, y(place)), Anchor::End, text, LABEL, palette.ink);
        picture.horizontal(plot.x, plot.right(), y(place), palette.grid);
    }
    picture.vertical(x.at(block.start), plot.y, plot.bottom(), palette.axis);
    for line in &lines {
        let colour = match (line.marked, end(line) < block.start) {
            (true, _) => palette.ink,
            (false, true) => mix(palette.surface, palette.series[0], 0.7),
            (false, false) => mix(palette.surface, palette.current, 0.7),
        };
        let mut points = vec![(x.at(block.start), y(0))];
        let steps = line.values.iter().enumerate();
        points.extend(steps.map(|(at, value)| (x.at(*value), y(at + 1))));
        if let (true, Some((px, py))) = (line.marked, points.last().copied()) {
            picture.dot(px, py, 4.0, colour);
        }
        picture.path(points, if line.marked { 3.0 } else { 1.0 }, colour);
    }
    // From left to right, so that arrow keys walk along the ends.
    let mut ends: Vec<&&Path> = lines.iter().collect();
    ends.sort_by(|a, b| end(a).total_cmp(&end(b)));
    for line in ends {
        let hit = Frame {
            x: x.at(end(line)) - 3.0,
            y: y(labels.len() - 1) - tall / 2.0,
            width: 6.0,
            height: tall,
        };
        picture.mark(clean(&line.label), spoken(block, line), hit);
    }
    let shown = lines.len();
    let text = match block.lines.len() > shown {
        true => say(&format!(
            "{shown} of {}; orange ends above the start, blue below.",
            counted(block.lines.len(), "path")
        )),
        false => say("Orange ends above the start, blue below."),
    };
    let text = shorten(&text, picture.width(), SMALL);
    let at = (0.0, picture.height() - NOTE / 2.0);
    picture.text(at, Anchor::Start, text, SMALL, palette.muted);
}

fn spoken(block: &Paths, line: &Path) -> String {
    say(&format!(
        "from {} to {}",
        show(block.start, block.unit),
        show(end(line), block.unit)
    ))
}

pub(super) fn describe(block: &Paths) -> Description {
    let steps = block.steps.len();
    let lines: Vec<&Path> = block.lines.iter().filter(|l| known(l, steps)).collect();
    let ends = range(lines.iter().map(|line| end(line)));
    let mut sentence = match ends.filter(|_| steps > 0) {
        Some(_) => {
            let low = lines.iter().map(|l| end(l)).fold(f64::INFINITY, f64::min);
            let high = lines
                .iter()
                .map(|l| end(l))
                .fold(f64::NEG_INFINITY, f64::max);
            say(&format!(
                "{} from {} over {} to between {} and {}.",
                counted(lines.len(), "path"),
                show(block.start, block.unit),
                counted(steps, "step"),
                show(low, block.unit),
                show(high, block.unit)
            ))
        }
        None => say("There is no path to draw."),
    };
    if let Some(line) = lines.iter().find(|line| line.marked) {
        sentence.push_str(&say(&format!(
            " Drawn bold: {}, {}.",
            clean(&line.label),
            spoken(block, line)
        )));
    }
    let mut columns = vec![TableColumn {
        label: say("Path"),
        unit: Unit::Number,
    }];
    columns.extend(block.steps.iter().map(|step| TableColumn {
        label: say(&format!("after {}", clean(step))),
        unit: block.unit,
    }));
    let rows = lines.iter().map(|line| {
        let mut row = vec![Cell::Text(clean(&line.label))];
        row.extend(line.values.iter().map(|value| cell(Some(*value))));
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
