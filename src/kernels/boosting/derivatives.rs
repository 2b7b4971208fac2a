//! What each row's loss says of its answer, and its derivatives as whole numbers.

use super::Packed;
use crate::PIECE;

/// `1 / (1 + exp(-x))`, without overflow.
#[inline(always)]
pub fn sigmoid(x: f64) -> f64 {
    let e = libm::exp(-x.abs());
    (if x >= 0.0 { 1.0 } else { e }) / (1.0 + e)
}

/// First and second derivative of the logistic loss at each answer, times the row's weight.
///
/// ```
/// let mut out = [[0.0; 2]];
/// kernels::boosting::logistic(&[1.0], &[0.0], &[2.0], &mut out);
/// assert_eq!(out, [[-1.0, 0.5]]);
/// ```
pub fn logistic(targets: &[f64], answers: &[f64], weights: &[f64], out: &mut [[f64; 2]]) {
    let pieces = targets.chunks(PIECE).zip(answers.chunks(PIECE));
    let pieces = pieces.zip(weights.chunks(PIECE).zip(out.chunks_mut(PIECE)));
    for ((targets, answers), (weights, out)) in pieces {
        logistic_of_piece(targets, answers, weights, out);
    }
}

#[inline(never)]
fn logistic_of_piece(targets: &[f64], answers: &[f64], weights: &[f64], out: &mut [[f64; 2]]) {
    let rows = targets.iter().zip(answers).zip(weights);
    for (out, ((target, answer), weight)) in out.iter_mut().zip(rows) {
        let p = sigmoid(*answer);
        let second = p * (1.0 - p);
        // Not `f64::max`, which is a call where this is compiled to.
        let second = if second > 1e-16 { second } else { 1e-16 };
        *out = [(p - target) * weight, second * weight];
    }
}

/// The largest first derivative, whatever its sign, and the largest second one; `None` where any is NaN.
#[inline(never)]
pub fn largest(derivatives: &[[f64; 2]]) -> Option<[f64; 2]> {
    let mut most = [0.0; 2];
    let mut wrong = false;
    for &[first, second] in derivatives {
        wrong |= first.is_nan() | second.is_nan();
        let first = first.abs();
        most[0] = if first > most[0] { first } else { most[0] };
        most[1] = if second > most[1] { second } else { most[1] };
    }
    (!wrong).then_some(most)
}

/// Derivatives as whole numbers, each times its scale: the first word has the first one, the second word the second one,
/// none below 0, above `count_bits` bits in which each row counts 1.
#[inline(never)]
pub fn pack(derivatives: &[[f64; 2]], scales: [f64; 2], count_bits: u32, out: &mut Vec<Packed>) {
    out.clear();
    out.extend(derivatives.iter().map(|&[first, second]| {
        let second = if second > 0.0 { second } else { 0.0 };
        let whole = (second * scales[1]) as i64;
        [(first * scales[0]) as i64, whole << count_bits | 1]
    }));
}
