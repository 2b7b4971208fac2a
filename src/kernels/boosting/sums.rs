//! Sums of derivatives by bin.

/// A row's derivatives, or the sums of some rows': the caller says what is packed where. Sums are exact, whatever the order.
pub type Packed = [i64; 2];

/// One feature's sums by bin.
pub type Bins = [Packed; 256];

/// Both words at once.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn add(sum: &mut Packed, row: Packed) {
    use core::arch::wasm32::{i64x2, i64x2_add, i64x2_extract_lane};
    let both = i64x2_add(i64x2(sum[0], sum[1]), i64x2(row[0], row[1]));
    *sum = [i64x2_extract_lane::<0>(both), i64x2_extract_lane::<1>(both)];
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn add(sum: &mut Packed, row: Packed) {
    *sum = [sum[0] + row[0], sum[1] + row[1]];
}

/// Adds every row to the sum of its bin, for two features at once: a row's derivatives are then read once for both. `bins`
/// and `packed` stand in the same order.
#[inline(never)]
pub fn sum_all(sums: [&mut Bins; 2], bins: [&[u8]; 2], packed: &[Packed]) {
    let [first, second] = sums;
    for ((one, other), row) in bins[0].iter().zip(bins[1]).zip(packed) {
        add(&mut first[*one as usize], *row);
        add(&mut second[*other as usize], *row);
    }
}

/// Adds some rows, by their places in `bins`, as [`sum_all`] does; `rows` and `packed` stand in the same order. Rows that
/// have no bin are left out.
#[inline(never)]
pub fn sum_rows(sums: [&mut Bins; 2], bins: [&[u8]; 2], rows: &[u32], packed: &[Packed]) {
    let [first, second] = sums;
    for (row, derivatives) in rows.iter().zip(packed) {
        let row = *row as usize;
        if let (Some(one), Some(other)) = (bins[0].get(row), bins[1].get(row)) {
            add(&mut first[*one as usize], *derivatives);
            add(&mut second[*other as usize], *derivatives);
        }
    }
}
