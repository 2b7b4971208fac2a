//! From two tables to slices: halves, codes, search, test.

use super::verify::{Verified, verify};
use super::{META, Parameters, show};
use crate::analysis::{Analysis, Context, Inputs, Meta, Outcome, parameters};
use crate::config::{Role, invalid};
use crate::drift::{self, Drift};
use crate::error::Result;
use crate::slicing::coding::{Coded, code, columns, takes_part};
use crate::slicing::halves;
use crate::slicing::score::{Counts, Measure, Target};
use crate::slicing::search::Search;
use crate::stats::order::order;
use crate::table::{Column, Kind};

/// Rows counted at most over all tables of two columns.
const COUNTED_ROWS: usize = 400_000_000;
/// The same of three columns.
const COUNTED_IN_THREES: usize = 300_000_000;
/// Rows of both files below which more columns do not make the search look at fewer.
const FEWEST_ROWS: usize = 20_000;
/// A table costs at least as much as counting this many rows.
const TABLE_ROWS: usize = 8_000;
/// From this change of its own on a number makes no slices.
const MOVED: f64 = 0.03;
/// Its statistic must exceed this normal quantile as well, about 1 in 10 000.
const MOVED_Z: f64 = 3.7;

/// The search for slices.
pub struct Slices;

impl Analysis for Slices {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        for (key, value, low, high) in [
            ("least_rows", parameters.least_rows, 20, 1_000_000),
            ("slices_per_column", parameters.slices_per_column, 1, 20),
            ("tested", parameters.tested, 1, 500),
        ] {
            if !(low..=high).contains(&value) {
                return Err(invalid(
                    &format!("analyses.slices.{key}"),
                    &format!("a whole number from {low} to {high} is needed"),
                ));
            }
        }
        Ok(())
    }

    fn parts(inputs: &Inputs, _: &Self::Parameters) -> usize {
        usize::from(!inputs.pairs.is_empty())
    }

    fn run(
        inputs: &Inputs,
        given: &Parameters,
        context: &Context,
        _part: usize,
    ) -> Result<Outcome> {
        let thresholds = parameters::<Drift>(context.config.analyses.get(drift::META.id))?;
        let halves = Halves::of(inputs, context);
        let coded = coded(inputs, &halves);
        let (coded, left_out) = narrow(coded, inputs, &halves);
        let seen = seen_rows(coded.len(), &halves);
        let coded: Vec<Coded> = coded.into_iter().map(|c| c.first_rows(seen)).collect();
        let threshold = |coded: &Coded, measure: Measure| match measure {
            Measure::Missing => thresholds.missing_rate,
            Measure::Values if coded.as_levels => thresholds.total_variation,
            Measure::Values => thresholds.distance,
        };
        let targets: Vec<(usize, Target)> = coded
            .iter()
            .enumerate()
            .flat_map(|(at, c)| {
                Measure::ALL
                    .into_iter()
                    .filter(|measure| c.may_drift(*measure))
                    .filter_map(|measure| {
                        Target::new(c, measure, threshold(c, measure), given.least_rows)
                    })
                    .map(move |target| (at, target))
                    .collect::<Vec<_>>()
            })
            .collect();
        let search = Search {
            makes_slices: coded
                .iter()
                .map(|c| makes_slices(c, inputs, given.least_rows))
                .collect(),
            targets,
            coded: &coded,
            per_column: given.slices_per_column as usize,
            counted_rows: COUNTED_IN_THREES,
        };
        let (mut proposals, extent) = search.run();
        proposals.truncate(given.tested as usize);
        let column = |at: usize| halves.held_out(inputs, coded[at].pair);
        let found = verify(proposals, &coded, &column);
        Ok(show::outcome(&show::Shown {
            coded: &coded,
            found: &found,
            extent,
            moved: unfit(&search),
            left_out,
            rows: halves.rows(),
            seen,
            level: context.config.correction.level,
            threshold: &|verified: &Verified| {
                threshold(&coded[verified.proposal.target], verified.proposal.measure)
            },
        }))
    }
}

/// Names of columns that make no slices because they moved themselves.
fn unfit(search: &Search) -> Vec<String> {
    search
        .coded
        .iter()
        .zip(&search.makes_slices)
        .filter(|(_, makes)| !**makes)
        .map(|(coded, _)| coded.name.clone())
        .collect()
}

/// The rows in two halves of each file, drawn by what stands in them.
struct Halves {
    seen: [Vec<u32>; 2],
    held_out: [Vec<u32>; 2],
}

impl Halves {
    fn of(inputs: &Inputs, context: &Context) -> Halves {
        let most = context.config.budgets.background_rows as usize;
        let [reference, current] = [inputs.reference, inputs.current]
            .map(|table| halves(table, u64::from(context.config.seed), most));
        let ([a, b], [c, d]) = (reference, current);
        Halves {
            seen: [a, c],
            held_out: [b, d],
        }
    }

    /// Rows of both halves: reference, current.
    fn rows(&self) -> [usize; 2] {
        [0, 1].map(|file| self.seen[file].len() + self.held_out[file].len())
    }

    /// The held-out rows of a pair's columns.
    fn held_out<'a>(&self, inputs: &Inputs<'a>, pair: usize) -> Option<[Column; 2]> {
        let pair = inputs.pairs.get(pair)?;
        let whole = columns(
            [inputs.reference, inputs.current],
            [pair.reference, pair.current],
        )?;
        Some([0, 1].map(|file| whole[file].take_rows(&self.held_out[file])))
    }
}

fn coded(inputs: &Inputs, halves: &Halves) -> Vec<Coded> {
    let mut out = Vec::new();
    for (at, pair) in inputs.pairs.iter().enumerate() {
        let tables = [inputs.reference, inputs.current];
        let Some(whole) = columns(tables, [pair.reference, pair.current]) else {
            continue;
        };
        if takes_part(pair.role, whole.map(|column| column.kind)) {
            let seen = [0, 1].map(|file| whole[file].take_rows(&halves.seen[file]));
            let held_out = [0, 1].map(|file| whole[file].take_rows(&halves.held_out[file]));
            out.extend(code(
                at,
                &pair.name,
                [&seen[0], &seen[1]],
                [&held_out[0], &held_out[1]],
                whole,
            ));
        }
    }
    out
}

/// The columns that the search has time for; how many are left out.
fn narrow(coded: Vec<Coded>, inputs: &Inputs, halves: &Halves) -> (Vec<Coded>, usize) {
    let rows = (halves.seen[0].len() + halves.seen[1].len()).min(FEWEST_ROWS);
    let most = libm::sqrt((COUNTED_ROWS / (rows + TABLE_ROWS)) as f64) as usize;
    let left_out = coded.len().saturating_sub(most);
    if left_out == 0 {
        return (coded, 0);
    }
    let weight: Vec<(bool, f64)> = coded
        .iter()
        .map(|c| {
            let role = inputs.pairs.get(c.pair).map(|p| p.role);
            let named = matches!(role, Some(Role::Segment | Role::Protected));
            (named, own_change(c, 1).map_or(0.0, |(_, z)| z))
        })
        .collect();
    let by_weight = order(coded.len(), &|a, b| {
        weight[b]
            .0
            .cmp(&weight[a].0)
            .then(weight[b].1.total_cmp(&weight[a].1))
    });
    let mut chosen: Vec<usize> = by_weight.into_iter().take(most).collect();
    chosen.sort_unstable();
    let kept = coded
        .into_iter()
        .enumerate()
        .filter(|(at, _)| chosen.binary_search(at).is_ok())
        .map(|(_, coded)| coded)
        .collect();
    (kept, left_out)
}

/// Rows of each file that slices are looked for in: fewer where there are many columns.
fn seen_rows(columns: usize, halves: &Halves) -> usize {
    let rows = halves.seen[0].len().max(halves.seen[1].len());
    let tables = (columns * columns.saturating_sub(1)).max(1);
    let affordable = (COUNTED_ROWS / tables).saturating_sub(TABLE_ROWS) / 2;
    rows.min(affordable.max(FEWEST_ROWS / 2))
}

/// A column's own change over its codes: total variation and how many deviations its statistic is above chance.
fn own_change(coded: &Coded, least_rows: u32) -> Option<(f64, f64)> {
    let mut counts: Counts = coded.counts();
    // A level that one file lacks changes nothing in the rows of the others.
    let has_both = |code: usize| counts.iter().all(|side| side[code] > 0);
    if coded.is_category() {
        let both: Vec<bool> = (0..counts[0].len()).map(has_both).collect();
        for side in &mut counts {
            for (count, both) in side.iter_mut().zip(&both) {
                *count = if *both { *count } else { 0 };
            }
        }
    }
    let sums = counts.map(|side| side.iter().sum::<u32>());
    if sums.iter().any(|rows| *rows < least_rows.max(1)) {
        return None;
    }
    let [n, m] = sums.map(f64::from);
    let (mut variation, mut statistic, mut used) = (0.0, 0.0, 0.0);
    for (a, b) in counts[0].iter().zip(&counts[1]) {
        let (p, q) = (f64::from(*a) / n, f64::from(*b) / m);
        if a + b > 0 {
            let pooled = f64::from(a + b) / (n + m);
            variation += 0.5 * libm::fabs(p - q);
            statistic += (p - q) * (p - q) / (pooled * (1.0 / n + 1.0 / m));
            used += 1.0;
        }
    }
    let degrees: f64 = used - 1.0;
    Some((
        variation,
        (statistic - degrees) / (2.0 * degrees.max(1.0)).sqrt(),
    ))
}

/// Whether conditions on this column name the same rows in both files. Where a number moved, rows have changed
/// their bin, and everything related to it seems to change within bins.
fn makes_slices(coded: &Coded, inputs: &Inputs, least_rows: u32) -> bool {
    let Some(pair) = inputs.pairs.get(coded.pair) else {
        return false;
    };
    let category = inputs
        .reference
        .columns
        .get(pair.reference)
        .is_some_and(|column| column.kind == Kind::Category);
    let outcome = matches!(pair.role, Role::Label | Role::Prediction | Role::Score);
    if matches!(pair.role, Role::Segment | Role::Protected) || category && !outcome {
        return true;
    }
    own_change(coded, least_rows).is_none_or(|(variation, z)| variation < MOVED || z < MOVED_Z)
}
