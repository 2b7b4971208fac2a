//! The drift verdict on files with known drift, 100,000 rows and 20 seeds, made by the seeded generator that stands
//! beside the project in `../shared/peers`; skipped where that folder is absent. Run with
//! `cargo test --release --test native generator -- --ignored --nocapture`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use driftglass::report::{Finding, Report, Severity};

use crate::drift_robustness::verdict;

/// Columns whose values or missing rates really change.
const INJECTED: [&str; 11] = [
    "n01", "n02", "n03", "n05", "n07", "n09", "n11", "n13", "n14", "c2", "c3",
];
const CLEAN: [&str; 9] = ["n00", "n04", "n06", "n08", "n10", "n12", "c0", "c1", "c4"];
/// Injected, but too small to matter.
const SMALL: [&str; 2] = ["n01", "c3"];

/// The generator, looked for beside the project.
fn generator() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/peers/generate_drift.py");
    let beside_main =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/peers/generate_drift.py");
    [path, beside_main].into_iter().find(|path| path.is_file())
}

/// Both files of one seed; `None` where the generator or Python is absent.
pub fn generated_texts(rows: u32, seed: u32, extras: bool) -> Option<(String, String)> {
    let script = generator()?;
    // Tests that run side by side may ask for the same files.
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let folder = std::env::temp_dir().join(format!(
        "driftglass-generator-{}-{}",
        std::process::id(),
        ASKED.fetch_add(1, Ordering::Relaxed)
    ));
    let mut command = Command::new("python3");
    command
        .arg(script)
        .arg(&folder)
        .arg(rows.to_string())
        .arg(seed.to_string());
    if extras {
        command.arg("--extras");
    }
    let status = command.status().ok()?;
    assert!(status.success(), "the generator failed");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("written");
    let texts = (text("ref.csv"), text("cur.csv"));
    std::fs::remove_dir_all(&folder).expect("removable");
    Some(texts)
}

fn of_column<'a>(report: &'a Report, name: &str) -> Vec<&'a Finding> {
    let findings: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|f| {
            f.analysis == "drift" && f.column.as_deref() == Some(name) && f.effect.is_some()
        })
        .collect();
    assert!(!findings.is_empty(), "{name} has no finding");
    findings
}

#[test]
#[ignore = "20 pairs of files from a generator outside the project"]
fn generator_drift_is_found_and_clean_columns_are_left_alone() {
    let mut words: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for seed in 0..20 {
        let Some((reference, current)) = generated_texts(100_000, 20_260_101 + seed, false) else {
            println!("skipped: no generator beside the project");
            return;
        };
        let report = verdict(&reference, &current);
        for name in INJECTED.iter().chain(&CLEAN) {
            let findings = of_column(&report, name);
            let worst = findings.iter().map(|f| f.severity).max().expect("one");
            *words
                .entry((*name).to_string())
                .or_default()
                .entry(format!("{worst:?}"))
                .or_default() += 1;
            let least_q = findings
                .iter()
                .filter_map(|f| f.test.as_ref()?.q)
                .fold(1.0, f64::min);
            let fault = findings.iter().any(|f| f.code.starts_with("drift.unit"));
            let right = if CLEAN.contains(name) {
                worst != Severity::Matters
            } else if SMALL.contains(name) {
                worst == Severity::RealButSmall && least_q <= 0.05
            } else {
                worst == Severity::Matters && least_q <= 0.05
            };
            if !right || fault != (*name == "n14") {
                for f in &findings {
                    let effect = f.effect.as_ref().expect("filtered");
                    wrong.push(format!(
                        "seed {seed} {}: {:?} {:?} {:?}",
                        f.id, f.severity, effect.value, effect.interval
                    ));
                }
            }
        }
    }
    for (name, words) in &words {
        println!("{name}: {words:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
