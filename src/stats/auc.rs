//! How well scores tell two groups apart: the area under the ROC curve, with its variances and intervals.

use kernels::order::{number_key, order_of_keys};

use super::interval::{Interval, two_sided_z};

/// The area under the ROC curve: the probability that a score of the second group is above one of the first, ties
/// counted half. 0.5 is guessing, 1 tells every row right.
#[derive(Clone, Debug, PartialEq)]
pub struct Auc {
    /// The area, 0 to 1.
    pub value: f64,
    /// Its variance if nothing tells the groups apart, exact for these ties: the Wilcoxon–Mann–Whitney variance.
    pub null_variance: f64,
    /// For each score of the first group the share of the second that is above it (ties counted half).
    first: Vec<f64>,
    /// For each score of the second group the share of the first that is below it.
    second: Vec<f64>,
}

impl Auc {
    /// `None` where a group is empty.
    ///
    /// ```
    /// let auc = driftglass::stats::auc::Auc::of(&[0.1, 0.4, 0.35], &[0.8, 0.4]).unwrap();
    /// assert!((auc.value - 5.5 / 6.0).abs() < 1e-15);
    /// ```
    pub fn of(first: &[f64], second: &[f64]) -> Option<Auc> {
        let (m, n) = (first.len(), second.len());
        if m == 0 || n == 0 {
            return None;
        }
        let at = |i: usize| {
            if i < m { first[i] } else { second[i - m] }
        };
        let keys: Vec<u64> = first
            .iter()
            .chain(second)
            .map(|&score| number_key(score))
            .collect();
        let sorted: Vec<usize> = order_of_keys(&keys)
            .into_iter()
            .map(|place| place as usize)
            .collect();
        let (mut below_first, mut below_second) = (0usize, 0usize);
        let mut out = Auc {
            value: 0.0,
            null_variance: 0.0,
            first: vec![0.0; m],
            second: vec![0.0; n],
        };
        let mut ties = 0.0;
        let mut start = 0;
        while start < sorted.len() {
            let value = at(sorted[start]);
            let mut end = start;
            let mut of_first = 0;
            while end < sorted.len() && (end == start || at(sorted[end]) == value) {
                of_first += usize::from(sorted[end] < m);
                end += 1;
            }
            let of_second = end - start - of_first;
            let above = n - below_second - of_second;
            for &place in &sorted[start..end] {
                if place < m {
                    out.first[place] = (above as f64 + 0.5 * of_second as f64) / n as f64;
                } else {
                    out.second[place - m] = (below_first as f64 + 0.5 * of_first as f64) / m as f64;
                }
            }
            let tied = (end - start) as f64;
            ties += tied * tied * tied - tied;
            below_first += of_first;
            below_second += of_second;
            start = end;
        }
        let (m, n) = (m as f64, n as f64);
        let all = m + n;
        out.value = out.second.iter().sum::<f64>() / n;
        out.null_variance = (all + 1.0 - ties / (all * (all - 1.0)).max(1.0)) / (12.0 * m * n);
        Some(out)
    }

    /// Its variance whatever the truth is: DeLong ER, DeLong DM, Clarke-Pearson DL (1988), Biometrics 44, 837.
    /// `None` with fewer than two scores in a group.
    pub fn variance(&self) -> Option<f64> {
        Some(spread(&self.first)? + spread(&self.second)?)
    }

    /// Scores of each group.
    pub fn sizes(&self) -> (usize, usize) {
        (self.first.len(), self.second.len())
    }

    /// This area less another of the same rows in the same order, and the variance of the difference (DeLong et al.
    /// 1988, eq. 4). `None` where the rows cannot be the same.
    pub fn less(&self, other: &Auc) -> Option<(f64, f64)> {
        if self.sizes() != other.sizes() {
            return None;
        }
        let apart = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
        let variance = spread(&apart(&self.first, &other.first))?
            + spread(&apart(&self.second, &other.second))?;
        Some((self.value - other.value, variance))
    }
}

/// Sample variance over count.
fn spread(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some(squares / (n - 1.0) / n)
}

/// Areas of several strata as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// The mean of the areas, each weighted by what is known of it under the null hypothesis.
    pub value: f64,
    /// The standard error if nothing tells the groups apart.
    pub null_error: f64,
    /// One-sided p-value: the probability of an area at least this high if nothing tells the groups apart. The sum of
    /// stratified Mann–Whitney statistics: van Elteren PH (1960), Bulletin de l'Institut International de Statistique
    /// 37, 351.
    pub p: f64,
    /// Interval.
    pub interval: Interval,
}

/// The share of each stratum: inverse to its variance without ties under the null hypothesis, whatever its scores.
pub fn shares(sizes: &[(usize, usize)]) -> Vec<f64> {
    let weight = |&(m, n): &(usize, usize)| {
        if m == 0 || n == 0 {
            0.0
        } else {
            m as f64 * n as f64 / (m + n + 1) as f64
        }
    };
    let total: f64 = sizes.iter().map(weight).sum();
    sizes.iter().map(|s| weight(s) / total.max(1.0)).collect()
}

/// Pools strata whose scores are made without a look at their own rows' groups. The interval is the wider, at either
/// end, of two: DeLong's on the logit scale, and Newcombe's score interval (Newcombe RG (2006), Statistics in Medicine
/// 25, 559, method 5), which holds also at 0.5, in small samples and where every row is told right.
pub fn pool(strata: &[Auc], confidence: f64) -> Option<Pooled> {
    let z = two_sided_z(confidence)?;
    let sizes: Vec<(usize, usize)> = strata.iter().map(Auc::sizes).collect();
    if sizes.is_empty() {
        return None;
    }
    let shares = shares(&sizes);
    let over = |variance: &dyn Fn(&Auc) -> Option<f64>| -> Option<f64> {
        let mut sum = 0.0;
        for (auc, share) in strata.iter().zip(&shares) {
            sum += share * share * variance(auc)?;
        }
        Some(sum)
    };
    let value: f64 = strata.iter().zip(&shares).map(|(a, s)| a.value * s).sum();
    let value = value.clamp(0.0, 1.0);
    let null_error = over(&|auc| Some(auc.null_variance))?.sqrt();
    let error = over(&|auc| auc.variance())?.sqrt();
    let p = if null_error > 0.0 {
        super::normal::sf((value - 0.5) / null_error)
    } else {
        1.0
    };
    Some(Pooled {
        value,
        null_error,
        p,
        interval: wider(value, error, &sizes, &shares, z),
    })
}

/// The interval of one area with DeLong's `error`, of so many rows of each group, that reaches `z` errors.
pub(super) fn interval_of(value: f64, error: f64, sizes: (usize, usize), z: f64) -> Interval {
    wider(value, error, &[sizes], &[1.0], z)
}

fn wider(value: f64, error: f64, sizes: &[(usize, usize)], shares: &[f64], z: f64) -> Interval {
    let score = score_interval(value, sizes, shares, z);
    match logit_interval(value, error, z) {
        Some(logit) => Interval {
            lower: score.lower.min(logit.lower),
            upper: score.upper.max(logit.upper),
        },
        None => score,
    }
}

fn logit_interval(value: f64, error: f64, z: f64) -> Option<Interval> {
    if !(value > 0.0 && value < 1.0) {
        return None;
    }
    let middle = libm::log(value / (1.0 - value));
    let half = z * error / (value * (1.0 - value));
    let back = |x: f64| 1.0 / (1.0 + libm::exp(-x));
    Some(Interval {
        lower: back(middle - half),
        upper: back(middle + half),
    })
}

/// The areas whose distance from `value` is at most `z` of their own standard errors.
fn score_interval(value: f64, sizes: &[(usize, usize)], shares: &[f64], z: f64) -> Interval {
    let error = |area: f64| -> f64 {
        let variance: f64 = sizes
            .iter()
            .zip(shares)
            .filter(|((m, n), _)| *m > 0 && *n > 0)
            .map(|((m, n), share)| share * share * hanley_mcneil(area, *m as f64, *n as f64))
            .sum();
        variance.max(0.0).sqrt()
    };
    let inside = |area: f64| libm::fabs(value - area) <= z * error(area);
    Interval {
        lower: last_inside(value, 0.0, &inside),
        upper: last_inside(value, 1.0, &inside),
    }
}

/// Variance of an area: Hanley JA, McNeil BJ (1982), Radiology 143, 29, with both sizes their mean, as Newcombe has it.
fn hanley_mcneil(area: f64, m: f64, n: f64) -> f64 {
    let others = 0.5 * (m + n) - 1.0;
    let both = (1.0 - area) / (2.0 - area) + area / (1.0 + area);
    area * (1.0 - area) * (1.0 + others * both) / (m * n)
}

fn last_inside(from: f64, to: f64, inside: &dyn Fn(f64) -> bool) -> f64 {
    if inside(to) {
        return to;
    }
    let (mut good, mut bad) = (from, to);
    for _ in 0..60 {
        let middle = 0.5 * (good + bad);
        if inside(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}
