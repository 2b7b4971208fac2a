//! The fairness audit of what nobody has said: guessed attributes, guessed outcomes, and what ends a guess.

use driftglass::config::Role;
use driftglass::report::{Cell, Severity};
use serde_json::json;

use crate::fairness::{DECIDED, answer, audit, cell, findings, found, labelled, rows, table};

#[test]
fn a_guess_is_said_to_be_one_and_nothing_is_guessed_where_words_do_not_tell() {
    let report = audit(&rows(&[("a", 40, 100), ("b", 80, 100)]), DECIDED, json!({}));
    assert!(
        answer(&report).contains("`decision = yes` (a guess"),
        "{}",
        answer(&report)
    );
    let text = rows(&[("a", 40, 100), ("b", 80, 100)])
        .replace("yes", "blue")
        .replace("no\n", "green\n");
    let report = audit(&text, DECIDED, json!({}));
    let missing = found(&report, "favourable-outcome");
    assert_eq!(missing.code, "fairness.favourable-missing");
    assert!(
        missing.sentence.contains("`blue`, `green`"),
        "{}",
        missing.sentence
    );
    assert!(
        answer(&report).contains("cannot be judged before you say"),
        "{}",
        answer(&report)
    );
    let report = audit(&text, DECIDED, json!({"favourable": "red"}));
    assert_eq!(
        found(&report, "favourable-outcome").code,
        "fairness.favourable-absent"
    );
}

#[test]
fn what_is_said_of_one_column_ends_the_guess_of_another() {
    // `default` is named like an outcome and stands first, `sex` like an attribute; the person said that the outcome is `y` and that
    // `marital` is protected.
    let mut text = String::from("marital,default,sex,y\n");
    for i in 0..400 {
        let (single, due) = (i % 2 == 0, i % 50 == 0);
        let yes = i % 10 < if single { 6 } else { 3 };
        let word = |yes: bool| if yes { "yes" } else { "no" };
        text += &format!(
            "{},{},{},{}\n",
            if single { "single" } else { "married" },
            word(due),
            if i % 3 == 0 { "f" } else { "m" },
            word(yes)
        );
    }
    let roles = &[("marital", Role::Protected), ("y", Role::Label)];
    let report = audit(&text, roles, json!({"favourable": "yes"}));
    let answer = report
        .answers
        .iter()
        .find(|a| a.analysis == "fairness")
        .expect("an answer");
    assert_eq!(
        answer.verdict.numbers.get("outcome"),
        Some(&Cell::Text("y".into()))
    );
    assert_eq!(
        answer.verdict.numbers.get("protected"),
        Some(&Cell::Text("marital".into()))
    );
    let groups = table(&report, "fairness/marital", "Groups of marital");
    assert_eq!(cell(groups, "single", "Selection rate"), &Cell::Number(0.6));
    assert_eq!(
        cell(groups, "married", "Selection rate"),
        &Cell::Number(0.2)
    );
}

#[test]
fn attributes_that_are_only_guessed_get_one_finding_each() {
    let mut text = String::from("sex,age_group,decision\n");
    for row in 0..3_000 {
        let (sex, age) = (
            if row % 2 == 0 { "f" } else { "m" },
            ["young", "old"][row / 2 % 2],
        );
        let yes = row / 4 % 10 < if sex == "f" { 3 } else { 7 };
        text += &format!("{sex},{age},{}\n", if yes { "yes" } else { "no" });
    }
    let decision = ("decision", Role::Prediction);
    let report = audit(&text, &[decision], json!({"favourable": "yes"}));
    let guessed = found(&report, "sex/guessed");
    assert_eq!(guessed.severity, Severity::RealSizeUnclear);
    assert_eq!(
        guessed.word.as_deref(),
        Some("outside, if the guess is right")
    );
    assert!(
        guessed
            .sentence
            .starts_with("If sex is a protected attribute"),
        "{}",
        guessed.sentence
    );
    assert!(
        guessed.sentence.contains("a ratio of"),
        "{}",
        guessed.sentence
    );
    assert!(
        findings(&report)
            .iter()
            .all(|f| f.severity < Severity::Matters)
    );
    assert!(findings(&report).iter().all(|f| !f.id.contains("parity")));
    assert!(
        answer(&report).starts_with("Taken for "),
        "{}",
        answer(&report)
    );
    // The same once somebody has said it.
    let report = audit(
        &text,
        &[decision, ("sex", Role::Protected)],
        json!({"favourable": "yes"}),
    );
    assert_eq!(
        found(&report, "sex/demographic-parity").severity,
        Severity::Matters
    );
    assert!(
        answer(&report).starts_with("With `decision = yes`"),
        "{}",
        answer(&report)
    );
}

#[test]
fn the_answer_names_what_can_be_chosen() {
    let text = labelled(&[("a", [30, 20, 40, 10]), ("b", [20, 20, 50, 10])]);
    let report = audit(
        &text,
        &[("group", Role::Protected), ("label", Role::Label)],
        json!({}),
    );
    let of = |name: &str| {
        let answer = report.answers.iter().find(|a| a.analysis == "fairness");
        answer.expect("answered").verdict.numbers.get(name).cloned()
    };
    assert_eq!(of("protected"), Some(Cell::Text("group".into())));
    assert_eq!(of("outcomes"), Some(Cell::Text("0\n1".into())));
    assert_eq!(of("groups/group"), Some(Cell::Text("a\nb".into())));
}
