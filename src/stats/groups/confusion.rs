//! Decisions against labels, counted for every group in one pass, and the rates that rest on them.

use crate::stats::proportion::Share;
use crate::stats::rate::Trials;
use crate::stats::rate::weighted::Weights;

/// Counts of one group: `cells[label][decision]`, where index 2 is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// `cells[label][decision]`, each 0, 1 or 2 (missing).
    pub cells: [[u64; 3]; 3],
}

/// Sums of weights and squared weights of one group, cell by cell as in [`Confusion`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weighted {
    /// Rows with a usable weight.
    pub rows: Confusion,
    /// Sums of the weights.
    pub sums: [[f64; 3]; 3],
    /// Sums of the squared weights.
    pub squares: [[f64; 3]; 3],
}

/// A rate: a share of the rows of a group, or of some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Decided 1, of all that have a decision.
    Selection,
    /// Labelled 1, of all that have a label.
    Base,
    /// Decided 1, of those labelled 1: recall, sensitivity.
    TruePositive,
    /// Decided 1, of those labelled 0.
    FalsePositive,
    /// Decided 0, of those labelled 0: specificity.
    TrueNegative,
    /// Decided 0, of those labelled 1.
    FalseNegative,
    /// Labelled 1, of those decided 1: precision.
    PositivePredictive,
    /// Labelled 0, of those decided 0.
    NegativePredictive,
    /// Labelled 0, of those decided 1.
    FalseDiscovery,
    /// Labelled 1, of those decided 0.
    FalseOmission,
    /// Decision and label agree, of all that have both.
    Accuracy,
}

/// Some cells, each `(label, decision)`.
pub type Cells = &'static [(usize, usize)];

impl Rate {
    /// All of them.
    pub const ALL: [Rate; 11] = [
        Rate::Selection,
        Rate::Base,
        Rate::TruePositive,
        Rate::FalsePositive,
        Rate::TrueNegative,
        Rate::FalseNegative,
        Rate::PositivePredictive,
        Rate::NegativePredictive,
        Rate::FalseDiscovery,
        Rate::FalseOmission,
        Rate::Accuracy,
    ];

    /// The cells `(label, decision)` that are hits, and those that are not.
    pub fn cells(self) -> (Cells, Cells) {
        const TN: (usize, usize) = (0, 0);
        const FP: (usize, usize) = (0, 1);
        const FN: (usize, usize) = (1, 0);
        const TP: (usize, usize) = (1, 1);
        match self {
            Rate::Selection => (&[FP, TP, (2, 1)], &[TN, FN, (2, 0)]),
            Rate::Base => (&[FN, TP, (1, 2)], &[TN, FP, (0, 2)]),
            Rate::TruePositive => (&[TP], &[FN]),
            Rate::FalsePositive => (&[FP], &[TN]),
            Rate::TrueNegative => (&[TN], &[FP]),
            Rate::FalseNegative => (&[FN], &[TP]),
            Rate::PositivePredictive => (&[TP], &[FP]),
            Rate::NegativePredictive => (&[TN], &[FN]),
            Rate::FalseDiscovery => (&[FP], &[TP]),
            Rate::FalseOmission => (&[FN], &[TN]),
            Rate::Accuracy => (&[TN, TP], &[FP, FN]),
        }
    }
}

fn over<T: Copy + std::iter::Sum>(table: &[[T; 3]; 3], cells: &[(usize, usize)]) -> T {
    cells
        .iter()
        .map(|&(label, decision)| table[label][decision])
        .sum()
}

impl Confusion {
    /// All rows of the group.
    pub fn rows(&self) -> u64 {
        self.cells.iter().flatten().sum()
    }

    /// Rows with a label and a decision: true negatives, false positives, false negatives, true positives.
    pub fn decided(&self) -> [u64; 4] {
        let [[tn, fp, _], [fn_, tp, _], _] = self.cells;
        [tn, fp, fn_, tp]
    }

    /// Hits and rows of a rate; a rate without rows has no value.
    ///
    /// ```
    /// use driftglass::stats::groups::confusion::{count, Rate};
    /// let table = count(&[0, 0, 0, 1], 2, Some(&[1, 1, 0, 0]), Some(&[1, 0, 0, 1])).unwrap();
    /// assert_eq!(table[0].share(Rate::TruePositive).value(), Some(0.5));
    /// assert_eq!(table[1].share(Rate::TruePositive).value(), None);
    /// ```
    pub fn share(&self, rate: Rate) -> Share {
        let (hits, misses) = rate.cells();
        let count = over(&self.cells, hits);
        Share {
            count,
            rows: count + over(&self.cells, misses),
        }
    }

    /// Mean of the true positive and the true negative rate; `None` where either is missing.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        let value = |rate| self.share(rate).value();
        Some(0.5 * (value(Rate::TruePositive)? + value(Rate::TrueNegative)?))
    }

    /// `2 TP / (2 TP + FP + FN)`; `None` where nothing is labelled or decided 1.
    pub fn f1(&self) -> Option<f64> {
        let [_, fp, fn_, tp] = self.decided();
        let rows = 2 * tp + fp + fn_;
        (rows > 0).then(|| 2.0 * tp as f64 / rows as f64)
    }

    /// `FN / FP`, the ratio of treatment equality; `None` without false positives.
    pub fn treatment(&self) -> Option<f64> {
        let [_, fp, fn_, _] = self.decided();
        (fp > 0).then(|| fn_ as f64 / fp as f64)
    }

    /// Both groups together.
    pub fn and(&self, other: &Confusion) -> Confusion {
        let mut both = *self;
        for (cell, more) in both
            .cells
            .iter_mut()
            .flatten()
            .zip(other.cells.iter().flatten())
        {
            *cell += more;
        }
        both
    }
}

impl Weighted {
    /// The sums of a rate: its weighted value, design-based variance and effective numbers.
    pub fn weights(&self, rate: Rate) -> Weights {
        let (hits, misses) = rate.cells();
        let count = over(&self.rows.cells, hits);
        let (sum, squares) = (over(&self.sums, hits), over(&self.squares, hits));
        Weights {
            rows: count + over(&self.rows.cells, misses),
            hits: count,
            sum: sum + over(&self.sums, misses),
            hits_sum: sum,
            squares: squares + over(&self.squares, misses),
            hits_squares: squares,
        }
    }

    /// Effective hits and rows of a rate, for the intervals of [`crate::stats::rate`]; `None` without weight.
    pub fn trials(&self, rate: Rate) -> Option<Trials> {
        self.weights(rate).effective()
    }
}

/// Index of a byte: 0, 1 or 2.
#[inline]
fn index(byte: u8) -> usize {
    usize::from(byte.min(2))
}

/// Counts every group in one pass over the rows; without `labels` or `decisions` all of these are missing. `None` where
/// the slices differ in length.
pub fn count(
    groups: &[u32],
    group_count: usize,
    labels: Option<&[u8]>,
    decisions: Option<&[u8]>,
) -> Option<Vec<Confusion>> {
    let rows = groups.len();
    let fits = |bytes: Option<&[u8]>| bytes.is_none_or(|b| b.len() == rows);
    if !fits(labels) || !fits(decisions) {
        return None;
    }
    // 16 cells a group, of which 9 are used: the place is two shifts away. The group after the last takes the rest.
    let mut cells = vec![0u64; (group_count + 1) * 16];
    let last = group_count as u32;
    let mut see = |group: u32, label: usize, decision: usize| {
        cells[(group.min(last) as usize) << 4 | label << 2 | decision] += 1;
    };
    match (labels, decisions) {
        (Some(labels), Some(decisions)) => {
            for ((&group, &label), &decision) in groups.iter().zip(labels).zip(decisions) {
                see(group, index(label), index(decision));
            }
        }
        (Some(labels), None) => {
            for (&group, &label) in groups.iter().zip(labels) {
                see(group, index(label), 2);
            }
        }
        (None, Some(decisions)) => {
            for (&group, &decision) in groups.iter().zip(decisions) {
                see(group, 2, index(decision));
            }
        }
        (None, None) => groups.iter().for_each(|&group| see(group, 2, 2)),
    }
    let table = |group: usize| {
        let mut out = Confusion::default();
        for (label, row) in out.cells.iter_mut().enumerate() {
            for (decision, cell) in row.iter_mut().enumerate() {
                *cell = cells[group << 4 | label << 2 | decision];
            }
        }
        out
    };
    Some((0..group_count).map(table).collect())
}

/// As [`count`], for weighted rows; rows whose weight is not above zero or not finite are left out.
///
/// ```
/// use driftglass::stats::groups::confusion::{Rate, weigh};
/// let table = weigh(&[0, 0, 0], 1, None, Some(&[1, 0, 0]), &[2.0, 1.0, f64::NAN]).unwrap();
/// assert!((table[0].weights(Rate::Selection).rate().unwrap() - 2.0 / 3.0).abs() < 1e-15);
/// ```
pub fn weigh(
    groups: &[u32],
    group_count: usize,
    labels: Option<&[u8]>,
    decisions: Option<&[u8]>,
    weights: &[f64],
) -> Option<Vec<Weighted>> {
    let rows = groups.len();
    let fits = |bytes: Option<&[u8]>| bytes.is_none_or(|b| b.len() == rows);
    if !fits(labels) || !fits(decisions) || weights.len() != rows {
        return None;
    }
    let mut tables = vec![Weighted::default(); group_count];
    for (row, (&group, &weight)) in groups.iter().zip(weights).enumerate() {
        let Some(table) = tables.get_mut(group as usize) else {
            continue;
        };
        if !(weight > 0.0 && weight.is_finite()) {
            continue;
        }
        let label = labels.map_or(2, |b| index(b[row]));
        let decision = decisions.map_or(2, |b| index(b[row]));
        table.rows.cells[label][decision] += 1;
        table.sums[label][decision] += weight;
        table.squares[label][decision] += weight * weight;
    }
    Some(tables)
}
