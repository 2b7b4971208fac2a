//! A row's way down a tree: the plain and exact way, which every faster one must equal.

use super::{Aggregate, LinearLeaf, Missing, Node, Precision, Test, Trees};

/// LightGBM's `kZeroThreshold`, a 32-bit number.
pub const ZERO: f64 = 1e-35_f32 as f64;

impl Node {
    /// Whether a value goes left. `x` is rounded already where the trees compare in 32 bits.
    #[inline]
    pub fn goes_left(&self, x: f64, trees: &Trees) -> bool {
        let x = match self.missing {
            Missing::Left if x.is_nan() => return true,
            Missing::Right if x.is_nan() => return false,
            Missing::AsZero if x.is_nan() => 0.0,
            Missing::ZeroLeft if x.is_nan() || x.abs() <= ZERO => return true,
            Missing::ZeroRight if x.is_nan() || x.abs() <= ZERO => return false,
            _ => x,
        };
        match self.test {
            Test::Less => x < self.threshold,
            Test::LessOrEqual => x <= self.threshold,
            Test::Greater => x > self.threshold,
            Test::GreaterOrEqual => x >= self.threshold,
            Test::Equal => x == self.threshold,
            Test::NotEqual => x != self.threshold,
            Test::InSet => {
                x > -1.0
                    && x < f64::from(u32::MAX)
                    && trees
                        .sets
                        .get(self.set as usize)
                        .is_some_and(|set| set.has(x as u32))
            }
        }
    }
}

impl Trees {
    /// A value as splits compare it.
    #[inline]
    pub fn compared(&self, x: f64) -> f64 {
        match self.compared_in {
            Precision::F32 => f64::from(x as f32),
            Precision::F64 => x,
        }
    }

    /// The place of the leaf that a row reaches in a tree; `value` answers the row's value of a feature.
    #[inline]
    pub fn leaf_of(&self, tree: usize, value: impl Fn(usize) -> f64) -> usize {
        let mut at = self.roots[tree] as usize;
        loop {
            let node = &self.nodes[at];
            if node.is_leaf() {
                return at;
            }
            let x = self.compared(value(node.feature as usize));
            at = if node.goes_left(x, self) {
                node.left
            } else {
                node.right
            } as usize;
        }
    }

    /// The margins of a block, a column for each output.
    pub fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let mut sums: Vec<Vec<f64>> = match self.aggregate {
            Aggregate::Sum => self.base.iter().map(|base| vec![*base; rows]).collect(),
            Aggregate::Average { .. } => vec![vec![0.0; rows]; self.outputs],
        };
        for tree in 0..self.count() {
            self.add_tree(tree, features, &mut sums);
        }
        self.finish(&mut sums);
        sums
    }

    /// Adds one tree's answers to the sums of a block.
    pub fn add_tree(&self, tree: usize, features: &[&[f64]], sums: &mut [Vec<f64>]) {
        let rows = sums.first().map_or(0, Vec::len);
        for row in 0..rows {
            let leaf = &self.nodes[self.leaf_of(tree, |feature| features[feature][row])];
            let linear = self.linear_leaves.get(leaf.right as usize);
            let values = self.values_of(leaf);
            if self.leaf_width == 1 {
                let value = linear.map_or(values[0], |l| l.value(values[0], |f| features[f][row]));
                self.add(&mut sums[self.tree_outputs[tree] as usize][row], value);
            } else {
                for (column, value) in sums.iter_mut().zip(values) {
                    self.add(&mut column[row], *value);
                }
            }
        }
    }

    /// Divides where the trees are averaged.
    pub fn finish(&self, sums: &mut [Vec<f64>]) {
        if let Aggregate::Average { divisor } = self.aggregate {
            for (column, base) in sums.iter_mut().zip(&self.base) {
                column
                    .iter_mut()
                    .for_each(|sum| *sum = base + *sum / divisor);
            }
        }
    }

    #[inline]
    pub fn add(&self, sum: &mut f64, value: f64) {
        *sum = match self.summed_in {
            Precision::F64 => *sum + value,
            Precision::F32 => f64::from(*sum as f32 + value as f32),
        };
    }
}

impl LinearLeaf {
    /// The leaf's answer, or `plain` where one of its features is missing.
    pub fn value(&self, plain: f64, x: impl Fn(usize) -> f64) -> f64 {
        let mut sum = self.intercept;
        for (feature, coefficient) in self.features.iter().zip(&self.coefficients) {
            let x = x(*feature as usize);
            if x.is_nan() || x.is_infinite() {
                return plain;
            }
            sum += coefficient * x;
        }
        sum
    }
}
