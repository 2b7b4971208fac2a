//! Any statistic of two rows of counts against random tables with the same margins: which file a row came from is
//! forgotten and drawn again.

use super::monte_carlo::draw;
use super::random::Random;
use super::variation::totals;
use kernels::sort::sort_numbers;

/// What the simulation finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relabelled {
    /// The statistic of the counts as they are.
    pub statistic: f64,
    /// Share of the tables with the same margins whose statistic is at least as large, the table itself counted.
    pub p: f64,
    /// 95th percentile of the statistic over the tables drawn.
    pub noise_floor: f64,
    /// Tables drawn.
    pub draws: u64,
}

/// The simulation ends early after this many tables at least as extreme: the error of `p` is then 5 % of it.
const ENOUGH: u64 = 400;

/// Exact test, given both margins, that the two rows have one distribution, by the statistic `of(reference, current)`
/// that is large where they differ, with at most `most_draws` random tables. Equal seeds give equal numbers.
///
/// `p` is `(g+1)/(L+1)`, or `g/L` when the simulation ended early (Besag J, Clifford P 1991, Biometrika 78, 301): in
/// either case the test keeps its size exactly. `None` when the slices differ in length, a side has no rows, fewer than
/// two cells have any, the statistic is not a number, or no draw is allowed.
///
/// ```
/// use driftglass::stats::relabel::test;
/// let gap = |x: &[u64], y: &[u64]| x[0].abs_diff(y[0]) as f64;
/// let found = test(&[5, 0], &[0, 5], &gap, 9_999, 1).unwrap();
/// // 2 of the 252 tables are as extreme.
/// assert!((found.p - 2.0 / 252.0).abs() < 0.003);
/// ```
pub fn test(
    reference: &[u64],
    current: &[u64],
    of: &dyn Fn(&[u64], &[u64]) -> f64,
    most_draws: u64,
    seed: u64,
) -> Option<Relabelled> {
    let (n, _) = totals(reference, current)?;
    let margins: Vec<u64> = reference.iter().zip(current).map(|(x, y)| x + y).collect();
    let statistic = of(reference, current);
    if margins.iter().filter(|&&x| x > 0).count() < 2 || statistic.is_nan() || most_draws == 0 {
        return None;
    }
    // Equal tables differ by rounding only.
    let limit = statistic * (1.0 - 1e-9) - 1e-15;
    let mut random = Random::new(seed);
    let (mut left, mut right) = (margins.clone(), margins.clone());
    let mut drawn = Vec::new();
    let mut extreme = 0;
    while (drawn.len() as u64) < most_draws && extreme < ENOUGH {
        relabel(&margins, n as u64, &mut random, &mut left, &mut right);
        let value = of(&left, &right);
        extreme += u64::from(value >= limit);
        drawn.push(value);
    }
    let draws = drawn.len() as u64;
    sort_numbers(&mut drawn);
    Some(Relabelled {
        statistic,
        p: if extreme == ENOUGH {
            extreme as f64 / draws as f64
        } else {
            (extreme + 1) as f64 / (draws + 1) as f64
        },
        noise_floor: super::quantile::quantile(&drawn, 0.95)?,
        draws,
    })
}

/// One random table: `left` gets `rows` of all rows, `right` the others, cell by cell.
pub fn relabel(
    margins: &[u64],
    rows: u64,
    random: &mut Random,
    left: &mut [u64],
    right: &mut [u64],
) {
    let mut population: u64 = margins.iter().sum();
    let mut wanted = rows.min(population);
    for ((&margin, left), right) in margins.iter().zip(left).zip(right) {
        let count = if margin == 1 {
            u64::from(random.uniform() * (population as f64) < wanted as f64)
        } else {
            draw(population, margin, wanted, random)
        };
        (*left, *right) = (count, margin - count);
        population -= margin;
        wanted -= count;
    }
}
