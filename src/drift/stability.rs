//! The population stability index with what each bin adds to it: shown beside the deciding effect, deciding nothing.

use super::comparison::Comparison;
use crate::report::{Block, Cell, Metric, TableBlock, TableColumn, Unit};
use crate::stats::distance::quantile_bins::{QuantileBins, contributions, smoothed};

/// Bins between the reference's least and greatest value.
const BINS: usize = 10;

/// Adds the index and its bins; nothing where the reference has no quantiles.
pub(super) fn show(column: &mut Comparison, reference: &[f64], current: &[f64]) {
    let Some(bins) = QuantileBins::of(reference, BINS) else {
        return;
    };
    let (mut before, mut now) = (bins.counts(reference), bins.counts(current));
    before.push(column.reference.missing);
    now.push(column.current.missing);
    let (Some(index), Some(parts)) = (smoothed(&before, &now), contributions(&before, &now)) else {
        return;
    };
    column.blocks.push(Block::Metric(Metric {
        title: "Population stability index".into(),
        value: Some(index.value),
        unit: Unit::Number,
        interval: None,
        threshold: None,
        definition: format!(
            "Sum over {} bins of the difference of the shares times the logarithm of their quotient; half a row is \
             added to each bin. Noise alone stays below {} in 95 of 100 comparisons (Yurdakul and Naranjo 2020, \
             Journal of Risk Model Validation 14(4):89).",
            index.bins,
            index
                .noise_floor
                .map_or_else(|| "0".into(), show_number),
        ),
    }));
    let share = |counts: &[u64], at: usize| {
        let rows: u64 = counts.iter().sum();
        Cell::Number(counts[at] as f64 / rows as f64)
    };
    let rows = names(bins.edges())
        .into_iter()
        .enumerate()
        .filter(|(at, _)| before[*at] + now[*at] > 0)
        .map(|(at, name)| {
            vec![
                Cell::Text(name),
                share(&before, at),
                share(&now, at),
                Cell::Number(parts[at]),
            ]
        })
        .collect();
    let heading = |label: &str, unit: Unit| TableColumn {
        label: label.into(),
        unit,
    };
    column.blocks.push(Block::Table(TableBlock {
        title: "Bins of the stability index".into(),
        columns: vec![
            heading("Values", Unit::Number),
            heading("Reference", Unit::Share),
            heading("Current", Unit::Share),
            heading("Adds to the index", Unit::Number),
        ],
        rows,
    }));
}

/// One name for each bin, in their order: below the first edge, between edges, above the last, missing.
fn names(edges: &[f64]) -> Vec<String> {
    let mut names = Vec::with_capacity(edges.len() + 3);
    if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
        names.push(["below ", &show_number(*first)].concat());
        if edges.len() == 1 {
            names.push(show_number(*first));
        }
        for pair in edges.windows(2) {
            names.push([&show_number(pair[0]), " to ", &show_number(pair[1])].concat());
        }
        names.push(["above ", &show_number(*last)].concat());
    }
    names.push("missing".into());
    names
}

fn show_number(value: f64) -> String {
    crate::report::show(value, Unit::Number)
}
