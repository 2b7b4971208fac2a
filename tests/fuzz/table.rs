//! Files changed at random: no panic, a ledger that adds up, no dependence on chunks, bounded memory.
//!
//! A fixed number of inputs from a fixed seed; `DRIFTGLASS_FUZZ_SECONDS` goes on for that long.

use crate::inputs::{self, Random};
use crate::table_reading::{options, read_whole};
use driftglass::error::Error;
use driftglass::table::{Categories, ColumnData, Table};

const INPUTS: u64 = 3_000;

const SEEDS: &[&str] = &[
    "a,b,c\n1,x,2024-01-01\n2,y,2024-01-02T10:00:00Z\n,z,\n",
    "\u{feff}name;value;flag\r\n\"Müller; A\";1,5;true\r\n\"say \"\"hi\"\"\";NA;false\r\n",
    "id\tzip\tnote\n1\t007\t\"two\nlines\"\n2\t12345\t\n\n3\t99999\tx\ty\n",
    "x\n1\n2\n3.5\n-inf\n1e300\nNaN\n",
    "\"\",\"a\"\"b\",c\n\"\",,\n1,2\n1,2,3,4\n",
];

const TOKENS: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    "é".as_bytes(),
    b"\xef\xbb\xbf",
    b"NA",
    b"007",
    b"1e5",
    b"12345678901234567890",
    b"2024-02-30",
    b"true",
    b"yes",
    b" ",
    b",,,,,,",
    b"\n\n\n",
    b"PK\x03\x04",
    b"-",
    b".",
    b"inf",
    b"'",
    b"\\\"",
    b"sep=;\n",
    b"\xff\xfe",
    b"a\0",
    b"1.234,5",
    b"12 %",
    "5 €".as_bytes(),
    b"31/12/2024",
    b"Total\n",
];

fn mutated(random: &mut Random) -> Vec<u8> {
    let mut bytes = SEEDS[random.below(SEEDS.len())].as_bytes().to_vec();
    for _ in 0..random.below(12) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 | 1 => {
                let token = TOKENS[random.below(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
            2 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            3 => bytes.truncate(at.max(1)),
            4 => {
                let end = at + random.below(bytes.len() + 1 - at);
                bytes.drain(at..end);
            }
            _ => {
                let end = at + random.below(bytes.len() + 1 - at);
                let part = bytes[at..end].to_vec();
                let most = if random.below(40) == 0 { 3_000 } else { 4 };
                for _ in 0..=random.below(most) {
                    bytes.extend_from_slice(&part);
                }
                bytes.truncate(400_000);
            }
        }
    }
    bytes
}

fn read(bytes: &[u8], sizes: &[usize]) -> Result<Table, Error> {
    let mut options = options();
    // The table of a file this small fits; a reader that grows without bound does not.
    options.memory_bytes = 100 * bytes.len() as u64 + 1_000;
    read_whole(bytes, sizes, options)
}

fn check(bytes: &[u8], random: &mut Random) {
    let whole = read(bytes, &[]);
    let sizes = [
        1 + random.below(7),
        1 + random.below(70),
        1 + random.below(5_000),
    ];
    assert_eq!(whole, read(bytes, &sizes), "chunks of {sizes:?} matter");
    if bytes.len() < 2_000 {
        assert_eq!(whole, read(bytes, &[1]), "chunks of one byte matter");
    }
    match whole {
        Ok(table) => check_table(&table, bytes.len()),
        Err(error) => {
            assert_eq!(error.place.file.as_deref(), Some("file.csv"));
            assert!(!error.found.is_empty() && !error.action.is_empty());
        }
    }
}

fn check_table(table: &Table, bytes: usize) {
    match table.sample() {
        None => assert_eq!(table.rows_of_file(), table.rows as u64),
        Some(_) => assert!(table.rows as u64 <= table.rows_of_file()),
    }
    let ledger = &table.ledger;
    assert!(ledger.read() + ledger.blank_lines + ledger.trailer_lines <= 1 + bytes as u64);
    let mut level_bytes = 0;
    for column in &table.columns {
        let e = &column.evidence;
        assert_eq!(e.present + e.missing, table.rows as u64);
        assert!(e.number + e.identifier + e.time + e.boolean <= e.present);
        assert_eq!(column.missing.len(), table.rows.div_ceil(64));
        let missing: u64 = column
            .missing
            .iter()
            .map(|w| u64::from(w.count_ones()))
            .sum();
        assert_eq!(missing, e.missing + e.unread);
        let rows: usize = match &column.data {
            ColumnData::Number(values) => {
                assert!(values.iter().flatten().all(|v| !v.is_nan()));
                values.iter().map(Vec::len).sum()
            }
            ColumnData::Time(values) => values.iter().map(Vec::len).sum(),
            ColumnData::Category(c) | ColumnData::Text(c) => {
                level_bytes += c.levels.iter().map(str::len).sum::<usize>();
                for (row, &code) in c.codes.iter().flatten().enumerate() {
                    let missing = code == Categories::MISSING;
                    assert_eq!(missing, column.is_missing(row));
                    assert!(missing || (code as usize) < c.levels.len());
                }
                c.codes.iter().map(Vec::len).sum()
            }
        };
        assert_eq!(rows, table.rows);
    }
    // A character of one byte takes up to three in UTF-8.
    assert!(level_bytes <= 3 * bytes, "levels are larger than the file");
}

#[test]
fn hostile_files() {
    inputs::each(
        INPUTS,
        |random| (String::new(), mutated(random)),
        |_, bytes, random| check(bytes, random),
    );
}
