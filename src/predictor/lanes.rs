//! Sixteen bytes at once: a vector of wasm's simd128 where that is there, else an array.

pub(super) use sixteen::Lane;

/// Bytes of a lane.
pub(super) const WIDTH: usize = 16;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod sixteen {
    use core::arch::wasm32::{
        u8x16_add, u8x16_le, u8x16_splat, u64x2, u64x2_extract_lane, v128, v128_bitselect,
    };

    /// Sixteen bytes.
    #[derive(Clone, Copy)]
    pub(in crate::predictor) struct Lane(v128);

    impl Lane {
        #[inline(always)]
        pub(in crate::predictor) fn all(byte: u8) -> Lane {
            Lane(u8x16_splat(byte))
        }

        #[inline(always)]
        pub(in crate::predictor) fn of(bytes: [u8; 16]) -> Lane {
            let whole = u128::from_le_bytes(bytes);
            Lane(u64x2(whole as u64, (whole >> 64) as u64))
        }

        #[inline(always)]
        pub(in crate::predictor) fn bytes(self) -> [u8; 16] {
            let low = u128::from(u64x2_extract_lane::<0>(self.0));
            let high = u128::from(u64x2_extract_lane::<1>(self.0));
            (low | high << 64).to_le_bytes()
        }

        /// All bits where a byte is at most the other.
        #[inline(always)]
        pub(in crate::predictor) fn at_most(self, other: Lane) -> Lane {
            Lane(u8x16_le(self.0, other.0))
        }

        /// `yes` where the mask is set, else `no`.
        #[inline(always)]
        pub(in crate::predictor) fn choose(self, yes: Lane, no: Lane) -> Lane {
            Lane(v128_bitselect(yes.0, no.0, self.0))
        }

        /// The mask's bytes added: each is -1 where it is set.
        #[inline(always)]
        pub(in crate::predictor) fn plus(self, base: Lane) -> Lane {
            Lane(u8x16_add(base.0, self.0))
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod sixteen {
    /// Sixteen bytes.
    #[derive(Clone, Copy)]
    pub(in crate::predictor) struct Lane([u8; 16]);

    impl Lane {
        #[inline(always)]
        pub(in crate::predictor) fn all(byte: u8) -> Lane {
            Lane([byte; 16])
        }

        #[inline(always)]
        pub(in crate::predictor) fn of(bytes: [u8; 16]) -> Lane {
            Lane(bytes)
        }

        #[inline(always)]
        pub(in crate::predictor) fn bytes(self) -> [u8; 16] {
            self.0
        }

        /// All bits where a byte is at most the other.
        #[inline(always)]
        pub(in crate::predictor) fn at_most(self, other: Lane) -> Lane {
            Lane(std::array::from_fn(|i| {
                if self.0[i] <= other.0[i] { 0xff } else { 0 }
            }))
        }

        /// `yes` where the mask is set, else `no`.
        #[inline(always)]
        pub(in crate::predictor) fn choose(self, yes: Lane, no: Lane) -> Lane {
            Lane(std::array::from_fn(|i| {
                (self.0[i] & yes.0[i]) | (!self.0[i] & no.0[i])
            }))
        }

        /// The mask's bytes added: each is -1 where it is set.
        #[inline(always)]
        pub(in crate::predictor) fn plus(self, base: Lane) -> Lane {
            Lane(std::array::from_fn(|i| base.0[i].wrapping_add(self.0[i])))
        }
    }
}
