//! Sums that keep their digits.

/// A sum that grows term by term, as [`compensated`] takes it.
///
/// What an addition rounds off is found without a branch (Knuth 1969; Møller 1965), so several sums can run in one
/// loop. It is the same number as with Neumaier's branch as long as the sum stays in range.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Compensated {
    sum: f64,
    compensation: f64,
}

impl Compensated {
    /// Adds a term.
    #[inline]
    pub(super) fn add(&mut self, term: f64) {
        let next = self.sum + term;
        let added = next - self.sum;
        self.compensation += (self.sum - (next - added)) + (term - added);
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

/// Sum with a running compensation: Neumaier A (1974), ZAMM 54, 39. The error does not grow with the number of terms.
///
/// ```
/// assert_eq!(driftglass::stats::sum::compensated([1.0, 1e100, 1.0, -1e100].into_iter()), 2.0);
/// ```
pub fn compensated(values: impl Iterator<Item = f64>) -> f64 {
    let mut sum = 0.0_f64;
    let mut compensation = 0.0;
    for value in values {
        let next = sum + value;
        compensation += if libm::fabs(sum) >= libm::fabs(value) {
            (sum - next) + value
        } else {
            (value - next) + sum
        };
        sum = next;
    }
    // An overflow leaves NaN in the compensation; the plain sum is then the answer.
    if compensation.is_finite() {
        sum + compensation
    } else {
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
