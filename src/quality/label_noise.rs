//! Rows whose features are equal and whose labels are not.

use super::facts::File;
use super::parameters::Parameters;
use super::problem::{Problem, count, doubtful, first, words};
use super::rows::{cell, columns, is_feature, keys};
use crate::config::Role;
use crate::stats::proportion::Share;

/// Fewest rows with a label.
const LEAST: usize = 20;

/// For the first column with the role of a label: the rows that any rule of the features alone gets wrong, since rows
/// of equal features with other labels are more. A lower bound of the error of every model of these columns on these
/// rows (Cover TM, Hart PE 1967, IEEE Trans. Inf. Theory 13, 21: the Bayes risk of what was seen).
pub(super) fn find(file: File, parameters: &Parameters, out: &mut Vec<Problem>) {
    let features = columns(file, is_feature);
    let Some(&label) = columns(file, |r| r == Role::Label).first() else {
        return;
    };
    let target = &file.table.columns[label];
    if features.is_empty() {
        return;
    }
    let keys = keys(file, &features);
    let mut labelled: Vec<(u64, u64, u32)> = (0..file.table.rows)
        .filter_map(|row| Some((keys[row], (cell(target, row)? + 0.0).to_bits(), row as u32)))
        .collect();
    if labelled.len() < LEAST {
        return;
    }
    labelled.sort_unstable();
    let (mut wrong, mut in_conflict, mut groups) = (0, 0, 0);
    let mut rows: Vec<usize> = Vec::new();
    for group in labelled.chunk_by(|a, b| a.0 == b.0) {
        let most = group
            .chunk_by(|a, b| a.1 == b.1)
            .map(<[_]>::len)
            .max()
            .unwrap_or(0);
        if most < group.len() {
            wrong += (group.len() - most) as u64;
            in_conflict += group.len() as u64;
            groups += 1;
            rows.extend(group.iter().map(|g| g.2 as usize));
        }
    }
    let share = Share {
        count: wrong,
        rows: labelled.len() as u64,
    };
    // A numeric label with a value of its own in every row has no classes.
    let mut distinct: Vec<u64> = labelled.iter().map(|l| l.1).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if wrong == 0
        || distinct.len() > 100
        || (wrong as f64) < parameters.serious_share * labelled.len() as f64
    {
        return;
    }
    rows.sort_unstable();
    out.push(Problem {
        check: "label-noise",
        key: String::new(),
        share,
        severity: doubtful(share, parameters.label_noise),
        threshold: parameters.label_noise,
        measure: None,
        rows: first(rows.into_iter()),
        numbers: vec![
            ("label", words(target.name.clone())),
            ("conflicting", count(in_conflict)),
            ("groups", count(groups)),
        ],
    });
}
