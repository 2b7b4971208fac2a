//! Files that are refused: the exact code and line.

use crate::table_reading::{options, pass, read, read_in_chunks, read_whole};
use driftglass::error::{Code, Error};
use driftglass::table::{Finished, Reader, Table};

fn refused(bytes: &[u8]) -> Error {
    let whole = read_in_chunks(bytes, &[]).expect_err("the file is refused");
    let split = read_in_chunks(bytes, &[1]).expect_err("the file is refused");
    assert_eq!(whole, split, "the error depends on the chunks");
    assert_eq!(whole.place.file.as_deref(), Some("file.csv"));
    assert!(!whole.action.is_empty());
    whole
}

fn assert_refused(bytes: &[u8], code: Code, line: u64) -> Error {
    let error = refused(bytes);
    assert_eq!(
        (error.code, error.place.line),
        (code, Some(line)),
        "{error}"
    );
    error
}

#[test]
fn nothing_to_read() {
    for text in ["", "\u{feff}", "\n\r\n\r  \n", "\u{feff}\n"] {
        assert_refused(text.as_bytes(), Code::TableEmpty, 1);
    }
    assert_refused(b"a,b\n", Code::TableHeaderOnly, 1);
    assert_refused(b"\n\na,b\n\n", Code::TableHeaderOnly, 3);
}

#[test]
fn names() {
    let error = assert_refused(b"\na,b,a\n1,2,3\n", Code::TableDuplicateName, 2);
    assert_eq!(error.place.column.as_deref(), Some("a"));
    let table: Table = read(",b,\n1,2,3\n").unwrap();
    let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["column 1", "b", "column 3"]);
    assert_eq!(table.warnings[0].code, Code::TableUnnamedColumn);
    assert_eq!(table.warnings[0].place.line, Some(1));
}

#[test]
fn other_formats() {
    for (bytes, word) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "PNG"),
        (b"PK\x03\x04\x14\0\0\0", "XLSX"),
        (b"PAR1\x15\x04\x15\0\xff", "Parquet"),
        (b"%PDF-1.7\n1,2\n", "PDF"),
        (b"\x1f\x8b\x08\0\0\0", "gzip"),
    ] {
        let error = assert_refused(bytes, Code::TableBinary, 1);
        assert!(error.found.contains(word), "{error}");
    }
    assert_refused(b"a,b\n1,2\n3,\0\n", Code::TableBinary, 3);
    let mut late = b"a,b\n".to_vec();
    late.extend(b"1,2\n".repeat(50_000));
    late.extend(b"3,\0\n");
    assert_refused(&late, Code::TableBinary, 50_002);
}

#[test]
fn encodings() {
    // UTF-8 before, or mostly UTF-8 behind it: a byte that is none is an error.
    let text = [
        &b"a,b\n\xc3\xa9,2\nM\xfcller,3\n"[..],
        b"a,b\n1,2\nM\xfcller,\xc3\xa9\xc3\xa9\n",
    ];
    for bytes in text {
        let error = assert_refused(bytes, Code::TableEncoding, 3);
        assert_eq!(error.place.value.as_deref(), Some("FC"));
    }
    // Neither UTF-8 nor Windows-1252.
    let error = assert_refused(b"a,b\n\"x\ny\xff\",3\n1,\x81\n", Code::TableEncoding, 3);
    assert_eq!(error.place.value.as_deref(), Some("FF"));
    // Half a character.
    assert_refused(b"\xff\xfea\0,\0b\0\n\0x\0,\0y\0\n", Code::TableEncoding, 2);
    assert_refused(
        b"\xff\xfea\0,\0b\0\n\0x\0\x00\xdc,\0y\0\n\0",
        Code::TableEncoding,
        2,
    );
    // Cut in the middle of a character.
    assert_refused(
        "a\nx\né".as_bytes().split_last().unwrap().1,
        Code::TableEncoding,
        3,
    );
}

#[test]
fn quotes_and_ragged_rows() {
    assert_refused(b"a,b\n1,2\n3,\"x\ny\n", Code::TableUnclosedQuote, 3);
    assert_refused(b"a,b\n\"p\nq\",\"x\ny\n", Code::TableUnclosedQuote, 3);
    let error = assert_refused(b"a,b\n1,2\n1\n2\n3\n", Code::TableRaggedRow, 3);
    assert_eq!(error.count, Some(3));
    assert_refused(b"a,b\n1,2,3\n", Code::TableRaggedRow, 2);
    assert!(
        read("a,b\n1,2\n1\n2\n").is_ok(),
        "two are not enough to refuse"
    );
}

#[test]
fn limits() {
    let long = format!("a,b\n1,2\n3,{}\n", "é".repeat(1_000_001));
    let error = read(&long).expect_err("too long");
    assert_eq!(
        (error.code, error.place.line),
        (Code::TableCellTooLong, Some(3))
    );
    assert_eq!(error.place.column.as_deref(), Some("b"));
    assert!(read(&format!("a,b\n1,2\n3,{}\n", "é".repeat(1_000_000))).is_ok());
    let open = format!("a,b\n1,\"{}", "x\n".repeat(3_000_000));
    let error = read_in_chunks(open.as_bytes(), &[100_000]).expect_err("too long");
    assert_eq!(
        (error.code, error.place.line),
        (Code::TableCellTooLong, Some(2))
    );
    let names: Vec<String> = (0..20_001).map(|i| format!("c{i}")).collect();
    let wide = format!("{}\n{}\n", names.join(","), ",".repeat(20_000));
    assert_refused(wide.as_bytes(), Code::TableTooManyColumns, 1);
    let wide = format!("{}\n{}\n", names[1..].join(","), ",".repeat(19_999));
    assert_eq!(read(&wide).unwrap().columns.len(), 20_000);
}

#[test]
fn memory_budget() {
    let text = format!("a,b\n{}", "1,x\n".repeat(100_000));
    let mut small = options();
    small.memory_bytes = 5_000;
    let error = read_whole(text.as_bytes(), &[], small).expect_err("over the budget");
    assert_eq!(error.code, Code::TableMemoryBudget);
    let mut enough = options();
    enough.memory_bytes = 1_300_000;
    assert!(pass(text.as_bytes(), &[], enough).is_ok());
}

#[test]
fn changed_files() {
    for announced in [7, 9] {
        let mut reader = Reader::new("file.csv", Some(announced), options());
        reader.push(b"a,b\n1,2\n").unwrap();
        let error = reader.finish().expect_err("another size");
        assert_eq!(error.code, Code::TableFileChanged);
    }
    let mut again = options();
    again.storage = Some(vec![driftglass::table::Kind::Number]);
    let error = pass(b"a\nx\ny\n", &[], again).expect_err("other content");
    assert_eq!(error.code, Code::TableFileChanged);
    let mut unknown = Reader::new("file.csv", None, options());
    unknown.push(b"a\n1\n").unwrap();
    assert!(matches!(unknown.finish(), Ok(Finished::Table(_))));
}

#[test]
fn delimiters_that_are_none() {
    let mut odd = options();
    odd.dialect.delimiter = Some('"');
    let error = pass(b"a\n1\n", &[], odd).expect_err("no delimiter");
    assert_eq!(error.code, Code::ConfigInvalidValue);
}
