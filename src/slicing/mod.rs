//! Slices of the rows: conditions on one or two columns under which two sets of rows differ most, looked for in one half
//! so that what is found can be tested on the other. The two sets are the rows of two files, or of two groups.

pub(crate) mod coding;
pub(crate) mod score;
pub(crate) mod search;
mod tables;

use crate::report::{Cell, Numbers};
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

/// Conditions as values that a choice of rows can be made of: `rows_1_column` with `rows_1_value`, `rows_1_missing`, or `rows_1_from` and
/// `rows_1_below`; the next condition is `rows_2_…`. Empty where one of them cannot be chosen, such as levels that share a code.
pub(crate) fn chosen(coded: &[Coded], conditions: &[Condition]) -> Numbers {
    let mut out = Numbers::new();
    for (place, condition) in conditions.iter().enumerate() {
        let column = &coded[condition.column];
        let Some(asked) = column.asked(condition) else {
            return Numbers::new();
        };
        let mut add = |name: &str, cell: Cell| {
            out.insert(format!("rows_{}_{name}", place + 1), cell);
        };
        add("column", Cell::Text(column.name.clone()));
        for (name, cell) in asked {
            add(name, cell);
        }
    }
    out
}

/// Conditions in words.
pub(crate) fn words(coded: &[Coded], conditions: &[Condition]) -> String {
    let each: Vec<String> = conditions
        .iter()
        .map(|c| coded[c.column].words(c))
        .collect();
    each.join(" and ")
}
