//! Exact chi-square test by simulation, for tables with small expected counts.

use super::hypergeometric::Hypergeometric;
use super::random::Random;

/// What the simulation finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonteCarlo {
    /// Pearson's chi-square of the table.
    pub statistic: f64,
    /// Share of the tables with the same margins whose chi-square is at least as large, the table itself counted.
    pub p: f64,
    /// Tables drawn.
    pub draws: u64,
}

/// The simulation ends early after this many tables at least as extreme: the error of `p` is then 5 % of it.
const ENOUGH: u64 = 400;

/// Exact test that two rows of counts have one distribution, given both margins, by at most `most_draws` random
/// tables; equal seeds give equal numbers.
///
/// A table is drawn level by level from the hypergeometric distribution (Patefield WM 1981, Applied Statistics 30,
/// 91). With `g` of `L` drawn tables at least as extreme, `p = (g+1)/(L+1)`, or `g/L` when the simulation ended at
/// `g = 400` (Besag J, Clifford P 1991, Biometrika 78, 301): in either case the test keeps its size exactly.
/// `None` when the slices differ in length, a side is empty, fewer than two levels have rows, or no draw is allowed.
///
/// ```
/// use driftglass::stats::monte_carlo::homogeneity;
/// let found = homogeneity(&[8, 2, 0], &[1, 5, 1], 9_999, 1).unwrap();
/// assert_eq!(found, homogeneity(&[8, 2, 0], &[1, 5, 1], 9_999, 1).unwrap());
/// assert!((found.p - 0.017).abs() < 0.01);
/// ```
pub fn homogeneity(
    reference: &[u64],
    current: &[u64],
    most_draws: u64,
    seed: u64,
) -> Option<MonteCarlo> {
    let (n, m) = super::variation::totals(reference, current)?;
    let (n, m) = (n as u64, m as u64);
    let mut levels: Vec<(u64, u64)> = reference
        .iter()
        .zip(current)
        .map(|(&x, &y)| (x, x + y))
        .filter(|&(_, margin)| margin > 0)
        .collect();
    if levels.len() < 2 || most_draws == 0 {
        return None;
    }
    // The largest margin comes last, where it costs no draw; the order of the levels given changes nothing.
    levels.sort_unstable_by_key(|&(count, margin)| (margin, count));
    let spread = |count: u64, margin: u64| {
        let gap = count as f64 - margin as f64 * (n as f64 / (n + m) as f64);
        gap * gap / margin as f64
    };
    let seen: f64 = levels
        .iter()
        .map(|&(count, margin)| spread(count, margin))
        .sum();
    // Equal tables differ by rounding only.
    let limit = seen * (1.0 - 1e-9);
    let mut random = Random::new(seed);
    let (mut extreme, mut draws) = (0, 0);
    while draws < most_draws && extreme < ENOUGH {
        let (mut population, mut left, mut sum) = (n + m, n, 0.0);
        for &(_, margin) in &levels {
            let count = draw(population, margin, left, &mut random);
            sum += spread(count, margin);
            population -= margin;
            left -= count;
        }
        draws += 1;
        extreme += u64::from(sum >= limit);
    }
    let p = if extreme == ENOUGH {
        ENOUGH as f64 / draws as f64
    } else {
        (extreme + 1) as f64 / (draws + 1) as f64
    };
    let (n, m) = (n as f64, m as f64);
    Some(MonteCarlo {
        statistic: seen * (n + m) * (n + m) / (n * m),
        p,
        draws,
    })
}

/// One hypergeometric number by inversion, from the mean outwards: about as many steps as its deviation.
fn draw(population: u64, marked: u64, drawn: u64, random: &mut Random) -> u64 {
    let Some(law) = Hypergeometric::new(population, marked, drawn) else {
        return 0;
    };
    let (least, most) = (law.least(), law.most());
    if least == most {
        return least;
    }
    let middle = (u128::from(marked) * u128::from(drawn) / u128::from(population)) as u64;
    let middle = middle.clamp(least, most);
    let start = law.mass(middle);
    let mut left = random.uniform() - start;
    if left <= 0.0 {
        return middle;
    }
    // P(k+1)/P(k)
    let ratio = |k: u64| {
        let unmarked = (population - marked + k + 1) as f64 - drawn as f64;
        (marked - k) as f64 * (drawn - k) as f64 / ((k + 1) as f64 * unmarked)
    };
    let (mut low, mut high) = (middle, middle);
    let (mut of_low, mut of_high) = (start, start);
    while low > least || high < most {
        if high < most {
            of_high *= ratio(high);
            high += 1;
            left -= of_high;
            if left <= 0.0 {
                return high;
            }
        }
        if low > least {
            low -= 1;
            of_low /= ratio(low);
            left -= of_low;
            if left <= 0.0 {
                return low;
            }
        }
    }
    // What rounding leaves of the last probability.
    middle
}
