//! Columns that say the same: copies, one value for one value, a line, an order.

use kernels::sort::sort_numbers;
use std::collections::BTreeMap;

use super::facts::File;
use super::parameters::Parameters;
use super::problem::{Measure, Problem, words};
use super::rows::{cell, columns, correlation, correlation_interval, is_ordered, ranks, spread};
use crate::config::Role;
use crate::report::Severity;
use crate::stats::proportion::Share;
use crate::table::{Column, ColumnData};

/// Rows at which pairs are looked at before all rows are.
const SCREENED: usize = 1_000;
/// Rows at which pairs that may map value for value are looked at once more: few values repeat among fewer.
const SCREENED_AGAIN: usize = 30_000;
/// Rows of the second look that repeat a value of another row. With fewer there are about so many values as rows,
/// `m² / 2 · 20` at `m` rows, and no mapping is news.
const LEAST_REPEATED: usize = 20;
/// Columns that are looked at, the first ones.
const MOST_COLUMNS: usize = 200;
/// Fewer rows that both have say nothing.
const LEAST: usize = 20;
/// Rows outside the commonest pair of values: fewer are a coincidence.
const LEAST_VARIED: usize = 5;
/// With more values than this share of the rows, one value for one value is no news.
const MOST_DISTINCT: f64 = 0.5;

/// How two columns say the same, the closest first.
#[derive(Clone, Copy, PartialEq)]
enum Tie {
    Copy,
    OneToOne,
    Line(f64),
    Order,
}

/// Each column that says the same as an earlier one.
pub(super) fn find(
    file: File,
    parameters: &Parameters,
    seed: u64,
    out: &mut Vec<(usize, Problem)>,
) {
    let all = columns(file, |r| {
        !matches!(
            r,
            Role::Ignore | Role::Id | Role::Prediction | Role::Score | Role::Weight
        )
    });
    let all = &all[..all.len().min(MOST_COLUMNS)];
    let rows = spread(file.table.rows, SCREENED, seed);
    let screens: Vec<Screen> = all
        .iter()
        .map(|c| Screen::of(&file.table.columns[*c], &rows))
        .collect();
    let again = spread(file.table.rows, SCREENED_AGAIN, seed);
    for (place, column) in all.iter().enumerate() {
        let tie = (0..place).find_map(|other| {
            let pair = [
                &file.table.columns[all[other]],
                &file.table.columns[*column],
            ];
            let screens = [&screens[other], &screens[place]];
            if !Screen::alike(screens)
                || !(Screen::near(screens, parameters.correlation)
                    || Screen::map(screens) && map_again(pair, &again))
            {
                return None;
            }
            Some((
                all[other],
                tie(pair, file.table.rows, parameters.correlation)?,
            ))
        });
        let Some((other, (tie, n))) = tie else {
            continue;
        };
        let label = file.role(*column) == Role::Label || file.role(other) == Role::Label;
        let r = if let Tie::Line(r) = tie {
            Some(r)
        } else {
            None
        };
        out.push((
            *column,
            Problem {
                check: match tie {
                    _ if label => "label-copy",
                    Tie::Copy => "copy",
                    Tie::OneToOne => "one-to-one",
                    Tie::Line(_) => "line",
                    Tie::Order => "same-order",
                },
                key: file.table.columns[other].name.clone(),
                share: Share {
                    count: n as u64,
                    rows: file.table.rows as u64,
                },
                severity: if label {
                    Severity::Matters
                } else {
                    Severity::RealSizeUnclear
                },
                threshold: 1.0,
                measure: r.map(|r| Measure {
                    name: "correlation",
                    value: r,
                    interval: correlation_interval(r, n),
                }),
                rows: Vec::new(),
                numbers: vec![("other", words(file.table.columns[other].name.clone()))],
            },
        ));
    }
}

/// A column at the rows of the screen.
struct Screen {
    ordered: bool,
    cells: Vec<Option<f64>>,
    ranks: Vec<f64>,
    distinct: usize,
}

impl Screen {
    fn of(column: &Column, rows: &[usize]) -> Screen {
        let cells: Vec<Option<f64>> = rows.iter().map(|row| cell(column, *row)).collect();
        let filled: Vec<f64> = cells.iter().map(|c| c.unwrap_or(f64::MIN)).collect();
        let ranks = ranks(&filled);
        let mut sorted: Vec<f64> = cells.iter().flatten().copied().collect();
        sort_numbers(&mut sorted);
        sorted.dedup();
        Screen {
            ordered: is_ordered(column),
            cells,
            ranks,
            distinct: sorted.len(),
        }
    }

    /// False where the two cannot tie: one is constant, or one is missing where the other is not.
    fn alike([one, two]: [&Screen; 2]) -> bool {
        let missing = one.cells.iter().zip(&two.cells);
        let apart = missing.filter(|(a, b)| a.is_none() != b.is_none()).count();
        one.distinct >= 2 && two.distinct >= 2 && apart * 10 <= one.cells.len()
    }

    /// False where no line and no common order ties the two.
    fn near([one, two]: [&Screen; 2], least: f64) -> bool {
        if !one.ordered || !two.ordered {
            return false;
        }
        let cells = || one.cells.iter().zip(&two.cells);
        let (ranks, other_ranks): (Vec<f64>, Vec<f64>) = cells()
            .zip(one.ranks.iter().zip(&two.ranks))
            .filter(|((a, b), _)| a.is_some() && b.is_some())
            .map(|(_, (a, b))| (*a, *b))
            .unzip();
        let (x, y): (Vec<f64>, Vec<f64>) =
            cells().filter_map(|(a, b)| Some(((*a)?, (*b)?))).unzip();
        correlation(&ranks, &other_ranks).is_some_and(|r| libm::fabs(r) > 0.99)
            || correlation(&x, &y).is_some_and(|r| libm::fabs(r) > least - 0.01)
    }

    /// False where some value stands beside two.
    fn map([one, two]: [&Screen; 2]) -> bool {
        one.distinct == two.distinct
            && one_to_one(one.cells.iter().zip(&two.cells).map(|(a, b)| (*a, *b)))
    }
}

/// [`Screen::map`] at more rows; false too where next to no value repeats, unless the two are copies.
fn map_again([one, two]: [&Column; 2], rows: &[usize]) -> bool {
    let pairs = || rows.iter().map(|row| (cell(one, *row), cell(two, *row)));
    let values: Vec<f64> = pairs().filter_map(|(a, _)| a).collect();
    let repeated = values.len() - distinct(&values);
    (repeated >= LEAST_REPEATED || pairs().all(|(a, b)| a == b)) && one_to_one(pairs())
}

/// True where equal values on one side stand beside equal ones on the other, missing beside missing.
fn one_to_one(pairs: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> bool {
    let (mut there, mut back): (BTreeMap<u64, u64>, BTreeMap<u64, u64>) =
        (BTreeMap::new(), BTreeMap::new());
    for (a, b) in pairs {
        let (a, b) = match (a, b) {
            (None, None) => continue,
            (Some(a), Some(b)) => ((a + 0.0).to_bits(), (b + 0.0).to_bits()),
            _ => return false,
        };
        if *there.entry(a).or_insert(b) != b || *back.entry(b).or_insert(a) != a {
            return false;
        }
    }
    there.len() > 1
}

fn tie([one, two]: [&Column; 2], rows: usize, least: f64) -> Option<(Tie, usize)> {
    let pairs = || (0..rows).map(|row| (cell(one, row), cell(two, row)));
    let both: Vec<(f64, f64)> = pairs().filter_map(|(a, b)| Some((a?, b?))).collect();
    let n = both.len();
    let alike = one.missing == two.missing;
    if n < LEAST || !varied(&both) {
        return None;
    }
    if alike && same_cells(one, two) {
        return Some((Tie::Copy, n));
    }
    let (x, y): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    if is_ordered(one) && is_ordered(two) {
        let r = correlation(&x, &y);
        if let Some(r) = r.filter(|r| libm::fabs(*r) >= least) {
            return Some((Tie::Line(r), n));
        }
        let (rx, ry) = (ranks(&x), ranks(&y));
        let up = rx == ry;
        let down = rx.iter().zip(&ry).all(|(a, b)| a + b == n as f64 + 1.0);
        if up || down {
            return Some((Tie::Order, n));
        }
    }
    let distinct = distinct(&x);
    (alike && distinct as f64 <= MOST_DISTINCT * n as f64 && one_to_one(pairs()))
        .then_some((Tie::OneToOne, n))
}

fn distinct(values: &[f64]) -> usize {
    let mut sorted = values.to_vec();
    sort_numbers(&mut sorted);
    sorted.dedup();
    sorted.len()
}

/// True unless all but a few rows share one value.
fn varied(pairs: &[(f64, f64)]) -> bool {
    let mut values: Vec<f64> = pairs.iter().map(|p| p.0).collect();
    sort_numbers(&mut values);
    let most = values
        .chunk_by(|a, b| a == b)
        .map(<[_]>::len)
        .max()
        .unwrap_or(0);
    pairs.len() - most >= LEAST_VARIED
}

/// True where every cell is the same, of texts by their text.
fn same_cells(one: &Column, two: &Column) -> bool {
    match (&one.data, &two.data) {
        (ColumnData::Number(a), ColumnData::Number(b)) => a == b,
        (ColumnData::Time(a), ColumnData::Time(b)) => a == b,
        (
            ColumnData::Category(a) | ColumnData::Text(a),
            ColumnData::Category(b) | ColumnData::Text(b),
        ) => {
            a.codes == b.codes
                && a.levels.len() == b.levels.len()
                && a.levels.iter().eq(b.levels.iter())
        }
        _ => false,
    }
}
