//! Slices of the rows: conditions on one or two columns under which two sets of rows differ most, looked for in one half
//! so that what is found can be tested on the other. The two sets are the rows of two files, or of two groups.

pub(crate) mod coding;
pub(crate) mod score;
pub(crate) mod search;
mod tables;

use crate::table::{Table, row_key};
use coding::{Coded, Condition};

/// Rows of both sets: true where they are looked at.
pub(crate) type Rows = [Vec<bool>; 2];

/// At most `most` rows of a table in two halves, drawn by what stands in them.
pub(crate) fn halves(table: &Table, seed: u64, most: usize) -> [Vec<u32>; 2] {
    let keys = row_key::row_keys(table, seed);
    let rows = row_key::sample(&keys, most);
    // Every second row in the order of keys: the halves are as random as the keys are.
    [0, 1].map(|first| rows.iter().skip(first).step_by(2).copied().collect())
}

/// Rows of the held-out half that fulfil all conditions and none of the other slices.
pub(crate) fn rows(coded: &[Coded], conditions: &[Condition], beside: &[Vec<Condition>]) -> Rows {
    [0, 1].map(|file| {
        let rows = coded.first().map_or(0, |c| c.held_out[file].len());
        let holds = |c: &Condition, row: usize| c.holds(coded[c.column].held_out[file][row]);
        (0..rows)
            .map(|row| {
                conditions.iter().all(|c| holds(c, row))
                    && !beside
                        .iter()
                        .any(|slice| slice.iter().all(|c| holds(c, row)))
            })
            .collect()
    })
}

/// Conditions in words.
pub(crate) fn words(coded: &[Coded], conditions: &[Condition]) -> String {
    let each: Vec<String> = conditions
        .iter()
        .map(|c| coded[c.column].words(c))
        .collect();
    each.join(" and ")
}
