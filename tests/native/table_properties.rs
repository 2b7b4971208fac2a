//! What holds for every file: chunks do not matter, the `csv` crate cuts the same cells, parts add up.

use proptest::prelude::*;

use crate::table_reading::{cells, read, read_in_chunks};
use driftglass::error::Code;
use driftglass::table::{Kind, Table};

/// Cells of every kind, and some that need quotes.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "-?[0-9]{1,4}(\\.[0-9]{1,3})?",
        1 => "0[0-9]{2}",
        1 => "202[0-9]-0[1-9]-1[0-9]",
        1 => prop::sample::select(vec!["true", "False", "yes", "NO", "t", "n"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["", "NA", "null", " ", "None", "inf"]).prop_map(str::to_owned),
        2 => "[a-c]{1,2}",
        1 => "[a-zé,;\"\t\r\n ]{0,6}",
    ]
}

/// One generator a column, so that columns have a type more often than not.
fn column(rows: usize) -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        prop::collection::vec("-?[0-9]{1,3}(\\.[0-9])?", rows),
        prop::collection::vec("202[0-9]-0[1-9]-1[0-9]", rows),
        prop::collection::vec(
            prop::sample::select(vec!["Yes", "no", ""]).prop_map(str::to_owned),
            rows
        ),
        prop::collection::vec("[a-d]", rows),
        prop::collection::vec(cell(), rows),
    ]
}

fn columns() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1usize..5, 1usize..30)
        .prop_flat_map(|(width, rows)| prop::collection::vec(column(rows), width))
}

/// Rows as well-formed CSV.
fn written(
    columns: &[Vec<String>],
    rows: std::ops::Range<usize>,
    crlf: bool,
    quote: bool,
) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(if crlf {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(b'\n')
        })
        .quote_style(if quote {
            csv::QuoteStyle::Always
        } else {
            csv::QuoteStyle::Necessary
        })
        .from_writer(Vec::new());
    let names: Vec<String> = (0..columns.len()).map(|i| format!("name {i}")).collect();
    writer.write_record(&names).unwrap();
    for row in rows {
        writer
            .write_record(columns.iter().map(|c| &c[row]))
            .unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// What the `csv` crate reads, without the lines that we count as blank.
fn reference_rows(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn assert_same_cell(ours: Option<&str>, theirs: &str, kind: Kind) {
    let trimmed = theirs.trim_matches([' ', '\t']);
    let Some(ours) = ours else {
        let missing = driftglass::table::MISSING_TOKENS.contains(&trimmed);
        assert!(
            missing || matches!(kind, Kind::Number | Kind::Time),
            "{theirs:?} is not missing"
        );
        return;
    };
    match kind {
        Kind::Number => assert_eq!(
            ours.parse::<f64>().unwrap(),
            trimmed.parse::<f64>().unwrap()
        ),
        Kind::Time => assert!(trimmed.starts_with("202"), "{theirs:?}"),
        Kind::Boolean => assert_eq!(ours, trimmed.to_lowercase()),
        Kind::Category | Kind::Text => assert_eq!(ours, theirs),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn cells_are_those_of_the_csv_crate(columns in columns(), crlf: bool, quote: bool) {
        let rows = columns[0].len();
        let text = written(&columns, 0..rows, crlf, quote);
        // Nothing but blank lines is no table.
        let blank = |cell: &String| cell.chars().all(|c| c == ' ') && !cell.is_empty();
        prop_assume!(columns.len() > 1 || quote || !columns[0].iter().all(blank));
        let table = read(&text).unwrap();
        // A first row of words above zeros may be a second line of the header.
        prop_assume!(header(&table) == Some("1"));
        let mut theirs = reference_rows(&text, table.dialect.delimiter.unwrap() as u8);
        // A row of one unquoted cell of spaces is a blank line to us.
        theirs.retain(|row| columns.len() > 1 || quote || row[0].is_empty() || row[0].chars().any(|c| c != ' '));
        prop_assert_eq!(table.rows, theirs.len());
        prop_assert!(table.warnings.iter().all(|w| w.code == Code::TableUnreadCells));
        for (i, column) in table.columns.iter().enumerate() {
            for (ours, row) in cells(column).iter().zip(&theirs) {
                assert_same_cell(ours.as_deref(), &row[i], column.kind);
            }
        }
    }

    #[test]
    fn chunks_do_not_matter(
        columns in columns(), crlf: bool,
        junk in prop::collection::vec((0usize..400, "[\",;\r\n x\u{0}é]{0,3}"), 0..3),
        sizes in prop::collection::vec(1usize..40, 1..6),
    ) {
        let mut text = written(&columns, 0..columns[0].len(), crlf, false);
        for (at, junk) in junk {
            let at = (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
            text.insert_str(at, &junk);
        }
        let whole = read(&text);
        prop_assert_eq!(&whole, &read_in_chunks(text.as_bytes(), &[1]));
        prop_assert_eq!(&whole, &read_in_chunks(text.as_bytes(), &sizes));
    }

    #[test]
    fn parts_add_up_to_the_whole(columns in columns(), cut in 0.0..1.0f64, crlf: bool) {
        let rows = columns[0].len();
        let cut = ((rows as f64 * cut) as usize).clamp(1, rows.max(2) - 1);
        prop_assume!(rows > 1);
        assert_adds_up(
            &written(&columns, 0..cut, crlf, false),
            &written(&columns, cut..rows, crlf, false),
            &written(&columns, 0..rows, crlf, false),
        );
    }
}

/// Lines of the header, as the reader found them.
fn header(table: &Table) -> Option<&str> {
    let mut all = table.inferences.iter();
    let found = all.find(|one| one.key == "dialect.header");
    found.map(|one| one.value.as_str())
}

/// True if both parts could be read alone with the same types.
fn assert_adds_up(first: &str, second: &str, whole: &str) -> bool {
    let (Ok(mut first), Ok(second), Ok(whole)) = (read(first), read(second), read(whole)) else {
        return false;
    };
    // The parts' delimiters and headers are sniffed on their own: a first row of words above zeros is taken for a second
    // line of the header in the whole, and not where it is a part's only row.
    if [&first, &second]
        .iter()
        .any(|part| part.dialect != whole.dialect || header(part) != header(&whole))
    {
        return false;
    }
    let before = first.clone();
    match first.append(second) {
        Ok(()) => {
            first.bytes = whole.bytes;
            first.votes = whole.votes.clone();
            first.inferences = whole.inferences.clone();
            assert_eq!(first, whole);
            true
        }
        Err(error) => {
            assert_eq!(error.code, Code::CallInvalid);
            assert_eq!(first, before, "a refused table must not change");
            false
        }
    }
}

#[test]
fn long_parts_add_up_across_chunks_of_storage() {
    let header = "number,word,id,date,flag,sparse,ragged\n";
    let part = |rows: std::ops::Range<usize>| {
        let mut text = String::new();
        for i in rows {
            let flag = ["True", "no", "yes", "FALSE"][i % 2 * 3];
            let number = if i % 500 == 3 {
                "off".to_owned()
            } else {
                format!("{}.5", i % 977)
            };
            let sparse = if i > 60_000 && i % 3 == 0 { "1" } else { "" };
            let end = ["x", "x,", "x,y", "x\"y"][usize::from(i % 100 == 7) * (i / 100 % 4)];
            text += &format!(
                "{number},w{},id-{i},2024-01-{:02},{flag},{sparse},{end}\n",
                i % 90,
                i % 28 + 1
            );
        }
        text
    };
    let whole = format!("{header}{}", part(0..140_000));
    for cut in [1, 127, 30_000, 65_536, 100_001] {
        let first = format!("{header}{}", part(0..cut));
        let second = format!("{header}{}", part(cut..140_000));
        assert!(assert_adds_up(&first, &second, &whole), "cut at {cut}");
    }
    let table: Table = read(&whole).unwrap();
    let kinds: Vec<Kind> = table.columns.iter().map(|c| c.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Number,
            Kind::Category,
            Kind::Text,
            Kind::Time,
            Kind::Boolean,
            Kind::Number,
            Kind::Category
        ]
    );
    assert_eq!(table.warnings.len(), 3, "{:?}", table.warnings);
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    for other in ["b\n1\n", "a,b\n1,2\n", "a\nx\n"] {
        let mut table = read("a\n1\n").unwrap();
        let error = table.append(read(other).unwrap()).unwrap_err();
        assert_eq!(error.code, Code::CallInvalid);
    }
    let mut table = read("a\nyes\n").unwrap();
    assert!(
        table.append(read("a\ntrue\n").unwrap()).is_err(),
        "two pairs of words"
    );
}

/// Odd files: what the `csv` crate makes of them, and where we differ on purpose.
#[test]
fn odd_files_beside_the_csv_crate() {
    for (text, same) in [
        ("a,b\n\"x\"y,1\nx\"y\"z,2\n", true),
        ("a,b\n\"x\"\"\",1\n", true),
        ("a,b\r1,2\r3,4", true),
        ("a,b\n\n\n1,2\n", true),
        // A quote behind a closed one is text to us; the csv crate takes text that follows as quoted again or not.
        ("a,b\n \"x\",1\n", true),
        // Two empty cells that only spaces fill are a short row to us; blank lines of spaces are no row.
        ("a,b\n1,2\n  \n", false),
    ] {
        let table = read(text).unwrap();
        let theirs = reference_rows(text, b',');
        let ours: Vec<Vec<Option<String>>> = table.columns.iter().map(cells).collect();
        let equal = table.rows == theirs.len()
            && theirs.iter().enumerate().all(|(row, cells)| {
                cells
                    .iter()
                    .enumerate()
                    .all(|(i, cell)| ours[i][row].as_deref() == Some(cell.as_str()))
            });
        assert_eq!(equal, same, "{text:?}: {ours:?} and {theirs:?}");
    }
}
