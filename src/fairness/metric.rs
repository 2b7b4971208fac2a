//! The rates of a group, and how much is known of each.

use crate::stats::groups::confusion::{Confusion, Rate, Weighted, count, weigh};
use crate::stats::proportion::Share;
use crate::stats::rate::Trials;
use crate::stats::rate::weighted::Weights;

/// No decision, or no label.
pub use crate::stats::groups::MISSING as UNKNOWN;

/// Plain name of a rate.
pub fn title(rate: Rate) -> &'static str {
    match rate {
        Rate::Selection => "Selection rate",
        Rate::Base => "Base rate",
        Rate::TruePositive => "True positive rate",
        Rate::FalsePositive => "False positive rate",
        Rate::TrueNegative => "True negative rate",
        Rate::FalseNegative => "False negative rate",
        Rate::PositivePredictive => "Positive predictive value",
        Rate::NegativePredictive => "Negative predictive value",
        Rate::FalseDiscovery => "False discovery rate",
        Rate::FalseOmission => "False omission rate",
        Rate::Accuracy => "Accuracy",
    }
}

/// One group: decisions by labels, counted and, where rows have weights, weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Counts of rows.
    pub rows: Confusion,
    /// The same with weights.
    pub weighted: Option<Weighted>,
}

impl Tally {
    /// All rows of the group.
    pub fn all(&self) -> u64 {
        self.rows.rows()
    }

    /// Whole counts of a rate, without weights.
    pub fn share(&self, rate: Rate) -> Share {
        self.rows.share(rate)
    }

    /// Rows behind a rate.
    pub fn of(&self, rate: Rate) -> u64 {
        self.share(rate).rows
    }

    /// The rate, weighted where rows have weights; `None` where its denominator is empty.
    pub fn value(&self, rate: Rate) -> Option<f64> {
        match &self.weighted {
            Some(weighted) => weighted.weights(rate).rate(),
            None => self.share(rate).value(),
        }
    }

    /// Counts that know as much as the rows do: the rows themselves, or effective ones.
    pub fn trials(&self, rate: Rate) -> Option<Trials> {
        match &self.weighted {
            Some(weighted) => weighted.trials(rate),
            None => Some(Trials::from(self.share(rate))).filter(|t| t.rate().is_some()),
        }
    }

    /// Both groups together.
    pub fn and(&self, other: &Tally) -> Tally {
        let both = |a: &Weighted, b: &Weighted| {
            let mut out = *a;
            out.rows = a.rows.and(&b.rows);
            let pairs = [(&mut out.sums, &b.sums), (&mut out.squares, &b.squares)];
            for (sums, more) in pairs {
                for (sum, more) in sums.iter_mut().flatten().zip(more.iter().flatten()) {
                    *sum += more;
                }
            }
            out
        };
        Tally {
            rows: self.rows.and(&other.rows),
            weighted: match (&self.weighted, &other.weighted) {
                (Some(a), Some(b)) => Some(both(a, b)),
                (one, other) => one.or(*other),
            },
        }
    }

    /// Weighted sums behind a rate, where rows have weights.
    pub fn weights(&self, rate: Rate) -> Option<Weights> {
        self.weighted.as_ref().map(|w| w.weights(rate))
    }
}

/// Counts every group; empty slices of labels or decisions stand for none. Rows whose weight is no positive number are
/// counted nowhere.
pub fn tally(
    codes: &[u32],
    groups: usize,
    decisions: &[u8],
    labels: &[u8],
    weights: Option<&[f64]>,
) -> Vec<Tally> {
    let given = |values: &[u8]| !values.is_empty();
    let (labels, decisions) = (
        Some(labels).filter(|v| given(v)),
        Some(decisions).filter(|v| given(v)),
    );
    match weights {
        Some(weights) => weigh(codes, groups, labels, decisions, weights)
            .unwrap_or_default()
            .into_iter()
            .map(|weighted| Tally {
                rows: weighted.rows,
                weighted: Some(weighted),
            })
            .collect(),
        None => count(codes, groups, labels, decisions)
            .unwrap_or_default()
            .into_iter()
            .map(|rows| Tally {
                rows,
                weighted: None,
            })
            .collect(),
    }
}
