//! NannyML 0.13.1, `drift/univariate/methods.py`: about ten chunks of rows in file order, the last one as short as it
//! comes; a chunk alerts above mean + 3 standard deviations of the reference's own chunks.

use ndarray::Array2;

use super::column::{Column, Rows, ascending, counts};
use super::said::{Row, Said};
use crate::stats::distance::compatibility::{nannyml_hellinger, nannyml_jensen_shannon};
use crate::stats::distance::probability::{hellinger, jensen_shannon};
use crate::stats::two_sample::distance::wasserstein;
use crate::stats::{chi_square, ks, variation};

const CHUNKS: usize = 10;
/// Reference rows from which on NannyML estimates Kolmogorov–Smirnov and Wasserstein over bins.
const EXACT_BELOW: usize = 10_000;

pub(super) fn said(columns: &[Column]) -> Said {
    let mut said = Said {
        defaults: Vec::new(),
        others: Vec::new(),
        note: "text.nannyml-note",
    };
    for column in columns {
        match (&column.reference, &column.current) {
            (Rows::Numbers(x), Rows::Numbers(y)) => {
                let all = ascending(x);
                let exact = all.len() < EXACT_BELOW;
                let of = |rows: &[Option<f64>], method: fn(&[f64], &[f64]) -> Option<f64>| {
                    let values = ascending(rows);
                    (!values.is_empty())
                        .then(|| method(&all, &values))
                        .flatten()
                };
                let row = |title, method: fn(&[f64], &[f64]) -> Option<f64>| {
                    chunked(&column.name, title, x, y, &|rows| of(rows, method))
                };
                said.defaults
                    .push(row("Jensen-Shannon distance", nannyml_jensen_shannon));
                said.others
                    .push(row("Hellinger distance", nannyml_hellinger));
                if exact {
                    said.others
                        .push(row("Kolmogorov-Smirnov statistic", |x, y| {
                            ks::two_sample(x, y).map(|t| t.statistic)
                        }));
                    said.others.push(row("Wasserstein distance", wasserstein));
                }
            }
            (x, y) => {
                let (x, y) = (x.names(), y.names());
                let of = |rows: &[Option<String>], method: fn(&[u64], &[u64]) -> Option<f64>| {
                    let (a, b) = counts(&x, rows);
                    (b.iter().sum::<u64>() > 0)
                        .then(|| method(&a, &b))
                        .flatten()
                };
                let row = |title, method: fn(&[u64], &[u64]) -> Option<f64>| {
                    chunked(&column.name, title, &x, &y, &|rows| of(rows, method))
                };
                said.defaults
                    .push(row("Jensen-Shannon distance", levels_jensen_shannon));
                said.others
                    .push(row("Hellinger distance", levels_hellinger));
                said.others
                    .push(row("L-Infinity distance", variation::largest_change));
                said.others.push(contingency(&column.name, &x, &y));
            }
        }
    }
    said
}

/// One row: the value of the whole current file, and whether any of its chunks alerts.
fn chunked<T>(
    name: &str,
    method: &'static str,
    reference: &[Option<T>],
    current: &[Option<T>],
    of: &dyn Fn(&[Option<T>]) -> Option<f64>,
) -> Row {
    let threshold = limit(&values(reference, of));
    let alerts = values(current, of);
    Row {
        column: name.into(),
        method,
        value: of(current),
        threshold,
        sign: "any chunk >",
        drift: threshold.map(|limit| alerts.iter().flatten().any(|value| *value > limit)),
    }
}

/// A value for each chunk of rows.
fn values<T>(rows: &[Option<T>], of: &dyn Fn(&[Option<T>]) -> Option<f64>) -> Vec<Option<f64>> {
    match rows.len() / CHUNKS {
        0 => Vec::new(),
        size => rows.chunks(size).map(of).collect(),
    }
}

/// Mean and three standard deviations (divisor: chunks) of the chunks that have a value.
fn limit(values: &[Option<f64>]) -> Option<f64> {
    let found: Vec<f64> = values.iter().copied().flatten().collect();
    let count = found.len() as f64;
    let mean = found.iter().sum::<f64>() / count;
    let variance = found.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / count;
    Some(mean + 3.0 * variance.sqrt()).filter(|limit| limit.is_finite())
}

/// Shares of the reference's levels, the current side's other levels together.
fn shares(x: &[u64], y: &[u64]) -> (Vec<f64>, Vec<f64>) {
    let (n, m) = (x.iter().sum::<u64>() as f64, y.iter().sum::<u64>() as f64);
    let (mut p, mut q, mut other) = (Vec::new(), Vec::new(), 0);
    for (&x, &y) in x.iter().zip(y) {
        if x > 0 {
            p.push(x as f64 / n);
            q.push(y as f64 / m);
        } else {
            other += y;
        }
    }
    if other > 0 {
        p.push(0.0);
        q.push(other as f64 / m);
    }
    (p, q)
}

fn levels_jensen_shannon(x: &[u64], y: &[u64]) -> Option<f64> {
    let (p, q) = shares(x, y);
    jensen_shannon(&p, &q).map(|distance| distance / std::f64::consts::LN_2.sqrt())
}

fn levels_hellinger(x: &[u64], y: &[u64]) -> Option<f64> {
    let (p, q) = shares(x, y);
    hellinger(&p, &q)
}

/// Chi-square of the contingency table alerts by its p-value below 0.05; with Yates' correction for two levels.
fn contingency(name: &str, reference: &[Option<String>], current: &[Option<String>]) -> Row {
    let test = |rows: &[Option<String>]| {
        let (x, y) = counts(reference, rows);
        let table = Array2::from_shape_vec(
            (2, x.len()),
            x.iter().chain(&y).map(|n| *n as f64).collect(),
        );
        let found = corrected(&table.ok()?);
        (y.iter().sum::<u64>() > 0).then_some(found)
    };
    let size = current.len() / CHUNKS;
    let alerts = (size > 0).then(|| {
        current
            .chunks(size)
            .any(|rows| test(rows).is_some_and(|(_, p)| p < 0.05))
    });
    Row {
        column: name.into(),
        method: "Chi2 statistic",
        value: test(current).map(|(statistic, _)| statistic),
        threshold: Some(0.05),
        sign: "any chunk's p <",
        drift: alerts,
    }
}

/// Statistic and p-value as `scipy.stats.chi2_contingency`; 0 and 1 for a single level.
fn corrected(table: &Array2<f64>) -> (f64, f64) {
    let rows = table.sum_axis(ndarray::Axis(1));
    let columns = table.sum_axis(ndarray::Axis(0));
    let total = rows.sum();
    let used = columns.iter().filter(|c| **c > 0.0).count();
    let terms = table.indexed_iter().filter_map(|((r, c), &observed)| {
        let expected = rows[r] * columns[c] / total;
        let gap = libm::fabs(observed - expected);
        let gap = if used == 2 { gap - gap.min(0.5) } else { gap };
        (columns[c] > 0.0).then(|| gap * gap / expected)
    });
    let statistic: f64 = terms.sum();
    let p = chi_square::sf(statistic, used.saturating_sub(1) as u64);
    if used < 2 {
        (0.0, 1.0)
    } else {
        (statistic, p.unwrap_or(1.0))
    }
}
