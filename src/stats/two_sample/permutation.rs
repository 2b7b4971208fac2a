//! Permutation tests of the energy and the Wasserstein distance.

use super::distance;
use super::ties::ties;
use crate::stats::relabel;

/// Which distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// [`distance::energy`]; its square orders the permutations.
    Energy,
    /// [`distance::wasserstein`].
    Wasserstein,
}

/// What the test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permuted {
    /// The distance of the values as they are.
    pub statistic: f64,
    /// p-value by permutation.
    pub p: f64,
    /// Permutations drawn.
    pub draws: u64,
}

/// Values kept single at each end of the pooled values, where one row can carry most of a distance.
const SINGLE: usize = 100;
/// Groups of neighbouring values in between.
const GROUPS: usize = 800;

/// Permutation test of a distance with at most `most_draws` random relabellings (Székely GJ, Rizzo ML 2013, J. Stat.
/// Plan. Inference 143, 1249, 8).
///
/// Above 1 000 distinct values the inner ones are joined to groups that stand at their mean, in the data as in every
/// permutation: the test stays exact, because the groups look at the pooled values alone, and its cost does not grow
/// with the rows. `statistic` is of all values. `None` when a side is empty, a value is infinite, or all are equal.
///
/// ```
/// use driftglass::stats::two_sample::permutation::{Distance, test};
/// let found = test(&[0.0, 1.0, 2.0], &[3.0, 4.0, 5.0], Distance::Wasserstein, 9_999, 1).unwrap();
/// // 2 of 20 splits are as far apart.
/// assert!(found.statistic == 3.0 && (found.p - 0.1).abs() < 0.02);
/// ```
pub fn test(
    reference: &[f64],
    current: &[f64],
    which: Distance,
    most_draws: u64,
    seed: u64,
) -> Option<Permuted> {
    let statistic = match which {
        Distance::Energy => distance::energy(reference, current),
        Distance::Wasserstein => distance::wasserstein(reference, current),
    }?;
    let cells = cells(reference, current);
    if cells.iter().any(|cell| !cell.value.is_finite()) {
        return None;
    }
    let steps: Vec<f64> = cells.windows(2).map(|w| w[1].value - w[0].value).collect();
    let counts = |of: fn(&Cell) -> u64| cells.iter().map(of).collect::<Vec<u64>>();
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let of = |x: &[u64], y: &[u64]| {
        let (mut below, mut other, mut sum) = (0, 0, 0.0);
        for ((step, x), y) in steps.iter().zip(x).zip(y) {
            below += x;
            other += y;
            let gap = below as f64 / n - other as f64 / m;
            sum += step
                * match which {
                    Distance::Energy => gap * gap,
                    Distance::Wasserstein => libm::fabs(gap),
                };
        }
        sum
    };
    let found = relabel::test(
        &counts(|cell| cell.reference),
        &counts(|cell| cell.current),
        &of,
        most_draws,
        seed,
    )?;
    Some(Permuted {
        statistic,
        p: found.p,
        draws: found.draws,
    })
}

struct Cell {
    value: f64,
    reference: u64,
    current: u64,
}

/// The distinct values, or groups of them.
fn cells(reference: &[f64], current: &[f64]) -> Vec<Cell> {
    let single: Vec<Cell> = ties(reference, current)
        .map(|tie| Cell {
            value: tie.value,
            reference: tie.reference as u64,
            current: tie.current as u64,
        })
        .collect();
    if single.len() <= GROUPS + 2 * SINGLE {
        return single;
    }
    let last = single.len() - SINGLE;
    let rows = |cell: &Cell| cell.reference + cell.current;
    let inner: u64 = single[SINGLE..last].iter().map(rows).sum();
    let full = inner.div_ceil(GROUPS as u64);
    let mut out: Vec<Cell> = Vec::with_capacity(GROUPS + 2 * SINGLE + 1);
    let mut open = false;
    for (at, cell) in single.into_iter().enumerate() {
        let inside = (SINGLE..last).contains(&at);
        match out.last_mut() {
            Some(group) if inside && open => {
                let (before, added) = (rows(group) as f64, rows(&cell) as f64);
                // A weighted mean of finite values, which never leaves their range.
                group.value += (cell.value - group.value) * (added / (before + added));
                group.reference += cell.reference;
                group.current += cell.current;
            }
            _ => out.push(cell),
        }
        open = inside && out.last().is_some_and(|group| rows(group) < full);
    }
    out
}
