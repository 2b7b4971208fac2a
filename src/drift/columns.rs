//! Column by column: one primary test each, and one for missing values.

use super::comparison::Comparison;
#[cfg(feature = "full")]
use super::selected;
use super::{META, Parameters, fault, levels, missing, number, texts, times, uncompared};
use crate::analysis::{Analysis, Context, Inputs, Meta, Module, Outcome, Pair};
use crate::config::{Role, invalid};
use crate::error::{Code, Error, Result};
use crate::report::Section;
use crate::table::{Column, Distribution, Kind, Values};

/// The drift analysis.
pub struct Drift;

impl Analysis for Drift {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        for (key, value, below) in parameters.thresholds() {
            if !(value > 0.0 && value < below) {
                let needed = if below == 1.0 {
                    "a number between 0 and 1 is needed"
                } else {
                    "a number above 0 is needed"
                };
                return Err(invalid(&format!("analyses.drift.{key}"), needed));
            }
        }
        parameters.check_choice()
    }

    fn module(parameters: &Parameters) -> Module {
        if parameters.selects_nothing() {
            Module::Engine
        } else {
            Module::Full
        }
    }

    fn parts(inputs: &Inputs, _: &Self::Parameters) -> usize {
        inputs.pairs.len()
    }

    fn run(
        inputs: &Inputs,
        parameters: &Parameters,
        context: &Context,
        part: usize,
    ) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        if let Some(pair) = inputs.pairs.get(part) {
            if pair.role == Role::Weight {
                outcome.warnings.push(weights_not_used(&pair.name));
            }
            compare(inputs, pair, parameters, context, &mut outcome);
        }
        #[cfg(feature = "full")]
        if part == 0 {
            outcome
                .warnings
                .extend(selected::unknown_columns(inputs, parameters));
        }
        Ok(outcome)
    }
}

/// Refused, not ignored: weighted shares with unweighted tests would look right and be wrong.
fn weights_not_used(name: &str) -> Error {
    Error::new(
        Code::DriftWeightsNotUsed,
        "a column of row weights",
        "rows that count once each",
        "The verdict counts each row once, and the weights are compared like a feature; what follows under \"Rows by weight\" counts each row by its weight.",
    )
    .in_column(name)
}

fn compare(
    inputs: &Inputs,
    pair: &Pair,
    parameters: &Parameters,
    context: &Context,
    outcome: &mut Outcome,
) {
    let mut column = Comparison {
        name: &pair.name,
        section: format!("drift/{}", pair.name),
        reference: Distribution::of(&inputs.reference.columns[pair.reference]),
        current: Distribution::of(&inputs.current.columns[pair.current]),
        curve_points: curve_points(context, inputs.pairs.len()),
        seed: seed(context, &pair.name),
        draw_budget: draw_budget(inputs.pairs.len()),
        columns: inputs.pairs.len(),
        findings: Vec::new(),
        blocks: Vec::new(),
    };
    if matches!(pair.role, Role::Id | Role::Ignore) {
        uncompared::role(&mut column, pair.role);
    } else {
        let columns = (
            &inputs.reference.columns[pair.reference],
            &inputs.current.columns[pair.current],
        );
        values(
            &mut column,
            columns,
            parameters,
            context,
            inputs.pairs.len(),
        );
        missing::compare(&mut column, parameters);
    }
    if column.blocks.is_empty() {
        for finding in &mut column.findings {
            finding.section = None;
        }
    }
    outcome.findings.append(&mut column.findings);
    if !column.blocks.is_empty() {
        outcome.sections.push(Section {
            id: column.section,
            analysis: META.id.into(),
            title: pair.name.clone(),
            column: Some(pair.name.clone()),
            blocks: column.blocks,
        });
    }
}

/// Points for one curve: what Config allows, fewer where all curves together would make an unwieldy report.
fn curve_points(context: &Context, columns: usize) -> usize {
    const ALL_CURVES: usize = 40_000;
    const FEWEST: usize = 20;
    let budgets = &context.config.budgets;
    let curves = columns.min(budgets.detailed_columns as usize).max(1);
    (ALL_CURVES / curves)
        .max(FEWEST)
        .min(budgets.curve_points as usize)
}

/// Seed of a column: FNV-1a of its name (Fowler, Noll & Vo), begun with Config's seed. Not its place among others.
fn seed(context: &Context, name: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ u64::from(context.config.seed);
    name.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Rows that the simulations of one column may draw, some 5 ns each: fewer where there are very many columns.
fn draw_budget(columns: usize) -> u64 {
    const ONE_COLUMN: u64 = 25_000_000;
    const ALL_COLUMNS: u64 = 1_000_000_000;
    ONE_COLUMN.min(ALL_COLUMNS / columns.max(1) as u64)
}

fn textual(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Category)
}

/// Compares what the column holds by the one primary test of its type.
fn values(
    column: &mut Comparison,
    columns: (&Column, &Column),
    parameters: &Parameters,
    context: &Context,
    pairs: usize,
) {
    match (column.reference.present, column.current.present) {
        (0, 0) => return uncompared::empty(column),
        (0, _) => return uncompared::one_side_empty(column, "reference"),
        (_, 0) => return uncompared::one_side_empty(column, "current"),
        _ => {}
    }
    let reference = std::mem::replace(&mut column.reference.values, Values::Levels(Vec::new()));
    let current = std::mem::replace(&mut column.current.values, Values::Levels(Vec::new()));
    match (&reference, &current) {
        (Values::Numbers(reference), Values::Numbers(current)) => {
            if let Some(value) = number::constant(reference, current) {
                uncompared::constant(column, value);
            } else if let Some((reference, current)) = number::as_levels(reference, current) {
                levels::compare(column, &reference, &current, parameters, context);
            } else {
                number::compare(column, reference, current, parameters);
                fault::numbers(column, reference, current, context);
            }
        }
        (Values::Levels(reference), Values::Levels(current)) => {
            match levels::constant(reference, current) {
                Some(value) => uncompared::constant(column, value),
                None => levels::compare(column, reference, current, parameters, context),
            }
        }
        (Values::Times(reference), Values::Times(current)) => {
            match times::constant(reference, current) {
                Some(value) => uncompared::constant(column, value),
                None => times::compare(
                    column,
                    (reference, columns.0),
                    (current, columns.1),
                    parameters,
                ),
            }
            fault::instants(column, reference, current, context);
        }
        // A column with few rows in one file is a category there, though it is text in the other.
        _ if textual(column.reference.kind) && textual(column.current.kind) => {
            if let (Some(reference), Some(current)) = (texts::of(&reference), texts::of(&current)) {
                texts::compare(column, &reference, &current, parameters, context);
            }
        }
        _ => uncompared::type_changed(column),
    }
    #[cfg(feature = "full")]
    selected::apply(column, &reference, &current, parameters, pairs);
    #[cfg(not(feature = "full"))]
    let _ = pairs;
}
