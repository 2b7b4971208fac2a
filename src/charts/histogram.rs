//! Two histograms over shared bins, mirrored at a common base: reference above, current below.

use super::axis;
use super::legend::{Keys, LEGEND, legend, nothing};
use super::picture::{Anchor, Frame, Picture};
use super::scale::{Scale, range};
use super::text::{SMALL, clean, shorten};
use super::told::{Description, cell, table};
use crate::report::{Cell, Contribution, Histogram, Unit, say, show, show_option};

/// More bins than this are joined with their neighbours.
const MOST: usize = 120;

/// Height of the bars of contributions with their heading.
const ADDED: f64 = 64.0;
const ADDED_HEADING: f64 = 18.0;

/// One bin that is drawn: edges, shares and what it adds to a distance.
pub(super) struct Bin {
    pub from: f64,
    pub to: f64,
    pub reference: f64,
    pub current: f64,
    pub added: Option<f64>,
}

/// The sum of contributions in words, where every one is known.
pub(super) fn spoken(contribution: &Contribution) -> String {
    let known: Option<Vec<f64>> = contribution.values.iter().copied().collect();
    let label = clean(&contribution.label);
    match known {
        Some(values) => say(&format!(
            "{label} over these bins: {}.",
            show(values.iter().sum(), Unit::Number)
        )),
        None => say(&format!(
            "{label}: not estimable, because a bin is empty in one file."
        )),
    }
}

/// The bins with increasing edges and finite shares, joined until there are few enough. An open end takes the
/// width of its neighbour.
pub(super) fn bins(block: &Histogram) -> Vec<Bin> {
    let mut bins: Vec<Bin> = block
        .edges
        .windows(2)
        .zip(block.reference.iter().zip(&block.current))
        .enumerate()
        .filter(|(_, (edges, (r, c)))| edges[0] < edges[1] && r.is_finite() && c.is_finite())
        .map(|(place, (edges, (r, c)))| Bin {
            from: edges[0],
            to: edges[1],
            reference: r.max(0.0),
            current: c.max(0.0),
            added: block
                .contribution
                .as_ref()
                .and_then(|contribution| contribution.values.get(place).copied().flatten())
                .filter(|added| added.is_finite()),
        })
        .collect();
    let inner = bins
        .iter()
        .find(|bin| bin.from.is_finite() && bin.to.is_finite())
        .map_or(1.0, |bin| bin.to - bin.from);
    for bin in &mut bins {
        if bin.from == f64::NEG_INFINITY && bin.to == f64::INFINITY {
            (bin.from, bin.to) = (-1.0, 1.0);
        } else if bin.from == f64::NEG_INFINITY {
            bin.from = bin.to - inner;
        } else if bin.to == f64::INFINITY {
            bin.to = bin.from + inner;
        }
    }
    bins.retain(|bin| bin.from.is_finite() && bin.to.is_finite());
    let group = bins.len().div_ceil(MOST).max(1);
    if group == 1 {
        return bins;
    }
    bins.chunks(group)
        .map(|chunk| Bin {
            from: chunk[0].from,
            to: chunk[chunk.len() - 1].to,
            reference: chunk.iter().map(|bin| bin.reference).sum(),
            current: chunk.iter().map(|bin| bin.current).sum(),
            added: chunk.iter().map(|bin| bin.added).sum(),
        })
        .collect()
}

pub(super) fn natural_height(block: &Histogram, width: f64) -> f64 {
    if bins(block).is_empty() {
        64.0
    } else {
        let added = if block.contribution.is_some() {
            ADDED
        } else {
            0.0
        };
        (width * 0.45).clamp(200.0, 300.0) + added
    }
}

pub(super) fn draw(picture: &mut Picture, block: &Histogram) {
    let bins = bins(block);
    let Some((low, high)) = range(bins.iter().flat_map(|bin| [bin.from, bin.to])) else {
        return nothing(picture, "No values to compare");
    };
    let palette = picture.palette;
    legend(picture, Keys::Bars, "Share of rows in each bin");
    let most = bins
        .iter()
        .map(|bin| bin.reference.max(bin.current))
        .fold(0.0, f64::max);
    let most = if most > 0.0 { most } else { 1.0 };
    let left = axis::left(0.0, most, 3, Unit::Share);
    let top = LEGEND + 6.0;
    let under = if block.contribution.is_some() {
        ADDED
    } else {
        0.0
    };
    let plot = Frame {
        x: left.width,
        y: top,
        width: (picture.width() - left.width - 4.0).max(20.0),
        height: (picture.height() - top - axis::BOTTOM - under).max(20.0),
    };
    picture.scene.plot = plot;
    let base = (plot.y + plot.height / 2.0).round();
    let x = Scale {
        low,
        high,
        from: plot.x,
        to: plot.right(),
    };
    let above = Scale {
        low: 0.0,
        high: most,
        from: base,
        to: plot.y,
    };
    let below = Scale {
        to: plot.bottom(),
        ..above
    };
    picture.zooms(&x, false);
    axis::bottom(picture, &x, block.unit, plot);
    left.draw(picture, &above, plot);
    left.without_zero().draw(picture, &below, plot);
    for bin in &bins {
        let (from, to) = (x.at(bin.from), x.at(bin.to));
        let gap = if to - from > 4.0 { 1.0 } else { 0.0 };
        let width = (to - from - gap).max(0.5);
        if bin.reference > 0.0 {
            let y = above.at(bin.reference);
            picture.rect(from, y, width, base - y, palette.reference);
        }
        if bin.current > 0.0 {
            picture.rect(
                from,
                base,
                width,
                below.at(bin.current) - base,
                palette.current,
            );
        }
        let hit = Frame {
            x: from,
            y: plot.y,
            width: to - from,
            height: plot.height,
        };
        picture.mark(
            format!(
                "{} to {}",
                show(bin.from, block.unit),
                show(bin.to, block.unit)
            ),
            spoken_bin(block, bin),
            hit,
        );
    }
    picture.horizontal(plot.x, plot.right(), base, palette.axis);
    if let Some(contribution) = &block.contribution {
        added(picture, contribution, &bins, &x, plot);
    }
}

fn spoken_bin(block: &Histogram, bin: &Bin) -> String {
    let mut text = say(&format!(
        "reference {}, current {}",
        show(bin.reference, Unit::Share),
        show(bin.current, Unit::Share)
    ));
    if block.contribution.is_some() {
        text.push_str(&say(&format!(
            ", adds {}",
            show_option(bin.added, Unit::Number)
        )));
    }
    text
}

/// Bars of what each bin adds, under the axis, from a base of their own.
fn added(picture: &mut Picture, contribution: &Contribution, bins: &[Bin], x: &Scale, plot: Frame) {
    let palette = picture.palette;
    let top = plot.bottom() + axis::BOTTOM + 2.0;
    let heading = shorten(&spoken(contribution), picture.width() - plot.x, SMALL);
    let place = (plot.x, top + ADDED_HEADING / 2.0);
    picture.text(place, Anchor::Start, heading, SMALL, palette.muted);
    let base = picture.height() - 2.0;
    let most = bins
        .iter()
        .filter_map(|bin| bin.added)
        .fold(0.0, |a: f64, b| a.max(b.abs()));
    let y = Scale {
        low: 0.0,
        high: if most > 0.0 { most } else { 1.0 },
        from: base,
        to: top + ADDED_HEADING,
    };
    for bin in bins {
        let (from, to) = (x.at(bin.from), x.at(bin.to));
        let gap = if to - from > 4.0 { 1.0 } else { 0.0 };
        if let Some(added) = bin.added.filter(|added| *added != 0.0) {
            let height = y.at(added.abs());
            picture.rect(
                from,
                height,
                (to - from - gap).max(0.5),
                base - height,
                palette.threshold,
            );
        }
    }
    picture.horizontal(plot.x, plot.right(), base, palette.axis);
}

/// What the chart shows, and every number of its block.
pub(super) fn describe(block: &Histogram) -> Description {
    let bins = bins(block);
    let widest = bins.iter().max_by(|a, b| {
        (a.current - a.reference)
            .abs()
            .total_cmp(&(b.current - b.reference).abs())
    });
    let mut sentence = match widest {
        None => say("There are no values to compare."),
        Some(bin) if bin.reference == bin.current => say("All shares are the same."),
        Some(bin) => say(&format!(
            "The shares differ most from {} to {}: reference {}, current {}.",
            show(bin.from, block.unit),
            show(bin.to, block.unit),
            show(bin.reference, Unit::Share),
            show(bin.current, Unit::Share)
        )),
    };
    let added = |place: usize| block.contribution.as_ref()?.values.get(place).copied()?;
    let rows = block
        .edges
        .windows(2)
        .zip(block.reference.iter().zip(&block.current))
        .enumerate()
        .map(|(place, (edges, (reference, current)))| {
            let mut row = vec![
                edge(edges[0]),
                edge(edges[1]),
                cell(Some(*reference)),
                cell(Some(*current)),
            ];
            if block.contribution.is_some() {
                row.push(cell(added(place)));
            }
            row
        })
        .collect();
    let mut columns = vec![
        ("From", block.unit),
        ("To", block.unit),
        ("Reference", Unit::Share),
        ("Current", Unit::Share),
    ];
    if let Some(contribution) = &block.contribution {
        sentence.push(' ');
        sentence.push_str(&spoken(contribution));
        columns.push((contribution.label.as_str(), Unit::Number));
    }
    Description {
        sentence,
        table: table(&block.title, &columns, rows),
    }
}

/// An open end is written, not left out.
fn edge(value: f64) -> Cell {
    if value.is_infinite() {
        Cell::Text(show(value, Unit::Number))
    } else {
        cell(Some(value))
    }
}
