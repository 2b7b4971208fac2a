//! Sixteen bytes at once: vectors where safe code can use them (wasm with simd128), a plain loop elsewhere. Both answer
//! the same.

/// Bytes that are looked at together.
pub(super) const LANES: usize = 16;

/// Sixteen bytes of a text.
#[derive(Clone, Copy)]
pub(super) struct Lanes(Bytes);

impl Lanes {
    /// The bytes from here on; zeros behind the end.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], start: usize) -> Lanes {
        match bytes.get(start..).and_then(<[u8]>::first_chunk) {
            Some(chunk) => Lanes(taken(chunk)),
            None => Lanes(taken(&at_end(bytes, start))),
        }
    }

    /// One bit for each byte that is this one, the first lowest.
    #[inline(always)]
    pub(super) fn equal(self, byte: u8) -> u32 {
        equal(self.0, byte)
    }

    /// The bytes from `first`, 0 or 1, to `end` as digits of one number, the byte at `left_out` not counted, which may be the
    /// one behind them; `None` where another is no digit. `end` is at most 16.
    #[inline(always)]
    pub(super) fn digits(self, first: usize, left_out: usize, end: usize) -> Option<u64> {
        digits(self.0, first, left_out, end)
    }

    /// As [`Lanes::digits`] for at most fifteen digits, which are exact in an f64.
    #[inline(always)]
    pub(super) fn exact(self, first: usize, left_out: usize, end: usize) -> Option<f64> {
        exact(self.0, first, left_out, end)
    }
}

#[cold]
#[inline(never)]
fn at_end(bytes: &[u8], start: usize) -> [u8; LANES] {
    let mut lanes = [0; LANES];
    let rest = bytes.get(start..).unwrap_or_default();
    for (lane, byte) in lanes.iter_mut().zip(rest) {
        *lane = *byte;
    }
    lanes
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vectors::{Bytes, digits, equal, exact, taken};

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use plain::{Bytes, digits, equal, exact, taken};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use super::LANES;
    use core::arch::wasm32::{
        i8x16_sub, i8x16_swizzle, i16x8, i16x8_mul, i16x8_narrow_i32x4, i16x8_splat,
        i32x4_dot_i16x8, i32x4_extract_lane, u8x16_add_sat, u8x16_bitmask, u8x16_eq, u8x16_splat,
        u16x8_shr, u64x2, v128,
    };

    pub(super) type Bytes = v128;

    #[inline(always)]
    pub(super) fn taken(bytes: &[u8; LANES]) -> v128 {
        let whole = u128::from_le_bytes(*bytes);
        u64x2(whole as u64, (whole >> 64) as u64)
    }

    #[inline(always)]
    pub(super) fn equal(bytes: v128, byte: u8) -> u32 {
        u32::from(u8x16_bitmask(u8x16_eq(bytes, u8x16_splat(byte))))
    }

    /// Places for each first byte, each place that is left out and each end.
    const ENDS: usize = LANES + 1;

    /// Which byte goes where so that the last digit is the last of all; a place where none is left takes what is nowhere, a 0.
    static PLACES: [[u8; LANES]; 2 * ENDS * ENDS] = {
        let mut places = [[u8::MAX; LANES]; 2 * ENDS * ENDS];
        let mut case = 0;
        while case < places.len() {
            let (first, left_out, end) = (case / ENDS / ENDS, case / ENDS % ENDS, case % ENDS);
            let (mut from, mut digit) = (end, LANES);
            while from > first {
                from -= 1;
                if from != left_out {
                    digit -= 1;
                    places[case][digit] = from as u8;
                }
            }
            case += 1;
        }
        places
    };

    /// Eight digits as a number, and the eight behind them.
    #[inline(always)]
    fn eights(bytes: v128, first: usize, left_out: usize, end: usize) -> Option<(i32, i32)> {
        let places = PLACES.get((first * ENDS + left_out) * ENDS + end)?;
        let values = i8x16_sub(bytes, u8x16_splat(b'0'));
        let digits = i8x16_swizzle(values, taken(places));
        // Only of a digit the top bit stays clear.
        if u8x16_bitmask(u8x16_add_sat(digits, u8x16_splat(0x7f - 9))) != 0 {
            return None;
        }
        // Ten times the first of two digits and the second, in the upper byte.
        let pairs = u16x8_shr(i16x8_mul(digits, i16x8_splat(0x0a01)), 8);
        let fours = i32x4_dot_i16x8(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
        let fours = i16x8_narrow_i32x4(fours, fours);
        let myriads = i16x8(10_000, 1, 10_000, 1, 10_000, 1, 10_000, 1);
        let eights = i32x4_dot_i16x8(fours, myriads);
        Some((
            i32x4_extract_lane::<0>(eights),
            i32x4_extract_lane::<1>(eights),
        ))
    }

    #[inline(always)]
    pub(super) fn digits(bytes: v128, first: usize, left_out: usize, end: usize) -> Option<u64> {
        let (high, low) = eights(bytes, first, left_out, end)?;
        Some(high as u64 * 100_000_000 + low as u64)
    }

    #[inline(always)]
    pub(super) fn exact(bytes: v128, first: usize, left_out: usize, end: usize) -> Option<f64> {
        let (high, low) = eights(bytes, first, left_out, end)?;
        Some(f64::from(high) * 1e8 + f64::from(low))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod plain {
    use super::LANES;

    pub(super) type Bytes = [u8; LANES];

    #[inline(always)]
    pub(super) fn taken(bytes: &[u8; LANES]) -> [u8; LANES] {
        *bytes
    }

    #[inline(always)]
    pub(super) fn equal(bytes: [u8; LANES], byte: u8) -> u32 {
        let places = bytes.iter().enumerate();
        places.fold(0, |mask, (i, &other)| mask | u32::from(other == byte) << i)
    }

    #[inline(always)]
    pub(super) fn digits(
        bytes: [u8; LANES],
        first: usize,
        left_out: usize,
        end: usize,
    ) -> Option<u64> {
        let mut number = 0;
        for (place, byte) in bytes.iter().enumerate().take(end).skip(first) {
            let digit = byte.wrapping_sub(b'0');
            if place != left_out {
                if digit > 9 {
                    return None;
                }
                number = number * 10 + u64::from(digit);
            }
        }
        Some(number)
    }

    #[inline(always)]
    pub(super) fn exact(
        bytes: [u8; LANES],
        first: usize,
        left_out: usize,
        end: usize,
    ) -> Option<f64> {
        digits(bytes, first, left_out, end).map(|number| number as f64)
    }
}
