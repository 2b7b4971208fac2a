//! 200 files in dialects drawn at random (`tests/golden/generate/dialects.py`): our reader, which is told nothing of
//! them but what no one could see, beside pandas and the `csv` crate, which are told everything.

use std::path::Path;

use driftglass::config::Dialect;
use driftglass::error::Error;
use driftglass::table::{ColumnData, ReadOptions, Table};
use serde::Deserialize;
use serde_json::Value;

use crate::table_reading::{cells, options, read_whole};

#[derive(Deserialize)]
struct Case {
    dialect: Written,
    /// What no one could see in the file.
    told: Dialect,
    bytes: String,
    columns: Vec<Read>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "some of it is only shown where files differ")]
struct Written {
    delimiter: char,
    quote: char,
    escape: String,
    encoding: String,
    header: bool,
    quoting: String,
    line: String,
    decimal: String,
    missing: String,
}

/// A column as pandas has it.
#[derive(Deserialize)]
struct Read {
    name: String,
    values: Vec<Value>,
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/dialects/cases.jsonl");
    let text = std::fs::read_to_string(path).expect("the cases");
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a case"))
        .collect()
}

fn bytes_of(base64: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    let (mut bits, mut held) = (0u32, 0);
    for letter in base64.bytes().filter(|&letter| letter != b'=') {
        let value = LETTERS.iter().position(|&known| known == letter);
        bits = bits << 6 | value.expect("base64") as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}

fn read(case: &Case, sizes: &[usize]) -> Result<Table, Error> {
    let given = ReadOptions {
        dialect: case.told.clone(),
        ..options()
    };
    read_whole(&bytes_of(&case.bytes), sizes, given)
}

/// Where a table differs from what pandas read.
fn difference(case: &Case, table: &Table) -> Option<String> {
    if table.columns.len() != case.columns.len() {
        return Some(format!(
            "{} columns instead of {}",
            table.columns.len(),
            case.columns.len()
        ));
    }
    for (ours, theirs) in table.columns.iter().zip(&case.columns) {
        if case.dialect.header && ours.name != theirs.name {
            return Some(format!("{:?} instead of {:?}", ours.name, theirs.name));
        }
        let values = cells(ours);
        if values.len() != theirs.values.len() {
            return Some(format!(
                "{} rows instead of {}",
                values.len(),
                theirs.values.len()
            ));
        }
        let is_value = matches!(ours.data, ColumnData::Number(_) | ColumnData::Time(_));
        for (row, (value, wanted)) in values.iter().zip(&theirs.values).enumerate() {
            let same = match (value, wanted) {
                (None, Value::Null) => true,
                (Some(value), Value::Number(number)) => {
                    is_value && value.parse::<f64>().ok() == number.as_f64()
                }
                (Some(value), Value::String(text)) => !is_value && value == text,
                _ => false,
            };
            if !same {
                return Some(format!(
                    "{} row {row}: {value:?} instead of {wanted}",
                    theirs.name
                ));
            }
        }
    }
    None
}

#[test]
fn pandas_reads_the_same_values() {
    let cases = cases();
    assert!(cases.len() >= 200);
    let told = cases.iter().filter(|c| c.told != Dialect::default());
    let told = told.count();
    assert!(told * 10 <= cases.len(), "{told} files need help");
    let mut wrong = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        let said = match read(case, &[1 + i % 17]) {
            Ok(table) => difference(case, &table),
            Err(error) => Some(error.to_string()),
        };
        wrong.extend(said.map(|said| format!("file {i}: {said} ({:?})", case.dialect)));
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_csv_crate_cuts_the_same_cells() {
    let mut compared = 0;
    for (i, case) in cases().iter().enumerate() {
        if case.dialect.encoding != "utf-8" {
            continue;
        }
        let bytes = bytes_of(&case.bytes);
        let backslash = case.dialect.escape == "backslash";
        let rows: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
            .delimiter(case.dialect.delimiter as u8)
            .quote(case.dialect.quote as u8)
            .double_quote(!backslash)
            .escape(backslash.then_some(b'\\'))
            .has_headers(case.dialect.header)
            .from_reader(&bytes[..])
            .records()
            .map(|row| row.expect("a row"))
            .collect();
        let table = read(case, &[]).expect("a table");
        assert_eq!(table.rows, rows.len(), "file {i}");
        for (place, column) in table.columns.iter().enumerate() {
            let is_value = matches!(column.data, ColumnData::Number(_) | ColumnData::Time(_));
            for (row, ours) in cells(column).iter().enumerate() {
                match ours {
                    Some(ours) if !is_value => assert_eq!(ours, &rows[row][place], "file {i}"),
                    Some(_) => assert!(!rows[row][place].is_empty(), "file {i}"),
                    None => assert!(["", "NA", "null"].contains(&&rows[row][place]), "file {i}"),
                }
            }
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} columns");
}
