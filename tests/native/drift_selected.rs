//! Selected tests, distances and corrections: they take the place of the default ones, and nothing else changes.

use driftglass::drift::{DISTANCES, LEVEL_TESTS, NUMBER_TESTS};
use driftglass::error::Code;
use driftglass::pipeline::{check_config, run};
use driftglass::report::{Block, Finding, Report, Rule, Severity};
use driftglass::stats::random::Random;
use driftglass::stats::two_sample::{
    anderson_darling, brunner_munzel, cramer_von_mises, epps_singleton, kuiper, mann_whitney, welch,
};
use driftglass::stats::{correction, fisher, proportion};
use driftglass::table::{Distribution, Table, Values};
use serde_json::{Value, json};

use crate::pipeline::read;

const ROWS: usize = 250;

/// Columns: a shifted number, a number of few values, a number 0/1, five levels, two levels.
fn file(rows: usize, shift: f64, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut text = String::from("amount,children,flag,region,member\n");
    for _ in 0..rows {
        let wave: f64 = (0..6).map(|_| random.uniform()).sum::<f64>() - 3.0;
        let region = ["north", "south", "east", "west", "sea"]
            [(random.uniform() * (5.0 - shift)) as usize % 5];
        text += &format!(
            "{:.4},{},{},{region},{}\n",
            wave + shift,
            (random.uniform() * 6.0) as u32,
            u8::from(random.uniform() < 0.3 + 0.1 * shift),
            if random.uniform() < 0.5 { "yes" } else { "no" },
        );
    }
    text
}

fn tables() -> (Table, Table) {
    (
        read("reference.csv", &file(ROWS, 0.0, 1), 4096),
        read("current.csv", &file(ROWS - 50, 0.8, 2), 4096),
    )
}

fn report(config: Value) -> Report {
    let (reference, current) = tables();
    run(&check_config(config).expect("valid"), &reference, &current).expect("comparable")
}

fn drift(parameters: Value) -> Report {
    report(json!({"analyses": {"drift": parameters}}))
}

fn finding<'a>(report: &'a Report, column: &str) -> &'a Finding {
    let id = format!("drift/{column}/values");
    report.findings.iter().find(|f| f.id == id).expect("found")
}

fn texts(report: &Report, column: &str) -> Vec<String> {
    let section = finding(report, column).section.clone();
    let section = report
        .sections
        .iter()
        .find(|s| Some(&s.id) == section.as_ref());
    section.map_or(Vec::new(), |section| {
        section
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Text(text) => Some(text.sentence.clone()),
                _ => None,
            })
            .collect()
    })
}

fn numbers(table: &Table, column: &str) -> Vec<f64> {
    match Distribution::of(table.column(column).expect("there")).values {
        Values::Numbers(values) => values,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_selected_test_of_numbers_replaces_the_test_and_keeps_the_effect() {
    let (reference, current) = tables();
    let (x, y) = (numbers(&reference, "amount"), numbers(&current, "amount"));
    let default = drift(json!({}));
    for name in &NUMBER_TESTS[1..] {
        let report = drift(json!({"number_test": name}));
        let found = finding(&report, "amount");
        let test = found.test.as_ref().expect("tested");
        assert_eq!(&test.name, name);
        let p = match *name {
            "cramer-von-mises" => cramer_von_mises::test(&x, &y).expect("values").p,
            "anderson-darling" => anderson_darling::test(&x, &y).expect("values").p,
            "kuiper" => kuiper::test(&x, &y).expect("values").p,
            "mann-whitney" => mann_whitney::test(&x, &y).expect("values").p,
            "brunner-munzel" => brunner_munzel::test(&x, &y).expect("values").p,
            "welch" => welch::test(&x, &y).expect("values").p,
            "epps-singleton" => epps_singleton::test(&x, &y).expect("values").p,
            // No relabelling of 10 000 is as far apart.
            _ => 1e-4,
        };
        assert_eq!(test.p, Some(p), "{name}");
        assert!(test.q.is_some_and(|q| q >= p));
        assert_eq!(found.effect, finding(&default, "amount").effect);
        assert_eq!(found.severity, Severity::Matters);
        // Two distinct numbers and levels are not a scale.
        for column in ["flag", "region", "member"] {
            let (ours, before) = (finding(&report, column), finding(&default, column));
            assert_eq!(
                ours.test.as_ref().map(|t| t.p),
                before.test.as_ref().map(|t| t.p)
            );
        }
    }
}

#[test]
fn a_selected_test_of_levels_replaces_the_test_or_says_why_not() {
    let (reference, current) = tables();
    let counts = |table: &Table| {
        let values = numbers(table, "flag");
        let ones = values.iter().filter(|v| **v == 1.0).count() as u64;
        (ones, values.len() as u64)
    };
    let ((a, n), (b, m)) = (counts(&reference), counts(&current));
    for name in &LEVEL_TESTS[1..] {
        let report = drift(json!({"level_test": name}));
        let found = finding(&report, "flag");
        let p = found.test.as_ref().and_then(|t| t.p).expect("tested");
        let share = |count, rows| proportion::Share { count, rows };
        match *name {
            "fisher" => assert_eq!(p, fisher::two_sided(n - a, a, m - b, b)),
            "z" => {
                let (_, expected) = proportion::z_test(share(a, n), share(b, m)).expect("both");
                assert!((p - expected).abs() < 1e-12);
            }
            _ => assert!(p > 0.0 && p < 1.0),
        }
        let region = finding(&report, "region");
        if *name == "g" {
            assert!(
                region
                    .test
                    .as_ref()
                    .and_then(|t| t.p)
                    .is_some_and(|p| p < 0.05)
            );
        } else {
            assert_eq!(region.severity, Severity::NotEnoughData);
            assert_eq!(region.rule, Rule::NoTestOrInterval);
            let texts = texts(&report, "region");
            assert!(
                texts
                    .iter()
                    .any(|t| t.contains("two levels; this column has 5")),
                "{texts:?}"
            );
        }
    }
}

#[test]
fn a_selected_distance_replaces_test_and_effect() {
    for name in DISTANCES {
        let report = drift(json!({"number_test": name}));
        let found = finding(&report, "amount");
        let effect = found.effect.as_ref().expect("effect");
        let interval = effect.interval.expect("interval");
        assert_eq!(&effect.name, name);
        let value = effect.value.expect("value");
        assert!(
            interval.low <= value && value <= interval.high && interval.low > 0.0,
            "{effect:?}"
        );
        assert!(
            effect
                .noise_floor
                .is_some_and(|floor| floor > 0.0 && floor < value)
        );
        assert_eq!(found.severity, Severity::Matters, "{found:?}");
        assert!(
            found.sentence.contains("where it starts to matter"),
            "{}",
            found.sentence
        );
        // Nothing has changed here.
        let same = finding(&report, "children");
        assert!(same.severity < Severity::RealButSmall, "{same:?}");
        let low = same
            .effect
            .as_ref()
            .and_then(|e| e.interval)
            .expect("interval")
            .low;
        assert!(low < 0.02, "{same:?}");
    }
    for name in &DISTANCES[..6] {
        let report = drift(json!({"level_test": name}));
        let found = finding(&report, "region");
        assert_eq!(&found.effect.as_ref().expect("effect").name, name);
        assert!(
            found
                .test
                .as_ref()
                .and_then(|t| t.p)
                .is_some_and(|p| p < 0.05)
        );
    }
}

#[test]
fn single_columns_have_tests_of_their_own() {
    let report = drift(json!({
        "column_tests": {"amount": "kuiper", "flag": "mann-whitney", "region": "ks", "children": "fisher", "gone": "g"}
    }));
    let name = |column: &str| {
        finding(&report, column)
            .test
            .as_ref()
            .map(|t| t.name.clone())
    };
    assert_eq!(name("amount").as_deref(), Some("kuiper"));
    assert_eq!(name("flag").as_deref(), Some("mann-whitney"));
    assert_eq!(
        finding(&report, "member").test.as_ref().map(|t| t.p),
        finding(&drift(json!({})), "member")
            .test
            .as_ref()
            .map(|t| t.p),
    );
    assert_eq!(name("region"), None);
    assert_eq!(name("children"), None);
    assert!(
        texts(&report, "region")
            .iter()
            .any(|t| t.contains("compares numbers"))
    );
    assert!(
        texts(&report, "children")
            .iter()
            .any(|t| t.contains("compares levels"))
    );
    let warned: Vec<_> = report
        .warnings
        .iter()
        .filter(|w| w.code == Code::ConfigUnknownColumn)
        .filter_map(|w| w.place.column.as_deref())
        .collect();
    assert_eq!(warned, ["gone"]);
}

#[test]
fn every_correction_is_the_one_it_says() {
    let default = report(json!({}));
    let drift = default.findings.iter().filter(|f| f.analysis == "drift");
    let p: Vec<Option<f64>> = drift
        .clone()
        .map(|f| f.test.as_ref().and_then(|t| t.p))
        .collect();
    for (name, method) in [
        (
            "bh",
            correction::benjamini_hochberg as fn(&[Option<f64>]) -> Vec<Option<f64>>,
        ),
        ("by", correction::benjamini_yekutieli),
        ("holm", correction::holm),
        ("bonferroni", correction::bonferroni),
    ] {
        let report = report(json!({"correction": {"method": name}}));
        let expected = method(&p);
        for (found, expected) in drift.clone().zip(expected) {
            let found = report
                .findings
                .iter()
                .find(|f| f.id == found.id)
                .expect("there");
            assert_eq!(found.test.as_ref().and_then(|t| t.q), expected, "{name}");
        }
    }
}

#[test]
fn a_test_that_breaks_its_promise_on_these_ties_is_said_to() {
    // Kuiper's law is for values without ties: with six distinct values it hardly ever rejects.
    let report = drift(json!({"number_test": "kuiper"}));
    let said = texts(&report, "children");
    assert!(
        said.iter()
            .any(|t| t.contains("kuiper, rejects") && t.contains("5% is promised")),
        "{said:?}"
    );
    assert!(
        texts(&report, "amount").is_empty(),
        "continuous values are fine"
    );
    let report = drift(json!({"number_test": "mann-whitney"}));
    assert!(
        texts(&report, "children").is_empty(),
        "its variance is corrected for ties"
    );
}

#[test]
fn row_order_changes_nothing() {
    let turned = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        lines.join("\n")
    };
    let (x, y) = (file(ROWS, 0.0, 1), file(ROWS - 50, 0.8, 2));
    for name in ["energy", "psi"] {
        let config =
            check_config(json!({"analyses": {"drift": {"number_test": name}}})).expect("valid");
        let of = |x: &str, y: &str| {
            run(&config, &read("r.csv", x, 4096), &read("c.csv", y, 4096)).expect("comparable")
        };
        let (straight, back) = (of(&x, &y), of(&turned(&x), &turned(&y)));
        let drift = |report: &Report| -> Vec<Finding> {
            let of_it = report.findings.iter().filter(|f| f.analysis == "drift");
            of_it.cloned().collect()
        };
        assert_eq!(drift(&straight), drift(&back), "{name}");
    }
}

#[test]
fn row_weights_are_refused_in_words() {
    let report = report(json!({"roles": {"amount": "weight"}}));
    let warned: Vec<_> = report
        .warnings
        .iter()
        .filter(|w| w.code == Code::DriftWeightsNotUsed)
        .filter_map(|w| w.place.column.as_deref())
        .collect();
    assert_eq!(warned, ["amount"]);
    let default = drift(json!({}));
    assert!(
        default
            .warnings
            .iter()
            .all(|w| w.code != Code::DriftWeightsNotUsed)
    );
}
