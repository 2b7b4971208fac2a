//! Preprocessing folded into trees answers every row as before, to the last bit.

use driftglass::predictor::{
    Aggregate, Body, Decision, Format, Frame, Input, Link, Missing, Model, Node, Norm, Operation,
    Origin, Precision, Stage, Step, Task, Test, TreesBuilder, Unknown,
};

/// A small generator (Marsaglia 2003, xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

const THRESHOLDS: &[f64] = &[0.5, 0.1, -0.3, 0.0, 1.0, 2.5, 0.700_000_000_1, -1.0];

fn model(compared_in: Precision, random: &mut Random) -> Model {
    let inputs = vec![
        Input::number("a"),
        Input::category("c", ["x", "y", "z"], Unknown::Other),
        Input::number("b"),
    ];
    let steps = vec![
        // Wires 3; 4 to 6; 7; 8; 9 and 10; 11.
        Step::Map {
            wire: 0,
            operations: vec![
                Operation::FillMissing(1.5),
                Operation::Subtract(0.3),
                Operation::Divide(1.7),
                Operation::ToF32,
                Operation::Multiply(3.1),
            ],
        },
        Step::OneHot {
            wire: 1,
            output_of: vec![2, 0, 1],
            outputs: 3,
            unknown: 1,
            missing: Step::NONE,
        },
        Step::Lookup {
            wire: 1,
            values: vec![2.0, -1.0, 0.25],
            unknown: f64::NAN,
            missing: 7.0,
        },
        Step::Bins {
            wire: 2,
            edges: vec![-0.5, 0.0, 0.0, 1.5],
        },
        Step::Normalize {
            wires: vec![0, 2],
            norm: Norm::L2,
        },
        Step::Map {
            wire: 5,
            operations: vec![Operation::Subtract(0.4), Operation::Divide(0.3)],
        },
    ];
    let features = vec![3, 4, 5, 6, 7, 8, 9, 10, 11, 2];
    let mut builder = TreesBuilder::new(features.len(), 1, 1);
    for _ in 0..30 {
        let splits: Vec<Node> = (0..7)
            .map(|_| {
                let feature = random.below(features.len());
                // Equality is asked of the norms and of the plain number only: what cannot be folded for it.
                let tests = if [6, 7, 9].contains(&feature) { 5 } else { 4 };
                Node {
                    threshold: THRESHOLDS[random.below(THRESHOLDS.len())],
                    feature: feature as u32,
                    test: [
                        Test::Less,
                        Test::LessOrEqual,
                        Test::Greater,
                        Test::GreaterOrEqual,
                        Test::Equal,
                    ][random.below(tests)],
                    missing: [Missing::Left, Missing::Right][random.below(2)],
                    ..Node::leaf(0)
                }
            })
            .collect();
        let base = random.below(1000) as f64;
        builder
            .tree(
                0,
                15,
                |node| (node < 7).then_some((2 * node + 1, 2 * node + 2)),
                |_, node| splits[node],
                |node, values| values.push(base + node as f64),
                Some(&|node| node as f64),
            )
            .expect("a tree");
    }
    let mut trees = builder.finish();
    trees.compared_in = compared_in;
    trees.aggregate = Aggregate::Average { divisor: 3.0 };
    Model {
        origin: Origin::new(Format::Onnx, "trees"),
        stage: Stage {
            inputs: inputs.len(),
            steps,
            features,
            body: Body::Trees(trees),
            link: Link::Identity,
        },
        inputs,
        task: Task::Regression,
        decision: Decision::None,
        classes: Vec::new(),
        warnings: Vec::new(),
    }
}

#[test]
fn no_row_is_answered_differently() {
    let mut random = Random(99);
    for compared_in in [Precision::F32, Precision::F64] {
        let plain = model(compared_in, &mut random);
        plain.check().expect("sound");
        let mut folded = plain.clone();
        folded.stage.fold(&folded.inputs);
        folded.check().expect("sound");
        let encodes = |step: &Step| {
            matches!(
                step,
                Step::OneHot { .. } | Step::Lookup { .. } | Step::Bins { .. }
            )
        };
        assert!(plain.stage.steps.iter().any(encodes) && !folded.stage.steps.iter().any(encodes));
        let mut numbers = vec![
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            0.0,
            -0.0,
            1e308,
            -1e308,
            5e-324,
        ];
        if let Body::Trees(trees) = &folded.stage.body {
            for node in trees.nodes.iter().filter(|node| !node.is_leaf()) {
                numbers.extend([
                    node.threshold,
                    node.threshold.next_up(),
                    node.threshold.next_down(),
                ]);
            }
        }
        numbers.extend((0..400).map(|i| f64::from(i) / 50.0 - 4.0));
        let rows = 6_000;
        let mut column = || -> Vec<f64> {
            (0..rows)
                .map(|_| numbers[random.below(numbers.len())])
                .collect()
        };
        let (a, b) = (column(), column());
        let c = (0..rows)
            .map(|_| [0.0, 1.0, 2.0, -1.0, f64::NAN][random.below(5)])
            .collect();
        let frame = Frame {
            rows,
            columns: vec![a, c, b],
        };
        let bits = |model: &Model| -> Vec<u64> {
            let said = model.predict(&frame).expect("fits");
            said.margins[0].iter().map(|x| x.to_bits()).collect()
        };
        assert!(bits(&plain) == bits(&folded), "{compared_in:?}");
    }
}
