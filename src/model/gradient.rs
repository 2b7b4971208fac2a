//! Derivatives as whole numbers: their sums are exact, whatever the order.

use kernels::boosting::{Packed, largest, pack};

// The first word has 42 bits for one row and 20 for the number of rows. The second word holds the second derivative with
// 24 bits for one row above 20 bits that count rows. So the sums over [`super::MAXIMUM_ROWS`] rows fit, and one row
// costs two additions.
const FIRST_BITS: i32 = 42;
const SECOND_BITS: i32 = 24;
const COUNT_BITS: u32 = 20;
const ROW: f64 = (1u64 << FIRST_BITS) as f64;

/// What packed sums mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The first derivative that [`Sums`] count as about 1, so that no square of one leaves the range of numbers.
    pub(super) unit: f64,
    second: f64,
}

/// Sums over some rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sums {
    /// In units of [`Scale::unit`].
    pub(super) first: f64,
    pub(super) second: f64,
    pub(super) rows: u32,
}

/// The power of two that takes `largest` to just below `2^bits`.
fn scale(largest: f64, bits: i32) -> f64 {
    let exponent = ((largest.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    let power = (bits - 1 - exponent).clamp(-1000, 1000);
    f64::from_bits(((1023 + power) as u64) << 52)
}

impl Scale {
    /// Packs derivatives into `out`; `None` where no row has any left to descend, or one is not finite.
    pub(super) fn pack(derivatives: &[[f64; 2]], out: &mut Vec<Packed>) -> Option<Scale> {
        let largest = largest(derivatives)?;
        if !largest.iter().all(|v| *v > 0.0 && v.is_finite()) {
            return None;
        }
        let (first, second) = (
            scale(largest[0], FIRST_BITS),
            scale(largest[1], SECOND_BITS),
        );
        pack(derivatives, [first, second], COUNT_BITS, out);
        Some(Scale {
            unit: ROW / first,
            second: 1.0 / second,
        })
    }

    #[inline]
    pub(super) fn read(&self, sum: Packed) -> Sums {
        Sums {
            first: sum[0] as f64 / ROW,
            second: (sum[1] >> COUNT_BITS) as f64 * self.second,
            rows: rows(sum),
        }
    }
}

/// Rows in a packed sum.
#[inline]
pub(super) fn rows(sum: Packed) -> u32 {
    (sum[1] & ((1 << COUNT_BITS) - 1)) as u32
}

#[inline]
pub(super) fn plus(a: Packed, b: Packed) -> Packed {
    [a[0] + b[0], a[1] + b[1]]
}

#[inline]
pub(super) fn minus(a: Packed, b: Packed) -> Packed {
    [a[0] - b[0], a[1] - b[1]]
}
