//! A key for each row from what stands in it, so that samples, halves and folds do not depend on row order.

use kernels::keys::{add_codes, add_instants, add_numbers, mix};
use kernels::sort::sort_keys;

use super::{CHUNK_ROWS, Column, ColumnData, Table};

/// One seed for every build: keys are compared between workers.
const SEED: u64 = 0x726f_7720_6b65_7973;
/// Stands for a missing cell.
const MISSING: u64 = 0x6d69_7373_696e_6721;

/// Adds a column's part to each row's key. The parts of all columns are added up, wrapping, in any order, so that
/// workers that hold some columns each come to the same keys together.
///
/// A column counts by its name and its values, not by its place: numbers and instants by their bits (-0 as 0),
/// categories and texts by their text.
pub fn add_column(keys: &mut [u64], column: &Column) {
    let name = text_hash(&column.name);
    let cell = |bits: u64| mix(bits ^ name);
    let missing = cell(MISSING);
    let chunks = keys.chunks_mut(CHUNK_ROWS);
    match &column.data {
        ColumnData::Number(values) => {
            for (keys, values) in chunks.zip(values) {
                add_numbers(keys, values, name);
            }
            exchange(keys, column, missing.wrapping_sub(cell(0.0f64.to_bits())));
        }
        ColumnData::Time(values) => {
            for (keys, values) in chunks.zip(values) {
                add_instants(keys, values, name);
            }
            exchange(keys, column, missing.wrapping_sub(cell(0)));
        }
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            let words: Vec<u64> = categories
                .levels
                .iter()
                .map(|level| cell(text_hash(level)))
                .collect();
            for (keys, codes) in chunks.zip(&categories.codes) {
                add_codes(keys, codes, &words, missing);
            }
        }
    }
}

/// Where a value is missing a 0 was added: this makes a missing one of it.
fn exchange(keys: &mut [u64], column: &Column, difference: u64) {
    for (keys, word) in keys.chunks_mut(64).zip(&column.missing) {
        let mut left = *word;
        while left != 0 {
            if let Some(key) = keys.get_mut(left.trailing_zeros() as usize) {
                *key = key.wrapping_add(difference);
            }
            left &= left - 1;
        }
    }
}

/// Makes keys out of the added-up parts: equal rows are numbered, so that each row has a key of its own, and `seed`
/// is mixed in. Which of several equal rows has which number depends on their order, and nothing else does.
pub fn finish(keys: &mut [u64], seed: u64) {
    let repeated = repeats(keys).keys;
    let mut seen = vec![0u64; repeated.len()];
    for key in keys {
        let mut occurrence = 0;
        if !repeated.is_empty()
            && let Ok(place) = repeated.binary_search(key)
        {
            occurrence = seen[place];
            seen[place] += 1;
        }
        *key = mix(mix(key.wrapping_add(seed)).wrapping_add(occurrence));
    }
}

/// Keys that rows have in common.
pub struct Repeats {
    /// Rows whose key an earlier one has.
    pub count: u64,
    /// Pairs of rows with equal keys.
    pub pairs: u64,
    /// Keys that occur more than once, ascending.
    pub keys: Vec<u64>,
}

/// What these keys have in common.
pub fn repeats(keys: &[u64]) -> Repeats {
    let mut sorted = keys.to_vec();
    sort_keys(&mut sorted);
    let mut out = Repeats {
        count: 0,
        pairs: 0,
        keys: Vec::new(),
    };
    for group in sorted.chunk_by(|a, b| a == b) {
        let size = group.len() as u64;
        if size > 1 {
            out.count += size - 1;
            out.pairs += size * (size - 1) / 2;
            out.keys.push(group[0]);
        }
    }
    out
}

/// A key for each row of a table from all its columns; see [`add_column`] and [`finish`].
pub fn row_keys(table: &Table, seed: u64) -> Vec<u64> {
    let mut keys = vec![0; table.rows];
    for column in &table.columns {
        add_column(&mut keys, column);
    }
    finish(&mut keys, seed);
    keys
}

/// The rows of a uniform sample without replacement: those with the smallest keys, in the order of their keys, so
/// that the sampled table does not depend on the order of rows. All rows where there are no more than `rows`.
pub fn sample(keys: &[u64], rows: usize) -> Vec<u32> {
    let mut chosen: Vec<(u64, u32)> = Vec::with_capacity(rows.min(keys.len()));
    let all = keys.iter().copied().zip(0u32..);
    if rows < keys.len() {
        // Where keys are equal the first rows are taken, as many as there is room for.
        let Some(last) = nth_smallest(keys, rows) else {
            return Vec::new();
        };
        chosen.extend(all.clone().filter(|(key, _)| *key < last));
        let room = rows - chosen.len();
        chosen.extend(all.filter(|(key, _)| *key == last).take(room));
    } else {
        chosen.extend(all);
    }
    chosen.sort_unstable();
    chosen.into_iter().map(|(_, row)| row).collect()
}

/// The `n`-th smallest key, counted from 1.
fn nth_smallest(keys: &[u64], n: usize) -> Option<u64> {
    let place = n.checked_sub(1)?;
    let mut keys = keys.to_vec();
    Some(*keys.select_nth_unstable(place).1)
}

/// Eight bytes at a time. Not foldhash: its values differ between 32-bit and 64-bit machines.
fn text_hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    bytes
        .chunks(8)
        .fold(mix(SEED ^ bytes.len() as u64), |hash, chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            mix(hash ^ u64::from_le_bytes(word))
        })
}
