//! Sums of derivatives by bin.

/// A row's derivatives, or the sums of some rows': the caller says what is packed where. Sums are exact, whatever the order.
pub type Packed = [i64; 2];

/// One feature's sums by bin.
pub type Bins = [Packed; 256];

#[inline(always)]
fn add(sum: &mut Packed, row: Packed) {
    *sum = [sum[0] + row[0], sum[1] + row[1]];
}

/// Adds every row to the sum of its bin; `bins` and `packed` stand in the same order.
#[inline(never)]
pub fn sum_all(sums: &mut Bins, bins: &[u8], packed: &[Packed]) {
    for (bin, row) in bins.iter().zip(packed) {
        add(&mut sums[*bin as usize], *row);
    }
}

/// Adds some rows, by their places in `bins`; `rows` and `packed` stand in the same order. Rows that have no bin are left out.
#[inline(never)]
pub fn sum_rows(sums: &mut Bins, bins: &[u8], rows: &[u32], packed: &[Packed]) {
    for (row, derivatives) in rows.iter().zip(packed) {
        if let Some(bin) = bins.get(*row as usize) {
            add(&mut sums[*bin as usize], *derivatives);
        }
    }
}
