//! Levels that only one of the files has: each is named, also where so few rows have it that the mix hardly changes.

use super::count::Count;
use crate::report::{Cell, TableBlock, TableColumn, Unit, show};
use crate::stats::order::ordered;

/// How many levels the sentence names.
const NAMED: usize = 3;
/// How many characters of a level the sentence shows.
const SHOWN_CHARACTERS: usize = 40;

fn rows(count: &Count) -> u64 {
    count.reference + count.current
}

/// Levels that only one file has, those with most rows first.
fn only<'a, 'b>(counts: &'b [Count<'a>], of: fn(&Count) -> u64) -> Vec<&'b Count<'a>> {
    let found = counts.iter().filter(|&c| of(c) == 0).collect();
    ordered(found, &|a, b| rows(b).cmp(&rows(a)))
}

/// New and vanished levels in words, to follow a sentence; empty where there are none.
pub(super) fn sentence(counts: &[Count]) -> String {
    let mut out = String::new();
    for (one, many, found) in [
        (
            " New level: ",
            " New levels: ",
            only(counts, |c| c.reference),
        ),
        (
            " Vanished level: ",
            " Vanished levels: ",
            only(counts, |c| c.current),
        ),
    ] {
        if found.is_empty() {
            continue;
        }
        out.push_str(if found.len() == 1 { one } else { many });
        for (place, count) in found.iter().take(NAMED).enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            out.extend(count.level.chars().take(SHOWN_CHARACTERS));
            if count.level.chars().nth(SHOWN_CHARACTERS).is_some() {
                out.push('…');
            }
            out.push_str(" (");
            out.push_str(&show(rows(count) as f64, Unit::Count));
            out.push_str(if rows(count) == 1 { " row)" } else { " rows)" });
        }
        if found.len() > NAMED {
            out.push_str(" and ");
            out.push_str(&show((found.len() - NAMED) as f64, Unit::Count));
            out.push_str(" more");
        }
        out.push('.');
    }
    out
}

/// New and vanished levels with their counts; `None` where there are none.
pub(super) fn table(counts: &[Count], listed: usize) -> Option<TableBlock> {
    let mut lines = Vec::new();
    for found in [only(counts, |c| c.reference), only(counts, |c| c.current)] {
        let line = |name: Cell, reference: u64, current: u64| {
            let count = |rows: u64| Cell::Number(rows as f64);
            vec![name, count(reference), count(current)]
        };
        let (shown, rest) = found.split_at(listed.min(found.len()));
        lines.extend(
            shown
                .iter()
                .map(|c| line(Cell::Text(c.level.into()), c.reference, c.current)),
        );
        if !rest.is_empty() {
            lines.push(line(
                Cell::Text(format!("{} more", show(rest.len() as f64, Unit::Count))),
                rest.iter().map(|c| c.reference).sum(),
                rest.iter().map(|c| c.current).sum(),
            ));
        }
    }
    let heading = |label: &str| TableColumn {
        label: label.into(),
        unit: Unit::Count,
    };
    (!lines.is_empty()).then(|| TableBlock {
        title: "New and vanished levels".into(),
        columns: vec![
            heading("Level"),
            heading("Reference rows"),
            heading("Current rows"),
        ],
        rows: lines,
    })
}
