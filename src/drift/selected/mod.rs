//! The tests and distances that a person can select, put in the place of the default ones.
//!
//! The default comparison has run before: its finding says what the column is, its effect and its drawings stay. A
//! selected test replaces the test; a selected distance replaces test and effect. What cannot be estimated is said in
//! words, and the column then has too little data to tell: never the default's answer under another name.

mod distance;
mod levels;
mod numbers;
mod size;

use super::choice::{DISTANCES, LEVEL_TESTS, NUMBER_TESTS};
use super::comparison::Comparison;
use super::{Parameters, number};
use crate::analysis::Inputs;
use crate::error::{Code, Error};
use crate::report::{Block, Cell, Finding, Numbers, Test, TextBlock};
use crate::table::{LevelCount, Values};

/// A test's result before it is corrected.
struct Found {
    statistic: f64,
    p: f64,
    method: &'static str,
    degrees: Option<u64>,
}

/// Why a test or distance is not estimable: the code of a text.
type Refused = &'static str;

/// The same values as a scale and, where they are few, as levels.
struct Sides<'a> {
    /// Ascending, without NaN.
    numbers: Option<(&'a [f64], &'a [f64])>,
    /// Counts of the same levels in the same order.
    counts: Option<(Vec<u64>, Vec<u64>)>,
}

/// Puts what the person selected in the place of the default test of this column.
pub(super) fn apply(
    column: &mut Comparison,
    reference: &Values,
    current: &Values,
    parameters: &Parameters,
    columns: usize,
) {
    let Some(at) = column
        .findings
        .iter()
        .position(|f| f.effect.is_some() && f.id.ends_with("/values"))
    else {
        return;
    };
    let sides = Sides::of(reference, current);
    // Times and texts have one test of their own each, unless one is given to the column by name.
    if sides.numbers.is_none()
        && sides.counts.is_none()
        && !parameters.column_tests.contains_key(column.name)
    {
        return;
    }
    let scale = sides.counts.is_none();
    let Some(name) = chosen(column.name, scale, parameters) else {
        return;
    };
    let seed = column.seed;
    let finding = &mut column.findings[at];
    let blocks = if DISTANCES.contains(&name) {
        distance::judge(finding, name, &sides, parameters, seed)
    } else {
        test(finding, name, &sides, seed, columns)
    };
    column.blocks.extend(blocks);
}

/// The test or distance that is selected for a column, of numbers where `scale`; `None` where the default one stands.
pub(super) fn chosen<'a>(column: &str, scale: bool, parameters: &'a Parameters) -> Option<&'a str> {
    let (default, general) = if scale {
        (NUMBER_TESTS[0], &parameters.number_test)
    } else {
        (LEVEL_TESTS[0], &parameters.level_test)
    };
    let name = parameters.column_tests.get(column).unwrap_or(general);
    Some(name.as_str()).filter(|name| *name != default)
}

/// p-value of a selected test of ascending numbers; `None` for what is no test of numbers, or takes permutations, and
/// where it is not estimable.
pub(super) fn p_of_numbers(name: &str, reference: &[f64], current: &[f64]) -> Option<f64> {
    let found = is_quick(name).then(|| numbers::test(name, reference, current, 0))?;
    found.ok().map(|found| found.p)
}

/// p-value of a selected test of counts of the same levels; `None` for what is no test of levels, and where it is not
/// estimable.
pub(super) fn p_of_levels(name: &str, reference: &[u64], current: &[u64]) -> Option<f64> {
    levels::test(name, reference, current)
        .ok()
        .map(|found| found.p)
}

/// Whether the many splits of a self-check can be judged by this test: distances and permutations take too long.
pub(super) fn is_quick(name: &str) -> bool {
    !DISTANCES.contains(&name) && !["energy", "wasserstein"].contains(&name)
}

/// Replaces the finding's test.
fn test(finding: &mut Finding, name: &str, sides: &Sides, seed: u64, columns: usize) -> Vec<Block> {
    let found = match (sides.numbers, &sides.counts) {
        _ if LEVEL_TESTS.contains(&name) => match &sides.counts {
            Some((x, y)) => levels::test(name, x, y),
            None => Err("text.test-needs-levels"),
        },
        (Some((x, y)), _) => numbers::test(name, x, y, seed),
        (None, _) => Err("text.test-needs-numbers"),
    };
    match found {
        Ok(found) => {
            finding.test = Some(Test {
                name: name.into(),
                method: found.method.into(),
                statistic: Some(found.statistic).filter(|s| s.is_finite()),
                p: Some(found.p),
                q: None,
                degrees: found.degrees,
            });
            size::warning(name, found.method, sides, seed, columns)
                .into_iter()
                .collect()
        }
        Err(code) => {
            finding.test = None;
            vec![refusal(code, name, sides)]
        }
    }
}

/// The text that says why something is not estimable.
fn refusal(code: &str, name: &str, sides: &Sides) -> Block {
    let levels = sides.counts.as_ref().map_or(0, |(x, _)| x.len());
    text(
        code,
        [
            ("test", Cell::Text(name.into())),
            ("levels", Cell::Number(levels as f64)),
        ],
    )
}

fn text<const N: usize>(code: &str, numbers: [(&str, Cell); N]) -> Block {
    let numbers: Numbers = crate::report::numbers(numbers);
    Block::Text(TextBlock {
        code: code.into(),
        numbers,
        sentence: String::new(),
    })
}

impl<'a> Sides<'a> {
    fn of(reference: &'a Values, current: &'a Values) -> Sides<'a> {
        match (reference, current) {
            (Values::Numbers(x), Values::Numbers(y)) => Sides {
                numbers: Some((x, y)),
                counts: number::as_levels(x, y).map(|(x, y)| union(&x, &y)),
            },
            (Values::Levels(x), Values::Levels(y)) => Sides {
                numbers: None,
                counts: Some(union(x, y)),
            },
            _ => Sides {
                numbers: None,
                counts: None,
            },
        }
    }
}

/// Counts of every level of either side, in ascending byte order of the levels.
fn union(reference: &[LevelCount], current: &[LevelCount]) -> (Vec<u64>, Vec<u64>) {
    let mut all = std::collections::BTreeMap::new();
    for level in reference {
        all.insert(level.level.as_str(), (level.count, 0));
    }
    for level in current {
        all.entry(level.level.as_str()).or_insert((0, 0)).1 = level.count;
    }
    all.into_values().unzip()
}

/// Warns of tests that are selected for columns which the files do not share.
pub(super) fn unknown_columns(inputs: &Inputs, parameters: &Parameters) -> Vec<Error> {
    parameters
        .column_tests
        .keys()
        .filter(|name| !inputs.pairs.iter().any(|pair| pair.name == **name))
        .map(|name| {
            Error::new(
                Code::ConfigUnknownColumn,
                format!("a test for the column \"{name}\""),
                "a column that both files have",
                "Correct the name in analyses.drift.column_tests, or remove it.",
            )
            .in_column(name)
        })
        .collect()
}
