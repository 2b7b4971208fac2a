//! What is compared, as plots and a table.

use super::audit::{Comparison, Counted, Versus, What};
use super::cells::{optional, scale_name, shown, table};
use super::judge::{Scale, Verdict};
use super::said::versus;
use crate::report::{AxisScale, Band, Block, Cell, IntervalRow, Intervals, Unit};

/// One forest plot for each thing that is compared.
pub fn forests(comparisons: &[&Comparison], counted: &Counted) -> Vec<Block> {
    let mut kinds: Vec<What> = Vec::new();
    for comparison in comparisons {
        if !kinds.contains(&comparison.what) {
            kinds.push(comparison.what);
        }
    }
    kinds
        .into_iter()
        .filter_map(|what| {
            let of: Vec<&&Comparison> = comparisons.iter().filter(|c| c.what == what).collect();
            let first = of.first()?;
            let against = match first.versus {
                Versus::Group(at) => {
                    format!("to {}", counted.grouping.groups[at])
                }
                Versus::MostFavoured(at) => {
                    format!("to the highest rate, of {}", counted.grouping.groups[at])
                }
                Versus::Fixed => "within each group".into(),
            };
            let kind = scale_name(first.limit.scale);
            Some(Block::Intervals(Intervals {
                title: format!("{}: {kind} {against}", what.title()),
                unit: match first.limit.scale {
                    Scale::Ratio => Unit::Ratio,
                    Scale::Difference => Unit::Number,
                },
                threshold: Some(match first.limit.scale {
                    Scale::Ratio => first.limit.low,
                    Scale::Difference => first.limit.high,
                }),
                rows: of
                    .iter()
                    .map(|c| IntervalRow {
                        label: format!(
                            "{} (n = {}, {})",
                            counted.grouping.groups[c.group],
                            crate::report::show(c.rows[0] as f64, Unit::Count),
                            c.judged.verdict.words()
                        ),
                        value: c.compared.estimate,
                        interval: c.compared.interval.and_then(shown),
                        marked: c.judged.verdict == Verdict::Outside,
                        hollow: !matches!(c.judged.verdict, Verdict::Within | Verdict::Outside),
                        n: None,
                    })
                    .collect(),
                scale: match first.limit.scale {
                    Scale::Ratio => AxisScale::Log,
                    Scale::Difference => AxisScale::Linear,
                },
                stems: false,
                band: Some(Band {
                    low: Some(first.limit.low).filter(|end| end.is_finite()),
                    high: Some(first.limit.high).filter(|end| end.is_finite()),
                    label: "within the limit".into(),
                }),
            }))
        })
        .collect()
}

/// Every comparison with its verdict.
pub fn comparisons(comparisons: &[&Comparison], counted: &[Counted]) -> Option<Block> {
    let first = comparisons.first()?;
    let name = counted[first.grouping].grouping.name();
    let rows = comparisons
        .iter()
        .map(|c| {
            let mut row = cells(c, counted);
            row.extend([
                optional(c.judged.p),
                optional(c.judged.q),
                Cell::Text(c.judged.verdict.words().into()),
                optional(rows_needed(c)),
                Cell::Number(c.rows[0] as f64),
                Cell::Number(c.rows[1] as f64),
            ]);
            row
        })
        .collect();
    let mut columns = COLUMNS.to_vec();
    columns.extend([
        ("p against the limit", Unit::Probability),
        ("Corrected p", Unit::Probability),
        ("Verdict", Unit::Number),
        ("Rows still needed", Unit::Count),
        ("n", Unit::Count),
        ("n of the other", Unit::Count),
    ]);
    Some(table(format!("Every comparison of {name}"), &columns, rows))
}

/// What every table of comparisons says of one.
pub const COLUMNS: [(&str, Unit); 9] = [
    ("Group", Unit::Number),
    ("Compared with", Unit::Number),
    ("Of", Unit::Number),
    ("Group's value", Unit::Number),
    ("The other's value", Unit::Number),
    ("As", Unit::Number),
    ("Estimate", Unit::Number),
    ("low", Unit::Number),
    ("high", Unit::Number),
];

/// One comparison under [`COLUMNS`].
pub fn cells(c: &Comparison, counted: &[Counted]) -> Vec<Cell> {
    let interval = c.compared.interval;
    vec![
        Cell::Text(counted[c.grouping].grouping.groups[c.group].clone()),
        Cell::Text(versus(c, counted)),
        Cell::Text(c.what.title().into()),
        optional(c.values[0]),
        optional(c.values[1]),
        Cell::Text(scale_name(c.limit.scale).into()),
        optional(c.compared.estimate),
        optional(interval.map(|i| i.lower)),
        optional(interval.map(|i| i.upper)),
    ]
}

/// The rows still needed: none where the verdict is told, `None` where they cannot be said.
pub fn rows_needed(comparison: &Comparison) -> Option<f64> {
    match comparison.judged.verdict {
        Verdict::Within | Verdict::Outside => Some(0.0),
        Verdict::CannotTell(rows) => rows,
        Verdict::NotEstimable => None,
    }
}
