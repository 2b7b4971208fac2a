//! Rows that count by a weight: equal weights change nothing, tests keep their size, what only the weights show is
//! found, and odd weights have a plain answer.

use driftglass::config::{Config, Role};
use driftglass::drift::weighted::effective::Effective;
use driftglass::error::Code;
use driftglass::pipeline::{default_config, run};
use driftglass::report::{Finding, Report, Severity};
use driftglass::stats::normal::quantile;
use driftglass::stats::proportion;
use driftglass::stats::{homogeneity, ks};
use driftglass::table::Values;

use crate::pipeline::read;
use crate::stats_random::Random;

fn config() -> Config {
    let mut config = default_config();
    config.roles.insert("w".into(), Role::Weight);
    config
}

fn compare(config: &Config, files: [&str; 2]) -> Report {
    let [r, c] = files.map(|text| read("a.csv", text, 1 << 16));
    run(config, &r, &c).expect("comparable")
}

fn found<'a>(report: &'a Report, id: &str) -> &'a Finding {
    let ids: Vec<&str> = report.findings.iter().map(|f| f.id.as_str()).collect();
    report
        .findings
        .iter()
        .find(|f| f.id == id)
        .unwrap_or_else(|| panic!("no {id} in {ids:?}"))
}

/// A file of a number, a level and a weight. Informative weights go with the value, and rows that stand for more are
/// drawn so much less often: the population that the rows stand for is the same.
fn file(random: &mut Random, rows: usize, informative: bool, shift: f64) -> String {
    let mut out = String::from("x,level,w\n");
    let mut left = rows;
    while left > 0 {
        let x = quantile(random.uniform()).expect("inside");
        let w = if informative {
            (0.8 * x).exp()
        } else {
            (0.8 * quantile(random.uniform()).expect("inside")).exp()
        };
        if informative && random.uniform() > (0.3 / w).min(1.0) {
            continue;
        }
        let w = if informative { w.max(0.3) } else { w };
        let missing = random.uniform() < 0.1;
        let x = x + shift;
        let level = (x + 2.0).clamp(0.0, 3.9).floor();
        if missing {
            out.push_str(&format!(",l{level},{w:.5}\n"));
        } else {
            out.push_str(&format!("{x:.5},l{level},{w:.5}\n"));
        }
        left -= 1;
    }
    out
}

#[test]
fn equal_weights_change_nothing() {
    let mut random = Random(3);
    let equal = |text: String| -> String {
        let lines = text.lines().enumerate().map(|(at, line)| {
            let cut = line.rfind(',').expect("three cells");
            let end = if at == 0 { "w" } else { "2.5" };
            format!("{},{end}\n", &line[..cut])
        });
        lines.collect()
    };
    let (r, c) = (
        equal(file(&mut random, 400, false, 0.0)),
        equal(file(&mut random, 300, false, 0.3)),
    );
    let report = compare(&config(), [&r, &c]);
    for id in ["x/values", "level/values", "x/missing"] {
        let plain = found(&report, &format!("drift/{id}"));
        let weighted = found(&report, &format!("weighted/{id}"));
        let (a, b) = (
            plain.effect.as_ref().expect("an effect"),
            weighted.effect.as_ref().expect("an effect"),
        );
        assert_eq!((a.value, a.interval), (b.value, b.interval), "{id}");
        assert_eq!(plain.n, weighted.n, "{id}");
        let (a, b) = (
            plain.test.as_ref().expect("a test"),
            weighted.test.as_ref().expect("a test"),
        );
        assert_eq!(
            (a.statistic, a.name.as_str()),
            (b.statistic, b.name.as_str()),
            "{id}"
        );
        assert!(
            weighted
                .sentence
                .contains(id.split('/').next().expect("a name"))
        );
    }
    // Bonferroni over two tests of each of two columns.
    let test = found(&report, "weighted/x/values")
        .test
        .clone()
        .expect("a test");
    assert_eq!(test.q, test.p.map(|p| (4.0 * p).min(1.0)));
}

#[test]
fn what_only_the_weights_show_is_found() {
    let mut random = Random(4);
    let mut tilted = |by: f64| -> String {
        let mut out = String::from("x,w\n");
        for _ in 0..2000 {
            let x = quantile(random.uniform()).expect("inside");
            out.push_str(&format!("{x:.4},{:.5}\n", (by * x).exp()));
        }
        out
    };
    let report = compare(&config(), [&tilted(0.0), &tilted(0.8)]);
    assert_ne!(found(&report, "drift/x/values").severity, Severity::Matters);
    let weighted = found(&report, "weighted/x/values");
    assert_eq!(weighted.severity, Severity::Matters);
    // A normal number whose weight rises with e^{0.8 x} stands for one that is 0.8 higher.
    let effect = weighted
        .effect
        .as_ref()
        .and_then(|e| e.interval)
        .expect("estimated");
    assert!(effect.low < 0.8 && effect.high > 0.7, "{effect:?}");
    assert!(weighted.n.current < 1400, "{:?}", weighted.n);
    // It comes after the verdict and does not change it.
    assert!(report.sections.iter().any(|s| s.id == "weighted/x"));
}

#[test]
fn odd_weights_have_a_plain_answer() {
    let text = |weights: &dyn Fn(usize) -> String| -> String {
        let rows = (0..200).map(|i| format!("{},{}\n", (i * 37) % 101, weights(i)));
        format!("x,w\n{}", rows.collect::<String>())
    };
    let refused = text(&|i| ["many", "few"][i % 2].into());
    let report = compare(&config(), [&refused, &refused]);
    let warned = |report: &Report| {
        let codes = report
            .warnings
            .iter()
            .filter(|w| w.code == Code::DriftWeightsNotUsed);
        codes.count()
    };
    // That the verdict counts each row once, and that nothing can be compared by such weights.
    assert_eq!(warned(&report), 2, "{:?}", report.warnings);
    for weights in [
        &(|_: usize| "0".to_string()) as &dyn Fn(usize) -> String,
        &|i: usize| format!("-{i}"),
        &|_: usize| "inf".to_string(),
        &|i: usize| {
            if i == 0 {
                "1e300".into()
            } else {
                "1e-300".into()
            }
        },
        &|i: usize| {
            if i.is_multiple_of(3) {
                String::new()
            } else {
                "1".into()
            }
        },
    ] {
        let one = text(weights);
        let report = compare(&config(), [&one, &one]);
        for finding in report.findings.iter().filter(|f| f.analysis == "weighted") {
            assert_ne!(finding.severity, Severity::Matters, "{}", finding.sentence);
            assert!(!finding.sentence.contains('{'), "{}", finding.sentence);
        }
    }
    let dates = |w: &str| {
        let rows = (1..29).map(|d| format!("2025-01-{d:02},{w}\n"));
        format!("day,w\n{}", rows.collect::<String>())
    };
    let mut config = config();
    config.roles.insert("day".into(), Role::Feature);
    let report = compare(&config, [&dates("1.5"), &dates("2.5")]);
    let finding = found(&report, "weighted/day/values");
    assert_eq!(finding.severity, Severity::NotCompared);
    assert!(finding.sentence.contains("day"));
}

/// Shares of runs with p at most 5 % where nothing has changed: numbers, levels, missing values; and the share of
/// intervals of the change of the missing rate that hold 0.
fn sizes(rows: [usize; 2], informative: bool, runs: usize) -> [f64; 4] {
    let mut random = Random(rows[0] as u64 * 7 + rows[1] as u64 + u64::from(informative));
    let mut out = [0.0; 4];
    for run in 0..runs {
        let tables =
            rows.map(|rows| read("a.csv", &file(&mut random, rows, informative, 0.0), 1 << 20));
        let of = |column: usize| {
            tables
                .each_ref()
                .map(|t| Effective::of(&t.columns[column], &t.columns[2]).expect("weights"))
        };
        let numbers = of(0);
        if let [Values::Numbers(x), Values::Numbers(y)] =
            numbers.each_ref().map(|e| e.distribution.values.clone())
        {
            let p = ks::two_sample(&x, &y).expect("values").p;
            out[0] += f64::from(u8::from(p <= 0.05));
        }
        let levels = of(1).map(|e| match e.distribution.values {
            Values::Levels(levels) => ["l0", "l1", "l2", "l3"].map(|name| {
                let level = levels.iter().find(|l| l.level == name);
                level.map_or(0, |l| l.count)
            }),
            _ => [0; 4],
        });
        let p = homogeneity::test(&levels[0], &levels[1], run as u64, 1_000_000).map(|t| t.p);
        out[1] += f64::from(u8::from(p.is_some_and(|p| p <= 0.05)));
        let missing = proportion::difference(numbers[0].all, numbers[1].all, 0.95).expect("rows");
        out[2] += f64::from(u8::from(missing.p <= 0.05));
        out[3] += f64::from(u8::from(missing.absolute.lower <= 0.0));
    }
    out.map(|count| count / runs as f64)
}

#[test]
fn weighted_tests_keep_their_size() {
    for informative in [false, true] {
        let [numbers, levels, missing, covered] = sizes([300, 200], informative, 250);
        // 5 and 95 % of 250, and three Monte-Carlo errors.
        let most = 0.05 + 0.042;
        assert!(
            numbers <= most && levels <= most && missing <= most,
            "{numbers} {levels} {missing}"
        );
        assert!(covered >= 1.0 - most, "{covered}");
    }
}

#[test]
#[ignore = "long: a simulation"]
fn weighted_tests_keep_their_size_in_the_long_run() {
    let runs = 4000;
    println!("| rows | weights | numbers | levels | missing values | interval holds 0 |");
    println!("|---|---|--:|--:|--:|--:|");
    let mut off = Vec::new();
    for rows in [[100, 100], [300, 200], [1000, 1000], [2000, 500]] {
        for informative in [false, true] {
            let found = sizes(rows, informative, runs);
            let kind = if informative {
                "go with the value"
            } else {
                "do not"
            };
            let cells = found
                .map(|share| format!("{:.2} %", 100.0 * share))
                .join(" | ");
            println!("| {} and {} | {kind} | {cells} |", rows[0], rows[1]);
            let error = 3.0 * (0.05f64 * 0.95 / runs as f64).sqrt();
            if found[..3].iter().any(|size| *size > 0.055 + error) || found[3] < 0.945 - error {
                off.push(format!("{rows:?} {informative}: {found:?}"));
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}
