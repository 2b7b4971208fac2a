//! Several files as one table, each a period.

use super::append::agree;
use super::{Column, Period, Table};
use crate::error::{Code, Error, Result};

impl Table {
    /// The rows of all `files` behind each other, in their order, with the columns that every one has with one type;
    /// the others are left out, and a warning names each.
    ///
    /// # Errors
    /// `call.invalid` without files, `pair.no-common-columns` where no column is left, `table.ragged-row`.
    pub fn stack(files: Vec<Table>) -> Result<Table> {
        let Some(first) = files.first() else {
            return Err(Error::new(
                Code::CallInvalid,
                "no file",
                "at least one file besides the reference",
                "Give the files in the order of their periods.",
            ));
        };
        let mut names: Vec<String> = Vec::new();
        let mut left_out: Vec<Error> = Vec::new();
        for column in &first.columns {
            match files.iter().find(|file| !has(file, column)) {
                None => names.push(column.name.clone()),
                Some(file) => left_out.push(not_in(file, &column.name)),
            }
        }
        for file in &files[1..] {
            for column in &file.columns {
                let known = left_out
                    .iter()
                    .any(|e| e.place.column.as_deref() == Some(&column.name));
                if first.column(&column.name).is_none() && !known {
                    left_out.push(not_in(first, &column.name));
                }
            }
        }
        if names.is_empty() {
            return Err(Error::new(
                Code::PairNoCommonColumns,
                "files without a column that all have with one type",
                "files with the same column names",
                "Check that all files are exports of the same data.",
            ));
        }
        let mut periods = Vec::new();
        let mut stacked: Option<Table> = None;
        for mut file in files {
            periods.push(Period {
                name: file.name.clone(),
                rows: file.rows,
            });
            let mut columns = std::mem::take(&mut file.columns);
            for name in &names {
                if let Some(at) = columns.iter().position(|column| column.name == *name) {
                    file.columns.push(columns.swap_remove(at));
                }
            }
            match &mut stacked {
                Some(table) => table.append(file)?,
                None => stacked = Some(file),
            }
        }
        let Some(mut table) = stacked else {
            return Table::stack(Vec::new());
        };
        if let [first, .., last] = &periods[..] {
            table.name = format!("{} to {}", first.name, last.name);
        }
        table.periods = periods;
        table.warnings.append(&mut left_out);
        Ok(table)
    }
}

fn has(file: &Table, column: &Column) -> bool {
    file.column(&column.name)
        .is_some_and(|other| agree(column, other))
}

fn not_in(file: &Table, column: &str) -> Error {
    let found = match file.column(column) {
        Some(column) => format!("a column of another type, {}", column.kind.as_str()),
        None => "a file without this column".into(),
    };
    Error::new(
        Code::PeriodColumnLeftOut,
        found,
        "every column in all files, with one type",
        "It is left out. Export all files in the same way.",
    )
    .in_file(&file.name)
    .in_column(column)
}
