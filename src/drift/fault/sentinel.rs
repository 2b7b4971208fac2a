//! A value that stands for "no value", said with its share.

use super::found::Fault;
use crate::report::{Cell, numbers};
use crate::stats::fault::placeholder::Placeholder;

/// What was recognised, ready to be said; `value` as the sentence writes it.
pub(super) fn fault(found: &Placeholder, value: Cell, candidates: usize) -> Fault {
    Fault {
        kind: "sentinel",
        title: "Share of current values that are a placeholder",
        definition: "Current share of one value that stands apart from all others and is customary for a missing one, \
                     less its reference share, with Newcombe's hybrid score interval.",
        share: found.share,
        interval: found.interval,
        p: found.p,
        tests: candidates,
        numbers: numbers([
            ("value", value),
            ("rows_current", Cell::Number(found.current as f64)),
            ("rows_reference", Cell::Number(found.reference as f64)),
        ]),
    }
}
