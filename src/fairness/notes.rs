//! What a person must know besides the verdicts.

use super::attributes::{MOST_GROUPS, TooMany};
use super::audit::Counted;
use super::cells::{self, count};
use super::metric::Tally;
use super::parameters::Parameters;
use super::said::finding;
use super::task::{Classes, Favourable, Source};
use crate::report::{Block, Cell, Finding, Numbers, Severity, Unit, numbers, show};
use crate::table::Table;

fn note(id: &str, code: &str, column: Option<String>, values: Numbers) -> Finding {
    let mut found = finding(id, code, Severity::NotCompared);
    found.column = column;
    found.numbers = values;
    found
}

/// How the good outcome is named everywhere: its column and level, with a word where it is a guess.
pub fn favourable_words(classes: &Classes) -> String {
    let guess = if classes.favourable.guessed {
        " (a guess: say which outcome is favourable to be sure)"
    } else {
        ""
    };
    let Favourable { column, level, .. } = &classes.favourable;
    if column.is_empty() {
        format!("`{level}`{guess}")
    } else {
        format!("`{column} = {level}`{guess}")
    }
}

/// Attributes that have more groups than can be compared.
pub fn too_many(too_many: &[TooMany]) -> impl Iterator<Item = Finding> {
    too_many.iter().map(|many| {
        let mut found = finding(
            &format!("{}/too-many", many.attribute),
            "fairness.too-many-groups",
            Severity::NotEnoughData,
        );
        found.column = Some(many.attribute.clone());
        found.section = None;
        found.numbers = numbers([("levels", count(many.levels)), ("most", count(MOST_GROUPS))]);
        found
    })
}

/// Of groupings: one group only, levels left out, a reference that does not exist.
pub fn of_groupings(counted: &[Counted]) -> Vec<Finding> {
    let mut out = Vec::new();
    for one in counted {
        let grouping = &one.grouping;
        let name = grouping.name();
        let with_rows: Vec<usize> = (0..grouping.groups.len())
            .filter(|&at| one.tallies[at].all() > 0)
            .collect();
        if let [only] = with_rows.as_slice() {
            out.push(note(
                &format!("{name}/one-group"),
                "fairness.one-group",
                Some(name.clone()),
                numbers([("group", Cell::Text(grouping.told(*only)))]),
            ));
        }
        if let Some(absent) = &one.absent_reference {
            let taken = grouping.told(one.reference);
            out.push(note(
                &format!("{name}/reference"),
                "fairness.reference-absent",
                Some(name.clone()),
                numbers([
                    ("given", Cell::Text(absent.clone())),
                    ("group", Cell::Text(taken)),
                ]),
            ));
        }
        if !grouping.excluded.is_empty() {
            let listed: Vec<String> = grouping
                .excluded
                .iter()
                .map(|(level, rows)| format!("{level} ({rows})"))
                .collect();
            out.push(note(
                &format!("{name}/excluded"),
                "fairness.excluded",
                Some(name),
                numbers([("groups", Cell::Text(listed.join(", ")))]),
            ));
        }
    }
    out
}

/// Of outcomes: labels that are not there yet, all decisions or labels alike, scores that are no probabilities.
pub fn of_classes(table: &Table, classes: &Classes) -> Vec<Finding> {
    let mut out = Vec::new();
    if classes.unlabelled > 0 {
        out.push(note(
            "unlabelled",
            "fairness.unlabelled",
            None,
            numbers([
                ("rows", count(classes.unlabelled as usize)),
                ("all", count(table.rows)),
            ]),
        ));
    }
    for (id, code, values) in [
        ("one-decision", "fairness.one-decision", &classes.decisions),
        ("one-label", "fairness.one-label", &classes.labels),
    ] {
        let (no, yes) = (values.contains(&0), values.contains(&1));
        if no != yes {
            let which = if yes { "favourable" } else { "not favourable" };
            out.push(note(
                id,
                code,
                None,
                numbers([("which", Cell::Text(which.into()))]),
            ));
        }
    }
    let off = classes.scores_outside();
    if off > 0 {
        out.push(note(
            "scores",
            "fairness.scores-outside",
            None,
            numbers([("rows", count(off))]),
        ));
    }
    out
}

/// Of weights.
pub fn of_weights(table: &Table, weights: Option<&[f64]>) -> Option<Finding> {
    let weights = weights?;
    let unusable = weights
        .iter()
        .filter(|w| !(**w > 0.0 && w.is_finite()))
        .count();
    Some(note(
        "weights",
        "fairness.weights",
        None,
        numbers([("unusable", count(unusable)), ("all", count(table.rows))]),
    ))
}

/// What was looked at, in one sentence.
pub fn looked_at(table: &Table, classes: &Classes, favourable: &str, weighted: bool) -> Block {
    let source = match classes.source {
        Source::Prediction => "the decisions in the file".into(),
        Source::Threshold(at) => format!("scores at the threshold {}", show(at, Unit::Number)),
        Source::Label => {
            "the outcomes in the file, since there is neither a decision nor a score".into()
        }
        Source::None => "scores".into(),
    };
    let against = if classes.levels > 2 {
        ", one class against the rest"
    } else {
        ""
    };
    cells::text(
        "fairness.looked-at",
        numbers([
            ("rows", count(table.rows)),
            ("source", Cell::Text(source)),
            ("favourable", Cell::Text(favourable.into())),
            ("against", Cell::Text(against.into())),
            ("score", Cell::Text(direction_words(classes).into())),
            (
                "weighted",
                Cell::Text(
                    if weighted {
                        " Rows count by their weights; counts are rows."
                    } else {
                        ""
                    }
                    .into(),
                ),
            ),
        ]),
    )
}

/// Which group the others are compared with, and why that one.
pub fn reference(one: &Counted, parameters: &Parameters) -> Block {
    let grouping = &one.grouping;
    let rows = |at: usize| one.tallies.get(at).map_or(0, Tally::all) as usize;
    let chosen = parameters.reference_groups.get(&grouping.name());
    let name = grouping.told(one.reference);
    let against = match chosen {
        Some(_) if one.absent_reference.is_none() => "chosen by hand",
        None if parameters.reference == "most-favoured" => {
            "the largest group, in what is no rate; rates are compared with the highest one of any group, which is picked from the data: their intervals and verdicts hold for all groups at once"
        }
        _ => "the largest group",
    };
    let unknown: usize = grouping.unknown.iter().map(|&at| rows(at)).sum();
    let unknown = if unknown > 0 {
        format!(
            " {} rows lack a value: they are shown as groups of their own, compared with the others and nobody's yardstick.",
            show(unknown as f64, Unit::Count)
        )
    } else {
        String::new()
    };
    cells::text(
        "fairness.reference",
        numbers([
            ("attribute", Cell::Text(grouping.name())),
            ("group", Cell::Text(name)),
            ("rows", count(rows(one.reference))),
            ("against", Cell::Text(against.into())),
            ("lacking", Cell::Text(unknown)),
        ]),
    )
}

/// Groups that are listed and not judged.
pub fn unjudged(counted: &[Counted], parameters: &Parameters) -> Option<Block> {
    let suppress = cells::Suppress::of(parameters);
    let mut rows = Vec::new();
    for one in counted {
        for (name, tally) in one.grouping.groups.iter().zip(&one.tallies) {
            if tally.all() < u64::from(parameters.least_rows) {
                rows.push(vec![
                    Cell::Text(one.grouping.name()),
                    Cell::Text(name.clone()),
                    suppress.count(tally.all()),
                    Cell::Text("fewer rows than can be judged".into()),
                ]);
            }
        }
        for (level, n) in &one.grouping.excluded {
            rows.push(vec![
                Cell::Text(one.grouping.name()),
                Cell::Text(level.clone()),
                suppress.count(*n),
                Cell::Text("left out by hand".into()),
            ]);
        }
    }
    (!rows.is_empty()).then(|| {
        cells::table(
            "Groups that are not judged",
            &[
                ("Attribute", Unit::Number),
                ("Group", Unit::Number),
                ("n", Unit::Count),
                ("Why", Unit::Number),
            ],
            rows,
        )
    })
}

/// Which way the score points, and whether anybody said so.
fn direction_words(classes: &Classes) -> &'static str {
    match classes.direction.map(|d| (d.high, d.guessed)) {
        None => "",
        Some((true, false)) => " High scores are good for the person.",
        Some((false, false)) => " Low scores are good for the person.",
        Some((true, true)) => " High scores are taken to be good for the person, a guess.",
        Some((false, true)) => " Low scores are taken to be good for the person, a guess.",
    }
}
