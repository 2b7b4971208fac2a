//! Grows one tree: always the leaf whose best cut gains most.

use kernels::boosting::{Packed, partition};

use super::dataset::Feature;
use super::gradient::{Scale, plus, rows};
use super::histogram::Histogram;
use super::settings::Settings;
use super::split::{Search, Split};
use super::tree::{Node, Tree};

/// What all trees of a model share.
pub(super) struct Grower<'a> {
    pub(super) features: &'a [Feature],
    /// Bins of the learning rows, by feature.
    pub(super) bins: &'a [Vec<u8>],
    pub(super) settings: &'a Settings,
    /// Histograms to use again.
    pool: Vec<Histogram>,
}

/// A leaf that may be cut.
struct Open {
    node: usize,
    start: usize,
    end: usize,
    depth: usize,
    sums: Packed,
    histogram: Option<Histogram>,
    best: Option<Split>,
}

/// Rows by leaf of a grown tree.
pub(super) struct Grown {
    pub(super) tree: Tree,
    /// First and last row position (the last excluded) with the leaf's answer.
    pub(super) leaves: Vec<(usize, usize, f64)>,
}

impl<'a> Grower<'a> {
    pub(super) fn new(
        features: &'a [Feature],
        bins: &'a [Vec<u8>],
        settings: &'a Settings,
    ) -> Grower<'a> {
        Grower {
            features,
            bins,
            settings,
            pool: Vec::new(),
        }
    }

    /// Grows a tree from `order`, positions of learning rows, whose derivatives stand in `packed`. Both are left
    /// sorted by leaf.
    pub(super) fn grow(
        &mut self,
        order: &mut [u32],
        packed: &mut [Packed],
        scale: Scale,
        used: &[usize],
    ) -> Grown {
        let mut nodes = vec![Node::leaf(0.0)];
        let sums = packed.iter().fold([0; 2], |sum, row| plus(sum, *row));
        let mut root = Open {
            node: 0,
            start: 0,
            end: order.len(),
            depth: 0,
            sums,
            histogram: None,
            best: None,
        };
        if self.settings.leaves > 1 && self.can_be_cut(&root) {
            let mut histogram = self.histogram();
            histogram.fill(used, self.bins, order, packed);
            root.histogram = Some(histogram);
            self.search(&mut root, scale, used);
        }
        nodes[0].value = self.answer(scale, sums, self.settings.l2);
        let mut open = vec![root];
        let mut scratch = Default::default();
        while open.len() < self.settings.leaves {
            let Some(at) = most_gain(&open) else { break };
            let leaf = open.swap_remove(at);
            let Some(split) = leaf.best else { break };
            let middle = leaf.start
                + partition(
                    &split.left_bins,
                    &self.bins[split.feature],
                    &mut order[leaf.start..leaf.end],
                    &mut packed[leaf.start..leaf.end],
                    &mut scratch,
                );
            let left = nodes.len();
            for side in [split.left, split.right] {
                nodes.push(Node::leaf(self.answer(scale, side, split.l2)));
            }
            nodes[leaf.node] = Node {
                left_bins: split.left_bins,
                feature: split.feature as u32,
                left: left as u32,
                value: split.gain * scale.unit * scale.unit,
            };
            let child = |node, start, end, sums| Open {
                node,
                start,
                end,
                depth: leaf.depth + 1,
                sums,
                histogram: None,
                best: None,
            };
            let mut children = [
                child(left, leaf.start, middle, split.left),
                child(left + 1, middle, leaf.end, split.right),
            ];
            if open.len() + 2 < self.settings.leaves {
                self.prepare(&mut children, leaf.histogram, order, packed, scale, used);
            } else {
                self.pool.extend(leaf.histogram);
            }
            open.extend(children);
        }
        let leaves = open
            .iter()
            .map(|leaf| (leaf.start, leaf.end, nodes[leaf.node].value))
            .collect();
        self.pool
            .extend(open.into_iter().filter_map(|leaf| leaf.histogram));
        Grown {
            tree: Tree(nodes),
            leaves,
        }
    }

    /// Histograms and best cuts of two children: the smaller is counted, the other is what remains of the parent.
    fn prepare(
        &mut self,
        children: &mut [Open; 2],
        parent: Option<Histogram>,
        order: &[u32],
        packed: &[Packed],
        scale: Scale,
        used: &[usize],
    ) {
        let wanted = [self.can_be_cut(&children[0]), self.can_be_cut(&children[1])];
        let small = usize::from(rows(children[1].sums) < rows(children[0].sums));
        let Some(mut parent) = parent.filter(|_| wanted[0] || wanted[1]) else {
            return;
        };
        let mut histogram = self.histogram();
        let range = children[small].start..children[small].end;
        histogram.fill(used, self.bins, &order[range.clone()], &packed[range]);
        if wanted[1 - small] {
            parent.subtract(used, &histogram);
            children[1 - small].histogram = Some(parent);
            self.search(&mut children[1 - small], scale, used);
        } else {
            self.pool.push(parent);
        }
        if wanted[small] {
            children[small].histogram = Some(histogram);
            self.search(&mut children[small], scale, used);
        } else {
            self.pool.push(histogram);
        }
    }

    fn histogram(&mut self) -> Histogram {
        self.pool
            .pop()
            .unwrap_or_else(|| Histogram::new(self.features.len()))
    }

    fn can_be_cut(&self, leaf: &Open) -> bool {
        leaf.depth < self.settings.depth
            && (leaf.end - leaf.start) as u64 >= 2 * u64::from(self.settings.rows_in_leaf.max(1))
    }

    fn search(&mut self, leaf: &mut Open, scale: Scale, used: &[usize]) {
        let search = Search {
            settings: self.settings,
            scale,
            total: leaf.sums,
        };
        if let Some(histogram) = &leaf.histogram {
            for &at in used {
                if let (Some(feature), Some(sums)) = (self.features.get(at), histogram.0.get(at)) {
                    search.by_feature(at, feature, sums, &mut leaf.best);
                }
            }
        }
        if leaf.best.is_none() {
            self.pool.extend(leaf.histogram.take());
        }
    }

    /// The answer that minimises the second-order approximation of the loss, shrunk.
    fn answer(&self, scale: Scale, sums: Packed, l2: f64) -> f64 {
        let sums = scale.read(sums);
        -self.settings.learning_rate * scale.unit * sums.first
            / (sums.second + l2).max(f64::MIN_POSITIVE)
    }
}

/// The open leaf whose cut gains most; of equal ones the one with the first node.
fn most_gain(open: &[Open]) -> Option<usize> {
    let mut best: Option<(f64, usize, usize)> = None;
    for (at, leaf) in open.iter().enumerate() {
        let Some(split) = &leaf.best else { continue };
        let better = best.is_none_or(|(gain, node, _)| {
            split.gain > gain || (split.gain == gain && leaf.node < node)
        });
        if better {
            best = Some((split.gain, leaf.node, at));
        }
    }
    best.map(|(_, _, at)| at)
}
