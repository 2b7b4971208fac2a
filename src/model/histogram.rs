//! Sums of derivatives by bin.

use super::gradient::{Packed, minus, plus};

/// One feature's sums by bin, the last for missing values.
pub(super) type Bins = [Packed; 256];

/// One node's sums, by feature.
pub(super) struct Histogram(pub(super) Vec<Bins>);

impl Histogram {
    pub(super) fn new(features: usize) -> Histogram {
        Histogram(vec![[[0; 2]; 256]; features])
    }

    /// Fills it with the sums over `rows`, whose derivatives stand in `packed` in the same order.
    pub(super) fn fill(
        &mut self,
        features: &[usize],
        bins: &[Vec<u8>],
        rows: &[u32],
        packed: &[Packed],
    ) {
        for &feature in features {
            let (Some(sums), Some(bins)) = (self.0.get_mut(feature), bins.get(feature)) else {
                continue;
            };
            *sums = [[0; 2]; 256];
            if rows.len() == bins.len() {
                for (bin, row) in bins.iter().zip(packed) {
                    let sum = &mut sums[*bin as usize];
                    *sum = plus(*sum, *row);
                }
                continue;
            }
            for (row, derivatives) in rows.iter().zip(packed) {
                let sum = &mut sums[bins[*row as usize] as usize];
                *sum = plus(*sum, *derivatives);
            }
        }
    }

    /// Takes another node's sums off: parent less one child is the other child.
    pub(super) fn subtract(&mut self, features: &[usize], other: &Histogram) {
        for &feature in features {
            if let (Some(own), Some(other)) = (self.0.get_mut(feature), other.0.get(feature)) {
                for (own, other) in own.iter_mut().zip(other) {
                    *own = minus(*own, *other);
                }
            }
        }
    }
}
