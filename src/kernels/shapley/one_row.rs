//! Exact path-dependent values of one row, in 64 bits, node by node.

use super::paths::{Paths, Share, Way};
use super::quadrature::gauss_legendre;
use crate::trees::{Aggregate, Trees};

/// Values of one row: `values[output][player]`.
pub type Values = Vec<Vec<f64>>;

/// Points that are summed over at once.
const LANES: usize = 4;
/// One number for each of these points.
type Lanes = [f64; LANES];

/// The outputs that a leaf adds to, with what it adds.
pub fn leaf_values<'a>(
    trees: &'a Trees,
    way: &Way,
) -> impl Iterator<Item = (usize, f64)> + use<'a> {
    let first = match trees.leaf_width {
        1 => trees.tree_outputs[way.tree as usize] as usize,
        _ => 0,
    };
    let scale = scale_of(trees);
    let values = trees.values_of(&trees.nodes[way.leaf as usize]);
    values
        .iter()
        .enumerate()
        .map(move |(at, value)| (first + at, value * scale))
}

/// What a leaf adds to an output.
pub fn leaf_value(trees: &Trees, way: &Way, output: usize) -> f64 {
    let values = trees.values_of(&trees.nodes[way.leaf as usize]);
    let value = match trees.leaf_width {
        1 if trees.tree_outputs[way.tree as usize] as usize != output => 0.0,
        1 => values[0],
        _ => values.get(output).copied().unwrap_or(0.0),
    };
    value * scale_of(trees)
}

fn scale_of(trees: &Trees) -> f64 {
    match trees.aggregate {
        Aggregate::Sum => 1.0,
        Aggregate::Average { divisor } => 1.0 / divisor,
    }
}

/// Path-dependent values (Lundberg et al. 2020, Nat. Mach. Intell. 2, 56, algorithm 2) as an integral over the share `s`
/// of players that are known: a leaf of value `v` gives player `j` `v ∫ Π_i f_i (o_j - z_j) / f_j ds` with
/// `f = (1-s) z + s o`, where `o` is 1 for a player that sends the row down this way and `z` is its share of the cover.
///
/// The products are made on the way down, once for all leaves below, and summed on the way up; where a player decides a
/// second time, the first decision's part is taken off again (as in Linear TreeSHAP, Yu et al. 2022, NeurIPS 35).
pub struct Descent {
    /// Points with their weights.
    points: Vec<(Lanes, Lanes)>,
    /// For each node of a tree: the product of all factors, or after leaves the sum of what reaches them.
    reached: Vec<Lanes>,
    /// One over the factor of the player that decided that the node is reached, and that player's slope `(o - z) / f`.
    inverse: Vec<Lanes>,
    slope: Vec<Lanes>,
    sums: Vec<Lanes>,
    /// Whether all of that player's splits so far send the row here.
    passes: Vec<bool>,
}

impl Descent {
    /// For ways of at most so many players: sums over the points are exact.
    pub fn new(longest: usize) -> Descent {
        let count = longest.div_ceil(2).max(1).next_multiple_of(LANES);
        let all = gauss_legendre(count);
        let lanes = |part: &[(f64, f64)]| {
            (
                std::array::from_fn(|i| part[i].0),
                std::array::from_fn(|i| part[i].1),
            )
        };
        Descent {
            points: all.chunks_exact(LANES).map(lanes).collect(),
            reached: Vec::new(),
            inverse: Vec::new(),
            slope: Vec::new(),
            sums: Vec::new(),
            passes: Vec::new(),
        }
    }

    /// Adds the values of a tree for a row, one number a feature; `shares` are those of [`Paths::shares`].
    pub fn add(
        &mut self,
        (trees, paths): (&Trees, &Paths),
        tree: usize,
        shares: &[Share],
        row: &[f64],
        out: &mut Values,
    ) {
        let places = trees.nodes_of(tree);
        let start = places.start;
        let count = places.len();
        let first = match trees.leaf_width {
            1 => trees.tree_outputs[tree] as usize,
            _ => 0,
        };
        for of in [
            &mut self.reached,
            &mut self.inverse,
            &mut self.slope,
            &mut self.sums,
        ] {
            of.clear();
            of.resize(count, [0.0; LANES]);
        }
        self.passes.clear();
        self.passes.resize(count, true);
        let scale = scale_of(trees);
        for (s, weight) in self.points.clone() {
            self.down(trees, places.clone(), (s, weight), shares, row);
            for output in 0..trees.leaf_width {
                // Children stand behind their parents.
                for at in (0..count).rev() {
                    let node = &trees.nodes[start + at];
                    let sum = if node.is_leaf() {
                        let leaf = trees.values_of(node)[output] * scale;
                        self.reached[at].map(|product| product * leaf)
                    } else {
                        let left = &self.sums[node.left as usize - start];
                        let right = &self.sums[node.right as usize - start];
                        std::array::from_fn(|i| left[i] + right[i])
                    };
                    self.sums[at] = sum;
                    if at == 0 {
                        continue;
                    }
                    let mut slope = self.slope[at];
                    if let Some(before) = shares[start + at].before() {
                        let before = &self.slope[before - start];
                        slope = std::array::from_fn(|i| slope[i] - before[i]);
                    }
                    let moved: f64 = (0..LANES).map(|i| sum[i] * slope[i]).sum();
                    out[first + output][paths.decider((start + at) as u32)] += moved;
                }
            }
        }
    }

    /// Products and slopes of all nodes of a tree.
    fn down(
        &mut self,
        trees: &Trees,
        places: std::ops::Range<usize>,
        (s, weight): (Lanes, Lanes),
        shares: &[Share],
        row: &[f64],
    ) {
        let start = places.start;
        self.reached[0] = weight;
        let unknown = s.map(|s| 1.0 - s);
        let over_unknown = unknown.map(|unknown| 1.0 / unknown);
        for (at, node) in trees.nodes[places].iter().enumerate() {
            if node.is_leaf() {
                continue;
            }
            let goes = node.goes_left(trees.compared(row[node.feature as usize]), trees);
            let product = self.reached[at];
            for (child, taken) in [(node.left, goes), (node.right, !goes)] {
                let Share { share, .. } = shares[child as usize];
                let before = shares[child as usize].before().map(|place| place - start);
                let passes = taken && before.is_none_or(|place| self.passes[place]);
                let mut factor = unknown.map(|unknown| unknown * share);
                // Of a player that sends the row elsewhere the share is no part of the slope, and nothing is divided by the factor.
                let (inverse, slope) = if passes {
                    factor = std::array::from_fn(|i| factor[i] + s[i]);
                    let inverse = factor.map(|factor| 1.0 / factor);
                    (inverse, inverse.map(|inverse| (1.0 - share) * inverse))
                } else {
                    let over_share = 1.0 / share;
                    let inverse = over_unknown.map(|over| over * over_share);
                    (inverse, over_unknown.map(|over| -over))
                };
                let mut reached: Lanes = std::array::from_fn(|i| product[i] * factor[i]);
                if let Some(place) = before {
                    let before = &self.inverse[place];
                    reached = std::array::from_fn(|i| reached[i] * before[i]);
                }
                let child = child as usize - start;
                self.passes[child] = passes;
                self.reached[child] = reached;
                self.inverse[child] = inverse;
                self.slope[child] = slope;
            }
        }
    }
}
