//! What a person can choose from, in the answer: columns, outcomes, scores, groups. Lists are texts of one line each.

use super::attributes::numbers as values;
use super::audit::Counted;
use super::parameters::Parameters;
use super::task::{self, Parts};
use crate::report::{Cell, Numbers, numbers};
use crate::table::Table;

/// Outcomes and groups of one attribute that are listed, at most.
const LISTED: usize = 60;

fn lines<'a>(names: impl Iterator<Item = &'a str>) -> Cell {
    let names: Vec<String> = names
        .take(LISTED)
        .map(|name| name.replace(['\n', '\r'], " "))
        .collect();
    Cell::Text(names.join("\n"))
}

/// The protected columns, the outcome with its values, and the range of a score that a threshold can make a decision.
pub fn of_columns(table: &Table, parts: &Parts, parameters: &Parameters) -> Numbers {
    let column = |at: Option<usize>| at.and_then(|at| table.columns.get(at));
    let protected = parts
        .protected
        .iter()
        .filter_map(|at| table.columns.get(*at));
    let mut out = numbers([
        ("protected", lines(protected.map(|c| c.name.as_str()))),
        (
            "given_favourable",
            Cell::Text(parameters.favourable.clone()),
        ),
    ]);
    if let Some(outcome) = column(parts.prediction.or(parts.label)) {
        let mut levels = task::levels_of(outcome);
        levels.sort();
        out.extend(numbers([
            ("outcome", Cell::Text(outcome.name.clone())),
            ("outcomes", lines(levels.iter().map(String::as_str))),
        ]));
    }
    if let Some(score) = column(parts.score).filter(|_| parts.prediction.is_none()) {
        let scores = values(score).into_iter().filter(|v| v.is_finite());
        let (low, high) = scores.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        if low < high {
            out.extend(numbers([
                ("score", Cell::Text(score.name.clone())),
                ("score_low", Cell::Number(low)),
                ("score_high", Cell::Number(high)),
            ]));
        }
    }
    out
}

/// The groups of each single attribute, the reference group first: `groups/<attribute>`.
pub fn of_groups(counted: &[Counted]) -> Numbers {
    counted
        .iter()
        .filter(|one| one.grouping.attributes.len() == 1)
        .map(|one| {
            let groups = &one.grouping.groups;
            let first = groups.get(one.reference).map(String::as_str);
            let others = groups.iter().enumerate();
            let others = others.filter(|(at, _)| *at != one.reference);
            let names = first
                .into_iter()
                .chain(others.map(|(_, name)| name.as_str()));
            (format!("groups/{}", one.grouping.name()), lines(names))
        })
        .collect()
}
