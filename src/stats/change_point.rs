//! Where in a sequence of windows a distribution changed: the largest chi-square over all cuts.
//!
//! Each window has counts of the same groups (levels, or bins of numbers). A cut gives a 2×K table, before and after;
//! the statistic is the largest of their Pearson chi-squares (Horváth L, Serbinowska M 1995, Scand. J. Stat. 22, 371),
//! which sees any change of the distribution, not of the mean alone. Given all rows, and if their order says nothing,
//! the cuts' deviations are a bridge: with `K` groups the statistic has the law of the largest
//! `Σ_{j<K} B_j(u)²/(u(1−u))` over the cuts' shares `u`, `B_j` independent Brownian bridges. That law depends on the
//! cuts' places and on `K` only, so that one simulation serves every column.

use super::chi_square;
use super::normal;
use super::random::Random;
use kernels::sort::sort_numbers;

/// On each side of a cut stands at least this share of the rows: near the ends the approximation does not hold.
pub const LEAST_SIDE: f64 = 0.05;
/// A group has at least this many rows in all, so that at least five are expected on the smaller side of each cut
/// (Cochran WG 1954, Biometrics 10, 417).
pub const LEAST_GROUP: u64 = 100;

/// Rows before each cut and in all, and which cuts are looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Cuts {
    /// Rows before cut `i`, the cut between windows `i` and `i + 1`.
    before: Vec<u64>,
    rows: u64,
}

impl Cuts {
    /// The cuts between windows of these many rows.
    pub fn of(rows: &[u64]) -> Cuts {
        let mut sum = 0;
        let mut before: Vec<u64> = rows
            .iter()
            .map(|&rows| {
                sum += rows;
                sum
            })
            .collect();
        before.pop();
        Cuts { before, rows: sum }
    }

    /// Share of the rows before each cut that is looked at, with its number.
    fn used(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let share = |before: u64| before as f64 / self.rows as f64;
        self.before
            .iter()
            .enumerate()
            .map(move |(cut, &before)| (cut, share(before)))
            .filter(|(_, u)| (LEAST_SIDE..=1.0 - LEAST_SIDE).contains(u))
    }

    /// How many cuts are looked at.
    pub fn count(&self) -> usize {
        self.used().count()
    }
}

/// Statistics simulated under no change, for each number of degrees of freedom.
#[derive(Clone, Debug, PartialEq)]
pub struct NoChange {
    /// Ascending, one list for each number of degrees from 1 on.
    maxima: Vec<Vec<f64>>,
}

impl NoChange {
    /// Draws `draws` statistics for every number of degrees up to `most_degrees`; equal seeds give equal numbers.
    pub fn simulate(cuts: &Cuts, most_degrees: usize, draws: usize, seed: u64) -> NoChange {
        let shares: Vec<f64> = cuts.used().map(|(_, u)| u).collect();
        let mut random = Random::new(seed);
        let mut maxima = vec![Vec::with_capacity(draws); most_degrees];
        let mut walk = vec![0.0; shares.len()];
        for _ in 0..draws {
            let mut squares = vec![0.0; shares.len()];
            for of_degrees in &mut maxima {
                let mut normal = |variance: f64| {
                    variance.max(0.0).sqrt() * normal::quantile(random.uniform()).unwrap_or(0.0)
                };
                let (mut last, mut at) = (0.0, 0.0);
                for (step, &u) in walk.iter_mut().zip(&shares) {
                    at += normal(u - last);
                    last = u;
                    *step = at;
                }
                let end = at + normal(1.0 - last);
                let mut most = 0.0_f64;
                for ((square, &at), &u) in squares.iter_mut().zip(&walk).zip(&shares) {
                    let bridge = at - u * end;
                    *square += bridge * bridge / (u * (1.0 - u));
                    most = most.max(*square);
                }
                of_degrees.push(most);
            }
        }
        for of_degrees in &mut maxima {
            sort_numbers(of_degrees);
        }
        NoChange { maxima }
    }

    /// Share of the simulated statistics at least as large, the one seen counted: `(g + 1)/(draws + 1)`.
    fn p(&self, statistic: f64, degrees: u64) -> Option<f64> {
        let drawn = self
            .maxima
            .get(usize::try_from(degrees).ok()?.checked_sub(1)?)?;
        let below = drawn.partition_point(|&value| value < statistic);
        Some((drawn.len() - below + 1) as f64 / (drawn.len() + 1) as f64)
    }
}

/// The cut with the largest statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The first window after the change.
    pub window: usize,
    /// The largest chi-square.
    pub statistic: f64,
    /// Groups less one.
    pub degrees: u64,
    /// Cuts looked at.
    pub cuts: usize,
}

impl Change {
    /// Union bound of the p-value: cuts times the upper tail of chi-square, at most 1. Holds for any number of cuts.
    pub fn bound(&self) -> Option<f64> {
        Some((self.cuts as f64 * chi_square::sf(self.statistic, self.degrees)?).min(1.0))
    }

    /// p-value against no change: by simulation, or the union bound where that is below 1/1000 and the simulation
    /// would need very many draws.
    pub fn p(&self, no_change: &NoChange) -> Option<f64> {
        let bound = self.bound()?;
        if bound < 0.001 {
            return Some(bound);
        }
        Some(
            no_change
                .p(self.statistic, self.degrees)?
                .min(bound)
                .max(0.001),
        )
    }
}

/// The most telling cut of `windows`, one row of group counts each, all of the same length; groups without rows are
/// left out. `None` below two groups with rows and where no cut leaves enough rows on both sides.
pub fn largest(windows: &[Vec<u64>]) -> Option<Change> {
    let groups = windows.first()?.len();
    if windows.iter().any(|window| window.len() != groups) {
        return None;
    }
    let cuts = Cuts::of(&windows.iter().map(|w| w.iter().sum()).collect::<Vec<u64>>());
    let mut totals = vec![0u64; groups];
    for window in windows {
        for (total, &count) in totals.iter_mut().zip(window) {
            *total += count;
        }
    }
    let filled = totals.iter().filter(|&&total| total > 0).count() as u64;
    if filled < 2 {
        return None;
    }
    let rows = cuts.rows as f64;
    let mut before = vec![0u64; groups];
    let mut seen = 0;
    let mut best: Option<(usize, f64)> = None;
    for (cut, share) in cuts.used() {
        while seen <= cut {
            for (sum, &count) in before.iter_mut().zip(&windows[seen]) {
                *sum += count;
            }
            seen += 1;
        }
        let terms = before.iter().zip(&totals).filter(|&(_, &total)| total > 0);
        let statistic = terms
            .map(|(&before, &total)| {
                let gap = before as f64 - share * total as f64;
                gap * gap / (total as f64 / rows)
            })
            .sum::<f64>()
            / (rows * share * (1.0 - share));
        if best.is_none_or(|(_, most)| statistic > most) {
            best = Some((cut, statistic));
        }
    }
    let (cut, statistic) = best?;
    Some(Change {
        window: cut + 1,
        statistic,
        degrees: filled - 1,
        cuts: cuts.count(),
    })
}

/// Cuts the sequence again and again (binary segmentation: Vostrikova LJ 1981, Soviet Math. Dokl. 24, 55): answers the
/// first windows after each change, ascending, at most `most` of them. The first one is given; a further one must
/// have a union bound of at most `level` over twice the number of changes found before it.
pub fn further(windows: &[Vec<u64>], first: usize, level: f64, most: usize) -> Vec<usize> {
    let mut found = vec![first];
    while found.len() < most {
        let ends = || found.iter().copied().chain([windows.len()]);
        let starts = [0].into_iter().chain(found.iter().copied());
        let allowed = level / (2.0 * found.len() as f64);
        let next = starts
            .zip(ends())
            .filter_map(|(start, end)| {
                let change = largest(windows.get(start..end)?)?;
                let least: u64 = windows[start..end].iter().flatten().sum();
                let enough = least as f64 >= LEAST_GROUP as f64 * (change.degrees + 1) as f64;
                (enough && change.bound()? <= allowed)
                    .then_some((start + change.window, change.bound()?))
            })
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        match next {
            Some((window, _)) => found.push(window),
            None => break,
        }
        found.sort_unstable();
    }
    found
}

/// A group for each of these counts: those below `least` are put together, the rarest first, until the joint group has
/// enough; at most `most` groups. Decided by the counts of all windows together, so that the test keeps its size.
/// `None` when fewer than two groups remain.
pub fn groups(totals: &[u64], least: u64, most: usize) -> Option<Vec<usize>> {
    let order = super::order::order(totals.len(), &|a, b| {
        totals[b].cmp(&totals[a]).then(a.cmp(&b))
    });
    let mut kept = order
        .iter()
        .take_while(|&&level| totals[level] >= least.max(1))
        .count()
        .min(order.len());
    let rest = |kept: usize| {
        order[kept..]
            .iter()
            .map(|&level| totals[level])
            .sum::<u64>()
    };
    if kept == order.len() && kept > most {
        kept = most.saturating_sub(1);
    }
    while kept > 0 && kept < order.len() && (kept + 1 > most || (1..least).contains(&rest(kept))) {
        kept -= 1;
    }
    let joint = kept < order.len() && rest(kept) > 0;
    if kept + usize::from(joint) < 2 {
        return None;
    }
    let mut groups = vec![kept; totals.len()];
    for (group, &level) in order[..kept].iter().enumerate() {
        groups[level] = group;
    }
    Some(groups)
}
