//! From one table to parts of it: the rows of two groups take the place of two files.

use super::found::Found;
use super::verify::verify;
use super::{META, Parameters, said};
use crate::analysis::{Analysis, Context, Inputs, Meta, Outcome, parameters};
use crate::config::Role;
use crate::error::Result;
use crate::fairness::attributes;
use crate::fairness::audit;
use crate::fairness::metric::{self, UNKNOWN};
use crate::fairness::task::{self, Classes, Parts, Task};
use crate::fairness::{self, Fairness};
use crate::slicing::coding::{Coded, Scale, code, takes_part};
use crate::slicing::halves;
use crate::slicing::score::{Measure, Target};
use crate::slicing::search::Search;
use crate::stats::correction::benjamini_yekutieli;
use crate::stats::groups::confusion::Rate;
use crate::table::Table;

/// Rows counted at most over all tables of three columns, for one group.
const COUNTED_ROWS: usize = 60_000_000;

/// The search.
pub struct FairnessSlices;

impl Analysis for FairnessSlices {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        parameters.check()
    }

    fn parts(inputs: &Inputs, _: &Parameters) -> usize {
        let parts = Parts::of(
            inputs.current,
            &inputs.roles.current,
            &fairness::Parameters::default(),
        );
        usize::from(parts.is_enough() && parts.are_said(&inputs.roles.current))
    }

    fn run(
        inputs: &Inputs,
        given: &Parameters,
        context: &Context,
        _part: usize,
    ) -> Result<Outcome> {
        let fair = parameters::<Fairness>(context.config.analyses.get(fairness::META.id))?;
        let table = inputs.current;
        let parts = Parts::of(table, &inputs.roles.current, &fair);
        // What is unclear is said by the audit; amounts have no rates.
        let Ok(Task::Classes(classes)) = task::task(table, &parts, &fair) else {
            return Ok(Outcome::default());
        };
        if classes.decisions.is_empty() {
            return Ok(Outcome::default());
        }
        let halves = halves(
            table,
            u64::from(context.config.seed),
            context.config.budgets.background_rows as usize,
        );
        let looked = Looked {
            inputs,
            given,
            fair: &fair,
            classes: &classes,
            halves: &halves,
        };
        let mut found: Vec<Found> = parts
            .protected
            .iter()
            .filter_map(|at| looked.attribute(*at))
            .collect();
        // One family: every part of every group of every attribute.
        let p: Vec<Option<f64>> = found.iter().flat_map(|f| &f.gaps).map(|g| g.p).collect();
        let q = benjamini_yekutieli(&p);
        for (gap, q) in found.iter_mut().flat_map(|f| &mut f.gaps).zip(q) {
            gap.q = q;
        }
        Ok(said::outcome(
            &found,
            &said::Run {
                level: context.config.correction.level,
                fair: &fair,
                rows: halves.each_ref().map(Vec::len),
                weighted: parts.weight.is_some(),
            },
        ))
    }
}

struct Looked<'a> {
    inputs: &'a Inputs<'a>,
    given: &'a Parameters,
    fair: &'a fairness::Parameters,
    classes: &'a Classes,
    halves: &'a [Vec<u32>; 2],
}

impl Looked<'_> {
    fn attribute(&self, at: usize) -> Option<Found> {
        let table = self.inputs.current;
        let grouping = attributes::grouping(table.columns.get(at)?, self.fair).ok()?;
        let tallies = metric::tally(
            &grouping.codes,
            grouping.groups.len(),
            &self.classes.decisions,
            &self.classes.labels,
            None,
        );
        let (reference, _) = audit::reference(&grouping, &tallies, self.fair);
        let enough = 4 * u64::from(self.given.least_rows);
        let mut others: Vec<usize> = (0..tallies.len())
            .filter(|g| *g != reference && tallies[*g].all() >= enough)
            .collect();
        others.sort_by_key(|g| (std::cmp::Reverse(tallies[*g].all()), *g));
        others.truncate(self.given.groups as usize);
        let mut found = Found {
            grouping,
            reference,
            compared: others.len(),
            columns: 0,
            looked_at: [0, 0],
            gaps: Vec::new(),
        };
        for group in others {
            self.group(at, group, &mut found);
        }
        Some(found)
    }

    /// One group against the reference.
    fn group(&self, attribute: usize, group: usize, found: &mut Found) {
        let table = self.inputs.current;
        let codes = &found.grouping.codes;
        let of = |half: &[u32]| {
            [found.reference, group].map(|wanted| {
                let rows = half.iter().copied();
                rows.filter(|row| codes[*row as usize] as usize == wanted)
                    .collect::<Vec<u32>>()
            })
        };
        let rows = self.halves.each_ref().map(|half| of(half));
        let rates: &[Rate] = if self.classes.labels.is_empty() {
            &[Rate::Selection]
        } else {
            &[Rate::Selection, Rate::TruePositive, Rate::FalsePositive]
        };
        // Outcomes first: where nothing tells which columns to put together, the first ones are taken.
        let mut coded: Vec<Coded> = rates
            .iter()
            .map(|rate| self.outcome(*rate, &rows))
            .collect();
        coded.extend(self.makers(table, attribute, &rows));
        let targets = (0..rates.len())
            .filter_map(|at| {
                let (limit, least) = (self.fair.difference, self.given.least_rows);
                Some((at, Target::new(&coded[at], Measure::Values, limit, least)?))
            })
            .collect();
        let search = Search {
            coded: &coded,
            makes_slices: (0..coded.len()).map(|at| at >= rates.len()).collect(),
            targets,
            per_column: self.given.tested as usize,
            counted_rows: COUNTED_ROWS,
        };
        let (mut proposals, extent) = search.run();
        proposals.truncate(self.given.tested as usize);
        found.columns = found.columns.max(coded.len() - rates.len());
        found.looked_at[0] += extent.single;
        found.looked_at[1] += extent.double;
        found.gaps.extend(
            proposals
                .iter()
                .filter_map(|one| verify(one, &coded, rates, group, self.fair)),
        );
    }

    /// The columns that make parts: neither the attribute nor anything that is decided or comes of it.
    fn makers(&self, table: &Table, attribute: usize, rows: &[[Vec<u32>; 2]; 2]) -> Vec<Coded> {
        let roles = &self.inputs.roles.current;
        let fits = |at: &usize| {
            let Some(role) = roles.get(*at).map(|r| r.role) else {
                return false;
            };
            let kind = table.columns[*at].kind;
            let outcome = matches!(
                role,
                Role::Label | Role::Prediction | Role::Score | Role::Kpi
            );
            *at != attribute && !outcome && takes_part(role, [kind, kind])
        };
        (0..table.columns.len())
            .filter(fits)
            .take(self.given.columns as usize)
            .filter_map(|at| {
                let column = &table.columns[at];
                let [seen, held_out] = rows
                    .each_ref()
                    .map(|half| half.each_ref().map(|rows| column.take_rows(rows)));
                code(
                    at,
                    &column.name,
                    [&seen[0], &seen[1]],
                    [&held_out[0], &held_out[1]],
                    [column, column],
                )
            })
            .collect()
    }

    /// Decisions of the rows that have a part in a rate; the others count as missing.
    fn outcome(&self, rate: Rate, rows: &[[Vec<u32>; 2]; 2]) -> Coded {
        let Classes {
            decisions, labels, ..
        } = self.classes;
        let code = |row: &u32| {
            let row = *row as usize;
            let label = labels.get(row).copied().unwrap_or(UNKNOWN);
            let counts = match rate {
                Rate::TruePositive => label == 1,
                Rate::FalsePositive => label == 0,
                _ => true,
            };
            if counts { decisions[row].min(2) } else { 2 }
        };
        let [seen, held_out] = rows
            .each_ref()
            .map(|half| half.each_ref().map(|rows| rows.iter().map(code).collect()));
        Coded {
            pair: usize::MAX,
            name: metric::title(rate).into(),
            scale: Scale::Levels {
                names: vec!["against".into(), "in favour".into()],
                rest: false,
            },
            bins: 2,
            as_levels: true,
            seen,
            held_out,
        }
    }
}
