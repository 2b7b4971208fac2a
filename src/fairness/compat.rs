//! What Fairlearn, AIF360 and Aequitas would say of the same counts, with their conventions for empty denominators.
//!
//! NaN and infinity stand for what they answer; nothing of this reaches a verdict. Read and run: Fairlearn 0.15.0
//! (`_disaggregated_result.py`, `_fairness_metrics.py`), AIF360 0.6.1 (`classification_metric.py`), Aequitas 1.1.0
//! (`group.py`, `bias.py`).

use super::audit::Counted;
use super::cells::table;
use super::metric::Tally;
use crate::report::{Block, Cell, Unit};
use crate::stats::inequality;

/// Weighted counts of a group: true positives, false positives, true negatives, false negatives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cells {
    /// Decided in favour, favourable.
    pub tp: f64,
    /// Decided in favour, unfavourable.
    pub fp: f64,
    /// Decided against, unfavourable.
    pub tn: f64,
    /// Decided against, favourable.
    pub fn_: f64,
}

impl Cells {
    /// Of rows that have both a decision and a label.
    pub fn of(tally: &Tally) -> Cells {
        let at = |label: usize, decision: usize| match &tally.weighted {
            Some(w) => w.sums[label][decision],
            None => tally.rows.cells[label][decision] as f64,
        };
        Cells {
            tp: at(1, 1),
            fp: at(0, 1),
            tn: at(0, 0),
            fn_: at(1, 0),
        }
    }

    fn all(self) -> f64 {
        self.tp + self.fp + self.tn + self.fn_
    }

    fn and(self, other: Cells) -> Cells {
        Cells {
            tp: self.tp + other.tp,
            fp: self.fp + other.fp,
            tn: self.tn + other.tn,
            fn_: self.fn_ + other.fn_,
        }
    }

    fn benefits(self) -> Vec<(f64, f64)> {
        vec![(0.0, self.fn_), (1.0, self.tp + self.tn), (2.0, self.fp)]
    }
}

/// 0 where there is nothing to divide by: scikit-learn's `normalize="true"` and `zero_division=0`.
fn or_zero(hits: f64, of: f64) -> f64 {
    if of > 0.0 { hits / of } else { 0.0 }
}

/// Names of Fairlearn's metrics, in the order of [`fairlearn_metrics`].
pub const FAIRLEARN: [&str; 9] = [
    "selection-rate",
    "true-positive-rate",
    "false-positive-rate",
    "true-negative-rate",
    "false-negative-rate",
    "positive-predictive-value",
    "accuracy",
    "balanced-accuracy",
    "f1",
];

/// A group's metrics as Fairlearn and scikit-learn have them: NaN without rows, 0 on an empty denominator.
pub fn fairlearn_metrics(c: Cells) -> [f64; 9] {
    if c.all() <= 0.0 {
        return [f64::NAN; 9];
    }
    let (positives, negatives) = (c.tp + c.fn_, c.fp + c.tn);
    let recalls = [(c.tp, positives), (c.tn, negatives)];
    let present = recalls.iter().filter(|(_, of)| *of > 0.0);
    let balanced =
        present.clone().map(|(hits, of)| hits / of).sum::<f64>() / present.count() as f64;
    [
        (c.tp + c.fp) / c.all(),
        or_zero(c.tp, positives),
        or_zero(c.fp, negatives),
        or_zero(c.tn, negatives),
        or_zero(c.fn_, positives),
        or_zero(c.tp, c.tp + c.fp),
        (c.tp + c.tn) / c.all(),
        balanced,
        or_zero(2.0 * c.tp, 2.0 * c.tp + c.fp + c.fn_),
    ]
}

/// Fairlearn's four ways of comparing groups by one metric; NaN values of groups are passed over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    /// Highest less lowest.
    pub difference: f64,
    /// Largest distance from the overall value.
    pub difference_to_overall: f64,
    /// Lowest over highest.
    pub ratio: f64,
    /// Smallest ratio to the overall value, turned over where above 1.
    pub ratio_to_overall: f64,
}

/// Compares as `MetricFrame` does.
pub fn fairlearn_between(groups: &[f64], overall: f64) -> Between {
    let known = || groups.iter().copied().filter(|v| !v.is_nan());
    let least = |values: &mut dyn Iterator<Item = f64>| {
        values.filter(|v| !v.is_nan()).fold(f64::NAN, f64::min)
    };
    let most = |values: &mut dyn Iterator<Item = f64>| {
        values.filter(|v| !v.is_nan()).fold(f64::NAN, f64::max)
    };
    let (low, high) = (least(&mut known()), most(&mut known()));
    Between {
        difference: high - low,
        difference_to_overall: most(&mut known().map(|v| libm::fabs(v - overall))),
        ratio: low / high,
        ratio_to_overall: least(&mut known().map(|v| {
            let ratio = v / overall;
            if ratio > 1.0 { 1.0 / ratio } else { ratio }
        })),
    }
}

/// Fairlearn's named measures, in the order of its documentation.
pub fn fairlearn_named(groups: &[Cells]) -> Vec<(&'static str, f64)> {
    let of = |metric: usize| {
        let values: Vec<f64> = groups
            .iter()
            .map(|c| fairlearn_metrics(*c)[metric])
            .collect();
        let all = groups.iter().fold(Cells::default(), |sum, c| sum.and(*c));
        fairlearn_between(&values, fairlearn_metrics(all)[metric])
    };
    let (selection, tpr, fpr) = (of(0), of(1), of(2));
    vec![
        ("demographic-parity-difference", selection.difference),
        ("demographic-parity-ratio", selection.ratio),
        (
            "equalized-odds-difference",
            tpr.difference.max(fpr.difference),
        ),
        (
            "equalized-odds-difference-mean",
            0.5 * (tpr.difference + fpr.difference),
        ),
        ("equalized-odds-ratio", tpr.ratio.min(fpr.ratio)),
        ("equal-opportunity-difference", tpr.difference),
        ("equal-opportunity-ratio", tpr.ratio),
    ]
}

/// AIF360's measures of a group (unprivileged) against a reference (privileged): group less, or over, reference.
pub fn aif360(group: Cells, reference: Cells) -> Vec<(&'static str, f64)> {
    let over = |hits: f64, of: f64| hits / of;
    let both = |rate: &dyn Fn(Cells) -> f64| (rate(group), rate(reference));
    let less = |(a, b): (f64, f64)| a - b;
    let selection = both(&|c| over(c.tp + c.fp, c.all()));
    let tpr = less(both(&|c| over(c.tp, c.tp + c.fn_)));
    let fpr = less(both(&|c| over(c.fp, c.fp + c.tn)));
    let entropy = |alpha: f64| {
        inequality::entropy(&[group.benefits(), reference.benefits()], alpha)
            .map_or((f64::NAN, f64::NAN), |i| (i.whole, i.between))
    };
    let (generalized, theil) = (entropy(2.0), entropy(1.0));
    vec![
        ("statistical-parity-difference", less(selection)),
        ("disparate-impact", selection.0 / selection.1),
        ("equal-opportunity-difference", tpr),
        ("average-odds-difference", 0.5 * (fpr + tpr)),
        (
            "average-abs-odds-difference",
            0.5 * (libm::fabs(fpr) + libm::fabs(tpr)),
        ),
        ("false-positive-rate-difference", fpr),
        (
            "false-discovery-rate-difference",
            less(both(&|c| or_zero(c.fp, c.tp + c.fp))),
        ),
        (
            "false-omission-rate-difference",
            less(both(&|c| or_zero(c.fn_, c.tn + c.fn_))),
        ),
        (
            "error-rate-difference",
            less(both(&|c| over(c.fp + c.fn_, c.all()))),
        ),
        ("generalized-entropy-index", generalized.0),
        ("theil-index", theil.0),
        ("between-group-generalized-entropy-index", generalized.1),
        ("between-group-theil-index", theil.1),
    ]
}

/// Aequitas' metrics of a group; `selected` are the rows decided in favour in all groups.
pub fn aequitas_metrics(c: Cells, selected: f64) -> [(&'static str, f64); 11] {
    let over = |hits: f64, of: f64| if of > 0.0 { hits / of } else { f64::NAN };
    [
        ("tpr", over(c.tp, c.fn_ + c.tp)),
        ("tnr", over(c.tn, c.fp + c.tn)),
        ("for", over(c.fn_, c.fn_ + c.tn)),
        ("fdr", over(c.fp, c.tp + c.fp)),
        ("fpr", over(c.fp, c.fp + c.tn)),
        ("fnr", over(c.fn_, c.fn_ + c.tp)),
        ("npv", over(c.tn, c.fn_ + c.tn)),
        ("precision", over(c.tp, c.tp + c.fp)),
        ("ppr", over(c.fp + c.tp, selected)),
        ("pprev", over(c.fp + c.tp, c.all())),
        ("prev", over(c.fn_ + c.tp, c.all())),
    ]
}

/// Aequitas' disparity: the group's metric over the reference's, and 10 where that divides by zero.
pub fn aequitas_disparity(group: f64, reference: f64) -> f64 {
    let ratio = group / reference;
    if ratio == f64::INFINITY { 10.0 } else { ratio }
}

/// What the chosen tool says of one grouping; `None` where none is chosen.
pub fn block(tool: &str, counted: &Counted) -> Option<Block> {
    let cells: Vec<Cells> = counted.tallies.iter().map(Cells::of).collect();
    let name = counted.grouping.name();
    let groups = &counted.grouping.groups;
    let cell = |value: f64| {
        if value.is_finite() {
            Cell::Number(value)
        } else if value.is_nan() {
            Cell::Text("NaN".into())
        } else {
            Cell::Text("inf".into())
        }
    };
    let reference = cells.get(counted.reference).copied().unwrap_or_default();
    match tool {
        "fairlearn" => {
            let all = cells.iter().fold(Cells::default(), |sum, c| sum.and(*c));
            let mut rows: Vec<Vec<Cell>> = FAIRLEARN
                .iter()
                .enumerate()
                .map(|(at, metric)| {
                    let values: Vec<f64> =
                        cells.iter().map(|c| fairlearn_metrics(*c)[at]).collect();
                    let b = fairlearn_between(&values, fairlearn_metrics(all)[at]);
                    let of = [
                        b.difference,
                        b.difference_to_overall,
                        b.ratio,
                        b.ratio_to_overall,
                    ];
                    let mut row = vec![Cell::Text((*metric).into())];
                    row.extend(of.map(cell));
                    row
                })
                .collect();
            let empty = || Cell::Empty(());
            rows.extend(fairlearn_named(&cells).into_iter().map(|(measure, value)| {
                vec![
                    Cell::Text(measure.into()),
                    cell(value),
                    empty(),
                    empty(),
                    empty(),
                ]
            }));
            Some(table(
                format!(
                    "As Fairlearn 0.15 would say of {name} (0 on empty denominators; it refuses missing values of {name})"
                ),
                &[
                    ("Metric", Unit::Number),
                    ("Difference, or the named measure", Unit::Number),
                    ("Difference to overall", Unit::Number),
                    ("Ratio", Unit::Number),
                    ("Ratio to overall", Unit::Number),
                ],
                rows,
            ))
        }
        "aif360" => {
            let mut rows = Vec::new();
            for (at, group) in groups
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != counted.reference)
            {
                for (measure, value) in aif360(cells[at], reference) {
                    rows.push(vec![
                        Cell::Text(group.clone()),
                        Cell::Text(measure.into()),
                        cell(value),
                    ]);
                }
            }
            Some(table(
                format!(
                    "As AIF360 0.6 would say of {name}: each group alone against {}",
                    groups[counted.reference]
                ),
                &[
                    ("Group", Unit::Number),
                    ("Measure", Unit::Number),
                    ("Value", Unit::Number),
                ],
                rows,
            ))
        }
        "aequitas" => {
            let selected = cells.iter().map(|c| c.tp + c.fp).sum();
            let base = aequitas_metrics(reference, selected);
            let mut rows = Vec::new();
            for (at, group) in groups.iter().enumerate() {
                for ((metric, value), (_, other)) in
                    aequitas_metrics(cells[at], selected).into_iter().zip(base)
                {
                    rows.push(vec![
                        Cell::Text(group.clone()),
                        Cell::Text(metric.into()),
                        cell(value),
                        cell(aequitas_disparity(value, other)),
                    ]);
                }
            }
            Some(table(
                format!(
                    "As Aequitas 1.1 would say of {name}: disparities to {} (10 where it divides by zero)",
                    groups[counted.reference]
                ),
                &[
                    ("Group", Unit::Number),
                    ("Metric", Unit::Number),
                    ("Value", Unit::Number),
                    ("Disparity", Unit::Number),
                ],
                rows,
            ))
        }
        _ => None,
    }
}
