//! Which group differs from the rest in which rate, many groups and rates at once: permutation tests whose joint
//! distribution does the correction.
//!
//! Which group a row is of is forgotten and drawn again, from counts alone: a random table with the same group sizes and
//! the same cells. The largest statistic of each such table is what the ones seen must beat.

use super::confusion::{Confusion, Rate};
use crate::stats::monte_carlo;
use crate::stats::random::Random;

/// What stays as it is while groups are drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing: if groups do not matter they matter neither for labels nor for decisions.
    Nothing,
    /// Every group's labels: base rates may differ, only decisions given the label are drawn again. Selection and base
    /// rates are not tested then.
    Labels,
}

/// Adjusted p-values, `p[group][rate]`; `None` where a group or the rest has no rows of that rate, or all of them agree.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted {
    /// Step-down adjusted p-values.
    pub p: Vec<Vec<Option<f64>>>,
    /// The z statistics, group against rest, pooled variance.
    pub z: Vec<Vec<Option<f64>>>,
    /// Tables drawn.
    pub draws: usize,
}

/// Step-down max-T of every group against the rest in every rate: Westfall PH, Young SS (1993), Resampling-Based
/// Multiple Testing, algorithm 4.1; `p = (1 + tables at least as extreme)/(1 + draws)`. The chance of any false
/// finding is at most the level. Only rows with a label and a decision are used. Rates that `keep` rules out, and those of
/// too few rows, are `None`. `None` without groups or draws, or above 2³² rows.
///
/// ```
/// use driftglass::stats::groups::{confusion::{count, Rate}, max_t::{step_down, Keep}};
/// let groups: Vec<u32> = (0..300).map(|i| i % 3).collect();
/// let labels: Vec<u8> = (0..300).map(|i| (i / 3 % 2) as u8).collect();
/// let decisions: Vec<u8> = groups.iter().enumerate().map(|(i, g)| u8::from(*g == 1 || i % 5 == 0)).collect();
/// let table = count(&groups, 3, Some(&labels), Some(&decisions)).unwrap();
/// let found = step_down(&table, &[Rate::TruePositive, Rate::FalsePositive], Keep::Labels, 999, 1).unwrap();
/// assert!(found.p[1][0].unwrap() <= 0.002);
/// ```
pub fn step_down(
    table: &[Confusion],
    rates: &[Rate],
    keep: Keep,
    draws: usize,
    seed: u64,
) -> Option<Adjusted> {
    let cells: Vec<[u64; 4]> = table.iter().map(Confusion::decided).collect();
    let rows: u64 = cells.iter().flatten().sum();
    if cells.is_empty() || draws == 0 || rows > 1 << 32 {
        return None;
    }
    let used: Vec<Counted> = rates.iter().map(|&rate| Counted::of(rate, keep)).collect();
    let seen = statistics(&cells, &used);
    // The tests by falling statistic, undefined ones left out.
    let mut order: Vec<usize> = (0..seen.len()).filter(|&i| seen[i].is_some()).collect();
    order.sort_by(|&a, &b| size(seen[b]).total_cmp(&size(seen[a])).then(a.cmp(&b)));
    let mut extreme = vec![0usize; order.len()];
    let mut random = Random::new(seed);
    let mut drawn = cells.clone();
    for _ in 0..draws {
        redraw(&cells, keep, &mut random, &mut drawn);
        let values = statistics(&drawn, &used);
        // From the smallest on, the largest of those at or below it.
        let mut largest = 0.0_f64;
        for (place, &test) in order.iter().enumerate().rev() {
            largest = largest.max(size(values[test]));
            extreme[place] += usize::from(largest >= size(seen[test]) * (1.0 - 1e-9));
        }
    }
    let mut p = vec![vec![None; rates.len()]; cells.len()];
    let mut z = p.clone();
    let mut least = 0.0_f64;
    for (place, &test) in order.iter().enumerate() {
        least = least.max((extreme[place] + 1) as f64 / (draws + 1) as f64);
        p[test / rates.len()][test % rates.len()] = Some(least);
    }
    for (test, value) in seen.iter().enumerate() {
        z[test / rates.len()][test % rates.len()] = *value;
    }
    Some(Adjusted { p, z, draws })
}

fn size(z: Option<f64>) -> f64 {
    z.map_or(0.0, libm::fabs)
}

/// The cells (of [`Confusion::decided`]) that are hits and misses of a rate; none where it is not tested.
struct Counted {
    hits: [bool; 4],
    misses: [bool; 4],
}

impl Counted {
    fn of(rate: Rate, keep: Keep) -> Counted {
        let skipped = keep == Keep::Labels
            && !matches!(
                rate,
                Rate::TruePositive | Rate::FalsePositive | Rate::TrueNegative | Rate::FalseNegative
            );
        let (hits, misses) = rate.cells();
        let of = |cells: &[(usize, usize)]| {
            [(0, 0), (0, 1), (1, 0), (1, 1)].map(|cell| !skipped && cells.contains(&cell))
        };
        Counted {
            hits: of(hits),
            misses: of(misses),
        }
    }
}

fn over(cells: &[u64; 4], which: [bool; 4]) -> f64 {
    let part = cells.iter().zip(which).filter(|(_, used)| *used);
    part.map(|(count, _)| *count).sum::<u64>() as f64
}

/// z of every group against the rest, group by group, rate by rate.
fn statistics(cells: &[[u64; 4]], rates: &[Counted]) -> Vec<Option<f64>> {
    let mut whole = [0; 4];
    for group in cells {
        for (sum, count) in whole.iter_mut().zip(group) {
            *sum += count;
        }
    }
    let of = |group: &[u64; 4], rate: &Counted| {
        let (x, n) = (over(group, rate.hits), over(group, rate.misses));
        let (hits, misses) = (over(&whole, rate.hits), over(&whole, rate.misses));
        let (n, all) = (x + n, hits + misses);
        let m = all - n;
        if n == 0.0 || m == 0.0 || hits == 0.0 || misses == 0.0 {
            return None;
        }
        let variance = hits / all * (misses / all) * (1.0 / n + 1.0 / m);
        Some((x / n - (hits - x) / m) / variance.sqrt())
    };
    cells
        .iter()
        .flat_map(|group| rates.iter().map(move |rate| of(group, rate)))
        .collect()
}

/// Draws a table with the same margins: group by group, cell by cell, without putting back.
fn redraw(cells: &[[u64; 4]], keep: Keep, random: &mut Random, out: &mut [[u64; 4]]) {
    let blocks: &[&[usize]] = match keep {
        Keep::Nothing => &[&[0, 1, 2, 3]],
        Keep::Labels => &[&[0, 1], &[2, 3]],
    };
    for block in blocks {
        let mut left: Vec<u64> = block
            .iter()
            .map(|&cell| cells.iter().map(|group| group[cell]).sum())
            .collect();
        for (group, out) in cells.iter().zip(out.iter_mut()) {
            let mut wanted: u64 = block.iter().map(|&cell| group[cell]).sum();
            let mut population: u64 = left.iter().sum();
            for (left, &cell) in left.iter_mut().zip(*block) {
                let count = if *left == population {
                    wanted
                } else if *left == 0 || wanted == 0 {
                    0
                } else {
                    monte_carlo::draw(population, *left, wanted, random)
                };
                out[cell] = count;
                population -= *left;
                wanted -= count;
                *left -= count;
            }
        }
    }
}
