//! Sums that keep their digits.

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
