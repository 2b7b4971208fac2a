//! Exact tests of two rates: mid-p, Boschloo's and Barnard's.
//!
//! They take whole counts. Weighted rows have no exact test: use the score test on effective numbers, and say so.

use crate::stats::deviance::binomial;
use crate::stats::hypergeometric::Hypergeometric;
use crate::stats::proportion::Share;

/// Mid-p values of Fisher's test of `one` against `other`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MidP {
    /// Fisher's two-sided p-value less half the probability of the table seen.
    pub two_sided: f64,
    /// Probability of fewer hits in `one`, and half that of as many.
    pub less: f64,
    /// Probability of more hits in `one`, and half that of as many.
    pub greater: f64,
}

/// Lancaster's mid-p of the conditional test: less conservative than Fisher's, no longer guaranteed to keep its size
/// (Lancaster HO 1961, JASA 56, 223; Fagerland MW, Lydersen S, Laake P 2017, Statistical Analysis of Contingency
/// Tables, 4.4.5). `None` where a rate is missing.
///
/// ```
/// use driftglass::stats::{proportion::Share, rate::exact_test::mid_p};
/// let found = mid_p(Share { count: 2, rows: 10 }, Share { count: 6, rows: 12 }).unwrap();
/// assert!((found.less - 0.091_331_269_349_845_2).abs() < 1e-13);
/// ```
pub fn mid_p(one: Share, other: Share) -> Option<MidP> {
    let distribution = conditional(one, other)?;
    let fisher = crate::stats::fisher::two_sided(
        one.count,
        one.rows - one.count,
        other.count,
        other.rows - other.count,
    );
    let half = 0.5 * distribution.mass(one.count);
    let (below, above) = tails(&distribution, one.count);
    Some(MidP {
        two_sided: (fisher - half).clamp(0.0, 1.0),
        less: (below - half).clamp(0.0, 1.0),
        greater: (above - half).clamp(0.0, 1.0),
    })
}

/// The first count, both margins given.
fn conditional(one: Share, other: Share) -> Option<Hypergeometric> {
    one.value()?;
    other.value()?;
    let population = one.rows.checked_add(other.rows)?;
    Hypergeometric::new(population, one.count + other.count, one.rows)
}

/// `P(X ≤ k)` and `P(X ≥ k)`, each summed from `k` outwards.
fn tails(distribution: &Hypergeometric, k: u64) -> (f64, f64) {
    let sum = |counts: &mut dyn Iterator<Item = u64>| {
        let mut sum = 0.0;
        let mut before = 0.0;
        for k in counts {
            let mass = distribution.mass(k);
            sum += mass;
            // Past the mode what is left falls faster than any digit of the sum.
            if mass < before && mass < 1e-18 * sum {
                break;
            }
            before = mass;
        }
        sum.min(1.0)
    };
    (
        sum(&mut (distribution.least()..=k).rev()),
        sum(&mut (k..=distribution.most())),
    )
}

/// Most rows of both groups together for the unconditional tests.
pub const MOST_ROWS: u64 = 2_000;

/// Boschloo's exact unconditional test, two-sided as twice the smaller one-sided p-value: never larger than twice
/// Fisher's one-sided p-value, and keeps its size.
///
/// Boschloo RD (1970), Statistica Neerlandica 24, 1; as `scipy.stats.boschloo_exact`. `None` where a rate is missing
/// and above [`MOST_ROWS`] rows, where the z test serves.
///
/// ```
/// use driftglass::stats::{proportion::Share, rate::exact_test::boschloo};
/// let p = boschloo(Share { count: 2, rows: 10 }, Share { count: 6, rows: 12 }).unwrap();
/// assert!((p - 0.173_804_338_605_66).abs() < 1e-9);
/// ```
pub fn boschloo(one: Share, other: Share) -> Option<f64> {
    let less = boschloo_less(one, other)?;
    let greater = boschloo_less(other, one)?;
    Some((2.0 * less.min(greater)).min(1.0))
}

/// One-sided: the rate of `one` is below that of `other`.
fn boschloo_less(one: Share, other: Share) -> Option<f64> {
    let limit = tails(&conditional(one, other)?, one.count).0 * (1.0 + 1e-10);
    let (n, m) = (one.rows, other.rows);
    if n + m > MOST_ROWS {
        return None;
    }
    // Fisher's p falls as `other` gains hits and rises as `one` does: the edge of the region only moves up.
    let inside = |x: u64, v: u64| {
        Hypergeometric::new(n + m, x + v, n).is_some_and(|d| tails(&d, x).0 <= limit)
    };
    let mut from = 0;
    let rows = (0..=n)
        .map(|x| {
            while from <= m && !inside(x, from) {
                from += 1;
            }
            Row {
                upto: None,
                from: (from <= m).then_some(from as usize),
            }
        })
        .collect();
    Some(Region { rows, n, m }.supremum())
}

/// Barnard's exact unconditional test with the pooled z statistic, two-sided.
///
/// Barnard GA (1945), Nature 156, 177; as `scipy.stats.barnard_exact`. `None` where a rate is missing and above
/// [`MOST_ROWS`] rows.
///
/// ```
/// use driftglass::stats::{proportion::Share, rate::exact_test::barnard};
/// let p = barnard(Share { count: 2, rows: 10 }, Share { count: 6, rows: 12 }).unwrap();
/// assert!((p - 0.163_376_438_904_299).abs() < 1e-9);
/// ```
pub fn barnard(one: Share, other: Share) -> Option<f64> {
    one.value()?;
    other.value()?;
    let (n, m) = (one.rows, other.rows);
    if n.checked_add(m)? > MOST_ROWS {
        return None;
    }
    let statistic = |x: u64, v: u64| {
        let (x, v, n, m) = (x as f64, v as f64, n as f64, m as f64);
        let pooled = (x + v) / (n + m);
        let variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m);
        if variance > 0.0 {
            (x / n - v / m) / variance.sqrt()
        } else {
            0.0
        }
    };
    let limit = libm::fabs(statistic(one.count, other.count)) * (1.0 - 1e-10);
    if limit == 0.0 {
        return Some(1.0);
    }
    // The statistic falls as `other` gains hits.
    let rows = (0..=n)
        .map(|x| Row {
            upto: (0..=m)
                .rev()
                .find(|&v| statistic(x, v) >= limit)
                .map(|v| v as usize),
            from: (0..=m)
                .find(|&v| statistic(x, v) <= -limit)
                .map(|v| v as usize),
        })
        .collect();
    Some(Region { rows, n, m }.supremum())
}

/// The counts of the second group that are as extreme, for one count of the first.
struct Row {
    upto: Option<usize>,
    from: Option<usize>,
}

/// The tables that are as extreme as the one seen.
struct Region {
    rows: Vec<Row>,
    n: u64,
    m: u64,
}

impl Region {
    /// The largest probability of the region over the common rate: a grid even in `arcsin √π`, several points to the
    /// width of a binomial distribution, then golden sections around every peak.
    fn supremum(&self) -> f64 {
        const GRID: usize = 600;
        let at = |angle: f64| {
            let sine = libm::sin(angle);
            self.probability(sine * sine)
        };
        let step = std::f64::consts::FRAC_PI_2 / GRID as f64;
        let values: Vec<f64> = (0..=GRID).map(|i| at(i as f64 * step)).collect();
        let mut best = values.iter().copied().fold(0.0, f64::max);
        for i in 0..=GRID {
            let (before, after) = (i.saturating_sub(1), (i + 1).min(GRID));
            let peak = values[i] >= values[before] && values[i] >= values[after];
            if peak && values[i] >= 0.5 * best {
                best = best.max(highest(before as f64 * step, after as f64 * step, &at));
            }
        }
        best.min(1.0)
    }

    fn probability(&self, rate: f64) -> f64 {
        let first = masses(self.n, rate);
        let second = masses(self.m, rate);
        let mut upper = vec![0.0; second.len() + 1];
        for v in (0..second.len()).rev() {
            upper[v] = upper[v + 1] + second[v];
        }
        let mut lower = vec![0.0; second.len()];
        let mut sum = 0.0;
        for (below, mass) in lower.iter_mut().zip(&second) {
            sum += mass;
            *below = sum;
        }
        let of =
            |row: &Row| row.upto.map_or(0.0, |v| lower[v]) + row.from.map_or(0.0, |v| upper[v]);
        self.rows
            .iter()
            .zip(&first)
            .map(|(row, p)| p * of(row))
            .sum()
    }
}

/// Largest value of `of` between `low` and `high`, where it has one peak.
fn highest(mut low: f64, mut high: f64, of: &dyn Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let mut best = 0.0_f64;
    let mut left = high - GOLDEN * (high - low);
    let mut right = low + GOLDEN * (high - low);
    let (mut at_left, mut at_right) = (of(left), of(right));
    for _ in 0..40 {
        best = best.max(at_left).max(at_right);
        if at_left >= at_right {
            high = right;
            (right, at_right) = (left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = of(left);
        } else {
            low = left;
            (left, at_left) = (right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = of(right);
        }
    }
    best
}

/// Binomial masses of 0 to `n` hits, from the mode outwards.
fn masses(n: u64, rate: f64) -> Vec<f64> {
    let mut masses = vec![0.0; n as usize + 1];
    let size = n as f64;
    let (mean, rest) = (size * rate, size * (1.0 - rate));
    let mode = (libm::floor((size + 1.0) * rate) as usize).min(n as usize);
    masses[mode] = binomial(mode as f64, size, mean, rest, mode as f64 - mean);
    if rate <= 0.0 || rate >= 1.0 {
        return masses;
    }
    let odds = rate / (1.0 - rate);
    for k in mode..n as usize {
        masses[k + 1] = masses[k] * (odds * (size - k as f64) / (k as f64 + 1.0));
    }
    for k in (0..mode).rev() {
        masses[k] = masses[k + 1] * ((k as f64 + 1.0) / (odds * (size - k as f64)));
    }
    masses
}
