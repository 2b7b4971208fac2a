//! A key for each row from what stands in it, so that samples, halves and folds do not depend on row order.

use super::mix::mix;
use super::{Categories, Column, ColumnData, Table};

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
    match &column.data {
        ColumnData::Number(chunks) => {
            let bits = chunks.iter().flatten().map(|v| (v + 0.0).to_bits());
            add(keys, column, bits.map(cell), cell(MISSING));
        }
        ColumnData::Time(chunks) => {
            let bits = chunks.iter().flatten().map(|v| *v as u64);
            add(keys, column, bits.map(cell), cell(MISSING));
        }
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            let levels: Vec<u64> = categories
                .levels
                .iter()
                .map(|level| cell(text_hash(level)))
                .collect();
            let missing = cell(MISSING);
            let codes = categories.codes.iter().flatten();
            for (key, code) in keys.iter_mut().zip(codes) {
                let part = match *code {
                    Categories::MISSING => missing,
                    code => levels.get(code as usize).copied().unwrap_or(missing),
                };
                *key = key.wrapping_add(part);
            }
        }
    }
}

fn add(keys: &mut [u64], column: &Column, parts: impl Iterator<Item = u64>, missing: u64) {
    for (row, (key, part)) in keys.iter_mut().zip(parts).enumerate() {
        let part = if column.is_missing(row) {
            missing
        } else {
            part
        };
        *key = key.wrapping_add(part);
    }
}

/// Makes keys out of the added-up parts: equal rows are numbered, so that each row has a key of its own, and `seed`
/// is mixed in. Which of several equal rows has which number depends on their order, and nothing else does.
pub fn finish(keys: &mut [u64], seed: u64) {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    order.sort_unstable_by_key(|&row| (keys[row as usize], row));
    let mut before = None;
    let mut occurrence = 0u64;
    for row in order {
        let key = &mut keys[row as usize];
        occurrence = if before == Some(*key) {
            occurrence + 1
        } else {
            0
        };
        before = Some(*key);
        *key = mix(mix(key.wrapping_add(seed)).wrapping_add(occurrence));
    }
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
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    let by_key = |row: &u32| (keys[*row as usize], *row);
    if rows < order.len() {
        if rows > 0 {
            order.select_nth_unstable_by_key(rows - 1, by_key);
        }
        order.truncate(rows);
    }
    order.sort_unstable_by_key(by_key);
    order
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
