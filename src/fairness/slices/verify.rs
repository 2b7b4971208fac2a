//! A proposed part of the rows on the half that took no part in proposing it.

use crate::fairness::Parameters;
use crate::fairness::audit::rate_limit;
use crate::fairness::compare;
use crate::fairness::judge::{Compared, Limit, Scale};
use crate::report::Numbers;
use crate::slicing::coding::Coded;
use crate::slicing::search::Proposal;
use crate::slicing::{Rows, chosen, rows, words};
use crate::stats::groups::confusion::Rate;
use crate::stats::normal;
use crate::stats::rate::Trials;

/// A gap inside a part of the rows, and beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gap {
    /// Position of the group that is compared with the reference.
    pub group: usize,
    /// Which rate.
    pub rate: Rate,
    /// The part in words.
    pub place: String,
    /// The part as values that a choice of rows can be made of.
    pub chosen: Numbers,
    /// Rates inside: the group's, the reference's.
    pub inside: [f64; 2],
    /// The same of the rows outside.
    pub outside: [Option<f64>; 2],
    /// Rows inside: the group's, the reference's.
    pub rows: [u64; 2],
    /// The gap inside.
    pub compared: Compared,
    /// The gap outside; `None` where it cannot be estimated.
    pub beside: Option<f64>,
    pub limit: Limit,
    /// Of "inside the limit, or no wider than outside".
    pub p: Option<f64>,
    pub q: Option<f64>,
}

impl Gap {
    /// How far the gap is from equality, for ranking.
    pub fn size(&self) -> f64 {
        match (self.compared.estimate, self.limit.scale) {
            (Some(ratio), Scale::Ratio) if ratio > 1.0 => 1.0 - 1.0 / ratio,
            (Some(ratio), Scale::Ratio) => 1.0 - ratio,
            (Some(gap), Scale::Difference) => libm::fabs(gap),
            (None, _) => 1.0,
        }
    }
}

/// Two claims must hold at once, so the larger of their p-values counts (Berger RL 1982, Technometrics 24, 295): the gap
/// inside is beyond the limit (score test), and it is wider than the gap outside (normal, on the scale of the
/// limit: logarithms of ratios, or differences).
pub(super) fn verify(
    proposal: &Proposal,
    coded: &[Coded],
    rates: &[Rate],
    group: usize,
    parameters: &Parameters,
) -> Option<Gap> {
    let target = &coded[proposal.target];
    let inside_rows = rows(coded, &proposal.conditions, &[]);
    let outside_rows: Rows = inside_rows
        .each_ref()
        .map(|rows| rows.iter().map(|inside| !inside).collect());
    let count = |rows: &Rows| {
        [1, 0].map(|side| {
            let codes = target.held_out[side].iter().zip(&rows[side]);
            let mut trials = Trials {
                hits: 0.0,
                rows: 0.0,
            };
            for (code, _) in codes.filter(|(code, inside)| **inside && **code < 2) {
                trials.rows += 1.0;
                trials.hits += f64::from(*code);
            }
            trials
        })
    };
    let [one, other] = count(&inside_rows);
    let [one_outside, other_outside] = count(&outside_rows);
    let limit = rate_limit(parameters);
    let compared = compare::rates(Some(one), Some(other), limit);
    let beside = compare::rates(Some(one_outside), Some(other_outside), limit);
    let wider = wider([one, other], [one_outside, other_outside], limit.scale);
    Some(Gap {
        group,
        rate: *rates.get(proposal.target)?,
        place: words(coded, &proposal.conditions),
        chosen: chosen(coded, &proposal.conditions),
        inside: [one.rate()?, other.rate()?],
        outside: [one_outside.rate(), other_outside.rate()],
        rows: [one.rows as u64, other.rows as u64],
        p: compared.p.zip(wider).map(|(a, b)| a.max(b)),
        compared,
        beside: beside.estimate,
        limit,
        q: None,
    })
}

/// p-value of "the gap inside is no further from equality than the one outside, or on its other side".
fn wider(inside: [Trials; 2], outside: [Trials; 2], scale: Scale) -> Option<f64> {
    let (a, va) = gap(inside, scale)?;
    let (b, vb) = gap(outside, scale)?;
    // From the side that the gap inside is on.
    let further = (a - b) * a.signum();
    let error = (va + vb).sqrt();
    (error > 0.0).then(|| normal::sf(further / error))
}

/// Logarithm of the ratio, or difference, with its variance; ½ hit and ½ miss added to each rate.
fn gap(sides: [Trials; 2], scale: Scale) -> Option<(f64, f64)> {
    let [one, other] = sides;
    one.rate()?;
    other.rate()?;
    let soft = |t: Trials| ((t.hits + 0.5) / (t.rows + 1.0), t.rows + 1.0);
    let ((p, n), (q, m)) = (soft(one), soft(other));
    Some(match scale {
        Scale::Ratio => (libm::log(p / q), (1.0 - p) / (p * n) + (1.0 - q) / (q * m)),
        Scale::Difference => (p - q, p * (1.0 - p) / n + q * (1.0 - q) / m),
    })
}
