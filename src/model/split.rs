//! The best way to cut a node in two.

use kernels::boosting::{BinSet, Bins, Packed};

use super::binning::MISSING_BIN;
use super::dataset::Feature;
use super::gradient::{Scale, Sums, minus, plus, rows};
use super::settings::Settings;
use crate::stats::order::order;

/// A cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub(super) feature: usize,
    /// Bins that go to the left.
    pub(super) left_bins: BinSet,
    pub(super) left: Packed,
    pub(super) right: Packed,
    /// How much the loss falls, times two, in squared units of [`Scale::unit`].
    pub(super) gain: f64,
    /// L2 penalty of the two leaves.
    pub(super) l2: f64,
}

pub(super) fn insert(set: &mut BinSet, bin: usize) {
    set[(bin / 64) & 3] |= 1 << (bin % 64);
}

/// Looks for the best cut of one node.
pub(super) struct Search<'a> {
    pub(super) settings: &'a Settings,
    pub(super) scale: Scale,
    pub(super) total: Packed,
}

impl Search<'_> {
    fn score(&self, sums: Sums, l2: f64) -> f64 {
        let weight = sums.second + l2;
        // Not `f64::max`, which is a call where this is compiled to.
        let weight = if weight > f64::MIN_POSITIVE {
            weight
        } else {
            f64::MIN_POSITIVE
        };
        sums.first * sums.first / weight
    }

    /// The gain of sending `left` to the left; `None` where a side would be too small.
    fn gain(&self, left: Packed, l2: f64) -> Option<f64> {
        let (left, right) = (
            self.scale.read(left),
            self.scale.read(minus(self.total, left)),
        );
        let enough = |side: Sums| {
            side.rows >= self.settings.rows_in_leaf.max(1)
                && side.second >= self.settings.hessian_in_leaf
        };
        if !enough(left) || !enough(right) {
            return None;
        }
        let whole = self.score(self.scale.read(self.total), self.settings.l2);
        Some(self.score(left, l2) + self.score(right, l2) - whole)
    }

    /// The best cut by this feature that beats `best`.
    pub(super) fn by_feature(
        &self,
        at: usize,
        feature: &Feature,
        sums: &Bins,
        best: &mut Option<Split>,
    ) {
        if feature.is_levels() {
            self.by_levels(at, feature.bins(), sums, best);
        } else {
            self.by_threshold(at, feature.bins(), sums, best);
        }
    }

    fn better(gain: f64, best: &Option<Split>) -> bool {
        gain > best.as_ref().map_or(1e-12, |b| b.gain)
    }

    fn by_threshold(&self, at: usize, bins: usize, sums: &Bins, best: &mut Option<Split>) {
        let missing = sums[MISSING_BIN as usize];
        let any_missing = rows(missing) > 0;
        let l2 = self.settings.l2;
        let mut left: Packed = [0; 2];
        // The last cut has all values on one side and only missing ones on the other.
        let cuts = if any_missing {
            bins
        } else {
            bins.saturating_sub(1)
        };
        for (bin, sum) in sums.iter().enumerate().take(cuts) {
            if rows(*sum) == 0 {
                continue;
            }
            left = plus(left, *sum);
            if let Some(gain) = self.gain(left, l2).filter(|g| Self::better(*g, best)) {
                let rest = minus(self.total, left);
                // Nothing is known of missing values here: they go where most rows go.
                let with_left = !any_missing && rows(left) > rows(rest);
                *best = Some(self.threshold(at, bin, with_left, left, gain));
            }
            if !any_missing {
                continue;
            }
            let with_missing = plus(left, missing);
            if let Some(gain) = self
                .gain(with_missing, l2)
                .filter(|g| Self::better(*g, best))
            {
                *best = Some(self.threshold(at, bin, true, with_missing, gain));
            }
        }
    }

    fn threshold(&self, at: usize, bin: usize, missing: bool, left: Packed, gain: f64) -> Split {
        let mut left_bins = [0; 4];
        for lower in 0..=bin {
            insert(&mut left_bins, lower);
        }
        if missing {
            insert(&mut left_bins, MISSING_BIN as usize);
        }
        Split {
            feature: at,
            left_bins,
            left,
            right: minus(self.total, left),
            gain,
            l2: self.settings.l2,
        }
    }

    /// Levels in the order of their mean answer, cut at one place: with few levels the best of all partitions
    /// (Fisher WD (1958), JASA 53, 789). Missing is a level like the others; rare levels and levels that do not
    /// occur here go to the right.
    fn by_levels(&self, at: usize, bins: usize, sums: &Bins, best: &mut Option<Split>) {
        let frequent: Vec<(usize, f64)> = (0..bins)
            .chain([MISSING_BIN as usize])
            .filter(|&bin| rows(sums[bin]) >= self.settings.rows_in_level.max(1))
            .map(|bin| {
                let level = self.scale.read(sums[bin]);
                let answer = level.first
                    / (level.second + self.settings.level_smoothing).max(f64::MIN_POSITIVE);
                (bin, answer)
            })
            .collect();
        let order = order(frequent.len(), &|a, b| {
            frequent[a].1.total_cmp(&frequent[b].1)
        });
        let most = self.settings.levels_in_split.min(frequent.len());
        let l2 = self.settings.l2 + self.settings.level_l2;
        for from_above in [false, true] {
            let mut left: Packed = [0; 2];
            let mut left_bins = [0; 4];
            for step in 0..most {
                let place = if from_above {
                    order.len() - 1 - step
                } else {
                    step
                };
                let bin = frequent[order[place]].0;
                left = plus(left, sums[bin]);
                insert(&mut left_bins, bin);
                if let Some(gain) = self.gain(left, l2).filter(|g| Self::better(*g, best)) {
                    *best = Some(Split {
                        feature: at,
                        left_bins,
                        left,
                        right: minus(self.total, left),
                        gain,
                        l2,
                    });
                }
            }
        }
    }
}
