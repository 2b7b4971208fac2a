//! A sum that keeps its digits while it grows.

use kernels::moments::two_sum;

/// A sum that grows term by term, as [`crate::stats::sum::compensated`] takes it.
///
/// What an addition rounds off is found without a branch, so several sums can run in one loop. It is the same number as
/// with Neumaier's branch as long as the sum stays in range.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Compensated {
    sum: f64,
    compensation: f64,
}

impl Compensated {
    /// Adds a term.
    #[inline]
    pub(super) fn add(&mut self, term: f64) {
        let (next, rounded) = two_sum(self.sum, term);
        self.compensation += rounded;
        self.sum = next;
    }

    /// The sum so far.
    pub(super) fn value(&self) -> f64 {
        // An overflow leaves NaN in the compensation; the plain sum is then the answer.
        if self.compensation.is_finite() {
            self.sum + self.compensation
        } else {
            self.sum
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Compensated;
    use crate::stats::sum::compensated;

    #[test]
    fn with_and_without_a_branch_the_same_bits() {
        let mut state = 5u64;
        for round in 0..200 {
            let terms: Vec<f64> = (0..500)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    let size = libm::scalbn(1.0, (state >> 50) as i32 % (round + 1) - round / 2);
                    ((state >> 11) as f64 / (1u64 << 53) as f64 - 0.5) * size
                })
                .collect();
            let mut sum = Compensated::default();
            terms.iter().for_each(|&term| sum.add(term));
            let expected = compensated(terms.into_iter());
            assert_eq!(sum.value().to_bits(), expected.to_bits());
        }
        let mut sum = Compensated::default();
        for term in [f64::MAX, f64::MAX, 1.0] {
            sum.add(term);
        }
        assert_eq!(sum.value(), f64::INFINITY);
    }
}
