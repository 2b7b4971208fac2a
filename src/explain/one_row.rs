//! Exact values of one row, in 64 bits, leaf by leaf.

use super::paths::{Paths, Way};
use super::unit_values::{Quadratures, path_dependent};
use crate::predictor::{Aggregate, Trees};

/// Values of one row: `values[output][player]`.
pub(super) type Values = Vec<Vec<f64>>;

/// The outputs that a leaf adds to, with what it adds.
pub(super) fn leaf_values<'a>(
    trees: &'a Trees,
    way: &Way,
) -> impl Iterator<Item = (usize, f64)> + use<'a> {
    let scale = match trees.aggregate {
        Aggregate::Sum => 1.0,
        Aggregate::Average { divisor } => 1.0 / divisor,
    };
    let first = match trees.leaf_width {
        1 => trees.tree_outputs[way.tree as usize] as usize,
        _ => 0,
    };
    let values = trees.values_of(&trees.nodes[way.leaf as usize]);
    values
        .iter()
        .enumerate()
        .map(move |(at, value)| (first + at, value * scale))
}

/// Path-dependent values of the ways in `ways`, for a row whose pattern at each node is in `patterns`.
pub(super) fn path_dependent_row(
    trees: &Trees,
    paths: &Paths,
    ways: &[Way],
    fractions: &[f64],
    quadratures: &Quadratures,
    patterns: &[u64],
    out: &mut Values,
) {
    let mut unit = [0.0; 64];
    for way in ways {
        let players = paths.players(way);
        let unit = &mut unit[..players.len()];
        unit.fill(0.0);
        path_dependent(
            quadratures.of(players.len()),
            paths.part(fractions, way),
            patterns[way.leaf as usize],
            unit,
        );
        for (output, value) in leaf_values(trees, way) {
            for (player, unit) in players.iter().zip(unit.iter()) {
                out[output][*player as usize] += value * unit;
            }
        }
    }
}
