//! Two groups compared within strata: the Cochran–Mantel–Haenszel test, the pooled odds ratio, and whether the strata
//! agree.

use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::proportion::Share;
use crate::stats::{chi_square, root};

/// What the strata say together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratified {
    /// Cochran–Mantel–Haenszel statistic, without continuity correction; chi-square with one degree.
    pub statistic: f64,
    /// Its p-value.
    pub p: f64,
    /// Mantel–Haenszel odds ratio of the first group against the second; `None` where it is not finite and above 0.
    pub odds_ratio: Option<f64>,
    /// Its interval: Robins J, Breslow N, Greenland S (1986), Biometrics 42, 311.
    pub interval: Option<Interval>,
    /// Mantel–Haenszel rate ratio of the first group against the second; `None` where the second has no hits.
    pub rate_ratio: Option<f64>,
    /// Its interval: Greenland S, Robins JM (1985), Biometrics 41, 55. `None` where a group has no hits.
    pub rate_ratio_interval: Option<Interval>,
    /// Whether one odds ratio fits all strata.
    pub homogeneity: Option<Homogeneity>,
    /// Strata with rows in both groups, hits and misses: the others say nothing and are left out of the degrees.
    pub strata: usize,
}

/// The Breslow–Day test with Tarone's correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// Statistic of Breslow NE, Day NE (1980), Statistical Methods in Cancer Research 1, 4.4.
    pub breslow_day: f64,
    /// Less Tarone's correction: Tarone RE (1985), Biometrika 72, 91.
    pub statistic: f64,
    /// Informative strata less one.
    pub degrees: u64,
    /// p-value of the corrected statistic.
    pub p: f64,
}

/// Tests and pools strata, each the hits of the first and of the second group. `None` where no stratum has rows in both
/// groups, hits and misses, and unless `0 < confidence < 1`.
///
/// Mantel N, Haenszel W (1959), J. Natl. Cancer Inst. 22, 719. As statsmodels `StratifiedTable`
/// (`test_null_odds(correction=False)`, `oddsratio_pooled`, `test_equal_odds(adjust=True)`).
///
/// ```
/// use driftglass::stats::{proportion::Share, rate::stratified::pool};
/// let share = |count, rows| Share { count, rows };
/// let strata = [
///     (share(48, 120), share(100, 160)),
///     (share(20, 60), share(30, 60)),
///     (share(5, 15), share(12, 20)),
/// ];
/// let found = pool(&strata, 0.95).unwrap();
/// assert!((found.statistic - 19.319_825_639_820_944).abs() < 1e-11);
/// assert!((found.odds_ratio.unwrap() - 0.419_708_029_197_080_33).abs() < 1e-13);
/// ```
pub fn pool(strata: &[(Share, Share)], confidence: f64) -> Option<Stratified> {
    let z = two_sided_z(confidence)?;
    let tables: Vec<Table> = strata.iter().filter_map(Table::of).collect();
    let informative: Vec<&Table> = tables.iter().filter(|t| t.variance() > 0.0).collect();
    if informative.is_empty() {
        return None;
    }
    let excess: f64 = informative.iter().map(|t| t.a - t.mean()).sum();
    let variance: f64 = informative.iter().map(|t| t.variance()).sum();
    let statistic = excess * excess / variance;
    let (mut r, mut s) = (0.0, 0.0);
    let (mut pr, mut cross, mut qs) = (0.0, 0.0, 0.0);
    let (mut first, mut second, mut shared) = (0.0, 0.0, 0.0);
    for t in &tables {
        let all = t.rows();
        let (ad, bc) = (t.a * t.d / all, t.b * t.c / all);
        let (p, q) = ((t.a + t.d) / all, (t.b + t.c) / all);
        r += ad;
        s += bc;
        pr += p * ad;
        cross += p * bc + q * ad;
        qs += q * bc;
        let (n, m) = (t.a + t.b, t.c + t.d);
        first += t.a * m / all;
        second += t.c * n / all;
        shared += (n * m * (t.a + t.c) - t.a * t.c * all) / (all * all);
    }
    let finite = r > 0.0 && s > 0.0;
    let odds_ratio = finite.then(|| r / s);
    let log_variance = pr / (2.0 * r * r) + cross / (2.0 * r * s) + qs / (2.0 * s * s);
    let around = |ratio: f64, variance: f64| {
        let reach = libm::exp(z * variance.max(0.0).sqrt());
        Interval {
            lower: ratio / reach,
            upper: ratio * reach,
        }
    };
    let rate_ratio = (second > 0.0).then(|| first / second);
    Some(Stratified {
        statistic,
        p: chi_square::sf(statistic, 1)?,
        odds_ratio,
        interval: odds_ratio.map(|ratio| around(ratio, log_variance)),
        rate_ratio,
        rate_ratio_interval: rate_ratio
            .filter(|ratio| *ratio > 0.0)
            .map(|ratio| around(ratio, shared / (first * second))),
        homogeneity: odds_ratio.and_then(|ratio| homogeneity(&informative, ratio)),
        strata: informative.len(),
    })
}

/// One stratum: hits and misses of the first group, then of the second.
struct Table {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl Table {
    fn of((one, other): &(Share, Share)) -> Option<Table> {
        one.value()?;
        other.value()?;
        Some(Table {
            a: one.count as f64,
            b: (one.rows - one.count) as f64,
            c: other.count as f64,
            d: (other.rows - other.count) as f64,
        })
    }

    fn rows(&self) -> f64 {
        self.a + self.b + self.c + self.d
    }

    fn mean(&self) -> f64 {
        (self.a + self.b) / self.rows() * (self.a + self.c)
    }

    /// Hypergeometric variance of the first count.
    fn variance(&self) -> f64 {
        let all = self.rows();
        let (n, m) = (self.a + self.b, self.c + self.d);
        n / all * (m / all) * (self.a + self.c) * ((self.b + self.d) / (all - 1.0))
    }
}

fn homogeneity(tables: &[&Table], ratio: f64) -> Option<Homogeneity> {
    let degrees = (tables.len() as u64).checked_sub(1).filter(|d| *d > 0)?;
    let (mut sum, mut excess, mut whole) = (0.0, 0.0, 0.0);
    for t in tables {
        let expected = expected(t, ratio)?;
        let (n, m, hits) = (t.a + t.b, t.c + t.d, t.a + t.c);
        let inverse = 1.0 / expected
            + 1.0 / (n - expected)
            + 1.0 / (hits - expected)
            + 1.0 / (m - hits + expected);
        let variance = 1.0 / inverse;
        let gap = t.a - expected;
        sum += gap * gap / variance;
        excess += gap;
        whole += variance;
    }
    let statistic = (sum - excess * excess / whole).max(0.0);
    Some(Homogeneity {
        breslow_day: sum,
        statistic,
        degrees,
        p: chi_square::sf(statistic, degrees)?,
    })
}

/// The first count that has the odds ratio `ratio`, the margins kept.
fn expected(t: &Table, ratio: f64) -> Option<f64> {
    let (n, m, hits) = (t.a + t.b, t.c + t.d, t.a + t.c);
    let (low, high) = ((hits - m).max(0.0), n.min(hits));
    root::between(low, high, |x| {
        x * (m - hits + x) - ratio * ((n - x) * (hits - x))
    })
}
