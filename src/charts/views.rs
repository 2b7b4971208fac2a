//! Other drawings of the same numbers, made from the block itself: bins and quantiles of two distribution functions,
//! what each level adds to the stability index.

use super::ecdf_pair::steps;
use crate::report::{
    Block, Contribution, Curve, CurveLine, CurvePoint, EcdfPair, Histogram, LevelPair, RankRow,
    Ranking, Unit, say,
};

/// Bins of the reference: tenths of its rows.
const BINS: usize = 10;
/// Quantiles from 1 % to 99 %.
const QUANTILES: [f64; 21] = [
    0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
    0.9, 0.95, 0.975, 0.99,
];
const INDEX: &str = "Population stability index";

/// The other views of `block`, each a block with a name for its button; empty for most kinds.
pub fn views(block: &Block) -> Vec<(&'static str, Block)> {
    let mut out = Vec::new();
    match block {
        Block::EcdfPair(pair) => {
            if let Some(bins) = bins(pair) {
                out.push(("bins", Block::Histogram(bins)));
            }
            if let Some(curve) = quantiles(pair) {
                out.push(("quantiles", Block::Curve(curve)));
            }
        }
        Block::LevelPair(pair) => {
            if let Some(ranking) = levels(pair) {
                out.push(("contributions", Block::Ranking(ranking)));
            }
        }
        _ => {}
    }
    out
}

/// One term of the population stability index (Siddiqi 2006): (c − r) ln(c / r); `None` where one share is zero.
fn term(reference: f64, current: f64) -> Option<f64> {
    if reference == current {
        return Some(0.0);
    }
    (reference > 0.0 && current > 0.0)
        .then(|| (current - reference) * libm::log(current / reference))
        .filter(|value| value.is_finite())
}

/// Bins that end at points of the drawn grid, so that their shares are exact: each ends at the first point at which
/// the reference reaches a tenth. The outer edges are the first point of either file and the last one.
fn bins(pair: &EcdfPair) -> Option<Histogram> {
    let steps = steps(pair);
    let last = *steps.last()?;
    let mut ends: Vec<(f64, f64, f64)> = Vec::new();
    for tenth in 1..BINS {
        let share = tenth as f64 / BINS as f64;
        let end = *steps.iter().find(|step| step.1 >= share - 1e-12)?;
        if ends.last().is_none_or(|before| end.0 > before.0) && end.0 < last.0 {
            ends.push(end);
        }
    }
    let first = steps[0].0;
    // Values at the first point itself belong to the first bin.
    ends.retain(|end| end.0 > first);
    if ends.len() < 2 {
        return None;
    }
    ends.push((last.0, 1.0, 1.0));
    let mut edges = vec![first];
    let (mut reference, mut current) = (Vec::new(), Vec::new());
    let mut before = (0.0, 0.0);
    for (at, r, c) in ends {
        edges.push(at);
        reference.push((r - before.0).max(0.0));
        current.push((c - before.1).max(0.0));
        before = (r, c);
    }
    let values: Vec<Option<f64>> = reference
        .iter()
        .zip(&current)
        .map(|(r, c)| term(*r, *c))
        .collect();
    Some(Histogram {
        title: pair.title.clone(),
        unit: pair.unit,
        edges,
        reference,
        current,
        contribution: Some(Contribution {
            label: INDEX.into(),
            values,
        }),
    })
}

/// The smallest value at which each share is reached, current against reference.
fn quantiles(pair: &EcdfPair) -> Option<Curve> {
    let steps = steps(pair);
    let at = |share: f64, side: fn(&(f64, f64, f64)) -> f64| {
        steps
            .iter()
            .find(|step| side(step) >= share - 1e-12)
            .map(|step| step.0)
    };
    let mut points: Vec<CurvePoint> = Vec::new();
    for share in QUANTILES {
        let (x, y) = (at(share, |s| s.1)?, at(share, |s| s.2)?);
        if points.last().is_none_or(|last| (last.x, last.y) != (x, y)) {
            points.push(CurvePoint {
                x,
                y,
                interval: None,
                n: None,
            });
        }
    }
    (points.len() > 2).then(|| Curve {
        title: pair.title.clone(),
        x_label: say("Reference"),
        y_label: say("Current"),
        x_unit: pair.unit,
        y_unit: pair.unit,
        diagonal: true,
        lines: vec![CurveLine {
            label: say("Quantiles 1% to 99%"),
            faint: false,
            points,
        }],
    })
}

fn levels(pair: &LevelPair) -> Option<Ranking> {
    let mut rows: Vec<RankRow> = pair
        .levels
        .iter()
        .filter_map(|level| {
            Some(RankRow {
                label: level.name.clone(),
                value: term(level.reference, level.current)?,
            })
        })
        .collect();
    if rows.len() < 2 {
        return None;
    }
    rows.sort_by(|a, b| b.value.total_cmp(&a.value));
    Some(Ranking {
        title: say(&format!(
            "{INDEX}: what each level adds that both files have"
        )),
        unit: Unit::Number,
        rows,
    })
}
