//! Weighted scores, neighbours and parts of the rows: golden values, and what a run says of files made for them.

use driftglass::config::Role;
use driftglass::fairness::attributes::Grouping;
use driftglass::fairness::consistency::matched::find;
use driftglass::fairness::consistency::neighbours::{Points, nearest};
use driftglass::fairness::judge::Limit;
use driftglass::report::{Cell, Severity};
use driftglass::stats::groups::weighted_scores::{WeightedScores, moments};
use driftglass::stats::groups::{mean, ranking, scores::SortedScores};
use driftglass::stats::normal;
use driftglass::stats::random::Random;
use driftglass::table::Column;
use serde_json::{Value, json};

use crate::fairness::{audit, cell, table};
use crate::pipeline::read;

fn cases(text: &str) -> Vec<Value> {
    let golden: Value = serde_json::from_str(text).expect("JSON");
    golden["cases"].as_array().expect("cases").clone()
}

fn near(ours: f64, case: &Value, key: &str) {
    let wanted = case[key].as_f64().expect(key);
    let gap = (ours - wanted).abs();
    assert!(
        gap <= 1e-12 * wanted.abs().max(1e-3),
        "{key}: {ours} {wanted} in {case}"
    );
}

/// Label, score and weight of each row, as the generator has them.
fn weighted_rows(count: u64, a: u64, steps: u64) -> (Vec<u8>, Vec<f64>, Vec<f64>) {
    let label = |i: u64| u64::from((a * i * i + 3 * i) % 101 < 45);
    let score = |i: u64| ((i * i * a + 7 * i) % 997 + 300 * label(i)) * steps / 1300;
    (
        (0..count).map(|i| label(i) as u8).collect(),
        (0..count).map(|i| score(i) as f64 / steps as f64).collect(),
        (0..count)
            .map(|i| 0.5 + (a * i % 13) as f64 / 4.0)
            .collect(),
    )
}

#[test]
fn weighted_scores_are_those_of_scikit_learn() {
    for case in cases(include_str!("../golden/fairness/weighted_scores.json")) {
        let of = |key: &str| case[key].as_u64().expect(key);
        let (labels, scores, weights) = weighted_rows(of("count"), of("a"), of("steps"));
        let groups = vec![0; labels.len()];
        let sorted = WeightedScores::of(&groups, 1, &labels, &scores, &weights).expect("lengths");
        let area = sorted.area(0).expect("both labels");
        near(area.value, &case, "area");
        near(area.variance.expect("rows"), &case, "area_variance");
        let precision = sorted.average_precision(0).expect("positives");
        near(precision, &case, "average_precision");
        let of =
            |value: &dyn Fn(usize) -> f64| moments(&groups, 1, value, &weights)[0].expect("rows");
        let loss = of(&|row| mean::log_loss(labels[row], scores[row]));
        near(loss.mean, &case, "log_loss");
        near(
            loss.error_squared().expect("rows"),
            &case,
            "log_loss_variance",
        );
        near(
            of(&|row| mean::brier(labels[row], scores[row])).mean,
            &case,
            "brier",
        );
        let score = of(&|row| scores[row]);
        near(score.mean, &case, "mean");
        near(score.error_squared().expect("rows"), &case, "mean_variance");
    }
}

#[test]
fn equal_weights_change_nothing() {
    let (labels, scores, _) = weighted_rows(200, 11, 20);
    let groups: Vec<u32> = (0..200).map(|i| i % 3).collect();
    let sorted = SortedScores::of(&groups, 3, &labels, &scores).expect("lengths");
    let weights = vec![2.5; 200];
    let weighted = WeightedScores::of(&groups, 3, &labels, &scores, &weights).expect("lengths");
    let plain = mean::moments(&groups, 3, |row| scores[row]);
    let with = moments(&groups, 3, |row| scores[row], &weights);
    for group in 0..3 {
        let (a, b) = (ranking::area(sorted.group(group)), weighted.area(group));
        let (a, b) = (a.expect("both"), b.expect("both"));
        assert!((a.value - b.value).abs() < 1e-14);
        assert!((a.variance.expect("rows") - b.variance.expect("rows")).abs() < 1e-15);
        assert_eq!((a.negatives, a.positives), (b.negatives, b.positives));
        let (a, b) = (plain[group].expect("rows"), with[group].expect("rows"));
        assert_eq!(a.rows, b.rows);
        assert!((a.mean - b.mean).abs() < 1e-14 && (a.skewness - b.skewness).abs() < 1e-10);
        assert!((a.variance.expect("rows") - b.variance.expect("rows")).abs() < 1e-13);
    }
    // Weights that are no positive numbers count nowhere; a label without weight makes no area.
    let hostile = [1.0, 0.0, -1.0, f64::NAN, f64::INFINITY, 2.0];
    let scored = WeightedScores::of(
        &[0; 6],
        1,
        &[1, 0, 0, 0, 0, 1],
        &[0.1, 0.2, 0.3, 0.4, 0.5, f64::NAN],
        &hostile,
    );
    assert_eq!(scored.expect("lengths").area(0), None);
}

/// Rows of the generator as a file: three numbers and a shop; group and decision of each.
fn liked(count: u64) -> (String, Vec<u32>, Vec<f64>) {
    let (mut text, mut groups, mut decisions) =
        (String::from("a,b,c,shop\n"), Vec::new(), Vec::new());
    for i in 0..count {
        let a = (i * i * 7 + 3 * i) % 1009;
        let (b, c) = ((i * 31 + i * i) % 503, i * 17 % 211);
        let group = (i / 2 + i * i / 5) % 3;
        let chance = a as f64 / 1009.0 + (i * 29 % 97) as f64 / 97.0;
        let less = if group == 2 { 0.12 } else { 0.0 };
        text += &format!("{a},{},{c},s{}\n", b as f64 * 0.01, (i * i + i / 3) % 4);
        groups.push(group as u32);
        decisions.push(f64::from(u8::from(chance - less > 0.95)));
    }
    (text, groups, decisions)
}

#[test]
fn neighbours_are_those_of_scikit_learn() {
    for case in cases(include_str!("../golden/fairness/neighbours.json")) {
        let (text, codes, decisions) = liked(case["count"].as_u64().expect("count"));
        let file = read("like.csv", &text, 1 << 16);
        let columns: Vec<&Column> = file.columns.iter().collect();
        let points = Points::of(&columns, file.rows);
        assert_eq!(points.width(), [3, 1]);
        let grouping = Grouping {
            attributes: vec!["group".into()],
            groups: (0..3).map(|g| g.to_string()).collect(),
            codes,
            excluded: Vec::new(),
            unknown: Vec::new(),
        };
        let k = case["k"].as_u64().expect("k") as usize;
        let found = find(&points, &decisions, &[grouping], k, Limit::difference(0.1));
        near(found.consistency.expect("rows").mean, &case, "consistency");
        near(found.with_itself, &case, "with_itself");
        for (ours, wanted) in found.groups[0]
            .iter()
            .zip(case["groups"].as_array().expect("groups"))
        {
            let [own, others] = ours.rates.expect("rows");
            near(own, wanted, "own");
            near(others, wanted, "others");
            let gap = ours.compared.estimate.expect("rows");
            assert!((gap - wanted["difference"].as_f64().expect("number")).abs() < 1e-12);
            let half = 0.5 * {
                let i = ours.compared.interval.expect("rows");
                i.upper - i.lower
            };
            let z = normal::upper_quantile(0.025).expect("inside");
            near((half / z).powi(2), wanted, "variance");
        }
    }
}

#[test]
fn neighbours_as_far_as_the_last_share_its_place() {
    let distances = [0.0, 1.0, 2.0, 2.0, 2.0, 9.0];
    let found = nearest(&distances, 1..6, 2, &mut Vec::new());
    let third = 1.0 / 6.0;
    assert_eq!(found, [(1, 0.5), (2, third), (3, third), (4, third)]);
    assert_eq!(
        nearest(&distances, 1..3, 5, &mut Vec::new()),
        [(1, 0.5), (2, 0.5)]
    );
    assert!(nearest(&distances, 0..0, 5, &mut Vec::new()).is_empty());
}

/// Applicants whose group decides in the north only; `skill` decides everywhere.
fn applicants(rows: usize, north: f64, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut text = String::from("sex,region,skill,noise,decision\n");
    for _ in 0..rows {
        let female = random.uniform() < 0.5;
        let region = if random.uniform() < 0.3 {
            "north"
        } else {
            "south"
        };
        let skill = random.uniform();
        let less = if female && region == "north" {
            north
        } else {
            0.0
        };
        let yes = random.uniform() < 0.25 + 0.5 * skill - less;
        text += &format!(
            "{},{region},{skill:.4},{:.4},{}\n",
            if female { "f" } else { "m" },
            random.uniform(),
            if yes { "yes" } else { "no" }
        );
    }
    text
}

const APPLICANTS: &[(&str, Role)] = &[("sex", Role::Protected), ("decision", Role::Prediction)];

#[test]
fn the_part_with_the_wide_gap_is_found_and_confirmed() {
    let report = audit(
        &applicants(12_000, 0.3, 3),
        APPLICANTS,
        // The largest group may be either.
        json!({"favourable": "yes", "reference_groups": {"sex": "m"}}),
    );
    let found = report
        .findings
        .iter()
        .find(|f| f.analysis == "fairness-slices");
    let found = found.expect("looked for");
    assert_eq!(found.severity, Severity::Matters, "{}", found.sentence);
    assert_eq!(found.word.as_deref(), Some("wider gap confirmed"));
    assert!(
        found.sentence.starts_with("Where region = north"),
        "{}",
        found.sentence
    );
    let gaps = table(&report, "fairness-slices/sex", "Parts of the rows");
    let ratio = cell(gaps, "region = north", "Gap inside");
    assert!(
        matches!(ratio, Cell::Number(r) if (0.3..0.55).contains(r)),
        "{ratio:?}"
    );
    assert!(
        matches!(cell(gaps, "region = north", "Gap outside"), Cell::Number(r) if (0.9..1.1).contains(r))
    );
}

#[test]
fn alike_everywhere_means_no_part_is_confirmed() {
    let mut confirmed = 0;
    for seed in 0..12 {
        let report = audit(
            &applicants(4_000, 0.0, 100 + seed),
            APPLICANTS,
            json!({"favourable": "yes"}),
        );
        let found = report
            .findings
            .iter()
            .find(|f| f.analysis == "fairness-slices");
        confirmed += usize::from(found.expect("looked for").severity == Severity::Matters);
    }
    // At most 5 % false alarms in the long run: two of twelve would be seen in 12 % of such runs, one of fifty.
    assert!(confirmed <= 1, "{confirmed}");
}

#[test]
fn like_people_are_compared_across_groups() {
    let report = audit(
        &applicants(6_000, 0.9, 5),
        APPLICANTS,
        json!({"favourable": "yes"}),
    );
    let found = report.findings.iter().find(|f| f.analysis == "consistency");
    let found = found.expect("looked at");
    assert_eq!(found.severity, Severity::Matters, "{}", found.sentence);
    assert!(
        found.sentence.contains("most like them"),
        "{}",
        found.sentence
    );
    let groups = table(&report, "consistency", "sex: against the nearest rows");
    // Women in the north, three of ten, are hardly ever decided in favour.
    assert!(
        matches!(cell(groups, "f", "Difference"), Cell::Number(d) if (-0.19..-0.10).contains(d))
    );
    let all = table(&report, "consistency", "Consistency");
    let Cell::Number(value) = cell(all, "all rows", "Value") else {
        panic!("no value")
    };
    let Cell::Number(chance) = cell(all, "decisions that know nothing of the columns", "Value")
    else {
        panic!("no value")
    };
    assert!(value > chance, "{value} {chance}");
}

#[test]
fn guessed_attributes_start_neither_search() {
    let text = applicants(3_000, 0.3, 3);
    let report = audit(
        &text,
        &[("decision", Role::Prediction)],
        json!({"favourable": "yes"}),
    );
    let of = |id: &str| report.findings.iter().filter(|f| f.analysis == id).count();
    assert_eq!((of("fairness-slices"), of("consistency")), (0, 0));
}
