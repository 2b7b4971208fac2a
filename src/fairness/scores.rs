//! Scores of groups: how well they order, whether they say how often it happens, and whether they are spread alike.

use super::attributes::Grouping;
use super::audit::{Comparison, Counted, OPEN, Versus, What};
use super::cells::{Suppress, number, optional, table};
use super::compare;
use super::judge::{CONFIDENCE, Compared, Limit, Settle};
use super::parameters::Parameters;
use super::task::Classes;
use crate::report::{Block, Cell, Interval, Series, SeriesLine, Unit};
use crate::stats::groups::calibration::{expected_error, reliability};
use crate::stats::groups::mean::{self, Moments};
use crate::stats::groups::ranking::{self, Area};
use crate::stats::groups::scores::{ByLabel, SortedScores};
use crate::stats::groups::weighted_scores::{self, WeightedScores};
use crate::stats::interval;
use crate::stats::normal;
use crate::stats::two_sample::distance::wasserstein;
use crate::stats::{effect, ks};
use kernels::sort::sort_numbers;

/// Bins of a reliability curve.
const BINS: usize = 10;
/// Points of a curve.
const POINTS: usize = 60;
/// Groups with a curve each: more cannot be told apart.
const CURVES: usize = 6;

/// What scores and labels say of every group.
pub struct Scored {
    /// Whether higher scores are favourable: probabilities are turned back where they are not.
    sorted: Option<SortedScores>,
    /// Areas under the curve.
    areas: Vec<Option<Area>>,
    /// Label less score, where the score is a probability.
    residuals: Vec<Option<Moments>>,
    /// Log loss and Brier score.
    losses: [Vec<Option<Moments>>; 2],
    /// Mean score.
    means: Vec<Option<Moments>>,
    /// Scores of each group in ascending order.
    all: Vec<Vec<f64>>,
    /// Average precision.
    precisions: Vec<Option<f64>>,
    /// True where rows have weights.
    weighted: bool,
}

/// Sorts and sums up; `None` without scores. With weights all but distributions, curves and calibration errors are
/// weighted, and the rows behind a number are effective ones.
pub fn scored(grouping: &Grouping, classes: &Classes, weights: Option<&[f64]>) -> Option<Scored> {
    if classes.scores.is_empty() {
        return None;
    }
    let groups = grouping.groups.len();
    let codes = &grouping.codes;
    let probability = classes.probabilities();
    let sorted = if classes.labels.is_empty() {
        None
    } else {
        SortedScores::of(codes, groups, &classes.labels, &probability)
    };
    let weighted =
        weights.and_then(|w| WeightedScores::of(codes, groups, &classes.labels, &probability, w));
    let areas = (0..groups)
        .map(|group| match (&weighted, weights) {
            (Some(weighted), _) => weighted.area(group),
            (None, Some(_)) => None,
            (None, None) => sorted.as_ref().and_then(|s| ranking::area(s.group(group))),
        })
        .collect();
    let precisions = (0..groups)
        .map(|group| match (&weighted, weights) {
            (Some(weighted), _) => weighted.average_precision(group),
            (None, Some(_)) => None,
            (None, None) => {
                let scores = sorted.as_ref().map(|s| s.group(group));
                scores.and_then(ranking::average_precision)
            }
        })
        .collect();
    let moments = |value: &dyn Fn(usize) -> f64| match weights {
        Some(weights) => weighted_scores::moments(codes, groups, value, weights),
        None => mean::moments(codes, groups, value),
    };
    let of = |value: &dyn Fn(u8, f64) -> f64| -> Vec<Option<Moments>> {
        if classes.labels.is_empty() || classes.scores_outside() > 0 {
            return vec![None; groups];
        }
        moments(
            &|row| match (classes.labels.get(row), probability.get(row)) {
                (Some(&label), Some(&score)) => value(label, score),
                _ => f64::NAN,
            },
        )
    };
    let residual = |label: u8, score: f64| {
        if label > 1 {
            f64::NAN
        } else {
            f64::from(label) - score
        }
    };
    let mut all: Vec<Vec<f64>> = vec![Vec::new(); groups];
    for (&code, &score) in codes.iter().zip(&probability) {
        if let Some(scores) = all.get_mut(code as usize).filter(|_| score.is_finite()) {
            scores.push(score);
        }
    }
    for scores in &mut all {
        sort_numbers(scores);
    }
    Some(Scored {
        areas,
        residuals: of(&residual),
        losses: [of(&mean::log_loss), of(&mean::brier)],
        means: moments(&|row| probability.get(row).copied().unwrap_or(f64::NAN)),
        sorted,
        all,
        precisions,
        weighted: weights.is_some(),
    })
}

/// Scores against the reference group, and calibration within each group.
pub fn compare(
    at: usize,
    counted: &Counted,
    scored: &Scored,
    has_labels: bool,
    parameters: &Parameters,
) -> Vec<Comparison> {
    let limit = Limit::difference(parameters.difference);
    let reference = counted.reference;
    let mut out = Vec::new();
    for group in 0..counted.grouping.groups.len() {
        let base = Comparison {
            grouping: at,
            what: What::Calibration,
            group,
            versus: Versus::Fixed,
            values: [None, Some(0.0)],
            limit,
            compared: Compared::default(),
            rows: [0, 0],
            judged: OPEN,
        };
        if has_labels {
            let found = scored.residuals[group];
            let value = found.and_then(|m| Some((m.mean, m.error_squared()?)));
            let mut compared = compare::estimates(value, Some((0.0, 0.0)), limit);
            if let Some(interval) = found.and_then(|m| m.interval(CONFIDENCE)) {
                compared.interval = compared.interval.map(|_| interval);
            }
            let rows = found.map_or(0, |m| m.rows);
            out.push(Comparison {
                values: [value.map(|v| v.0), Some(0.0)],
                compared,
                rows: [rows, rows],
                ..base
            });
        }
        if group == reference {
            continue;
        }
        let versus = Versus::Group(reference);
        if has_labels {
            let (one, other) = (scored.areas[group], scored.areas[reference]);
            let estimate = |area: Option<Area>| area.and_then(|a| Some((a.value, a.variance?)));
            let mut compared = compare::estimates(estimate(one), estimate(other), limit);
            if let Some(interval) = one.zip(other).and_then(|(a, b)| a.less(&b, CONFIDENCE)) {
                compared.interval = compared.interval.map(|_| interval);
            }
            // The scarcer of the two outcomes says how much is known.
            let rows = |area: Option<Area>| area.map_or(0, |a| a.negatives.min(a.positives));
            out.push(Comparison {
                what: What::Auc,
                versus,
                values: [one.map(|a| a.value), other.map(|a| a.value)],
                compared,
                rows: [rows(one), rows(other)],
                ..base
            });
        }
        let (one, other) = (&scored.all[group], &scored.all[reference]);
        out.push(Comparison {
            what: What::Scores,
            versus,
            values: [
                scored.means[group].map(|m| m.mean),
                scored.means[reference].map(|m| m.mean),
            ],
            limit: Limit {
                low: f64::NEG_INFINITY,
                ..limit
            },
            compared: distance(one, other, parameters.difference),
            rows: [one.len() as u64, other.len() as u64],
            ..base
        });
    }
    out
}

/// Kolmogorov–Smirnov distance of sorted scores. The test against the limit is by Massart's bound for both samples: its
/// chance of exceeding is at most `4 exp(−2 (d/(1/√n + 1/√m))²)`, whatever the distributions.
fn distance(one: &[f64], other: &[f64], limit: f64) -> Compared {
    let Some(found) = ks::statistic(one, other) else {
        return Compared::default();
    };
    let (n, m) = (one.len() as f64, other.len() as f64);
    let unit = 1.0 / n.sqrt() + 1.0 / m.sqrt();
    let reach = (found - limit) / unit;
    let p = if reach > 0.0 {
        (4.0 * libm::exp(-2.0 * reach * reach)).min(1.0)
    } else {
        1.0
    };
    let z = normal::upper_quantile(0.5 * p.max(1e-300)).unwrap_or(0.0);
    let interval = effect::ks_distance(found, one.len() as u64, other.len() as u64, CONFIDENCE);
    let above = if reach > 0.0 {
        -z
    } else {
        // Deviations below the limit, in the same unit as Massart's.
        -2.0 * reach
    };
    Compared {
        estimate: Some(found),
        interval,
        inside: Some([f64::INFINITY, above]),
        p: Some(p),
        settle: Settle::Roots,
    }
}

/// Every group's scores in numbers.
pub fn block(counted: &Counted, scored: &Scored, parameters: &Parameters) -> Block {
    let suppress = Suppress::of(parameters);
    let reference = &scored.all[counted.reference];
    let names = counted.grouping.groups.iter().enumerate();
    let rows = names
        .map(|(group, name)| {
            let mut row = vec![Cell::Text(name.clone())];
            let mut push = |value: Option<f64>, interval: Option<interval::Interval>, n: u64| {
                row.push(suppress.value(value, n));
                row.push(suppress.value(interval.map(|i| i.lower), n));
                row.push(suppress.value(interval.map(|i| i.upper), n));
            };
            let mut moments = |found: Option<Moments>| {
                let n = found.map_or(0, |m| m.rows);
                push(
                    found.map(|m| m.mean),
                    found.and_then(|m| m.interval(CONFIDENCE)),
                    n,
                );
            };
            moments(scored.means[group]);
            moments(scored.residuals[group]);
            moments(scored.losses[0][group]);
            moments(scored.losses[1][group]);
            let area = scored.areas[group];
            let n = area.map_or(0, |a| a.negatives + a.positives);
            push(
                area.map(|a| a.value),
                area.and_then(|a| a.interval(CONFIDENCE)),
                n,
            );
            row.push(suppress.value(scored.precisions[group], n));
            let scores = scored.sorted.as_ref().map(|s| s.group(group));
            let error = scores.and_then(calibration);
            row.push(suppress.value(error.map(|e| e.0), n));
            row.push(suppress.value(error.map(|e| e.1.lower), n));
            row.push(suppress.value(error.map(|e| e.1.upper), n));
            let own = &scored.all[group];
            let compared = group != counted.reference && own.len() as u64 >= suppress.least();
            row.push(optional(ks::statistic(own, reference).filter(|_| compared)));
            row.push(optional(wasserstein(own, reference).filter(|_| compared)));
            row.push(number(own.len() as f64));
            row
        })
        .collect();
    let weighted = if scored.weighted {
        " (weighted; calibration errors and distances count rows)"
    } else {
        ""
    };
    table(
        format!("Scores of {}{weighted}", counted.grouping.name()),
        &[
            ("Group", Unit::Number),
            ("Mean score", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Mean outcome less mean score", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Log loss", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Brier score", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Area under the ROC curve", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Average precision", Unit::Number),
            ("Expected calibration error", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Distance of distributions (KS)", Unit::Number),
            ("Distance of distributions (Wasserstein)", Unit::Number),
            ("n with a score", Unit::Count),
        ],
        rows,
    )
}

fn calibration(scores: ByLabel) -> Option<(f64, interval::Interval)> {
    let bins = reliability(scores, BINS, CONFIDENCE)?;
    let found = expected_error(&bins, CONFIDENCE)?;
    Some((found.plain, found.interval))
}

/// The largest groups that can be judged, at most [`CURVES`], in the order of tables.
fn drawn(counted: &Counted, parameters: &Parameters) -> Vec<usize> {
    let tallies = &counted.tallies;
    let mut groups: Vec<usize> = (0..tallies.len())
        .filter(|&g| tallies[g].all() >= u64::from(parameters.least_rows))
        .collect();
    groups.sort_by_key(|&g| std::cmp::Reverse(tallies[g].all()));
    groups.truncate(CURVES);
    groups.sort_unstable();
    groups
}

/// Distribution of the scores, ROC curve and reliability of the largest groups.
pub fn curves(counted: &Counted, scored: &Scored, parameters: &Parameters) -> Vec<Block> {
    let groups = drawn(counted, parameters);
    let name = counted.grouping.name();
    let label = |group: usize| counted.grouping.groups[group].clone();
    let mut out = Vec::new();
    let ends = scored
        .all
        .iter()
        .filter_map(|s| Some((*s.first()?, *s.last()?)));
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (a, b)| {
        (low.min(a), high.max(b))
    });
    let line = |label: String, y, band| SeriesLine { label, y, band };
    if low < high {
        let x: Vec<f64> = (0..=POINTS)
            .map(|k| low + (high - low) * k as f64 / POINTS as f64)
            .collect();
        out.push(Block::Series(Series {
            title: format!("Scores of {name}: share of rows at or below"),
            x_unit: Unit::Number,
            y_unit: Unit::Share,
            lines: groups
                .iter()
                .map(|&group| {
                    let scores = &scored.all[group];
                    let share = |at: &f64| {
                        scores.partition_point(|s| s <= at) as f64 / scores.len().max(1) as f64
                    };
                    let y = x
                        .iter()
                        .map(|at| (!scores.is_empty()).then(|| share(at)))
                        .collect();
                    line(label(group), y, None)
                })
                .collect(),
            x,
        }));
    }
    let Some(sorted) = &scored.sorted else {
        return out;
    };
    let x: Vec<f64> = (0..=POINTS).map(|k| k as f64 / POINTS as f64).collect();
    out.push(Block::Series(Series {
        title: format!("ROC curves of {name}: true positives by false positives"),
        x_unit: Unit::Share,
        y_unit: Unit::Share,
        lines: groups
            .iter()
            .map(|&group| {
                let y = roc_at(sorted.group(group), &x);
                line(label(group), y, None)
            })
            .collect(),
        x,
    }));
    let curves: Vec<_> = groups
        .iter()
        .filter_map(|&group| {
            let bins = reliability(sorted.group(group), BINS, CONFIDENCE)?;
            (!bins.is_empty()).then_some((group, bins))
        })
        .collect();
    let mut x: Vec<f64> = curves
        .iter()
        .flat_map(|(_, b)| b.iter().map(|b| b.score))
        .collect();
    sort_numbers(&mut x);
    x.dedup();
    if !x.is_empty() {
        let mut lines: Vec<SeriesLine> = curves
            .iter()
            .map(|(group, bins)| {
                let at = |x: &f64| bins.iter().find(|b| b.score == *x);
                let y = x.iter().map(|x| at(x).map(|b| b.rate)).collect();
                let band = x
                    .iter()
                    .map(|x| {
                        at(x).map(|b| Interval {
                            low: b.interval.lower,
                            high: b.interval.upper,
                            level: CONFIDENCE,
                        })
                    })
                    .collect();
                line(label(*group), y, Some(band))
            })
            .collect();
        lines.push(line(
            "Perfect".into(),
            x.iter().map(|x| Some(*x)).collect(),
            None,
        ));
        out.push(Block::Series(Series {
            title: format!("Reliability of {name}: share of favourable outcomes by mean score"),
            x_unit: Unit::Number,
            y_unit: Unit::Share,
            x,
            lines,
        }));
    }
    out
}

/// True positive rate at each false positive rate: the curve's upper steps joined by straight lines.
fn roc_at(scores: ByLabel, x: &[f64]) -> Vec<Option<f64>> {
    let (m, n) = (scores.negative.len() as f64, scores.positive.len() as f64);
    if m == 0.0 || n == 0.0 {
        return vec![None; x.len()];
    }
    let mut points = vec![(0.0, 0.0)];
    points.extend(
        ranking::roc(scores, 4 * POINTS)
            .iter()
            .map(|p| (p.false_positives as f64 / m, p.true_positives as f64 / n)),
    );
    points.push((1.0, 1.0));
    x.iter()
        .map(|&x| {
            let after = points.partition_point(|p| p.0 <= x).min(points.len() - 1);
            let (before, after) = (points[after.saturating_sub(1)], points[after]);
            let width = after.0 - before.0;
            Some(if width > 0.0 && x < after.0 {
                before.1 + (after.1 - before.1) * (x - before.0) / width
            } else {
                after.1
            })
        })
        .collect()
}
