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

    /// The first `count` bytes as a number, the one at `left_out` not counted, which may be the one behind them; `None`
    /// where another is no digit. `count` is at most 16, and at most 15 where a byte among them is left out.
    #[inline(always)]
    pub(super) fn digits(self, left_out: usize, count: usize) -> Option<u64> {
        digits(self.0, left_out, count)
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
use vectors::{Bytes, digits, equal, taken};

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use plain::{Bytes, digits, equal, taken};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use super::LANES;
    use core::arch::wasm32::{
        i8x16_sub, i8x16_swizzle, i16x8, i16x8_mul, i16x8_splat, i32x4_dot_i16x8, u8x16_bitmask,
        u8x16_eq, u8x16_gt, u8x16_splat, u16x8_shr, u64x2, u64x2_extract_lane, v128, v128_any_true,
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

    /// Which byte goes where so that the last of so many digits is the last of all, for each place that is left out and each
    /// number of digits; a place where none is left takes what is nowhere, a 0.
    static PLACES: [[[u8; LANES]; LANES + 1]; LANES + 1] = {
        let mut places = [[[u8::MAX; LANES]; LANES + 1]; LANES + 1];
        let mut left_out = 0;
        while left_out <= LANES {
            let mut count = 0;
            while count <= LANES {
                let mut digit = 0;
                while digit < count {
                    let from = if digit < left_out { digit } else { digit + 1 };
                    places[left_out][count][LANES - count + digit] = from as u8;
                    digit += 1;
                }
                count += 1;
            }
            left_out += 1;
        }
        places
    };

    #[inline(always)]
    pub(super) fn digits(bytes: v128, left_out: usize, count: usize) -> Option<u64> {
        let places = taken(PLACES.get(left_out)?.get(count)?);
        let values = i8x16_sub(bytes, u8x16_splat(b'0'));
        let digits = i8x16_swizzle(values, places);
        if v128_any_true(u8x16_gt(digits, u8x16_splat(9))) {
            return None;
        }
        // Ten times the first of two digits and the second, in the upper byte.
        let pairs = u16x8_shr(i16x8_mul(digits, i16x8_splat(0x0a01)), 8);
        let fours = i32x4_dot_i16x8(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
        let eight = |fours: u64| (fours & 0xffff_ffff) * 10_000 + (fours >> 32);
        let (high, low) = (
            u64x2_extract_lane::<0>(fours),
            u64x2_extract_lane::<1>(fours),
        );
        Some(eight(high) * 100_000_000 + eight(low))
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
    pub(super) fn digits(bytes: [u8; LANES], left_out: usize, count: usize) -> Option<u64> {
        let mut number = 0;
        for place in 0..count {
            let byte = bytes.get(place + usize::from(place >= left_out));
            let digit = byte?.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            number = number * 10 + u64::from(digit);
        }
        Some(number)
    }
}
