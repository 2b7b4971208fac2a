//! Values of models that are only asked, and of linear ones.
// Rows stand in columns: they are found by their number.
#![allow(clippy::needless_range_loop)]

use driftglass::explain::{LinearShap, enumerated_shap, permutation_shap};
use driftglass::predictor::{Linear, Precision};
use driftglass::stats::random::Random;

const INPUTS: usize = 5;

/// Something with interactions.
fn model(columns: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
    let f = |r: usize| {
        columns[0][r] * columns[1][r] + (columns[2][r] * 3.0).sin() * columns[3][r] + columns[4][r]
    };
    let g = |r: usize| (columns[0][r] + columns[4][r]).tanh();
    vec![(0..rows).map(f).collect(), (0..rows).map(g).collect()]
}

fn columns(random: &mut Random, rows: usize) -> Vec<Vec<f64>> {
    (0..INPUTS)
        .map(|_| (0..rows).map(|_| random.uniform() * 2.0 - 1.0).collect())
        .collect()
}

#[test]
fn all_coalitions_add_up_and_agree_with_a_linear_model() {
    let mut random = Random::new(5);
    let background = columns(&mut random, 20);
    let shown: Vec<&[f64]> = background.iter().map(Vec::as_slice).collect();
    let linear = Linear {
        outputs: 1,
        weights: vec![1.0, -2.0, 0.5, 0.0, 3.0],
        intercepts: vec![0.7],
        precision: Precision::F64,
    };
    let closed = LinearShap::new(&linear, &[0, 1, 2, 3, 0], &shown);
    let row = [0.3, -0.2, 0.9, 0.1, -0.8];
    let of_row: Vec<&[f64]> = row.iter().map(std::slice::from_ref).collect();
    let values = closed.rows(&of_row, 1);
    let asked = |columns: &[&[f64]], rows: usize| {
        let margin = |r: usize| {
            0.7 + (0..INPUTS)
                .map(|f| linear.weights[f] * columns[f][r])
                .sum::<f64>()
        };
        vec![(0..rows).map(margin).collect()]
    };
    let exact = enumerated_shap(asked, &row, &shown, &[0, 1, 2, 3, 0]).expect("few players");
    assert!((exact.base[0] - closed.base()[0]).abs() < 1e-12);
    for player in 0..4 {
        assert!((exact.values[0][player] - values[0][player][0]).abs() < 1e-12);
    }
}

#[test]
fn permutations_agree_with_all_coalitions_within_their_errors() {
    let mut random = Random::new(6);
    let background = columns(&mut random, 60);
    let shown: Vec<&[f64]> = background.iter().map(Vec::as_slice).collect();
    let alone = [0, 1, 2, 3, 4];
    let (mut inside, mut all) = (0, 0);
    for seed in 0..40 {
        let row: Vec<f64> = (0..INPUTS).map(|_| random.uniform() * 2.0 - 1.0).collect();
        let exact = enumerated_shap(model, &row, &shown, &alone).expect("few players");
        let sampled = permutation_shap(model, &row, &shown, &alone, 1, seed);
        let errors = sampled.standard_errors.as_ref().expect("60 rows");
        let said = model(&row.iter().map(std::slice::from_ref).collect::<Vec<_>>(), 1);
        for output in 0..2 {
            let sum: f64 = sampled.values[output].iter().sum();
            assert!((sampled.base[output] + sum - said[output][0]).abs() < 1e-12);
            for player in 0..INPUTS {
                let off = (sampled.values[output][player] - exact.values[output][player]).abs();
                inside += usize::from(off <= 1.96 * errors[output][player] + 1e-12);
                all += 1;
            }
        }
    }
    // The errors also hold what the choice of background adds, which both share here: at least 95 % are inside.
    assert!(inside * 100 >= all * 95, "{inside} of {all}");
}
