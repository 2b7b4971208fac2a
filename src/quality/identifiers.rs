//! Ids that repeat, and features that look like ids.

use super::facts::{Facts, Seen, level_rows, number_rows};
use super::parameters::Parameters;
use super::problem::{Problem, count, words, wrong};
use crate::config::Role;
use crate::report::Severity;
use crate::stats::proportion::wilson;
use crate::table::{ColumnData, Kind, named_like_key};

/// Fewer rows do not make an id.
const LEAST: u64 = 20;

/// Repeats of an id, or a feature that names rows.
pub(super) fn find(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    let repeated = facts.present - facts.distinct;
    let named = named_like_key(&facts.column.name);
    if facts.role == Role::Id || named && facts.role == Role::Feature {
        let share = facts.of_present(repeated);
        let surely = facts.role == Role::Id && facts.role_is_given;
        let nearly = facts.distinct as f64 >= parameters.id_distinct * facts.present as f64;
        if repeated > 0 && facts.present >= 5 && (surely || nearly) {
            let (rows, example) = repeats(facts);
            out.push(Problem {
                check: "duplicate-id",
                key: String::new(),
                share,
                // What is only guessed to be an id and repeats in many rows may name something else than rows.
                severity: if surely || repeated * 50 <= facts.present {
                    wrong(share, parameters.serious_share)
                } else {
                    Severity::RealSizeUnclear
                },
                threshold: parameters.serious_share,
                measure: None,
                rows,
                numbers: vec![
                    ("value", words(example)),
                    ("distinct", count(facts.distinct)),
                ],
            });
        }
    }
    if facts.role == Role::Feature
        && facts.rows >= LEAST
        && facts.present == facts.rows
        && repeated == 0
        && names_rows(facts, named)
    {
        out.push(Problem {
            check: "likely-id",
            key: String::new(),
            share: facts.of_rows(facts.distinct),
            severity: Severity::RealSizeUnclear,
            threshold: 1.0,
            measure: None,
            rows: Vec::new(),
            numbers: Vec::new(),
        });
    } else if facts.role == Role::Feature
        && facts.column.kind == Kind::Category
        && facts.present >= 100
        && codes(facts)
    {
        // Nearly every row has a level of its own: nothing can be learned of it.
        let share = facts.of_present(facts.distinct);
        if wilson(share, super::problem::CONFIDENCE).is_some_and(|i| i.lower >= 0.5) {
            out.push(Problem {
                check: "many-levels",
                key: String::new(),
                share,
                severity: Severity::RealSizeUnclear,
                threshold: 0.5,
                measure: None,
                rows: Vec::new(),
                numbers: Vec::new(),
            });
        }
    }
}

/// Distinct everywhere: whole numbers without large gaps or named like an id, or texts that are codes.
fn names_rows(facts: &Facts, named: bool) -> bool {
    match &facts.seen {
        Seen::Numbers(sorted) => {
            let whole = sorted
                .iter()
                .all(|v| v.is_finite() && libm::floor(*v) == *v);
            let span = sorted[sorted.len() - 1] - sorted[0] + 1.0;
            whole && (named || span <= 1.2 * sorted.len() as f64)
        }
        Seen::Times(_) => false,
        Seen::Levels(_) => named || codes(facts),
    }
}

/// Short texts without spaces that hold a digit: codes, not sentences and not names.
fn codes(facts: &Facts) -> bool {
    facts.levels().take(1000).all(|(_, level, _)| {
        level.len() <= 64 && !level.contains(' ') && level.bytes().any(|b| b.is_ascii_digit())
    })
}

/// The first rows that repeat an id, and the one that is repeated most.
fn repeats(facts: &Facts) -> (Vec<u32>, String) {
    match (&facts.seen, &facts.column.data) {
        (Seen::Numbers(sorted), ColumnData::Number(_)) => {
            let most = sorted
                .chunk_by(|a, b| a == b)
                .max_by(|a, b| a.len().cmp(&b.len()).then(b[0].total_cmp(&a[0])));
            let value = most.map_or(0.0, |g| g[0]);
            let twice = |v: f64| {
                let from = sorted.partition_point(|s| *s < v);
                sorted.get(from + 1) == Some(&v)
            };
            (number_rows(facts.column, twice), format!("{value}"))
        }
        (Seen::Levels(counts), _) => {
            let most = facts
                .levels()
                .max_by(|a, b| a.2.cmp(&b.2).then(b.0.cmp(&a.0)));
            let value = most
                .map(|(_, level, _)| super::problem::quoted(level))
                .unwrap_or_default();
            (
                level_rows(facts.column, |code| {
                    counts.get(code as usize).is_some_and(|c| *c > 1)
                }),
                value,
            )
        }
        _ => (Vec::new(), String::new()),
    }
}
