//! Which rows are looked at where not all can be.

use crate::stats::order::order;
use crate::stats::random::Random;

/// Rows drawn without replacement, ascending: as background, `count` of `rows`.
pub fn drawn(rows: usize, count: usize, seed: u64) -> Vec<u32> {
    if count >= rows {
        return (0..rows as u32).collect();
    }
    // Selection sampling: Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S.
    let mut random = Random::new(seed);
    let mut out = Vec::with_capacity(count);
    for row in 0..rows {
        let left = (rows - row) as f64;
        if random.uniform() * left < (count - out.len()) as f64 {
            out.push(row as u32);
        }
    }
    out
}

/// All rows in an order of which every beginning is a stratified sample over the output: rows are ranked by it, and ranks
/// are visited in bit-reversed order (van der Corput 1935) from a drawn start. Whoever stops after any number of rows has
/// looked at all parts of the output evenly. Rows whose output is no number are left out.
pub fn stratified(outputs: &[f64], seed: u64) -> Vec<u32> {
    let rows: Vec<u32> = (0..outputs.len() as u32)
        .filter(|row| outputs[*row as usize].is_finite())
        .collect();
    let ranked = order(rows.len(), &|a, b| {
        let value = |i: usize| outputs[rows[i] as usize];
        value(a).total_cmp(&value(b)).then(a.cmp(&b))
    });
    let count = rows.len();
    if count == 0 {
        return Vec::new();
    }
    let start = (Random::new(seed).uniform() * count as f64) as usize;
    let bits = usize::BITS - (count - 1).leading_zeros();
    (0..1usize << bits)
        .map(|at| match bits {
            0 => 0,
            bits => at.reverse_bits() >> (usize::BITS - bits),
        })
        .filter(|rank| *rank < count)
        .map(|rank| rows[ranked[(rank + start) % count]])
        .collect()
}

/// Columns of chosen rows only.
pub fn taken(columns: &[&[f64]], rows: &[u32]) -> Vec<Vec<f64>> {
    let of = |column: &&[f64]| rows.iter().map(|row| column[*row as usize]).collect();
    columns.iter().map(of).collect()
}
