//! Divergences of two rows of counts, with an interval that covers also where nothing differs.

use super::probability::{hellinger, jensen_shannon, kullback_leibler, stability_index};
use crate::stats::effect::floor::{noncentrality, power};
use crate::stats::interval::{Interval, two_sided_z};
use crate::stats::variation::totals;

/// A divergence that near equality is a multiple of `Σ (p − q)²/p`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divergence {
    /// Population stability index.
    StabilityIndex,
    /// Kullback–Leibler divergence of the reference from the current side, in nats.
    KullbackLeibler,
    /// Jensen–Shannon distance, natural logarithm.
    JensenShannon,
    /// Hellinger distance.
    Hellinger,
}

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The divergence of the shares smoothed by `(count + ½)/(rows + ½ cells)`.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// Value that chi-square at 5 % finds with a probability of 80 %.
    pub minimum_detectable: f64,
}

impl Divergence {
    /// The multiple of `Σ (p − q)²/p`, of the square where the divergence is a root.
    fn curvature(self) -> f64 {
        match self {
            Divergence::StabilityIndex => 1.0,
            Divergence::KullbackLeibler => 0.5,
            Divergence::JensenShannon | Divergence::Hellinger => 0.125,
        }
    }

    /// From the scale that is quadratic near equality.
    fn reported(self, quadratic: f64) -> f64 {
        match self {
            Divergence::JensenShannon | Divergence::Hellinger => quadratic.max(0.0).sqrt(),
            _ => quadratic.max(0.0),
        }
    }

    /// The divergence of smoothed counts; cells that neither side has are left out. `None` when the slices differ in
    /// length or a side has no rows.
    ///
    /// ```
    /// use driftglass::stats::distance::divergence::Divergence;
    /// assert_eq!(Divergence::Hellinger.value(&[5, 5], &[10, 10]), Some(0.0));
    /// ```
    pub fn value(self, reference: &[u64], current: &[u64]) -> Option<f64> {
        let (p, q) = smoothed(reference, current)?;
        match self {
            Divergence::StabilityIndex => stability_index(&p, &q),
            Divergence::KullbackLeibler => kullback_leibler(&p, &q),
            Divergence::JensenShannon => jensen_shannon(&p, &q),
            Divergence::Hellinger => hellinger(&p, &q),
        }
    }

    /// Derivatives of the quadratic scale with respect to a reference and a current share.
    fn slopes(self, p: f64, q: f64) -> (f64, f64) {
        let log = libm::log(p / q);
        match self {
            Divergence::StabilityIndex => (log + 1.0 - q / p, -log + 1.0 - p / q),
            Divergence::KullbackLeibler => (log + 1.0, -p / q),
            Divergence::JensenShannon => (
                0.5 * libm::log(2.0 * p / (p + q)),
                0.5 * libm::log(2.0 * q / (p + q)),
            ),
            Divergence::Hellinger => (-0.5 * (q / p).sqrt(), -0.5 * (p / q).sqrt()),
        }
    }

    /// Value with interval.
    ///
    /// Near equality the divergence over its curvature and `1/n + 1/m` follows a noncentral chi-square law with
    /// `cells − 1` degrees (as Pearson's statistic: Mitra SK 1958, Ann. Math. Stat. 29, 1221), which is inverted for
    /// the noncentrality: the lower end is 0 where noise alone explains the value. Far from it the value less its bias
    /// is about normal with the delta method's variance. The interval is the hull of both, so that no choice between
    /// them has to be made from the data.
    ///
    /// `None` as in [`Divergence::value`], for a single cell, or where a pooled expected count is below 5: neither law
    /// holds there. Join rare cells first.
    pub fn estimate(self, reference: &[u64], current: &[u64], confidence: f64) -> Option<Found> {
        let value = self.value(reference, current)?;
        let (n, m) = totals(reference, current)?;
        let used = reference.iter().zip(current).map(|(x, y)| x + y);
        let used: Vec<u64> = used.filter(|&rows| rows > 0).collect();
        let degrees = used.len() as u64 - 1;
        let least = used.iter().copied().min()? as f64;
        if degrees == 0 || least * n.min(m) / (n + m) < 5.0 {
            return None;
        }
        let quadratic = match self {
            Divergence::JensenShannon | Divergence::Hellinger => value * value,
            _ => value,
        };
        let unit = self.curvature() * (1.0 / n + 1.0 / m);
        let tail = 0.5 * (1.0 - confidence);
        let near = inverted(quadratic / unit, degrees, tail, confidence)?;
        let (p, q) = smoothed(reference, current)?;
        let half = two_sided_z(confidence)? * self.variance(&p, &q, n, m).sqrt();
        let centre = quadratic - unit * degrees as f64;
        let ends = [
            (unit * near.lower).min(centre - half),
            (unit * near.upper).max(centre + half),
        ];
        Some(Found {
            value,
            interval: Interval {
                lower: self.reported(ends[0]),
                upper: self.reported(ends[1]),
            },
            minimum_detectable: self.reported(unit * noncentrality(degrees)?),
        })
    }

    /// Delta method: `Var Σ g p̂` of one multinomial row, for both sides.
    fn variance(self, p: &[f64], q: &[f64], n: f64, m: f64) -> f64 {
        let mut moments = [0.0; 4];
        for (&p, &q) in p.iter().zip(q) {
            let (a, b) = self.slopes(p, q);
            for (sum, term) in moments.iter_mut().zip([p * a, p * a * a, q * b, q * b * b]) {
                *sum += term;
            }
        }
        let [a, a2, b, b2] = moments;
        ((a2 - a * a) / n + (b2 - b * b) / m).max(0.0)
    }
}

/// Shares of the cells that either side has, with half a row more in each (Jeffreys' prior).
fn smoothed(reference: &[u64], current: &[u64]) -> Option<(Vec<f64>, Vec<f64>)> {
    let (n, m) = totals(reference, current)?;
    let used = || {
        reference
            .iter()
            .zip(current)
            .filter(|(x, y)| **x > 0 || **y > 0)
    };
    let half = 0.5 * used().count() as f64;
    let share = |count: u64, rows: f64| (count as f64 + 0.5) / (rows + half);
    Some(used().map(|(&x, &y)| (share(x, n), share(y, m))).unzip())
}

/// Noncentralities under which a chi-square of `x` is at its upper and its lower `tail`.
fn inverted(x: f64, degrees: u64, tail: f64, confidence: f64) -> Option<Interval> {
    let k = degrees as f64;
    if x > 600.0 {
        // x ≈ k + λ ± z √(2k + 4λ): a quadratic in λ.
        let z = two_sided_z(confidence)?;
        let root = z * (2.0 * k + 4.0 * (x - k) + 4.0 * z * z).max(0.0).sqrt();
        let middle = x - k + 2.0 * z * z;
        return Some(Interval {
            lower: (middle - root).max(0.0),
            upper: (middle + root).max(0.0),
        });
    }
    let solve = |wanted: f64| -> Option<f64> {
        if power(x, degrees, 0.0)? >= wanted {
            return Some(0.0);
        }
        let (mut low, mut high) = (0.0, x + 40.0 + 12.0 * (x + k).sqrt());
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if power(x, degrees, middle)? < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(high)
    };
    Some(Interval {
        lower: solve(tail)?,
        upper: solve(1.0 - tail)?,
    })
}

/// Interval of the largest change of a share, `max |p_k − q_k|`: the largest ends of Newcombe's intervals that cover all
/// cells together (Bonferroni). `None` when the slices differ in length or a side has fewer than 10 rows.
pub fn largest_change(reference: &[u64], current: &[u64], confidence: f64) -> Option<Interval> {
    use crate::stats::effect::LEAST_ROWS;
    use crate::stats::proportion::{Share, newcombe};
    let (n, m) = totals(reference, current)?;
    if n.min(m) < LEAST_ROWS as f64 {
        return None;
    }
    let cells = reference
        .iter()
        .zip(current)
        .filter(|(x, y)| **x > 0 || **y > 0)
        .count();
    let each = 1.0 - (1.0 - confidence) / cells.max(1) as f64;
    let (mut lower, mut upper) = (0.0_f64, 0.0_f64);
    for (&x, &y) in reference.iter().zip(current) {
        let share = |count, rows: f64| Share {
            count,
            rows: rows as u64,
        };
        let change = newcombe(share(x, n), share(y, m), each)?.absolute();
        lower = lower.max(change.lower);
        upper = upper.max(change.upper);
    }
    Some(Interval { lower, upper })
}
