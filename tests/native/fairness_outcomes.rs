//! What is compared: labels that come late, classes, scores, amounts, weights and control columns.

use driftglass::config::Role;
use driftglass::report::{Block, Cell, Report, Severity};
use driftglass::stats::random::Random;
use serde_json::json;

use crate::fairness::{DECIDED, LABELLED, audit, cell, found, labelled, rows, table};

#[test]
fn delayed_labels_are_counted() {
    let mut text = labelled(&[("a", [40, 20, 30, 10]), ("b", [39, 21, 31, 11])]);
    text += &"a,1,\nb,0,\n".repeat(25);
    let report = audit(&text, LABELLED, json!({"favourable": "1"}));
    assert!(
        found(&report, "unlabelled")
            .sentence
            .starts_with("50 of 252 rows")
    );
    let all = table(&report, "fairness/group", "Groups of");
    assert_eq!(cell(all, "a", "n"), &Cell::Number(125.0));
    assert_eq!(cell(all, "a", "Accuracy"), &Cell::Number(0.7));
}

#[test]
fn several_classes_are_one_against_the_rest() {
    let text = rows(&[("a", 40, 100), ("b", 50, 100)]).replace("no\n", "maybe\n") + "a,no\nb,no\n";
    let report = audit(&text, DECIDED, json!({"favourable": "maybe"}));
    let all = table(&report, "fairness/group", "Groups of");
    assert_eq!(
        cell(all, "b", "Selection rate"),
        &Cell::Number(50.0 / 101.0)
    );
    let said = &report
        .sections
        .iter()
        .find(|s| s.id == "fairness")
        .expect("there")
        .blocks[0];
    let Block::Text(said) = said else {
        panic!("a sentence")
    };
    assert!(
        said.sentence.contains("one class against the rest"),
        "{}",
        said.sentence
    );
    // Which of three is good is never guessed.
    let report = audit(&text, DECIDED, json!({}));
    assert_eq!(
        found(&report, "favourable-outcome").code,
        "fairness.favourable-missing"
    );
}

#[test]
fn weights_count_and_their_variance_too() {
    let mut text = String::from("group,decision,w\n");
    for row in 0..400 {
        let group = if row % 2 == 0 { "a" } else { "b" };
        text += &format!(
            "{group},{},{}\n",
            u8::from(row % 5 == 0),
            if row % 5 == 0 { 4 } else { 1 }
        );
    }
    text += "a,1,0\nb,0,-2\n";
    let roles = &[
        ("group", Role::Protected),
        ("decision", Role::Prediction),
        ("w", Role::Weight),
    ];
    let report = audit(&text, roles, json!({"favourable": "1"}));
    let all = table(&report, "fairness/group", "Groups of");
    assert_eq!(cell(all, "a", "Selection rate"), &Cell::Number(0.5));
    let width = |report: &Report| {
        let all = table(report, "fairness/group", "Groups of");
        match (cell(all, "a", "low"), cell(all, "a", "high")) {
            (Cell::Number(low), Cell::Number(high)) => high - low,
            _ => panic!("no interval"),
        }
    };
    // Half of 200 rows of equal weight know more than half of the weight of 200 unequal ones.
    let even = audit(
        &rows(&[("a", 100, 200), ("b", 100, 200)]),
        DECIDED,
        json!({"favourable": "yes"}),
    );
    assert!(
        width(&report) > 1.1 * width(&even),
        "{} {}",
        width(&report),
        width(&even)
    );
    assert!(
        found(&report, "weights").sentence.contains("2 of 402"),
        "{}",
        found(&report, "weights").sentence
    );
}

#[test]
fn a_score_alone_needs_a_threshold_and_its_direction_is_found() {
    let mut text = String::from("group,score,label\n");
    for row in 0..1000 {
        let risk = (row * 37 % 100) as f64 / 100.0;
        text += &format!(
            "{},{risk},{}\n",
            ["a", "b"][row % 2],
            if risk > 0.6 { "default" } else { "paid" }
        );
    }
    let roles = &[
        ("group", Role::Protected),
        ("score", Role::Score),
        ("label", Role::Ignore),
    ];
    let report = audit(&text, roles, json!({}));
    assert_eq!(found(&report, "no-decision").code, "fairness.no-decision");
    let report = audit(&text, roles, json!({"threshold": 0.5}));
    let all = table(&report, "fairness/group", "Groups of");
    assert!(matches!(cell(all, "a", "Selection rate"), Cell::Number(p) if (*p - 0.5).abs() < 0.01));
    let roles = &[
        ("group", Role::Protected),
        ("score", Role::Score),
        ("label", Role::Label),
    ];
    let report = audit(
        &text,
        roles,
        json!({"threshold": 0.5, "favourable": "paid"}),
    );
    let all = table(&report, "fairness/group", "Groups of");
    // Low risk is good: whoever is below the threshold is decided in favour.
    assert!(matches!(cell(all, "a", "Positive predictive value"), Cell::Number(p) if *p > 0.99));
}

#[test]
fn amounts_are_compared_by_their_errors() {
    let mut text = String::from("group,predicted,truth\n");
    for row in 0..2000 {
        let truth = 50.0 + (row * 7919 % 1000) as f64 / 10.0;
        let noise = (row * 31 % 21) as f64 - 10.0;
        let (group, off) = if row % 4 == 0 { ("b", 6.0) } else { ("a", 0.0) };
        text += &format!("{group},{},{truth}\n", truth + noise - off);
    }
    let roles = &[
        ("group", Role::Protected),
        ("predicted", Role::Prediction),
        ("truth", Role::Label),
    ];
    let report = audit(&text, roles, json!({}));
    let residual = found(&report, "group/mean-residual");
    assert_eq!(
        residual.severity,
        Severity::Matters,
        "{}",
        residual.sentence
    );
    let all = table(&report, "fairness/group", "Groups of");
    assert!(
        matches!(cell(all, "b", "Mean residual (true − predicted)"), Cell::Number(m) if (*m - 6.0).abs() < 0.2)
    );
}

#[test]
fn control_columns_explain_what_they_explain() {
    // Two departments: within each both groups are selected alike, but one group asks where few are selected.
    let mut text = String::from("group,dept,decision\n");
    for (group, dept, selected, of) in [
        ("a", "x", 480, 800),
        ("a", "y", 20, 200),
        ("b", "x", 120, 200),
        ("b", "y", 80, 800),
    ] {
        for row in 0..of {
            text += &format!("{group},{dept},{}\n", u8::from(row < selected));
        }
    }
    let report = audit(
        &text,
        DECIDED,
        json!({"favourable": "1", "control": ["dept"]}),
    );
    assert_eq!(
        found(&report, "group/demographic-parity").severity,
        Severity::Matters
    );
    let within = found(&report, "group/conditional-parity");
    assert!(
        within.sentence.contains("ratio of 1 "),
        "{}",
        within.sentence
    );
}

#[test]
fn scores_are_compared_by_area_calibration_and_distribution() {
    let mut random = Random::new(5);
    let mut text = String::from("group,score,label\n");
    for row in 0..4000 {
        let group = ["a", "b"][usize::from(row % 3 == 0)];
        let p = random.uniform();
        let happens = random.uniform() < p;
        // Group b is scored 0.15 too low.
        let score = if group == "b" { (p - 0.15).max(0.0) } else { p };
        text += &format!("{group},{score},{}\n", u8::from(happens));
    }
    let roles = &[
        ("group", Role::Protected),
        ("score", Role::Score),
        ("label", Role::Label),
    ];
    let report = audit(&text, roles, json!({"favourable": "1", "threshold": 0.5}));
    let calibration = found(&report, "group/calibration");
    assert_eq!(
        calibration.severity,
        Severity::Matters,
        "{}",
        calibration.sentence
    );
    assert_eq!(calibration.numbers["group"], Cell::Text("b".into()));
    assert_eq!(
        found(&report, "group/auc-parity").severity,
        Severity::NoEvidence
    );
    let spread = found(&report, "group/score-parity");
    assert_eq!(spread.severity, Severity::Matters, "{}", spread.sentence);
    let scores = table(&report, "fairness/group", "Scores of");
    assert!(
        matches!(cell(scores, "a", "Expected calibration error"), Cell::Number(e) if *e < 0.04)
    );
    assert!(
        matches!(cell(scores, "b", "Mean outcome less mean score"), Cell::Number(m) if (*m - 0.14).abs() < 0.03)
    );
    // The lab, the Local Law's tables and the rivals' words stand in the report as well.
    table(&report, "fairness/group", "Thresholds for all of group");
    table(&report, "fairness/group", "A threshold for each group");
    table(&report, "fairness/local-law-144", "group: scoring rate");
    let report = audit(
        &text,
        roles,
        json!({"favourable": "1", "threshold": 0.5, "compatible_with": "fairlearn"}),
    );
    table(&report, "fairness/group", "As Fairlearn");
}

#[test]
fn scores_outside_0_to_1_are_said() {
    let text = labelled(&[("a", [40, 20, 30, 10]), ("b", [39, 21, 31, 11])])
        .replace("decision", "score")
        .replace("a,1,", "a,3.5,");
    let roles = &[
        ("group", Role::Protected),
        ("score", Role::Score),
        ("label", Role::Label),
    ];
    let report = audit(&text, roles, json!({"favourable": "1", "threshold": 0.5}));
    assert!(
        found(&report, "scores")
            .sentence
            .starts_with("60 scores are outside")
    );
    let scores = table(&report, "fairness/group", "Scores of");
    assert_eq!(cell(scores, "a", "Brier score"), &Cell::Empty(()));
    assert!(matches!(
        cell(scores, "a", "Area under the ROC curve"),
        Cell::Number(_)
    ));
}
