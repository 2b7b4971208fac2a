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
    /// How many of them are at least as extreme.
    pub extreme: u64,
}

/// The simulation ends early after this many tables at least as extreme: the error of `p` is then 5 % of it.
const ENOUGH: u64 = 400;
/// Or after so many among at most four times as many: `p` is then a quarter or more, and nothing hangs on its digits.
const PLENTY: u64 = 100;

/// What one drawn hypergeometric number costs, in drawn rows.
const LEVEL_COST: u64 = 120;
/// No more rows than these are put into memory to be drawn.
const MOST_ROWS: u64 = 1 << 20;

/// What one table drawn by [`homogeneity`] costs, in drawn rows: some 5 ns each.
pub fn cost(n: u64, m: u64, levels: u64) -> u64 {
    let by_level = levels.saturating_mul(LEVEL_COST);
    if n.saturating_add(m) > MOST_ROWS {
        by_level
    } else {
        by_level.min(n.min(m))
    }
}

/// Exact test that two rows of counts have one distribution, given both margins, by at most `most_draws` random
/// tables; equal seeds give equal numbers.
///
/// A table is drawn level by level from the hypergeometric distribution (Patefield WM 1981, Applied Statistics 30,
/// 91), or row by row without putting back where the smaller side has few rows. With `g` of `L` drawn tables at least
/// as extreme, `p = (g+1)/(L+1)`, or `g/L` when the simulation ended at `g = 400` (Besag J, Clifford P 1991,
/// Biometrika 78, 301), and it ends at `g = 100` where `p` is then at least a quarter: in either case the test keeps
/// its size exactly at every level below a quarter.
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
        .map(|(&x, &y)| (x + y, x))
        .filter(|&(margin, _)| margin > 0)
        .collect();
    if levels.len() < 2 || most_draws == 0 {
        return None;
    }
    // The largest margin comes last, where it costs no draw; the order of the levels given changes nothing.
    levels.sort_unstable();
    let spread = |count: u64, margin: u64| {
        let gap = count as f64 - margin as f64 * (n as f64 / (n + m) as f64);
        gap * gap / margin as f64
    };
    let seen: f64 = levels
        .iter()
        .map(|&(margin, count)| spread(count, margin))
        .sum();
    // Equal tables differ by rounding only, which is that of the squares where these are added up.
    let squares = n as f64 * (m as f64 / (n + m) as f64);
    let limit = seen * (1.0 - 1e-9) - 1e-13 * squares;
    let mut random = Random::new(seed);
    let by_row = cost(n, m, levels.len() as u64) < LEVEL_COST * levels.len() as u64;
    let mut rows = by_row.then(|| Rows::new(&levels, n.min(m) as usize));
    let (mut extreme, mut draws) = (0, 0);
    while draws < most_draws && extreme < ENOUGH && (extreme < PLENTY || draws >= 4 * PLENTY) {
        let sum = match &mut rows {
            Some(rows) => rows.draw(&mut random),
            None => {
                let (mut population, mut left, mut sum) = (n + m, n, 0.0);
                for &(margin, _) in &levels {
                    let count = draw(population, margin, left, &mut random);
                    sum += spread(count, margin);
                    population -= margin;
                    left -= count;
                }
                sum
            }
        };
        draws += 1;
        extreme += u64::from(sum >= limit);
    }
    let p = if draws < most_draws || extreme >= ENOUGH {
        extreme as f64 / draws as f64
    } else {
        (extreme + 1) as f64 / (draws + 1) as f64
    };
    let (n, m) = (n as f64, m as f64);
    Some(MonteCarlo {
        statistic: seen * (n + m) * (n + m) / (n * m),
        p,
        draws,
        extreme,
    })
}

/// The rows of both sides by their level, from which the smaller side is drawn.
struct Rows {
    levels: Vec<u32>,
    /// How many are drawn.
    side: usize,
    /// One over each level's rows.
    inverse: Vec<f64>,
    /// How many of each level are drawn so far.
    counts: Vec<u32>,
}

impl Rows {
    fn new(margins: &[(u64, u64)], side: usize) -> Rows {
        let mut levels = Vec::new();
        for (level, &(margin, _)) in (0_u32..).zip(margins) {
            levels.resize(levels.len() + margin as usize, level);
        }
        Rows {
            levels,
            side,
            inverse: margins.iter().map(|&(t, _)| 1.0 / t as f64).collect(),
            counts: vec![0; margins.len()],
        }
    }

    /// The statistic of one table: a partial shuffle (Durstenfeld R 1964, CACM 7, 420) of rows in any order.
    fn draw(&mut self, random: &mut Random) -> f64 {
        let all = self.levels.len();
        let mut squares = 0.0;
        for place in 0..self.side {
            let other = place + (random.uniform() * (all - place) as f64) as usize;
            self.levels.swap(place, other);
            let level = self.levels[place] as usize;
            // Adds (k+1)² − k² over the level's rows.
            squares += f64::from(2 * self.counts[level] + 1) * self.inverse[level];
            self.counts[level] += 1;
        }
        for &level in &self.levels[..self.side] {
            self.counts[level as usize] = 0;
        }
        squares - self.side as f64 * self.side as f64 / all as f64
    }
}

/// One hypergeometric number by inversion, from the mean outwards: about as many steps as its deviation.
pub(super) fn draw(population: u64, marked: u64, drawn: u64, random: &mut Random) -> u64 {
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
