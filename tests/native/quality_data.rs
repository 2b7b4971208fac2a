//! Public data sets: what is said of them is bounded, and known faults are named. Skipped where the data is not there.

use std::collections::BTreeMap;

use driftglass::config::Role;
use driftglass::pipeline::{check_config, run};
use driftglass::report::Severity;
use driftglass::table::{Finished, ReadOptions, Reader, Table};
use serde_json::json;

use crate::quality::quality_of;
use crate::table_reading::options;

fn bytes(name: &str) -> Option<Vec<u8>> {
    let shared = std::env::var("DRIFTGLASS_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let path = format!("{shared}/datasets/{name}");
    if !name.ends_with(".gz") {
        return std::fs::read(path).ok();
    }
    let output = std::process::Command::new("gzip")
        .args(["-dc", &path])
        .output()
        .ok()?;
    Some(output.stdout).filter(|bytes| !bytes.is_empty())
}

fn table(name: &str) -> Option<Table> {
    let bytes = bytes(name)?;
    let read = |options: ReadOptions| {
        let mut reader = Reader::new(
            name.trim_end_matches(".gz"),
            Some(bytes.len() as u64),
            options,
        );
        reader.push(&bytes).expect("readable");
        reader.finish().expect("a table")
    };
    let first = read(options());
    Some(match first {
        Finished::Table(table) => *table,
        Finished::Reread(options) => match read(options) {
            Finished::Table(table) => *table,
            Finished::Reread(_) => panic!("a third reading"),
        },
    })
}

/// Data sets with their label and how many findings are to mend, to check, and in all, at most.
const SETS: &[(&str, &str, [usize; 3])] = &[
    ("bank_marketing.csv.gz", "y", [0, 8, 12]),
    ("credit_default.csv", "default", [0, 1, 2]),
    ("employment_ma_reference.csv.gz", "employed", [0, 4, 8]),
    ("german_credit.csv", "risk", [0, 3, 4]),
    ("loan_applications.csv", "approve", [3, 12, 20]),
    ("oulad.csv.gz", "final_result", [0, 3, 6]),
];

#[test]
#[ignore = "a minute: whole runs over public data sets"]
fn public_data_sets_do_not_drown_in_findings() {
    let mut wrong = Vec::new();
    for (name, label, most) in SETS {
        let Some(table) = table(name) else {
            println!("skipped: {name} is not there");
            continue;
        };
        let roles: BTreeMap<&str, Role> = [(*label, Role::Label)].into();
        let config = check_config(json!({"roles": roles})).expect("settings");
        let started = std::time::Instant::now();
        let report = run(&config, &Table::absent(), &table).expect("a report");
        let found = quality_of(&report);
        let count = |severity: Severity| found.iter().filter(|f| f.severity == severity).count();
        let counts = [
            count(Severity::Matters),
            count(Severity::RealSizeUnclear),
            found.len(),
        ];
        println!(
            "{name}: {} rows, {counts:?}, {:?}",
            table.rows,
            started.elapsed()
        );
        for finding in &found {
            println!("  {:?} {}", finding.severity, finding.sentence);
        }
        if counts.iter().zip(most).any(|(n, most)| n > most) {
            wrong.push(format!("{name}: {counts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Processor time of this thread in seconds.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// A file of 20 columns as they are common: numbers, categories, an id, a date, a flag, a label.
fn mixed(rows: usize) -> Table {
    use driftglass::stats::random::Random;
    use std::fmt::Write;
    let mut random = Random::new(1);
    let mut text = String::from("id,day,flag,label");
    for i in 0..10 {
        write!(text, ",n{i}").expect("written");
    }
    for i in 0..6 {
        write!(text, ",c{i}").expect("written");
    }
    text.push('\n');
    for row in 0..rows {
        let mut u = || random.uniform();
        let day = (u() * 28.0) as u32 + 1;
        let month = (u() * 12.0) as u32 + 1;
        let flag = if u() < 0.3 { "yes" } else { "no" };
        write!(
            text,
            "U{row:08},2024-{month:02}-{day:02},{flag},{}",
            u8::from(u() < 0.2)
        )
        .expect("written");
        for i in 0..10 {
            let value = -u().ln() * f64::from(i + 1);
            if u() < 0.01 {
                text.push(',');
            } else {
                write!(text, ",{value:.4}").expect("written");
            }
        }
        for i in 0..6 {
            write!(text, ",v{}", (u() * f64::from(4 << i)) as u32).expect("written");
        }
        text.push('\n');
    }
    crate::table_reading::read(&text).expect("a table")
}

/// Target: at most 1.5 s of processor time for 1,000,000 rows of 20 columns, with the release's code generation.
#[test]
#[ignore = "a million rows"]
fn long_speed_of_quality() {
    use driftglass::analysis::{Analysis, Context, Inputs, Roles};
    use driftglass::quality::{Parameters, Quality};
    let table = mixed(1_000_000);
    let role = |role: Role| driftglass::analysis::ColumnRole {
        role,
        reason: String::new(),
        confidence: 1.0,
    };
    let roles = Roles {
        reference: Vec::new(),
        current: table
            .columns
            .iter()
            .map(|c| {
                role(match c.name.as_str() {
                    "id" => Role::Id,
                    "day" => Role::Timestamp,
                    "label" => Role::Label,
                    _ => Role::Feature,
                })
            })
            .collect(),
    };
    let absent = Table::absent();
    let inputs = Inputs {
        reference: &absent,
        current: &table,
        pairs: &[],
        roles: &roles,
    };
    let config = driftglass::pipeline::default_config();
    let (parameters, context) = (Parameters::default(), Context { config: &config });
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let mut total = 0.0;
        let mut shown = Vec::new();
        for part in 0..Quality::parts(&inputs, &parameters) {
            let Some(before) = processor_seconds() else {
                return println!("skipped: no schedstat");
            };
            let outcome = Quality::run(&inputs, &parameters, &context, part).expect("an outcome");
            let took = processor_seconds().unwrap_or(before) - before;
            total += took;
            shown.push(format!("{part}: {took:.3} ({})", outcome.findings.len()));
        }
        println!("{total:.3} s; {}", shown.join(", "));
        best = best.min(total);
    }
    println!("1,000,000 rows, 20 columns: {best:.3} s of processor time");
    assert!(best <= 1.5, "{best}");
}
