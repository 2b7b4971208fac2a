//! What must not change a verdict: one far value, and the order of rows.

use std::collections::BTreeMap;
use std::fmt::Write;

use driftglass::pipeline::{Run, default_config, run};
use driftglass::report::{Report, Severity};
use driftglass::stats::normal::quantile;

use crate::drift_generator::generated_texts;
use crate::pipeline::read;
use crate::stats_random::Random;

/// What the verdict rests on, without what follows in the background.
pub fn verdict(reference: &str, current: &str) -> Report {
    let (r, c) = (
        read("reference.csv", reference, 1 << 20),
        read("current.csv", current, 1 << 20),
    );
    let mut run = Run::start(&default_config(), &r, &c).expect("comparable");
    while run.done() < run.verdict_steps() {
        run.step(&r, &c).expect("possible");
    }
    run.finish(&r, &c)
}

/// Everything, the background too.
fn compare(reference: &str, current: &str) -> Report {
    let (r, c) = (
        read("reference.csv", reference, 1 << 20),
        read("current.csv", current, 1 << 20),
    );
    run(&default_config(), &r, &c).expect("comparable")
}

/// The word of every finding about values or a fault.
fn words(report: &Report) -> BTreeMap<String, Severity> {
    report
        .findings
        .iter()
        .filter(|f| f.analysis != "quality" && f.effect.is_some())
        .map(|f| (f.id.clone(), f.severity))
        .collect()
}

/// One row more: in numeric columns `1000000`, or the column's own value at this share of its order; in the others the
/// cell of the middle row.
fn with_row(text: &str, numeric: &[bool], share: Option<f64>) -> String {
    with_row_of(text, text, numeric, share)
}

/// As [`with_row`], with the values of another file of these columns.
fn with_row_of(text: &str, other: &str, numeric: &[bool], share: Option<f64>) -> String {
    let others: Vec<Vec<&str>> = other
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let middle = &rows[rows.len() / 2];
    let cells: Vec<String> = numeric
        .iter()
        .enumerate()
        .map(|(column, numeric)| {
            let Some(share) = share.filter(|_| *numeric) else {
                return if *numeric {
                    "1000000".into()
                } else {
                    middle[column].into()
                };
            };
            let mut values: Vec<f64> = others
                .iter()
                .filter_map(|row| row[column].parse().ok())
                .collect();
            values.sort_unstable_by(f64::total_cmp);
            let last = values.len().saturating_sub(1);
            values
                .get(((values.len() as f64 * share) as usize).min(last))
                .map_or(String::new(), f64::to_string)
        })
        .collect();
    format!("{text}{}\n", cells.join(","))
}

/// Columns all of whose cells are numbers or empty.
fn numeric(text: &str) -> Vec<bool> {
    let mut lines = text.lines();
    let mut numeric = vec![true; lines.next().expect("header").split(',').count()];
    for line in lines {
        for (cell, numeric) in line.split(',').zip(&mut numeric) {
            *numeric &= cell.is_empty() || cell.parse::<f64>().is_ok();
        }
    }
    numeric
}

/// Findings whose word a far value in either file changes, though no ordinary row does.
fn moved_by_a_far_value(reference: &str, current: &str) -> Vec<String> {
    let numeric = numeric(reference);
    let before = words(&verdict(reference, current));
    let mut moved = Vec::new();
    for of_reference in [true, false] {
        let with = |share: Option<f64>| {
            words(&if of_reference {
                verdict(&with_row(reference, &numeric, share), current)
            } else {
                verdict(reference, &with_row(current, &numeric, share))
            })
        };
        let far = with(None);
        if far == before {
            continue;
        }
        // Values that the column has already: the file's own, its largest among them, and the other file's largest.
        let mut ordinary: Vec<_> = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0]
            .map(|share| with(Some(share)))
            .into();
        ordinary.push(words(&if of_reference {
            verdict(
                &with_row_of(reference, current, &numeric, Some(1.0)),
                current,
            )
        } else {
            verdict(
                reference,
                &with_row_of(current, reference, &numeric, Some(1.0)),
            )
        }));
        let ids: std::collections::BTreeSet<&String> = before.keys().chain(far.keys()).collect();
        for id in ids {
            if far.get(id) != before.get(id) && ordinary.iter().all(|o| o.get(id) == before.get(id))
            {
                moved.push(format!(
                    "{id} reference {of_reference}: {:?} became {:?}",
                    before.get(id),
                    far.get(id)
                ));
            }
        }
    }
    moved
}

/// Two files of seven numeric columns, each with a change of its own.
fn pair(seed: u64, rows: usize) -> (String, String) {
    let mut random = Random(seed);
    let changes: Vec<f64> = (0..7)
        .map(|_| [0.0, 0.0, 0.1, 0.2, 0.4, 0.8][(random.next() % 6) as usize])
        .collect();
    let mut file = |change: f64| {
        let mut text = String::from("a,b,c,d,e,f,g\n");
        for _ in 0..rows {
            let mut z = || quantile(random.uniform()).expect("inside");
            let by = |at: usize| change * changes[at];
            let values = [
                z() + by(0),
                (z() * (1.0 + by(1))).exp(),
                (z() + by(2)).abs().floor(),
                10.0 + 2.0 * (z() + by(3)),
                z() / z().abs().max(1e-3) + by(4),
                (20.0 * z() + 20.0 * by(5)).round() / 10.0,
                if z() < 0.5 + by(6) { 0.0 } else { z().exp() },
            ];
            for (at, value) in values.iter().enumerate() {
                let end = if at == 6 { '\n' } else { ',' };
                write!(text, "{value:.5}{end}").expect("a string");
            }
        }
        text
    };
    (file(0.0), file(1.0))
}

fn seeded_pairs(seeds: std::ops::Range<u64>, most: f64) -> Vec<String> {
    let mut moved = Vec::new();
    let count = (seeds.end - seeds.start) as f64;
    for seed in seeds.clone() {
        // Evenly on a logarithmic scale.
        let rows = 50.0 * (most / 50.0).powf((seed - seeds.start) as f64 / (count - 1.0));
        let (reference, current) = pair(seed, rows as usize);
        for one in moved_by_a_far_value(&reference, &current) {
            moved.push(format!("seed {seed}, {} rows: {one}", rows as usize));
        }
    }
    moved
}

#[test]
fn one_far_value_changes_no_word() {
    let moved = seeded_pairs(0..12, 1000.0);
    assert!(moved.is_empty(), "{moved:#?}");
}

#[test]
#[ignore = "200 pairs up to 100,000 rows"]
fn one_far_value_changes_no_word_of_200_pairs() {
    let moved = seeded_pairs(0..200, 100_000.0);
    assert!(moved.is_empty(), "{moved:#?}");
}

#[test]
#[ignore = "files of 100,000 rows from a generator outside the project, and the sample that xtask makes"]
fn one_far_value_changes_no_word_of_generator_and_sample() {
    for (name, files) in [
        ("generator", generated_texts(100_000, 20_260_101, false)),
        ("sample", sample()),
    ] {
        let Some((reference, current)) = files else {
            println!("skipped: no {name}");
            continue;
        };
        let moved = moved_by_a_far_value(&reference, &current);
        println!(
            "{name}: {} findings stay",
            words(&verdict(&reference, &current)).len()
        );
        assert!(moved.is_empty(), "{name}: {moved:#?}");
    }
}

fn sample() -> Option<(String, String)> {
    let file = |name: &str| {
        std::fs::read_to_string(format!(
            "{}/www/samples/{name}.csv",
            env!("CARGO_MANIFEST_DIR")
        ))
        .ok()
    };
    file("reference").zip(file("current"))
}

#[test]
fn no_details_are_left_out_below_the_budget() {
    let Some((reference, current)) = sample() else {
        return;
    };
    let report = compare(&reference, &current);
    assert!(
        report
            .warnings
            .iter()
            .all(|w| w.code != driftglass::error::Code::ReportDetailsLeftOut),
        "{:?}",
        report.warnings
    );
}

/// The rows in another order, the header first.
fn shuffled(text: &str, seed: u64) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut random = Random(seed);
    for at in (2..lines.len()).rev() {
        lines.swap(at, 1 + (random.next() % at as u64) as usize);
    }
    lines.join("\n") + "\n"
}

/// All that a report says but where it comes from; the sections of the audit apart: some of its numbers add up row by
/// row, which moves their last digits.
fn said(report: &Report) -> (String, serde_json::Value) {
    let mut report = crate::places::without_places(report.clone());
    report.provenance.files.clear();
    let (audit, rest) = std::mem::take(&mut report.sections)
        .into_iter()
        .partition(|section| section.analysis == "fairness");
    report.sections = rest;
    let audit: Vec<driftglass::report::Section> = audit;
    (
        report.to_json().expect("finite"),
        serde_json::to_value(audit).expect("finite"),
    )
}

/// Equal but for the last digits of numbers.
fn nearly(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (one, other) {
        (Number(a), Number(b)) => {
            let (a, b) = (a.as_f64().expect("f64"), b.as_f64().expect("f64"));
            a == b || (a - b).abs() <= 1e-11 * a.abs().max(b.abs())
        }
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| nearly(a, b)),
        (Object(a), Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(k, v)| b.get(k).is_some_and(|w| nearly(v, w)))
        }
        _ => one == other,
    }
}

fn same_whatever_the_order(name: &str, (reference, current): (String, String)) {
    let (before, audit_before) = said(&compare(&reference, &current));
    for seed in 0..1 {
        let (after, audit_after) = said(&compare(
            &shuffled(&reference, seed),
            &shuffled(&current, seed + 9),
        ));
        assert!(
            before == after,
            "{name}: the order of rows changed the report"
        );
        assert!(
            nearly(&audit_before, &audit_after),
            "{name}: the order of rows changed the audit"
        );
    }
}

#[test]
fn row_order_changes_nothing() {
    same_whatever_the_order("seeded", pair(1, 300));
}

#[test]
#[ignore = "files of 100,000 rows from a generator outside the project, and the sample that xtask makes"]
fn row_order_changes_nothing_of_generator_and_sample() {
    for (name, files) in [
        ("generator", generated_texts(100_000, 20_260_102, false)),
        ("sample", sample()),
    ] {
        match files {
            Some(files) => same_whatever_the_order(name, files),
            None => println!("skipped: no {name}"),
        }
    }
}
