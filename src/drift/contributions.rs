//! Where the distance comes from: what each range of values or each level adds to it. The parts add up to it.

use super::count::Count;
use crate::report::{Block, Cell, TableBlock, TableColumn, Unit, show};
use crate::stats::contribution;
use crate::stats::distance::quantile_bins::QuantileBins;
use crate::stats::effect::wasserstein::{self, WassersteinEffect};

/// Ranges between the limits: tenths of the reference.
const RANGES: usize = 10;

/// What each tenth of the reference adds to the winsorised distance, in the order of values. Nothing where the files
/// are equal there.
pub(super) fn of_ranges(
    reference: &[f64],
    current: &[f64],
    effect: &WassersteinEffect,
) -> Option<Block> {
    let bins = QuantileBins::of(reference, RANGES)?;
    let parts = wasserstein::parts(reference, current, effect, bins.edges());
    let number = |value: f64| show(value, Unit::Number);
    let rows = parts.iter().map(|part| {
        let name = [&number(part.from), " to ", &number(part.to)].concat();
        (name, part.value)
    });
    let title = "What each range of values adds to the distance";
    table(title, "Values", Unit::Number, rows.collect(), effect.value)
}

/// What each level adds to the total variation distance, the largest part first, the levels that are not listed
/// together. Nothing where the files are equal.
pub(super) fn of_levels(counts: &[Count], order: &[usize], listed: usize) -> Option<Block> {
    let side = |of: fn(&Count) -> u64| -> Vec<u64> { counts.iter().map(of).collect() };
    let parts = contribution::of_levels(&side(|c| c.reference), &side(|c| c.current))?;
    let (shown, rest) = order.split_at(listed.min(order.len()));
    let mut rows: Vec<(String, f64)> = shown
        .iter()
        .map(|&at| (counts[at].level.to_owned(), parts[at]))
        .collect();
    if !rest.is_empty() {
        let sum = rest.iter().map(|&at| parts[at]).sum();
        rows.push((format!("{} other levels", rest.len()), sum));
    }
    let title = "What each level adds to the distance";
    table(title, "Level", Unit::SharePoints, rows, parts.iter().sum())
}

fn table(
    title: &str,
    what: &str,
    unit: Unit,
    rows: Vec<(String, f64)>,
    whole: f64,
) -> Option<Block> {
    if !(whole > 0.0 && whole.is_finite()) {
        return None;
    }
    let heading = |label: &str, unit: Unit| TableColumn {
        label: label.into(),
        unit,
    };
    Some(Block::Table(TableBlock {
        title: title.into(),
        columns: vec![
            heading(what, Unit::Number),
            heading("Adds", unit),
            heading("Share of the distance", Unit::Share),
        ],
        rows: rows
            .into_iter()
            .map(|(name, part)| {
                vec![
                    Cell::Text(name),
                    Cell::Number(part),
                    Cell::Number(part / whole),
                ]
            })
            .collect(),
    }))
}
