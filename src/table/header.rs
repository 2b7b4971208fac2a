//! The header: one name for each column, no two alike.

use std::collections::{BTreeMap, BTreeSet};

use kernels::cells::Span;

use super::batch::bytes_of;
use super::cell::trim;
use super::refusal;
use super::style::Style;
use crate::error::{Error, Result};

/// Column names and where they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// The line on which it stands.
    pub(super) line: u64,
    pub(super) warning: Option<Error>,
}

/// The texts of one row of names, without spaces at their ends.
pub(super) fn texts(buffer: &[u8], spans: &[Span], style: Style) -> Vec<String> {
    let mut scratch = Vec::new();
    spans
        .iter()
        .map(|span| {
            let cell = bytes_of(*span, buffer, style, &mut scratch);
            String::from_utf8_lossy(trim(cell)).into_owned()
        })
        .collect()
}

/// Names for a table without a header.
pub(super) fn numbered(width: usize, line: u64) -> Header {
    Header {
        names: (1..=width).map(|i| format!("column {i}")).collect(),
        line,
        warning: None,
    }
}

/// The names of all rows of the header put together. In an upper row an empty cell goes on with the name before it,
/// as merged cells of a spreadsheet do. A column without a name becomes `column N`.
pub(super) fn read(mut rows: Vec<Vec<String>>, line: u64) -> Result<Header> {
    let mut names = rows.pop().unwrap_or_default();
    for row in rows.iter_mut().rev() {
        let mut before = String::new();
        for (i, name) in names.iter_mut().enumerate() {
            match row.get_mut(i) {
                Some(above) if !above.is_empty() => before = std::mem::take(above),
                _ => {}
            }
            if name.is_empty() {
                name.clone_from(&before);
            } else if !before.is_empty() {
                *name = format!("{before} {name}");
            }
        }
    }
    let mut positions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        if !name.is_empty() {
            positions.entry(name).or_default().push(i + 1);
        }
    }
    let twice = positions
        .iter()
        .filter(|(_, at)| at.len() > 1)
        .min_by_key(|(_, at)| at[0]);
    if let Some((name, at)) = twice {
        let names = positions.values().filter(|at| at.len() > 1).count();
        return Err(refusal::duplicate_name(line, name, at, names as u64));
    }
    let taken: BTreeSet<String> = names.iter().cloned().collect();
    let mut unnamed = Vec::new();
    for (i, name) in names.iter_mut().enumerate() {
        if name.is_empty() {
            let mut given = format!("column {}", i + 1);
            while taken.contains(&given) {
                given.push('\'');
            }
            unnamed.push(given.clone());
            *name = given;
        }
    }
    let warning = (!unnamed.is_empty()).then(|| refusal::unnamed_columns(line, &unnamed));
    Ok(Header {
        names,
        line,
        warning,
    })
}
