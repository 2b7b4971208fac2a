//! The tables of New York City's Local Law 144 of 2021: 6 RCNY 5-301. What only a person can fill in is left blank by
//! the export.

use super::audit::Counted;
use super::cells::{Suppress, number, table, text};
use super::parameters::Parameters;
use super::task::Classes;
use crate::report::{Block, Cell, Section, Unit, numbers};
use crate::stats::groups::confusion::Rate;
use kernels::sort::sort_numbers;

/// Id of the section; the export finds its tables there.
pub const SECTION: &str = "fairness/local-law-144";
const TITLE: &str = "New York City Local Law 144: impact ratios";

/// A table for each attribute and each crossing of two: selection rates, and scoring rates where there are scores.
pub fn section(counted: &[Counted], classes: &Classes, parameters: &Parameters) -> Option<Section> {
    let few = || counted.iter().filter(|c| c.grouping.attributes.len() <= 2);
    let mut blocks = vec![text(
        "fairness.local-law",
        numbers([("share", number(parameters.small_share))]),
    )];
    if !classes.decisions.is_empty() {
        for one in few() {
            let shares: Vec<(u64, u64)> = one
                .tallies
                .iter()
                .map(|t| {
                    let share = t.share(Rate::Selection);
                    (share.count, share.rows)
                })
                .collect();
            blocks.extend(rates(
                one,
                &shares,
                "Selection rate",
                "Selected",
                parameters,
            ));
        }
    }
    if let Some(median) = median(&classes.scores) {
        for one in few() {
            let mut shares = vec![(0u64, 0u64); one.grouping.groups.len()];
            for (&code, &score) in one.grouping.codes.iter().zip(&classes.scores) {
                if let Some(share) = shares.get_mut(code as usize).filter(|_| !score.is_nan()) {
                    share.0 += u64::from(score > median);
                    share.1 += 1;
                }
            }
            blocks.extend(rates(
                one,
                &shares,
                "Scoring rate",
                "Above the median",
                parameters,
            ));
        }
        let sign = if classes.direction.is_some_and(|d| !d.high) {
            -1.0
        } else {
            1.0
        };
        blocks.push(text(
            "fairness.local-law-median",
            numbers([("median", number(sign * median))]),
        ));
    }
    (blocks.len() > 1).then(|| Section {
        id: SECTION.into(),
        analysis: super::META.id.into(),
        title: TITLE.into(),
        column: None,
        blocks,
    })
}

/// Median of the scores that are there: the mean of the middle two.
fn median(scores: &[f64]) -> Option<f64> {
    let mut known: Vec<f64> = scores.iter().copied().filter(|s| !s.is_nan()).collect();
    sort_numbers(&mut known);
    let middle = known.len() / 2;
    match known.len() {
        0 => None,
        n if n % 2 == 1 => known.get(middle).copied(),
        _ => Some(0.5 * (known[middle - 1] + known[middle])),
    }
}

/// Categories with counts, rates and impact ratios. Unknown ones are counted below the table and in no rate; small ones
/// are shown with count and rate, and take no part in the impact ratios.
fn rates(
    one: &Counted,
    shares: &[(u64, u64)],
    rate_name: &str,
    hits_name: &str,
    parameters: &Parameters,
) -> Vec<Block> {
    let suppress = Suppress::of(parameters);
    let groups = &one.grouping.groups;
    let is_unknown = |at: &usize| one.grouping.is_unknown(*at);
    let known: Vec<usize> = (0..groups.len()).filter(|at| !is_unknown(at)).collect();
    let all: u64 = known.iter().map(|at| shares[*at].1).sum();
    let is_small = |at: usize| (shares[at].1 as f64) < parameters.small_share * all as f64;
    let rate = |at: usize| (shares[at].1 > 0).then(|| shares[at].0 as f64 / shares[at].1 as f64);
    let highest = known
        .iter()
        .filter(|at| !is_small(**at))
        .filter_map(|at| rate(*at))
        .fold(0.0, f64::max);
    let rows: Vec<Vec<Cell>> = known
        .iter()
        .map(|&at| {
            let ratio = rate(at)
                .filter(|_| highest > 0.0 && !is_small(at))
                .map(|r| r / highest);
            vec![
                Cell::Text(groups[at].clone()),
                suppress.count(shares[at].1),
                suppress.count(shares[at].0),
                suppress.value(rate(at), shares[at].1),
                suppress.value(ratio, shares[at].1),
                suppress.value(Some(shares[at].1 as f64 / all.max(1) as f64), shares[at].1),
                Cell::Text(
                    if is_small(at) {
                        "below the small share: left out of the impact ratios"
                    } else {
                        ""
                    }
                    .into(),
                ),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let unknown: u64 = (0..groups.len())
        .filter(is_unknown)
        .map(|at| shares[at].1)
        .sum();
    let name = one.grouping.name();
    vec![
        table(
            format!("{name}: {} and impact ratio", rate_name.to_lowercase()),
            &[
                ("Category", Unit::Number),
                ("Number of applicants", Unit::Count),
                (hits_name, Unit::Count),
                (rate_name, Unit::Share),
                ("Impact ratio", Unit::Number),
                ("Share of applicants", Unit::Share),
                ("Note", Unit::Number),
            ],
            rows,
        ),
        text(
            "fairness.local-law-unknown",
            numbers([
                ("attribute", Cell::Text(name)),
                ("unknown", suppress.count(unknown)),
            ]),
        ),
    ]
}
