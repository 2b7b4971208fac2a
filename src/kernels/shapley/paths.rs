//! The ways to the leaves of an ensemble, told in players: the columns among which a prediction is divided.

use crate::trees::Trees;

/// Different players that may stand on one way.
pub const MAXIMUM_PLAYERS_ON_A_WAY: usize = 64;

/// The mark of a root in [`Paths::bits`].
const ROOT: u8 = u8::MAX;

/// A leaf and the players on the way to it.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Place among the ensemble's nodes.
    pub leaf: u32,
    /// Its tree.
    pub tree: u32,
    start: u32,
    players: u32,
}

/// Why an ensemble's ways are not told in players.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untold {
    /// Its leaves are linear.
    LinearLeaves,
    /// More than [`MAXIMUM_PLAYERS_ON_A_WAY`] players stand on one way.
    ManyPlayers,
}

/// The ways to all leaves.
#[derive(Clone, Debug)]
pub struct Paths {
    /// For each node: the parent, and which of the players on the way, in the order in which they appear on it, decided
    /// that this node is reached. The same for every leaf below.
    parents: Vec<u32>,
    bits: Vec<u8>,
    /// For each node that player itself.
    deciders: Vec<u32>,
    ways: Vec<Way>,
    /// For each leaf its way.
    way_of: Vec<u32>,
    players: Vec<u32>,
}

impl Paths {
    /// The ways of an ensemble whose feature `f` belongs to player `player_of[f]`.
    ///
    /// # Errors
    /// [`Untold`].
    pub fn of(trees: &Trees, player_of: &[u32]) -> Result<Paths, Untold> {
        if !trees.linear_leaves.is_empty() {
            return Err(Untold::LinearLeaves);
        }
        let mut out = Paths {
            parents: vec![0; trees.nodes.len()],
            bits: vec![ROOT; trees.nodes.len()],
            deciders: vec![0; trees.nodes.len()],
            ways: Vec::new(),
            way_of: vec![0; trees.nodes.len()],
            players: Vec::new(),
        };
        let mut way: Vec<u32> = Vec::new();
        let mut waiting: Vec<(u32, usize)> = Vec::new();
        for tree in 0..trees.count() {
            waiting.push((trees.roots[tree], 0));
            while let Some((at, before)) = waiting.pop() {
                way.truncate(before);
                if out.bits[at as usize] != ROOT {
                    let above = &trees.nodes[out.parents[at as usize] as usize];
                    let player = player_of[above.feature as usize];
                    if out.bits[at as usize] as usize == way.len() {
                        way.push(player);
                    }
                }
                let node = &trees.nodes[at as usize];
                if node.is_leaf() {
                    out.way_of[at as usize] = out.ways.len() as u32;
                    out.ways.push(Way {
                        leaf: at,
                        tree: tree as u32,
                        start: out.players.len() as u32,
                        players: way.len() as u32,
                    });
                    out.players.extend_from_slice(&way);
                    continue;
                }
                let player = player_of[node.feature as usize];
                let bit = way.iter().position(|p| *p == player).unwrap_or(way.len());
                if bit >= MAXIMUM_PLAYERS_ON_A_WAY {
                    return Err(Untold::ManyPlayers);
                }
                for child in [node.right, node.left] {
                    out.parents[child as usize] = at;
                    out.bits[child as usize] = bit as u8;
                    out.deciders[child as usize] = player;
                    waiting.push((child, way.len()));
                }
            }
        }
        Ok(out)
    }

    /// The ways, tree by tree.
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// The place of a leaf's way.
    pub fn way_of(&self, leaf: u32) -> u32 {
        self.way_of[leaf as usize]
    }

    /// The players on a way, in the order in which they appear on it: bit `i` of a pattern is the `i`-th.
    pub fn players(&self, way: &Way) -> &[u32] {
        &self.players[way.start as usize..(way.start + way.players) as usize]
    }

    /// Which of the players on the way decided that a node is reached that is no root.
    pub fn bit(&self, node: u32) -> usize {
        self.bits[node as usize] as usize
    }

    /// The player that decided that a node is reached.
    pub fn decider(&self, node: u32) -> usize {
        self.deciders[node as usize] as usize
    }

    /// The node above at which the same player decided last.
    fn decided_before(&self, node: u32) -> Option<u32> {
        let mut at = self.parents[node as usize];
        while self.bits[at as usize] != ROOT {
            if self.bits[at as usize] == self.bits[node as usize] {
                return Some(at);
            }
            at = self.parents[at as usize];
        }
        None
    }

    /// For each node, the share of the cover that the player that decided it leaves: the product of the shares that its
    /// splits on the way send there.
    pub fn shares(&self, trees: &Trees, covers: &[f64]) -> Vec<Share> {
        let mut out = vec![Share::ROOT; trees.nodes.len()];
        for at in 0..trees.nodes.len() {
            if self.bits[at] == ROOT {
                continue;
            }
            let before = self.decided_before(at as u32);
            let so_far = before.map_or(1.0, |place| out[place as usize].share);
            let share = so_far * (covers[at] / covers[self.parents[at] as usize]);
            out[at] = Share {
                before: before.unwrap_or(Share::ROOT.before),
                share: at_least(share),
            };
        }
        out
    }

    /// For each node, the share of the cover that reaches it.
    pub fn reaching(&self, shares: &[Share]) -> Vec<f64> {
        let mut out = vec![1.0; shares.len()];
        for (at, share) in shares.iter().enumerate() {
            if self.bits[at] != ROOT {
                let so_far = share.before().map_or(1.0, |place| shares[place].share);
                out[at] = out[self.parents[at] as usize] * share.share / so_far;
            }
        }
        out
    }

    /// For each way, each player's share of the cover: the product of the shares that its splits send this way. Parallel
    /// to all ways' players in order.
    pub fn fractions(&self, trees: &Trees, covers: &[f64]) -> Vec<f64> {
        let mut out = vec![1.0; self.players.len()];
        for way in &self.ways {
            let place = way.start as usize;
            let mut at = way.leaf as usize;
            while self.bits[at] != ROOT {
                let above = self.parents[at] as usize;
                out[place + self.bits[at] as usize] *= covers[at] / covers[above];
                at = above;
            }
            for fraction in &mut out[place..place + way.players as usize] {
                *fraction = at_least(*fraction);
            }
        }
        debug_assert_eq!(trees.nodes.len(), covers.len());
        out
    }

    /// The part of a list made for all ways' players that belongs to one way.
    pub fn part<'a, T>(&self, of: &'a [T], way: &Way) -> &'a [T] {
        &of[way.start as usize..(way.start + way.players) as usize]
    }

    /// The splits on the way to a node, from the root: the split's place and whether the way goes left.
    pub fn splits(&self, trees: &Trees, node: u32) -> Vec<(u32, bool)> {
        let mut out = Vec::new();
        let mut at = node;
        while self.bits[at as usize] != ROOT {
            let above = self.parents[at as usize];
            out.push((above, trees.nodes[above as usize].left == at));
            at = above;
        }
        out.reverse();
        out
    }
}

/// What the player that decided a node leaves of the cover.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// The node above at which the same player decided last; `u32::MAX` where there is none.
    before: u32,
    /// The product of the shares of its splits on the way.
    pub share: f64,
}

impl Share {
    const ROOT: Share = Share {
        before: u32::MAX,
        share: 1.0,
    };

    /// The node above at which the same player decided last.
    pub fn before(&self) -> Option<usize> {
        (self.before != Share::ROOT.before).then_some(self.before as usize)
    }
}

/// A share that can be divided by: a branch that no row took has NaN or 0.
fn at_least(share: f64) -> f64 {
    match share.is_nan() || share < LEAST_FRACTION {
        true => LEAST_FRACTION,
        false => share,
    }
}

/// As XGBoost does (its pull request 12106).
const LEAST_FRACTION: f64 = 1e-12;
