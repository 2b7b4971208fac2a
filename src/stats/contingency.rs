//! Chi-square test of a table of counts.

use ndarray::{Array2, Axis};

use super::chi_square;
use super::deviance::deviance;

/// A test of homogeneity against the chi-square distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// Pearson's `Σ (observed − expected)²/expected` without continuity correction, or G.
    pub statistic: f64,
    /// `(rows − 1)(columns − 1)` over rows and columns that are not all zero.
    pub degrees: u64,
    /// Upper tail of the chi-square distribution.
    pub p: f64,
    /// Least expected count; the approximation is trusted from 5 on (Cochran WG 1954, Biometrics 10, 417).
    pub minimum_expected: f64,
}

/// Do the rows of `counts` (samples × levels) have one distribution?
///
/// Rows and columns that are all zero are left out. `None` when fewer than two of either remain or a count is
/// negative or not finite. Equals `scipy.stats.chi2_contingency(counts, correction=False)`.
///
/// ```
/// let counts = ndarray::array![[30.0, 14.0, 6.0], [22.0, 20.0, 11.0]];
/// let result = driftglass::stats::contingency::homogeneity(&counts).unwrap();
/// assert!((result.p - 0.159_141_682_936_158_52).abs() < 1e-14);
/// ```
pub fn homogeneity(counts: &Array2<f64>) -> Option<ChiSquare> {
    divergence(counts, |observed, expected| {
        (observed - expected) * (observed - expected) / expected
    })
}

/// G test (likelihood ratio) of the same question: `2 Σ observed ln(observed/expected)` in `statistic`.
///
/// Wilks SS (1938), Ann. Math. Stat. 9, 60. Liberal where expected counts are small. `None` and left-out rows as in
/// [`homogeneity`]. Equals `scipy.stats.chi2_contingency(counts, correction=False, lambda_="log-likelihood")`.
///
/// ```
/// let counts = ndarray::array![[30.0, 14.0, 6.0], [22.0, 20.0, 11.0]];
/// let result = driftglass::stats::contingency::likelihood_ratio(&counts).unwrap();
/// assert!((result.p - 0.156_826_626_842_696_97).abs() < 1e-14);
/// ```
pub fn likelihood_ratio(counts: &Array2<f64>) -> Option<ChiSquare> {
    // The excesses add up to zero, so that each term can carry its own: no cancellation near homogeneity.
    divergence(counts, |observed, expected| {
        2.0 * deviance(observed, expected, observed - expected)
    })
}

/// Sum of `term(observed, expected)` with its chi-square tail.
fn divergence(counts: &Array2<f64>, term: impl Fn(f64, f64) -> f64) -> Option<ChiSquare> {
    if counts.iter().any(|&x| !x.is_finite() || x < 0.0) {
        return None;
    }
    let rows = counts.sum_axis(Axis(1));
    let columns = counts.sum_axis(Axis(0));
    let total = rows.sum();
    let used = |sums: &ndarray::Array1<f64>| sums.iter().filter(|&&x| x > 0.0).count() as u64;
    let (used_rows, used_columns) = (used(&rows), used(&columns));
    if used_rows < 2 || used_columns < 2 || !total.is_finite() {
        return None;
    }
    let degrees = (used_rows - 1) * (used_columns - 1);
    let mut minimum_expected = f64::INFINITY;
    let terms: Vec<f64> = counts
        .indexed_iter()
        .filter_map(|((row, column), &observed)| {
            let expected = rows[row] * columns[column] / total;
            (rows[row] > 0.0 && columns[column] > 0.0).then(|| {
                minimum_expected = minimum_expected.min(expected);
                term(observed, expected)
            })
        })
        .collect();
    let statistic = super::sum::compensated(terms.into_iter());
    Some(ChiSquare {
        statistic,
        degrees,
        p: chi_square::sf(statistic, degrees)?,
        minimum_expected,
    })
}
