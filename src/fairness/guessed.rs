//! What is said where the protected attributes are only guessed from names: one finding for each, which claims nothing
//! before somebody says what the column is for.

use super::audit::Counted;
use super::said::{Said, criterion_finding, gap_words};
use crate::report::{Cell, Finding, Severity, Verdict, numbers};

/// As serious as a guess can be.
pub fn capped(severity: Severity) -> Severity {
    match severity {
        Severity::Matters => Severity::RealSizeUnclear,
        other => other,
    }
}

/// One finding for each single attribute: the criterion that is furthest outside, or what else there is to say of it, with
/// how many of its criteria are outside, open and within. Criteria and crossed attributes stand in the sections.
pub fn summaries(said: &[Said], counted: &[Counted], favourable: &str) -> Vec<Finding> {
    (0..counted.len())
        .filter(|at| counted[*at].grouping.attributes.len() == 1)
        .filter_map(|at| summary(said, at, counted, favourable))
        .collect()
}

fn summary(said: &[Said], at: usize, counted: &[Counted], favourable: &str) -> Option<Finding> {
    let of: Vec<&Said> = said.iter().filter(|s| s.grouping == at).collect();
    let with = |severity: Severity| of.iter().filter(move |s| s.verdict.severity() == severity);
    let gravest = of.iter().map(|s| s.verdict.severity()).max()?;
    let mut worst: Option<(Finding, &Said)> = None;
    for one in with(gravest) {
        let found = criterion_finding(one, counted, favourable);
        let size = |f: &Finding| {
            let effect = f.effect.as_ref();
            effect.map_or(0.0, |e| e.value.unwrap_or(0.0) / e.threshold)
        };
        if worst.as_ref().is_none_or(|(w, _)| size(&found) > size(w)) {
            worst = Some((found, one));
        }
    }
    let (mut found, one) = worst?;
    found.id = format!("{}/{}/guessed", super::META.id, counted[at].grouping.name());
    found.code = "fairness.guessed".into();
    found.severity = capped(gravest);
    let count = |severity: Severity| Cell::Number(with(severity).count() as f64);
    // Nothing is said of none.
    let open = match with(Severity::NotEnoughData).count() {
        0 => String::new(),
        many => format!("; {many} cannot be told yet"),
    };
    found.numbers.extend(numbers([
        ("criteria", Cell::Number(of.len() as f64)),
        ("criteria_outside", count(Severity::Matters)),
        ("criteria_open", count(Severity::NotEnoughData)),
        ("criteria_within", count(Severity::NoEvidence)),
        ("gap_words", Cell::Text(gap_words(one.worst))),
        ("open_words", Cell::Text(open)),
    ]));
    Some(found)
}

/// The audit's answer, which says first what was guessed.
pub fn about(answer: &mut Verdict, counted: &[Counted]) {
    answer.severity = capped(answer.severity);
    let single = counted.iter().filter(|c| c.grouping.attributes.len() == 1);
    let names: Vec<String> = single.map(|c| c.grouping.name()).collect();
    let word = if names.len() == 1 {
        "a protected attribute because of its name"
    } else {
        "protected attributes because of their names"
    };
    let guess = format!("Taken for {word}: {}. ", names.join(", "));
    answer.numbers.insert("guess".into(), Cell::Text(guess));
}
