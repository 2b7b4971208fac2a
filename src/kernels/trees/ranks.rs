//! Features as ranks among the thresholds that a model asks for: one byte a row, so that sixteen rows are compared at
//! once and no result depends on rounding.

use super::lanes::{Lane, WIDTH};
use super::walk::ZERO;
use super::{Missing, Node, Test, Trees};
use crate::sort::sort_numbers;

/// The rank of a missing value that goes right: no node's rank is as high.
const MISSING: u8 = 255;
/// Thresholds that one column of ranks can tell apart.
const MAXIMUM_THRESHOLDS: usize = 254;

/// Splits that each need a column of their own; a model with more of them is walked where they stand.
const MAXIMUM_MEMBERS: usize = 2_000;

/// Which numbers count as missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Absent {
    /// NaN.
    NaN,
    /// NaN is 0.
    None,
    /// NaN and 0.
    Zero,
}

/// What one column of ranks tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Whether x < t (or x <= t).
    Below { or_equal: bool, absent: Absent },
    /// Whether x is in a set, or equal to a number: by node.
    Member { node: u32 },
}

/// One column: for each row a rank, twice: with missing values on the left and on the right.
#[derive(Debug)]
struct Column {
    feature: u32,
    kind: Kind,
    thresholds: Vec<f64>,
    /// Where to begin to look: for equal steps from the first threshold to the last.
    start: Vec<u8>,
    step: f64,
}

/// All columns that a model's splits need.
#[derive(Debug, Default)]
pub struct Ranks {
    columns: Vec<Column>,
    /// For each feature the columns of its thresholds.
    below: Vec<Vec<usize>>,
    /// Nodes that have a column of their own, ascending, and which.
    members: Vec<(u32, usize)>,
}

/// How a split reads: `ranks[column] <= rank` goes to `yes`.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Place among the lanes' columns.
    pub column: u32,
    pub rank: u8,
    /// Whether "yes" is the right child.
    pub reversed: bool,
}

impl Kind {
    /// The column of a split and whether "yes" is the right child.
    fn of(node: &Node, place: u32) -> (Kind, bool) {
        let absent = match node.missing {
            Missing::Left | Missing::Right => Absent::NaN,
            Missing::AsZero => Absent::None,
            Missing::ZeroLeft | Missing::ZeroRight => Absent::Zero,
        };
        let below = |or_equal| Kind::Below { or_equal, absent };
        match node.test {
            Test::Less => (below(false), false),
            Test::LessOrEqual => (below(true), false),
            Test::Greater => (below(true), true),
            Test::GreaterOrEqual => (below(false), true),
            Test::Equal | Test::NotEqual | Test::InSet => (Kind::Member { node: place }, false),
        }
    }
}

impl Ranks {
    /// For all splits of these trees.
    pub fn of(trees: &Trees) -> Ranks {
        let mut ranks = Ranks::default();
        // For each feature the kinds of its splits, with what they are compared with.
        let mut kinds: Vec<Vec<(Kind, Vec<f64>)>> = vec![Vec::new(); trees.features];
        for (node, place) in trees.nodes.iter().zip(0u32..) {
            if node.is_leaf() {
                continue;
            }
            let (kind, _) = Kind::of(node, place);
            if let Kind::Member { .. } = kind {
                if ranks.members.len() < MAXIMUM_MEMBERS {
                    ranks.members.push((place, ranks.columns.len()));
                    ranks
                        .columns
                        .push(Column::new(node.feature, kind, Vec::new()));
                }
                continue;
            }
            let own = &mut kinds[node.feature as usize];
            let at = own.iter().position(|(other, _)| *other == kind);
            let at = at.unwrap_or_else(|| {
                own.push((kind, Vec::new()));
                own.len() - 1
            });
            let list = &mut own[at].1;
            // Long lists are of no use: their trees are walked.
            if list.len() <= 64 * MAXIMUM_THRESHOLDS && !node.threshold.is_nan() {
                list.push(node.threshold + 0.0);
            }
        }
        for (own, feature) in kinds.into_iter().zip(0u32..) {
            let mut columns = Vec::new();
            for (kind, mut list) in own {
                sort_numbers(&mut list);
                list.dedup();
                if list.len() <= MAXIMUM_THRESHOLDS {
                    columns.push(ranks.columns.len());
                    ranks.columns.push(Column::new(feature, kind, list));
                }
            }
            ranks.below.push(columns);
        }
        ranks
    }

    /// Columns of lanes that [`Ranks::fill`] fills.
    pub fn lanes(&self) -> usize {
        2 * self.columns.len()
    }

    /// How a split reads; `None` where its feature has too many thresholds.
    pub fn asked(&self, node: &Node, place: u32) -> Option<Asked> {
        let (kind, reversed) = Kind::of(node, place);
        let column = match kind {
            Kind::Member { .. } => {
                let found = self.members.binary_search_by_key(&place, |(node, _)| *node);
                self.members[found.ok()?].1
            }
            Kind::Below { .. } => {
                let own = self.below.get(node.feature as usize)?;
                *own.iter().find(|at| self.columns[**at].kind == kind)?
            }
        };
        let missing_left = matches!(node.missing, Missing::Left | Missing::ZeroLeft);
        let (rank, first) = match kind {
            Kind::Member { .. } => (0, false),
            Kind::Below { .. } => {
                let list = &self.columns[column].thresholds;
                let rank = list
                    .binary_search_by(|t| t.total_cmp(&(node.threshold + 0.0)))
                    .ok()?;
                // On the left means "yes" unless "yes" is the right child.
                (rank as u8, missing_left != reversed)
            }
        };
        Some(Asked {
            column: 2 * column as u32 + u32::from(first),
            rank,
            reversed,
        })
    }

    /// Ranks of a block of rows: column behind column, `lanes` lanes each; rows behind the end have rank 0.
    pub fn fill(
        &self,
        trees: &Trees,
        features: &[&[f64]],
        rows: usize,
        lanes: usize,
        out: &mut Vec<Lane>,
    ) {
        out.clear();
        out.reserve(self.lanes() * lanes);
        let (mut right, mut left) = (vec![0u8; lanes * WIDTH], vec![0u8; lanes * WIDTH]);
        for column in &self.columns {
            let values = &features[column.feature as usize][..rows];
            let mut some_missing = false;
            match column.kind {
                Kind::Below { or_equal, absent } => {
                    for (rank, x) in right.iter_mut().zip(values) {
                        let x = trees.compared(*x);
                        let (x, missing) = match absent {
                            Absent::NaN => (x, x.is_nan()),
                            Absent::None => (if x.is_nan() { 0.0 } else { x }, false),
                            Absent::Zero => (x, x.is_nan() || x.abs() <= ZERO),
                        };
                        some_missing |= missing;
                        *rank = if missing {
                            MISSING
                        } else {
                            column.rank(x, or_equal)
                        };
                    }
                }
                Kind::Member { node } => {
                    let node = &trees.nodes[node as usize];
                    for (rank, x) in right.iter_mut().zip(values) {
                        *rank = u8::from(!node.goes_left(trees.compared(*x), trees));
                    }
                }
            }
            out.extend(
                right
                    .as_chunks::<WIDTH>()
                    .0
                    .iter()
                    .map(|bytes| Lane::of(*bytes)),
            );
            if some_missing {
                for (left, right) in left.iter_mut().zip(&right) {
                    *left = if *right == MISSING { 0 } else { *right };
                }
                out.extend(
                    left.as_chunks::<WIDTH>()
                        .0
                        .iter()
                        .map(|bytes| Lane::of(*bytes)),
                );
            } else {
                out.extend_from_within(out.len() - lanes..);
            }
        }
    }
}

impl Column {
    fn new(feature: u32, kind: Kind, thresholds: Vec<f64>) -> Column {
        let mut column = Column {
            feature,
            kind,
            thresholds,
            start: Vec::new(),
            step: 0.0,
        };
        let list = &column.thresholds;
        if let (Some(first), Some(last)) = (list.first(), list.last())
            && list.len() > 4
            && (last - first).is_finite()
            && last > first
        {
            // Sixteen cells a threshold: most values then need one look.
            let cells = 1024usize;
            let step = cells as f64 / (last - first);
            if step.is_finite() {
                let cell_of = |x: f64| ((x - first) * step) as usize;
                let mut next = 0;
                column.start = (0..=cells)
                    .map(|cell| {
                        // All thresholds in cells before this one are below every value of it.
                        while next < list.len() && cell_of(list[next]) < cell {
                            next += 1;
                        }
                        next as u8
                    })
                    .collect();
                column.step = step;
            }
        }
        column
    }

    /// How many thresholds are below x (or at it, where the split is a strict one).
    #[inline]
    fn rank(&self, x: f64, or_equal: bool) -> u8 {
        let list = self.thresholds.as_slice();
        let passed = |t: f64| if or_equal { t < x } else { t <= x };
        if self.start.is_empty() {
            return list.partition_point(|t| passed(*t)) as u8;
        }
        // Below the first the product is negative and the cast answers 0; above the last it is cut at the end.
        let cell = ((x - list[0]) * self.step) as usize;
        let mut rank = usize::from(self.start[cell.min(self.start.len() - 1)]);
        while rank < list.len() && passed(list[rank]) {
            rank += 1;
        }
        rank as u8
    }
}
