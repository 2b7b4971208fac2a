//! Model files cut short and changed at random: an error with a code or a model that scores, never a panic.
//!
//! A fixed number of inputs from a fixed seed; `DRIFTGLASS_FUZZ_SECONDS` goes on for that long.

use std::path::Path;

use crate::inputs::{self, Random};
use driftglass::model_file;
use driftglass::predictor::{Frame, Scorer};

const INPUTS: u64 = 1_500;

/// What a damaged number may become.
const NUMBERS: &[&str] = &[
    "-1",
    "0",
    "1e308",
    "4294967295",
    "2147483647",
    "-2147483648",
    "NaN",
    "1e-40",
    "18446744073709551615",
    "0.5",
    "\"\"",
    "[]",
    "{}",
    "null",
];

fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/models");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("tests/golden/models")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| !path.to_string_lossy().ends_with(".golden.json"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).expect("a model"))
        .collect()
}

fn mutated(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(3) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = random.below(256) as u8,
            3 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let end = (at + random.below(200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                // A number in place of a number.
                let start = bytes[at..]
                    .iter()
                    .position(u8::is_ascii_digit)
                    .map(|p| at + p);
                if let Some(start) = start {
                    let length = bytes[start..]
                        .iter()
                        .take_while(|b| b.is_ascii_digit() || **b == b'.')
                        .count();
                    let number = NUMBERS[random.below(NUMBERS.len())];
                    bytes.splice(start..start + length, number.bytes());
                }
            }
        }
    }
    bytes
}

fn check(bytes: &[u8], random: &mut Random) {
    let model = match model_file::read(bytes) {
        Ok(model) => model,
        Err(error) => {
            assert!(error.code.as_str().starts_with("model."), "{error}");
            assert!(
                !error.found.is_empty() && !error.action.is_empty(),
                "{error}"
            );
            return;
        }
    };
    let values = [
        f64::NAN,
        0.0,
        -0.0,
        1e-36,
        -1.0,
        3.0,
        1e300,
        f64::NEG_INFINITY,
        f64::INFINITY,
        0.25,
    ];
    let rows = 20;
    let columns = model
        .inputs
        .iter()
        .map(|_| {
            (0..rows)
                .map(|_| values[random.below(values.len())])
                .collect()
        })
        .collect();
    let frame = Frame { rows, columns };
    let plain = model.predict(&frame).expect("a frame that fits");
    let fast = Scorer::of(&model)
        .predict(&frame)
        .expect("a frame that fits");
    assert_eq!(format!("{plain:?}"), format!("{fast:?}"));
    let _ = model.card();
    let _ = model.tree_card(0);
}

#[test]
fn hostile_model_files() {
    let seeds = seeds();
    inputs::each(
        INPUTS,
        |random| {
            let seed = &seeds[random.below(seeds.len())];
            (String::new(), mutated(seed, random))
        },
        |_, bytes, random| check(bytes, random),
    );
}

#[test]
fn bombs_are_refused() {
    let deep = |open: &str, n: usize| open.repeat(n);
    for (bytes, code) in [
        (deep("[", 1_000_000), "model.unknown-format"),
        (deep("{\"a\":", 1_000_000), "model.limit"),
        (format!("{{L\0\0\0\0\0\0\0\u{1}a{}", deep("[", 100_000)), "model.limit"),
        ("tree\nversion=v4\nnum_tree_per_iteration=4294967295\nmax_feature_idx=0\nfeature_names=a\n\nend of trees\n".into(), "model.unreadable"),
        ("tree\nnum_tree_per_iteration=1\nmax_feature_idx=0\nfeature_names=a\n\nTree=0\nnum_leaves=4294967295\n\nend of trees\n".into(), "model.unreadable"),
        ("{\"learner\":{\"gradient_booster\":{\"name\":\"gbtree\"},\"learner_model_param\":{\"num_feature\":\"4000000000\"},\"objective\":{\"name\":\"reg:squarederror\"}}}".into(), "model.limit"),
        ("{\"oblivious_trees\":[{\"leaf_values\":[1],\"splits\":[]}]}".into(), "model.unreadable"),
        ("{\"learner\":{}}".into(), "model.unreadable"),
        ("{\"a\":1}".into(), "model.unknown-format"),
        ("binf1234".into(), "model.unsupported"),
        ("CBM1xxxx".into(), "model.unsupported"),
        ("<?xml version=\"1.0\"?><PMML/>".into(), "model.unsupported"),
        ("".into(), "model.unknown-format"),
        ("a,b\n1,2\n".into(), "model.unknown-format"),
    ] {
        let error = model_file::read(bytes.as_bytes()).expect_err("refused");
        assert_eq!(error.code.as_str(), code, "{error}");
    }
}
