//! Axes that fit their values, and rows of narrow drawings.

use driftglass::charts::{DrawOptions, Scene, Theme, describe, svg, zoom};
use driftglass::report::{
    Block, EcdfPair, Interval, IntervalRow, Intervals, Level, LevelPair, Unit,
};

use crate::charts_blocks::{curve, ecdf_pair};

fn drawn(block: &Block, width: f64) -> (Scene, String) {
    let options = DrawOptions {
        width,
        height: 0.0,
        pixel_ratio: 1.0,
        theme: Theme::Light,
    };
    let svg = svg(block, &options).expect("a drawing");
    (svg.scene, svg.text)
}

/// Amounts of a hundred rows, and the same with the last fifteen of them multiplied by `factor`; all less `shift`.
fn multiplied(factor: f64, shift: f64) -> Block {
    let values: Vec<f64> = (0..100)
        .map(|i| 20_000.0 + 400.0 * f64::from(i) - shift)
        .collect();
    let other: Vec<f64> = (0..100)
        .map(|i| values[i] * if i < 85 { 1.0 } else { factor })
        .collect();
    let mut at = [values.clone(), other.clone()].concat();
    at.sort_by(f64::total_cmp);
    at.dedup();
    let share = |of: &[f64], at: f64| of.iter().filter(|v| **v <= at).count() as f64 / 100.0;
    Block::EcdfPair(EcdfPair {
        part: false,
        title: "Share of rows at or below each value".into(),
        unit: Unit::Number,
        reference: at.iter().map(|at| share(&values, *at)).collect(),
        current: at.iter().map(|at| share(&other, *at)).collect(),
        at,
        gap: None,
    })
}

#[test]
fn amounts_in_two_units_stand_on_a_logarithmic_axis() {
    let (scene, text) = drawn(&multiplied(100.0, 0.0), 640.0);
    let x = scene.x.expect("an axis to zoom along");
    assert!(x.log && text.contains("Logarithmic axis."));
    assert!(
        (19_000.0..20_001.0).contains(&x.low) && x.high >= 5_960_000.0,
        "{x:?}"
    );
    // What a linear axis would draw on 6 of 600 px has a seventh of this one.
    let place = |value: f64| (value / x.low).ln() / (x.high / x.low).ln();
    assert!(place(56_000.0) - place(24_000.0) > 0.14);
}

#[test]
fn other_amounts_keep_a_linear_axis() {
    for (name, block) in [
        ("ordinary", ecdf_pair(200)),
        ("within a factor of 100", multiplied(5.0, 0.0)),
        ("not all positive", multiplied(100.0, 30_000.0)),
    ] {
        let (scene, text) = drawn(&block, 640.0);
        assert!(!scene.x.expect("an axis").log, "{name}");
        assert!(!text.contains("Logarithmic"), "{name}");
    }
}

#[test]
fn a_part_begins_where_its_first_value_stands_and_says_how_far_both_rise() {
    let whole = multiplied(100.0, 0.0);
    let part = zoom(&whole, 40_000.0, 50_000.0).expect("a part");
    assert!(matches!(&part, Block::EcdfPair(pair) if pair.part && pair.gap.is_none()));
    assert_eq!(
        describe(&part).sentence,
        "From 39,600 to 50,400: the reference rises from 50% to 77% of its rows, the current file from 50% to 77%."
    );
}

#[test]
fn equal_distributions_are_said_to_be_the_same() {
    let pair = |current: Vec<f64>| {
        Block::EcdfPair(EcdfPair {
            part: false,
            title: "A pair".into(),
            unit: Unit::Number,
            at: vec![1.0, 2.0],
            reference: vec![0.5, 1.0],
            current,
            gap: None,
        })
    };
    let told = |block: &Block| describe(block).sentence;
    assert_eq!(
        told(&pair(vec![0.5, 1.0])),
        "Both distributions are the same."
    );
    assert!(told(&pair(vec![0.0, 0.0])).starts_with("One side has no values"));
    let level = |name: &str, current: f64| Level {
        name: name.into(),
        reference: 0.5,
        current,
    };
    let levels = |current: f64| {
        Block::LevelPair(LevelPair {
            title: "Levels".into(),
            levels: vec![level("a", current), level("b", 1.0 - current)],
            rest_levels: 0,
            rest: None,
        })
    };
    assert_eq!(told(&levels(0.5)), "All shares are the same.");
    assert!(told(&levels(0.6)).starts_with("The share of "));
}

#[test]
fn above_its_track_a_number_takes_what_the_label_leaves() {
    let row = |label: &str| IntervalRow {
        label: label.into(),
        value: Some(0.0571),
        interval: Some(Interval {
            low: 0.0448,
            high: 0.0696,
            level: 0.95,
        }),
        ..IntervalRow::default()
    };
    let block = Block::Intervals(Intervals {
        title: "Areas".into(),
        rows: vec![row("job")],
        ..Intervals::default()
    });
    let (_, text) = drawn(&block, 320.0);
    assert!(text.contains(">0.0571 [0.0448, 0.0696]<"), "{text}");
    assert!(text.contains(">job<"));
}

#[test]
fn a_curve_says_where_its_lines_begin_and_end() {
    let told = |block: &Block| describe(block).sentence;
    let points = [(1.0, 2.0), (2.0, 5.0), (4.0, 3.0)];
    let one = told(&curve(&points, 1, false));
    assert!(
        one.contains(" from 1 to 4: ") && one.ends_with(" goes from 2 to 3."),
        "{one}"
    );
    let many = told(&curve(&points, 3, false));
    assert!(many.contains("3 lines with 9 points"), "{many}");
    let diagonal = told(&curve(&points, 1, true));
    assert!(diagonal.contains("farthest apart"), "{diagonal}");
}
