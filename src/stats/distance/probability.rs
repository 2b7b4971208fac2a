//! Distances of probability vectors, levels in the same order. All logarithms are natural unless said.
//!
//! Every function gives `None` for slices of different or no length, for a negative or infinite entry, or a side
//! that adds up to zero.

use crate::stats::sum::compensated;

/// Both sides as probabilities that add up to one.
fn normalised(p: &[f64], q: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    let of = |side: &[f64]| {
        let sum = compensated(side.iter().copied());
        let fine = side.iter().all(|x| x.is_finite() && *x >= 0.0) && sum > 0.0 && sum.is_finite();
        fine.then(|| side.iter().map(|x| x / sum).collect::<Vec<f64>>())
    };
    (p.len() == q.len()).then_some(())?;
    Some((of(p)?, of(q)?))
}

/// Kullback–Leibler divergence `Σ p ln(p/q)` of `p` from `q`, in nats; infinite when `q` lacks what `p` has.
/// Sides are normalised first. Equals `scipy.stats.entropy(p, q)`.
///
/// ```
/// let d = driftglass::stats::distance::probability::kullback_leibler(&[0.5, 0.5], &[0.25, 0.75]).unwrap();
/// assert!((d - 0.5 * (4.0_f64 / 3.0).ln()).abs() < 1e-15);
/// ```
pub fn kullback_leibler(p: &[f64], q: &[f64]) -> Option<f64> {
    let (p, q) = normalised(p, q)?;
    Some(divergence(&p, &q))
}

fn divergence(p: &[f64], q: &[f64]) -> f64 {
    let terms = p
        .iter()
        .zip(q)
        .map(|(&p, &q)| if p == 0.0 { 0.0 } else { p * libm::log(p / q) });
    compensated(terms).max(0.0)
}

/// Jensen–Shannon distance: the square root of the mean divergence from the mean distribution, in `[0, √ln 2]`.
/// Sides are normalised first. Equals `scipy.spatial.distance.jensenshannon(p, q)`; over `√ln 2` it has base 2.
///
/// Lin J (1991), IEEE Trans. Inf. Theory 37, 145; Endres DM, Schindelin JE (2003), ibid. 49, 1858.
///
/// ```
/// let d = driftglass::stats::distance::probability::jensen_shannon(&[1.0, 0.0], &[0.0, 1.0]).unwrap();
/// assert!((d - std::f64::consts::LN_2.sqrt()).abs() < 1e-15);
/// ```
pub fn jensen_shannon(p: &[f64], q: &[f64]) -> Option<f64> {
    let (p, q) = normalised(p, q)?;
    let middle: Vec<f64> = p.iter().zip(&q).map(|(p, q)| 0.5 * (p + q)).collect();
    Some((0.5 * (divergence(&p, &middle) + divergence(&q, &middle))).sqrt())
}

/// Hellinger distance `√(½ Σ (√p − √q)²)`, in `[0, 1]`. Sides are normalised first.
///
/// ```
/// let d = driftglass::stats::distance::probability::hellinger(&[1.0, 0.0], &[0.0, 1.0]).unwrap();
/// assert!((d - 1.0).abs() < 1e-15);
/// ```
pub fn hellinger(p: &[f64], q: &[f64]) -> Option<f64> {
    let (p, q) = normalised(p, q)?;
    let terms = p.iter().zip(&q).map(|(p, q)| {
        let gap = p.sqrt() - q.sqrt();
        gap * gap
    });
    Some((0.5 * compensated(terms)).sqrt().min(1.0))
}

/// Population stability index `Σ (p − q) ln(p/q)` of the vectors as they are: not normalised, an entry that both
/// sides lack is left out, one that one side lacks makes it infinite. Smooth or fill zeros first.
///
/// Jeffreys H (1946), Proc. R. Soc. A 186, 453; as an index: Siddiqi N (2006), Credit Risk Scorecards.
///
/// ```
/// let psi = driftglass::stats::distance::probability::stability_index(&[0.6, 0.4], &[0.4, 0.6]).unwrap();
/// assert!((psi - 0.4 * 1.5_f64.ln()).abs() < 1e-15);
/// ```
pub fn stability_index(p: &[f64], q: &[f64]) -> Option<f64> {
    normalised(p, q)?;
    let terms = p.iter().zip(q).map(|(&p, &q)| {
        if p == q {
            0.0
        } else {
            (p - q) * libm::log(p / q)
        }
    });
    Some(compensated(terms))
}
