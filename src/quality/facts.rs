//! One column of one file, sorted or counted once for all checks.

use crate::analysis::ColumnRole;
use crate::config::Role;
use crate::stats::proportion::Share;
use crate::table::{Column, ColumnData, Distribution, Kind, Table, Values};

/// Least confidence of a guess that a column is the label.
const SURE_LABEL: f64 = 0.7;

/// A file and what its columns are for.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub table: &'a Table,
    pub roles: &'a [ColumnRole],
}

impl File<'_> {
    /// What a column is for. A label that is hardly more than a guess is a feature here: to say that others give it
    /// away would be an alarm about nothing.
    pub fn role(&self, column: usize) -> Role {
        match self.roles.get(column) {
            Some(r) if r.role == Role::Label && r.confidence < SURE_LABEL => Role::Feature,
            Some(r) => r.role,
            None => Role::Feature,
        }
    }

    /// True where the person said so.
    pub fn role_is_given(&self, column: usize) -> bool {
        self.roles.get(column).is_some_and(|r| r.reason == "config")
    }
}

/// The values, without their order in the file.
pub(super) enum Seen {
    /// Ascending, infinities included.
    Numbers(Vec<f64>),
    /// Ascending.
    Times(Vec<i64>),
    /// Rows by code.
    Levels(Vec<u64>),
}

/// What is known of a column.
pub(super) struct Facts<'a> {
    pub column: &'a Column,
    pub role: Role,
    pub role_is_given: bool,
    /// Rows of the table.
    pub rows: u64,
    /// Rows with a value.
    pub present: u64,
    /// Distinct values.
    pub distinct: u64,
    pub seen: Seen,
}

impl<'a> Facts<'a> {
    /// Of a column whose values are here.
    pub fn of(file: File<'a>, column: usize) -> Option<Facts<'a>> {
        let role = file.role(column);
        let role_is_given = file.role_is_given(column);
        let rows = file.table.rows as u64;
        let column = file.table.columns.get(column).filter(|c| !c.is_away())?;
        let (seen, present, distinct) = match &column.data {
            ColumnData::Category(c) | ColumnData::Text(c) => {
                let counts = c.counts();
                let present = counts.iter().sum();
                let distinct = counts.iter().filter(|c| **c > 0).count() as u64;
                (Seen::Levels(counts), present, distinct)
            }
            _ => match Distribution::of(column).values {
                Values::Numbers(sorted) => {
                    let (n, distinct) = (sorted.len() as u64, steps(&sorted));
                    (Seen::Numbers(sorted), n, distinct)
                }
                Values::Times(sorted) => {
                    let (n, distinct) = (sorted.len() as u64, steps(&sorted));
                    (Seen::Times(sorted), n, distinct)
                }
                _ => return None,
            },
        };
        Some(Facts {
            column,
            role,
            role_is_given,
            rows,
            present,
            distinct,
            seen,
        })
    }

    /// So many of the rows that have a value.
    pub fn of_present(&self, count: u64) -> Share {
        Share {
            count,
            rows: self.present,
        }
    }

    /// So many of all rows.
    pub fn of_rows(&self, count: u64) -> Share {
        Share {
            count,
            rows: self.rows,
        }
    }

    /// The finite numbers, ascending.
    pub fn finite(&self) -> &[f64] {
        let Seen::Numbers(sorted) = &self.seen else {
            return &[];
        };
        let from = sorted.partition_point(|v| *v == f64::NEG_INFINITY);
        let to = sorted.partition_point(|v| *v < f64::INFINITY);
        &sorted[from..to]
    }

    /// The instants, ascending.
    pub fn times(&self) -> &[i64] {
        match &self.seen {
            Seen::Times(sorted) => sorted,
            _ => &[],
        }
    }

    /// Levels that occur, with their code and rows, in order of first appearance.
    pub fn levels(&self) -> impl Iterator<Item = (u32, &'a str, u64)> {
        let counts: &[u64] = match &self.seen {
            Seen::Levels(counts) => counts,
            _ => &[],
        };
        let levels = match &self.column.data {
            ColumnData::Category(c) | ColumnData::Text(c) => Some(&c.levels),
            _ => None,
        };
        (0u32..)
            .zip(counts)
            .filter(|(_, count)| **count > 0)
            .filter_map(move |(code, count)| Some((code, levels?.get(code as usize)?, *count)))
    }

    /// True for categories and booleans.
    pub fn has_levels(&self) -> bool {
        matches!(self.column.kind, Kind::Category | Kind::Boolean)
    }
}

fn steps<T: PartialEq>(sorted: &[T]) -> u64 {
    let changes = sorted.windows(2).filter(|w| w[0] != w[1]).count();
    (changes + usize::from(!sorted.is_empty())) as u64
}

/// The first rows whose number answers true.
pub(super) fn number_rows(column: &Column, is: impl Fn(f64) -> bool) -> Vec<u32> {
    let ColumnData::Number(chunks) = &column.data else {
        return Vec::new();
    };
    let rows = chunks.iter().flatten().enumerate();
    super::problem::first(
        rows.filter(|(row, value)| is(**value) && !column.is_missing(*row))
            .map(|(row, _)| row),
    )
}

/// The first rows whose instant answers true.
pub(super) fn time_rows(column: &Column, is: impl Fn(i64) -> bool) -> Vec<u32> {
    let ColumnData::Time(chunks) = &column.data else {
        return Vec::new();
    };
    let rows = chunks.iter().flatten().enumerate();
    super::problem::first(
        rows.filter(|(row, value)| is(**value) && !column.is_missing(*row))
            .map(|(row, _)| row),
    )
}

/// The first rows whose level answers true.
pub(super) fn level_rows(column: &Column, is: impl Fn(u32) -> bool) -> Vec<u32> {
    let (ColumnData::Category(c) | ColumnData::Text(c)) = &column.data else {
        return Vec::new();
    };
    let rows = c.codes.iter().flatten().enumerate();
    super::problem::first(
        rows.filter(|(_, code)| **code != crate::table::Categories::MISSING && is(**code))
            .map(|(row, _)| row),
    )
}

/// The first rows that have no value.
pub(super) fn missing_rows(column: &Column, rows: u64) -> Vec<u32> {
    super::problem::first((0..rows as usize).filter(|row| column.is_missing(*row)))
}
