//! Does the selected test keep its promise on data like these: its rejection rate at 5 % when the rows of both files are
//! mixed and dealt out again.

use super::{Sides, levels, numbers, text};
use crate::report::{Block, Cell};
use crate::stats::random::Random;
use crate::stats::relabel::relabel;
use kernels::sort::sort_numbers;

/// The level of the promise.
const LEVEL: f64 = 0.05;
/// A rate outside is said.
const FAIR: std::ops::RangeInclusive<f64> = 0.04..=0.06;
/// Dealings: the error of a rate of 5 % is then 0.5 points.
const DEALINGS: u64 = 2_000;
/// Dealings where the first rate was outside: an error of 0.2 points.
const MORE_DEALINGS: u64 = 10_000;
/// Rows dealt out for one column at most, and for all.
const ONE_COLUMN: u64 = 10_000_000;
const ALL_COLUMNS: u64 = 80_000_000;
/// Cells of a table cost about this many rows each.
const CELL: u64 = 8;

/// The text that says so, where the rate is outside 4–6 %. Nothing for tests by permutation, which hold their level by
/// construction, nor where dealing out so many rows 2 000 times would cost too much: the asymptotic laws hold there.
pub(super) fn warning(
    name: &str,
    method: &str,
    sides: &Sides,
    seed: u64,
    columns: usize,
) -> Option<Block> {
    if method == "simulated" {
        return None;
    }
    let budget = ONE_COLUMN.min(ALL_COLUMNS / columns.max(1) as u64);
    let counts = sides
        .counts
        .as_ref()
        .filter(|_| super::LEVEL_TESTS.contains(&name));
    let (rate, dealings) = match (counts, sides.numbers) {
        (Some((x, y)), _) => {
            let margins: Vec<u64> = x.iter().zip(y).map(|(x, y)| x + y).collect();
            let rows = x.iter().sum();
            let (mut left, mut right) = (margins.clone(), margins.clone());
            rate(
                seed,
                budget / (CELL * margins.len() as u64).max(1),
                &mut |random| {
                    relabel(&margins, rows, random, &mut left, &mut right);
                    levels::test(name, &left, &right).ok().map(|found| found.p)
                },
            )
        }
        (None, Some((x, y))) => {
            let mut pooled = [x, y].concat();
            sort_numbers(&mut pooled);
            let (mut left, mut right) = (Vec::new(), Vec::new());
            // Sines and cosines, against comparisons.
            let cost = if name == "epps-singleton" { 4 } else { 1 };
            rate(seed, budget / (cost * pooled.len() as u64), &mut |random| {
                deal(&pooled, x.len(), random, &mut left, &mut right);
                numbers::test(name, &left, &right, 0)
                    .ok()
                    .map(|found| found.p)
            })
        }
        (None, None) => None,
    }?;
    (!FAIR.contains(&rate)).then(|| {
        text(
            "text.test-size",
            [
                ("test", Cell::Text(name.into())),
                ("rate", Cell::Number(rate)),
                ("level", Cell::Number(LEVEL)),
                ("dealings", Cell::Number(dealings as f64)),
            ],
        )
    })
}

/// Share of dealings in which the test rejects, and how many there were; `None` where fewer than 2 000 are allowed.
fn rate(
    seed: u64,
    most: u64,
    deal: &mut dyn FnMut(&mut Random) -> Option<f64>,
) -> Option<(f64, u64)> {
    if most < DEALINGS {
        return None;
    }
    let mut random = Random::new(seed);
    let (mut rejected, mut done) = (0, 0);
    let mut share = |until: u64| {
        while done < until {
            rejected += u64::from(deal(&mut random).is_some_and(|p| p <= LEVEL));
            done += 1;
        }
        (rejected as f64 / done as f64, done)
    };
    let first = share(DEALINGS);
    Some(if FAIR.contains(&first.0) {
        first
    } else {
        share(MORE_DEALINGS.min(most))
    })
}

/// Deals the ascending pooled values out: `rows` of them to the left, the others to the right, both ascending.
fn deal(
    pooled: &[f64],
    rows: usize,
    random: &mut Random,
    left: &mut Vec<f64>,
    right: &mut Vec<f64>,
) {
    left.clear();
    right.clear();
    for (at, &value) in pooled.iter().enumerate() {
        let chance = (rows - left.len()) as f64 / (pooled.len() - at) as f64;
        if random.uniform() < chance {
            left.push(value);
        } else {
            right.push(value);
        }
    }
}
