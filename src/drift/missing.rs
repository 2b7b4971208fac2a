//! Missing values: a test of their own, so that a column that is lost more often is never "no drift".

use super::Parameters;
use super::comparison::{CONFIDENCE, Comparison, reported};
use crate::report::{Block, Cell, Counts, Effect, Metric, Test, Unit, numbers};
use crate::stats::effect::floor;
use crate::stats::proportion::{self, Share};

pub(super) fn compare(column: &mut Comparison, parameters: &Parameters) {
    let (reference, current) = (column.reference.missing, column.current.missing);
    if reference + current == 0 {
        return;
    }
    let rows = Counts {
        reference: column.reference.present + reference,
        current: column.current.present + current,
    };
    let mut finding = column.finding("missing", "drift.missing", rows);
    let share = |count: u64, rows: u64| Share { count, rows };
    let result = proportion::difference(
        share(reference, rows.reference),
        share(current, rows.current),
        CONFIDENCE,
    );
    let floor = floor::share_difference(
        share(reference, rows.reference),
        share(current, rows.current),
    );
    let interval = result.as_ref().map(|r| reported(r.absolute));
    let value = result.as_ref().map(|r| r.difference.abs());
    finding.effect = Some(Effect {
        name: "missing-rate-difference".into(),
        value,
        interval,
        threshold: parameters.missing_rate,
        noise_floor: floor.map(|f| f.noise_floor),
        detectable: floor.map(|f| f.minimum_detectable),
        unit: Unit::SharePoints,
    });
    let (test, method) = match result.as_ref().map(|r| r.method) {
        Some(proportion::Method::Fisher) => ("fisher", "exact"),
        _ => ("proportions", "asymptotic"),
    };
    finding.test = result.as_ref().map(|r| Test {
        name: test.into(),
        method: method.into(),
        statistic: r.statistic,
        p: Some(r.p),
        q: None,
        degrees: None,
    });
    let rate = |missing: u64, rows: u64| {
        if rows == 0 {
            Cell::Empty(())
        } else {
            Cell::Number(missing as f64 / rows as f64)
        }
    };
    let more = result.as_ref().is_some_and(|r| r.difference > 0.0);
    finding.numbers = numbers([
        (
            "direction",
            Cell::Text(if more { "more" } else { "less" }.into()),
        ),
        ("rate_reference", rate(reference, rows.reference)),
        ("rate_current", rate(current, rows.current)),
        ("rows_reference", Cell::Number(rows.reference as f64)),
        ("rows_current", Cell::Number(rows.current as f64)),
    ]);
    column.findings.push(finding);
    column.blocks.push(Block::Metric(Metric {
        title: "Change of the missing rate".into(),
        value,
        unit: Unit::SharePoints,
        interval,
        threshold: Some(parameters.missing_rate),
        definition: "Absolute difference of the shares of rows without a value, with Newcombe's hybrid score interval \
                     (Newcombe 1998, Statistics in Medicine 17:873, method 10)."
            .into(),
    }));
}
