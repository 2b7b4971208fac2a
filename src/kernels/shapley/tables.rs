//! Tables from which the values of many rows are looked up.
//!
//! A tree is cut into groups of some four leaves; more, where the same splits stand among them again and again, as in
//! oblivious trees. A group has one bit for each player on the way to it (all of its splits there send the row this way)
//! and one for each different split among its leaves; a row's bits are its place in the group's
//! tables, one for each player, which hold the sum over the group's leaves. As in FastTreeSHAP v2 (Yang 2021) and WOODELF
//! (Nadel & Wettenstein 2026), exact.

use std::ops::Range;

use super::background::Background;
use super::one_row::leaf_values;
use super::paths::{Paths, Way};
use super::unit_values::{
    Quadratures, Scratch, interventional_pairs, interventional_table, pairs, path_dependent_pairs,
    path_dependent_table,
};
use crate::trees::lanes::WIDTH;
use crate::trees::ranks::{Asked, Ranks};
use crate::trees::{Node, Test, Trees};

/// Rows that go through the tables together: each table is read this often while it is in the nearest cache.
pub const BLOCK_ROWS: usize = 1024;
/// The same in lanes.
pub const LANES: usize = BLOCK_ROWS / WIDTH;
/// Values behind the last table, so that a byte is always a place.
const PADDING: usize = 256;
/// Bits of the largest table.
const MAXIMUM_BITS: usize = 11;
/// Splits among the leaves of a group, whatever they ask.
const GROUP_SPLITS: usize = 3;
/// Bits of a larger group, and entries of its tables for each of its leaves.
const LARGE_BITS: usize = 8;
const LARGE_SHARE: usize = 32;

/// No split.
const NONE: u32 = u32::MAX;

/// What values are against.
pub enum Against<'a> {
    /// The covers, as each way's shares of them.
    Fractions(&'a [f64]),
    /// Background rows.
    Background(&'a Background),
}

/// What the tables hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Values of players.
    Values,
    /// Interactions of pairs of so many players; the pair `i < j` has slot `i * players + j`.
    Pairs(u32),
}

impl Held {
    /// The slots of the players on a way, in the order in which unit tables have them.
    fn slots(self, on_way: &[u32]) -> Vec<u32> {
        match self {
            Held::Values => on_way.to_vec(),
            Held::Pairs(players) => pairs(on_way.len())
                .map(|(i, j)| {
                    let (a, b) = (on_way[i].min(on_way[j]), on_way[i].max(on_way[j]));
                    a * players + b
                })
                .collect(),
        }
    }
}

/// One bit of a place: it is 1 where all of these splits send the row this way.
pub type Bit = Vec<(u32, bool)>;

/// At most four leaves.
pub struct Group {
    /// From the lowest bit on.
    pub bits: Vec<Bit>,
    /// The players, or pairs of them, that get something.
    pub slots: Vec<u32>,
    /// Where the tables begin: for each output, for each slot, `2^bits` values.
    pub start: usize,
    /// The outputs that its leaves add to.
    pub outputs: Range<u32>,
}

/// The groups of one tree.
pub struct Tree {
    /// Splits that bits name, by their places in the ensemble.
    pub splits: Range<usize>,
    pub groups: Vec<Group>,
}

/// Tables of all trees that have them.
pub struct Tables {
    pub trees: Vec<Tree>,
    pub values: Vec<f32>,
    /// Trees whose ways are too long for tables or that would not fit, by their places.
    pub left_out: Vec<usize>,
    pub ranks: Ranks,
    /// How each node's split reads the ranks, where it does.
    pub asked: Vec<Option<Asked>>,
}

impl Tables {
    /// Makes tables for as many of the trees `among` as fit into `maximum_bytes`.
    pub fn of(
        (trees, paths): (&Trees, &Paths),
        among: Range<usize>,
        held: Held,
        against: &Against,
        quadratures: &Quadratures,
        maximum_bytes: usize,
    ) -> Tables {
        let ranks = Ranks::of(trees);
        let asked = trees.nodes.iter().zip(0u32..).map(|(node, place)| {
            let split = !node.is_leaf();
            split.then(|| ranks.asked(node, place)).flatten()
        });
        let mut out = Tables {
            trees: Vec::new(),
            values: Vec::new(),
            left_out: Vec::new(),
            asked: asked.collect(),
            ranks,
        };
        let mut maker = Maker {
            trees,
            paths,
            held,
            against,
            quadratures,
            unit: Vec::new(),
            wide: Vec::new(),
            products: Vec::new(),
            scratch: Scratch::default(),
            counts: Vec::new(),
            kept: Vec::new(),
            narrow: Vec::new(),
            decided: Vec::new(),
            patterns: Vec::new(),
        };
        let ways = paths.ways();
        let mut first = 0;
        for tree in 0..trees.count() {
            let count = ways[first..]
                .iter()
                .take_while(|w| w.tree == tree as u32)
                .count();
            let own = &ways[first..first + count];
            first += count;
            if !among.contains(&tree) {
                continue;
            }
            let before = out.values.len();
            let made = maker.tree(tree, own, &mut out.values, maximum_bytes);
            match made {
                Some(groups) => out.trees.push(Tree {
                    splits: trees.nodes_of(tree),
                    groups,
                }),
                None => {
                    out.values.truncate(before);
                    out.left_out.push(tree);
                }
            }
        }
        out.values.resize(out.values.len() + PADDING, 0.0);
        out
    }

    /// No tables: each of the trees `among` is explained row by row.
    pub fn none(among: Range<usize>) -> Tables {
        Tables {
            trees: Vec::new(),
            values: Vec::new(),
            left_out: among.collect(),
            ranks: Ranks::default(),
            asked: Vec::new(),
        }
    }

    /// Bytes of all tables.
    pub fn bytes(&self) -> usize {
        self.values.len() * 4
    }
}

struct Maker<'a> {
    trees: &'a Trees,
    paths: &'a Paths,
    held: Held,
    against: &'a Against<'a>,
    quadratures: &'a Quadratures,
    /// What a leaf of value 1 gives: for each slot, for each pattern.
    unit: Vec<f32>,
    /// The same in 64 bits, where it is found so.
    wide: Vec<f64>,
    products: Vec<f64>,
    scratch: Scratch,
    counts: Vec<f64>,
    /// For what the bits above the shared ones say of a leaf: the shared players that are kept, and the others.
    kept: Vec<(usize, usize)>,
    /// Values of a leaf's patterns.
    narrow: Vec<f32>,
    /// Which way each split of the tree sends each background row: a byte of ones to the left.
    decided: Vec<u8>,
    /// Each background row's pattern on a way.
    patterns: Vec<u16>,
}

impl Maker<'_> {
    fn tree(
        &mut self,
        tree: usize,
        ways: &[Way],
        values: &mut Vec<f32>,
        maximum_bytes: usize,
    ) -> Option<Vec<Group>> {
        // A group needs a bit for each player on the way to one of its leaves.
        let players = ways.iter().map(|way| self.paths.players(way).len());
        if players.max().unwrap_or(0) > MAXIMUM_BITS {
            return None;
        }
        let nodes = self.trees.nodes_of(tree);
        let base = nodes.start;
        let mut below = vec![0usize; nodes.len()];
        for at in nodes.clone().rev() {
            let node = &self.trees.nodes[at];
            if !node.is_leaf() {
                below[at - base] =
                    1 + below[node.left as usize - base] + below[node.right as usize - base];
            }
        }
        if let Against::Background(background) = self.against {
            let (rows, decided) = (background.rows(), &mut self.decided);
            decided.clear();
            decided.resize(nodes.len() * rows, 0);
            background.decided(self.trees, tree, &mut |place, first, left| {
                decided[place * rows + first..][..left.len()].copy_from_slice(left);
            });
        }
        let same = self.same_splits(tree);
        let mut groups = Vec::new();
        let mut waiting = vec![base as u32];
        // Ways come in the order in which leaves are met from left to right.
        let mut next = 0;
        while let Some(at) = waiting.pop() {
            let node = &self.trees.nodes[at as usize];
            let splits = below[at as usize - base];
            if splits > GROUP_SPLITS && !self.fits(at, splits, base, &same) {
                waiting.push(node.right);
                waiting.push(node.left);
                continue;
            }
            let leaves = splits + 1;
            let group = self.group(
                at,
                &ways[next..next + leaves],
                (base, &same),
                values,
                maximum_bytes,
            )?;
            groups.extend(group);
            next += leaves;
        }
        Some(groups)
    }

    /// For each node of a tree the first split, by its place in the ensemble, that asks the same.
    fn same_splits(&self, tree: usize) -> Vec<u32> {
        let nodes = self.trees.nodes_of(tree);
        let (start, own) = (nodes.start, &self.trees.nodes[nodes]);
        let mut out: Vec<u32> = (start as u32..).take(own.len()).collect();
        // Each feature's different splits, chained from the one met last.
        let mut last = vec![NONE; self.trees.features];
        let mut before = vec![NONE; own.len()];
        for (at, node) in own.iter().enumerate().filter(|(_, node)| !node.is_leaf()) {
            let mut other = last[node.feature as usize];
            while other != NONE && !asks_the_same(&own[other as usize], node) {
                other = before[other as usize];
            }
            if other == NONE {
                before[at] = std::mem::replace(&mut last[node.feature as usize], at as u32);
            } else {
                out[at] = start as u32 + other;
            }
        }
        out
    }

    /// Whether more leaves than usual may be one group: where they need few bits.
    fn fits(&self, at: u32, splits: usize, base: usize, same: &[u32]) -> bool {
        if splits >= LARGE_SHARE << LARGE_BITS {
            return false;
        }
        let mut players: Vec<usize> = Vec::new();
        for (split, left) in self.paths.splits(self.trees, at) {
            let node = &self.trees.nodes[split as usize];
            let player = self.paths.bit(if left { node.left } else { node.right });
            if !players.contains(&player) {
                players.push(player);
            }
        }
        let mut different: Vec<u32> = Vec::new();
        let mut waiting = vec![at];
        while let Some(at) = waiting.pop() {
            let node = &self.trees.nodes[at as usize];
            if node.is_leaf() {
                continue;
            }
            let split = same[at as usize - base];
            if !different.contains(&split) {
                different.push(split);
            }
            let bits = players.len() + different.len();
            if bits > LARGE_BITS || 1 << bits > LARGE_SHARE * (splits + 1) {
                return false;
            }
            waiting.extend([node.left, node.right]);
        }
        true
    }

    /// The group below a node; `Some(None)` where there is nothing to divide.
    fn group(
        &mut self,
        at: u32,
        ways: &[Way],
        (base, same): (usize, &[u32]),
        values: &mut Vec<f32>,
        maximum_bytes: usize,
    ) -> Option<Option<Group>> {
        let depth = self.paths.splits(self.trees, at).len();
        let mut bits: Vec<Bit> = Vec::new();
        let mut slots: Vec<u32> = Vec::new();
        let mut shared: Vec<u32> = Vec::new();
        let mut lower: Vec<u32> = Vec::new();
        let ways_splits: Vec<Vec<(u32, bool)>> = ways
            .iter()
            .map(|way| self.paths.splits(self.trees, way.leaf))
            .collect();
        let mut leaf_bits: Vec<Vec<(u32, u32)>> = Vec::new();
        for (way, splits) in ways.iter().zip(&ways_splits) {
            let on_way = self.paths.players(way);
            // For each player on the way: which bits must be what.
            let mut wanted = vec![(0u32, 0u32); on_way.len()];
            for (level, (split, left)) in splits.iter().enumerate() {
                let child = {
                    let node = &self.trees.nodes[*split as usize];
                    if *left { node.left } else { node.right }
                };
                let player = self.paths.bit(child);
                let id = on_way[player];
                let (bit, want) = if level < depth {
                    let bit = shared.iter().position(|p| *p == id).unwrap_or_else(|| {
                        shared.push(id);
                        bits.push(Vec::new());
                        shared.len() - 1
                    });
                    if !bits[bit].contains(&(*split, *left)) {
                        bits[bit].push((*split, *left));
                    }
                    (bit, true)
                } else {
                    let split = same[*split as usize - base];
                    let bit = lower.iter().position(|s| *s == split).unwrap_or_else(|| {
                        lower.push(split);
                        bits.push(vec![(split, true)]);
                        lower.len() - 1
                    });
                    (shared.len() + bit, *left)
                };
                let (mask, is) = &mut wanted[player];
                // A way that wants both answers of a split is never gone.
                if *mask >> bit & 1 == 1 && *is >> bit & 1 != u32::from(want) {
                    *is |= 1 << 31;
                }
                *mask |= 1 << bit;
                *is |= u32::from(want) << bit;
            }
            for slot in self.held.slots(on_way) {
                if !slots.contains(&slot) {
                    slots.push(slot);
                }
            }
            if bits.len() > MAXIMUM_BITS {
                return None;
            }
            leaf_bits.push(wanted);
        }
        if slots.is_empty() {
            return Some(None);
        }
        let outputs = match self.trees.leaf_width {
            1 => {
                let output = self.trees.tree_outputs[ways[0].tree as usize];
                output..output + 1
            }
            width => 0..width as u32,
        };
        let size = 1usize << bits.len();
        let start = values.len();
        let end = start + size * slots.len() * outputs.len();
        if end * 4 > maximum_bytes {
            return None;
        }
        values.resize(end, 0.0);
        for ((way, splits), wanted) in ways.iter().zip(&ways_splits).zip(&leaf_bits) {
            let on_way = self.paths.players(way);
            let patterns = 1usize << on_way.len();
            let own = self.held.slots(on_way);
            self.give_unit(way, splits, base, own.len() * patterns);
            // A place's low bits are the shared players, and so are a pattern's: what the other bits say keeps some of
            // them and adds players that are not shared.
            let low = (1usize << shared.len()) - 1;
            self.kept.clear();
            self.kept.extend((0..size >> shared.len()).map(|high| {
                let at = (high << shared.len()) as u32;
                let holds = wanted
                    .iter()
                    .enumerate()
                    .fold(0, |holds, (j, (mask, want))| {
                        let above = !(low as u32);
                        holds | usize::from(at & mask & above == want & above) << j
                    });
                (holds & low, holds & (patterns - 1) & !low)
            }));
            for (output, value) in leaf_values(self.trees, way) {
                let output = output - outputs.start as usize;
                for (id, unit) in own.iter().zip(self.unit.chunks_exact(patterns)) {
                    let slot = slots.iter().position(|s| s == id).unwrap_or_default();
                    let table = start + (output * slots.len() + slot) * size;
                    self.narrow.clear();
                    self.narrow
                        .extend(unit.iter().map(|unit| value as f32 * unit));
                    let table = &mut values[table..table + size];
                    add_leaf(table, &self.narrow, &self.kept, low);
                }
            }
        }
        Some(Some(Group {
            bits,
            slots,
            start,
            outputs,
        }))
    }

    /// What a leaf of value 1 at the end of a way gives, so many values.
    fn give_unit(&mut self, way: &Way, splits: &[(u32, bool)], base: usize, values: usize) {
        let players = self.paths.players(way).len();
        let points = self.quadratures.of(players);
        if let Against::Background(background) = self.against {
            self.count(splits, base, background.rows(), players);
        }
        self.unit.clear();
        if let (Against::Background(_), Held::Values) = (self.against, self.held) {
            self.unit.resize(values, 0.0);
            let (counts, scratch) = (&self.counts, &mut self.scratch);
            let unit = &mut self.unit;
            return interventional_table(self.quadratures, players, counts, scratch, unit);
        }
        self.wide.clear();
        self.wide.resize(values, 0.0);
        let wide = &mut self.wide;
        match self.against {
            Against::Background(_) => interventional_pairs(points, players, &self.counts, wide),
            Against::Fractions(fractions) => {
                let fractions = self.paths.part(fractions, way);
                match self.held {
                    Held::Values => {
                        path_dependent_table(points, fractions, &mut self.products, wide)
                    }
                    Held::Pairs(_) => path_dependent_pairs(points, fractions, wide),
                }
            }
        }
        self.unit.extend(wide.iter().map(|value| *value as f32));
    }

    /// How often each pattern of a way occurs among the background rows.
    #[inline(never)]
    fn count(&mut self, splits: &[(u32, bool)], base: usize, rows: usize, players: usize) {
        self.patterns.clear();
        self.patterns.resize(rows, u16::MAX);
        for (split, left) in splits {
            let node = &self.trees.nodes[*split as usize];
            let bit = 1 << self.paths.bit(if *left { node.left } else { node.right });
            let flip = if *left { 0 } else { 0xff };
            let at = (*split as usize - base) * rows;
            let decided = &self.decided[at..at + rows];
            for (pattern, decided) in self.patterns.iter_mut().zip(decided) {
                // Where the split sends the row another way, the bit goes.
                *pattern &= !(bit & u16::from((decided ^ flip) & 1).wrapping_sub(1));
            }
        }
        let patterns = 1usize << players;
        self.counts.clear();
        self.counts.resize(patterns, 0.0);
        for pattern in &self.patterns {
            self.counts[usize::from(*pattern) & (patterns - 1)] += 1.0;
        }
    }
}

/// Adds a leaf's values, pattern by pattern, to a table: what the bits above the shared ones say keeps some of those and adds
/// others; `low` has all shared bits. A function of its own, as the others that take time: an engine changes to faster code
/// between two calls, and all tables are made in one.
#[inline(never)]
fn add_leaf(table: &mut [f32], values: &[f32], kept: &[(usize, usize)], low: usize) {
    for (out, (kept, more)) in table.chunks_exact_mut(low + 1).zip(kept) {
        let own = &values[*more..];
        if *kept == low {
            for (out, value) in out.iter_mut().zip(own) {
                *out += value;
            }
        } else {
            for (at, out) in out.iter_mut().enumerate() {
                *out += own[at & kept];
            }
        }
    }
}

/// Whether two splits send every row the same way.
fn asks_the_same(a: &Node, b: &Node) -> bool {
    let in_sets = a.test == Test::InSet || b.test == Test::InSet;
    !in_sets
        && a.feature == b.feature
        && a.test == b.test
        && a.missing == b.missing
        && a.threshold.to_bits() == b.threshold.to_bits()
}
