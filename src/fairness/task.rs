//! What is decided about whom: columns by their roles become decisions, labels, scores and weights.

use super::attributes::numbers;
use super::metric::UNKNOWN;
use super::parameters::Parameters;
use crate::analysis::ColumnRole;
use crate::config::Role;
use crate::table::{Categories, Column, ColumnData, Kind, Table};
use kernels::sort::sort_numbers;

/// Levels of an outcome listed for the person to choose from, at most.
pub const LISTED_LEVELS: usize = 12;
/// Distinct values up to which a numeric outcome has classes, not amounts.
const CLASSES: usize = 20;
/// Levels that mean a good outcome for the person in plain words; written in lower case.
const GOOD_WORDS: &[&str] = &[
    "1",
    "true",
    "yes",
    "y",
    "approved",
    "approve",
    "accepted",
    "accept",
    "granted",
    "hired",
    "hire",
    "good",
    "pass",
    "passed",
    "selected",
    "admitted",
    "offer",
    "favourable",
    "favorable",
];

/// Positions of the columns that have a part in the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The true outcome.
    pub label: Option<usize>,
    /// The decision.
    pub prediction: Option<usize>,
    /// The score.
    pub score: Option<usize>,
    /// How much a row counts.
    pub weight: Option<usize>,
    /// Protected attributes.
    pub protected: Vec<usize>,
    /// Columns within whose levels rates are compared.
    pub control: Vec<usize>,
    /// When the row happened.
    pub time: Option<usize>,
}

impl Parts {
    /// By the roles of a table's columns; the first column with a role has it.
    pub fn of(table: &Table, roles: &[ColumnRole], parameters: &Parameters) -> Parts {
        let mut out = Parts::default();
        for (at, (column, role)) in table.columns.iter().zip(roles).enumerate() {
            let first = |slot: &mut Option<usize>| {
                slot.get_or_insert(at);
            };
            match role.role {
                Role::Label => first(&mut out.label),
                Role::Prediction => first(&mut out.prediction),
                Role::Score => first(&mut out.score),
                Role::Weight => first(&mut out.weight),
                Role::Timestamp => first(&mut out.time),
                Role::Protected => out.protected.push(at),
                Role::Segment => out.control.push(at),
                _ if parameters.control.contains(&column.name) => out.control.push(at),
                _ => {}
            }
        }
        // Who said which attributes matter asked for these: guesses beside them stay suggestions.
        if out.are_said(roles) {
            let said = |at: &usize| roles.get(*at).is_some_and(|role| !role.is_guess());
            out.protected.retain(said);
        }
        out
    }

    /// All columns that are read, in the order of the table.
    pub fn columns(&self) -> Vec<u32> {
        let single = [self.label, self.prediction, self.score, self.weight];
        let mut out: Vec<u32> = single
            .into_iter()
            .flatten()
            .chain(self.protected.iter().copied())
            .chain(self.control.iter().copied())
            .map(|at| at as u32)
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// True where a person named one of the protected attributes; guesses alone ask for nothing more than a summary.
    pub fn are_said(&self, roles: &[ColumnRole]) -> bool {
        let said = |at: &usize| roles.get(*at).is_some_and(|role| !role.is_guess());
        self.protected.iter().any(said)
    }

    /// True where there is an outcome and somebody to compare.
    pub fn is_enough(&self) -> bool {
        !self.protected.is_empty()
            && (self.label.is_some() || self.prediction.is_some() || self.score.is_some())
    }
}

/// Which outcome is good, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Favourable {
    /// The column it is a level of; empty where a score alone decides.
    pub column: String,
    /// The level as shown.
    pub level: String,
    /// True where the person did not say it.
    pub guessed: bool,
}

/// Whether high or low scores are good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Direction {
    /// High scores are good for the person.
    pub high: bool,
    /// True where the person did not say it.
    pub guessed: bool,
}

/// What stands in the way of an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Nobody said which outcome is good, and nothing tells: the column and its levels.
    Favourable(String, Vec<String>),
    /// The outcome that was said to be good is none of the levels.
    NotALevel(String, Vec<String>),
    /// The label and the decision are one column.
    OneColumn(String),
    /// Only a score, and no threshold that makes it a decision, and no label.
    NoDecision(String),
    /// No label, decision or score has a value.
    Empty(String),
}

/// Classes: decisions and labels for every row.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// What is good.
    pub favourable: Favourable,
    /// How many distinct outcomes there are.
    pub levels: usize,
    /// 1 in favour, 0 against, [`UNKNOWN`]; empty where there is no decision.
    pub decisions: Vec<u8>,
    /// 1 favourable, 0 not, [`UNKNOWN`]; empty where there is no label.
    pub labels: Vec<u8>,
    /// Where the decision comes from.
    pub source: Source,
    /// The score, turned so that high is good; NaN is missing; empty where there is none.
    pub scores: Vec<f64>,
    /// Which way the score points, where there is one.
    pub direction: Option<Direction>,
    /// Rows with a decision and no label although there is a label column.
    pub unlabelled: u64,
}

impl Classes {
    /// Scores such that high is good; probabilities of the bad outcome become those of the good one.
    pub fn probabilities(&self) -> Vec<f64> {
        let turned = self.direction.is_some_and(|d| !d.high);
        if turned && self.scores_outside() == 0 {
            self.scores.iter().map(|s| 1.0 + s).collect()
        } else {
            self.scores.clone()
        }
    }

    /// Scores that are no probabilities.
    pub fn scores_outside(&self) -> usize {
        let sign = if self.direction.is_some_and(|d| !d.high) {
            -1.0
        } else {
            1.0
        };
        self.scores
            .iter()
            .filter(|s| !s.is_nan() && !(0.0..=1.0).contains(&(sign * **s)))
            .count()
    }
}

/// Where a decision comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// A column has it.
    Prediction,
    /// A score at a threshold.
    Threshold(f64),
    /// There is no model: the outcomes in the data are looked at.
    Label,
    /// Scores only.
    None,
}

/// Amounts: a predicted and a true number for every row.
#[derive(Clone, Debug, PartialEq)]
pub struct Amounts {
    /// Predicted; NaN is missing.
    pub predicted: Vec<f64>,
    /// True; NaN is missing; empty where there is none.
    pub truth: Vec<f64>,
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Outcomes are classes.
    Classes(Classes),
    /// Outcomes are amounts.
    Amounts(Amounts),
}

/// Reads the outcomes of a table.
///
/// # Errors
/// What is [`Unclear`].
pub fn task(table: &Table, parts: &Parts, parameters: &Parameters) -> Result<Task, Unclear> {
    let column = |at: Option<usize>| at.and_then(|at| table.columns.get(at));
    let (label, prediction, score) = (
        column(parts.label),
        column(parts.prediction),
        column(parts.score),
    );
    if let (Some(label), Some(prediction)) = (label, prediction)
        && label.name == prediction.name
    {
        return Err(Unclear::OneColumn(label.name.clone()));
    }
    let is_amount = |c: &Column| c.kind == Kind::Number && distinct_numbers(c).is_none();
    if let Some(predicted) = prediction.filter(|c| is_amount(c))
        && label.is_none_or(is_amount)
    {
        return Ok(Task::Amounts(Amounts {
            predicted: numbers(predicted),
            truth: label.map(numbers).unwrap_or_default(),
        }));
    }
    if prediction.is_none()
        && let (Some(predicted), Some(truth)) = (score, label)
        && is_amount(truth)
    {
        return Ok(Task::Amounts(Amounts {
            predicted: numbers(predicted),
            truth: numbers(truth),
        }));
    }
    classes(label, prediction, score, parameters).map(Task::Classes)
}

fn classes(
    label: Option<&Column>,
    prediction: Option<&Column>,
    score: Option<&Column>,
    parameters: &Parameters,
) -> Result<Classes, Unclear> {
    let outcome = prediction.or(label);
    let (favourable, levels) = match outcome {
        Some(outcome) => {
            let mut levels = levels_of(outcome);
            for more in label.map(levels_of).unwrap_or_default() {
                if !levels.contains(&more) {
                    levels.push(more);
                }
            }
            let count = levels.len();
            (favourable(&outcome.name, levels, parameters)?, count)
        }
        // A score alone is turned by its direction; its threshold names the outcome.
        None => {
            let level = match parameters.favourable.as_str() {
                "" => "a good score",
                given => given,
            };
            let favourable = Favourable {
                column: String::new(),
                level: level.into(),
                guessed: false,
            };
            (favourable, 2)
        }
    };
    let labels = label
        .map(|c| is_level(c, &favourable.level))
        .unwrap_or_default();
    let mut decisions = prediction
        .map(|c| is_level(c, &favourable.level))
        .unwrap_or_default();
    let (scores, direction) = match score {
        Some(score) => {
            let raw = numbers(score);
            let direction = direction(&raw, &labels, &decisions, parameters);
            let turned = if direction.high {
                raw
            } else {
                raw.into_iter().map(|s| -s).collect()
            };
            (turned, Some(direction))
        }
        None => (Vec::new(), None),
    };
    let mut source = Source::Prediction;
    if prediction.is_none() {
        source = Source::None;
        if let (Some(direction), Some(threshold)) = (direction, parameters.threshold) {
            let turned = if direction.high {
                threshold
            } else {
                -threshold
            };
            decisions = scores
                .iter()
                .map(|s| match s.partial_cmp(&turned) {
                    None => UNKNOWN,
                    Some(order) if direction.high => u8::from(order.is_ge()),
                    Some(order) => u8::from(order.is_gt()),
                })
                .collect();
            source = Source::Threshold(threshold);
        } else if score.is_none() && !labels.is_empty() {
            decisions = labels.clone();
            source = Source::Label;
        } else if labels.is_empty() {
            let name = score.map(|c| c.name.clone()).unwrap_or_default();
            return Err(Unclear::NoDecision(name));
        }
    }
    let known = |values: &[u8]| values.iter().any(|v| *v != UNKNOWN);
    if !known(&decisions) && !known(&labels) {
        let name = outcome
            .or(score)
            .map(|c| c.name.clone())
            .unwrap_or_default();
        return Err(Unclear::Empty(name));
    }
    let unlabelled = if source == Source::Label {
        0
    } else {
        decisions
            .iter()
            .zip(&labels)
            .filter(|(d, l)| **d != UNKNOWN && **l == UNKNOWN)
            .count() as u64
    };
    let labels = if source == Source::Label {
        Vec::new()
    } else {
        labels
    };
    Ok(Classes {
        favourable,
        levels,
        decisions,
        labels,
        source,
        scores,
        direction,
        unlabelled,
    })
}

/// Which level is good: what the person said, or a guess where two levels leave little doubt.
fn favourable(
    column: &str,
    mut levels: Vec<String>,
    parameters: &Parameters,
) -> Result<Favourable, Unclear> {
    levels.sort();
    let given = parameters.favourable.as_str();
    if !given.is_empty() {
        return match levels.iter().find(|level| same_level(level, given)) {
            Some(level) => Ok(Favourable {
                column: column.into(),
                level: level.clone(),
                guessed: false,
            }),
            None => Err(Unclear::NotALevel(given.into(), levels)),
        };
    }
    let good: Vec<&String> = levels
        .iter()
        .filter(|level| GOOD_WORDS.contains(&level.to_lowercase().as_str()))
        .collect();
    match good.as_slice() {
        [one] if levels.len() == 2 => Ok(Favourable {
            column: column.into(),
            level: (*one).clone(),
            guessed: true,
        }),
        _ => Err(Unclear::Favourable(column.into(), levels)),
    }
}

/// Numbers are one level however they are written.
fn same_level(level: &str, given: &str) -> bool {
    level == given
        || matches!((level.parse::<f64>(), given.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
}

/// Which way the score points: what the person said, or the way that agrees with the label, or the decision.
fn direction(
    scores: &[f64],
    labels: &[u8],
    decisions: &[u8],
    parameters: &Parameters,
) -> Direction {
    match parameters.score.as_str() {
        "high" => Direction {
            high: true,
            guessed: false,
        },
        "low" => Direction {
            high: false,
            guessed: false,
        },
        _ => {
            let by = if labels.is_empty() { decisions } else { labels };
            let mut sums = [(0.0, 0.0); 2];
            for (score, outcome) in scores.iter().zip(by) {
                if let Some(sum) = sums.get_mut(usize::from(*outcome))
                    && score.is_finite()
                {
                    sum.0 += score;
                    sum.1 += 1.0;
                }
            }
            let [no, yes] = sums.map(|(sum, n)| if n > 0.0 { sum / n } else { 0.0 });
            Direction {
                high: sums[1].1 == 0.0 || sums[0].1 == 0.0 || yes >= no,
                guessed: true,
            }
        }
    }
}

/// A column's distinct values as shown, where it has classes.
pub fn levels_of(column: &Column) -> Vec<String> {
    match &column.data {
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            categories.levels.iter().map(str::to_string).collect()
        }
        _ => distinct_numbers(column)
            .unwrap_or_default()
            .into_iter()
            .map(shown)
            .collect(),
    }
}

fn shown(value: f64) -> String {
    format!("{value}")
}

/// The distinct numbers of a column in ascending order, where there are few.
fn distinct_numbers(column: &Column) -> Option<Vec<f64>> {
    let mut out: Vec<f64> = Vec::new();
    for value in numbers(column).into_iter().filter(|v| !v.is_nan()) {
        if !out.contains(&value) {
            if out.len() == CLASSES {
                return None;
            }
            out.push(value);
        }
    }
    sort_numbers(&mut out);
    Some(out)
}

/// For each row 1 where it has this level, 0 where another one, [`UNKNOWN`] where none.
fn is_level(column: &Column, level: &str) -> Vec<u8> {
    match &column.data {
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            let hit: Vec<u8> = categories
                .levels
                .iter()
                .map(|l| u8::from(same_level(l, level)))
                .collect();
            let codes = categories.codes.iter().flatten();
            codes
                .map(|&code| match code {
                    Categories::MISSING => UNKNOWN,
                    code => hit.get(code as usize).copied().unwrap_or(UNKNOWN),
                })
                .collect()
        }
        _ => {
            let wanted = level.parse::<f64>().unwrap_or(f64::NAN);
            numbers(column)
                .into_iter()
                .map(|v| {
                    if v.is_nan() {
                        UNKNOWN
                    } else {
                        u8::from(v == wanted)
                    }
                })
                .collect()
        }
    }
}
