//! Sixteen bytes at once: vectors where safe code can use them (wasm with simd128), words elsewhere. Both answer the same.

/// Bytes that are looked at together.
pub(super) const LANES: usize = 16;

/// One bit for each of these bytes that is this one, the first lowest.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(super) fn equal(bytes: &[u8; LANES], byte: u8) -> u32 {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2};
    let whole = u128::from_le_bytes(*bytes);
    let lanes = u64x2(whole as u64, (whole >> 64) as u64);
    u32::from(u8x16_bitmask(u8x16_eq(lanes, u8x16_splat(byte))))
}

/// One bit for each of these bytes that is this one, the first lowest.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(super) fn equal(bytes: &[u8; LANES], byte: u8) -> u32 {
    let words = bytes.as_chunks::<8>().0.iter().enumerate();
    words.fold(0, |mask, (i, word)| {
        let tops = super::word::equal(u64::from_le_bytes(*word), byte);
        let bits = (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask | (bits as u32) << (8 * i)
    })
}
