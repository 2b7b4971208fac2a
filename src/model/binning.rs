//! From values to bins of a byte each.

use crate::stats::order::order;
use kernels::sort::sort_numbers;

/// The bin of a missing value.
pub const MISSING_BIN: u8 = 255;
/// Bins for values; the last is [`MISSING_BIN`]'s neighbour.
pub const VALUE_BINS: usize = 255;

/// How a feature's values become bins.
#[derive(Clone, Debug, PartialEq)]
pub enum Encoding {
    /// Upper edges of all bins but the last, ascending: at most 254.
    Number {
        /// The edges.
        edges: Vec<f64>,
    },
    /// The level of each bin.
    Levels {
        /// Levels with a bin of their own.
        names: Vec<String>,
        /// Whether the bin behind them stands for all other levels; without it they count as missing.
        rest: bool,
    },
}

/// Values that the edges of a number's bins are chosen from.
const EDGE_SAMPLE: usize = 50_000;

/// Upper edges of the bins, ascending: a value lies in the first bin whose edge is not below it, or behind the last
/// edge. One bin a distinct value while there are at most [`VALUE_BINS`]; else bins of about equal counts, where a
/// frequent value has a bin of its own. Chosen from `EDGE_SAMPLE` evenly spaced ones where there are more values.
pub(super) fn edges(values: &[f64]) -> Vec<f64> {
    let step = values.len().div_ceil(EDGE_SAMPLE).max(1);
    let mut sorted: Vec<f64> = values
        .iter()
        .copied()
        .step_by(step)
        .filter(|v| !v.is_nan())
        .map(|v| v + 0.0)
        .collect();
    sort_numbers(&mut sorted);
    let mut distinct: Vec<(f64, usize)> = Vec::new();
    for value in sorted {
        match distinct.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => distinct.push((value, 1)),
        }
    }
    let mut edges = Vec::new();
    let mut left: usize = distinct.iter().map(|(_, count)| count).sum();
    let mut inside = 0;
    for (at, pair) in distinct.windows(2).enumerate() {
        let ((value, count), (next, next_count)) = (pair[0], pair[1]);
        inside += count;
        let bins_left = VALUE_BINS - edges.len();
        let few = distinct.len() - at <= bins_left && inside == count;
        let share = (left / bins_left.max(1)).max(1);
        if bins_left > 1 && (few || inside >= share || next_count >= share) {
            edges.push(between(value, next));
            left -= inside;
            inside = 0;
        }
    }
    edges
}

/// A number at or above `low` and below `high`: their middle where it can be written.
fn between(low: f64, high: f64) -> f64 {
    let middle = low + 0.5 * (high - low);
    if middle >= low && middle < high && middle.is_finite() {
        middle
    } else {
        low
    }
}

/// The bin of each value; NaN is missing.
pub(super) fn number_bins(values: &[f64], edges: &[f64]) -> Vec<u8> {
    let mut padded = [f64::INFINITY; 256];
    for (slot, edge) in padded.iter_mut().zip(edges) {
        *slot = *edge;
    }
    let last = edges.len() as u8;
    values
        .iter()
        .map(|&value| {
            if value.is_nan() {
                return MISSING_BIN;
            }
            // Branchless lower bound over 255 slots.
            let mut low = 0usize;
            for half in [128usize, 64, 32, 16, 8, 4, 2, 1] {
                low += half * usize::from(padded[(low + half - 1) & 255] < value);
            }
            (low as u8).min(last)
        })
        .collect()
}

/// Levels with a bin of their own, the most frequent first (equal ones by name), and whether the others share one.
pub(super) fn level_bins(names: &[String], codes: &[u32]) -> Encoding {
    let mut counts = vec![0u64; names.len()];
    for &code in codes {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let ranked: Vec<usize> = order(names.len(), &|a, b| {
        counts[b]
            .cmp(&counts[a])
            .then_with(|| names[a].cmp(&names[b]))
    })
    .into_iter()
    .filter(|&code| counts[code] > 0)
    .collect();
    let kept = if ranked.len() > VALUE_BINS {
        VALUE_BINS - 1
    } else {
        ranked.len()
    };
    Encoding::Levels {
        names: ranked[..kept].iter().map(|&c| names[c].clone()).collect(),
        rest: ranked.len() > kept,
    }
}
