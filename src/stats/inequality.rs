//! Inequality of benefits: generalized entropy, and the part of it that lies between groups.

use super::groups::confusion::Confusion;

/// An inequality index and its two parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inequality {
    /// The index over all rows; 0 where all have the same benefit.
    pub whole: f64,
    /// The index if every row had its group's mean benefit.
    pub between: f64,
    /// What is left, within groups: `whole − between`.
    pub within: f64,
}

/// Generalized entropy `GE(α)` of benefits, given as pairs of a benefit (0 or more) and how many rows have it, a slice a
/// group. Counts need not be whole. `None` without rows, with a mean of 0, and for a benefit of 0 where `α ≤ 0`.
///
/// `1/(n α (α − 1)) Σ ((b/μ)^α − 1)`; Theil's index at α = 1, the mean log deviation at α = 0. Shorrocks AF (1980),
/// Econometrica 48, 613; with `b = ŷ − y + 1` Speicher T et al. (2018), KDD, 2239.
///
/// ```
/// use driftglass::stats::inequality::entropy;
/// // Half the rows have twice the benefit of the other half: GE(2) is half the squared coefficient of variation.
/// let found = entropy(&[vec![(1.0, 5.0)], vec![(2.0, 5.0)]], 2.0).unwrap();
/// assert!((found.whole - 1.0 / 18.0).abs() < 1e-15 && found.within.abs() < 1e-15);
/// ```
pub fn entropy(groups: &[Vec<(f64, f64)>], alpha: f64) -> Option<Inequality> {
    let of = |group: &Vec<(f64, f64)>| {
        let rows: f64 = group.iter().map(|b| b.1).sum();
        let sum: f64 = group.iter().map(|b| b.0 * b.1).sum();
        (rows, sum)
    };
    let parts: Vec<(f64, f64)> = groups.iter().map(of).filter(|part| part.0 > 0.0).collect();
    let rows: f64 = parts.iter().map(|part| part.0).sum();
    let mean = parts.iter().map(|part| part.1).sum::<f64>() / rows;
    if !(mean > 0.0 && mean.is_finite()) {
        return None;
    }
    let index = |values: &mut dyn Iterator<Item = (f64, f64)>| {
        let sum: f64 = values
            .filter(|v| v.1 > 0.0)
            .map(|(benefit, count)| count * term(benefit / mean, alpha))
            .sum();
        Some(sum / rows).filter(|sum| sum.is_finite())
    };
    let whole = index(&mut groups.iter().flatten().copied())?;
    let between = index(&mut parts.iter().map(|&(rows, sum)| (sum / rows, rows)))?;
    Some(Inequality {
        whole,
        between,
        within: whole - between,
    })
}

/// What a row with so many times the mean benefit adds.
fn term(ratio: f64, alpha: f64) -> f64 {
    if alpha == 1.0 {
        if ratio == 0.0 {
            0.0
        } else {
            ratio * libm::log(ratio)
        }
    } else if alpha == 0.0 {
        -libm::log(ratio)
    } else {
        (libm::pow(ratio, alpha) - 1.0) / (alpha * (alpha - 1.0))
    }
}

/// Benefits `decision − label + 1` of a group: 0 for a false negative, 1 for a right decision, 2 for a false positive,
/// where 1 is the favourable outcome (Speicher et al. 2018).
pub fn benefits(group: &Confusion) -> Vec<(f64, f64)> {
    let [tn, fp, fn_, tp] = group.decided().map(|count| count as f64);
    vec![(0.0, fn_), (1.0, tn + tp), (2.0, fp)]
}
