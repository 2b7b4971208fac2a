//! Odd files beside what a careful person concludes from them, written by hand: `tests/golden/table/*.csv` and
//! `.json` of the same name.

use std::path::Path;

use crate::table_reading::{options, read_whole};
use driftglass::config::Dialect;
use driftglass::error::Error;
use driftglass::table::{Column, ColumnData, ReadOptions, Table};
use serde_json::{Value, json};

fn table(bytes: &[u8], sizes: &[usize], dialect: Dialect) -> Result<Table, Error> {
    let given = ReadOptions {
        dialect,
        ..options()
    };
    read_whole(bytes, sizes, given)
}

fn values(column: &Column) -> Vec<Value> {
    let all: Vec<Value> = match &column.data {
        ColumnData::Number(chunks) => chunks.iter().flatten().map(|v| json!(v)).collect(),
        ColumnData::Time(chunks) => chunks.iter().flatten().map(|v| json!(v)).collect(),
        ColumnData::Category(c) | ColumnData::Text(c) => c
            .codes
            .iter()
            .flatten()
            .map(|&code| json!(c.levels.get(code as usize)))
            .collect(),
    };
    all.into_iter()
        .enumerate()
        .map(|(row, value)| {
            if column.is_missing(row) {
                Value::Null
            } else {
                value
            }
        })
        .collect()
}

/// The table in the shape of the expectation.
fn concluded(read: Result<Table, Error>) -> Value {
    match read {
        Err(error) => json!({"error": {"code": error.code, "line": error.place.line}}),
        Ok(table) => json!({
            "delimiter": table.dialect.delimiter,
            "columns": table.columns.iter().map(|c| {
                json!({"name": c.name, "kind": c.kind, "values": values(c)})
            }).collect::<Vec<_>>(),
            "ledger": table.ledger,
            "warnings": table.warnings.iter().map(|w| {
                json!({"code": w.code, "line": w.place.line})
            }).collect::<Vec<_>>(),
        }),
    }
}

/// Whole numbers as such, so that 10 and 10.0 are equal.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(all) => all.iter().map(plain).collect(),
        Value::Object(all) => all.iter().map(|(k, v)| (k.clone(), plain(v))).collect(),
        other => other.clone(),
    }
}

#[test]
fn odd_files_are_read_as_a_careful_person_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/table");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .collect();
    files.sort();
    assert!(files.len() >= 60, "{} files", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file).expect("readable");
        let text = std::fs::read_to_string(file.with_extension("json")).expect("an expectation");
        let mut expected: Value = serde_json::from_str(&text).expect("JSON");
        let dialect: Dialect = match expected.as_object_mut().and_then(|o| o.remove("dialect")) {
            Some(dialect) => serde_json::from_value(dialect).expect("a dialect"),
            None => Dialect::default(),
        };
        for sizes in [&[][..], &[1], &[7, 3]] {
            let found = concluded(table(&bytes, sizes, dialect.clone()));
            if plain(&found) != plain(&expected) {
                wrong.push(format!("{}: {found}", file.display()));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
