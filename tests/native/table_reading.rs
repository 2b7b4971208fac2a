//! What a file becomes: cells, types, evidence, ledger.

use driftglass::config::Dialect;
use driftglass::error::{Code, Error};
use driftglass::table::{
    Column, ColumnData, Finished, Kind, MOST_READINGS, Notation, ReadOptions, Reader, Table,
};

pub fn options() -> ReadOptions {
    ReadOptions {
        dialect: Dialect::default(),
        memory_bytes: 1 << 30,
        seed: 1,
        storage: None,
        sample: None,
    }
}

/// One pass over the bytes in chunks of the given sizes, over and over.
pub fn pass(bytes: &[u8], sizes: &[usize], options: ReadOptions) -> Result<Finished, Error> {
    let mut reader = Reader::new("file.csv", Some(bytes.len() as u64), options);
    let mut rest = bytes;
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let size = sizes.next().copied().unwrap_or(rest.len());
        let (chunk, behind) = rest.split_at(size.clamp(1, rest.len()));
        reader.push(chunk)?;
        rest = behind;
    }
    assert_eq!(reader.bytes_read(), bytes.len() as u64);
    reader.finish()
}

/// The table, after as many readings as are asked for.
pub fn read_whole(bytes: &[u8], sizes: &[usize], mut given: ReadOptions) -> Result<Table, Error> {
    for _ in 0..MOST_READINGS {
        match pass(bytes, sizes, given)? {
            Finished::Table(table) => return Ok(*table),
            Finished::Reread(again) => given = again,
        }
    }
    panic!("asked for more readings than promised")
}

pub fn read_in_chunks(bytes: &[u8], sizes: &[usize]) -> Result<Table, Error> {
    read_whole(bytes, sizes, options())
}

pub fn read(text: &str) -> Result<Table, Error> {
    read_in_chunks(text.as_bytes(), &[])
}

/// The column's cells as texts, `None` where missing.
pub fn cells(column: &Column) -> Vec<Option<String>> {
    let values: Vec<String> = match &column.data {
        ColumnData::Number(chunks) => chunks.iter().flatten().map(f64::to_string).collect(),
        ColumnData::Time(chunks) => chunks.iter().flatten().map(i64::to_string).collect(),
        ColumnData::Category(c) | ColumnData::Text(c) => c
            .codes
            .iter()
            .flatten()
            .map(|&code| c.levels.get(code as usize).unwrap_or("").to_owned())
            .collect(),
    };
    values
        .into_iter()
        .enumerate()
        .map(|(row, value)| (!column.is_missing(row)).then_some(value))
        .collect()
}

fn shown(table: &Table, name: &str) -> Vec<String> {
    let column = table.column(name).expect("the column is there");
    cells(column)
        .into_iter()
        .map(|cell| cell.unwrap_or_else(|| "∅".into()))
        .collect()
}

fn kind(table: &Table, name: &str) -> Kind {
    table.column(name).expect("the column is there").kind
}

#[test]
fn reads_every_kind() {
    let table = read(
        "n,t,b,c,z\n1.5,2024-01-01,TRUE,red,007\n-2,2024-01-02T00:00:00Z,false,blue,012\nNA,,True,red,100\n",
    )
    .unwrap();
    assert_eq!(table.rows, 3);
    assert_eq!(kind(&table, "n"), Kind::Number);
    assert_eq!(shown(&table, "n"), ["1.5", "-2", "∅"]);
    assert_eq!(kind(&table, "t"), Kind::Time);
    assert_eq!(shown(&table, "t"), ["1704067200000", "1704153600000", "∅"]);
    assert_eq!(kind(&table, "b"), Kind::Boolean);
    assert_eq!(shown(&table, "b"), ["true", "false", "true"]);
    assert_eq!(kind(&table, "c"), Kind::Category);
    assert_eq!(shown(&table, "c"), ["red", "blue", "red"]);
    assert_eq!(kind(&table, "z"), Kind::Category);
    assert_eq!(shown(&table, "z"), ["007", "012", "100"]);
    assert_eq!(table.ledger.used, 3);
    assert!(table.warnings.is_empty(), "{:?}", table.warnings);
}

#[test]
fn quotes_line_ends_and_byte_order_mark() {
    let table =
        read("\u{feff}\"a\",b\r\n\"x, \"\"y\"\"\nz\",1\n\"\",2\r\"q\",3\n\n  \n p,4").unwrap();
    assert_eq!(shown(&table, "a"), ["x, \"y\"\nz", "∅", "q", " p"]);
    assert_eq!(shown(&table, "b"), ["1", "2", "3", "4"]);
    assert_eq!(table.ledger.used, 4);
    assert_eq!(table.ledger.blank_lines, 2);
}

#[test]
fn delimiters_are_found_outside_quotes() {
    for (text, delimiter) in [
        ("a,b\n1,2\n", ','),
        ("a;b\n\"1,5,3\";2,5\n", ';'),
        ("a\tb\n1,2;\t3\n", '\t'),
        ("\"a,b,c\";d\n1;2\n", ';'),
        ("a\n1\n2\n", ','),
        ("\"a\",\"b\"\n\"0\",\";;\"\n", ','),
        ("\"0\",\";;\"\n\"1\",\";\"\n", ','),
        ("\"0\";\",,\"\n\"1\";\",\"\n", ';'),
    ] {
        let table = read(text).unwrap();
        assert_eq!(table.dialect.delimiter, Some(delimiter), "{text}");
    }
    let mut forced = options();
    forced.dialect.delimiter = Some(';');
    let Finished::Table(table) = pass(b"a,b\n1,2\n", &[], forced).unwrap() else {
        panic!("a table")
    };
    assert_eq!(table.columns.len(), 1);
}

#[test]
fn one_row_and_one_column_are_legal() {
    let table = read("a,b\n1,x").unwrap();
    assert_eq!((table.rows, table.columns.len()), (1, 2));
    let table = read("a\n1\n\"\"\n3\n").unwrap();
    assert_eq!(shown(&table, "a"), ["1", "∅", "3"]);
}

#[test]
fn a_few_unread_cells_count_as_missing_with_a_warning() {
    let mut text = String::from("n\n");
    for i in 0..300 {
        let cell = match i {
            7 => "seven".to_owned(),
            9 => "2024-01-01".to_owned(),
            _ => i.to_string(),
        };
        text += &format!("{cell}\n");
    }
    let table = read(&text).unwrap();
    let column = &table.columns[0];
    assert_eq!(column.kind, Kind::Number);
    assert_eq!(
        (
            column.evidence.number,
            column.evidence.unread,
            column.evidence.time
        ),
        (298, 2, 1)
    );
    assert!(column.is_missing(7) && column.is_missing(9) && !column.is_missing(8));
    let warning = &table.warnings[0];
    assert_eq!(warning.code, Code::TableUnreadCells);
    assert_eq!(warning.place.line, Some(9));
    assert_eq!(warning.place.value.as_deref(), Some("seven"));
    assert_eq!(warning.count, Some(2));
}

#[test]
fn a_column_that_changes_behind_the_first_rows_is_read_again_once() {
    let mut text = String::from("n,c\n");
    for i in 0..5000 {
        text += &format!("{i},k\n");
    }
    for i in 0..200 {
        text += &format!("text {i},k\n");
    }
    let Finished::Reread(again) = pass(text.as_bytes(), &[], options()).unwrap() else {
        panic!("the first reading stored numbers")
    };
    assert_eq!(again.storage, Some(vec![Kind::Category, Kind::Category]));
    let table = read(&text).unwrap();
    assert_eq!(kind(&table, "n"), Kind::Text);
    assert_eq!(shown(&table, "n")[..2], ["0", "1"]);
    assert_eq!(shown(&table, "n")[5199], "text 199");
    assert_eq!(table.columns[0].evidence.number, 5000);
    assert_eq!(table.columns[0].evidence.counter_examples[0].line, 5002);
}

#[test]
fn ragged_rows_are_repaired_or_left_out_and_the_ledger_adds_up() {
    let table = read("a,b,c\n1,2,3\n4,5\n6,7,8,,\n9,9,9,9\n1,2,3\n1,2,3\n1,2,3\n").unwrap();
    assert_eq!(table.rows, 6);
    assert_eq!(
        (
            table.ledger.used,
            table.ledger.repaired,
            table.ledger.skipped
        ),
        (4, 2, 1)
    );
    assert_eq!(shown(&table, "c"), ["3", "∅", "8", "3", "3", "3"]);
    let warning = &table.warnings[0];
    assert_eq!(warning.code, Code::TableRaggedRow);
    assert_eq!((warning.place.line, warning.count), (Some(3), Some(3)));
    assert_eq!(warning.place.value.as_deref(), Some("4,5"));
}

#[test]
fn stray_quotes_are_kept() {
    let table = read("a,b\n5\" pipe,1\n\"x\"y,2\n").unwrap();
    assert_eq!(shown(&table, "a"), ["5\" pipe", "xy"]);
    let warning = &table.warnings[0];
    assert_eq!(warning.code, Code::TableStrayQuote);
    assert_eq!((warning.place.line, warning.count), (Some(2), Some(2)));
    assert_eq!(warning.place.value.as_deref(), Some("5\" pipe"));
}

#[test]
fn a_column_without_a_value_is_a_category_without_levels() {
    let table = read("a,b\n,1\nNA,2\n").unwrap();
    let column = &table.columns[0];
    assert_eq!(column.kind, Kind::Category);
    let ColumnData::Category(categories) = &column.data else {
        panic!("a category")
    };
    assert!(categories.levels.is_empty());
    assert_eq!(column.evidence.missing, 2);
}

fn read_with(text: &str, dialect: Dialect) -> Table {
    let given = ReadOptions {
        dialect,
        ..options()
    };
    read_whole(text.as_bytes(), &[], given).expect("readable")
}

#[test]
fn pipes_are_found_and_a_close_vote_is_said() {
    let table = read("a|b\n1,5|x\n2|y\n").unwrap();
    assert_eq!(table.dialect.delimiter, Some('|'));
    assert_eq!(table.votes.len(), 4);
    assert_eq!((table.votes[0].delimiter, table.votes[0].cells), ('|', 2));
    assert!(table.warnings.is_empty(), "{:?}", table.warnings);
    let table = read("a,b;c,d\n1,2;3,4\n5,6;7,8\n").unwrap();
    assert_eq!(table.dialect.delimiter, Some(','));
    let warning = &table.warnings[0];
    assert_eq!(warning.code, Code::TableDelimiterDoubt);
    assert!(
        warning
            .found
            .contains("a comma makes 3 cells in 3 of the first 3 rows")
            && warning.found.contains("a semicolon makes 2 cells"),
        "{warning}"
    );
    let given = Dialect {
        delimiter: Some(';'),
        ..Dialect::default()
    };
    let table = read_with("a,b;c,d\n1,2;3,4\n5,6;7,8\n", given);
    assert_eq!(table.columns.len(), 2);
    assert!(table.warnings.is_empty() && table.votes.is_empty());
}

#[test]
fn a_given_list_of_missing_texts_replaces_the_default() {
    let given = Dialect {
        missing: Some(vec!["-999".into(), "?".into()]),
        ..Dialect::default()
    };
    let mut text = String::from("n,c,t\n");
    for i in 0..5000 {
        text += match i % 10 {
            0 => "-999,?,2024-01-01\n",
            1 => "?,NA,?\n",
            _ => "7,x,2024-01-02\n",
        };
    }
    let table = read_with(&text, given);
    assert_eq!(kind(&table, "n"), Kind::Number);
    assert_eq!(shown(&table, "n")[..3], ["∅", "∅", "7"]);
    assert_eq!(shown(&table, "n")[4990..4993], ["∅", "∅", "7"]);
    assert_eq!(table.columns[0].evidence.missing, 1000);
    assert_eq!(shown(&table, "c")[..3], ["∅", "NA", "x"]);
    assert_eq!(kind(&table, "t"), Kind::Time);
    assert_eq!(table.columns[2].evidence.missing, 500);
}

#[test]
fn a_decimal_comma_behind_thousands_of_whole_numbers_is_found_by_the_second_reading() {
    let mut text = String::from("k;v\n");
    for i in 0..5000 {
        text += &format!("x;{}\n", i % 50);
    }
    text += "x;1,5\nx;oops\nx;2,25\n";
    let table = read(&text).unwrap();
    let column = &table.columns[1];
    assert_eq!(column.kind, Kind::Number);
    assert_eq!(shown(&table, "v")[4999..], ["49", "1.5", "∅", "2.25"]);
    let evidence = &column.evidence;
    assert_eq!((evidence.number, evidence.unread), (5002, 1));
    assert_eq!(
        evidence.notation,
        Some(Notation::Amount {
            decimal: ',',
            sign: String::new()
        })
    );
    assert_eq!(
        (
            evidence.deciding[0].line,
            evidence.deciding[0].value.as_str()
        ),
        (5002, "1,5")
    );
    assert_eq!(evidence.counter_examples[0].line, 5003);
    assert_eq!(table.warnings[0].code, Code::TableUnreadCells);
    assert_eq!(table.warnings[0].place.line, Some(5003));
}

#[test]
fn a_given_decimal_comma_rereads_plain_points_as_thousands_where_it_can() {
    let given = Dialect {
        decimal: Some(','),
        ..Dialect::default()
    };
    let table = read_with("a;b;c\n1.234;1.5;7\n5.678;2.5;8\n", given);
    assert_eq!(shown(&table, "a"), ["1234", "5678"]);
    assert_eq!(shown(&table, "b"), ["1.5", "2.5"]);
    assert_eq!(shown(&table, "c"), ["7", "8"]);
    assert!(table.columns.iter().all(|c| c.kind == Kind::Number));
}

#[test]
fn parts_in_two_notations_do_not_add_up() {
    let mut table = read("k;v\na;1,5\n").unwrap();
    let before = table.clone();
    let error = table.append(read("k;v\nb;1.5\n").unwrap()).unwrap_err();
    assert_eq!(error.code, Code::CallInvalid);
    assert_eq!(table, before);
    table.append(read("k;v\nb;2,5\n").unwrap()).unwrap();
    assert_eq!(table, {
        let mut whole = read("k;v\na;1,5\nb;2,5\n").unwrap();
        whole.bytes = table.bytes;
        whole.votes = table.votes.clone();
        whole.inferences = table.inferences.clone();
        whole
    });
}
