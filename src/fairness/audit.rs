//! Every group against its reference, by every rate, judged together.

use super::attributes::{self, Grouping, TooMany};
use super::compare;
use super::criterion::Criterion;
use super::judge::{Candidate, Compared, Judged, Limit, Verdict, judge};
use super::metric::{self, Tally, tally};
use super::parameters::Parameters;
use super::task::Parts;
use crate::stats::groups::confusion::Rate;
use crate::table::Table;

/// What is compared between groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A rate against that of the reference group.
    Rate(Rate),
    /// The selection rate against the highest one.
    MostFavoured,
    /// The selection rate within the levels of control columns.
    Conditional,
    /// False negatives over false positives.
    Treatment,
    /// Mean outcome less mean score within the group.
    Calibration,
    /// The area under the ROC curve.
    Auc,
    /// The distribution of scores.
    Scores,
    /// Mean residual.
    MeanResidual,
    /// Mean absolute error.
    AbsoluteError,
}

impl What {
    /// The criteria that it decides.
    pub fn decides(self, criterion: Criterion) -> bool {
        match self {
            What::Rate(rate) => {
                criterion != Criterion::DisparateImpact && criterion.rates().contains(&rate)
            }
            What::MostFavoured => criterion == Criterion::DisparateImpact,
            What::Conditional => criterion == Criterion::ConditionalParity,
            What::Treatment => criterion == Criterion::TreatmentEquality,
            What::Calibration => criterion == Criterion::Calibration,
            What::Auc => criterion == Criterion::AucParity,
            What::Scores => criterion == Criterion::ScoreParity,
            What::MeanResidual => criterion == Criterion::MeanResidual,
            What::AbsoluteError => criterion == Criterion::ErrorParity,
        }
    }

    /// Plain name of what is compared.
    pub fn title(self) -> &'static str {
        match self {
            What::Rate(rate) => metric::title(rate),
            What::MostFavoured => "Selection rate",
            What::Conditional => "Selection rate, controlled",
            What::Treatment => "False negatives over false positives",
            What::Calibration => "Mean outcome less mean score",
            What::Auc => "Area under the ROC curve",
            What::Scores => "Distance of score distributions",
            What::MeanResidual => "Mean residual",
            What::AbsoluteError => "Mean absolute error",
        }
    }
}

/// Against what a group is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versus {
    /// This group.
    Group(usize),
    /// The group with the highest rate, whichever that is; the position is that of the highest rate seen.
    MostFavoured(usize),
    /// A fixed value: equality with itself.
    Fixed,
}

/// One group compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Position of the grouping.
    pub grouping: usize,
    /// What is compared.
    pub what: What,
    /// The group.
    pub group: usize,
    /// Against what.
    pub versus: Versus,
    /// The group's value and the other one's.
    pub values: [Option<f64>; 2],
    /// What is still within the limit.
    pub limit: Limit,
    /// What was found.
    pub compared: Compared,
    /// Rows behind the group's value, and behind the other one's.
    pub rows: [u64; 2],
    /// What is said of it.
    pub judged: Judged,
}

/// A grouping with its counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// Groups and rows.
    pub grouping: Grouping,
    /// Counts of each group.
    pub tallies: Vec<Tally>,
    /// The group that the others are compared with.
    pub reference: usize,
    /// The chosen reference group that does not exist.
    pub absent_reference: Option<String>,
}

/// All groupings, and what could not be grouped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groupings {
    /// Single attributes first, in the order of the file, then crossed ones.
    pub groupings: Vec<Grouping>,
    /// Attributes, or crossings, with too many groups.
    pub too_many: Vec<TooMany>,
}

impl Groupings {
    /// From the protected columns of a table.
    pub fn of(table: &Table, parts: &Parts, parameters: &Parameters) -> Groupings {
        let mut out = Groupings::default();
        for column in parts
            .protected
            .iter()
            .filter_map(|at| table.columns.get(*at))
        {
            match attributes::grouping(column, parameters) {
                Ok(grouping) => out.groupings.push(grouping),
                Err(too_many) => out.too_many.push(too_many),
            }
        }
        let single = out.groupings.len();
        let mut crossings: Vec<Vec<usize>> = Vec::new();
        for a in 0..single {
            for b in a + 1..single {
                if parameters.crossed >= 2 {
                    crossings.push(vec![a, b]);
                }
                for c in b + 1..single {
                    if parameters.crossed >= 3 {
                        crossings.push(vec![a, b, c]);
                    }
                }
            }
        }
        crossings.sort_by_key(Vec::len);
        for crossing in crossings {
            let parts: Vec<&Grouping> = crossing.iter().map(|at| &out.groupings[*at]).collect();
            match attributes::crossed(&parts) {
                Ok(grouping) => out.groupings.push(grouping),
                Err(too_many) => out.too_many.push(too_many),
            }
        }
        out
    }
}

/// Counts every grouping's rows and chooses its reference group.
pub fn count(
    groupings: Vec<Grouping>,
    (decisions, labels): (&[u8], &[u8]),
    weights: Option<&[f64]>,
    parameters: &Parameters,
) -> Vec<Counted> {
    groupings
        .into_iter()
        .map(|grouping| {
            let tallies = tally(
                &grouping.codes,
                grouping.groups.len(),
                decisions,
                labels,
                weights,
            );
            let (reference, absent_reference) = reference(&grouping, &tallies, parameters);
            Counted {
                grouping,
                tallies,
                reference,
                absent_reference,
            }
        })
        .collect()
}

/// The chosen group, else the one with the most rows that has a value.
pub fn reference(
    grouping: &Grouping,
    tallies: &[Tally],
    parameters: &Parameters,
) -> (usize, Option<String>) {
    let chosen = parameters.reference_groups.get(&grouping.name());
    if let Some(at) = chosen.and_then(|name| grouping.groups.iter().position(|g| g == name)) {
        return (at, None);
    }
    let mut largest = 0;
    let mut most = None;
    for (at, tally) in tallies.iter().enumerate() {
        if !grouping.is_unknown(at) && most.is_none_or(|rows| tally.all() > rows) {
            (largest, most) = (at, Some(tally.all()));
        }
    }
    (largest, chosen.cloned())
}

/// The limit for rates.
pub fn rate_limit(parameters: &Parameters) -> Limit {
    if parameters.limit == "difference" {
        Limit::difference(parameters.difference)
    } else {
        Limit::ratio(parameters.ratio)
    }
}

/// The rates that are judged, where there are labels and where there are none.
pub fn judged_rates(has_labels: bool) -> &'static [Rate] {
    if has_labels {
        &[
            Rate::Selection,
            Rate::TruePositive,
            Rate::FalsePositive,
            Rate::PositivePredictive,
            Rate::Accuracy,
        ]
    } else {
        &[Rate::Selection]
    }
}

/// Not judged yet.
pub const OPEN: Judged = Judged {
    verdict: Verdict::NotEstimable,
    p: None,
    q: None,
};

/// Compares the rates of one grouping.
pub fn compare_rates(
    at: usize,
    counted: &Counted,
    has_labels: bool,
    parameters: &Parameters,
) -> Vec<Comparison> {
    let limit = rate_limit(parameters);
    let by_most_favoured = parameters.reference == "most-favoured"
        && !parameters
            .reference_groups
            .contains_key(&counted.grouping.name());
    let mut out = Vec::new();
    for &rate in judged_rates(has_labels) {
        if by_most_favoured {
            out.extend(against_most_favoured(
                at,
                counted,
                rate,
                What::Rate(rate),
                parameters,
            ));
            continue;
        }
        let Some(other) = counted.tallies.get(counted.reference) else {
            continue;
        };
        for (group, one) in counted.tallies.iter().enumerate() {
            if group != counted.reference {
                out.push(Comparison {
                    grouping: at,
                    what: What::Rate(rate),
                    group,
                    versus: Versus::Group(counted.reference),
                    values: [one.value(rate), other.value(rate)],
                    limit,
                    compared: compare::rates(one.trials(rate), other.trials(rate), limit),
                    rows: [one.of(rate), other.of(rate)],
                    judged: OPEN,
                });
            }
        }
    }
    if !by_most_favoured {
        out.extend(against_most_favoured(
            at,
            counted,
            Rate::Selection,
            What::MostFavoured,
            parameters,
        ));
    }
    out
}

/// Every group but the one with the highest rate seen, as a ratio to whichever has the highest true rate. Groups too small
/// to be judged are no yardstick, and neither are rows without a value: nobody belongs to that group.
fn against_most_favoured(
    at: usize,
    counted: &Counted,
    rate: Rate,
    what: What,
    parameters: &Parameters,
) -> Vec<Comparison> {
    let limit = Limit {
        high: f64::INFINITY,
        ..Limit::ratio(parameters.ratio)
    };
    let least = u64::from(parameters.least_rows);
    let tallies = &counted.tallies;
    let trials: Vec<_> = tallies
        .iter()
        .map(|t| t.trials(rate).filter(|_| t.of(rate) >= least))
        .collect();
    let is_yardstick = |group: usize| !counted.grouping.is_unknown(group);
    let known: Vec<_> = trials
        .iter()
        .enumerate()
        .map(|(group, trials)| trials.filter(|_| is_yardstick(group)))
        .collect();
    let found = compare::to_most_favoured(&known, limit);
    let mut highest: Option<(usize, f64)> = None;
    for (group, tally) in tallies.iter().enumerate() {
        let value = tally.value(rate).filter(|_| tally.of(rate) >= least);
        if let Some(value) = value.filter(|_| is_yardstick(group))
            && highest.is_none_or(|(_, best)| value > best)
        {
            highest = Some((group, value));
        }
    }
    let Some((best, highest)) = highest else {
        return Vec::new();
    };
    found
        .into_iter()
        .enumerate()
        .filter(|(group, _)| *group != best)
        .map(|(group, compared)| Comparison {
            grouping: at,
            what,
            group,
            versus: Versus::MostFavoured(best),
            values: [tallies[group].value(rate), Some(highest)],
            limit,
            // Too small to be judged, and shown all the same.
            compared: match trials[group] {
                None => compare::rates(tallies[group].trials(rate), trials[best], limit),
                Some(own) if !is_yardstick(group) => {
                    compare::beside_most_favoured(own, &known, best, limit)
                }
                Some(_) => compared,
            },
            rows: [tallies[group].of(rate), tallies[best].of(rate)],
            judged: OPEN,
        })
        .collect()
}

/// Judges all comparisons of the run together.
pub fn judge_all(comparisons: &mut [Comparison], parameters: &Parameters, level: f64) {
    let candidates: Vec<Candidate> = comparisons
        .iter()
        .map(|c| Candidate {
            compared: c.compared,
            limit: c.limit,
            rows: c.rows[0],
            least: c.rows[0].min(c.rows[1]),
        })
        .collect();
    let judged = judge(&candidates, u64::from(parameters.least_rows), level);
    for (comparison, judged) in comparisons.iter_mut().zip(judged) {
        comparison.judged = judged;
    }
}
