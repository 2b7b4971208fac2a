//! Scoring of models: the fast way says what the plain one says, whatever the trees and the rows.

use driftglass::predictor::{
    Aggregate, Body, CategorySet, Decision, Format, Frame, Input, Link, Missing, Model, Node,
    Origin, Precision, Scorer, Stage, Task, Test, Trees, TreesBuilder,
};
use proptest::prelude::*;

const FEATURES: usize = 4;
const TESTS: [Test; 7] = [
    Test::Less,
    Test::LessOrEqual,
    Test::Greater,
    Test::GreaterOrEqual,
    Test::Equal,
    Test::NotEqual,
    Test::InSet,
];
const MISSING: [Missing; 5] = [
    Missing::Left,
    Missing::Right,
    Missing::AsZero,
    Missing::ZeroLeft,
    Missing::ZeroRight,
];
const VALUES: [f64; 14] = [
    f64::NAN,
    0.0,
    -0.0,
    1.0,
    -1.0,
    2.0,
    0.1,
    0.100_000_001,
    1e-36,
    -1e-36,
    f64::INFINITY,
    f64::NEG_INFINITY,
    1e300,
    5.0,
];

/// A tree whose node `n` splits as the numbers of `seed` say; the shape is random, too.
fn grown(builder: &mut TreesBuilder, seed: &[u32], output: u32) {
    let mut children: Vec<Option<(usize, usize)>> = vec![None];
    for (place, number) in seed.iter().enumerate() {
        if place >= children.len() {
            break;
        }
        if number % 4 != 0 || place == 0 {
            children[place] = Some((children.len(), children.len() + 1));
            children.push(None);
            children.push(None);
        }
    }
    let number = |node: usize| seed.get(node).copied().unwrap_or(3) as usize;
    builder
        .tree(
            output,
            children.len(),
            |node| children[node],
            |builder, node| {
                let n = number(node);
                let set = builder.set(CategorySet::of([(n % 7) as u32, 2]));
                Node {
                    threshold: VALUES[1 + n / 3 % 13],
                    feature: (n / 5 % FEATURES) as u32,
                    set,
                    test: TESTS[n / 7 % 7],
                    missing: MISSING[n / 11 % 5],
                    ..Node::leaf(0)
                }
            },
            |node, values| values.push((node as f64).sin()),
            None,
        )
        .expect("a tree");
}

fn model(trees: Trees) -> Model {
    Model {
        origin: Origin::new(Format::XgboostJson, "trees"),
        inputs: (0..FEATURES)
            .map(|i| Input::number(&format!("f{i}")))
            .collect(),
        stage: Stage::plain(Body::Trees(trees), Link::Identity, FEATURES),
        task: Task::Regression,
        decision: Decision::None,
        classes: vec![],
        warnings: vec![],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn prepared_trees_say_what_walked_trees_say(
        seeds in prop::collection::vec(prop::collection::vec(0u32..100_000, 1..60), 1..6),
        values in prop::collection::vec(0usize..14, FEATURES * 37),
        narrow in any::<bool>(), average in any::<bool>(), outputs in 1usize..3,
    ) {
        let mut builder = TreesBuilder::new(FEATURES, 1, outputs);
        for (place, seed) in seeds.iter().enumerate() {
            grown(&mut builder, seed, (place % outputs) as u32);
        }
        let mut trees = builder.finish();
        trees.base = vec![0.3; outputs];
        let precision = if narrow { Precision::F32 } else { Precision::F64 };
        (trees.compared_in, trees.summed_in) = (precision, precision);
        if average {
            trees.aggregate = Aggregate::Average { divisor: 3.0 };
        }
        let model = model(trees);
        model.check().expect("sound");
        let columns: Vec<Vec<f64>> = values.chunks(37).map(|c| c.iter().map(|v| VALUES[*v]).collect()).collect();
        let frame = Frame { rows: 37, columns: columns.clone() };
        let plain = model.predict(&frame).expect("fits");
        let fast = Scorer::of(&model).predict(&frame).expect("fits");
        prop_assert_eq!(format!("{:?}", plain), format!("{:?}", fast));

        // The order of rows changes nothing.
        let turned = Frame { rows: 37, columns: columns.iter().map(|c| c.iter().rev().copied().collect()).collect() };
        let mut back = Scorer::of(&model).predict(&turned).expect("fits");
        back.margins.iter_mut().for_each(|c| c.reverse());
        prop_assert_eq!(format!("{:?}", plain.margins), format!("{:?}", back.margins));
    }
}

#[test]
fn more_thresholds_than_a_byte_holds_are_walked() {
    let mut builder = TreesBuilder::new(1, 1, 1);
    for tree in 0..600 {
        builder
            .tree(
                0,
                3,
                |node| (node == 0).then_some((1, 2)),
                |_, _| Node {
                    threshold: f64::from(tree),
                    test: Test::LessOrEqual,
                    ..Node::leaf(0)
                },
                |node, out| out.push(node as f64),
                None,
            )
            .expect("a tree");
    }
    let mut one = model(builder.finish());
    one.inputs.truncate(1);
    one.stage = Stage::plain(one.stage.body, Link::Identity, 1);
    let frame = Frame {
        rows: 3000,
        columns: vec![(0..3000).map(|i| f64::from(i) * 0.25).collect()],
    };
    let plain = one.predict(&frame).expect("fits");
    assert_eq!(plain, Scorer::of(&one).predict(&frame).expect("fits"));
    // 600 trees: 2 above the threshold, 1 below it.
    assert_eq!(plain.margins[0][0], 600.0);
    assert_eq!(plain.margins[0][2999], 1200.0);
}

#[test]
fn frames_that_do_not_fit_are_refused() {
    let mut builder = TreesBuilder::new(FEATURES, 1, 1);
    grown(&mut builder, &[1, 0, 0], 0);
    let model = model(builder.finish());
    for columns in [vec![], vec![vec![0.0]; 3], vec![vec![0.0, 1.0]; 4]] {
        let frame = Frame { rows: 1, columns };
        assert_eq!(
            model.predict(&frame).expect_err("refused").code.as_str(),
            "model.frame"
        );
        assert_eq!(
            Scorer::of(&model)
                .predict(&frame)
                .expect_err("refused")
                .code
                .as_str(),
            "model.frame"
        );
    }
}

#[test]
fn deep_trees_say_what_walked_trees_say() {
    let mut state = 7u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let rows = 1_500;
    let columns: Vec<Vec<f64>> = (0..FEATURES)
        .map(|_| {
            (0..rows)
                .map(|_| match next(12) {
                    0 => VALUES[next(14)],
                    _ => next(4_000) as f64 / 7.0,
                })
                .collect()
        })
        .collect();
    for (width, outputs, precision) in [
        (1, 1, Precision::F32),
        (1, 1, Precision::F64),
        (1, 2, Precision::F32),
        (3, 3, Precision::F64),
    ] {
        let mut builder = TreesBuilder::new(FEATURES, width, outputs);
        for tree in 0..4 {
            // Any node may be a leaf; 700 to 1,100 splits are more than a byte tells apart.
            let splits = 700 + next(400);
            let mut children = vec![None; 2 * splits + 1];
            let mut open = vec![0];
            for split in 0..splits {
                let node = open.swap_remove(next(open.len()));
                children[node] = Some((2 * split + 1, 2 * split + 2));
                open.extend([2 * split + 1, 2 * split + 2]);
            }
            let made: Vec<Node> = (0..children.len())
                .map(|_| Node {
                    threshold: match next(9) {
                        0 => VALUES[1 + next(9)],
                        _ => next(4_000) as f64 / 7.0,
                    },
                    feature: next(FEATURES) as u32,
                    test: TESTS[next(2)],
                    missing: MISSING[next(2)],
                    ..Node::leaf(0)
                })
                .collect();
            builder
                .tree(
                    tree % outputs as u32,
                    children.len(),
                    |node| children[node],
                    |_, node| made[node],
                    |node, values| {
                        values.extend((0..width).map(|i| ((node * 3 + i) as f64).sin()));
                    },
                    None,
                )
                .expect("a tree");
        }
        let mut trees = builder.finish();
        (trees.compared_in, trees.summed_in) = (precision, precision);
        let model = model(trees);
        model.check().expect("sound");
        let frame = Frame {
            rows,
            columns: columns.clone(),
        };
        let plain = model.predict(&frame).expect("fits");
        let fast = Scorer::of(&model).predict(&frame).expect("fits");
        assert_eq!(format!("{plain:?}"), format!("{fast:?}"));
        assert!(plain.margins[0].windows(2).any(|pair| pair[0] != pair[1]));
    }
}
