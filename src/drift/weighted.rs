//! Drift of the population that weighted rows stand for.
//!
//! The verdict counts each row once. Where both files have a column of row weights, this analysis says afterwards what
//! the weights make of it: each column is compared again as its *effective rows* (see [`effective`]), by the tests,
//! effects and intervals of the drift analysis. Rows are taken as drawn independently of each other; weights that make
//! up for clusters or strata need a design that the file does not tell. Dates and texts are refused in words: their
//! tests have no weighted form with a known size.

#[cfg(feature = "full")]
pub mod effective;
#[cfg(feature = "full")]
mod parameters;

#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};
#[cfg(feature = "full")]
use crate::{
    analysis::{Analysis, Columns, Context, Inputs, Outcome, Pair, parameters as given},
    config::Role,
    drift::comparison::Comparison,
    drift::{self, Drift, levels, missing, number},
    error::{Code, Error, Result},
    report::{Block, Cell, Finding, Section, TextBlock, numbers},
    table::{ColumnData, Distribution, Kind, Table, Values},
};
#[cfg(feature = "full")]
use effective::Effective;

/// Static facts about this analysis.
pub const META: Meta = Meta {
    id: "weighted",
    title: "Rows by weight",
    question: "Has the population changed that the rows stand for, each by its weight?",
    needs: &[Need::TwoTables],
    stage: Stage::Whole,
};

/// The analysis.
#[cfg(feature = "full")]
pub struct Weighted;

#[cfg(feature = "full")]
impl Analysis for Weighted {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(_: &Parameters) -> Result<()> {
        Ok(())
    }

    /// A column each; none where no column that both files have is a weight.
    fn parts(inputs: &Inputs, parameters: &Parameters) -> usize {
        match weight(inputs) {
            Some(_) if parameters.compare => compared(inputs).count(),
            _ => 0,
        }
    }

    fn columns(inputs: &Inputs, _: &Parameters, part: usize) -> Columns {
        match (weight(inputs), compared(inputs).nth(part)) {
            (Some(weight), Some(pair)) => [
                vec![pair.reference as u32, weight.reference as u32],
                vec![pair.current as u32, weight.current as u32],
            ],
            _ => Columns::default(),
        }
    }

    fn run(inputs: &Inputs, _: &Parameters, context: &Context, part: usize) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        let (Some(weight), Some(pair)) = (weight(inputs), compared(inputs).nth(part)) else {
            return Ok(outcome);
        };
        if !usable(inputs.reference, weight.reference) || !usable(inputs.current, weight.current) {
            if part == 0 {
                outcome.warnings.push(unusable(weight));
            }
            return Ok(outcome);
        }
        let side = |table: &Table, at: usize, by: usize| {
            Effective::of(table.columns.get(at)?, table.columns.get(by)?)
        };
        let sides = (
            side(inputs.reference, pair.reference, weight.reference),
            side(inputs.current, pair.current, weight.current),
        );
        match sides {
            (Some(reference), Some(current)) => {
                let thresholds = given::<Drift>(context.config.analyses.get(drift::META.id))?;
                let tests = 2 * compared(inputs).count();
                let sides = [reference, current];
                compare(pair, sides, &thresholds, context, tests, &mut outcome);
            }
            _ => outcome.findings.push(refused(pair)),
        }
        Ok(outcome)
    }
}

/// The column of weights: the first one that both files have.
#[cfg(feature = "full")]
fn weight<'a>(inputs: &Inputs<'a>) -> Option<&'a Pair> {
    inputs.pairs.iter().find(|pair| pair.role == Role::Weight)
}

/// Whether any row of a file has a weight above 0.
#[cfg(feature = "full")]
fn usable(table: &Table, weight: usize) -> bool {
    table
        .columns
        .get(weight)
        .is_some_and(|column| match &column.data {
            ColumnData::Number(chunks) => chunks
                .iter()
                .flatten()
                .enumerate()
                .any(|(row, w)| *w > 0.0 && w.is_finite() && !column.is_missing(row)),
            _ => false,
        })
}

#[cfg(feature = "full")]
fn unusable(weight: &Pair) -> Error {
    Error::new(
        Code::DriftWeightsNotUsed,
        "row weights that are no numbers above 0",
        "a number above 0 in rows of both files",
        "Correct the column, or give it another role: nothing was compared by weight.",
    )
    .in_column(&weight.name)
}

/// The columns that are compared by weight.
#[cfg(feature = "full")]
fn compared<'a>(inputs: &Inputs<'a>) -> impl Iterator<Item = &'a Pair> {
    inputs.pairs.iter().filter(|pair| {
        !matches!(
            pair.role,
            Role::Id | Role::Ignore | Role::Weight | Role::Timestamp
        )
    })
}

/// A column that is not compared by weight, with the reason in its sentence.
#[cfg(feature = "full")]
fn refused(pair: &Pair) -> Finding {
    let none = |kind| Distribution {
        kind,
        present: 0,
        missing: 0,
        values: Values::Levels(Vec::new()),
    };
    let column = comparison(pair, [none(Kind::Text), none(Kind::Text)], 1, 0);
    let mut finding = column.finding("values", "weighted.refused", column.present());
    own(&mut finding, 1);
    finding.section = None;
    finding
}

#[cfg(feature = "full")]
fn comparison<'a>(
    pair: &'a Pair,
    [reference, current]: [Distribution; 2],
    columns: usize,
    seed: u64,
) -> Comparison<'a> {
    Comparison {
        name: &pair.name,
        section: [META.id, "/", &pair.name].concat(),
        reference,
        current,
        curve_points: 100,
        seed,
        draw_budget: 5_000_000,
        columns,
        findings: Vec::new(),
        blocks: Vec::new(),
    }
}

/// Makes a finding of the drift analysis one of this: its name, and its own correction (Bonferroni over all tests of
/// this analysis, since its parts do not know of each other).
#[cfg(feature = "full")]
fn own(finding: &mut Finding, tests: usize) {
    finding.analysis = META.id.into();
    if let Some(rest) = finding.id.strip_prefix("drift/") {
        finding.id = [META.id, "/", rest].concat();
    }
    if let Some(test) = &mut finding.test {
        test.q = test.p.map(|p| (p * tests as f64).min(1.0));
    }
}

#[cfg(feature = "full")]
fn compare(
    pair: &Pair,
    sides: [Effective; 2],
    thresholds: &drift::Parameters,
    context: &Context,
    tests: usize,
    outcome: &mut Outcome,
) {
    let rows = sides
        .each_ref()
        .map(|side| [side.rows as f64, side.left_out as f64]);
    let all = sides.each_ref().map(|side| side.all);
    let distributions = sides.map(|side| side.distribution);
    let counted = distributions.each_ref().map(|d| d.present as f64);
    let seed = pair
        .name
        .bytes()
        .fold(u64::from(context.config.seed), |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let [reference, current] = distributions.each_ref().map(|d| d.values.clone());
    let mut column = comparison(pair, distributions, tests, seed);
    match (&reference, &current) {
        (Values::Numbers(x), Values::Numbers(y)) if number::constant(x, y).is_none() => {
            match number::as_levels(x, y) {
                Some((x, y)) => levels::compare(&mut column, &x, &y, thresholds, context),
                None => number::compare(&mut column, x, y, thresholds),
            }
        }
        (Values::Levels(x), Values::Levels(y)) if levels::constant(x, y).is_none() => {
            levels::compare(&mut column, x, y, thresholds, context);
        }
        _ => {}
    }
    // Whether a value is missing has its own number of effective rows.
    [column.reference.present, column.current.present] = all.map(|a| a.rows - a.count);
    [column.reference.missing, column.current.missing] = all.map(|a| a.count);
    missing::compare(&mut column, thresholds);
    if column.findings.is_empty() {
        return;
    }
    for finding in &mut column.findings {
        own(finding, tests);
    }
    let [[before, before_out], [now, now_out]] = rows;
    column.blocks.push(Block::Text(TextBlock {
        code: "text.weighted-rows".into(),
        numbers: numbers([
            ("reference", Cell::Number(before)),
            ("current", Cell::Number(now)),
            ("effective_reference", Cell::Number(counted[0])),
            ("effective_current", Cell::Number(counted[1])),
            ("left_out", Cell::Number(before_out + now_out)),
            ("tests", Cell::Number(tests as f64)),
        ]),
        sentence: String::new(),
    }));
    outcome.findings.append(&mut column.findings);
    outcome.sections.push(Section {
        id: column.section,
        analysis: META.id.into(),
        title: format!("{} by weight", pair.name),
        column: Some(pair.name.clone()),
        blocks: column.blocks,
    });
}
