//! Shares of rows: intervals, and the difference of two.

use super::interval::{Interval, two_sided_z};
use super::{chi_square, fisher, homogeneity};

/// `count` rows of `rows` have something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Rows that have it.
    pub count: u64,
    /// All rows.
    pub rows: u64,
}

impl Share {
    /// The share in `[0, 1]`; `None` without rows or with more hits than rows.
    pub fn value(self) -> Option<f64> {
        (self.rows > 0 && self.count <= self.rows).then(|| self.count as f64 / self.rows as f64)
    }
}

/// Which test gave the p-value of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Score test with pooled variance: z² is the chi-square of the 2×2 table, no continuity correction.
    Score,
    /// Fisher's exact test, because the count varies too little for the score test to keep its size.
    Fisher,
}

/// How two shares differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Current share minus reference share.
    pub difference: f64,
    /// Newcombe's hybrid score interval of the difference.
    pub interval: Interval,
    /// What that interval says about the absolute difference.
    pub absolute: Interval,
    /// z² of the score test; `None` under Fisher's test.
    pub statistic: Option<f64>,
    /// Two-sided p-value.
    pub p: f64,
    /// Which test.
    pub method: Method,
}

/// Wilson's score interval of a share; `None` without rows or a confidence outside `(0, 1)`.
///
/// Wilson EB (1927), JASA 22, 209. As `statsmodels.stats.proportion.proportion_confint(method="wilson")`.
///
/// ```
/// use driftglass::stats::proportion::{Share, wilson};
/// let interval = wilson(Share { count: 0, rows: 10 }, 0.95).unwrap();
/// assert_eq!(interval.lower, 0.0);
/// assert!((interval.upper - 0.277_532_799_862_889_2).abs() < 1e-14);
/// ```
pub fn wilson(share: Share, confidence: f64) -> Option<Interval> {
    share.value()?;
    let z = two_sided_z(confidence)?;
    Some(wilson_of(share.count as f64, share.rows as f64, z))
}

/// Wilson's interval of `count` in `rows`, any numbers with `0 ≤ count ≤ rows` and `rows > 0`: all shares within `z` of
/// their own standard errors.
pub(super) fn wilson_of(count: f64, rows: f64, z: f64) -> Interval {
    let p = count / rows;
    let n = rows;
    let z2 = z * z;
    let shrink = 1.0 + z2 / n;
    let centre = (p + z2 / (2.0 * n)) / shrink;
    let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / shrink;
    let lower = if count == 0.0 { 0.0 } else { centre - half };
    let upper = if count == rows { 1.0 } else { centre + half };
    Interval { lower, upper }.clipped(0.0, 1.0)
}

/// Newcombe's hybrid score interval of `current − reference`.
///
/// Newcombe RG (1998), Stat. Med. 17, 873, method 10. As statsmodels
/// `confint_proportions_2indep(method="newcomb", compare="diff")`.
pub fn newcombe(reference: Share, current: Share, confidence: f64) -> Option<Interval> {
    let (p, q) = (reference.value()?, current.value()?);
    let of_p = wilson(reference, confidence)?;
    let of_q = wilson(current, confidence)?;
    Some(newcombe_of((p, of_p), (q, of_q)))
}

/// Newcombe's interval of `q − p` from each share and its own interval.
pub(super) fn newcombe_of((p, of_p): (f64, Interval), (q, of_q): (f64, Interval)) -> Interval {
    let difference = q - p;
    let below = libm::hypot(q - of_q.lower, of_p.upper - p);
    let above = libm::hypot(p - of_p.lower, of_q.upper - q);
    Interval {
        lower: difference - below,
        upper: difference + above,
    }
    .clipped(-1.0, 1.0)
}

/// Compares two shares: test, difference and intervals. `None` when a side has no rows, more hits than rows, or
/// the confidence is outside `(0, 1)`. Two shares that are both 0 or both 1 give p = 1.
pub fn difference(reference: Share, current: Share, confidence: f64) -> Option<Difference> {
    let (p, q) = (reference.value()?, current.value()?);
    let interval = newcombe(reference, current, confidence)?;
    let (n, m) = (reference.rows as f64, current.rows as f64);
    let hits = reference.count as f64 + current.count as f64;
    let misses = (n + m) - hits;
    let (statistic, p_value, method) = if !homogeneity::is_fine(n, m, hits, misses) {
        let exact = fisher::two_sided(
            reference.count,
            reference.rows - reference.count,
            current.count,
            current.rows - current.count,
        );
        (None, exact, Method::Fisher)
    } else {
        let pooled = hits / (n + m) * (misses / (n + m));
        let difference = q - p;
        let statistic = difference * difference / (pooled * (1.0 / n + 1.0 / m));
        (
            Some(statistic),
            chi_square::sf(statistic, 1)?,
            Method::Score,
        )
    };
    Some(Difference {
        difference: q - p,
        interval,
        absolute: interval.absolute(),
        statistic,
        p: p_value,
        method,
    })
}

/// z test of two shares, current minus reference, with pooled variance: statistic and two-sided p-value.
///
/// As statsmodels `proportions_ztest` of (current, reference). `None` when a side has no rows or more hits than rows,
/// and when all rows of both sides agree: the variance is then zero.
///
/// ```
/// use driftglass::stats::proportion::{Share, z_test};
/// let (z, p) = z_test(Share { count: 48, rows: 80 }, Share { count: 56, rows: 70 }).unwrap();
/// assert!((z - 2.650_171_951_258_533).abs() < 1e-12 && (p - 0.008_045_081_368_196_585).abs() < 1e-12);
/// ```
pub fn z_test(reference: Share, current: Share) -> Option<(f64, f64)> {
    let (p, q) = (reference.value()?, current.value()?);
    let (n, m) = (reference.rows as f64, current.rows as f64);
    let hits = reference.count as f64 + current.count as f64;
    let misses = (n + m) - hits;
    if hits == 0.0 || misses == 0.0 {
        return None;
    }
    let variance = hits / (n + m) * (misses / (n + m)) * (1.0 / n + 1.0 / m);
    let z = (q - p) / variance.sqrt();
    Some((z, 2.0 * super::normal::sf(libm::fabs(z))))
}
