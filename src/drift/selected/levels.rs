//! Selectable tests of levels.

use ndarray::Array2;

use super::{Found, Refused};
use crate::stats::contingency::{self, ChiSquare};
use crate::stats::proportion::{self, Share};
use crate::stats::{fisher, pooling};

/// Runs the named test on counts of the same levels in the same order.
pub(super) fn test(name: &str, reference: &[u64], current: &[u64]) -> Result<Found, Refused> {
    match name {
        "chi-square" => asymptotic(reference, current, contingency::homogeneity),
        "g" => asymptotic(reference, current, contingency::likelihood_ratio),
        "fisher" => two_levels(reference, current).map(|[a, b, c, d]| Found {
            // The sample odds ratio, as scipy shows it.
            statistic: (a as f64 * d as f64) / (b as f64 * c as f64),
            p: fisher::two_sided(a, b, c, d),
            method: "exact",
            degrees: None,
        }),
        "z" => two_levels(reference, current).and_then(|[a, b, c, d]| {
            let share = |count, other| Share {
                count,
                rows: count + other,
            };
            let (statistic, p) =
                proportion::z_test(share(a, b), share(c, d)).ok_or("text.test-not-estimable")?;
            Ok(Found {
                statistic,
                p,
                method: "asymptotic",
                degrees: None,
            })
        }),
        _ => Err("text.test-not-estimable"),
    }
}

fn two_levels(reference: &[u64], current: &[u64]) -> Result<[u64; 4], Refused> {
    match (reference, current) {
        ([a, b], [c, d]) => Ok([*a, *b, *c, *d]),
        _ => Err("text.test-needs-two-levels"),
    }
}

/// Rare levels are counted together first, so that every expected count is at least 5.
fn asymptotic(
    reference: &[u64],
    current: &[u64],
    test: fn(&Array2<f64>) -> Option<ChiSquare>,
) -> Result<Found, Refused> {
    let found = pooling::pool_rare(reference, current).and_then(|pooled| {
        let counts = pooled.reference.iter().chain(&pooled.current);
        let counts = counts.map(|&n| n as f64).collect();
        test(&Array2::from_shape_vec((2, pooled.reference.len()), counts).ok()?)
    });
    let found = found.ok_or("text.test-not-estimable")?;
    Ok(Found {
        statistic: found.statistic,
        p: found.p,
        method: "asymptotic",
        degrees: Some(found.degrees),
    })
}
