//! Sums of derivatives by bin.

use kernels::boosting::{Bins, Packed, sum_all, sum_rows};

use super::gradient::minus;

/// One node's sums, by feature; the last bin is that of missing values.
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
                sum_all(sums, bins, packed);
            } else {
                sum_rows(sums, bins, rows, packed);
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
