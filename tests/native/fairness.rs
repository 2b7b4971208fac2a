//! The fairness audit through a whole run: what it says of files made for one purpose each.

use driftglass::config::{Config, Role};
use driftglass::error::Code;
use driftglass::pipeline::{check_config, run};
use driftglass::report::{Block, Cell, Finding, Report, Severity, TableBlock};
use driftglass::stats::random::Random;
use driftglass::table::Table;
use serde_json::{Value, json};

use crate::pipeline::read;

/// A run over one file with these roles and parameters.
pub(crate) fn audit(text: &str, roles: &[(&str, Role)], parameters: Value) -> Report {
    let table = read("decisions.csv", text, 1 << 16);
    run(&config(roles, parameters), &Table::absent(), &table).expect("can be looked at")
}

pub(crate) fn config(roles: &[(&str, Role)], parameters: Value) -> Config {
    let mut config =
        check_config(json!({ "analyses": { "fairness": parameters } })).expect("valid");
    for (name, role) in roles {
        config.roles.insert((*name).into(), *role);
    }
    config
}

pub(crate) fn findings(report: &Report) -> Vec<&Finding> {
    let of = |f: &&Finding| f.analysis == "fairness";
    report.findings.iter().filter(of).collect()
}

pub(crate) fn found<'a>(report: &'a Report, id: &str) -> &'a Finding {
    let all: Vec<&str> = findings(report).iter().map(|f| f.id.as_str()).collect();
    findings(report)
        .into_iter()
        .find(|f| f.id == format!("fairness/{id}"))
        .unwrap_or_else(|| panic!("{id} is not in {all:#?}"))
}

pub(crate) fn answer(report: &Report) -> &str {
    let of = report.answers.iter().find(|a| a.analysis == "fairness");
    &of.expect("answered").verdict.sentence
}

/// The first table of a section whose title starts so.
pub(crate) fn table<'a>(report: &'a Report, section: &str, title: &str) -> &'a TableBlock {
    let section = report
        .sections
        .iter()
        .find(|s| s.id == section)
        .expect(section);
    let tables = section.blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables
        .into_iter()
        .find(|t| t.title.starts_with(title))
        .expect(title)
}

/// The cell of the first row that starts with `row`, in the first column of this name.
pub(crate) fn cell<'a>(table: &'a TableBlock, row: &str, column: &str) -> &'a Cell {
    let at = table
        .columns
        .iter()
        .position(|c| c.label == column)
        .expect(column);
    let of = table.rows.iter().find(|r| r[0] == Cell::Text(row.into()));
    &of.unwrap_or_else(|| panic!("{row} is not in {:?}", table.rows))[at]
}

/// Rows of groups: name, selected, of.
pub(crate) fn rows(groups: &[(&str, usize, usize)]) -> String {
    let mut text = String::from("group,decision\n");
    for (group, selected, of) in groups {
        for row in 0..*of {
            text += &format!("{group},{}\n", if row < *selected { "yes" } else { "no" });
        }
    }
    text
}

/// Rows with decision, label and group: name, true positives, false positives, true negatives, false negatives.
pub(crate) fn labelled(groups: &[(&str, [usize; 4])]) -> String {
    let mut text = String::from("group,decision,label\n");
    for (group, cells) in groups {
        for (rows, (decision, label)) in cells.iter().zip([(1, 1), (1, 0), (0, 0), (0, 1)]) {
            for _ in 0..*rows {
                text += &format!("{group},{decision},{label}\n");
            }
        }
    }
    text
}

pub(crate) const DECIDED: &[(&str, Role)] =
    &[("group", Role::Protected), ("decision", Role::Prediction)];
pub(crate) const LABELLED: &[(&str, Role)] = &[
    ("group", Role::Protected),
    ("decision", Role::Prediction),
    ("label", Role::Label),
];

#[test]
fn the_four_verdicts() {
    let text = rows(&[
        ("largest", 3000, 5000),
        ("outside", 100, 400),
        ("within", 1210, 2000),
        ("open", 48, 100),
        ("tiny", 0, 4),
    ]);
    let report = audit(&text, DECIDED, json!({"favourable": "yes"}));
    let all = table(&report, "fairness/group", "Every comparison");
    for (group, verdict) in [
        ("outside", "outside the limit"),
        ("within", "within the limit"),
        ("open", "cannot tell yet"),
        ("tiny", "cannot tell yet"),
    ] {
        assert_eq!(
            cell(all, group, "Verdict"),
            &Cell::Text(verdict.into()),
            "{group}"
        );
    }
    assert_eq!(cell(all, "tiny", "Corrected p"), &Cell::Empty(()));
    assert!(matches!(cell(all, "open", "Rows still needed"), Cell::Number(n) if *n > 100.0));
    let parity = found(&report, "group/demographic-parity");
    assert_eq!(parity.severity, Severity::Matters);
    assert_eq!(parity.word.as_deref(), Some("outside the limit"));
    assert!(
        parity
            .sentence
            .contains("of outside is 25% and that of largest 60%"),
        "{}",
        parity.sentence
    );
    assert!(
        parity
            .sentence
            .ends_with("Not judged: 1 with too few rows."),
        "{}",
        parity.sentence
    );
    assert!(
        answer(&report).starts_with("With `decision = yes` as the favourable outcome, 2 of 2"),
        "{}",
        answer(&report)
    );
}

#[test]
fn a_ratio_below_the_limit_whose_interval_reaches_over_it_cannot_be_told() {
    let report = audit(
        &rows(&[("a", 48, 120), ("b", 100, 160)]),
        DECIDED,
        json!({"favourable": "yes"}),
    );
    let parity = found(&report, "group/demographic-parity");
    assert_eq!(
        parity.severity,
        Severity::NotEnoughData,
        "{}",
        parity.sentence
    );
    // Koopman's interval: golden/intervals_tests.json.
    assert!(
        parity
            .sentence
            .contains("a ratio of 0.64 (95% interval 0.494 to 0.814)"),
        "{}",
        parity.sentence
    );
    assert!(
        parity.sentence.contains("the two do differ"),
        "{}",
        parity.sentence
    );
    let rule = table(&report, "fairness/group", "Four-fifths rule");
    let number = |column: &str| match cell(rule, "a", column) {
        Cell::Number(value) => *value,
        other => panic!("{column}: {other:?}"),
    };
    for (column, value) in [
        ("Selections lacking to equal rates", 15.428_571_428_571_43),
        ("Selections lacking to the limit", 12.0),
        ("Standard deviations apart", -3.732_452_8),
        ("p (Fisher)", 0.000_269_838),
    ] {
        let found = number(column);
        assert!(
            (found - value).abs() < 1e-6 * value.abs().max(1e-3),
            "{column}: {found}"
        );
    }
}

#[test]
fn turning_the_favourable_outcome_over_turns_the_ratio_over() {
    let text = rows(&[("a", 378, 600), ("b", 600, 600), ("c", 1, 700)]);
    let sentence = |favourable: &str| {
        let report = audit(
            &text,
            DECIDED,
            json!({"favourable": favourable, "reference_groups": {"group": "b"}}),
        );
        found(&report, "group/demographic-parity").sentence.clone()
    };
    assert!(sentence("yes").contains("of c is"), "{}", sentence("yes"));
    // Nobody of b is refused: there is no ratio, but the interval says how far away it is at least.
    let refused = sentence("no");
    assert!(refused.contains("outside the limit"), "{refused}");
}

#[test]
fn all_decisions_equal_are_said() {
    let text = labelled(&[("a", [50, 30, 0, 0]), ("b", [20, 40, 0, 0])]);
    let report = audit(&text, LABELLED, json!({"favourable": "1"}));
    assert_eq!(
        found(&report, "one-decision").severity,
        Severity::NotCompared
    );
    let parity = found(&report, "group/demographic-parity");
    assert!(
        parity.sentence.contains("ratio of 1 "),
        "{}",
        parity.sentence
    );
    let rates = table(&report, "fairness/group", "Groups of");
    assert_eq!(
        cell(rates, "a", "Negative predictive value"),
        &Cell::Empty(())
    );
}

#[test]
fn what_only_the_correction_leaves_open_says_so() {
    // Alone this ratio's interval ends below 0.8; beside forty groups more it may be chance.
    let names: Vec<String> = (0..40).map(|at| format!("g{at:02}")).collect();
    let mut groups = vec![("a", 600, 1000), ("low", 160, 400)];
    groups.extend(names.iter().map(|name| (name.as_str(), 120, 200)));
    let report = audit(&rows(&groups), DECIDED, json!({"favourable": "yes"}));
    let parity = found(&report, "group/demographic-parity");
    assert_eq!(parity.numbers["group"], Cell::Text("low".into()));
    assert_eq!(parity.severity, Severity::NotEnoughData);
    let Cell::Number(high) = parity.numbers["gap_high"] else {
        panic!("no interval");
    };
    assert!(high < 0.8, "{high}");
    assert!(
        parity
            .sentence
            .contains("its interval alone would be outside the limit")
            && parity.sentence.contains("corrected p = 0."),
        "{}",
        parity.sentence
    );
}

#[test]
fn label_and_decision_in_one_column_cannot_be_configured() {
    // A column has one role, so that the file must name it twice: then the second is another column.
    let report = audit(
        "group,decision\na,1\nb,0\n",
        &[("group", Role::Protected), ("decision", Role::Ignore)],
        json!({}),
    );
    assert_eq!(found(&report, "no-outcome").code, "fairness.no-outcome");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let text = labelled(&[
        ("a", [40, 20, 30, 10]),
        ("b", [9, 21, 31, 11]),
        ("c", [5, 3, 8, 2]),
    ]);
    let (header, body) = text.split_once('\n').expect("two lines");
    let mut lines: Vec<&str> = body.lines().collect();
    lines.reverse();
    let turned = format!("{header}\n{}\n", lines.join("\n"));
    let said = |text: &str| {
        let report = audit(text, LABELLED, json!({"favourable": "1"}));
        let of = report.sections.iter().filter(|s| s.analysis == "fairness");
        serde_json::to_string(&of.collect::<Vec<_>>()).expect("writes")
    };
    assert_eq!(said(&text), said(&turned));
}

#[test]
fn impossible_parameters_are_refused() {
    for parameters in [
        json!({"ratio": 1.2}),
        json!({"difference": 0}),
        json!({"crossed": 4}),
        json!({"limit": "quotient"}),
        json!({"reference": "smallest"}),
        json!({"score": "sideways"}),
        json!({"compatible_with": "fairlern"}),
        json!({"bands": {"age": [3, 1]}}),
        json!({"bands": {"age": []}}),
        json!({"least_rows": 0}),
        json!({"threshold": "high"}),
        json!({"cost_false_favourable": -1}),
    ] {
        let error =
            check_config(json!({"analyses": {"fairness": parameters}})).expect_err("refused");
        assert_eq!(error.code, Code::ConfigInvalidValue, "{parameters}");
    }
}

#[test]
fn the_local_law_counts_strictly_above_the_median_and_shows_small_categories() {
    let mut text = String::from("sex,decision,score\n");
    for (sex, selected, of) in [("m", 60, 100), ("f", 30, 100), ("x", 1, 2), ("", 3, 6)] {
        for row in 0..of {
            text += &format!("{sex},{},{}\n", u8::from(row < selected), row % 10);
        }
    }
    let roles = &[
        ("sex", Role::Protected),
        ("decision", Role::Prediction),
        ("score", Role::Score),
    ];
    let report = audit(&text, roles, json!({"favourable": "1", "score": "high"}));
    let rates = table(&report, "fairness/local-law-144", "sex: selection rate");
    assert_eq!(rates.rows.len(), 3);
    assert_eq!(cell(rates, "f", "Impact ratio"), &Cell::Number(0.5));
    assert_eq!(cell(rates, "x", "Impact ratio"), &Cell::Empty(()));
    assert_eq!(cell(rates, "x", "Number of applicants"), &Cell::Number(2.0));
    assert_eq!(cell(rates, "x", "Selection rate"), &Cell::Number(0.5));
    // 208 scores 0 to 9: the median is 4, and half of each group's rows are strictly above it.
    let scoring = table(&report, "fairness/local-law-144", "sex: scoring rate");
    assert_eq!(cell(scoring, "m", "Above the median"), &Cell::Number(50.0));
    let said = report
        .sections
        .iter()
        .find(|s| s.id == "fairness/local-law-144")
        .expect("there");
    let unknown = said.blocks.iter().any(|b| matches!(b, Block::Text(t) if t.sentence.starts_with("6 rows have an unknown category")));
    assert!(unknown);
}

#[test]
fn a_gap_that_opens_between_two_files_is_found_and_one_that_stays_is_not() {
    let mut random = Random::new(3);
    let mut file = |late: bool, opened: f64| {
        let mut text = String::from("day,group,decision\n");
        for row in 0..6000 {
            let group = ["a", "b"][row % 2];
            let chance = if group == "b" { 0.5 - opened } else { 0.5 };
            let month = 1 + row / 1000;
            let year = if late { 2025 } else { 2024 };
            text += &format!(
                "{year}-{month:02}-10,{group},{}\n",
                u8::from(random.uniform() < chance)
            );
        }
        text
    };
    let (before, same, opened) = (file(false, 0.1), file(true, 0.1), file(true, 0.3));
    let roles = [
        ("group", Role::Protected),
        ("decision", Role::Prediction),
        ("day", Role::Timestamp),
    ];
    let config = config(&roles, json!({"favourable": "1"}));
    let compare = |now: &str| {
        let (before, now) = (
            read("before.csv", &before, 1 << 16),
            read("now.csv", now, 1 << 16),
        );
        run(&config, &before, &now).expect("comparable")
    };
    let report = compare(&opened);
    let gap = found(&report, "group/b/Selection rate/opened");
    assert_eq!(gap.severity, Severity::Matters, "{}", gap.sentence);
    assert!(
        gap.sentence.contains("wider than in the reference"),
        "{}",
        gap.sentence
    );
    assert!(
        gap.sentence.contains("window that starts at 2025-01-01"),
        "{}",
        gap.sentence
    );
    let report = compare(&same);
    assert!(
        findings(&report)
            .iter()
            .all(|f| f.code != "fairness.gap-changed")
    );
    let gaps = table(&report, "fairness/over-time", "Gaps in the reference");
    assert_eq!(gaps.rows.len(), 1);
}

#[test]
fn a_column_that_gives_the_attribute_away_is_named() {
    let mut random = Random::new(9);
    let mut text = String::from("sex,height,shop,noise,decision\n");
    for _ in 0..3000 {
        let f = random.uniform() < 0.5;
        let height =
            if f { 165.0 } else { 178.0 } + 7.0 * (random.uniform() + random.uniform() - 1.0) * 2.0;
        let shop = if random.uniform() < 0.8 { f } else { !f };
        text += &format!(
            "{},{height:.1},{},{:.3},{}\n",
            if f { "f" } else { "m" },
            if shop { "north" } else { "south" },
            random.uniform(),
            u8::from(random.uniform() < 0.4)
        );
    }
    let roles = &[("sex", Role::Protected), ("decision", Role::Prediction)];
    let report = audit(&text, roles, json!({"favourable": "1"}));
    let told = report
        .findings
        .iter()
        .find(|f| f.analysis == "stand-ins")
        .expect("told");
    assert_eq!(told.severity, Severity::Matters, "{}", told.sentence);
    assert!(told.sentence.contains("height, shop"), "{}", told.sentence);
    let associations = table(&report, "stand-ins/sex", "Association of each column");
    assert!(
        matches!(cell(associations, "shop", "Cramér's V"), Cell::Number(v) if (*v - 0.6).abs() < 0.06)
    );
    assert!(matches!(cell(associations, "noise", "Eta squared"), Cell::Number(e) if *e < 0.01));
}

/// Data sets that are not part of the project: skipped where they are not there.
pub(crate) fn data(name: &str) -> Option<String> {
    let path = format!("{}/../shared/datasets/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {name} is not there");
    }
    text
}

#[test]
fn german_credit_says_what_pandas_says() {
    let Some(text) = data("german_credit.csv") else {
        return;
    };
    let roles = &[
        ("sex", Role::Protected),
        ("age", Role::Protected),
        ("risk", Role::Label),
    ];
    let parameters = json!({"favourable": "1", "bands": {"age": [25, 60]}});
    let report = audit(&text, roles, parameters);
    let sexes = table(&report, "fairness/sex", "Groups of sex");
    // 201 of 310 women and 499 of 690 men have a good risk.
    assert_eq!(
        cell(sexes, "female", "Selection rate"),
        &Cell::Number(201.0 / 310.0)
    );
    assert_eq!(
        cell(sexes, "male", "Selection rate"),
        &Cell::Number(499.0 / 690.0)
    );
    let parity = found(&report, "sex/demographic-parity");
    assert!(
        parity.sentence.contains("a ratio of 0.897"),
        "{}",
        parity.sentence
    );
}
