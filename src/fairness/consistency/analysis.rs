//! From a table to its rows' neighbours.

use super::matched::{Found, find};
use super::neighbours::Points;
use super::{META, Parameters, said};
use crate::analysis::{Analysis, Context, Inputs, Meta, Outcome, parameters};
use crate::config::Role;
use crate::error::Result;
use crate::fairness::attributes::{self, Grouping};
use crate::fairness::judge::{Candidate, Judged, Limit, judge};
use crate::fairness::metric::UNKNOWN;
use crate::fairness::task::{self, Classes, Parts, Source, Task};
use crate::fairness::{self, Fairness};
use crate::table::{Column, Kind, row_key};

/// The analysis.
pub struct Consistency;

impl Analysis for Consistency {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        parameters.check()
    }

    fn parts(inputs: &Inputs, _: &Parameters) -> usize {
        let roles = &inputs.roles.current;
        let parts = Parts::of(inputs.current, roles, &fairness::Parameters::default());
        let has_features = roles.iter().any(|r| says_likeness(r.role));
        usize::from(parts.is_enough() && parts.are_said(roles) && has_features)
    }

    fn run(
        inputs: &Inputs,
        given: &Parameters,
        context: &Context,
        _part: usize,
    ) -> Result<Outcome> {
        let fair = parameters::<Fairness>(context.config.analyses.get(fairness::META.id))?;
        let roles = &inputs.roles.current;
        let parts = Parts::of(inputs.current, roles, &fair);
        // What is unclear is said by the audit.
        let Ok(Task::Classes(classes)) = task::task(inputs.current, &parts, &fair) else {
            return Ok(Outcome::default());
        };
        // Rows that are decided, in the order of their keys: a sample is as random as these.
        let keys = row_key::row_keys(inputs.current, u64::from(context.config.seed));
        let decided: Vec<u32> = row_key::sample(&keys, keys.len())
            .into_iter()
            .filter(|row| is_decided(&classes, *row))
            .take(given.rows as usize)
            .collect();
        let table = inputs.current.take_rows(&decided);
        let features: Vec<&Column> = table
            .columns
            .iter()
            .enumerate()
            .filter(|(at, c)| says_likeness(roles[*at].role) && c.kind != Kind::Text)
            .map(|(_, column)| column)
            .take(given.columns as usize)
            .collect();
        let points = Points::of(&features, table.rows);
        let groupings: Vec<Grouping> = parts
            .protected
            .iter()
            .filter_map(|at| attributes::grouping(&table.columns[*at], &fair).ok())
            .collect();
        let outcomes: Vec<f64> = decided
            .iter()
            .map(|row| f64::from(classes.decisions[*row as usize]))
            .collect();
        if points.width() == [0, 0] || outcomes.len() <= given.neighbours as usize {
            return Ok(Outcome::default());
        }
        let k = given.neighbours as usize;
        let limit = Limit::difference(fair.difference);
        let found = find(&points, &outcomes, &groupings, k, limit);
        let judged = judged(&found, limit, &fair, context.config.correction.level);
        Ok(said::outcome(&said::Run {
            found: &found,
            judged: &judged,
            groupings: &groupings,
            limit,
            neighbours: k,
            columns: points.width(),
            rows: [
                table.rows,
                classes.decisions.iter().filter(|d| **d != UNKNOWN).count(),
            ],
            of_file: inputs.current.rows_of_file() as usize,
            from_labels: classes.source == Source::Label,
            weighted: parts.weight.is_some(),
        }))
    }
}

fn says_likeness(role: Role) -> bool {
    matches!(role, Role::Feature | Role::Segment)
}

fn is_decided(classes: &Classes, row: u32) -> bool {
    let decision = classes.decisions.get(row as usize);
    decision.is_some_and(|decision| *decision != UNKNOWN)
}

fn judged(
    found: &Found,
    limit: Limit,
    fair: &fairness::Parameters,
    level: f64,
) -> Vec<Vec<Judged>> {
    let least = u64::from(fair.least_rows);
    let candidates: Vec<Candidate> = found
        .groups
        .iter()
        .flatten()
        .map(|group| Candidate {
            compared: group.compared,
            limit,
            rows: group.rows,
            least: group.rows,
        })
        .collect();
    let mut judged = judge(&candidates, least, level).into_iter();
    found
        .groups
        .iter()
        .map(|groups| judged.by_ref().take(groups.len()).collect())
        .collect()
}
