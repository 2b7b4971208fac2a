//! Sixteen bytes at once: a vector of wasm's simd128 where that is there, else an array.

pub use sixteen::Lane;

/// Bytes of a lane.
pub const WIDTH: usize = 16;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod sixteen {
    use core::arch::wasm32::{
        i8x16_shuffle, u8x16_add, u8x16_le, u8x16_splat, u64x2, u64x2_extract_lane, v128, v128_and,
        v128_bitselect, v128_or, v128_xor,
    };

    /// Sixteen bytes.
    #[derive(Clone, Copy, Debug)]
    pub struct Lane(v128);

    impl Lane {
        #[inline(always)]
        pub fn all(byte: u8) -> Lane {
            Lane(u8x16_splat(byte))
        }

        #[inline(always)]
        pub fn of(bytes: [u8; 16]) -> Lane {
            let whole = u128::from_le_bytes(bytes);
            Lane(u64x2(whole as u64, (whole >> 64) as u64))
        }

        #[inline(always)]
        pub fn bytes(self) -> [u8; 16] {
            let low = u128::from(u64x2_extract_lane::<0>(self.0));
            let high = u128::from(u64x2_extract_lane::<1>(self.0));
            (low | high << 64).to_le_bytes()
        }

        /// All bits where a byte is at most the other.
        #[inline(always)]
        pub fn at_most(self, other: Lane) -> Lane {
            Lane(u8x16_le(self.0, other.0))
        }

        /// `yes` where the mask is set, else `no`.
        #[inline(always)]
        pub fn choose(self, yes: Lane, no: Lane) -> Lane {
            Lane(v128_bitselect(yes.0, no.0, self.0))
        }

        /// The mask's bytes added: each is -1 where it is set.
        #[inline(always)]
        pub fn plus(self, base: Lane) -> Lane {
            Lane(u8x16_add(base.0, self.0))
        }

        /// Bits that are set in both.
        #[inline(always)]
        pub fn and(self, other: Lane) -> Lane {
            Lane(v128_and(self.0, other.0))
        }

        /// Bits that are set in either.
        #[inline(always)]
        pub fn or(self, other: Lane) -> Lane {
            Lane(v128_or(self.0, other.0))
        }

        /// Bits that are set in one only.
        #[inline(always)]
        pub fn xor(self, other: Lane) -> Lane {
            Lane(v128_xor(self.0, other.0))
        }

        /// Bytes of both by turns, the first sixteen and the others.
        #[inline(always)]
        pub fn by_turns(self, other: Lane) -> [Lane; 2] {
            let (a, b) = (self.0, other.0);
            [
                Lane(i8x16_shuffle::<
                    0,
                    16,
                    1,
                    17,
                    2,
                    18,
                    3,
                    19,
                    4,
                    20,
                    5,
                    21,
                    6,
                    22,
                    7,
                    23,
                >(a, b)),
                Lane(i8x16_shuffle::<
                    8,
                    24,
                    9,
                    25,
                    10,
                    26,
                    11,
                    27,
                    12,
                    28,
                    13,
                    29,
                    14,
                    30,
                    15,
                    31,
                >(a, b)),
            ]
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod sixteen {
    /// Sixteen bytes.
    #[derive(Clone, Copy, Debug)]
    pub struct Lane([u8; 16]);

    impl Lane {
        #[inline(always)]
        pub fn all(byte: u8) -> Lane {
            Lane([byte; 16])
        }

        #[inline(always)]
        pub fn of(bytes: [u8; 16]) -> Lane {
            Lane(bytes)
        }

        #[inline(always)]
        pub fn bytes(self) -> [u8; 16] {
            self.0
        }

        /// All bits where a byte is at most the other.
        #[inline(always)]
        pub fn at_most(self, other: Lane) -> Lane {
            Lane(std::array::from_fn(|i| {
                if self.0[i] <= other.0[i] { 0xff } else { 0 }
            }))
        }

        /// `yes` where the mask is set, else `no`.
        #[inline(always)]
        pub fn choose(self, yes: Lane, no: Lane) -> Lane {
            Lane(std::array::from_fn(|i| {
                (self.0[i] & yes.0[i]) | (!self.0[i] & no.0[i])
            }))
        }

        /// The mask's bytes added: each is -1 where it is set.
        #[inline(always)]
        pub fn plus(self, base: Lane) -> Lane {
            Lane(std::array::from_fn(|i| base.0[i].wrapping_add(self.0[i])))
        }

        /// Bits that are set in both.
        #[inline(always)]
        pub fn and(self, other: Lane) -> Lane {
            Lane(std::array::from_fn(|i| self.0[i] & other.0[i]))
        }

        /// Bits that are set in either.
        #[inline(always)]
        pub fn or(self, other: Lane) -> Lane {
            Lane(std::array::from_fn(|i| self.0[i] | other.0[i]))
        }

        /// Bits that are set in one only.
        #[inline(always)]
        pub fn xor(self, other: Lane) -> Lane {
            Lane(std::array::from_fn(|i| self.0[i] ^ other.0[i]))
        }

        /// Bytes of both by turns, the first sixteen and the others.
        #[inline(always)]
        pub fn by_turns(self, other: Lane) -> [Lane; 2] {
            let byte = |at: usize| {
                if at.is_multiple_of(2) {
                    self.0[at / 2]
                } else {
                    other.0[at / 2]
                }
            };
            [
                Lane(std::array::from_fn(byte)),
                Lane(std::array::from_fn(|i| byte(16 + i))),
            ]
        }
    }
}
