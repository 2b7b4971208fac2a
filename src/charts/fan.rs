//! A fan: the median along an axis between bands of quantiles, beside those of the reference.

use super::axis;
use super::legend::nothing;
use super::palette::mix;
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, padded, range};
use super::text::{LABEL, SMALL, clean, shorten, text_width};
use super::told::{Description, cell, counted};
use crate::report::{Fan, FanBand, TableBlock, TableColumn, Unit, say, show, show_option};

/// More positions than this are thinned.
const MOST: usize = 400;
/// Height of the row of names.
const NAMES: f64 = 22.0;
/// Width of the reference's own column, with its gap.
const BEFORE: f64 = 34.0;
/// Strength of the widest and of the narrowest band.
const STRENGTH: (f64, f64) = (0.22, 0.55);

fn at(values: &[Option<f64>], place: usize) -> Option<f64> {
    let value = values.get(place).copied().flatten();
    value.filter(|value| value.is_finite())
}

fn middle(block: &Fan, place: usize) -> Option<f64> {
    block.x.get(place).filter(|x| x.is_finite())?;
    at(&block.middle, place)
}

fn places(block: &Fan) -> Vec<usize> {
    let step = block.x.len().div_ceil(MOST).max(1);
    (0..block.x.len()).step_by(step).collect()
}

fn is_empty(block: &Fan) -> bool {
    places(block).iter().all(|p| middle(block, *p).is_none())
}

pub(super) fn natural_height(block: &Fan, width: f64) -> f64 {
    if is_empty(block) {
        64.0
    } else {
        (width * 0.45).clamp(200.0, 320.0) + NAMES
    }
}

/// The reference's ends of a band.
fn before(band: &FanBand) -> Option<[f64; 2]> {
    band.reference
        .filter(|r| r[0].is_finite() && r[1].is_finite())
}

fn strength(block: &Fan, place: usize) -> f64 {
    let last = block.bands.len().saturating_sub(1).max(1) as f64;
    STRENGTH.0 + (STRENGTH.1 - STRENGTH.0) * place as f64 / last
}

pub(super) fn draw(picture: &mut Picture, block: &Fan) {
    let places = places(block);
    let known = places.iter().filter(|p| middle(block, **p).is_some());
    let Some((first, last)) = range(known.map(|p| block.x[*p])) else {
        return nothing(picture, "Too few values in every window");
    };
    let palette = picture.palette;
    let reference = block.reference.filter(|value| value.is_finite());
    let all = block.bands.iter().flat_map(|band| {
        let own = places
            .iter()
            .flat_map(|p| [at(&band.low, *p), at(&band.high, *p)]);
        own.flatten().chain(before(band).into_iter().flatten())
    });
    let medians = places.iter().filter_map(|p| middle(block, *p));
    let whole = range(all.chain(medians).chain(reference)).unwrap_or((0.0, 1.0));
    let (low, high) = padded(whole, 0.05);
    let left = axis::left(low, high, 4, block.unit);
    let aside = if reference.is_some() { BEFORE } else { 0.0 };
    let x_start = left.width.min(picture.width() * 0.4);
    let plot = Frame {
        x: x_start,
        y: NAMES,
        width: (picture.width() - x_start - 8.0).max(20.0),
        height: (picture.height() - NAMES - axis::BOTTOM).max(20.0),
    };
    picture.scene.plot = plot;
    let x = Scale {
        low: first,
        high: last,
        from: (plot.x + aside + 4.0).min(plot.right() - 8.0),
        to: plot.right() - 4.0,
    };
    let y = Scale {
        low,
        high,
        from: plot.bottom(),
        to: plot.y,
    };
    picture.zooms(&x, false);
    let along = Frame {
        x: x.from,
        width: x.to - x.from,
        ..plot
    };
    axis::bottom(picture, &x, block.x_unit, along);
    left.draw(picture, &y, plot);
    names(picture, block);
    for (number, band) in block.bands.iter().enumerate() {
        let colour = mix(palette.surface, palette.current, strength(block, number));
        let ends = |p: &usize| Some((x.at(block.x[*p]), at(&band.low, *p)?, at(&band.high, *p)?));
        let found: Vec<Option<(f64, f64, f64)>> = places.iter().map(ends).collect();
        for run in found.split(Option::is_none) {
            let run: Vec<(f64, f64, f64)> = run.iter().copied().flatten().collect();
            // One window alone is as wide as a dot.
            let run = match run[..] {
                [(at, low, high)] => vec![(at - 3.0, low, high), (at + 3.0, low, high)],
                _ => run,
            };
            let upper = run.iter().map(|(x, _, high)| (*x, y.at(*high)));
            let lower = run.iter().rev().map(|(x, low, _)| (*x, y.at(*low)));
            picture.polygon(upper.chain(lower).collect(), colour, 1.0);
        }
        if let Some([low, high]) = before(band).filter(|_| reference.is_some()) {
            let tint = mix(palette.surface, palette.reference, strength(block, number));
            let (top, bottom) = (y.at(high), y.at(low));
            picture.rect(plot.x + 4.0, top, BEFORE - 16.0, bottom - top, tint);
        }
    }
    if let Some(median) = reference {
        let to = plot.x + BEFORE - 12.0;
        picture.rect(
            plot.x + 4.0,
            y.at(median) - 1.0,
            to - plot.x - 4.0,
            2.0,
            palette.reference,
        );
        picture.horizontal(to, plot.right(), y.at(median), palette.reference);
    }
    let line: Vec<Option<(f64, f64)>> = places
        .iter()
        .map(|p| Some((x.at(block.x[*p]), y.at(middle(block, *p)?))))
        .collect();
    for run in line.split(Option::is_none) {
        let run: Vec<(f64, f64)> = run.iter().copied().flatten().collect();
        if let [(x, y)] = run[..] {
            picture.dot(x, y, 3.5, palette.current_ink);
        }
        picture.path(run, 2.0, palette.current_ink);
    }
    marks(picture, block, &places, &x, plot);
}

/// What the shades are, in the row above the plot.
fn names(picture: &mut Picture, block: &Fan) {
    let palette = picture.palette;
    let y = NAMES / 2.0 - 3.0;
    let mut at = 0.0;
    let bands = block.bands.iter().enumerate().map(|(number, band)| {
        let colour = mix(palette.surface, palette.current, strength(block, number));
        (clean(&band.label), colour, 10.0)
    });
    let mut keys: Vec<_> = vec![(say("median"), palette.current_ink, 2.0)];
    keys.extend(bands);
    if block.reference.is_some() {
        keys.push((say("reference"), palette.reference, 2.0));
    }
    for (name, colour, tall) in keys {
        let room = picture.width() - at - 16.0;
        let wide = text_width(&name, LABEL);
        if wide > room {
            break;
        }
        picture.rect(at, y - tall / 2.0, 12.0, tall, colour);
        picture.text((at + 16.0, y), Anchor::Start, name, LABEL, palette.ink);
        at += 16.0 + wide + 14.0;
    }
    if at == 0.0 {
        let text = shorten(&say("median and bands"), picture.width(), SMALL);
        picture.text((0.0, y), Anchor::Start, text, SMALL, palette.muted);
    }
}

fn spoken(block: &Fan, place: usize) -> String {
    let mut said = say(&format!(
        "median {}",
        show_option(middle(block, place), block.unit)
    ));
    for band in &block.bands {
        if let (Some(low), Some(high)) = (at(&band.low, place), at(&band.high, place)) {
            let (low, high) = (show(low, block.unit), show(high, block.unit));
            said.push_str(&say(&format!(", {} {low} to {high}", clean(&band.label))));
        }
    }
    if let Some(n) = block.n.get(place) {
        said.push_str(&format!(", n {}", show(*n as f64, Unit::Count)));
    }
    said
}

fn marks(picture: &mut Picture, block: &Fan, places: &[usize], x: &Scale, plot: Frame) {
    let places: Vec<usize> = places
        .iter()
        .copied()
        .filter(|p| block.x[*p].is_finite())
        .collect();
    let mut edge = plot.x;
    for (order, place) in places.iter().enumerate() {
        let here = x.at(block.x[*place]);
        let next = places
            .get(order + 1)
            .map_or(plot.right(), |next| (here + x.at(block.x[*next])) / 2.0);
        let hit = Frame {
            x: edge,
            y: plot.y,
            width: (next - edge).max(1.0),
            height: plot.height,
        };
        edge = next.max(edge);
        picture.mark(
            show(block.x[*place], block.x_unit),
            spoken(block, *place),
            hit,
        );
    }
}

pub(super) fn describe(block: &Fan) -> Description {
    let mut known = (0..block.x.len()).filter(|p| middle(block, *p).is_some());
    let windows = counted(block.x.len(), "position");
    let sentence = match (known.next(), known.next_back()) {
        (None, _) => say(&format!("{windows}, all with too few values.")),
        (Some(only), None) => say(&format!("{windows}: the {}.", spoken(block, only))),
        (Some(first), Some(last)) => say(&format!(
            "{windows}: the median goes from {} to {}{}.",
            show_option(middle(block, first), block.unit),
            show_option(middle(block, last), block.unit),
            block.reference.map_or_else(String::new, |r| format!(
                "; that of the reference is {}",
                show(r, block.unit)
            ))
        )),
    };
    let column = |label: &str, unit| TableColumn {
        label: label.into(),
        unit,
    };
    let mut columns = vec![
        column("x", block.x_unit),
        column(&say("Values"), Unit::Count),
        column(&say("Median"), block.unit),
    ];
    for band in &block.bands {
        for end in [say("from"), say("to")] {
            columns.push(column(
                &format!("{}, {end}", clean(&band.label)),
                block.unit,
            ));
        }
    }
    let rows = (0..block.x.len()).map(|place| {
        let mut row = vec![
            cell(block.x.get(place).copied()),
            cell(block.n.get(place).map(|n| *n as f64)),
            cell(middle(block, place)),
        ];
        for band in &block.bands {
            row.extend([cell(at(&band.low, place)), cell(at(&band.high, place))]);
        }
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
