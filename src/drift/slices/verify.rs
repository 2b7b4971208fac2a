//! Tests the proposed slices on the rows that took no part in proposing them.

use super::held_out::{CONFIDENCE, Change, Distance, HeldOut, Tested};
use crate::slicing::coding::Coded;
use crate::slicing::score::Measure;
use crate::slicing::search::Proposal;
use crate::slicing::{Rows, rows};
use crate::stats::contribution::GroupPart;
use crate::stats::correction::benjamini_yekutieli;
use crate::stats::interval::Interval;
use crate::stats::normal;
use crate::stats::order::ordered;
use crate::stats::proportion::{Share, newcombe};
use crate::table::Column;

/// Normal quantile of a two-sided interval of [`CONFIDENCE`].
const Z: f64 = 1.959_963_984_540_054;

/// A slice with what its held-out rows say.
#[derive(Clone, Debug)]
pub(super) struct Verified {
    pub proposal: Proposal,
    pub test: Tested,
    pub q: Option<f64>,
    pub inside: Distance,
    pub outside: Option<Distance>,
    pub whole: Distance,
    pub change: Option<Change>,
    /// What the slice and the other rows add to the whole column's distance.
    pub parts: Option<[GroupPart; 2]>,
    /// Share of the rows that are in the slice: reference, current.
    pub shares: [f64; 2],
    /// Change of that share.
    pub share_change: Option<Interval>,
}

/// All proposals that could be tested, with q-values over them: Benjamini–Yekutieli's, since slices share rows.
pub(super) fn verify(
    proposals: Vec<Proposal>,
    coded: &[Coded],
    column: &dyn Fn(usize) -> Option<[Column; 2]>,
) -> Vec<Verified> {
    let by_target = ordered(proposals, &|a, b| {
        (a.target, a.measure).cmp(&(b.target, b.measure))
    });
    let mut out: Vec<Verified> = Vec::new();
    let mut open: Option<(usize, Measure, Option<HeldOut>)> = None;
    for proposal in by_target {
        let (target, measure) = (proposal.target, proposal.measure);
        if open
            .as_ref()
            .is_none_or(|o| (o.0, o.1) != (target, measure))
        {
            let held =
                column(target).and_then(|columns| HeldOut::new(&coded[target], measure, columns));
            open = Some((target, measure, held));
        }
        if let Some((_, _, Some(held))) = &open {
            out.extend(verify_one(proposal, coded, held));
        }
    }
    let p: Vec<Option<f64>> = out.iter().map(|v| v.test.p).collect();
    for (verified, q) in out.iter_mut().zip(benjamini_yekutieli(&p)) {
        verified.q = q;
    }
    out
}

fn verify_one(proposal: Proposal, coded: &[Coded], held: &HeldOut) -> Option<Verified> {
    let inside_rows = rows(coded, &proposal.conditions, &[]);
    let everything = held.everything();
    let outside_rows: Rows =
        [0, 1].map(|file| inside_rows[file].iter().map(|inside| !inside).collect());
    let whole = held.distance(&everything)?;
    let inside = held.distance(&inside_rows)?;
    let mut test = held.test(&inside_rows)?;
    let mut p = test.p?.max(larger(&inside, &whole));
    if proposal.conditions.len() > 1 {
        for condition in &proposal.conditions {
            let parent = held.distance(&rows(coded, &[*condition], &[]))?;
            p = p.max(larger(&inside, &parent));
        }
    }
    // Nothing may be said twice: it must also be true without the rows of the slices before it.
    let alone = rows(coded, &proposal.conditions, &proposal.beside);
    if alone != inside_rows {
        let rest = held.distance(&alone)?;
        p = p.max(held.test(&alone)?.p?).max(larger(&rest, &whole));
    }
    test.p = Some(p);
    let count = |rows: &[bool]| rows.iter().filter(|inside| **inside).count() as u64;
    let share = |file: usize| Share {
        count: count(&inside_rows[file]),
        rows: inside_rows[file].len() as u64,
    };
    Some(Verified {
        shares: [share(0).value()?, share(1).value()?],
        share_change: newcombe(share(0), share(1), CONFIDENCE),
        outside: held.distance(&outside_rows),
        change: held.change(&inside_rows),
        parts: held.parts(&inside_rows),
        inside,
        whole,
        test,
        q: None,
        proposal,
    })
}

/// p-value of "the distance inside is at most the other one": from the reaches of both intervals towards each other
/// (MOVER: Zou GY, Donner A 2008, Stat. Med. 27, 1693), the two taken as independent although the other rows hold
/// the inside ones as well, which makes the reach too wide and the p-value too large.
fn larger(inside: &Distance, other: &Distance) -> f64 {
    let reach = libm::hypot(
        inside.value - inside.interval.lower,
        other.interval.upper - other.value,
    );
    let more = inside.value - other.value;
    if reach > 0.0 && more.is_finite() {
        normal::sf(Z * more / reach)
    } else {
        1.0
    }
}
