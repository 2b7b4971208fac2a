//! Sixteen bytes at once: vectors where safe code can use them (wasm with simd128), a plain loop elsewhere. Both answer
//! the same.

/// Bytes that are looked at together.
pub(super) const LANES: usize = 16;

/// Sixteen bytes of a text.
#[derive(Clone, Copy)]
pub(super) struct Lanes(Bytes);

impl Lanes {
    #[inline(always)]
    pub(super) fn of(bytes: &[u8; LANES]) -> Lanes {
        Lanes(taken(bytes))
    }

    /// The bytes from here on; zeros behind the end.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], start: usize) -> Lanes {
        match bytes.get(start..).and_then(<[u8]>::first_chunk) {
            Some(chunk) => Lanes::of(chunk),
            None => Lanes::of(&at_end(bytes, start)),
        }
    }

    /// One bit for each byte that is this one, the first lowest.
    #[inline(always)]
    pub(super) fn equal(self, byte: u8) -> u32 {
        equal(self.0, byte)
    }

    /// True if the first byte is a minus, and the bytes with a zero in its place.
    #[inline(always)]
    pub(super) fn sign(self) -> (bool, Lanes) {
        let (negative, bytes) = sign(self.0);
        (negative, Lanes(bytes))
    }

    /// The bytes in front of `end` as digits of one number, the byte at `left_out` not counted, which may be the one behind
    /// them; `None` where another is no digit. `end` is at most 16.
    #[inline(always)]
    pub(super) fn digits(self, left_out: usize, end: usize) -> Option<u64> {
        let (high, low) = eights(self.0, left_out, end)?;
        Some(u64::from(high) * 100_000_000 + u64::from(low))
    }

    /// As [`Lanes::digits`] for a number below 10^15, which is exact in an f64.
    #[inline(always)]
    pub(super) fn exact(self, left_out: usize, end: usize) -> Option<f64> {
        let (high, low) = eights(self.0, left_out, end)?;
        Some(f64::from(high.cast_signed()) * 1e8 + f64::from(low.cast_signed()))
    }
}

#[cold]
#[inline(never)]
fn at_end(bytes: &[u8], start: usize) -> [u8; LANES] {
    let mut lanes = [0; LANES];
    let rest = bytes.get(start..).unwrap_or_default();
    lanes[..rest.len()].copy_from_slice(rest);
    lanes
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vectors::{Bytes, eights, equal, sign, taken};

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use plain::{Bytes, eights, equal, sign, taken};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use super::LANES;
    use core::arch::wasm32::{
        i8x16_add, i8x16_sub, i8x16_swizzle, i16x8, i16x8_mul, i16x8_narrow_i32x4, i16x8_splat,
        i32x4_dot_i16x8, u8x16_add_sat, u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_splat, u16x8_shr,
        u32x4_extract_lane, u64x2, v128, v128_and, v128_xor,
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

    /// From the byte at `n` on, sixteen that say which byte goes where so that the last of `n` is the last of all.
    static PLACES: [u8; 2 * LANES + 1] = {
        let mut places = [u8::MAX; 2 * LANES + 1];
        let mut place = 0;
        while place <= LANES {
            places[LANES + place] = place as u8;
            place += 1;
        }
        places
    };

    #[inline(always)]
    pub(super) fn sign(bytes: v128) -> (bool, v128) {
        let minus = u8x16_eq(bytes, u8x16_splat(b'-'));
        let turned = u64x2(u64::from(b'-' ^ b'0'), 0);
        let negative = u8x16_bitmask(minus) & 1 == 1;
        (negative, v128_xor(bytes, v128_and(minus, turned)))
    }

    /// Eight digits as a number, and the eight behind them.
    #[inline(always)]
    pub(super) fn eights(bytes: v128, left_out: usize, end: usize) -> Option<(u32, u32)> {
        let places = PLACES.get(end.max(left_out + 1)..)?.first_chunk()?;
        // What stands in front of the byte that is left out moves into its place.
        let places = taken(places);
        let places = i8x16_add(places, u8x16_le(places, u8x16_splat(left_out as u8)));
        let values = i8x16_sub(bytes, u8x16_splat(b'0'));
        // A place that is nowhere takes a 0.
        let digits = i8x16_swizzle(values, places);
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
            u32x4_extract_lane::<0>(eights),
            u32x4_extract_lane::<1>(eights),
        ))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod plain {
    use super::LANES;
    use crate::cells::word;

    pub(super) type Bytes = [u8; LANES];

    #[inline(always)]
    pub(super) fn taken(bytes: &[u8; LANES]) -> [u8; LANES] {
        *bytes
    }

    #[inline(always)]
    pub(super) fn equal(bytes: [u8; LANES], byte: u8) -> u32 {
        let words = bytes.as_chunks::<8>().0.iter().enumerate();
        words.fold(0, |mask, (i, word)| {
            let tops = word::equal(u64::from_le_bytes(*word), byte);
            let bits = (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            mask | (bits as u32) << (8 * i)
        })
    }

    #[inline(always)]
    pub(super) fn sign(mut bytes: [u8; LANES]) -> (bool, [u8; LANES]) {
        let negative = bytes[0] == b'-';
        if negative {
            bytes[0] = b'0';
        }
        (negative, bytes)
    }

    #[inline(always)]
    pub(super) fn eights(bytes: [u8; LANES], left_out: usize, end: usize) -> Option<(u32, u32)> {
        let mut number = 0;
        for (place, byte) in bytes.iter().enumerate().take(end) {
            let digit = byte.wrapping_sub(b'0');
            if place != left_out {
                if digit > 9 {
                    return None;
                }
                number = number * 10 + u64::from(digit);
            }
        }
        Some(((number / 100_000_000) as u32, (number % 100_000_000) as u32))
    }
}
