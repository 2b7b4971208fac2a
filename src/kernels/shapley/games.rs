//! One row against background rows: the leaves that a mixture of the two reaches, and who decides it.

use super::background::{Background, SET_ROWS};
use super::one_row::{leaf_value, leaf_values};
use super::paths::Paths;
use super::unit_values::Weights;
use crate::trees::Trees;

/// The game about one leaf between the row and background rows: it is reached when all of `needed` come from the row and
/// none of `hindering` does (bits in the order of the players on the way).
#[derive(Clone, Copy, Debug)]
pub struct Game {
    /// Place among the ways.
    way: u32,
    /// Which set of background rows `members` are of.
    set: u32,
    needed: u64,
    hindering: u64,
    members: u128,
}

/// All games of a row.
pub struct Games<'a> {
    trees: &'a Trees,
    paths: &'a Paths,
    rows: usize,
    list: Vec<Game>,
}

/// Where a walk stands.
#[derive(Clone, Copy)]
struct Stand {
    node: u32,
    needed: u64,
    hindering: u64,
    members: u128,
}

impl<'a> Games<'a> {
    /// Of a row, one number a feature, in the trees given.
    ///
    /// One walk down each tree with all background rows: they part where the row and they would go different ways
    /// (Lundberg et al. 2020, algorithm 3, for many rows at once).
    pub fn of(
        (trees, paths): (&'a Trees, &'a Paths),
        background: &Background,
        of_trees: &[usize],
        row: &[f64],
    ) -> Games<'a> {
        let mut list = Vec::new();
        let mut waiting: Vec<Stand> = Vec::new();
        for &tree in of_trees {
            let start = trees.nodes_of(tree).start;
            let sets = background.of_tree(trees, tree);
            for set in 0..background.sets() {
                waiting.push(Stand {
                    node: trees.roots[tree],
                    needed: 0,
                    hindering: 0,
                    members: background.all(set),
                });
                while let Some(stand) = waiting.pop() {
                    let node = &trees.nodes[stand.node as usize];
                    if node.is_leaf() {
                        list.push(Game {
                            way: paths.way_of(stand.node),
                            set: set as u32,
                            needed: stand.needed,
                            hindering: stand.hindering,
                            members: stand.members,
                        });
                        continue;
                    }
                    let at = stand.node as usize - start;
                    let left = sets[at * background.sets() + set];
                    let goes = node.goes_left(trees.compared(row[node.feature as usize]), trees);
                    // Both children were decided by the same player.
                    let player = 1u64 << paths.bit(node.left);
                    for (child, taken, others) in
                        [(node.right, !goes, !left), (node.left, goes, left)]
                    {
                        let (with, against) = (stand.members & others, stand.members & !others);
                        let mut go = |needed, hindering, members: u128| {
                            if members != 0 {
                                waiting.push(Stand {
                                    node: child,
                                    needed,
                                    hindering,
                                    members,
                                });
                            }
                        };
                        let (is_needed, is_hindering) =
                            (stand.needed & player != 0, stand.hindering & player != 0);
                        match taken {
                            true if is_needed => go(stand.needed, stand.hindering, stand.members),
                            true if is_hindering => go(stand.needed, stand.hindering, with),
                            true => {
                                go(stand.needed | player, stand.hindering, against);
                                go(stand.needed, stand.hindering, with);
                            }
                            false if is_needed => {}
                            false => go(stand.needed, stand.hindering | player, with),
                        }
                    }
                }
            }
        }
        Games {
            trees,
            paths,
            rows: background.rows(),
            list,
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    fn players(&self, game: &Game) -> &[u32] {
        self.paths.players(&self.paths.ways()[game.way as usize])
    }

    /// Adds the values, averaged over the background: `out[output][player]`.
    pub fn add_values(&self, weights: &Weights, out: &mut [Vec<f64>]) {
        let each = 1.0 / self.rows as f64;
        for game in &self.list {
            let players = self.players(game);
            let share = each * f64::from(game.members.count_ones());
            for (output, leaf) in leaf_values(self.trees, &self.paths.ways()[game.way as usize]) {
                game.tell(weights, leaf * share, |j, value| {
                    out[output][players[j] as usize] += value;
                });
            }
        }
    }

    /// The values against each background row on its own, `[output][background row][player]`. Their mean is the row's value,
    /// their spread what another background would have changed.
    pub fn each(&self, weights: &Weights, players: usize) -> Vec<Vec<Vec<f64>>> {
        // Background row by background row, one behind the other.
        let mut out = vec![vec![0.0; players * self.rows]; self.trees.outputs];
        let mut told: Vec<(usize, f64)> = Vec::with_capacity(64);
        for game in &self.list {
            let on_way = self.players(game);
            for (output, leaf) in leaf_values(self.trees, &self.paths.ways()[game.way as usize]) {
                told.clear();
                game.tell(weights, leaf, |j, value| {
                    told.push((on_way[j] as usize, value));
                });
                for row in game.rows() {
                    let values = &mut out[output][row * players..][..players];
                    for (player, value) in &told {
                        values[*player] += value;
                    }
                }
            }
        }
        let rows = |of: Vec<f64>| of.chunks(players.max(1)).map(<[f64]>::to_vec).collect();
        out.into_iter().map(rows).collect()
    }

    /// How far each player alone moves the mean output, from what [`Games::moved`] says of it.
    pub fn alone(&self, moved: &[f64], players: usize) -> Vec<f64> {
        let mut out = vec![0.0; players];
        for (game, moved) in self.list.iter().zip(moved) {
            // The background row reaches the leaf until a hindering player is the row's, or from the only needed one on.
            let (set, sign) = match (game.needed.count_ones(), game.hindering) {
                (0, hindering) => (hindering, -1.0),
                (1, _) => (game.needed, 1.0),
                _ => continue,
            };
            let moved = sign * moved;
            let on_way = self.players(game);
            for j in bits(set) {
                out[on_way[j] as usize] += moved;
            }
        }
        out
    }

    /// What each player adds to the mean output where players become known in an order: `place[player]` is its place in it.
    pub fn in_order(&self, moved: &[f64], place: &[usize]) -> Vec<f64> {
        let mut out = vec![0.0; place.len()];
        for (game, moved) in self.list.iter().zip(moved) {
            let on_way = self.players(game);
            let of = |j: usize| on_way[j] as usize;
            // Reached once the last needed player is known, until the first hindering one is.
            let last = bits(game.needed).map(of).max_by_key(|p| place[*p]);
            let first = bits(game.hindering).map(of).min_by_key(|p| place[*p]);
            match (last, first) {
                (Some(last), Some(first)) if place[last] > place[first] => {}
                (last, first) => {
                    if let Some(last) = last {
                        out[last] += moved;
                    }
                    if let Some(first) = first {
                        out[first] -= moved;
                    }
                }
            }
        }
        out
    }

    /// What each game's leaf adds to the mean output where all of the game's rows reach it.
    pub fn moved(&self, output: usize) -> Vec<f64> {
        let ways = self.paths.ways();
        let moved = |game: &Game| {
            let leaf = leaf_value(self.trees, &ways[game.way as usize], output);
            leaf * f64::from(game.members.count_ones()) / self.rows as f64
        };
        self.list.iter().map(moved).collect()
    }
}

/// The places of the bits of a set.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = set.trailing_zeros() as usize;
        set &= set.checked_sub(1)?;
        Some(at)
    })
}

impl Game {
    /// Tells each player's value, `scale` times.
    fn tell(&self, weights: &Weights, scale: f64, mut tell: impl FnMut(usize, f64)) {
        let (a, b) = (self.needed.count_ones(), self.hindering.count_ones());
        let (gain, loss) = (scale * weights.of(a, b), -scale * weights.of(b, a));
        bits(self.needed).for_each(|j| tell(j, gain));
        bits(self.hindering).for_each(|j| tell(j, loss));
    }

    /// The background rows.
    fn rows(&self) -> impl Iterator<Item = usize> {
        let start = self.set as usize * SET_ROWS;
        let (low, high) = (self.members as u64, (self.members >> 64) as u64);
        let low = bits(low).map(move |at| start + at);
        low.chain(bits(high).map(move |at| start + 64 + at))
    }
}
