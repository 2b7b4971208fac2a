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

/// The sums of the squared deviations from `centre`, as [`sum`] adds, and of the deviations themselves, added plainly: about
/// a mean, what is left of them is far below what the squares can show.
///
/// ```
/// assert_eq!(kernels::moments::deviations(&[1.0, 2.0, 4.0], 2.0), (5.0, 1.0));
/// ```
pub fn deviations(values: &[f64], centre: f64) -> (f64, f64) {
    let (mut squares, mut residue) = (Lanes::default(), [0.0; LANES]);
    for piece in values.chunks(PIECE) {
        add_deviations(&mut squares, &mut residue, piece, centre);
    }
    (squares.value(), residue.iter().sum())
}

#[inline(never)]
fn add_deviations(squares: &mut Lanes, residue: &mut [f64; LANES], piece: &[f64], centre: f64) {
    let mut add = |terms: &[f64; LANES]| {
        let deviations = terms.map(|value| value - centre);
        squares.add(&deviations.map(|deviation| deviation * deviation));
        for (sum, deviation) in residue.iter_mut().zip(deviations) {
            *sum += deviation;
        }
    };
    let (rows, rest) = piece.as_chunks::<LANES>();
    rows.iter().for_each(&mut add);
    let mut last = [centre; LANES];
    last[..rest.len()].copy_from_slice(rest);
    add(&last);
}

/// Of ascending values from `at` on, those that are at or below `limit`: how far below it they lie together, and where
/// the values behind them begin.
///
/// ```
/// assert_eq!(kernels::moments::shortfall(&[1.0, 2.0, 2.5, 3.0, 4.0], 1, 3.0), (1.5, 4));
/// ```
#[inline(never)]
pub fn shortfall(values: &[f64], at: usize, limit: f64) -> (f64, usize) {
    const FOUR: usize = 4;
    let mut next = at;
    let mut sums = [0.0; FOUR];
    let behind = |next: usize| values.get(next..).unwrap_or_default();
    while let Some(four) = behind(next).first_chunk::<FOUR>()
        && four[FOUR - 1] <= limit
    {
        for (sum, value) in sums.iter_mut().zip(four) {
            *sum += limit - value;
        }
        next += FOUR;
    }
    let mut sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    while let Some(&value) = values.get(next).filter(|value| **value <= limit) {
        sum += limit - value;
        next += 1;
    }
    (sum, next)
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
    fn a_shortfall_ends_with_the_last_value_below() {
        let values: Vec<f64> = (0..50).map(|i| f64::from(i / 3)).collect();
        for at in 0..=values.len() {
            for limit in [-1.0, 0.0, 4.5, 5.0, 16.0, 20.0] {
                let (sum, next) = shortfall(&values, at, limit);
                let below: Vec<f64> = values[at..]
                    .iter()
                    .copied()
                    .take_while(|value| *value <= limit)
                    .collect();
                assert_eq!(next, at + below.len());
                assert_eq!(sum, below.iter().map(|value| limit - value).sum::<f64>());
            }
        }
        assert_eq!(shortfall(&values, 60, 3.0), (0.0, 60));
    }

    #[test]
    fn squares_of_large_values_that_hardly_differ() {
        let values: Vec<f64> = (0..10_001).map(|i| 1e9 + f64::from(i % 3)).collect();
        let (squares, residue) = deviations(&values, 1e9);
        assert_eq!((squares, residue), (16_666.0, 10_000.0));
    }
}
