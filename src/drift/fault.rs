//! Likely faults of the pipeline in a part of the rows: each rule has its own exact test and gives *matters*.
//!
//! The winsorised effect hides what stands far out, so these rules look there. They are no part of the run's family
//! of tests: what they find is corrected here, over their candidates, both rules and all columns (Bonferroni).

mod found;
mod sentinel;
mod units;

use self::found::Fault;
use super::comparison::{CONFIDENCE, Comparison, number_cell, reported};
use crate::analysis::Context;
use crate::report::{Block, Effect, Metric, Test, Unit};
use crate::stats::fault::placeholder::{self, Placeholder, Sorted};
use crate::stats::fault::unit_change;

/// Both rules for numbers: placeholders first, units among the other values.
pub(super) fn numbers(
    column: &mut Comparison,
    reference: &[f64],
    current: &[f64],
    context: &Context,
) {
    let level = level(column, context);
    let found = placeholder::number(
        sorted(reference, &|at| reference[at]),
        sorted(current, &|at| current[at]),
        level,
        CONFIDENCE,
    );
    let without: Vec<f64>;
    let mut others = (reference, current);
    let reference_without: Vec<f64>;
    if let Some(found) = found {
        add(
            column,
            sentinel::fault(&found, number_cell(found.value), placeholder::NUMBERS.len()),
        );
        let keep = |side: &[f64]| side.iter().copied().filter(|v| *v != found.value).collect();
        reference_without = keep(reference);
        without = keep(current);
        others = (&reference_without, &without);
    }
    if let Some(found) = unit_change::recognise(others.0, others.1, level, CONFIDENCE) {
        add(column, units::fault(&found));
    }
}

/// Placeholders among dates.
pub(super) fn instants(
    column: &mut Comparison,
    reference: &[i64],
    current: &[i64],
    context: &Context,
) {
    let found: Option<Placeholder> = placeholder::day(
        sorted(reference, &|at| reference[at] as f64),
        sorted(current, &|at| current[at] as f64),
        level(column, context),
        CONFIDENCE,
    );
    if let Some(found) = found {
        let day = crate::report::show(found.value, Unit::TimeMs);
        let day = crate::report::Cell::Text(day);
        add(
            column,
            sentinel::fault(&found, day, placeholder::DAYS_MS.len()),
        );
    }
}

fn sorted<'a, T>(values: &[T], at: &'a dyn Fn(usize) -> f64) -> Sorted<'a> {
    Sorted {
        rows: values.len(),
        at,
    }
}

/// What one rule may err by in one column so that all of them together err by the run's level.
fn level(column: &Comparison, context: &Context) -> f64 {
    context.config.correction.level / (2.0 * column.columns as f64)
}

fn add(column: &mut Comparison, fault: Fault) {
    let n = column.present();
    let mut finding = column.finding(fault.kind, &["drift.", fault.kind].concat(), n);
    let corrected = fault.p * (2 * fault.tests * column.columns) as f64;
    finding.test = Some(Test {
        name: "exceedance".into(),
        method: "exact".into(),
        statistic: None,
        p: Some(fault.p),
        q: Some(corrected.min(1.0)),
        degrees: None,
    });
    let interval = Some(reported(fault.interval));
    finding.effect = Some(Effect {
        name: "affected-share".into(),
        value: Some(fault.share),
        interval,
        // A fault matters in however few rows it is.
        threshold: 0.0,
        noise_floor: None,
        detectable: None,
        unit: Unit::Share,
    });
    finding.numbers = fault.numbers;
    column.findings.push(finding);
    column.blocks.push(Block::Metric(Metric {
        title: fault.title.into(),
        value: Some(fault.share),
        unit: Unit::Share,
        interval,
        threshold: None,
        definition: fault.definition.into(),
    }));
}
