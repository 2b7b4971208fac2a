//! Point values of other tools, by their conventions, against what they said themselves.

use driftglass::fairness::compat::{
    Cells, FAIRLEARN, aequitas_disparity, aequitas_metrics, aif360, fairlearn_between,
    fairlearn_metrics, fairlearn_named,
};
use driftglass::fairness::metric::{Tally, tally};
use driftglass::stats::groups::confusion::Rate;
use serde_json::Value;

fn golden() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/fairness/rivals.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).expect("stored")).expect("is JSON")
}

/// Equal to 1e-12; the file writes NaN as null and infinity as `inf`.
fn agree(found: f64, stored: &Value, what: &str) {
    match stored {
        Value::Null => assert!(found.is_nan(), "{what}: {found}, not NaN"),
        Value::String(_) => assert!(found.is_infinite(), "{what}: {found}, not infinite"),
        stored => {
            let stored = stored.as_f64().expect("a number");
            assert!(
                (found - stored).abs() <= 1e-12 * stored.abs().max(1.0),
                "{what}: {found}, not {stored}"
            );
        }
    }
}

/// Groups by name: true positives, false positives, true negatives, false negatives.
fn groups(case: &Value) -> Vec<(String, Cells)> {
    let cells = case["cells"].as_object().expect("groups");
    cells
        .iter()
        .map(|(name, counts)| {
            let at = |k: usize| counts[k].as_f64().expect("a count");
            (
                name.clone(),
                Cells {
                    tp: at(0),
                    fp: at(1),
                    tn: at(2),
                    fn_: at(3),
                },
            )
        })
        .collect()
}

fn sum(cells: &[Cells]) -> Cells {
    cells.iter().fold(Cells::default(), |a, b| Cells {
        tp: a.tp + b.tp,
        fp: a.fp + b.fp,
        tn: a.tn + b.tn,
        fn_: a.fn_ + b.fn_,
    })
}

#[test]
fn rivals_say_what_they_say_themselves() {
    let golden = golden();
    let mut values = 0;
    let mut check = |found: f64, stored: &Value, what: &str| {
        agree(found, stored, what);
        values += 1;
    };
    for case in golden["cases"].as_array().expect("cases") {
        let name = case["name"].as_str().expect("named");
        let groups = groups(case);
        let cells: Vec<Cells> = groups.iter().map(|g| g.1).collect();
        let whole = fairlearn_metrics(sum(&cells));
        let fairlearn = &case["fairlearn"];
        for (at, metric) in FAIRLEARN.iter().enumerate() {
            let by_group: Vec<f64> = cells.iter().map(|c| fairlearn_metrics(*c)[at]).collect();
            for ((group, _), value) in groups.iter().zip(&by_group) {
                check(
                    *value,
                    &fairlearn["by_group"][metric][group],
                    &format!("{name} {metric} {group}"),
                );
            }
            let found = fairlearn_between(&by_group, whole[at]);
            for (way, value) in [
                ("difference", found.difference),
                ("difference_to_overall", found.difference_to_overall),
                ("ratio", found.ratio),
                ("ratio_to_overall", found.ratio_to_overall),
            ] {
                check(
                    value,
                    &fairlearn[way][metric],
                    &format!("{name} {metric} {way}"),
                );
            }
        }
        for (measure, value) in fairlearn_named(&cells) {
            check(
                value,
                &fairlearn["named"][measure],
                &format!("{name} {measure}"),
            );
        }
        let reference = groups
            .iter()
            .find(|g| case["reference"] == g.0.as_str())
            .expect("there")
            .1;
        for (group, stored) in case["aif360"].as_object().expect("groups") {
            let own = groups.iter().find(|g| g.0 == *group).expect("there").1;
            for (measure, value) in aif360(own, reference) {
                check(
                    value,
                    &stored[measure],
                    &format!("{name} {measure} {group}"),
                );
            }
        }
        let selected = cells.iter().map(|c| c.tp + c.fp).sum();
        for (group, stored) in case["aequitas"].as_object().expect("groups") {
            let own = groups.iter().find(|g| g.0 == *group).expect("there").1;
            let base = aequitas_metrics(reference, selected);
            for ((metric, value), (_, other)) in
                aequitas_metrics(own, selected).into_iter().zip(base)
            {
                check(value, &stored[metric], &format!("{name} {metric} {group}"));
                let key = format!("{metric}_disparity");
                if let Some(stored) = stored.get(&key) {
                    check(
                        aequitas_disparity(value, other),
                        stored,
                        &format!("{name} {key} {group}"),
                    );
                }
            }
        }
    }
    assert!(values >= 900, "{values}");
}

/// `fairness_edge.py`: group c has no positives, group d no negatives.
fn edge() -> Vec<Tally> {
    let labels = [1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1];
    let decisions = [1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0];
    let codes = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3];
    tally(&codes, 4, &decisions, &labels, None)
}

/// The values are those of `fairness_edge.json`: Fairlearn 0.15.0 with scikit-learn 1.9.1.
#[test]
fn empty_denominators_in_both_conventions() {
    let tallies = edge();
    let cells: Vec<Cells> = tallies.iter().map(Cells::of).collect();
    let theirs: Vec<[f64; 9]> = cells.iter().map(|c| fairlearn_metrics(*c)).collect();
    // Theirs: true positives and false negatives of a group without positives are both 0.
    assert_eq!((theirs[2][1], theirs[2][4]), (0.0, 0.0));
    assert_eq!((theirs[3][2], theirs[3][3]), (0.0, 0.0));
    assert_eq!(theirs[2][5], 0.0);
    let named = fairlearn_named(&cells);
    for (measure, value) in [
        ("demographic-parity-difference", 0.5),
        ("demographic-parity-ratio", 1.0 / 3.0),
        ("equalized-odds-difference", 1.0),
        ("equalized-odds-difference-mean", 0.75),
        ("equalized-odds-ratio", 0.0),
        ("equal-opportunity-difference", 1.0),
    ] {
        let found = named.iter().find(|n| n.0 == measure).expect("named").1;
        assert!((found - value).abs() < 1e-15, "{measure}: {found}");
    }
    // Ours: what has nothing to divide by has no value.
    assert_eq!(tallies[2].value(Rate::TruePositive), None);
    assert_eq!(tallies[2].value(Rate::FalseNegative), None);
    assert_eq!(tallies[3].value(Rate::FalsePositive), None);
    assert_eq!(tallies[3].value(Rate::TrueNegative), None);
    assert_eq!(tallies[2].value(Rate::PositivePredictive), Some(0.0));
    assert_eq!(tallies[0].value(Rate::TruePositive), Some(0.5));
    // With weights, as `G_weighted_*`.
    let weights: Vec<f64> = (1..=13).map(f64::from).collect();
    let labels = [1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1];
    let decisions = [1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0];
    let codes = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3];
    let weighted = tally(&codes, 4, &decisions, &labels, Some(&weights));
    let cells: Vec<Cells> = weighted.iter().map(Cells::of).collect();
    let named = fairlearn_named(&cells);
    let of = |measure: &str| named.iter().find(|n| n.0 == measure).expect("named").1;
    assert!((of("demographic-parity-difference") - 0.592_307_692_307_692_3).abs() < 1e-15);
    assert!((of("demographic-parity-ratio") - 0.144_444_444_444_444_46).abs() < 1e-15);
    assert_eq!(of("equalized-odds-difference"), 1.0);
    // Nobody selected: theirs is NaN, ours has no ratio.
    let nobody = tally(&codes, 4, &[0; 13], &labels, None);
    let cells: Vec<Cells> = nobody.iter().map(Cells::of).collect();
    let named = fairlearn_named(&cells);
    assert!(
        named
            .iter()
            .any(|n| n.0 == "demographic-parity-ratio" && n.1.is_nan())
    );
    assert!(
        named
            .iter()
            .any(|n| n.0 == "demographic-parity-difference" && n.1 == 0.0)
    );
}
