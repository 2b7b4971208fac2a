//! The errors of reading, in words.

use super::repairs::delimiter_word;
use super::sniff::DelimiterVote;
use super::tokenizer::{MAXIMUM_CELL_CHARACTERS, MAXIMUM_COLUMNS, MAXIMUM_ROW_BYTES};
use crate::config::Encoding;
use crate::error::{Code, Error};

pub(super) fn empty() -> Error {
    Error::new(
        Code::TableEmpty,
        "the file has no rows",
        "a header and at least one row under it",
        "Check that the export finished and choose the file again.",
    )
    .at_line(1)
}

pub(super) fn header_only(line: u64) -> Error {
    Error::new(
        Code::TableHeaderOnly,
        "there is a header and no row under it",
        "at least one row under the header",
        "Check the filter of the export; if the file has no header, add one.",
    )
    .at_line(line)
}

pub(super) fn duplicate_name(line: u64, name: &str, at: &[usize], names: u64) -> Error {
    let at: Vec<String> = at.iter().map(usize::to_string).collect();
    Error::new(
        Code::TableDuplicateName,
        format!("columns {} have the same name", at.join(", ")),
        "a different name for each column",
        "Rename or remove one of the columns.",
    )
    .at_line(line)
    .in_column(name)
    .with_count(names)
}

pub(super) fn unnamed_columns(line: u64, given: &[String]) -> Error {
    Error::new(
        Code::TableUnnamedColumn,
        format!(
            "{} without a name, called {}",
            if given.len() == 1 {
                "a column".to_owned()
            } else {
                format!("{} columns", given.len())
            },
            given
                .iter()
                .take(5)
                .map(|name| format!("\"{name}\""))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        "a name for each column in the header",
        "Name the column in the file, or go on with the given name.",
    )
    .at_line(line)
    .in_column(given.first().map(String::as_str).unwrap_or_default())
    .with_count(given.len() as u64)
}

pub(super) fn too_many_columns(line: u64) -> Error {
    Error::new(
        Code::TableTooManyColumns,
        format!("the header has more than {MAXIMUM_COLUMNS} columns"),
        format!("at most {MAXIMUM_COLUMNS} columns"),
        "Export fewer columns; if rows and columns are exchanged, turn the table round.",
    )
    .at_line(line)
}

pub(super) fn cell_too_long(line: u64, column: Option<&str>, quoted: bool) -> Error {
    let error = Error::new(
        Code::TableCellTooLong,
        format!("a cell has more than {MAXIMUM_CELL_CHARACTERS} characters"),
        format!("at most {MAXIMUM_CELL_CHARACTERS} characters in a cell"),
        if quoted {
            "A quote opens here and may never be closed: close it, or double quotes that belong to the text."
        } else {
            "Leave this column out of the export, or check that the file is a CSV file at all."
        },
    )
    .at_line(line);
    match column {
        Some(column) => error.in_column(column),
        None => error,
    }
}

pub(super) fn row_too_long(line: u64) -> Error {
    Error::new(
        Code::TableCellTooLong,
        format!("a row has more than {MAXIMUM_ROW_BYTES} bytes"),
        format!("at most {MAXIMUM_ROW_BYTES} bytes in a row"),
        "Check that the file has line ends and that every quote is closed.",
    )
    .at_line(line)
}

pub(super) fn unclosed_quote(line: u64, value: &str) -> Error {
    Error::new(
        Code::TableUnclosedQuote,
        "a quote is opened here and never closed",
        "a closing quote, with quotes inside the text doubled",
        "Close the quote, or double it if it belongs to the text.",
    )
    .at_line(line)
    .with_value(value)
}

pub(super) fn encoding(line: u64, bytes: &[u8], encoding: Encoding) -> Error {
    let shown: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    Error::new(
        Code::TableEncoding,
        format!(
            "bytes that are not {}",
            match encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Windows1252 => "Windows-1252",
                Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            }
        ),
        "a file in one encoding, best in UTF-8",
        "Save it as UTF-8: in a spreadsheet choose \"CSV UTF-8\", in pandas to_csv(…, encoding=\"utf-8\").",
    )
    .at_line(line)
    .with_value(&shown.join(" "))
}

pub(super) fn zero_byte(line: u64) -> Error {
    Error::new(
        Code::TableBinary,
        "the file has NUL bytes, so it is not text",
        "a text file with comma, semicolon, tab or pipe between cells",
        "Export the data as CSV in UTF-8.",
    )
    .at_line(line)
}

pub(super) fn delimiter_doubt(first: &DelimiterVote, second: &DelimiterVote) -> Error {
    let says = |vote: &DelimiterVote| {
        format!(
            "{} makes {} cells in {} of the first {} rows",
            delimiter_word(vote.delimiter),
            vote.cells,
            vote.agreeing_rows,
            vote.rows
        )
    };
    Error::new(
        Code::TableDelimiterDoubt,
        format!("{}, {}", says(first), says(second)),
        "one delimiter that stands out",
        format!(
            "It was read with {}. If that is wrong, set dialect.delimiter.",
            delimiter_word(first.delimiter)
        ),
    )
}

pub(super) fn other_format(what: &str, action: &str) -> Error {
    Error::new(
        Code::TableBinary,
        format!("the file is {what}, whatever its name says"),
        "a text file with comma, semicolon, tab or pipe between cells",
        action,
    )
    .at_line(1)
}

pub(super) fn file_changed(announced: u64, read: u64) -> Error {
    Error::new(
        Code::TableFileChanged,
        format!("{read} bytes were read, {announced} were announced"),
        "a file that nobody writes to while it is read",
        "Wait until the file is written completely and choose it again.",
    )
}

pub(super) fn content_changed() -> Error {
    Error::new(
        Code::TableFileChanged,
        "the second reading found other values than the first",
        "a file that nobody writes to while it is read",
        "Wait until the file is written completely and choose it again.",
    )
}

pub(super) fn memory_refused(bytes: u64) -> Error {
    Error::new(
        Code::TableMemoryRefused,
        format!("{bytes} bytes more were asked for and refused"),
        "enough memory for the tables that the settings allow",
        "Close other tabs or programs, or set budgets.memory_bytes lower: a uniform sample of the rows is then read.",
    )
}

pub(super) fn memory_budget(budget_bytes: u64) -> Error {
    Error::new(
        Code::TableMemoryBudget,
        format!("the table would take more than {budget_bytes} bytes of memory"),
        "a table within the memory budget",
        "Leave out columns with long or unique texts, or raise budgets.memory_bytes: even a small sample of the rows does not fit.",
    )
}
