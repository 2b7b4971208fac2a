//! Who is compared with whom: groups that are small, missing, merged, cut into bands and crossed.

use driftglass::config::Role;
use driftglass::report::{Block, Cell, Severity};
use serde_json::json;

use crate::fairness::{DECIDED, LABELLED, answer, audit, cell, found, labelled, rows, table};

#[test]
fn an_empty_group_is_not_estimable_and_drives_nothing() {
    // Group c has no positives, group d no negatives.
    let text = labelled(&[
        ("a", [40, 20, 30, 10]),
        ("b", [39, 21, 31, 11]),
        ("c", [0, 10, 20, 0]),
        ("d", [15, 0, 0, 15]),
    ]);
    let report = audit(&text, LABELLED, json!({"favourable": "1"}));
    let opportunity = found(&report, "group/equal-opportunity");
    assert!(
        opportunity
            .sentence
            .ends_with("1 with an empty denominator."),
        "{}",
        opportunity.sentence
    );
    assert_ne!(opportunity.numbers["group"], Cell::Text("c".into()));
    let all = table(&report, "fairness/group", "Groups of");
    assert_eq!(cell(all, "c", "True positive rate"), &Cell::Empty(()));
    assert_eq!(cell(all, "d", "False positive rate"), &Cell::Empty(()));
    assert_eq!(cell(all, "c", "False negative rate"), &Cell::Empty(()));
}

#[test]
fn one_group_alone_has_nobody_to_be_compared_with() {
    let report = audit(
        &rows(&[("a", 40, 100)]),
        DECIDED,
        json!({"favourable": "yes"}),
    );
    assert!(
        found(&report, "group/one-group")
            .sentence
            .contains("nobody to compare with")
    );
    assert!(
        answer(&report).contains("no fairness criterion can be estimated"),
        "{}",
        answer(&report)
    );
}

#[test]
fn a_missing_value_is_a_group_of_its_own() {
    let text = rows(&[("a", 400, 1000), ("", 30, 300), ("b", 410, 1000)]);
    let report = audit(&text, DECIDED, json!({"favourable": "yes"}));
    let all = table(&report, "fairness/group", "Groups of");
    assert_eq!(cell(all, "(no value)", "n"), &Cell::Number(300.0));
    let parity = found(&report, "group/demographic-parity");
    assert_eq!(parity.numbers["group"], Cell::Text("(no value)".into()));
    assert_eq!(parity.severity, Severity::Matters);
}

#[test]
fn rows_without_a_value_are_shown_and_are_no_yardstick() {
    let text = rows(&[("a", 400, 1000), ("", 90, 100), ("b", 410, 1000)]);
    let report = audit(&text, DECIDED, json!({"favourable": "yes"}));
    let fifths = table(&report, "fairness/group", "Four-fifths rule");
    assert_eq!(
        fifths.title,
        "Four-fifths rule: group against b (410 of 1000)"
    );
    let Cell::Number(ratio) = cell(fifths, "(no value)", "Ratio") else {
        panic!("{fifths:?}");
    };
    assert!((ratio - 0.9 / 0.41).abs() < 1e-12, "{ratio}");
    let impact = found(&report, "group/disparate-impact");
    assert_eq!(impact.severity, Severity::NoEvidence, "{}", impact.sentence);
    let all = table(&report, "fairness/group", "Every comparison");
    let by_highest = all
        .rows
        .iter()
        .filter(|row| row[1] == Cell::Text("b".into()));
    let shown: Vec<&Cell> = by_highest.map(|row| &row[0]).collect();
    assert_eq!(
        shown,
        [&Cell::Text("a".into()), &Cell::Text("(no value)".into())]
    );
    // Where it is the one that lags, it is judged with the others.
    let text = rows(&[("a", 400, 1000), ("", 10, 100), ("b", 410, 1000)]);
    let report = audit(&text, DECIDED, json!({"favourable": "yes"}));
    let impact = found(&report, "group/disparate-impact");
    assert_eq!(impact.severity, Severity::Matters, "{}", impact.sentence);
    assert_eq!(impact.numbers["group"], Cell::Text("(no value)".into()));
    assert_eq!(impact.numbers["versus"], Cell::Text("b".into()));
}

#[test]
fn crossings_without_a_value_are_no_yardstick() {
    let mut text = String::from("sex,race,decision\n");
    for (sex, race, yes, of) in [
        ("f", "x", 40, 100),
        ("m", "x", 42, 100),
        ("f", "", 99, 100),
        ("m", "", 98, 100),
        ("", "y", 97, 400),
        ("f", "y", 38, 100),
    ] {
        for row in 0..of {
            text += &format!("{sex},{race},{}\n", u8::from(row < yes));
        }
    }
    let roles = &[
        ("sex", Role::Protected),
        ("race", Role::Protected),
        ("decision", Role::Prediction),
    ];
    let report = audit(&text, roles, json!({"favourable": "1"}));
    let fifths = table(&report, "fairness/sex × race", "Four-fifths rule");
    assert_eq!(
        fifths.title,
        "Four-fifths rule: sex × race against m × x (42 of 100)"
    );
    assert!(matches!(
        cell(fifths, "f × (no value)", "Ratio"),
        Cell::Number(_)
    ));
    // The largest group lacks a value: another one is the reference.
    let all = table(&report, "fairness/sex × race", "Every comparison");
    let reference = Cell::Text("(no value) × y".into());
    let versus = all
        .columns
        .iter()
        .position(|c| c.label == "Compared with")
        .expect("column");
    assert!(
        all.rows.iter().all(|row| row[versus] != reference),
        "{all:?}"
    );
}

#[test]
fn levels_put_together_as_no_value_are_no_yardstick() {
    let text = rows(&[("a", 400, 1000), ("Unknown", 90, 100), ("b", 410, 1000)]);
    let parameters = json!({"favourable": "yes", "merged": {"group": {"Unknown": "(no value)"}}});
    let report = audit(&text, DECIDED, parameters);
    let fifths = table(&report, "fairness/group", "Four-fifths rule");
    assert_eq!(
        fifths.title,
        "Four-fifths rule: group against b (410 of 1000)"
    );
}

#[test]
fn levels_are_merged_and_left_out_by_hand() {
    let text = rows(&[("a", 40, 100), ("b", 50, 100), ("c", 20, 90), ("d", 1, 80)]);
    let parameters = json!({
        "favourable": "yes",
        "merged": {"group": {"a": "a or b", "b": "a or b"}},
        "excluded": {"group": ["d"]},
    });
    let report = audit(&text, DECIDED, parameters);
    let all = table(&report, "fairness/group", "Groups of");
    assert_eq!(cell(all, "a or b", "n"), &Cell::Number(200.0));
    assert_eq!(all.rows.len(), 2);
    assert!(found(&report, "group/excluded").sentence.contains("d (80)"));
    let left_out = table(&report, "fairness", "Groups that are not judged");
    assert_eq!(left_out.rows[0][1], Cell::Text("d".into()));
}

#[test]
fn numbers_are_cut_into_bands_and_attributes_crossed() {
    let mut text = String::from("age,sex,decision\n");
    for row in 0..3000usize {
        let (age, sex) = (18 + row * 7 % 60, ["f", "m"][row % 2]);
        let yes = (row * 13) % 10 < if age < 30 { 2 } else { 6 };
        text += &format!("{age},{sex},{}\n", u8::from(yes));
    }
    let roles = &[
        ("age", Role::Protected),
        ("sex", Role::Protected),
        ("decision", Role::Prediction),
    ];
    let parameters = json!({"favourable": "1", "bands": {"age": [30, 50]}});
    let report = audit(&text, roles, parameters);
    let ages = table(&report, "fairness/age", "Groups of age");
    let names: Vec<&Cell> = ages.rows.iter().map(|r| &r[0]).collect();
    assert_eq!(
        names,
        ["below 30", "30 to below 50", "50 and above"]
            .map(|n| Cell::Text(n.into()))
            .iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(
        found(&report, "age/demographic-parity").severity,
        Severity::Matters
    );
    assert_eq!(
        found(&report, "sex/demographic-parity").severity,
        Severity::NoEvidence
    );
    let crossed = table(&report, "fairness/age × sex", "Groups of");
    assert_eq!(crossed.rows.len(), 6);
    let report = audit(&text, roles, json!({"favourable": "1", "crossed": 1}));
    assert!(report.sections.iter().all(|s| s.id != "fairness/age × sex"));
    // Without edges, round ones.
    let ages = table(&report, "fairness/age", "Groups of age");
    assert!(
        ages.rows.len() >= 4 && ages.rows[0][0] == Cell::Text("below 30".into()),
        "{:?}",
        ages.rows
    );
}

#[test]
fn an_attribute_with_thousands_of_values_is_refused_in_words() {
    let mut text = String::from("group,decision\n");
    for row in 0..10_000 {
        text += &format!(
            "name{},{}\n",
            row % 5000,
            if row % 3 == 0 { "yes" } else { "no" }
        );
    }
    let report = audit(&text, DECIDED, json!({"favourable": "yes"}));
    let many = found(&report, "group/too-many");
    assert_eq!(many.severity, Severity::NotEnoughData);
    assert!(many.sentence.contains("5000 groups"), "{}", many.sentence);
}

#[test]
fn every_group_is_tested_against_all_others_at_once() {
    let text = rows(&[("a", 80, 100), ("b", 40, 100), ("c", 42, 100)]);
    let roles = &[("group", Role::Protected), ("decision", Role::Prediction)];
    let report = audit(&text, roles, json!({"favourable": "yes"}));
    let found = table(
        &report,
        "fairness/group",
        "Each group of group against all other rows",
    );
    // By hand: 0.8 against 82/200, of 162/300 in all.
    let z = (0.8 - 0.41) / (0.54 * 0.46 * (1.0 / 100.0 + 1.0 / 200.0_f64)).sqrt();
    assert!(
        matches!(cell(found, "a", "Standard deviations apart"), Cell::Number(v) if (*v - z).abs() < 1e-12),
        "{found:?}"
    );
    // None of 999 regroupings is as far apart.
    assert_eq!(
        cell(found, "a", "p over all groups and rates"),
        &Cell::Number(0.001)
    );
    assert_eq!(
        cell(found, "a", "the same, every group keeping its labels"),
        &Cell::Empty(())
    );
    let said = report
        .sections
        .iter()
        .find(|s| s.id == "fairness/group")
        .expect("a section")
        .blocks
        .iter()
        .find_map(|block| match block {
            Block::Text(text) if text.code == "fairness.permuted" => Some(text.sentence.as_str()),
            _ => None,
        })
        .expect("a sentence");
    assert!(
        said.starts_with("Of 3 comparisons") && said.contains("(a, selection rate; "),
        "{said}"
    );
}

#[test]
fn sentences_name_groups_with_their_attributes_where_a_level_alone_says_nothing() {
    let mut text = String::from("black,male,decision\n");
    for (black, male, yes) in [
        ("0", "1", 60),
        ("0", "0", 20),
        ("1", "1", 55),
        ("1", "0", 50),
    ] {
        for row in 0..100 {
            text += &format!("{black},{male},{}\n", if row < yes { "yes" } else { "no" });
        }
    }
    let roles = &[
        ("black", Role::Protected),
        ("male", Role::Protected),
        ("decision", Role::Prediction),
    ];
    let report = audit(&text, roles, json!({"favourable": "yes"}));
    let crossed = found(&report, "black × male/demographic-parity");
    assert_eq!(
        crossed.numbers["group"],
        Cell::Text("black = 0 and male = 1".into())
    );
}
