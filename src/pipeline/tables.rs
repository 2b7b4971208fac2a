//! Other ways to a reference and a current table than two files: one file split, or several files in order.

use super::run;
use crate::config::{Config, Role};
use crate::error::{Code, Error, Result};
use crate::report::Report;
use crate::table::{Kind, Period, Table};

/// Splits one file into reference and current rows as `config.split` says: without a column by the one whose role is
/// timestamp, or the first column of times.
///
/// # Errors
/// `split.no-column` where no column says how, and as [`Table::split`].
pub fn split(config: &Config, table: &Table) -> Result<(Table, Table)> {
    let role = |name: &str| config.roles.get(name).copied();
    let named = config.split.column.clone();
    let timed = || {
        let times = || table.columns.iter().filter(|c| c.kind == Kind::Time);
        times()
            .find(|c| role(&c.name) == Some(Role::Timestamp))
            .or_else(|| times().find(|c| role(&c.name).is_none()))
            .map(|c| c.name.clone())
    };
    let column = named.or_else(timed).ok_or_else(|| {
        Error::new(
            Code::SplitNoColumn,
            "one file without a column of times",
            "a second file, or a column that splits this one",
            "Drop a second file, or set split.column and split.at or split.reference.",
        )
        .in_file(&table.name)
    })?;
    table.split(&column, &config.split)
}

/// The rows that `config.cohort` names, of both files; `None` where it names none. An absent table stays absent.
///
/// # Errors
/// As [`Table::cohort`].
pub fn cohort(
    config: &Config,
    reference: &Table,
    current: &Table,
) -> Result<Option<(Table, Table)>> {
    if config.cohort.is_empty() {
        return Ok(None);
    }
    let reference = match reference.is_absent() {
        true => Table::absent(),
        false => reference.cohort(&config.cohort, |name| {
            config
                .renames
                .get(name)
                .cloned()
                .unwrap_or_else(|| name.to_owned())
        })?,
    };
    let current = current.cohort(&config.cohort, str::to_owned)?;
    Ok(Some((reference, current)))
}

/// Compares the two parts of one file.
///
/// # Errors
/// As [`split`] and [`run`].
pub fn run_one(config: &Config, table: &Table) -> Result<Report> {
    let (reference, current) = split(config, table)?;
    run(config, &reference, &current)
}

/// Several files, in the order of their periods: the one at `reference` is compared with all others, which become one
/// table that knows its files. Where the reference is the first of them, its own list of files names it alone.
///
/// # Errors
/// `call.invalid` with fewer than two files or where `reference` is none of them, and as [`Table::stack`].
pub fn periods(mut files: Vec<Table>, reference: usize) -> Result<(Table, Table)> {
    if files.len() < 2 || reference >= files.len() {
        return Err(Error::new(
            Code::CallInvalid,
            format!("{} files, the reference at {reference}", files.len()),
            "at least two files, one of them the reference",
            "Give the files in the order of their periods.",
        ));
    }
    let first = reference == 0;
    let mut reference = files.remove(reference);
    if first {
        reference.periods = vec![Period {
            name: reference.name.clone(),
            rows: reference.rows,
        }];
    }
    Ok((reference, Table::stack(files)?))
}

/// Compares the file at `reference` with all others, which are its periods.
///
/// # Errors
/// As [`periods`] and [`run`].
pub fn run_periods(config: &Config, files: Vec<Table>, reference: usize) -> Result<Report> {
    let (reference, current) = periods(files, reference)?;
    run(config, &reference, &current)
}
