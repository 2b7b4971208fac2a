//! Numbers: the Kolmogorov–Smirnov test decides whether, the winsorised Wasserstein distance decides how much.

use super::comparison::{CONFIDENCE, Comparison, number_cell, reported};
use super::{Parameters, contributions, stability, summary};
use crate::report::{
    Block, Cell, EcdfGap, EcdfPair, Effect, Metric, TableBlock, TableColumn, Test, TextBlock, Unit,
    numbers,
};
use crate::stats::effect::wasserstein::{self, WassersteinEffect};
use crate::stats::summary::{Summary, summarise};
use crate::stats::{ecdf, effect, ks};
use crate::table::LevelCount;

/// The value that every row of both files has.
pub(super) fn constant(reference: &[f64], current: &[f64]) -> Option<Cell> {
    let (first, last) = (reference.first()?, reference.last()?);
    (first == last && Some(first) == current.first() && Some(first) == current.last())
        .then(|| number_cell(*first))
}

/// Two distinct values in both files together are levels, not a scale: they are compared as such.
pub(super) fn as_levels(
    reference: &[f64],
    current: &[f64],
) -> Option<(Vec<LevelCount>, Vec<LevelCount>)> {
    let low = reference.first()?.min(*current.first()?);
    let high = reference.last()?.max(*current.last()?);
    let counts = |values: &[f64]| {
        let below = values.partition_point(|v| *v <= low);
        (values[below..].first().is_none_or(|v| *v == high)).then(|| {
            [(low, below), (high, values.len() - below)]
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(value, count)| LevelCount {
                    level: value.to_string(),
                    count: count as u64,
                })
                .collect::<Vec<_>>()
        })
    };
    counts(reference).zip(counts(current))
}

pub(super) fn compare(
    column: &mut Comparison,
    reference: &[f64],
    current: &[f64],
    parameters: &Parameters,
) {
    let n = column.present();
    let mut finding = column.finding("values", "drift.numbers", n);
    let result = ks::two_sample(reference, current);
    let effect = wasserstein::effect(reference, current, CONFIDENCE);
    finding.effect = Some(deciding(effect.as_ref(), parameters));
    finding.test = result.as_ref().map(|r| Test {
        name: "ks".into(),
        method: method(r.method).into(),
        statistic: Some(r.statistic),
        p: Some(r.p),
        q: None,
        degrees: None,
    });
    let summaries = [summarise(reference), summarise(current)];
    for (name, summary) in ["median_reference", "median_current"]
        .iter()
        .zip(&summaries)
    {
        let median = summary.as_ref().and_then(|s| s.median);
        let cell = median.map_or(Cell::Empty(()), number_cell);
        finding.numbers.insert((*name).into(), cell);
    }
    let gap = result
        .as_ref()
        .filter(|r| r.location.is_finite() && r.statistic > 0.0);
    let curves = ecdf::reduce(
        reference,
        current,
        gap.map_or(f64::NAN, |r| r.location),
        column.curve_points,
    );
    let direction = direction(curves.as_ref(), &summaries);
    finding
        .numbers
        .insert("direction".into(), Cell::Text(direction.into()));
    let curves = curves.unwrap_or(ecdf::EcdfPair {
        at: Vec::new(),
        reference: Vec::new(),
        current: Vec::new(),
    });
    column.blocks.push(Block::EcdfPair(EcdfPair {
        part: false,
        title: "Share of rows at or below each value".into(),
        unit: Unit::Number,
        at: curves.at,
        reference: curves.reference,
        current: curves.current,
        gap: gap.map(|r| EcdfGap {
            at: r.location,
            reference: r.reference_at,
            current: r.current_at,
        }),
    }));
    if let Some(shown) = &finding.effect {
        column.blocks.push(Block::Metric(Metric {
            title: "Distance of the two distributions".into(),
            value: shown.value,
            unit: Unit::Number,
            interval: shown.interval,
            threshold: Some(shown.threshold),
            definition: "How far values moved on average, in deviations of the reference: Wasserstein-1 distance after \
                         values beyond two quantiles of the reference are set to these, over the reference's \
                         interquartile range / 1.349 (its standard deviation where the quartiles agree). The interval \
                         covers also where nothing changed (directional derivative: Fang and Santos 2019, Review of \
                         Economic Studies 86:377)."
                .into(),
        }));
    }
    column.blocks.extend(effect.as_ref().map(measured));
    if let Some(found) = &effect {
        column
            .blocks
            .extend(contributions::of_ranges(reference, current, found));
    }
    column.blocks.push(Block::Metric(Metric {
        title: "Kolmogorov–Smirnov distance".into(),
        value: result.as_ref().map(|r| r.statistic),
        unit: Unit::SharePoints,
        interval: result
            .as_ref()
            .and_then(|r| effect::ks_distance(r.statistic, n.reference, n.current, CONFIDENCE))
            .map(reported),
        threshold: None,
        definition: "The largest gap between the two empirical distribution functions, 0 to 100 percentage points \
                     (Kolmogorov 1933, Smirnov 1939). The interval joins the two-sided bound for the lower end with \
                     the pointwise bound at the true maximum for the upper end; it covers also where nothing changed."
            .into(),
    }));
    stability::show(column, reference, current);
    column.blocks.push(summary::table(column, &summaries));
    let infinite = infinite(reference) + infinite(current);
    if infinite > 0 {
        column.blocks.push(Block::Text(TextBlock {
            code: "text.infinite".into(),
            numbers: numbers([("count", Cell::Number(infinite as f64))]),
            sentence: String::new(),
        }));
    }
    column.findings.push(finding);
}

/// The effect that decides; without a number where too few rows or no spread allow none.
fn deciding(found: Option<&WassersteinEffect>, parameters: &Parameters) -> Effect {
    let interval = found.map(|e| reported(e.interval));
    Effect {
        name: "wasserstein-distance".into(),
        value: found.map(|e| e.value),
        interval: interval.filter(|i| i.low.is_finite() && i.high.is_finite()),
        threshold: parameters.distance,
        noise_floor: found.map(|e| e.noise_floor),
        detectable: found
            .map(|e| e.minimum_detectable)
            .filter(|d| d.is_finite()),
        unit: Unit::Number,
    }
}

/// What the distance rests on.
fn measured(effect: &WassersteinEffect) -> Block {
    let rows = [
        ("Lower limit", Unit::Number, effect.limits.0),
        ("Upper limit", Unit::Number, effect.limits.1),
        ("Share beyond each limit", Unit::Share, effect.tail_share),
        ("Unit of the distance", Unit::Number, effect.scale),
        ("Noise alone, 95%", Unit::Number, effect.noise_floor),
        (
            "Found with 80% power",
            Unit::Number,
            effect.minimum_detectable,
        ),
    ];
    let mut columns = Vec::new();
    let mut cells = Vec::new();
    for (label, unit, value) in rows {
        columns.push(TableColumn {
            label: label.into(),
            unit,
        });
        cells.push(number_cell(value));
    }
    Block::Table(TableBlock {
        title: "How the distance is measured".into(),
        columns,
        rows: vec![cells],
    })
}

/// How many values at the two ends are infinite.
fn infinite(sorted: &[f64]) -> usize {
    let low = sorted.partition_point(|v| *v == f64::NEG_INFINITY);
    let high = sorted.partition_point(|v| *v < f64::INFINITY);
    low + (sorted.len() - high)
}

/// In words, how the current values lie to the reference: one curve clearly on one side of the other is a shift,
/// curves that cross with gaps of one order on both sides are another spread or shape.
fn direction(curves: Option<&ecdf::EcdfPair>, summaries: &[Option<Summary>; 2]) -> &'static str {
    let Some(curves) = curves else {
        return "has changed";
    };
    let largest = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).fold(0.0, f64::max);
    let higher = largest(&curves.reference, &curves.current);
    let lower = largest(&curves.current, &curves.reference);
    if lower < 0.5 * higher {
        return "runs higher";
    }
    if higher < 0.5 * lower {
        return "runs lower";
    }
    let width = |s: &Option<Summary>| {
        s.as_ref()
            .and_then(|s| Some(s.third_quartile? - s.first_quartile?))
    };
    match (width(&summaries[0]), width(&summaries[1])) {
        (Some(before), Some(now)) if now > 1.1 * before => "is more spread out",
        (Some(before), Some(now)) if now < before / 1.1 => "is less spread out",
        _ => "has another shape",
    }
}

fn method(method: ks::Method) -> &'static str {
    match method {
        ks::Method::Exact => "exact",
        ks::Method::Asymptotic => "asymptotic",
    }
}
