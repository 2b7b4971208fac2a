//! How far bytes are ASCII without a NUL: sixteen at a time where vectors can be used.

const BLOCK: usize = 64;

/// Bytes in front of the first one that is NUL or beyond ASCII, or all.
#[inline(never)]
pub fn plain_length(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (i, block) in blocks.iter().enumerate() {
        if !is_plain(block) {
            return i * BLOCK + plain_bytes(block);
        }
    }
    bytes.len() - rest.len() + plain_bytes(rest)
}

fn plain_bytes(bytes: &[u8]) -> usize {
    let odd = |byte: &u8| byte.wrapping_sub(1) >= 0x7f;
    bytes.iter().position(odd).unwrap_or(bytes.len())
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn is_plain(block: &[u8; BLOCK]) -> bool {
    use core::arch::wasm32::{i8x16_bitmask, i8x16_splat, i8x16_sub, u64x2, v128_or};
    let mut odd = i8x16_splat(0);
    for lane in block.as_chunks::<16>().0 {
        let whole = u128::from_le_bytes(*lane);
        let v = u64x2(whole as u64, (whole >> 64) as u64);
        // Minus one, a NUL has its top bit set as well; 0x80 loses it and keeps its own.
        odd = v128_or(odd, v128_or(v, i8x16_sub(v, i8x16_splat(1))));
    }
    i8x16_bitmask(odd) == 0
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn is_plain(block: &[u8; BLOCK]) -> bool {
    block
        .iter()
        .fold(0u8, |odd, &byte| odd | byte | byte.wrapping_sub(1))
        < 0x80
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn the_first_odd_byte_is_found_anywhere() {
        for length in [0, 1, 63, 64, 65, 200] {
            let text = vec![b'a'; length];
            assert_eq!(plain_length(&text), length);
            for at in 0..length {
                for odd in [0, 0x80, 0xff] {
                    let mut text = text.clone();
                    text[at] = odd;
                    assert_eq!(plain_length(&text), at, "{odd} at {at} of {length}");
                }
            }
        }
        assert_eq!(plain_length(&[1, 0x7f, 0x7f]), 3);
    }
}
