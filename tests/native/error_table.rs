//! Every code that bad files lead to, with the exact place; from the same cases the table of codes in `docs/errors.md`
//! is written (`DRIFTGLASS_UPDATE=1`), and held to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::table_reading::{cells, options, read_whole};
use driftglass::config::Config;
use driftglass::error::{Code, Error};
use driftglass::pipeline;
use driftglass::table::{ReadOptions, Reader, Table};

/// What a careful person tries, the code, and the line and the column that are named.
struct Case {
    what: &'static str,
    code: Code,
    line: Option<u64>,
    column: Option<&'static str>,
    of: Of,
}

enum Of {
    /// Refused, or warned about where the table is read.
    File(Vec<u8>),
    Budget(Vec<u8>, u64),
    /// A file of another size than was announced.
    Announced(Vec<u8>, u64),
    /// Reference and current file.
    Pair(&'static str, &'static str),
}

fn case(what: &'static str, code: Code, line: u64, bytes: impl Into<Vec<u8>>) -> Case {
    Case {
        what,
        code,
        line: (line > 0).then_some(line),
        column: None,
        of: Of::File(bytes.into()),
    }
}

impl Case {
    fn of_column(mut self, column: &'static str) -> Case {
        self.column = Some(column);
        self
    }
}

fn pair(
    what: &'static str,
    code: Code,
    column: Option<&'static str>,
    reference: &'static str,
    current: &'static str,
) -> Case {
    Case {
        what,
        code,
        line: None,
        column,
        of: Of::Pair(reference, current),
    }
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn cases() -> Vec<Case> {
    let mut out = vec![
        case("empty", Code::TableEmpty, 1, ""),
        case("header only", Code::TableHeaderOnly, 1, "a,b\n"),
        case(
            "duplicate names",
            Code::TableDuplicateName,
            1,
            "a,b,a\n1,2,3\n",
        )
        .of_column("a"),
        case(
            "a column without a name",
            Code::TableUnnamedColumn,
            1,
            "a,,c\n1,2,3\n",
        )
        .of_column("column 2"),
        case(
            "too many columns",
            Code::TableTooManyColumns,
            1,
            format!("{}\n", vec!["c"; 20_001].join(",")),
        ),
        case(
            "ragged, few",
            Code::TableRaggedRow,
            3,
            "a,b\n1,2\n3\n4,5\n6,7\n",
        ),
        case("ragged, many", Code::TableRaggedRow, 2, "a,b\n1\n2\n3\n"),
        case(
            "unclosed quote",
            Code::TableUnclosedQuote,
            3,
            "a,b\n1,2\n3,\"x\ny\n",
        ),
        case("stray quote", Code::TableStrayQuote, 2, "a,b\n5\" pipe,1\n"),
        case("NUL", Code::TableBinary, 3, "a,b\n1,2\n3,\0\n"),
        case(
            "PNG named .csv",
            Code::TableBinary,
            1,
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
        ),
        case(
            "XLSX or ZIP named .csv",
            Code::TableBinary,
            1,
            &b"PK\x03\x04\x14\0\0\0"[..],
        ),
        case(
            "Parquet named .csv",
            Code::TableBinary,
            1,
            &b"PAR1\x15\x04\x15\0\xff"[..],
        ),
        case("PDF named .csv", Code::TableBinary, 1, "%PDF-1.7\n1,2\n"),
        case(
            "UTF-16 cut short",
            Code::TableEncoding,
            2,
            [&utf_16("a,b\n1,2")[..], b"\n"].concat(),
        ),
        case(
            "invalid UTF-8 in line 3",
            Code::TableEncoding,
            3,
            &b"a,b\n\xc3\xa9,2\nM\xfcller,3\n"[..],
        ),
        case(
            "Windows-1252, read with a warning",
            Code::TableEncoding,
            2,
            &b"a,b\nM\xfcller,3\n"[..],
        ),
        case(
            "a cell of more than 1 M characters",
            Code::TableCellTooLong,
            2,
            format!("a,b\n1,{}\n", "x".repeat(1_000_001)),
        )
        .of_column("b"),
        case(
            "two delimiters",
            Code::TableDelimiterDoubt,
            0,
            "a,b;c,d\n1,2;3,4\n5,6;7,8\n",
        ),
        case(
            "a sum behind the last row",
            Code::TableTrailer,
            4,
            "id,kind,n\n1,a,5\n2,b,7\nTotal rows: 2\n",
        ),
        case(
            "cells that are no number",
            Code::TableUnreadCells,
            102,
            format!("n\n{}x\n", "1\n".repeat(100)),
        )
        .of_column("n"),
        case(
            "comma or point",
            Code::TableAmbiguousNumber,
            2,
            "k;v\na;1,234\nb;5,678\n",
        )
        .of_column("v"),
        case(
            "mixed decimal marks",
            Code::TableMixedDecimals,
            3,
            "k;v\na;1.5\nb;2,5\nc;0,25\nd;0.25\n",
        )
        .of_column("v"),
        case(
            "mixed signs",
            Code::TableMixedUnits,
            3,
            "k,v\na,12%\nb,5 €\nc,13%\n",
        )
        .of_column("v"),
        case(
            "ambiguous dates",
            Code::TableAmbiguousDate,
            2,
            "k,d\na,01/02/2024\nb,03/04/2024\n",
        )
        .of_column("d"),
        case(
            "mixed date orders",
            Code::TableMixedDateOrders,
            2,
            "k,d\na,31/12/2024\nb,12/31/2024\n",
        )
        .of_column("d"),
        pair(
            "one row",
            Code::PairTooFewRows,
            None,
            "a,b\n1,x\n",
            "a,b\n1,x\n2,y\n",
        ),
        pair(
            "all columns different",
            Code::PairNoCommonColumns,
            None,
            "a,b\n1,2\n",
            "c,d\n1,2\n",
        ),
        pair(
            "a type that differs",
            Code::PairTypeDiffers,
            Some("a"),
            "a\n1\n2\n",
            "a\nx\ny\n",
        ),
        pair(
            "a column with another name",
            Code::PairRenamed,
            Some("user_age"),
            "User Age,k\n1,x\n2,y\n",
            "user_age,k\n1,x\n2,y\n",
        ),
        pair(
            "the files exchanged",
            Code::PairSwapped,
            Some("day"),
            "day,n\n2024-05-01,1\n2024-05-02,2\n",
            "day,n\n2024-04-01,1\n2024-04-02,2\n",
        ),
        pair(
            "identical files",
            Code::PairIdentical,
            None,
            "a\n1\n2\n",
            "a\n1\n2\n",
        ),
    ];
    out.push(Case {
        what: "changed while read",
        code: Code::TableFileChanged,
        line: None,
        column: None,
        of: Of::Announced(b"a,b\n1,2\n".to_vec(), 9),
    });
    let long = format!("a,b\n{}", "1,x\n".repeat(100_000));
    for (what, code, budget) in [
        ("larger than the memory budget", Code::TableSampled, 500_000),
        ("a budget for nothing", Code::TableMemoryBudget, 5_000),
    ] {
        out.push(Case {
            what,
            code,
            line: None,
            column: None,
            of: Of::Budget(long.clone().into_bytes(), budget),
        });
    }
    out
}

fn table(bytes: &[u8], memory_bytes: u64) -> Result<Table, Error> {
    let given = ReadOptions {
        memory_bytes,
        ..options()
    };
    read_whole(bytes, &[], given)
}

/// Everything that is said of a case.
fn said(of: &Of) -> Vec<Error> {
    let of_table = |read: Result<Table, Error>| match read {
        Ok(table) => table.warnings,
        Err(error) => vec![error],
    };
    match of {
        Of::File(bytes) => of_table(table(bytes, 1 << 30)),
        Of::Budget(bytes, memory_bytes) => of_table(table(bytes, *memory_bytes)),
        Of::Announced(bytes, announced) => {
            let mut reader = Reader::new("file.csv", Some(*announced), options());
            let read = reader.push(bytes).and_then(|()| reader.finish());
            read.err().into_iter().collect()
        }
        Of::Pair(reference, current) => {
            let [reference, current] =
                [reference, current].map(|text| table(text.as_bytes(), 1 << 30).expect("a table"));
            match pipeline::run(&Config::default(), &reference, &current) {
                Ok(report) => report.warnings,
                Err(error) => vec![error],
            }
        }
    }
}

#[test]
fn each_code_names_the_exact_place() {
    for case in cases() {
        let said = said(&case.of);
        let found = said.iter().find(|error| error.code == case.code);
        let found = found.unwrap_or_else(|| panic!("{}: {said:?}", case.what));
        assert_eq!(found.place.line, case.line, "{}: {found}", case.what);
        assert_eq!(
            found.place.column.as_deref(),
            case.column,
            "{}: {found}",
            case.what
        );
        let clauses = [&found.found, &found.expected, &found.action];
        assert!(
            clauses.iter().all(|clause| !clause.is_empty()),
            "{}",
            case.what
        );
    }
}

/// Where the codes come from that no file leads to.
fn elsewhere(code: Code) -> &'static str {
    let area = code.as_str().split('.').next().unwrap_or_default();
    match area {
        "config" => "the key in the settings",
        "file" => "the file",
        "start" | "internal" => "the page and its engine",
        "call" => "the call",
        "report" => "the saved report",
        _ => "the file or the analysis that is named",
    }
}

/// What happens to files outside the core, and the test that asserts the exact code.
const OUTSIDE: &[(Code, &str, &str)] = &[
    (
        Code::TableGzip,
        "an archive cut short or damaged",
        "tests/node/reading.test.js",
    ),
    (
        Code::TableMemoryRefused,
        "a host without memory",
        "tests/node/memory.test.js",
    ),
    (
        Code::FileUnreadable,
        "deleted while read",
        "tests/e2e/seal-engine.test.js",
    ),
    (
        Code::InternalWorkerLost,
        "a worker killed midway",
        "tests/node/workers.test.js",
    ),
];

/// Odd and legal: what it is read as, shown by [`shown`].
fn legal() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let wide = |cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..10_000).map(cell).collect();
        format!("{}\n", cells.join(","))
    };
    vec![
        (
            "one column",
            b"a\n1\n2\n".to_vec(),
            "2 rows; a number: 1, 2",
        ),
        (
            "one row",
            b"a,b\n1,x\n".to_vec(),
            "1 row; a number: 1; b category: x",
        ),
        (
            "10 000 columns",
            format!(
                "{}{}",
                wide(&|i| format!("c{i}")),
                wide(&|i| i.to_string()).repeat(2)
            )
            .into(),
            "2 rows; c0 number: 0, 0; c1 number: 1, 1; c2 number: 2, 2; and 9997 more",
        ),
        (
            "UTF-16 without a mark",
            utf_16("a,b\n1,é\n2,ß\n"),
            "2 rows; a number: 1, 2; b category: é, ß",
        ),
        (
            "a column all missing",
            b"a,b\n1,\n2,NA\n".to_vec(),
            "2 rows; a number: 1, 2; b category: nothing, nothing",
        ),
        (
            "a constant column, and one all distinct",
            b"a,b\n1,x\n1,y\n1,z\n".to_vec(),
            "3 rows; a number: 1, 1, 1; b category: x, y, z",
        ),
        (
            "1e400, -inf and NaN as text",
            b"a\n1e400\n-inf\nNaN\n5\n".to_vec(),
            "4 rows; a number: inf, -inf, nothing, 5",
        ),
        (
            "embedded newlines",
            b"a,b\n\"x\ny\",1\nz,2\n".to_vec(),
            "2 rows; a category: x\ny, z; b number: 1, 2",
        ),
        (
            "quotes doubled",
            b"a,b\n\"say \"\"hi\"\"\",1\nz,2\n".to_vec(),
            "2 rows; a category: say \"hi\", z; b number: 1, 2",
        ),
        (
            "delimiters in quotes",
            b"a,b\n\",,,\",1\n\"x,y\",2\n".to_vec(),
            "2 rows; a category: ,,,, x,y; b number: 1, 2",
        ),
        (
            "leading zeros and 19 digits",
            b"a,b\n007,9223372036854775807\n012,9223372036854775806\n".to_vec(),
            "2 rows; a category: 007, 012; b category: 9223372036854775807, 9223372036854775806",
        ),
        (
            "lone carriage returns",
            b"a,b\r1,x\r2,y\r".to_vec(),
            "2 rows; a number: 1, 2; b category: x, y",
        ),
        (
            "a byte order mark",
            "\u{feff}a,b\n1,x\n".into(),
            "1 row; a number: 1; b category: x",
        ),
    ]
}

/// The first columns of a table in words.
fn shown(table: &Table) -> String {
    let rows = table.rows;
    let mut parts = vec![format!("{rows} row{}", if rows == 1 { "" } else { "s" })];
    for column in table.columns.iter().take(3) {
        let values = cells(column).into_iter();
        let values: Vec<String> = values
            .map(|value| value.unwrap_or_else(|| "nothing".into()))
            .collect();
        parts.push(format!(
            "{} {}: {}",
            column.name,
            column.kind.as_str(),
            values.join(", ")
        ));
    }
    if table.columns.len() > 3 {
        parts.push(format!("and {} more", table.columns.len() - 3));
    }
    parts.join("; ")
}

#[test]
fn what_is_odd_and_legal_is_read() {
    for (what, bytes, expected) in legal() {
        let table = table(&bytes, 1 << 30).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(shown(&table), expected, "{what}");
        assert!(table.warnings.is_empty(), "{what}: {:?}", table.warnings);
    }
}

/// The table of codes.
fn document() -> String {
    let mut examples: BTreeMap<&str, (&str, Error)> = BTreeMap::new();
    for case in cases() {
        if let Some(error) = said(&case.of).into_iter().find(|e| e.code == case.code) {
            examples
                .entry(case.code.as_str())
                .or_insert((case.what, error));
        }
    }
    let mut out = String::from(
        "# Errors and warnings\n\nEvery error and every warning has a stable code, a place, what was found, what was expected and what to do. Where \
         bytes of a file lead to a code, the row shows what a real case says. Written from the code by `tests/native/error_table.rs` \
         (`DRIFTGLASS_UPDATE=1`), not by hand.\n\n| code | when | for instance | place | found | expected | what to do |\n|---|---|---|---|---|---|---|\n",
    );
    for code in Code::ALL {
        let row = match examples.get(code.as_str()) {
            Some((what, error)) => {
                let mut place = vec!["file".to_owned()];
                place.extend(error.place.line.map(|line| format!("line {line}")));
                place.extend(
                    error
                        .place
                        .column
                        .as_ref()
                        .map(|column| format!("column \"{column}\"")),
                );
                place.extend(error.place.value.as_ref().map(|_| "the value".to_owned()));
                format!(
                    "{what} | {} | {} | {} | {}",
                    place.join(", "),
                    cut(&error.found),
                    cut(&error.expected),
                    cut(&error.action)
                )
            }
            None => match OUTSIDE.iter().find(|(outside, ..)| outside == code) {
                Some((_, what, test)) => format!(
                    "{what} (`{test}`) | {} | in the message | in the message | in the message",
                    elsewhere(*code)
                ),
                None => format!(
                    "| {} | in the message | in the message | in the message",
                    elsewhere(*code)
                ),
            },
        };
        let _ = writeln!(
            out,
            "| `{}` | {} | {row} |",
            code.as_str(),
            code.meaning().trim()
        );
    }
    out.push_str("\n# Odd and legal\n\nRead without an error and without a warning.\n\n| what | read as |\n|---|---|\n");
    for (what, _, expected) in legal() {
        let _ = writeln!(out, "| {what} | {} |", cut(expected));
    }
    out
}

fn cut(text: &str) -> String {
    let one_line = text.replace('\n', " ").replace('|', "\\|");
    one_line.chars().take(220).collect()
}

#[test]
fn the_table_of_codes_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md");
    let text = document();
    if std::env::var_os("DRIFTGLASS_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, &text).expect("written");
    }
    let stored = std::fs::read_to_string(&path).expect("docs/errors.md");
    assert_eq!(stored, text, "renew it with DRIFTGLASS_UPDATE=1");
}
