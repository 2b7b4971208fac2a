//! Exact values of one row, in 64 bits, leaf by leaf.

use super::background::Background;
use super::paths::{Paths, Way};
use super::unit_values::{Quadratures, Weights, path_dependent};
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

/// Interventional values of ways `first..` in `ways`, averaged over the background.
pub(super) fn interventional_row(
    trees: &Trees,
    paths: &Paths,
    (first, ways): (usize, &[Way]),
    background: &Background,
    weights: &Weights,
    patterns: &[u64],
    out: &mut Values,
) {
    let each = 1.0 / background.rows() as f64;
    let mut unit = [0.0; 64];
    for (place, way) in ways.iter().enumerate() {
        let players = paths.players(way);
        let row = patterns[way.leaf as usize];
        let unit = &mut unit[..players.len()];
        let mut reached = false;
        for (other, members) in background.of_way(first + place) {
            if let Some(game) = Game::of(row, other, players.len()) {
                if !reached {
                    unit.fill(0.0);
                    reached = true;
                }
                game.add(weights, each * members.len() as f64, |j, value| {
                    unit[j] += value
                });
            }
        }
        if !reached {
            continue;
        }
        for (output, value) in leaf_values(trees, way) {
            for (player, unit) in players.iter().zip(unit.iter()) {
                out[output][*player as usize] += value * unit;
            }
        }
    }
}

/// Interventional values against each background row on its own: `out[output][background row][player]`. Their mean is the
/// row's value, their spread what another background would have changed.
pub(super) fn interventional_each(
    trees: &Trees,
    paths: &Paths,
    background: &Background,
    weights: &Weights,
    patterns: &[u64],
    out: &mut [Vec<Vec<f64>>],
) {
    for (place, way) in paths.ways().iter().enumerate() {
        let players = paths.players(way);
        let row = patterns[way.leaf as usize];
        for (other, members) in background.of_way(place) {
            let Some(game) = Game::of(row, other, players.len()) else {
                continue;
            };
            for (output, leaf) in leaf_values(trees, way) {
                for member in members {
                    let values = &mut out[output][*member as usize];
                    game.add(weights, leaf, |j, value| {
                        values[players[j] as usize] += value
                    });
                }
            }
        }
    }
}

/// The game about one leaf between the row and a background row: it is reached when all of `needed` come from the row and
/// none of `hindering` does.
struct Game {
    needed: u64,
    hindering: u64,
}

impl Game {
    /// `None` where some player of neither row sends them there.
    fn of(row: u64, other: u64, players: usize) -> Option<Game> {
        let mask = if players == 64 {
            u64::MAX
        } else {
            (1 << players) - 1
        };
        (!row & !other & mask == 0).then_some(Game {
            needed: row & !other & mask,
            hindering: !row & other & mask,
        })
    }

    /// Tells each player's value times `scale`.
    fn add(&self, weights: &Weights, scale: f64, mut tell: impl FnMut(usize, f64)) {
        let (a, b) = (self.needed.count_ones(), self.hindering.count_ones());
        for (mut set, value) in [
            (self.needed, scale * weights.of(a, b)),
            (self.hindering, -scale * weights.of(b, a)),
        ] {
            while set != 0 {
                tell(set.trailing_zeros() as usize, value);
                set &= set - 1;
            }
        }
    }
}
