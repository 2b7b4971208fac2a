//! Models in terms of the file's own columns: the sum of what each input adds is the margin.

use std::path::Path;

use driftglass::model_file;
use driftglass::predictor::{
    Body, Decision, Effect, Folded, Format, Frame, Input, Linear, Link, Model, Operation, Origin,
    Precision, Stage, Step, Task, Unknown,
};

use crate::model_file_golden::shared;

/// The margin that the folded model gives a row, and the size of what was added up.
fn folded_margin(model: &Model, frame: &Frame, row: usize, output: usize) -> Option<(f64, f64)> {
    let Folded::Linear(folded) = model.folded() else {
        panic!("{} is not folded: {:?}", model.origin.kind, model.folded());
    };
    let mut sum = folded.intercepts[output];
    let mut size = sum.abs();
    for (input, column) in frame.columns.iter().enumerate() {
        let effect = folded.effect(input, output, column[row])?;
        sum += effect;
        size += effect.abs();
    }
    Some((sum, size))
}

/// Every row by the sum of effects, by both ways of asking for them, against the margins.
fn check(model: &Model, frame: &Frame, relative: f64, name: &str) {
    let said = model.predict(frame).expect("fits");
    let columns: Vec<&[f64]> = frame.columns.iter().map(Vec::as_slice).collect();
    let effects = model.stage.effects(&columns, frame.rows).expect("linear");
    let constant = model.stage.constant_part().expect("linear");
    for (output, margins) in said.margins.iter().enumerate() {
        for (row, margin) in margins.iter().enumerate() {
            let by_rows: f64 = effects.iter().map(|input| input[output][row]).sum();
            let by_rows = by_rows + constant[output];
            let size: f64 = effects.iter().map(|input| input[output][row].abs()).sum();
            let bound = relative * (size + constant[output].abs()).max(1.0);
            assert!(
                (by_rows - margin).abs() <= bound || (by_rows.is_nan() && margin.is_nan()),
                "{name}: row {row}, output {output}: effects {by_rows}, margin {margin}"
            );
            if let Some((sum, size)) = folded_margin(model, frame, row, output) {
                let bound = relative * size.max(1.0);
                assert!(
                    (sum - margin).abs() <= bound || (sum.is_nan() && margin.is_nan()),
                    "{name}: row {row}, output {output}: folded {sum}, margin {margin}"
                );
            }
        }
    }
}

/// Rows of every kind of value that the inputs take: levels, unknown, missing; numbers of several sizes.
fn tried(model: &Model) -> Frame {
    let rows = 61;
    let columns = model.inputs.iter().enumerate().map(|(place, input)| {
        let value = |row: usize| match input.levels() {
            Some(levels) => match (row * 7 + place) % (levels.len() + 2) {
                0 => f64::NAN,
                1 => Input::UNKNOWN_CODE,
                code => (code - 2) as f64,
            },
            None if (row + place).is_multiple_of(9) => f64::NAN,
            None => ((row * 31 + place * 17) % 101) as f64 * 0.37 - 11.0,
        };
        (0..rows).map(value).collect()
    });
    Frame {
        rows,
        columns: columns.collect(),
    }
}

fn linear(steps: Vec<Step>, features: Vec<usize>, inputs: Vec<Input>) -> Model {
    let width = features.len();
    let body = Body::Linear(Linear {
        outputs: 2,
        weights: (0..2 * width).map(|i| (i as f64 * 0.77).sin()).collect(),
        intercepts: vec![0.5, -2.0],
        precision: Precision::F64,
    });
    Model {
        origin: Origin::new(Format::ScikitPickle, "linear regression"),
        stage: Stage {
            inputs: inputs.len(),
            steps,
            features,
            body,
            link: Link::Identity,
        },
        inputs,
        task: Task::Regression,
        decision: Decision::None,
        classes: Vec::new(),
        warnings: Vec::new(),
    }
}

/// An imputed and scaled number with its indicator, a one-hot group, bins, a plain number, one that is not read, and a
/// constant.
fn columnwise() -> Model {
    let map = |wire: usize, operations: Vec<Operation>| Step::Map { wire, operations };
    let steps = vec![
        // Wires 5; 6; 7 to 9; 10; 11; 12.
        map(
            0,
            vec![
                Operation::FillMissing(3.25),
                Operation::Subtract(1.5),
                Operation::Divide(0.3),
                Operation::Negate,
            ],
        ),
        map(0, vec![Operation::IsMissing]),
        Step::OneHot {
            wire: 1,
            output_of: vec![0, 2, 1, Step::NONE],
            outputs: 3,
            unknown: 1,
            missing: Step::NONE,
        },
        Step::Bins {
            wire: 2,
            edges: vec![-1.0, 0.0, 4.0],
        },
        Step::Constant { value: 4.0 },
        map(11, vec![Operation::Multiply(0.25)]),
    ];
    let inputs = vec![
        Input::number("age"),
        Input::category("town", ["a", "b", "c", "d"], Unknown::Other),
        Input::number("income"),
        Input::number("plain"),
        Input::number("not read"),
    ];
    linear(steps, vec![5, 6, 7, 8, 9, 10, 3, 12], inputs)
}

#[test]
fn effects_of_columns_add_up_to_the_margin() {
    let model = columnwise();
    model.check().expect("sound");
    let Folded::Linear(folded) = model.folded() else {
        panic!("linear");
    };
    assert!(matches!(folded.effects[0], Effect::Line { .. }));
    let Effect::Levels { values, .. } = &folded.effects[1] else {
        panic!("levels");
    };
    assert_eq!(values.len(), 4 * 2);
    assert_eq!(folded.effects[2], Effect::Curve);
    assert!(
        matches!(&folded.effects[3], Effect::Line { missing, .. } if missing[0].is_nan()),
        "a plain number that is missing has no margin"
    );
    assert_eq!(folded.effects[4], Effect::None);
    check(&model, &tried(&model), 1e-13, "by hand");
}

#[test]
fn without_the_curve_everything_is_in_the_table() {
    let mut model = columnwise();
    // Bins leave; what stays has a closed form in every row, missing and unknown values too.
    model.stage.features.remove(5);
    if let Body::Linear(linear) = &mut model.stage.body {
        linear.weights.truncate(14);
    }
    model.check().expect("sound");
    let frame = tried(&model);
    for row in 0..frame.rows {
        for output in 0..2 {
            assert!(folded_margin(&model, &frame, row, output).is_some());
        }
    }
    check(&model, &frame, 1e-13, "by hand, without bins");
}

#[test]
fn products_and_components_say_that_they_mix() {
    let inputs = || vec![Input::number("a"), Input::number("b")];
    let products = Step::Polynomial {
        wires: vec![0, 1],
        products: vec![vec![], vec![0], vec![1], vec![0, 0], vec![0, 1]],
    };
    let mixed = linear(vec![products.clone()], vec![2, 3, 4, 5, 6], inputs());
    mixed.check().expect("sound");
    assert_eq!(mixed.folded(), Folded::Mixed { features: vec![4] });
    assert_eq!(mixed.stage.effects(&[&[1.0], &[2.0]], 1), None);
    // Without the product of both it is a sum of curves again.
    let alone = linear(vec![products], vec![2, 3, 4, 5], inputs());
    alone.check().expect("sound");
    check(&alone, &tried(&alone), 1e-13, "powers");
    let components = Step::Project {
        wires: vec![0, 1],
        center: vec![],
        matrix: vec![0.6, 0.8],
        outputs: 1,
    };
    let mixed = linear(vec![components], vec![0, 2], inputs());
    assert_eq!(mixed.folded(), Folded::Mixed { features: vec![1] });
}

#[test]
fn linear_files_fold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/model_files");
    let mut files: Vec<(std::path::PathBuf, f64)> = Vec::new();
    for (version, name) in [
        ("1.2.2", "logreg3.pkl"),
        ("1.2.2", "mixed_logreg.joblib"),
        ("1.5.2", "mixed_logreg.pkl"),
        ("1.9.1", "mixed_logreg.pkl"),
        ("1.9.1", "log1p.joblib"),
        ("1.9.1", "target_log.joblib"),
    ] {
        files.push((folder.join(format!("scikit-learn-{version}/{name}")), 1e-12));
    }
    if let Some(shared) = shared() {
        files.push((shared.join("pipe_logreg.skops"), 1e-12));
        files.push((shared.join("sk_logreg.onnx"), 2e-6));
        files.push((shared.join("pipe_logreg.onnx"), 2e-6));
    }
    for (file, relative) in files {
        let name = file.display().to_string();
        let bytes = std::fs::read(&file).unwrap_or_else(|e| panic!("{name}: {e}"));
        let model = model_file::read(&bytes).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        check(&model, &tried(&model), relative, &name);
    }
}

#[test]
fn trees_of_pipelines_ask_the_columns_of_the_file() {
    // The files stay where they were made; the test has nothing to say where they are not.
    let Some(shared) = shared() else { return };
    for name in [
        "pipe_gb.p4.pkl",
        "pipe_rf.skops",
        "pipe_ordinal_hgb.joblib",
        "pipe_gb_impute.onnx",
    ] {
        let bytes = std::fs::read(shared.join(name)).expect("a model");
        let model = model_file::read(&bytes).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let Folded::Plain { features } = model.folded() else {
            panic!("{name}: {:?}", model.folded());
        };
        assert!(
            model.stage.steps.is_empty(),
            "{name}: {:?}",
            model.stage.steps
        );
        assert!(features.len() <= model.inputs.len(), "{name}");
    }
}
