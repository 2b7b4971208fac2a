//! Pickles, skops archives and ONNX files changed at random: no panic, no hang, an error with a code or a model that can be scored.
//!
//! A fixed number of inputs from a fixed seed; `DRIFTGLASS_FUZZ_SECONDS` goes on for that long.

use std::time::Instant;

use crate::inputs::{self, Random};
use driftglass::model_file::read;
use driftglass::predictor::Frame;

const INPUTS: u64 = 1_500;

/// One of each reader and form.
const SEEDS: &[(&str, &[u8])] = &[
    (
        "pickle 2",
        include_bytes!("../golden/model_files/scikit-learn-1.2.2/logreg2.pkl"),
    ),
    (
        "pickle, trees",
        include_bytes!("../golden/model_files/scikit-learn-1.2.2/tree_multi_reg.pkl"),
    ),
    (
        "pickle, pipeline",
        include_bytes!("../golden/model_files/scikit-learn-1.9.1/mixed_logreg.pkl"),
    ),
    (
        "joblib",
        include_bytes!("../golden/model_files/scikit-learn-1.9.1/bayesian.joblib"),
    ),
    (
        "skops",
        include_bytes!("../golden/model_files/scikit-learn-1.9.1/ridge.skops"),
    ),
    (
        "onnx, trees",
        include_bytes!("../golden/model_files/small/trees.onnx"),
    ),
    (
        "onnx, pipeline",
        include_bytes!("../golden/model_files/small/pipeline.onnx"),
    ),
    (
        "onnx, network",
        include_bytes!("../golden/model_files/small/network.onnx"),
    ),
];

/// A file with bits flipped, bytes set, pieces cut, moved and repeated.
fn mutated(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(6) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(8) {
            0 | 1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = random.below(256) as u8,
            3 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)],
            4 => bytes.truncate(at.max(1)),
            5 => {
                let end = at + random.below((bytes.len() - at).min(40));
                bytes.drain(at..end);
            }
            6 => {
                let end = at + random.below((bytes.len() - at).min(200));
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, part);
            }
            _ => {
                let count = random.below(8).min(bytes.len() - at);
                for byte in &mut bytes[at..at + count] {
                    *byte = 0xff;
                }
            }
        }
    }
    bytes
}

/// Reads a file; what is a model is scored, on numbers, missing values and extremes.
fn check(name: &str, bytes: &[u8]) {
    let started = Instant::now();
    match read(bytes) {
        Err(error) => {
            assert!(error.code.as_str().starts_with("model."), "{name}: {error}");
            assert!(
                !error.found.is_empty() && !error.action.is_empty(),
                "{name}: {error}"
            );
        }
        Ok(model) => {
            let column = |i: usize| {
                vec![
                    0.0,
                    1.0 + i as f64,
                    f64::NAN,
                    -1.0,
                    1e308,
                    f64::NEG_INFINITY,
                ]
            };
            let frame = Frame {
                rows: 6,
                columns: (0..model.inputs.len()).map(column).collect(),
            };
            let said = model.predict(&frame).expect("a frame that fits");
            assert!(said.response.iter().all(|column| column.len() == 6));
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    assert!(seconds < 20.0, "{name}: {seconds} seconds");
}

#[test]
fn changed_model_files() {
    inputs::each(
        INPUTS,
        |random| {
            let (name, seed) = SEEDS[random.below(SEEDS.len())];
            (name.to_owned(), mutated(random, seed))
        },
        |name, bytes, _| check(name, bytes),
    );
}

#[test]
fn every_beginning_of_a_model_file() {
    for (name, seed) in SEEDS {
        let step = (seed.len() / 60).max(1);
        for length in (0..seed.len()).step_by(step) {
            check(name, &seed[..length]);
        }
    }
}
