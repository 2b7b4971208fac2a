//! Numbers: the Kolmogorov–Smirnov test decides whether, its distance with interval decides how much.

use super::Parameters;
use super::comparison::{CONFIDENCE, Comparison, reported};
use crate::report::{
    Block, Cell, EcdfGap, EcdfPair, Effect, Metric, TableBlock, TableColumn, Test, TextBlock, Unit,
    numbers,
};
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
    let mut finding = column.finding("values", "drift.ks", n);
    let result = ks::two_sample(reference, current);
    let interval = result
        .as_ref()
        .and_then(|r| effect::ks_distance(r.statistic, n.reference, n.current, CONFIDENCE))
        .map(reported);
    let summaries = [summarise(reference), summarise(current)];
    let median = |s: &Option<Summary>| s.as_ref().and_then(|s| s.median);
    let medians = (median(&summaries[0]), median(&summaries[1]));
    finding.effect = Some(Effect {
        name: "ks-distance".into(),
        value: result.as_ref().map(|r| r.statistic),
        interval,
        threshold: parameters.ks_distance,
        noise_floor: None,
        detectable: None,
        unit: Unit::SharePoints,
    });
    finding.test = result.as_ref().map(|r| Test {
        name: "ks".into(),
        method: method(r.method).into(),
        statistic: Some(r.statistic),
        p: Some(r.p),
        q: None,
        degrees: None,
    });
    for (name, median) in [
        ("median_reference", medians.0),
        ("median_current", medians.1),
    ] {
        let cell = median.map_or(Cell::Empty(()), number_cell);
        finding.numbers.insert(name.into(), cell);
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
    column.blocks.push(Block::Metric(Metric {
        title: "Kolmogorov–Smirnov distance".into(),
        value: result.as_ref().map(|r| r.statistic),
        unit: Unit::SharePoints,
        interval,
        threshold: Some(parameters.ks_distance),
        definition: "The largest gap between the two empirical distribution functions, 0 to 100 percentage points \
                     (Kolmogorov 1933, Smirnov 1939). The interval joins the two-sided bound for the lower end with \
                     the pointwise bound at the true maximum for the upper end; it covers also where nothing changed."
            .into(),
    }));
    column
        .blocks
        .push(Block::Table(summary_table(&summaries, column)));
    let infinite = reference
        .iter()
        .chain(current)
        .filter(|v| v.is_infinite())
        .count();
    if infinite > 0 {
        column.blocks.push(Block::Text(TextBlock {
            code: "text.infinite".into(),
            numbers: numbers([("count", Cell::Number(infinite as f64))]),
            sentence: String::new(),
        }));
    }
    column.findings.push(finding);
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

fn summary_table(summaries: &[Option<Summary>; 2], column: &Comparison) -> TableBlock {
    let row = |file: &str, missing: u64, s: &Option<Summary>| {
        let value = |of: fn(&Summary) -> Option<f64>| {
            s.as_ref().and_then(of).map_or(Cell::Empty(()), number_cell)
        };
        vec![
            Cell::Text(file.into()),
            value(|s| Some(s.count as f64)),
            Cell::Number(missing as f64),
            value(|s| s.mean),
            value(|s| s.standard_deviation),
            value(|s| Some(s.minimum)),
            value(|s| s.first_quartile),
            value(|s| s.median),
            value(|s| s.third_quartile),
            value(|s| Some(s.maximum)),
        ]
    };
    let number = |label: &str| TableColumn {
        label: label.into(),
        unit: Unit::Number,
    };
    let count = |label: &str| TableColumn {
        label: label.into(),
        unit: Unit::Count,
    };
    TableBlock {
        title: "Summary".into(),
        columns: vec![
            number("File"),
            count("Values"),
            count("Missing"),
            number("Mean"),
            number("Standard deviation"),
            number("Minimum"),
            number("Lower quartile"),
            number("Median"),
            number("Upper quartile"),
            number("Maximum"),
        ],
        rows: vec![
            row("Reference", column.reference.missing, &summaries[0]),
            row("Current", column.current.missing, &summaries[1]),
        ],
    }
}

/// A number as a cell; what JSON cannot write is said in words.
fn number_cell(value: f64) -> Cell {
    if value.is_finite() {
        Cell::Number(value)
    } else if value.is_nan() {
        Cell::Empty(())
    } else {
        Cell::Text(if value > 0.0 { "∞" } else { "−∞" }.into())
    }
}

fn method(method: ks::Method) -> &'static str {
    match method {
        ks::Method::Exact => "exact",
        ks::Method::Asymptotic => "asymptotic",
    }
}
