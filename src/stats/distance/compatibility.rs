//! Numbers of other tools, for teams that compare: their bins, their ways with zeros, their logarithms.
//!
//! None of these decides anything here: equal-width bins over pooled data let one outlier hide a shift, and fixed
//! thresholds ignore noise. Samples are ascending, finite and without NaN; `None` when a side is empty or infinite.

use super::probability::{jensen_shannon, kullback_leibler, stability_index};
use crate::stats::quantile::quantile;
use crate::stats::summary::summarise;
use crate::stats::two_sample::distance::wasserstein;
use crate::stats::two_sample::ties::ties;
use kernels::sort::sort_numbers;

fn usable(reference: &[f64], current: &[f64]) -> bool {
    [reference, current].iter().all(|side| {
        let ends = side.first().zip(side.last());
        ends.is_some_and(|(low, high)| low.is_finite() && high.is_finite())
    })
}

/// `bins` equal widths from `low` to `high`, as `numpy.linspace`.
fn equal_width(low: f64, high: f64, bins: usize) -> Vec<f64> {
    let step = (high - low) / bins as f64;
    let mut edges: Vec<f64> = (0..bins).map(|i| i as f64 * step + low).collect();
    edges.push(high);
    edges
}

/// Rows in `[edge, next)`, the last bin closed, as `numpy.histogram`; rows outside are not counted.
fn histogram(sorted: &[f64], edges: &[f64]) -> Vec<u64> {
    let last = edges.len() - 1;
    let at: Vec<usize> = edges
        .iter()
        .enumerate()
        .map(|(i, &edge)| sorted.partition_point(|&x| x < edge || (i == last && x <= edge)))
        .collect();
    at.windows(2)
        .map(|pair| pair[1].saturating_sub(pair[0]) as u64)
        .collect()
}

/// How many bins of `width` the range needs, as `numpy.histogram_bin_edges`; one for no range or no width.
fn bins_of_width(low: f64, high: f64, width: f64) -> usize {
    let bins = libm::ceil((high - low) / width);
    if bins.is_finite() && bins >= 1.0 {
        bins.min(1e7) as usize
    } else {
        1
    }
}

fn shares(counts: &[u64], rows: usize) -> Vec<f64> {
    counts
        .iter()
        .map(|&count| count as f64 / rows as f64)
        .collect()
}

/// Shares of both sides in Evidently's numeric bins: NumPy's "sturges" rule over the pooled values, or the single
/// values when the reference has at most 20 distinct ones.
///
/// Evidently 0.7.23, `legacy/calculations/stattests/utils.py`, `get_binned_data` (without filling of zeros).
pub fn evidently_bins(reference: &[f64], current: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    if !usable(reference, current) {
        return None;
    }
    let distinct = ties(reference, &[]).take(21).count();
    let (p, q) = if distinct > 20 {
        let low = reference[0].min(current[0]);
        let high = reference[reference.len() - 1].max(current[current.len() - 1]);
        let rows = (reference.len() + current.len()) as f64;
        let width = (high - low) / (libm::log2(rows) + 1.0);
        let edges = equal_width(low, high, bins_of_width(low, high, width));
        (histogram(reference, &edges), histogram(current, &edges))
    } else {
        ties(reference, current)
            .map(|tie| (tie.reference as u64, tie.current as u64))
            .unzip()
    };
    Some((shares(&p, reference.len()), shares(&q, current.len())))
}

/// Evidently's filling of empty bins: a millionth of the least share, where that is at most 0.0001, else 0.0001.
fn evidently_filled(mut shares: Vec<f64>) -> Vec<f64> {
    let least = shares
        .iter()
        .copied()
        .filter(|&x| x > 0.0)
        .fold(f64::INFINITY, f64::min);
    let fill = if least <= 0.0001 { least / 1e6 } else { 0.0001 };
    shares
        .iter_mut()
        .filter(|x| **x == 0.0)
        .for_each(|x| *x = fill);
    shares
}

/// Evidently's PSI of shares in the same bins or levels, empty ones filled.
///
/// ```
/// let psi = driftglass::stats::distance::compatibility::evidently_psi(&[0.6, 0.4, 0.0], &[0.5, 0.0, 0.5]).unwrap();
/// assert!((psi - 7.592_767_483_145_174).abs() < 1e-12);
/// ```
pub fn evidently_psi(reference: &[f64], current: &[f64]) -> Option<f64> {
    stability_index(
        &evidently_filled(reference.to_vec()),
        &evidently_filled(current.to_vec()),
    )
}

/// Evidently's Kullback–Leibler divergence of shares, empty bins filled.
pub fn evidently_kullback_leibler(reference: &[f64], current: &[f64]) -> Option<f64> {
    kullback_leibler(
        &evidently_filled(reference.to_vec()),
        &evidently_filled(current.to_vec()),
    )
}

/// Evidently's Jensen–Shannon distance of shares: natural logarithm, nothing filled.
pub fn evidently_jensen_shannon(reference: &[f64], current: &[f64]) -> Option<f64> {
    jensen_shannon(reference, current)
}

/// Evidently's normed Wasserstein distance: over `max(SD of the reference, 0.001)`, divisor rows − 0.
///
/// ```
/// use driftglass::stats::distance::compatibility::evidently_wasserstein;
/// assert!((evidently_wasserstein(&[0.0, 2.0], &[1.0, 3.0]).unwrap() - 1.0).abs() < 1e-15);
/// ```
pub fn evidently_wasserstein(reference: &[f64], current: &[f64]) -> Option<f64> {
    let rows = reference.len() as f64;
    let deviation = match summarise(reference)?.standard_deviation {
        Some(deviation) => deviation * ((rows - 1.0) / rows).sqrt(),
        None => 0.0,
    };
    Some(wasserstein(reference, current)? / deviation.max(0.001))
}

/// Evidently's Hellinger distance of numbers: NumPy's "sturges" bins over the distinct pooled values.
pub fn evidently_hellinger(reference: &[f64], current: &[f64]) -> Option<f64> {
    if !usable(reference, current) {
        return None;
    }
    let low = reference[0].min(current[0]);
    let high = reference[reference.len() - 1].max(current[current.len() - 1]);
    let distinct = ties(reference, current).count() as f64;
    let width = (high - low) / (libm::log2(distinct) + 1.0);
    let edges = if low == high {
        vec![low - 0.5, high + 0.5]
    } else {
        equal_width(low, high, bins_of_width(low, high, width))
    };
    super::probability::hellinger(
        &shares(&histogram(reference, &edges), reference.len()),
        &shares(&histogram(current, &edges), current.len()),
    )
}

/// NannyML's Hellinger distance of continuous values, in the bins of [`nannyml_jensen_shannon`].
pub fn nannyml_hellinger(reference: &[f64], current: &[f64]) -> Option<f64> {
    let (p, q) = nannyml_bins(reference, current)?;
    super::probability::hellinger(&p, &q)
}

/// NannyML's Jensen–Shannon distance of continuous values: NumPy's "doane" bins of the reference, current rows
/// outside in one more bin, base 2.
///
/// NannyML 0.13, `drift/univariate/methods.py`, `JensenShannonDistance`.
pub fn nannyml_jensen_shannon(reference: &[f64], current: &[f64]) -> Option<f64> {
    let (p, q) = nannyml_bins(reference, current)?;
    jensen_shannon(&p, &q).map(|distance| distance / std::f64::consts::LN_2.sqrt())
}

/// Shares of both sides in NumPy's "doane" bins of the reference, current rows outside in one more bin.
fn nannyml_bins(reference: &[f64], current: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    if !usable(reference, current) {
        return None;
    }
    let (low, high) = (reference[0], reference[reference.len() - 1]);
    let edges = if low == high {
        vec![low - 0.5, high + 0.5]
    } else {
        equal_width(low, high, bins_of_width(low, high, doane(reference)?))
    };
    let mut p = shares(&histogram(reference, &edges), reference.len());
    let inside = histogram(current, &edges);
    let mut q = shares(&inside, current.len());
    let outside = current.len() as u64 - inside.iter().sum::<u64>();
    if outside > 0 {
        p.push(0.0);
        q.push(outside as f64 / current.len() as f64);
    }
    Some((p, q))
}

/// Doane's bin width (Doane DP 1976, Am. Stat. 30, 181) as NumPy takes it; 0 without deviation or below 3 rows.
fn doane(sorted: &[f64]) -> Option<f64> {
    let rows = sorted.len() as f64;
    let found = summarise(sorted)?;
    let (mean, deviation) = (found.mean?, found.standard_deviation.unwrap_or(0.0));
    let deviation = deviation * ((rows - 1.0) / rows).sqrt();
    if sorted.len() < 3 || deviation <= 0.0 {
        return Some(0.0);
    }
    let error = (6.0 * (rows - 2.0) / ((rows + 1.0) * (rows + 3.0))).sqrt();
    let cubes = sorted.iter().map(|x| {
        let z = (x - mean) / deviation;
        z * z * z
    });
    let skewness = crate::stats::sum::compensated(cubes) / rows;
    let terms = 1.0 + libm::log2(rows) + libm::log2(1.0 + libm::fabs(skewness) / error);
    Some((found.maximum - found.minimum) / terms)
}

/// TensorFlow Data Validation's Jensen–Shannon divergence (not its root) in bits, of shares in aligned bins.
pub fn tfdv_jensen_shannon(reference: &[f64], current: &[f64]) -> Option<f64> {
    jensen_shannon(reference, current).map(|distance| distance * distance / std::f64::consts::LN_2)
}

/// TensorFlow Data Validation's aligned bins: ten equal widths a side, cut at the edges of both, each bin's rows
/// spread evenly over its pieces. Shares over all pieces, for [`tfdv_jensen_shannon`].
///
/// tfdv `anomalies/metrics.cc`, `AlignHistograms`; only its standard histograms, without NaN buckets.
pub fn tfdv_bins(reference: &[f64], current: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    if !usable(reference, current) {
        return None;
    }
    let edges_of = |side: &[f64]| equal_width(side[0], side[side.len() - 1], 10);
    let (of_reference, of_current) = (edges_of(reference), edges_of(current));
    let mut edges = [of_reference.clone(), of_current.clone()].concat();
    sort_numbers(&mut edges);
    edges.dedup();
    let spread = |sorted: &[f64], own: &[f64]| -> Vec<f64> {
        if own[0] == own[own.len() - 1] {
            // All rows at one value: in the piece that starts there, or in the last one.
            let place = edges
                .partition_point(|&x| x < own[0])
                .min(edges.len().saturating_sub(2));
            return (0..edges.len().saturating_sub(1).max(1))
                .map(|i| if i == place { 1.0 } else { 0.0 })
                .collect();
        }
        let counts = shares(&histogram(sorted, own), sorted.len());
        edges
            .windows(2)
            .map(|piece| {
                let bin = own.partition_point(|&x| x <= piece[0]);
                if bin == 0 || bin >= own.len() {
                    return 0.0;
                }
                counts[bin - 1] * ((piece[1] - piece[0]) / (own[bin] - own[bin - 1]))
            })
            .collect()
    };
    Some((
        spread(reference, &of_reference),
        spread(current, &of_current),
    ))
}

/// Evidently's chi-square p-value: the current counts against the reference's shares as if these were exact, which
/// rejects far too often. 0 where the current side has a level that the reference lacks.
///
/// ```
/// use driftglass::stats::distance::compatibility::evidently_chi_square;
/// let p = evidently_chi_square(&[50, 50], &[60, 40]).unwrap();
/// assert!((p - 0.045_500_263_896_358_4).abs() < 1e-12);
/// ```
pub fn evidently_chi_square(reference: &[u64], current: &[u64]) -> Option<f64> {
    let (n, m) = crate::stats::variation::totals(reference, current)?;
    let used: Vec<(u64, u64)> = reference
        .iter()
        .zip(current)
        .map(|(x, y)| (*x, *y))
        .filter(|(x, y)| x + y > 0)
        .collect();
    let terms = used.iter().map(|&(x, y)| {
        let expected = x as f64 * (m / n);
        (y as f64 - expected) * (y as f64 - expected) / expected
    });
    let statistic: f64 = terms.sum();
    if used.len() < 2 {
        return Some(1.0);
    }
    crate::stats::chi_square::sf(statistic, used.len() as u64 - 1)
}

/// Deepchecks' Cramér's V with bias correction: levels with less than 1 % of the reference in one, the larger side
/// scaled down to the smaller one and rounded, Yates' correction for two levels.
///
/// Bergsma W (2013), J. Korean Stat. Soc. 42, 323; Deepchecks 0.19, `utils/distribution/drift.py`, `cramers_v`.
/// `None` where a side has no rows or fewer than two levels are left.
pub fn deepchecks_cramers_v(reference: &[u64], current: &[u64]) -> Option<f64> {
    let (n, _) = crate::stats::variation::totals(reference, current)?;
    let joined = deepchecks_joined(reference, current, n);
    if joined.len() == 1 {
        return Some(0.0);
    }
    let sums = joined
        .iter()
        .fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let scale = (sums.1 / sums.0, sums.0 / sums.1);
    let whole: Vec<(f64, f64)> = joined
        .iter()
        .map(|&(x, y)| {
            (
                (x * scale.0.min(1.0)).round_ties_even(),
                (y * scale.1.min(1.0)).round_ties_even(),
            )
        })
        .filter(|(x, y)| x + y > 0.0)
        .collect();
    let levels = whole.len() as f64;
    if whole.len() < 2 {
        return None;
    }
    let (a, b) = whole
        .iter()
        .fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let rows = a + b;
    let term = |observed: f64, expected: f64| {
        let gap = libm::fabs(observed - expected);
        let gap = if whole.len() == 2 {
            gap - gap.min(0.5)
        } else {
            gap
        };
        gap * gap / expected
    };
    let chi_square: f64 = whole
        .iter()
        .map(|&(x, y)| term(x, (x + y) * a / rows) + term(y, (x + y) * b / rows))
        .sum();
    let excess = (chi_square / rows - (levels - 1.0) / (rows - 1.0)).max(0.0);
    let sides = 2.0 - 1.0 / (rows - 1.0);
    let columns = levels - (levels - 1.0) * (levels - 1.0) / (rows - 1.0);
    Some((excess / (columns - 1.0).min(sides - 1.0)).sqrt())
}

/// Levels with less than 1 % of the reference's `n` rows in one, as Deepchecks joins them before both of its scores;
/// what they hold together is left out where it is no more than that.
fn deepchecks_joined(reference: &[u64], current: &[u64], n: f64) -> Vec<(f64, f64)> {
    let mut other = (0.0, 0.0);
    let mut kept = Vec::new();
    for (&x, &y) in reference.iter().zip(current) {
        let (x, y) = (x as f64, y as f64);
        if x < 0.01 * n {
            other = (other.0 + x, other.1 + y);
        } else {
            kept.push((x, y));
        }
    }
    if other.0 > 0.01 * n || other.1 > 0.01 * n {
        kept.push(other);
    }
    kept
}

/// Deepchecks' PSI of level counts, rare levels joined first. `None` where a side has no rows.
pub fn deepchecks_levels_psi(reference: &[u64], current: &[u64]) -> Option<f64> {
    let (n, _) = crate::stats::variation::totals(reference, current)?;
    let joined = deepchecks_joined(reference, current, n);
    let sums = joined
        .iter()
        .fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let (p, q): (Vec<f64>, Vec<f64>) = joined
        .iter()
        .map(|&(x, y)| (x / sums.0, y / sums.1))
        .unzip();
    deepchecks_psi(&p, &q)
}

/// Deepchecks' PSI of shares: no share counts as less than 0.01.
///
/// ```
/// let psi = driftglass::stats::distance::compatibility::deepchecks_psi(&[1.0, 0.0], &[0.5, 0.5]).unwrap();
/// assert!((psi - 0.5 * 2.0_f64.ln() - 0.49 * 50.0_f64.ln()).abs() < 1e-14);
/// ```
pub fn deepchecks_psi(reference: &[f64], current: &[f64]) -> Option<f64> {
    let floored = |side: &[f64]| side.iter().map(|x| x.max(0.01)).collect::<Vec<f64>>();
    stability_index(reference, current)?;
    stability_index(&floored(reference), &floored(current))
}

/// Deepchecks' earth mover's distance: each side within its own quantiles 0.025 and 0.975, scaled so that what is
/// left of both fills `[0, 1]`.
///
/// Deepchecks 0.19, `utils/distribution/drift.py`, `earth_movers_distance` with the margin of its checks.
pub fn deepchecks_earth_mover(reference: &[f64], current: &[f64]) -> Option<f64> {
    if !usable(reference, current) {
        return None;
    }
    let trimmed = |side: &'_ [f64]| -> Option<Vec<f64>> {
        let (low, high) = (quantile(side, 0.025)?, quantile(side, 0.975)?);
        Some(
            side.iter()
                .copied()
                .filter(|&x| low <= x && x <= high)
                .collect(),
        )
    };
    let (x, y) = (trimmed(reference)?, trimmed(current)?);
    let low = x.first()?.min(*y.first()?);
    let range = x.last()?.max(*y.last()?) - low;
    if range == 0.0 {
        return Some(0.0);
    }
    let scaled = |side: Vec<f64>| -> Vec<f64> { side.iter().map(|v| (v - low) / range).collect() };
    wasserstein(&scaled(x), &scaled(y))
}
