//! A part of a drawing: the block cut to a range of its horizontal axis, drawn over it as a block of its own.

use crate::report::{
    Block, Curve, CurveLine, EcdfPair, Fan, FanBand, Histogram, Scatter, ScatterDot, Series,
    SeriesLine, Strip, StripRow,
};

/// Values over the positions that lie within `low..=high`, and one on either side, so that lines reach the edges.
fn within(x: &[f64], low: f64, high: f64) -> Option<(usize, usize)> {
    let first = x.iter().position(|at| *at >= low)?;
    let last = x.iter().rposition(|at| *at <= high)?;
    let (first, last) = (first.min(last), first.max(last));
    Some((first.saturating_sub(1), (last + 2).min(x.len())))
}

fn cut<T: Clone>(values: &[T], (from, to): (usize, usize)) -> Vec<T> {
    values
        .get(from..to.min(values.len()))
        .unwrap_or_default()
        .to_vec()
}

/// `block` between `low` and `high` of its horizontal axis, with what lies beside them; `None` for kinds without such an
/// axis, and where fewer than two positions are left.
pub fn zoom(block: &Block, low: f64, high: f64) -> Option<Block> {
    if !(low < high && low.is_finite() && high.is_finite()) {
        return None;
    }
    match block {
        Block::EcdfPair(pair) => {
            let part = within(&pair.at, low, high)?;
            (part.1 - part.0 > 2).then(|| {
                Block::EcdfPair(EcdfPair {
                    at: cut(&pair.at, part),
                    reference: cut(&pair.reference, part),
                    current: cut(&pair.current, part),
                    part: true,
                    gap: pair
                        .gap
                        .clone()
                        .filter(|gap| gap.at >= low && gap.at <= high),
                    ..pair.clone()
                })
            })
        }
        Block::Scatter(scatter) => {
            let inside = |dot: &&ScatterDot| dot.x >= low && dot.x <= high;
            let dots: Vec<ScatterDot> = scatter.dots.iter().filter(inside).cloned().collect();
            (dots.len() > 1).then(|| {
                Block::Scatter(Scatter {
                    dots,
                    ..scatter.clone()
                })
            })
        }
        Block::Histogram(bins) => {
            let inside = |e: &[f64]| e[1] > low && e[0] < high;
            let first = bins.edges.windows(2).position(inside)?;
            let end = bins.edges.windows(2).rposition(inside)? + 1;
            (end - first > 1).then(|| {
                let mut contribution = bins.contribution.clone();
                if let Some(contribution) = &mut contribution {
                    contribution.values = cut(&contribution.values, (first, end));
                }
                Block::Histogram(Histogram {
                    edges: cut(&bins.edges, (first, end + 1)),
                    reference: cut(&bins.reference, (first, end)),
                    current: cut(&bins.current, (first, end)),
                    contribution,
                    ..bins.clone()
                })
            })
        }
        Block::Series(series) => {
            let part = within(&series.x, low, high)?;
            let line = |line: &SeriesLine| SeriesLine {
                y: cut(&line.y, part),
                band: line.band.as_ref().map(|band| cut(band, part)),
                ..line.clone()
            };
            (part.1 - part.0 > 1).then(|| {
                Block::Series(Series {
                    x: cut(&series.x, part),
                    lines: series.lines.iter().map(line).collect(),
                    ..series.clone()
                })
            })
        }
        // With a diagonal both axes have one range, often all shares.
        Block::Curve(curve) if !curve.diagonal => {
            let line = |line: &CurveLine| CurveLine {
                points: line
                    .points
                    .iter()
                    .filter(|p| p.x >= low && p.x <= high)
                    .cloned()
                    .collect(),
                ..line.clone()
            };
            let lines: Vec<CurveLine> = curve.lines.iter().map(line).collect();
            lines.iter().any(|line| line.points.len() > 1).then(|| {
                Block::Curve(Curve {
                    lines,
                    ..curve.clone()
                })
            })
        }
        Block::Fan(fan) => {
            let part = within(&fan.x, low, high)?;
            let band = |band: &FanBand| FanBand {
                low: cut(&band.low, part),
                high: cut(&band.high, part),
                ..band.clone()
            };
            (part.1 - part.0 > 1).then(|| {
                Block::Fan(Fan {
                    x: cut(&fan.x, part),
                    middle: cut(&fan.middle, part),
                    n: cut(&fan.n, part),
                    bands: fan.bands.iter().map(band).collect(),
                    ..fan.clone()
                })
            })
        }
        Block::Strip(strip) if strip.names.is_empty() => {
            let inside = |e: &[f64]| e[1] > low && e[0] < high;
            let first = strip.edges.windows(2).position(inside)?;
            let end = strip.edges.windows(2).rposition(inside)? + 1;
            let row = |row: &StripRow| StripRow {
                label: row.label.clone(),
                values: cut(&row.values, (first, end)),
            };
            (end - first > 1).then(|| {
                Block::Strip(Strip {
                    edges: cut(&strip.edges, (first, end + 1)),
                    rows: strip.rows.iter().map(row).collect(),
                    ..strip.clone()
                })
            })
        }
        _ => None,
    }
}
