//! Where a column changed: groups of values counted in each window.

use crate::stats::change_point::{LEAST_GROUP, groups};

/// Bins of numbers; groups of levels.
const BINS: usize = 10;
/// Groups at most: degrees of freedom of the simulated law.
pub(super) const MOST_GROUPS: usize = 16;

/// How often each group stands in each window; missing values are a group of their own. `None` where too few rows are
/// left for two groups.
pub(super) fn counted(windows: &[&[f64]], levels: Option<usize>) -> Option<Vec<Vec<u64>>> {
    let bin = binning(windows, levels);
    let bins = bin.bins + 1;
    let mut totals = vec![0u64; bins];
    let of_windows: Vec<Vec<u64>> = windows
        .iter()
        .map(|window| {
            let mut counts = vec![0u64; bins];
            for value in *window {
                counts[bin.of(*value)] += 1;
            }
            for (total, count) in totals.iter_mut().zip(&counts) {
                *total += count;
            }
            counts
        })
        .collect();
    let groups = groups(&totals, LEAST_GROUP, MOST_GROUPS)?;
    let most = groups.iter().max()? + 1;
    let grouped = of_windows.iter().map(|counts| {
        let mut sums = vec![0; most];
        for (&count, &group) in counts.iter().zip(&groups) {
            sums[group] += count;
        }
        sums
    });
    Some(grouped.collect())
}

/// Which bin a value falls into; the last one is for missing values.
struct Binning {
    edges: Vec<f64>,
    bins: usize,
    levels: bool,
}

impl Binning {
    fn of(&self, value: f64) -> usize {
        if value.is_nan() {
            self.bins
        } else if self.levels {
            (value as usize).min(self.bins)
        } else {
            self.edges.partition_point(|edge| *edge < value)
        }
    }
}

fn binning(windows: &[&[f64]], levels: Option<usize>) -> Binning {
    if let Some(levels) = levels {
        return Binning {
            edges: Vec::new(),
            bins: levels,
            levels: true,
        };
    }
    let all: Vec<f64> = windows.iter().flat_map(|window| *window).copied().collect();
    let sorted = super::column::sorted(&all);
    let wanted = (sorted.len() / LEAST_GROUP as usize).clamp(1, BINS);
    let mut edges: Vec<f64> = (1..wanted)
        .map(|bin| sorted[bin * sorted.len() / wanted])
        .collect();
    edges.dedup();
    Binning {
        bins: edges.len() + 1,
        edges,
        levels: false,
    }
}
