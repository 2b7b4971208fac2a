//! All checks of one column.

use super::facts::{Facts, File};
use super::parameters::Parameters;
use super::problem::Problem;
use super::{constant, dates, disguised, expected, identifiers, mixed, novel, outliers, variants};
use crate::config::Role;

/// What is wrong with a column of one file.
pub(super) fn alone(facts: &Facts, parameters: &Parameters) -> Vec<Problem> {
    let mut out = Vec::new();
    if facts.role == Role::Ignore {
        return out;
    }
    constant::find(facts, parameters, &mut out);
    if facts.present == 0 {
        return out;
    }
    disguised::find(facts, parameters, &mut out);
    mixed::find(facts, parameters, &mut out);
    variants::find(facts, parameters, &mut out);
    let as_of = parameters.as_of.as_deref().and_then(dates::day);
    dates::find(facts, parameters, as_of, &mut out);
    identifiers::find(facts, parameters, &mut out);
    outliers::find(facts, parameters, &mut out);
    out
}

/// What is wrong with a column of the current file beside the same one of the reference.
pub(super) fn beside(
    reference: &Facts,
    current: &Facts,
    parameters: &Parameters,
    level: f64,
    tests: usize,
) -> Vec<Problem> {
    let mut out = Vec::new();
    if matches!(
        current.role,
        Role::Feature | Role::Protected | Role::Segment | Role::Label | Role::Kpi
    ) {
        novel::find(reference, current, parameters, level, tests, &mut out);
    }
    out
}

/// Rules about a column of the current file that are broken or open, but for those that read another column too.
pub(super) fn expectations(
    facts: &Facts,
    parameters: &Parameters,
) -> (Vec<expected::Held>, Vec<Problem>) {
    let rules = parameters.expectations.iter().enumerate();
    let mut held = Vec::new();
    let mut problems = Vec::new();
    for (place, rule) in
        rules.filter(|(_, r)| r.column == facts.column.name && r.rule != "foreign-key")
    {
        let one = expected::hold(rule, facts, None, parameters);
        problems.extend(one.problem(format!("{}-{}", rule.rule, place + 1)));
        held.push(one);
    }
    (held, problems)
}

/// Rules about a file without a column, or about a column that the file has not, by its name.
pub(super) fn file_expectations(
    file: File,
    parameters: &Parameters,
) -> Vec<(Option<String>, Problem)> {
    let rules = parameters.expectations.iter().enumerate();
    rules
        .filter(|(_, r)| file.table.column(&r.column).is_none())
        .filter_map(|(place, rule)| {
            let problem =
                expected::without_column(rule, file, format!("{}-{}", rule.rule, place + 1))?;
            Some((
                (!rule.column.is_empty()).then(|| rule.column.clone()),
                problem,
            ))
        })
        .collect()
}
