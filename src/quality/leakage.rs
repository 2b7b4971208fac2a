//! A column that gives the label away on its own.

use kernels::sort::sort_numbers;
use std::collections::BTreeMap;

use super::facts::File;
use super::parameters::Parameters;
use super::problem::{Measure, Problem, words};
use super::rows::{
    cell, columns, correlation, correlation_interval, is_feature, is_ordered, spread,
};
use crate::config::Role;
use crate::report::Severity;
use crate::stats::auc::{Auc, pool};
use crate::stats::proportion::Share;
use crate::table::Column;

/// Rows that are looked at, fewer where there are hundreds of columns.
const MOST_ROWS: usize = 20_000;
/// Cells that are looked at, about.
const MOST_CELLS: usize = 4_000_000;
const FOLDS: usize = 5;
/// Bins of a column of numbers, of equally many rows.
const BINS: usize = 50;
/// Classes with fewer rows are not told apart.
const LEAST: usize = 20;
/// Classes that are looked at, the largest first.
const MOST_CLASSES: usize = 20;

/// Each feature that alone tells the label: its values are cut into bins (levels, or stretches of equally many rows),
/// each bin foretells what the rows of the other folds have in it, and what is foretold is held against the label: by
/// the area under the ROC curve, pooled over folds, for each class against all others with the interval's error divided
/// among classes; by the squared correlation with Fisher's interval where the label is a number of many values.
pub(super) fn find(
    file: File,
    parameters: &Parameters,
    seed: u64,
    out: &mut Vec<(usize, Problem)>,
) {
    let Some(&label) = columns(file, |r| r == Role::Label).first() else {
        return;
    };
    let target = &file.table.columns[label];
    let most = (MOST_CELLS / file.table.columns.len().max(1)).clamp(1_000, MOST_ROWS);
    let rows: Vec<(usize, f64)> = spread(file.table.rows, most, seed)
        .into_iter()
        .filter_map(|row| Some((row, cell(target, row)?)))
        .filter(|(_, y)| y.is_finite())
        .collect();
    let classes = classes(&rows);
    let numeric = is_ordered(target) && classes.len() > MOST_CLASSES;
    for column in columns(file, is_feature) {
        let bins = bins(&file.table.columns[column], &rows);
        let best = if numeric {
            explained(&rows, &bins)
        } else {
            told_apart(&rows, &bins, &classes)
        };
        let Some((value, interval)) = best else {
            continue;
        };
        if value < parameters.leakage {
            continue;
        }
        out.push((
            column,
            Problem {
                check: if numeric { "leak-number" } else { "leak" },
                key: String::new(),
                share: Share {
                    count: rows.len() as u64,
                    rows: rows.len() as u64,
                },
                severity: if interval[0] >= parameters.leakage {
                    Severity::Matters
                } else {
                    Severity::RealSizeUnclear
                },
                threshold: parameters.leakage,
                measure: Some(Measure {
                    name: if numeric {
                        "explained-variance"
                    } else {
                        "single-feature-auc"
                    },
                    value,
                    interval: Some(interval),
                }),
                rows: Vec::new(),
                numbers: vec![("label", words(target.name.clone()))],
            },
        ));
    }
}

/// Values of the label with enough rows, the commonest first.
fn classes(rows: &[(usize, f64)]) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().map(|r| r.1).collect();
    sort_numbers(&mut values);
    let mut groups: Vec<(usize, f64)> = values
        .chunk_by(|a, b| a == b)
        .map(|g| (g.len(), g[0]))
        .collect();
    groups.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let all = groups.len();
    groups.retain(|(n, _)| *n >= LEAST || all > MOST_CLASSES);
    groups.into_iter().map(|(_, value)| value).collect()
}

/// A bin for every row: 0 where the value is missing.
fn bins(column: &Column, rows: &[(usize, f64)]) -> Vec<usize> {
    let cells: Vec<Option<f64>> = rows.iter().map(|(row, _)| cell(column, *row)).collect();
    let mut sorted: Vec<f64> = cells.iter().flatten().copied().collect();
    sort_numbers(&mut sorted);
    let mut edges: Vec<f64> = sorted.clone();
    edges.dedup();
    if is_ordered(column) && edges.len() > BINS {
        edges = (0..BINS).map(|i| sorted[i * sorted.len() / BINS]).collect();
        edges.dedup();
    }
    cells
        .into_iter()
        .map(|c| c.map_or(0, |v| edges.partition_point(|e| *e <= v)))
        .collect()
}

/// The fold of the place of a row in the sample.
fn fold(place: usize) -> usize {
    (place.wrapping_mul(0x9e37_79b1) >> 7) % FOLDS
}

/// The mean of `y` over rows of the same bin in the other folds, shrunk by one row of the overall mean.
fn foretold(bins: &[usize], y: &[f64]) -> Vec<f64> {
    let most = bins.iter().copied().max().unwrap_or(0) + 1;
    let mut sums = vec![[(0.0, 0.0); FOLDS]; most];
    for (place, (bin, y)) in bins.iter().zip(y).enumerate() {
        let entry = &mut sums[*bin][fold(place)];
        entry.0 += y;
        entry.1 += 1.0;
    }
    let mean = y.iter().sum::<f64>() / y.len().max(1) as f64;
    let of = |bin: usize, own: usize| {
        let others = (0..FOLDS).filter(|f| *f != own).map(|f| sums[bin][f]);
        let (sum, n) = others.fold((mean, 1.0), |a, b| (a.0 + b.0, a.1 + b.1));
        sum / n
    };
    bins.iter()
        .enumerate()
        .map(|(place, bin)| of(*bin, fold(place)))
        .collect()
}

fn told_apart(rows: &[(usize, f64)], bins: &[usize], classes: &[f64]) -> Option<(f64, [f64; 2])> {
    let classes = &classes[..classes.len().min(MOST_CLASSES)];
    // Of two classes one is the rest of the other.
    let looked_at = if classes.len() == 2 {
        &classes[1..]
    } else {
        classes
    };
    let confidence = 1.0 - 0.05 / looked_at.len().max(1) as f64;
    let mut best: Option<(f64, [f64; 2])> = None;
    for class in looked_at {
        let y: Vec<f64> = rows
            .iter()
            .map(|r| f64::from(u8::from(r.1 == *class)))
            .collect();
        let scores = foretold(bins, &y);
        let mut groups: BTreeMap<(usize, bool), Vec<f64>> = BTreeMap::new();
        for (place, (score, y)) in scores.iter().zip(&y).enumerate() {
            groups
                .entry((fold(place), *y > 0.5))
                .or_default()
                .push(*score);
        }
        let strata: Vec<Auc> = (0..FOLDS)
            .filter_map(|f| Auc::of(groups.get(&(f, false))?, groups.get(&(f, true))?))
            .collect();
        let Some(found) = pool(&strata, confidence) else {
            continue;
        };
        if best.is_none_or(|(_, interval)| found.interval.lower > interval[0]) {
            best = Some((found.value, [found.interval.lower, found.interval.upper]));
        }
    }
    best
}

fn explained(rows: &[(usize, f64)], bins: &[usize]) -> Option<(f64, [f64; 2])> {
    let y: Vec<f64> = rows.iter().map(|r| r.1).collect();
    let r = correlation(&foretold(bins, &y), &y).filter(|r| *r > 0.0)?;
    let [low, high] = correlation_interval(r, y.len())?;
    Some((r * r, [low.max(0.0) * low.max(0.0), high * high]))
}
