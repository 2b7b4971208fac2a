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
        let mut alone = [[0; 2]; 256];
        for pair in features.chunks(2) {
            let (Some(one), Some(other)) = (pair.first(), pair.last()) else {
                continue;
            };
            let (Some(first), Some(second)) = (bins.get(*one), bins.get(*other)) else {
                continue;
            };
            let sums = match self.0.get_disjoint_mut([*one, *other]) {
                Ok(both) => both,
                // The last of an odd number of features: what is added beside it is not kept.
                Err(_) => match self.0.get_mut(*one) {
                    Some(last) => [last, &mut alone],
                    None => continue,
                },
            };
            let [one, other] = sums;
            (*one, *other) = ([[0; 2]; 256], [[0; 2]; 256]);
            let bins = [&first[..], &second[..]];
            if rows.len() == first.len() {
                sum_all([one, other], bins, packed);
            } else {
                sum_rows([one, other], bins, rows, packed);
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
