//! What the two files' columns say about each other beyond their names.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::error::{Code, Error, Result};
use crate::table::{Column, ColumnData, Table, words};

/// Where each column of the current file stands, by the name that it has in the reference.
///
/// # Errors
/// `config.unknown-column` where Config renames a column that is not there, or to one that is not.
pub(super) fn positions<'a>(
    config: &'a Config,
    reference: &Table,
    current: &'a Table,
) -> Result<BTreeMap<&'a str, usize>> {
    for (from, to) in &config.renames {
        for (table, name) in [(current, from), (reference, to)] {
            if table.column(name).is_none() {
                return Err(Error::new(
                    Code::ConfigUnknownColumn,
                    format!("`renames.{from}`: {} has no column \"{name}\"", table.name),
                    "a column of the current file, and its name in the reference",
                    "Correct the names or remove the entry.",
                )
                .in_file(&table.name)
                .in_column(name));
            }
        }
    }
    let mut out = BTreeMap::new();
    for (position, column) in current.columns.iter().enumerate() {
        let name = config.renames.get(&column.name).unwrap_or(&column.name);
        out.insert(name.as_str(), position);
    }
    Ok(out)
}

/// Columns that stand in one file only, where the words of their names are the same: perhaps one that was renamed.
pub(super) fn perhaps_renamed(
    reference: &Table,
    current: &Table,
    gone: &[usize],
    new: &[usize],
) -> Vec<Error> {
    let key = |column: &Column| words(&column.name).replace(' ', "");
    let mut by_words: BTreeMap<String, Vec<&Column>> = BTreeMap::new();
    for column in new.iter().filter_map(|&at| current.columns.get(at)) {
        by_words.entry(key(column)).or_default().push(column);
    }
    let mut out = Vec::new();
    for before in gone.iter().filter_map(|&at| reference.columns.get(at)) {
        // Two of the same words: which one was renamed is not known.
        let Some([now]) = by_words.get(&key(before)).map(Vec::as_slice) else {
            continue;
        };
        out.push(
            Error::new(
                Code::PairRenamed,
                format!(
                    "\"{}\" in {} and \"{}\" in {} have the same words and are not compared",
                    before.name, reference.name, now.name, current.name
                ),
                "columns with exactly the same name",
                format!(
                    "If they are one column, set renames.{} to \"{}\".",
                    now.name, before.name
                ),
            )
            .in_file(&current.name)
            .in_column(&now.name),
        );
    }
    out
}

/// True if both columns hold times and every one of the current file is before every one of the reference.
pub(super) fn is_older(before: &Column, now: &Column) -> bool {
    match (span(before), span(now)) {
        (Some((first, _)), Some((_, last))) => last < first,
        _ => false,
    }
}

/// The first and the last instant.
fn span(column: &Column) -> Option<(i64, i64)> {
    let ColumnData::Time(values) = &column.data else {
        return None;
    };
    let rows = values.iter().flatten().enumerate();
    rows.filter(|(row, _)| !column.is_missing(*row))
        .fold(None, |span, (_, &at)| match span {
            None => Some((at, at)),
            Some((first, last)) => Some((at.min(first), at.max(last))),
        })
}

/// The warning about two files that may have been exchanged.
pub(super) fn swapped(reference: &Table, current: &Table, column: &str) -> Error {
    Error::new(
        Code::PairSwapped,
        format!(
            "every time in {} is before every time in {}",
            current.name, reference.name
        ),
        "a current file that is not older than its reference",
        "If the files were exchanged, exchange them back: every difference is read from the reference to the current file.",
    )
    .in_file(&current.name)
    .in_column(column)
}
