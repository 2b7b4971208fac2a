//! Ascending values seen by their distance from an origin, without a copy.

/// Finite values of one side by distance from `origin`; values at the origin itself are left out, since no factor
/// moves them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Magnitudes<'a> {
    below: &'a [f64],
    above: &'a [f64],
    origin: f64,
}

impl<'a> Magnitudes<'a> {
    /// `sorted` ascending without NaN.
    pub fn of(sorted: &'a [f64], origin: f64) -> Magnitudes<'a> {
        let start = sorted.partition_point(|&x| x == f64::NEG_INFINITY);
        let end = sorted.partition_point(|&x| x < f64::INFINITY);
        let finite = &sorted[start..end.max(start)];
        Magnitudes {
            below: &finite[..finite.partition_point(|&x| x < origin)],
            above: &finite[finite.partition_point(|&x| x <= origin)..],
            origin,
        }
    }

    /// Only the values above the origin.
    pub fn above(&self) -> Magnitudes<'a> {
        Magnitudes {
            below: &[],
            ..*self
        }
    }

    pub fn len(&self) -> usize {
        self.below.len() + self.above.len()
    }

    /// How many distances are at most `most`.
    pub fn up_to(&self, most: f64) -> usize {
        let below = self.below.partition_point(|&x| self.origin - x > most);
        self.below.len() - below + self.above.partition_point(|&x| x - self.origin <= most)
    }

    /// How many distances are less than `end`.
    pub fn under(&self, end: f64) -> usize {
        let below = self.below.partition_point(|&x| self.origin - x >= end);
        self.below.len() - below + self.above.partition_point(|&x| x - self.origin < end)
    }

    /// The distance with `before` smaller ones; infinite beyond the last.
    pub fn at(&self, before: usize) -> f64 {
        if before >= self.len() {
            return f64::INFINITY;
        }
        let low = |i: usize| {
            let last = self.below.len().checked_sub(1 + i);
            last.map_or(f64::INFINITY, |at| self.origin - self.below[at])
        };
        let high = |i: usize| self.above.get(i).map_or(f64::INFINITY, |x| x - self.origin);
        // How many of the `before` smallest stand below the origin: the least number for which the others fit.
        let (mut least, mut most) = (
            before.saturating_sub(self.above.len()),
            before.min(self.below.len()),
        );
        while least < most {
            let middle = least + (most - least) / 2;
            if low(middle) < high(before - middle - 1) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        low(least).min(high(before - least))
    }
}
