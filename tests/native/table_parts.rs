//! Several readers of ranges of one file make exactly the table of one reader, wherever the cuts are.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use crate::table_reading::{options, read_whole};
use driftglass::error::Error;
use driftglass::table::{
    FilePart, Finished, MOST_READINGS, PartReader, ReadOptions, Reader, Table,
};

/// Ranges that were read apart and taken.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// Reads the range that begins at `from`, up to the row that begins at or behind `to`.
fn read_part(
    bytes: &[u8],
    plan: driftglass::table::Plan,
    from: usize,
    to: u64,
    options: &ReadOptions,
    sizes: &[usize],
) -> Result<FilePart, Error> {
    let mut part = PartReader::new(plan, from as u64, options.clone());
    part.stop_at(to);
    let mut rest = &bytes[from - 1..];
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() && !part.is_done() {
        let size = sizes.next().copied().unwrap_or(rest.len());
        let (chunk, behind) = rest.split_at(size.clamp(1, rest.len()));
        part.push(chunk)?;
        rest = behind;
    }
    part.finish()
}

/// One reading by a reader that stops at the first cut and readers of the ranges behind it; answers how many ranges
/// were taken as well.
fn pass_in_parts(
    bytes: &[u8],
    cuts: &[usize],
    sizes: &[usize],
    options: ReadOptions,
) -> Result<(Finished, usize), Error> {
    let mut reader = Reader::new("file.csv", Some(bytes.len() as u64), options.clone());
    let mut sizes_left = sizes.iter().cycle();
    let mut cuts = cuts.to_vec();
    cuts.retain(|&cut| cut > 0 && cut < bytes.len());
    cuts.sort_unstable();
    cuts.dedup();
    let first = cuts.first().map_or(u64::MAX, |&cut| cut as u64);
    reader.stop_at(first);
    let mut at = 0;
    let mut plan = None;
    while at < bytes.len() && reader.stopped().is_none() {
        let size = sizes_left.next().copied().unwrap_or(bytes.len());
        let end = bytes.len().min(at + size.max(1));
        reader.push(&bytes[at..end])?;
        plan = plan.or(reader.plan());
        at = end;
    }
    let mut taken = 0;
    if reader.stopped().is_some() {
        for (i, &from) in cuts.iter().enumerate() {
            let Some(plan) = plan.clone().or(reader.plan()) else {
                break;
            };
            let to = cuts.get(i + 1).map_or(u64::MAX, |&cut| cut as u64);
            let Ok(part) = read_part(bytes, plan, from, to, &options, sizes) else {
                break;
            };
            let (head, pieces) = part.into_pieces();
            let head = serde_json::from_str(&serde_json::to_string(&head).unwrap()).unwrap();
            if !reader.absorb(FilePart::of_pieces(head, pieces))? {
                break;
            }
            taken += 1;
        }
        if let Some(stopped) = reader.stopped() {
            reader.resume();
            reader.push(&bytes[stopped as usize..])?;
        }
    }
    Ok((reader.finish()?, taken))
}

fn read_in_parts(
    bytes: &[u8],
    cuts: &[usize],
    sizes: &[usize],
    mut given: ReadOptions,
) -> (Result<Table, Error>, usize) {
    let mut taken = 0;
    for _ in 0..MOST_READINGS {
        match pass_in_parts(bytes, cuts, sizes, given) {
            Ok((Finished::Table(table), more)) => return (Ok(*table), taken + more),
            Ok((Finished::Reread(again), more)) => {
                taken += more;
                given = again;
            }
            Err(error) => return (Err(error), taken),
        }
    }
    panic!("asked for more readings than promised")
}

/// Rows with everything that could be cut wrongly.
fn text() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        12 => "-?[0-9]{1,4}(\\.[0-9]{1,2})?",
        6 => "[a-cé]{1,3}",
        1 => prop::sample::select(vec!["", "NA", "2024-05-01", "007", "yes", "no", "Total: 3"]).prop_map(str::to_owned),
        1 => "\"[a-b\n,]{0,4}(\"\"[x\n])?\"",
        1 => "\"\n[0-9],[0-9]\n\"",
    ];
    let end = prop_oneof![
        20 => Just("\n"),
        8 => Just("\r\n"),
        4 => prop::sample::select(vec!["\n\n", ",\n", ",x\n"]),
        1 => Just("\r"),
    ];
    let row = (prop::collection::vec(cell, 3), end).prop_map(|(cells, end)| cells.join(",") + end);
    prop::collection::vec(row, 1..40).prop_map(|rows| rows.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    fn ranges_do_not_matter(
        text in text(),
        cuts in prop::collection::vec(0.0..1.0f64, 1..5),
        sizes in prop::collection::vec(1usize..6_000, 1..4),
        odd in prop::option::weighted(0.1, (0.0..1.0f64, prop::sample::select(vec![0u8, b'"', 0xff, b'\r']))),
    ) {
        let mut bytes = text.into_bytes();
        if let Some((at, byte)) = odd {
            bytes.insert((at * bytes.len() as f64) as usize, byte);
        }
        // Enough rows in front that the types are settled before the first cut.
        let front = format!("a,b,c\n{}", "1.5,abc,2024-01-01\n".repeat(5_000)).into_bytes();
        let cuts: Vec<usize> = cuts.iter().map(|cut| front.len() + (cut * bytes.len() as f64) as usize).collect();
        let bytes = [front, bytes].concat();
        let alone = read_whole(&bytes, &[], options());
        let (parts, taken) = read_in_parts(&bytes, &cuts, &sizes, options());
        TAKEN.fetch_add(taken, Ordering::Relaxed);
        prop_assert_eq!(alone, parts);
    }
}

#[test]
fn ranges_are_taken_and_do_not_matter() {
    ranges_do_not_matter();
    // Not all of them: some cuts are in quoted cells. But most.
    let taken = TAKEN.load(Ordering::Relaxed);
    assert!(taken > 200, "{taken} ranges were taken");
}

#[test]
fn parts_of_a_long_file_are_taken() {
    let mut text = String::from("n,word,flag,late,note\n");
    for i in 0..30_000 {
        let late = if i > 29_000 {
            "x".to_owned()
        } else {
            i.to_string()
        };
        let note = if i % 7 == 0 { "\"two\nlines\"" } else { "é" };
        text += &format!(
            "{}.5,w{},{},{late},{note}\n",
            i % 977,
            i % 1500,
            ["yes", "no"][i % 2]
        );
    }
    let bytes = text.as_bytes();
    let alone = read_whole(bytes, &[], options()).unwrap();
    for cuts in [
        &[bytes.len() / 2][..],
        &[bytes.len() / 3, bytes.len() / 3 * 2],
        &[200_000, 200_001, 400_000, 500_000],
    ] {
        let (parts, taken) = read_in_parts(bytes, cuts, &[65_536], options());
        assert!(alone == parts.unwrap(), "cuts {cuts:?}");
        // A type that breaks in the last rows asks for a second reading, of ranges as well.
        assert!(
            taken >= cuts.len(),
            "{taken} of {} ranges taken",
            cuts.len()
        );
    }
}

#[test]
fn a_sample_of_a_file_that_is_too_large_depends_on_nothing_but_the_seed() {
    let text = format!(
        "a,b\n{}",
        (0..300_000)
            .map(|i| format!("{i},x{}\n", i % 9))
            .collect::<String>()
    );
    let mut given = options();
    given.memory_bytes = 1_500_000;
    let whole = read_whole(text.as_bytes(), &[], given.clone()).unwrap();
    let sample = whole.sample().expect("a sample");
    assert_eq!(whole.rows_of_file(), 300_000);
    let rows = whole.rows as f64;
    assert!(
        (rows - 300_000.0 * sample.share()).abs() < 4.0 * rows.sqrt(),
        "{rows} rows"
    );
    assert!(rows > 50_000.0, "{rows} rows fit");
    for sizes in [&[1_000][..], &[77_777, 3]] {
        assert!(
            whole == read_whole(text.as_bytes(), sizes, given.clone()).unwrap(),
            "chunks of {sizes:?}"
        );
    }
    let (parts, _) = read_in_parts(
        text.as_bytes(),
        &[1_000_000, 2_000_000],
        &[65_536],
        given.clone(),
    );
    assert!(whole == parts.unwrap(), "ranges");
    // Each row is one of the file's, and knows which.
    let driftglass::table::ColumnData::Number(values) = &whole.columns[0].data else {
        panic!("numbers")
    };
    for (row, &value) in values.iter().flatten().enumerate() {
        assert_eq!(whole.row_number(row as u32) as f64, value);
    }
    let warning = whole
        .warnings
        .iter()
        .find(|w| w.code == driftglass::error::Code::TableSampled);
    assert_eq!(warning.and_then(|w| w.count), Some(whole.rows as u64));
    given.seed = 2;
    assert_ne!(
        whole.columns[0].data,
        read_whole(text.as_bytes(), &[], given).unwrap().columns[0].data
    );
}

#[test]
fn the_mean_of_samples_is_the_mean_of_the_file() {
    let text = format!(
        "a\n{}",
        (0..200_000).map(|i| format!("{i}\n")).collect::<String>()
    );
    let mut means = Vec::new();
    for seed in 0..20 {
        let mut given = options();
        given.memory_bytes = 200_000;
        given.seed = seed;
        let table = read_whole(text.as_bytes(), &[], given).unwrap();
        let driftglass::table::ColumnData::Number(values) = &table.columns[0].data else {
            panic!("numbers")
        };
        means.push(values.iter().flatten().sum::<f64>() / table.rows as f64);
    }
    // 20 means of about 15,000 rows each, whose standard deviation is 57,735: one of all is 105.
    let mean = means.iter().sum::<f64>() / 20.0;
    assert!((mean - 99_999.5).abs() < 4.0 * 105.0, "{mean}");
}
