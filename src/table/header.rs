//! The header: one name for each column, no two alike.

use std::collections::{BTreeMap, BTreeSet};

use super::batch::Span;
use super::cell::trim;
use super::refusal;
use crate::error::{Error, Result};

/// Column names and where they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// The line on which it stands.
    pub(super) line: u64,
    pub(super) warning: Option<Error>,
}

/// Reads the names; spaces at their ends are taken off; a column without a name becomes `column N`.
pub(super) fn read(buffer: &[u8], spans: &[Span], line: u64) -> Result<Header> {
    let mut scratch = Vec::new();
    let mut names: Vec<String> = spans
        .iter()
        .map(|span| String::from_utf8_lossy(trim(span.bytes(buffer, &mut scratch))).into_owned())
        .collect();
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
