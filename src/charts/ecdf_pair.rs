//! Two distribution functions as steps, with the largest gap drawn where it is.

use super::amounts::{Amounts, decades_of};
use super::axis;
use super::legend::{Keys, LEGEND, legend, nothing};
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, padded, range};
use super::text::{LABEL, SMALL, shorten, text_width};
use super::told::{Description, cell, table};
use crate::report::{EcdfPair, Unit, say, show};
use crate::stats::order::ordered;

/// At least this many CSS px between two marks, so that each can be pointed at.
const MARK_WIDTH: f64 = 4.0;
/// Height of a note under the axis.
const NOTE: f64 = 18.0;

pub(super) fn natural_height(block: &EcdfPair, width: f64) -> f64 {
    if steps(block).is_empty() {
        return 64.0;
    }
    (width * 0.5).clamp(220.0, 340.0) + if note(block).is_some() { NOTE } else { 0.0 }
}

/// Says so where the axis does not show every value, or is a logarithmic one.
fn note(block: &EcdfPair) -> Option<String> {
    let steps = steps(block);
    let whole = range(steps.iter().map(|step| step.0))?;
    let shown = shown(&steps, block.gap.as_ref().map(|gap| gap.at));
    let mut notes = Vec::new();
    if decades_of(shown, &steps, block.unit).is_some() {
        notes.push(say("Logarithmic axis."));
    }
    if shown.0 > whole.0 || shown.1 < whole.1 {
        notes.push(say(&format!(
            "Middle 98% of rows; values {} to {}.",
            show(steps[0].0, block.unit),
            show(steps[steps.len() - 1].0, block.unit)
        )));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// The finite points of the block: value, reference share, current share.
pub(super) fn steps(block: &EcdfPair) -> Vec<(f64, f64, f64)> {
    block
        .at
        .iter()
        .zip(&block.reference)
        .zip(&block.current)
        .map(|((at, reference), current)| (*at, *reference, *current))
        .filter(|(at, reference, current)| {
            at.is_finite() && reference.is_finite() && current.is_finite()
        })
        .collect()
}

/// The part of the values that the axis shows: all, or the middle 98 % where a few far values would press the
/// rest into a line.
fn shown(steps: &[(f64, f64, f64)], gap_at: Option<f64>) -> (f64, f64) {
    let whole = range(steps.iter().map(|step| step.0)).unwrap_or((0.0, 1.0));
    let low = steps
        .iter()
        .find(|step| step.1.max(step.2) >= 0.01)
        .map_or(whole.0, |step| step.0);
    let high = steps
        .iter()
        .find(|step| step.1.min(step.2) >= 0.99)
        .map_or(whole.1, |step| step.0);
    let Some(core) = range([low, high].into_iter().chain(gap_at)) else {
        return whole;
    };
    let size = |range: (f64, f64)| range.1 / 2.0 - range.0 / 2.0;
    if size(core) < size(whole) * 0.25 && low < high {
        padded(core, 0.05)
    } else {
        padded(whole, 0.02)
    }
}

pub(super) fn draw(picture: &mut Picture, block: &EcdfPair) {
    let steps = steps(block);
    if steps.is_empty() {
        return nothing(picture, "No values to compare");
    }
    let palette = picture.palette;
    let gap = block
        .gap
        .as_ref()
        .filter(|gap| gap.at.is_finite() && gap.reference.is_finite() && gap.current.is_finite());
    legend(picture, Keys::Lines, "Share of rows at or below each value");
    let left = axis::quarters();
    let top = LEGEND + if gap.is_some() { 24.0 } else { 6.0 };
    let note = note(block);
    let bottom = axis::BOTTOM + if note.is_some() { NOTE } else { 0.0 };
    let plot = Frame {
        x: left.width,
        y: top,
        width: (picture.width() - left.width - 4.0).max(20.0),
        height: (picture.height() - top - bottom).max(20.0),
    };
    picture.scene.plot = plot;
    let (low, high) = shown(&steps, gap.map(|gap| gap.at));
    let x = Amounts::new((low, high), &steps, block.unit, plot);
    let y = Scale {
        low: 0.0,
        high: 1.0,
        from: plot.bottom(),
        to: plot.y,
    };
    picture.zooms(&x.scale, x.log);
    x.draw(picture, block.unit, plot);
    left.draw(picture, &y, plot);
    picture.horizontal(plot.x, plot.right(), plot.bottom(), palette.axis);
    if let Some(note) = note {
        let place = (plot.x, picture.height() - NOTE / 2.0);
        let text = shorten(&note, picture.width() - plot.x, SMALL);
        picture.text(place, Anchor::Start, text, SMALL, palette.muted);
    }
    picture.path(
        staircase(
            steps.iter().map(|step| (step.0, step.1)),
            block.part,
            &x,
            &y,
        ),
        1.5,
        palette.reference,
    );
    picture.path(
        staircase(
            steps.iter().map(|step| (step.0, step.2)),
            block.part,
            &x,
            &y,
        ),
        2.5,
        palette.current,
    );
    if let Some(gap) = gap {
        let (at, size) = (x.at(gap.at), (gap.current - gap.reference).abs());
        let (upper, lower) = (
            y.at(gap.reference.max(gap.current)),
            y.at(gap.reference.min(gap.current)),
        );
        // Above and below the gap the line at its place meets neither function.
        picture.vertical(at, LEGEND + 15.0, upper, palette.axis);
        picture.rect(at - 1.5, upper, 3.0, lower - upper, palette.ink);
        for end in [upper, lower] {
            picture.rect(at - 5.0, end - 1.0, 10.0, 2.0, palette.ink);
        }
        let value = format!(
            "{} at {}",
            show(size, Unit::SharePoints),
            show(gap.at, block.unit)
        );
        let text = shorten(
            &say(&format!("Largest gap {value}")),
            picture.width(),
            LABEL,
        );
        let half = text_width(&text, LABEL) / 2.0;
        let centre = at.clamp(half, (picture.width() - half).max(half));
        picture.text(
            (centre, LEGEND + 7.0),
            Anchor::Middle,
            text,
            LABEL,
            palette.ink,
        );
        let hit = Frame {
            x: at - 6.0,
            y: upper - 2.0,
            width: 12.0,
            height: lower - upper + 4.0,
        };
        picture.mark(say("Largest gap"), value, hit);
    }
    marks(picture, block.unit, &steps, &x, plot);
}

/// The corner points of a right-continuous step function, from the left to the right edge of the plot; a part of one
/// begins at its first share.
fn staircase(
    steps: impl Iterator<Item = (f64, f64)>,
    part: bool,
    x: &Amounts,
    y: &Scale,
) -> Vec<(f64, f64)> {
    let mut steps = steps.peekable();
    let mut before = steps.peek().filter(|_| part).map_or(0.0, |step| step.1);
    let mut points = vec![(x.scale.from, y.at(before))];
    for (at, share) in steps {
        let (left, right) = x.beside(at);
        if left {
            before = share;
            points[0].1 = y.at(share);
            continue;
        }
        if right {
            break;
        }
        if (share - before).abs() > 1e-9 {
            points.push((x.at(at), y.at(before)));
            points.push((x.at(at), y.at(share)));
            before = share;
        }
    }
    points.push((x.scale.to, y.at(before)));
    points
}

fn marks(picture: &mut Picture, unit: Unit, steps: &[(f64, f64, f64)], x: &Amounts, plot: Frame) {
    let mut edge = plot.x;
    let visible: Vec<_> = steps
        .iter()
        .filter(|step| x.beside(step.0) == (false, false))
        .collect();
    for (place, step) in visible.iter().enumerate() {
        let next = visible
            .get(place + 1)
            .map_or(plot.right(), |next| (x.at(step.0) + x.at(next.0)) / 2.0);
        if next - edge < MARK_WIDTH && place + 1 < visible.len() {
            continue;
        }
        let hit = Frame {
            x: edge,
            y: plot.y,
            width: (next - edge).max(1.0),
            height: plot.height,
        };
        edge = next;
        picture.mark(
            say(&format!("At or below {}", show(step.0, unit))),
            say(&format!(
                "reference {}, current {}",
                show(step.1, Unit::Share),
                show(step.2, Unit::Share)
            )),
            hit,
        );
    }
}

/// How far both functions rise over a part of the values.
fn part_words(unit: Unit, steps: &[(f64, f64, f64)]) -> String {
    let (first, last) = (steps[0], steps[steps.len() - 1]);
    say(&format!(
        "From {} to {}: the reference rises from {} to {} of its rows, the current file from {} to {}.",
        show(first.0, unit),
        show(last.0, unit),
        show(first.1, Unit::Share),
        show(last.1, Unit::Share),
        show(first.2, Unit::Share),
        show(last.2, Unit::Share)
    ))
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &EcdfPair) -> Description {
    let steps = steps(block);
    let sentence = match &block.gap {
        Some(gap) => say(&format!(
            "The distributions are farthest apart at {}: {} of the reference rows and {} of the current rows are at or below it, a gap of {}.",
            show(gap.at, block.unit),
            show(gap.reference, Unit::Share),
            show(gap.current, Unit::Share),
            show((gap.current - gap.reference).abs(), Unit::SharePoints)
        )),
        None if steps.is_empty() => say("There are no values to compare."),
        None if block.part => part_words(block.unit, &steps),
        None if steps
            .last()
            .is_some_and(|last| last.1 > 0.0 && last.2 > 0.0) =>
        {
            say("Both distributions are the same.")
        }
        None => say("One side has no values, so the distributions cannot be compared."),
    };
    let mut rows: Vec<(f64, f64, f64)> = steps;
    if let Some(gap) = &block.gap
        && !rows.iter().any(|row| row.0 == gap.at)
    {
        rows.push((gap.at, gap.reference, gap.current));
        rows = ordered(rows, &|a, b| a.0.total_cmp(&b.0));
    }
    Description {
        sentence,
        table: table(
            &block.title,
            &[
                ("At or below", block.unit),
                ("Reference", Unit::Share),
                ("Current", Unit::Share),
            ],
            rows.into_iter()
                .map(|(at, reference, current)| {
                    vec![cell(Some(at)), cell(Some(reference)), cell(Some(current))]
                })
                .collect(),
        ),
    }
}
