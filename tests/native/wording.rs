//! Every code has words, and every placeholder of the words is filled.

use std::collections::BTreeSet;

use driftglass::report::{Cell, Numbers};
use driftglass::wording::{entries, template};

const JUDGED: [&str; 3] = ["drift.numbers", "drift.levels", "drift.missing"];
const SEVERITIES: [&str; 5] = [
    "matters",
    "real-size-unclear",
    "real-but-small",
    "not-enough-data",
    "no-evidence",
];

#[test]
fn every_judged_finding_has_words_for_every_severity() {
    let keys: BTreeSet<&str> = entries().map(|e| e.key).collect();
    assert_eq!(keys.len(), entries().count(), "a key stands twice");
    for end in [
        "matters",
        "one-matters",
        "size-unclear",
        "small",
        "small-open",
        "none",
        "not-enough-data",
        "nothing-compared",
    ] {
        assert!(
            keys.contains(format!("verdict.{end}").as_str()),
            "verdict.{end} has no words"
        );
    }
    for code in JUDGED {
        for severity in SEVERITIES {
            assert!(
                keys.contains(format!("{code}/{severity}").as_str()),
                "{code}/{severity} has no words"
            );
        }
    }
}

#[test]
fn templates_are_filled() {
    let numbers: Numbers = [
        ("n".to_string(), Cell::Number(1.0)),
        ("share".to_string(), Cell::Number(0.25)),
        ("name".to_string(), Cell::Text("<age>".into())),
    ]
    .into();
    assert_eq!(template("{n:count} {n?row|rows}", &numbers), "1 row");
    assert_eq!(template("{name} {share:share}", &numbers), "<age> 25%");
    assert_eq!(template("{nothing}", &numbers), "not estimable");
    assert_eq!(template("no end {n", &numbers), "no end {n");
}

#[test]
fn no_template_is_malformed() {
    for entry in entries() {
        for text in [entry.sentence, entry.next] {
            assert_eq!(
                text.matches('{').count(),
                text.matches('}').count(),
                "{}",
                entry.key
            );
        }
        assert!(
            entry.key.contains(".word/") || entry.sentence.ends_with(['.', '}']),
            "{} does not end as a sentence",
            entry.key
        );
    }
}
