//! The population stability index on bins that the reference's quantiles make: no outlier moves a bin.

use super::probability::stability_index;
use crate::stats::chi_square;
use crate::stats::quantile::quantile;

/// Ascending edges: least value, inner quantiles, greatest value, without repeats.
///
/// A value falls below the first edge (overflow), into `(edge, next edge]` with the first one closed, or above the
/// last (overflow): `edges.len() + 1` bins.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantileBins {
    edges: Vec<f64>,
}

impl QuantileBins {
    /// Bins of about equal shares of `reference` (ascending, without NaN): fewer than `bins` where values repeat.
    /// `None` for no values, no bins, or a quantile between −∞ and ∞.
    ///
    /// ```
    /// use driftglass::stats::distance::quantile_bins::QuantileBins;
    /// let bins = QuantileBins::of(&[1.0, 2.0, 3.0, 4.0], 2).unwrap();
    /// assert_eq!(bins.edges(), &[1.0, 2.5, 4.0]);
    /// assert_eq!(bins.counts(&[0.0, 1.0, 2.5, 3.0, 9.0, 10.0]), vec![1, 2, 1, 2]);
    /// ```
    pub fn of(reference: &[f64], bins: usize) -> Option<QuantileBins> {
        if bins == 0 {
            return None;
        }
        let mut edges = (0..=bins)
            .map(|i| quantile(reference, i as f64 / bins as f64))
            .collect::<Option<Vec<f64>>>()?;
        edges.dedup();
        Some(QuantileBins { edges })
    }

    /// The edges.
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// Rows of an ascending sample in each bin, overflow first and last. A constant reference has the bins below,
    /// at and above its value.
    pub fn counts(&self, sorted: &[f64]) -> Vec<u64> {
        let below_first = sorted.partition_point(|&x| x < self.edges[0]);
        let mut last = below_first;
        let mut counts = vec![below_first as u64];
        let uppers = if self.edges.len() == 1 {
            &self.edges[..]
        } else {
            &self.edges[1..]
        };
        for &edge in uppers {
            let here = sorted.partition_point(|&x| x <= edge).max(last);
            counts.push((here - last) as u64);
            last = here;
        }
        counts.push((sorted.len() - last) as u64);
        counts
    }
}

/// The index with what noise alone would make of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StabilityIndex {
    /// Index of the shares smoothed by `(count + ½)/(rows + ½ bins)`.
    pub value: f64,
    /// Bins that either side has rows in, overflow and missing ones included.
    pub bins: usize,
    /// 95th percentile when both sides have one distribution: about `(1/n + 1/m) χ²_{bins−1}`
    /// (Yurdakul B, Naranjo J 2020, J. Risk Model Valid. 14(4), 89). `None` for a single bin.
    pub noise_floor: Option<f64>,
}

/// Population stability index of two samples (ascending, without NaN) with `missing` rows beside each, on
/// 10 reference-quantile bins, two overflow bins and one for missing values; bins that neither side has are left out.
///
/// The half added to each count (Jeffreys' prior) keeps the index finite. `None` when the reference has no values
/// or the current side has no rows.
///
/// ```
/// use driftglass::stats::distance::quantile_bins::stability;
/// let x: Vec<f64> = (0..100).map(f64::from).collect();
/// let found = stability(&x, 0, &x, 0).unwrap();
/// assert_eq!((found.value, found.bins), (0.0, 10));
/// ```
pub fn stability(
    reference: &[f64],
    reference_missing: u64,
    current: &[f64],
    current_missing: u64,
) -> Option<StabilityIndex> {
    let bins = QuantileBins::of(reference, 10)?;
    let (mut p, mut q) = (bins.counts(reference), bins.counts(current));
    p.push(reference_missing);
    q.push(current_missing);
    smoothed(&p, &q)
}

/// What each bin adds to [`smoothed`], in the same order; 0 for a bin that neither side has rows in.
///
/// ```
/// use driftglass::stats::distance::quantile_bins::{contributions, smoothed};
/// let parts = contributions(&[6, 4, 0], &[5, 0, 5]).unwrap();
/// let whole = smoothed(&[6, 4, 0], &[5, 0, 5]).unwrap().value;
/// assert!((parts.iter().sum::<f64>() - whole).abs() < 1e-15 && parts[2] > parts[0]);
/// ```
pub fn contributions(reference: &[u64], current: &[u64]) -> Option<Vec<f64>> {
    let (n, m) = crate::stats::variation::totals(reference, current)?;
    let pairs = || reference.iter().zip(current);
    let half = 0.5 * pairs().filter(|&(&x, &y)| x + y > 0).count() as f64;
    Some(
        pairs()
            .map(|(&x, &y)| {
                let (p, q) = ((x as f64 + 0.5) / (n + half), (y as f64 + 0.5) / (m + half));
                if x + y == 0 {
                    0.0
                } else {
                    (p - q) * libm::log(p / q)
                }
            })
            .collect(),
    )
}

/// The same index of level counts in the same order. `None` when the slices differ in length or a side has no rows.
///
/// ```
/// let found = driftglass::stats::distance::quantile_bins::smoothed(&[6, 4, 0], &[5, 0, 5]).unwrap();
/// assert!(found.value > 0.5 && found.value.is_finite());
/// ```
pub fn smoothed(reference: &[u64], current: &[u64]) -> Option<StabilityIndex> {
    let (n, m) = crate::stats::variation::totals(reference, current)?;
    let used: Vec<(u64, u64)> = reference
        .iter()
        .copied()
        .zip(current.iter().copied())
        .filter(|&(x, y)| x > 0 || y > 0)
        .collect();
    let bins = used.len();
    let share = |count: u64, rows: f64| (count as f64 + 0.5) / (rows + 0.5 * bins as f64);
    let p: Vec<f64> = used.iter().map(|&(x, _)| share(x, n)).collect();
    let q: Vec<f64> = used.iter().map(|&(_, y)| share(y, m)).collect();
    Some(StabilityIndex {
        value: stability_index(&p, &q)?,
        bins,
        noise_floor: chi_square::upper_quantile(0.05, bins as u64 - 1)
            .map(|quantile| (1.0 / n + 1.0 / m) * quantile),
    })
}
