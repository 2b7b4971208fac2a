//! One level in several spellings.

use std::collections::BTreeMap;

use super::facts::{Facts, level_rows};
use super::fold::{self, Difference};
use super::parameters::Parameters;
use super::problem::{Problem, count, list, quoted, words};
use crate::report::Severity;
use crate::table::Kind;

/// More levels are no set of names that people type.
const MOST_LEVELS: u64 = 20_000;

/// Levels that differ in case, spaces or encoding only.
pub(super) fn find(facts: &Facts, parameters: &Parameters, out: &mut Vec<Problem>) {
    if facts.column.kind != Kind::Category || facts.distinct > MOST_LEVELS {
        return;
    }
    let mut groups: BTreeMap<String, Vec<(u32, &str, u64)>> = BTreeMap::new();
    for level in facts.levels() {
        groups.entry(fold::key(level.1)).or_default().push(level);
    }
    let mut worst = Difference::Case;
    let mut spelled: Vec<(u64, String)> = Vec::new();
    let mut others: Vec<u32> = Vec::new();
    let mut rows = 0;
    for (key, mut group) in groups {
        if group.len() < 2 {
            continue;
        }
        group.sort_by(|a, b| b.2.cmp(&a.2).then(a.1.cmp(b.1)));
        let main = group[0];
        for other in &group[1..] {
            let how = fold::difference(main.1, other.1);
            // Single letters are codes: "a" and "A" may well be two of them.
            if how == Difference::Case && key.chars().count() < 2 {
                continue;
            }
            worst = worst.max(how);
            others.push(other.0);
            rows += other.2;
            spelled.push((
                other.2,
                format!("{} and {}", quoted(main.1), quoted(other.1)),
            ));
        }
    }
    if others.is_empty() {
        return;
    }
    others.sort_unstable();
    spelled.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let examples: Vec<String> = spelled.into_iter().map(|(_, text)| text).collect();
    let share = facts.of_present(rows);
    out.push(Problem {
        check: match worst {
            Difference::Case => "case-variants",
            Difference::Space => "space-variants",
            Difference::Encoding => "encoding-variants",
        },
        key: String::new(),
        share,
        severity: if worst == Difference::Case {
            Severity::RealSizeUnclear
        } else {
            super::problem::wrong(share, parameters.serious_share)
        },
        threshold: parameters.serious_share,
        measure: None,
        rows: level_rows(facts.column, |code| others.binary_search(&code).is_ok()),
        numbers: vec![
            ("spellings", count(others.len() as u64)),
            ("examples", words(list(&examples, 3))),
        ],
    });
}
