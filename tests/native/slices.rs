//! Drift that sits in a part of the rows is found, named and told from chance.

use std::fmt::Write;
use std::path::Path;

use driftglass::config::Config;
use driftglass::pipeline::{default_config, run};
use driftglass::report::{Block, Cell, Finding, Report, Severity};
use driftglass::stats::random::Random;

use crate::pipeline::read;

#[path = "../../xtask/src/sample/mod.rs"]
mod sample;

fn compare(config: &Config, reference: &str, current: &str) -> Report {
    let (reference, current) = (
        read("reference.csv", reference, 65_536),
        read("current.csv", current, 65_536),
    );
    run(config, &reference, &current).expect("comparable")
}

fn slices(report: &Report) -> Vec<&Finding> {
    report
        .findings
        .iter()
        .filter(|f| f.analysis == "slices")
        .collect()
}

/// The finding about this column in this slice.
fn named<'a>(report: &'a Report, column: &str, slice: &str) -> &'a Finding {
    let shown: Vec<&str> = slices(report).iter().map(|f| f.sentence.as_str()).collect();
    slices(report)
        .into_iter()
        .find(|f| {
            f.column.as_deref() == Some(column)
                && f.numbers.get("slice") == Some(&Cell::Text(slice.into()))
        })
        .unwrap_or_else(|| panic!("{column} in {slice} is not in {shown:#?}"))
}

/// A normal number; no tail that a test could depend on.
fn normal(random: &mut Random) -> f64 {
    (0..12).map(|_| random.uniform()).sum::<f64>() - 6.0
}

fn pick<'a>(random: &mut Random, levels: &[&'a str]) -> &'a str {
    levels[((random.uniform() * levels.len() as f64) as usize).min(levels.len() - 1)]
}

/// One row's cells, as they may be changed.
struct Row {
    group: &'static str,
    region: &'static str,
    amount: f64,
    size: f64,
    colour: &'static str,
    note: Option<f64>,
}

fn file(seed: u64, rows: usize, change: &dyn Fn(&mut Row, &mut Random)) -> String {
    let mut random = Random::new(seed);
    let mut text = String::from("group,region,amount,size,colour,note\n");
    for _ in 0..rows {
        let mut row = Row {
            group: pick(&mut random, &["A1", "A2", "A3"]),
            region: pick(&mut random, &["north", "east", "south", "west"]),
            amount: 50.0 + 10.0 * normal(&mut random),
            size: 5.0 + normal(&mut random),
            colour: pick(&mut random, &["red", "green", "blue"]),
            note: (random.uniform() > 0.05).then(|| normal(&mut random)),
        };
        change(&mut row, &mut random);
        let note = row.note.map_or(String::new(), |n| format!("{n:.4}"));
        writeln!(
            text,
            "{},{},{:.3},{:.4},{},{note}",
            row.group, row.region, row.amount, row.size, row.colour
        )
        .expect("writes");
    }
    text
}

fn same(_: &mut Row, _: &mut Random) {}

#[test]
fn the_faults_of_the_sample_files_are_found_and_named() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("slices-sample");
    sample::write(&directory).expect("written");
    let text = |name| std::fs::read_to_string(directory.join(name)).expect("readable");
    let report = compare(
        &default_config(),
        &text("reference.csv"),
        &text("current.csv"),
    );
    let income = named(&report, "income", "region = Lombardy");
    assert_eq!(income.severity, Severity::Matters);
    let Some(Cell::Number(outside)) = income.numbers.get("outside_high") else {
        panic!("no interval of the other rows");
    };
    assert!(*outside < 0.15, "{outside}");
    let approved = named(&report, "approved", "gender = female");
    assert!(approved.severity >= Severity::RealSizeUnclear);
    // Nothing else sits in a part of the rows but what follows from income.
    for finding in slices(&report) {
        let column = finding.column.as_deref().unwrap_or_default();
        assert!(
            ["income", "approved", "score", "prediction"].contains(&column),
            "{}",
            finding.sentence
        );
    }
    // Slices change nothing of the verdict over columns.
    assert_eq!(report.verdict.code, "verdict.matters");
}

#[test]
fn a_change_where_two_conditions_meet_is_found_there_only() {
    let reference = file(1, 12_000, &same);
    let current = file(2, 12_000, &|row, _| {
        if row.group == "A1" && row.region == "south" {
            row.amount += 10.0;
        }
    });
    let report = compare(&default_config(), &reference, &current);
    let found = named(&report, "amount", "group = A1 and region = south");
    assert_eq!(found.severity, Severity::Matters);
    assert_eq!(slices(&report).len(), 1, "{:#?}", slices(&report));
    assert!(found.sentence.contains("runs higher"), "{}", found.sentence);
    let effect = found
        .effect
        .as_ref()
        .and_then(|e| e.value)
        .expect("estimated");
    assert!((effect - 1.0).abs() < 0.2, "{effect}");
}

#[test]
fn a_change_that_cancels_out_over_all_rows_is_found_on_both_sides() {
    let reference = file(3, 10_000, &same);
    let current = file(4, 10_000, &|row, _| match row.group {
        "A1" => row.size += 0.6,
        "A2" => row.size -= 0.6,
        _ => {}
    });
    let report = compare(&default_config(), &reference, &current);
    let up = named(&report, "size", "group = A1");
    let down = named(&report, "size", "group = A2");
    assert_eq!(
        (up.severity, down.severity),
        (Severity::Matters, Severity::Matters)
    );
    assert!(up.sentence.contains("runs higher") && down.sentence.contains("runs lower"));
    assert_eq!(slices(&report).len(), 2, "{:#?}", slices(&report));
}

#[test]
fn levels_and_missing_values_are_looked_at_within_bins_of_numbers() {
    let reference = file(5, 16_000, &same);
    let current = file(6, 16_000, &|row, random| {
        if row.amount > 61.5 && random.uniform() < 0.5 {
            row.colour = "red";
        }
        if row.region == "west" && random.uniform() < 0.3 {
            row.note = None;
        }
    });
    let report = compare(&default_config(), &reference, &current);
    let missing = named(&report, "note", "region = west");
    assert_eq!(missing.severity, Severity::Matters);
    assert!(
        missing.id.starts_with("slices/note/missing/"),
        "{}",
        missing.id
    );
    let colour: Vec<&Finding> = slices(&report)
        .into_iter()
        .filter(|f| f.column.as_deref() == Some("colour"))
        .collect();
    assert_eq!(colour.len(), 1);
    assert_eq!(colour[0].severity, Severity::Matters);
    assert!(
        colour[0].sentence.contains("amount above 61"),
        "{}",
        colour[0].sentence
    );
}

#[test]
fn a_change_of_all_rows_sits_in_no_slice() {
    let reference = file(7, 10_000, &same);
    let current = file(8, 10_000, &|row, random| {
        row.amount += 6.0;
        if random.uniform() < 0.3 {
            row.colour = "blue";
        }
        if random.uniform() < 0.2 {
            row.note = None;
        }
    });
    let report = compare(&default_config(), &reference, &current);
    assert!(slices(&report).is_empty(), "{:#?}", slices(&report));
    let amount = report
        .findings
        .iter()
        .find(|f| f.id == "drift/amount/values");
    assert_eq!(amount.expect("compared").severity, Severity::Matters);
}

#[test]
fn row_order_changes_nothing() {
    let reference = file(9, 4_000, &same);
    let current = file(10, 4_000, &|row, _| {
        if row.group == "A1" {
            row.amount += 8.0;
        }
    });
    let shuffled = |text: &str, seed: u64| {
        let mut lines: Vec<&str> = text.lines().collect();
        let mut random = Random::new(seed);
        for at in (2..lines.len()).rev() {
            let other = 1 + (random.uniform() * at as f64) as usize;
            lines.swap(at, other.min(at));
        }
        lines.join("\n") + "\n"
    };
    let of = |reference: &str, current: &str| {
        let report = compare(&default_config(), reference, current);
        let sections: Vec<_> = report
            .sections
            .iter()
            .filter(|s| s.id == "slices")
            .collect();
        let findings = slices(&report);
        assert!(!findings.is_empty());
        serde_json::to_string(&(sections, findings)).expect("writes")
    };
    assert_eq!(
        of(&reference, &current),
        of(&shuffled(&reference, 1), &shuffled(&current, 2))
    );
}

#[test]
fn odd_tables_are_survived() {
    let constant = "a,b\n".to_string() + &"1,x\n".repeat(500);
    let missing = "a,b\n".to_string() + &"NA,\n".repeat(500);
    let one = "a,b\n1,x\n".to_string();
    let infinite = "a,b\n".to_string() + &"inf,x\n-inf,y\n1,\n".repeat(300);
    let odd = [constant, missing, one, infinite];
    for reference in &odd {
        for current in &odd {
            let report = compare(&default_config(), reference, current);
            assert!(
                slices(&report)
                    .iter()
                    .all(|f| f.severity != Severity::Matters)
            );
        }
    }
}

#[test]
fn ten_thousand_columns_are_bounded_and_what_is_left_out_is_said() {
    let columns = 10_000;
    let mut random = Random::new(11);
    let mut wide = |rows: usize| {
        let header: Vec<String> = (0..columns).map(|c| format!("c{c}")).collect();
        let mut text = header.join(",") + "\n";
        for _ in 0..rows {
            for c in 0..columns {
                let value = (random.uniform() * 100.0) as u32;
                write!(text, "{}{value}", if c > 0 { "," } else { "" }).expect("writes");
            }
            text.push('\n');
        }
        text
    };
    let report = compare(&default_config(), &wide(20), &wide(20));
    let section = report
        .sections
        .iter()
        .find(|s| s.id == "slices")
        .expect("there");
    let said = section.blocks.iter().find_map(|b| match b {
        Block::Text(t) if t.code == "slices.left-out" => t.numbers.get("left_out").cloned(),
        _ => None,
    });
    let Some(Cell::Number(left_out)) = said else {
        panic!("nothing said of columns left out");
    };
    assert!(left_out > 9_000.0 && left_out < 10_000.0);
}

/// Findings of `runs` pairs, and those that do not name what was put in.
fn simulate(
    runs: u64,
    rows: usize,
    change: &dyn Fn(&mut Row, &mut Random),
    right: &dyn Fn(&Finding) -> bool,
) -> (usize, usize, f64) {
    let config = default_config();
    let (mut any, mut matters, mut false_share) = (0, 0, 0.0);
    for seed in 0..runs {
        let reference = file(1_000 + 2 * seed, rows, &same);
        let current = file(1_001 + 2 * seed, rows, change);
        let report = compare(&config, &reference, &current);
        let section = report.sections.iter().find(|s| s.id == "slices");
        // What the table lists counts, not only what became a finding.
        let listed: usize = section
            .into_iter()
            .flat_map(|s| &s.blocks)
            .map(|b| match b {
                Block::Table(table) => table.rows.len(),
                _ => 0,
            })
            .sum();
        let found = slices(&report);
        any += usize::from(listed > 0);
        matters += usize::from(found.iter().any(|f| f.severity == Severity::Matters));
        let wrong: Vec<&&Finding> = found.iter().filter(|f| !right(f)).collect();
        for finding in &wrong {
            println!("not put in: {}", finding.sentence);
        }
        false_share += wrong.len() as f64 / found.len().max(1) as f64;
    }
    (any, matters, false_share / runs as f64)
}

/// Clean pairs: at most 5 % may name any slice. With drift in one slice: at most 5.5 % of what is named is false.
fn error_rates(runs: u64) {
    for rows in [400, 1_500, 4_000] {
        let (any, matters, _) = simulate(runs, rows, &same, &|_| false);
        println!("{rows} rows, clean: {any} of {runs} name a slice, {matters} one that matters");
        let most = 0.05 * runs as f64;
        assert!(
            (any as f64) <= most,
            "{any} of {runs} clean pairs of {rows} rows"
        );
        assert!(matters <= any);
    }
    let in_slice = |row: &mut Row, _: &mut Random| {
        if row.group == "A1" {
            row.amount += 5.0;
        }
    };
    // Everything drifts a little, one group more: a slice may be named that has part of that group only. And where
    // `amount` has moved in one group, that group's share among rows of any one `amount` has changed: that is true, too.
    let right = |f: &Finding| {
        let Some(Cell::Text(slice)) = f.numbers.get("slice") else {
            return false;
        };
        match f.column.as_deref() {
            Some("amount") => slice.contains("group = A1"),
            Some("group") => slice.starts_with("amount ") && !slice.contains(" and "),
            _ => false,
        }
    };
    let (any, _, false_share) = simulate(runs, 3_000, &in_slice, &right);
    println!("drift in one group: {any} of {runs} name a slice, {false_share} of them false");
    assert!(any as u64 * 10 >= runs * 9, "{any} of {runs}");
    // Three Monte-Carlo errors above the promised 5 %.
    let most = 0.05 + 3.0 * (0.05 * 0.95 / runs as f64).sqrt();
    assert!(false_share <= most, "{false_share}");
}

#[test]
fn clean_pairs_name_no_slice_and_what_is_named_is_right() {
    error_rates(20);
}

#[test]
#[ignore = "long: 1000 pairs a cell, a minute in release"]
fn clean_pairs_name_no_slice_and_what_is_named_is_right_long() {
    error_rates(1_000);
}

/// The benchmark's generator with its extra columns, whose `n00` moves by half a deviation in segment S3 only.
/// Skipped where that folder or python3 with NumPy is absent.
fn generated(rows: usize, seeds: &[u32]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/peers/generate_drift.py");
    if !script.is_file() {
        println!("skipped: {} is absent", script.display());
        return;
    }
    for seed in seeds {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("slices-{seed}"));
        let made = std::process::Command::new("python3")
            .arg(&script)
            .arg(&directory)
            .args([rows.to_string(), seed.to_string(), "--extras".into()])
            .status();
        if !made.is_ok_and(|status| status.success()) {
            println!("skipped: python3 with NumPy is absent");
            return;
        }
        let text = |name| std::fs::read_to_string(directory.join(name)).expect("readable");
        let report = compare(&default_config(), &text("ref.csv"), &text("cur.csv"));
        let found = named(&report, "n00", "segment = S3");
        assert_eq!(found.severity, Severity::Matters, "seed {seed}");
        let effect = found
            .effect
            .as_ref()
            .and_then(|e| e.value)
            .expect("estimated");
        assert!((effect - 0.5).abs() < 0.1, "seed {seed}: {effect}");
        let clean = ["n04", "n06", "n08", "n10", "n12", "c0", "c1", "c4"];
        for finding in slices(&report) {
            let column = finding.column.as_deref().unwrap_or_default();
            assert!(
                !clean.contains(&column),
                "seed {seed}: {}",
                finding.sentence
            );
        }
        std::fs::remove_dir_all(&directory).expect("removed");
    }
}

#[test]
#[ignore = "long: 100 000 rows, ten seeds, a minute in release"]
fn drift_in_one_segment_of_generated_data_is_located_long() {
    generated(100_000, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
}
