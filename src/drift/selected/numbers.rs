//! Selectable tests of numbers.

use super::{Found, Refused};
use crate::stats::ks;
use crate::stats::two_sample::permutation::{self, Distance};
use crate::stats::two_sample::{
    anderson_darling, brunner_munzel, cramer_von_mises, epps_singleton, kuiper, mann_whitney, welch,
};

/// Permutations at most: the least p-value they can show is one in ten thousand.
const PERMUTATIONS: u64 = 9_999;

/// Runs the named test on ascending values.
pub(super) fn test(
    name: &str,
    reference: &[f64],
    current: &[f64],
    seed: u64,
) -> Result<Found, Refused> {
    let found = |statistic, p, method| {
        Some(Found {
            statistic,
            p,
            method,
            degrees: None,
        })
    };
    let permuted = |which| {
        permutation::test(reference, current, which, PERMUTATIONS, seed)
            .and_then(|t| found(t.statistic, t.p, "simulated"))
    };
    match name {
        "ks" => ks::two_sample(reference, current).and_then(|t| {
            let exact = matches!(t.method, ks::Method::Exact);
            found(t.statistic, t.p, if exact { "exact" } else { "asymptotic" })
        }),
        "cramer-von-mises" => cramer_von_mises::test(reference, current).and_then(|t| {
            let exact = reference.len().max(current.len()) <= cramer_von_mises::LARGEST_EXACT;
            found(t.statistic, t.p, if exact { "exact" } else { "asymptotic" })
        }),
        "anderson-darling" => anderson_darling::test(reference, current)
            .and_then(|t| found(t.statistic, t.p, "asymptotic")),
        "kuiper" => {
            kuiper::test(reference, current).and_then(|t| found(t.statistic, t.p, "asymptotic"))
        }
        "mann-whitney" => mann_whitney::test(reference, current).and_then(|t| {
            let exact = t.method == mann_whitney::Method::Exact;
            found(t.statistic, t.p, if exact { "exact" } else { "asymptotic" })
        }),
        "brunner-munzel" => brunner_munzel::test(reference, current)
            .and_then(|t| found(t.statistic, t.p, "asymptotic")),
        "welch" => welch::test(reference, current).map(|t| Found {
            statistic: t.statistic,
            p: t.p,
            method: "asymptotic",
            degrees: Some(t.degrees.max(1.0) as u64),
        }),
        "epps-singleton" => epps_singleton::test(reference, current)
            .and_then(|t| found(t.statistic, t.p, "asymptotic")),
        "energy" => permuted(Distance::Energy),
        "wasserstein" => permuted(Distance::Wasserstein),
        _ => None,
    }
    .filter(|found| found.p.is_finite())
    .ok_or("text.test-not-estimable")
}
