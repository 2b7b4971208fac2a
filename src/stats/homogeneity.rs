//! Do two rows of level counts have one distribution: chi-square, exact where its approximation does not hold.

use super::{chi_square, fisher, gamma, monte_carlo, sum, variation};

/// How the p-value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The chi-square distribution.
    ChiSquare,
    /// Fisher's exact test of a 2×2 table.
    Fisher,
    /// Random tables with the same margins.
    MonteCarlo {
        /// How many.
        draws: u64,
    },
    /// A gamma distribution with the exact mean and variance that the margins give.
    Moments,
}

/// What the test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// Pearson's chi-square, without continuity correction.
    pub statistic: f64,
    /// Levels that either side has, less one.
    pub degrees: u64,
    /// p-value.
    pub p: f64,
    /// Where it comes from.
    pub method: Method,
}

/// Least expected count from which on chi-square is used (Cochran WG 1954, Biometrics 10, 417).
pub const LEAST_EXPECTED: f64 = 5.0;
/// Least variance of a 2×2 table's count, given its margins, from which on chi-square is used: its steps are then so
/// fine that the size stays within 4.5–5.5 % (enumerated, `tests/native/stats_homogeneity.rs`).
pub const LEAST_VARIANCE: f64 = 40.0;
/// Exact variance of the statistic over that of its chi-square distribution, between which chi-square is used.
const VARIANCE_RATIO: std::ops::RangeInclusive<f64> = 0.96..=1.06;

/// No more random tables than these: the error of a p-value of 5 % is then 0.2 points.
const MOST_DRAWS: u64 = 9_999;
/// Fewer are not worth it.
const FEWEST_DRAWS: u64 = 499;

/// Tests whether `reference` and `current`, counts of the same levels in the same order, have one distribution.
///
/// - Two levels: chi-square, or Fisher's test where the variance of a count given the margins is below
///   [`LEAST_VARIANCE`].
/// - More: chi-square where every expected count is at least [`LEAST_EXPECTED`] and the exact variance of the
///   statistic is within −4 and +6 % of chi-square's. Otherwise exact by up to 9 999 random tables with the same
///   margins ([`monte_carlo`]), fewer where `budget` (in drawn rows, some 5 ns each) bears no more. Where no table is
///   as extreme as the one seen, the p-value is the smaller one of what that shows and of the gamma tail below: a test
///   at a level that the draws resolve stays exact, and a family of very many tests can still find it.
/// - Where the budget bears fewer than 499 tables, for very many levels with very many rows: the tail of a gamma
///   distribution with the exact mean and variance (Haldane JBS 1940, Biometrika 31, 346; Lewis T, Saunders IW,
///   Westcott M 1984, Biometrika 71, 515).
///
/// All conditions look at the margins alone, so that choosing keeps the size. `None` when the slices differ in
/// length, a side is empty, or fewer than two levels have rows.
///
/// ```
/// use driftglass::stats::homogeneity::{test, Method};
/// let found = test(&[30, 14, 46], &[22, 20, 31], 1, 0).unwrap();
/// assert_eq!((found.degrees, found.method), (2, Method::ChiSquare));
/// assert!((found.p - 0.175_829_642_196_688_2).abs() < 1e-14);
/// ```
pub fn test(reference: &[u64], current: &[u64], seed: u64, budget: u64) -> Option<Homogeneity> {
    let (n, m) = variation::totals(reference, current)?;
    let all = n + m;
    let levels: Vec<(f64, f64)> = reference
        .iter()
        .zip(current)
        .map(|(&x, &y)| (x as f64, x as f64 + y as f64))
        .filter(|&(_, margin)| margin > 0.0)
        .collect();
    if levels.len() < 2 {
        return None;
    }
    let degrees = levels.len() as u64 - 1;
    let statistic = chi_square_of(&levels, n, m);
    let found = |p: f64, method: Method| {
        Some(Homogeneity {
            statistic,
            degrees,
            p,
            method,
        })
    };
    if let [(a, r), (b, s)] = levels[..] {
        if is_fine(n, m, r, s) {
            return found(chi_square::sf(statistic, 1)?, Method::ChiSquare);
        }
        let counts = [a, b, r - a, s - b].map(|count| count as u64);
        let p = fisher::two_sided(counts[0], counts[1], counts[2], counts[3]);
        return found(p, Method::Fisher);
    }
    let least = levels.iter().map(|l| l.1).fold(f64::INFINITY, f64::min) * (n.min(m) / all);
    let (mean, variance) = moments(&levels, n, m);
    let ratio = variance / (2.0 * degrees as f64);
    if least >= LEAST_EXPECTED && VARIANCE_RATIO.contains(&ratio) {
        return found(chi_square::sf(statistic, degrees)?, Method::ChiSquare);
    }
    let tail = gamma_tail(statistic, mean, variance);
    let draws = budget / monte_carlo::cost(n as u64, m as u64, levels.len() as u64).max(1);
    if draws < FEWEST_DRAWS {
        return found(tail, Method::Moments);
    }
    let drawn = monte_carlo::homogeneity(reference, current, draws.min(MOST_DRAWS), seed)?;
    let p = if drawn.extreme == 0 {
        drawn.p.min(tail)
    } else {
        drawn.p
    };
    found(p, Method::MonteCarlo { draws: drawn.draws })
}

/// Pearson's chi-square of levels, each with its count in the reference and in both files, of `n` and `m` rows.
pub(super) fn chi_square_of(levels: &[(f64, f64)], n: f64, m: f64) -> f64 {
    let all = n + m;
    let terms = levels
        .iter()
        .filter(|&&(_, margin)| margin > 0.0)
        .map(|&(count, margin)| {
            let gap = count - margin * (n / all);
            gap * gap / margin
        });
    sum::compensated(terms) * (all / n) * (all / m)
}

/// True where the count of a 2×2 table with rows `n`, `m` and columns `r`, `s` varies enough for chi-square.
pub(super) fn is_fine(n: f64, m: f64, r: f64, s: f64) -> bool {
    let all = n + m;
    (n / all) * (m / all) * (r / all) * s >= LEAST_VARIANCE
}

/// Mean and variance of the statistic, given both margins: Haldane (1940), in the form of Dawson RB (1954), JASA 49,
/// 166.
fn moments(levels: &[(f64, f64)], n: f64, m: f64) -> (f64, f64) {
    let all = n + m;
    let count = levels.len() as f64;
    let mean = all / (all - 1.0) * (count - 1.0);
    if all < 4.0 {
        return (mean, 0.0);
    }
    let inverse = sum::compensated(levels.iter().map(|&(_, margin)| 1.0 / margin));
    let spread = |of: f64| (of - 1.0) * (all - of) / (all - 1.0);
    let unevenness = |inverse: f64, of: f64| (all * inverse - of * of) / (all - 2.0);
    let (sides, uneven_sides) = (spread(2.0), unevenness(1.0 / n + 1.0 / m, 2.0));
    let (columns, uneven_columns) = (spread(count), unevenness(inverse, count));
    let variance = 2.0 * all / (all - 3.0) * (sides - uneven_sides) * (columns - uneven_columns)
        + all * all / (all - 1.0) * uneven_sides * uneven_columns;
    (mean, variance.max(0.0))
}

/// Upper tail of a gamma distribution by its mean and variance; without variance the statistic cannot differ.
fn gamma_tail(statistic: f64, mean: f64, variance: f64) -> f64 {
    let scale = variance / mean;
    if scale <= 1e-9 {
        return 1.0;
    }
    gamma::upper(mean / scale, statistic / scale).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::{Method, moments, test};

    /// Every table with the margins, each with its probability.
    fn enumerate(margins: &[u64], n: u64, visit: &mut dyn FnMut(&[u64], f64)) {
        fn choose(n: u64, k: u64) -> f64 {
            (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product()
        }
        fn walk(
            margins: &[u64],
            left: u64,
            counts: &mut Vec<u64>,
            weight: f64,
            visit: &mut dyn FnMut(&[u64], f64),
        ) {
            let Some(&margin) = margins.get(counts.len()) else {
                if left == 0 {
                    visit(counts, weight);
                }
                return;
            };
            for count in 0..=margin.min(left) {
                counts.push(count);
                walk(
                    margins,
                    left - count,
                    counts,
                    weight * choose(margin, count),
                    visit,
                );
                counts.pop();
            }
        }
        let all = choose(margins.iter().sum(), n);
        walk(margins, n, &mut Vec::new(), 1.0 / all, visit);
    }

    #[test]
    fn moments_equal_those_of_every_table() {
        for (margins, n) in [
            (vec![3, 4, 5], 5),
            (vec![1, 1, 1, 6], 3),
            (vec![2, 9, 2, 3], 8),
            (vec![1, 1, 7], 2),
        ] {
            let all: u64 = margins.iter().sum();
            let (mut total, mut mean, mut square) = (0.0, 0.0, 0.0);
            enumerate(&margins, n, &mut |counts, weight| {
                let share = n as f64 / all as f64;
                let sum: f64 = counts
                    .iter()
                    .zip(&margins)
                    .map(|(&x, &t)| (x as f64 - t as f64 * share).powi(2) / t as f64)
                    .sum();
                let statistic = sum / (share * (1.0 - share));
                total += weight;
                mean += weight * statistic;
                square += weight * statistic * statistic;
            });
            let levels: Vec<(f64, f64)> = margins.iter().map(|&t| (0.0, t as f64)).collect();
            let found = moments(&levels, n as f64, (all - n) as f64);
            assert!((total - 1.0).abs() < 1e-12);
            assert!(
                (found.0 - mean).abs() < 1e-10,
                "{margins:?}: mean {found:?}, {mean}"
            );
            let variance = square - mean * mean;
            assert!(
                (found.1 - variance).abs() < 1e-9,
                "{margins:?}: {found:?}, {variance}"
            );
        }
    }

    #[test]
    fn what_the_draws_do_not_resolve_has_a_tail() {
        let found = test(&[0, 0, 40, 40, 3], &[40, 40, 0, 0, 1], 1, 1 << 24).expect("levels");
        assert!(matches!(found.method, Method::MonteCarlo { draws: 9_999 }));
        assert!(found.p > 0.0 && found.p < 1e-20, "{found:?}");
    }
}
