//! Sums of a million values that keep their digits: several sums side by side, since one waits for its last addition.

use crate::PIECE;

/// Sums side by side.
const LANES: usize = 8;

/// A sum and what its rounding lost, found without a branch (Knuth 1969; Møller 1965).
///
/// ```
/// assert_eq!(kernels::moments::two_sum(1e16, 1.0), (1e16, 1.0));
/// ```
#[inline(always)]
pub fn two_sum(sum: f64, term: f64) -> (f64, f64) {
    let next = sum + term;
    let added = next - sum;
    (next, (sum - (next - added)) + (term - added))
}

/// Sums that know what their rounding lost (Ogita, Rump & Oishi 2005, SIAM J. Sci. Comput. 26, 1955).
#[derive(Clone, Copy, Default)]
struct Lanes {
    sum: [f64; LANES],
    lost: [f64; LANES],
}

impl Lanes {
    #[inline(always)]
    fn add(&mut self, terms: &[f64; LANES]) {
        for ((sum, lost), &term) in self.sum.iter_mut().zip(&mut self.lost).zip(terms) {
            let (next, rounded) = two_sum(*sum, term);
            *lost += rounded;
            *sum = next;
        }
    }

    /// All lanes together. An overflow leaves NaN in what was lost; the plain sum is then the answer.
    fn value(&self) -> f64 {
        let (mut whole, mut lost) = (0.0, 0.0);
        for &sum in &self.sum {
            let (next, rounded) = two_sum(whole, sum);
            lost += rounded;
            whole = next;
        }
        lost += self.lost.iter().sum::<f64>();
        if lost.is_finite() {
            whole + lost
        } else {
            whole
        }
    }
}

/// The sum of values, as if added with twice the digits of a double.
///
/// ```
/// assert_eq!(kernels::moments::sum(&[1e100, 1.0, -1e100, 2.0]), 3.0);
/// ```
pub fn sum(values: &[f64]) -> f64 {
    let mut lanes = Lanes::default();
    for piece in values.chunks(PIECE) {
        add_values(&mut lanes, piece);
    }
    lanes.value()
}

#[inline(never)]
fn add_values(lanes: &mut Lanes, piece: &[f64]) {
    let (rows, rest) = piece.as_chunks::<LANES>();
    for row in rows {
        lanes.add(row);
    }
    let mut last = [0.0; LANES];
    last[..rest.len()].copy_from_slice(rest);
    lanes.add(&last);
}

/// The sums of the squared deviations from `centre` and of the deviations themselves, as [`sum`] adds.
///
/// ```
/// assert_eq!(kernels::moments::deviations(&[1.0, 2.0, 4.0], 2.0), (5.0, 1.0));
/// ```
pub fn deviations(values: &[f64], centre: f64) -> (f64, f64) {
    let (mut squares, mut residue) = (Lanes::default(), Lanes::default());
    for piece in values.chunks(PIECE) {
        add_deviations(&mut squares, &mut residue, piece, centre);
    }
    (squares.value(), residue.value())
}

#[inline(never)]
fn add_deviations(squares: &mut Lanes, residue: &mut Lanes, piece: &[f64], centre: f64) {
    let mut add = |terms: &[f64; LANES]| {
        let deviations = terms.map(|value| value - centre);
        squares.add(&deviations.map(|deviation| deviation * deviation));
        residue.add(&deviations);
    };
    let (rows, rest) = piece.as_chunks::<LANES>();
    rows.iter().for_each(&mut add);
    let mut last = [centre; LANES];
    last[..rest.len()].copy_from_slice(rest);
    add(&last);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<f64> {
        let mut state = 11u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        (0..count)
            .map(|_| (next() - 0.5) * 10f64.powf(12.0 * next()))
            .collect()
    }

    /// Added exactly, as whole multiples of a power of two that all are multiples of.
    fn exactly(values: impl Iterator<Item = f64>) -> f64 {
        let unit = 2f64.powi(-60);
        values.map(|value| (value / unit) as i128).sum::<i128>() as f64 * unit
    }

    #[test]
    fn sums_are_the_exact_ones_rounded() {
        for count in [0, 1, 7, 8, 9, 1000, 3 * PIECE + 5] {
            let values: Vec<f64> = numbers(count).iter().map(|value| value.round()).collect();
            assert_eq!(sum(&values), exactly(values.iter().copied()), "{count}");
            let (_, residue) = deviations(&values, 3.0);
            assert_eq!(residue, exactly(values.iter().map(|value| value - 3.0)));
        }
    }

    #[test]
    fn what_is_not_finite_is_not_hidden() {
        assert_eq!(sum(&[f64::MAX, f64::MAX, 1.0]), f64::INFINITY);
        assert_eq!(sum(&[1.0, f64::INFINITY]), f64::INFINITY);
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    }

    #[test]
    fn squares_of_large_values_that_hardly_differ() {
        let values: Vec<f64> = (0..10_001).map(|i| 1e9 + f64::from(i % 3)).collect();
        let (squares, residue) = deviations(&values, 1e9);
        assert_eq!((squares, residue), (16_666.0, 10_000.0));
    }
}
