//! From a table to an audit.

use super::audited::Audited;
use super::over_time;
use super::parameters::Parameters;
use super::said::finding;
use super::task::{self, LISTED_LEVELS, Parts, Unclear};
use super::{META, choices, guessed};
use crate::analysis::{Analysis, Columns, Context, Inputs, Meta, Outcome};
use crate::error::Result;
use crate::report::{Cell, Finding, Severity, Verdict, numbers};

/// The audit.
pub struct Fairness;

impl Analysis for Fairness {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        parameters.check()
    }

    fn parts(inputs: &Inputs, parameters: &Parameters) -> usize {
        let parts = Parts::of(inputs.current, &inputs.roles.current, parameters);
        let before = Parts::of(inputs.reference, &inputs.roles.reference, parameters);
        let both = inputs.has_reference() && before.is_enough() && parts.is_enough();
        // Where the protected attributes are guesses and nothing is an outcome, nobody asked.
        let asked = parts.is_enough() || parts.are_said(&inputs.roles.current);
        usize::from(asked) + usize::from(both)
    }

    fn columns(inputs: &Inputs, parameters: &Parameters, part: usize) -> Columns {
        let parts = Parts::of(inputs.current, &inputs.roles.current, parameters);
        if part == 0 {
            return [Vec::new(), parts.columns()];
        }
        let before = Parts::of(inputs.reference, &inputs.roles.reference, parameters);
        let mut now = parts.columns();
        now.extend(parts.time.map(|at| at as u32));
        [before.columns(), now]
    }

    fn run(
        inputs: &Inputs,
        parameters: &Parameters,
        context: &Context,
        part: usize,
    ) -> Result<Outcome> {
        let level = context.config.correction.level;
        let table = inputs.current;
        let parts = Parts::of(table, &inputs.roles.current, parameters);
        if part > 0 {
            let mut outcome = over_time::outcome(inputs, parameters, level);
            if !parts.are_said(&inputs.roles.current) {
                for finding in &mut outcome.findings {
                    finding.severity = guessed::capped(finding.severity);
                }
            }
            return Ok(outcome);
        }
        let mut outcome = if parts.is_enough() {
            match task::task(table, &parts, parameters) {
                Ok(task) => Audited {
                    table,
                    parts: &parts,
                    parameters,
                    level,
                    seed: u64::from(context.config.seed),
                    guessed: !parts.are_said(&inputs.roles.current),
                }
                .outcome(&task),
                Err(unclear) => nothing(unclear_finding(&unclear)),
            }
        } else {
            nothing(finding(
                "no-outcome",
                "fairness.no-outcome",
                Severity::NotEnoughData,
            ))
        };
        if let Some(answer) = &mut outcome.answer {
            let choices = choices::of_columns(table, &parts, parameters);
            answer.numbers.extend(choices);
        }
        Ok(outcome)
    }
}

/// One finding that says what stands in the way, and an answer that says it too.
fn nothing(mut finding: Finding) -> Outcome {
    finding.section = None;
    Outcome {
        answer: Some(Verdict {
            code: format!("{}-answer", finding.code),
            severity: finding.severity,
            numbers: finding.numbers.clone(),
            sentence: String::new(),
            next: String::new(),
        }),
        findings: vec![finding],
        ..Outcome::default()
    }
}

fn unclear_finding(unclear: &Unclear) -> Finding {
    let listed = |levels: &[String]| {
        let more = levels.len().saturating_sub(LISTED_LEVELS);
        let names: Vec<String> = levels
            .iter()
            .take(LISTED_LEVELS)
            .map(|l| format!("`{l}`"))
            .collect();
        let names = names.join(", ");
        Cell::Text(if more > 0 {
            format!("{names} and {more} more")
        } else {
            names
        })
    };
    let (id, code, values) = match unclear {
        Unclear::Favourable(column, levels) => (
            "favourable-outcome",
            "fairness.favourable-missing",
            numbers([
                ("outcome", Cell::Text(column.clone())),
                ("levels", listed(levels)),
            ]),
        ),
        Unclear::NotALevel(given, levels) => (
            "favourable-outcome",
            "fairness.favourable-absent",
            numbers([
                ("given", Cell::Text(given.clone())),
                ("levels", listed(levels)),
            ]),
        ),
        Unclear::OneColumn(column) => (
            "one-column",
            "fairness.one-column",
            numbers([("outcome", Cell::Text(column.clone()))]),
        ),
        Unclear::NoDecision(column) => (
            "no-decision",
            "fairness.no-decision",
            numbers([("outcome", Cell::Text(column.clone()))]),
        ),
        Unclear::Empty(column) => (
            "empty-outcome",
            "fairness.empty-outcome",
            numbers([("outcome", Cell::Text(column.clone()))]),
        ),
    };
    let mut found = finding(id, code, Severity::NotEnoughData);
    found.numbers = values;
    found
}
