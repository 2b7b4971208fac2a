//! The sentence over a plot of estimates: who lies beyond which limit, or which are the largest.

use driftglass::charts::describe;
use driftglass::report::{Block, IntervalRow, Intervals};

use crate::charts_blocks::{intervals, ratios};
use crate::charts_blocks_dense::lollipops;

fn told(block: &Block) -> String {
    describe(block).sentence
}

fn plot(values: &[(&str, f64, bool, bool)], threshold: Option<f64>, stems: bool) -> Block {
    Block::Intervals(Intervals {
        title: "Areas".into(),
        threshold,
        stems,
        rows: values
            .iter()
            .map(|(label, value, marked, hollow)| IntervalRow {
                label: (*label).into(),
                value: Some(*value),
                marked: *marked,
                hollow: *hollow,
                ..IntervalRow::default()
            })
            .collect(),
        ..Intervals::default()
    })
}

#[test]
fn what_lies_beyond_a_limit_is_named() {
    assert_eq!(
        told(&intervals()),
        "2 of 6 lie beyond the threshold of 0.1: income (0.244) and latency_feature_lookup_ms (0.181)."
    );
    assert_eq!(
        told(&ratios()),
        "1 of 6 lies beyond the range “within the limit” (0.8 to 1.25): women, 25 to 40 (0.71). 3 rows have too little data to judge."
    );
    assert!(told(&lollipops()).contains("beyond the range “too small to matter” (up to 0.1): "));
    let many = [
        ("a", 0.9),
        ("b", 0.8),
        ("c", 0.75),
        ("d", 0.72),
        ("e", 0.71),
    ];
    let many: Vec<_> = many.iter().map(|(l, v)| (*l, *v, true, false)).collect();
    assert_eq!(
        told(&plot(&many, Some(0.7), false)),
        "5 of 5 lie beyond the threshold of 0.7: a (0.9), b (0.8), c (0.75) and 2 more."
    );
}

#[test]
fn nothing_beyond_and_nothing_judged_are_two_things() {
    let within = [("a", 0.5, false, false), ("b", 0.6, false, false)];
    assert_eq!(
        told(&plot(&within, Some(0.7), false)),
        "None of 2 is shown to lie beyond the threshold of 0.7."
    );
    let open = [("a", 0.5, false, true), ("b", 0.6, false, true)];
    assert_eq!(
        told(&plot(&open, Some(0.7), false)),
        "None of 2 has enough data to judge."
    );
    assert_eq!(
        told(&plot(&open[..1], Some(0.7), false)),
        "a (0.5) has too little data to judge."
    );
    assert_eq!(
        told(&plot(&within[..1], Some(0.7), false)),
        "a (0.5) is not shown to lie beyond the threshold of 0.7."
    );
    assert_eq!(
        told(&plot(&[], Some(0.7), false)),
        "There are no estimates."
    );
}

#[test]
fn without_a_limit_the_ends_are_named_whatever_the_order() {
    let rows = [
        ("b", 0.2, true, false),
        ("a", 0.9, true, false),
        ("c", -0.1, false, false),
    ];
    assert_eq!(
        told(&plot(&rows, None, false)),
        "Of 3, a (0.9) is the highest, c (−0.1) the lowest."
    );
    assert_eq!(
        told(&plot(&rows, None, true)),
        "Of 3, a (0.9) is the largest, c (−0.1) the smallest."
    );
    assert_eq!(told(&plot(&rows[..1], None, true)), "b (0.2).");
}
