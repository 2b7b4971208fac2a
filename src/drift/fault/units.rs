//! A part of the values in another unit, said with the factor.

use super::found::Fault;
use crate::report::{Cell, Unit, numbers, show};
use crate::stats::fault::unit_change::{REGIONS, UnitChange};

/// What was recognised, ready to be said.
pub(super) fn fault(found: &UnitChange) -> Fault {
    Fault {
        kind: "unit",
        title: "Share of current values in another unit",
        definition: "Excess of the current values in a region that the reference hardly reaches, over the share of the \
                     reference that the factor takes there; recognised where the excess is distributed as the \
                     reference times the factor. Newcombe's interval of the excess with Wilson's of that share.",
        share: found.share,
        interval: found.interval,
        p: found.p,
        tests: REGIONS as usize,
        numbers: numbers([
            ("factor", Cell::Number(found.factor)),
            ("change", Cell::Text(change(found))),
        ]),
    }
}

/// In words, what was done to the values.
fn change(found: &UnitChange) -> String {
    if found.origin != 0.0 {
        return if found.factor > 1.0 {
            "written in °F among °C"
        } else {
            "written in °C among °F"
        }
        .into();
    }
    let (done, by) = if found.factor >= 1.0 {
        ("multiplied by ", found.factor)
    } else {
        ("divided by ", 1.0 / found.factor)
    };
    let about = if found.listed { "" } else { "about " };
    let hint = match (found.listed, by) {
        (false, _) => " (another currency or unit?)",
        (true, 100.0) => " (a percentage for a fraction, or the reverse?)",
        (true, _) => "",
    };
    [done, about, &show(by, Unit::Number), hint].concat()
}
