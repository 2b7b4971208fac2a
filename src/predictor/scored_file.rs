//! The scores of a whole file: taken away as CSV, appended to the file as columns, compared with stored ones.

use serde::Serialize;

use super::{Model, Predictions};
use crate::table::{CHUNK_ROWS, Categories, Column, ColumnData, Held, Table};

/// Rows that are listed.
const SHOWN_ROWS: usize = 200;

/// How a stored column differs from what the model says now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Skew {
    /// The stored column.
    pub column: String,
    /// What it was compared with: `class`, `score` or `number`.
    pub with: &'static str,
    /// Rows where both say something.
    pub compared: u64,
    /// Rows that differ: another class, or a number off by more than 1e-5 (relative above 1).
    pub differing: u64,
    /// The largest difference of numbers.
    pub largest: Option<f64>,
    /// The first rows that differ, from 1, with what is stored and what is said now.
    pub rows: Vec<(u64, String, String)>,
}

impl Model {
    /// Scores row by row as CSV: the row from 1, the class or number, and for a classifier each class's score.
    pub fn scores_csv(&self, said: &Predictions) -> String {
        let mut out = String::from("row,prediction");
        for class in &self.classes {
            out.push(',');
            quoted(&mut out, &format!("score {class}"));
        }
        if self.classes.is_empty() {
            for target in 1..said.response.len() {
                out.push_str(&format!(",prediction {}", target + 1));
            }
        }
        out.push('\n');
        for row in 0..said.rows {
            out.push_str(&(row + 1).to_string());
            if !self.classes.is_empty() {
                out.push(',');
                if let Some(class) = self.class_of(said, row) {
                    quoted(&mut out, class);
                }
            }
            for column in &said.response {
                out.push(',');
                if !column[row].is_nan() {
                    out.push_str(&column[row].to_string());
                }
            }
            out.push('\n');
        }
        out
    }

    /// The class of a row; `None` where it has no score.
    pub fn class_of(&self, said: &Predictions, row: usize) -> Option<&str> {
        let label = said.labels.as_ref()?.get(row)?;
        self.classes.get(*label as usize).map(String::as_str)
    }

    /// The number that stands for a row's score: of a classifier the last class's, else the answer.
    pub fn score_of(&self, said: &Predictions, row: usize) -> f64 {
        said.response.last().map_or(f64::NAN, |column| column[row])
    }

    /// The scores as columns to be put behind a file's own: name, role, values. A classifier's class is the prediction and
    /// its last class's number the score; any other model's answer is the prediction.
    pub fn columns(&self, said: &Predictions) -> Vec<(&'static str, &'static str, Held)> {
        let numbers: Vec<f64> = (0..said.rows).map(|row| self.score_of(said, row)).collect();
        let missing = bits(numbers.iter().map(|x| x.is_nan()));
        let numbers = numbers
            .iter()
            .map(|x| if x.is_nan() { 0.0 } else { *x })
            .collect::<Vec<f64>>();
        let numbers = Held {
            data: ColumnData::Number(numbers.chunks(CHUNK_ROWS).map(<[f64]>::to_vec).collect()),
            missing,
        };
        let Some(labels) = &said.labels else {
            return vec![("model_prediction", "prediction", numbers)];
        };
        let missing = bits(labels.iter().map(|label| *label == Predictions::NO_LABEL));
        let labels = Held {
            data: ColumnData::Category(Categories {
                levels: self.classes.iter().collect(),
                codes: labels.chunks(CHUNK_ROWS).map(known).collect(),
            }),
            missing,
        };
        vec![
            ("model_prediction", "prediction", labels),
            ("model_score", "score", numbers),
        ]
    }

    /// Compares a stored column with what the model says now.
    pub fn skew(&self, said: &Predictions, column: &Column) -> Skew {
        let mut skew = Skew {
            column: column.name.clone(),
            with: "number",
            compared: 0,
            differing: 0,
            largest: None,
            rows: Vec::new(),
        };
        match &column.data {
            ColumnData::Category(values) | ColumnData::Text(values) => {
                skew.with = "class";
                for (row, code) in values.codes.iter().flatten().enumerate() {
                    let (Some(stored), Some(now)) =
                        (values.levels.get(*code as usize), self.class_of(said, row))
                    else {
                        continue;
                    };
                    skew.see(row, stored == now, || (stored.to_owned(), now.to_owned()));
                }
            }
            ColumnData::Number(values) => {
                // Whole numbers that are the classes' own names are classes.
                let classes: Vec<f64> = self
                    .classes
                    .iter()
                    .filter_map(|class| class.parse().ok())
                    .collect();
                let whole = !classes.is_empty()
                    && values
                        .iter()
                        .flatten()
                        .enumerate()
                        .all(|(row, x)| column.is_missing(row) || classes.contains(x));
                skew.with = if whole {
                    "class"
                } else if self.classes.is_empty() {
                    "number"
                } else {
                    "score"
                };
                for (row, stored) in values.iter().flatten().enumerate() {
                    if column.is_missing(row) {
                        continue;
                    }
                    let now = if whole {
                        self.class_of(said, row)
                            .and_then(|class| class.parse().ok())
                            .unwrap_or(f64::NAN)
                    } else {
                        self.score_of(said, row)
                    };
                    if now.is_nan() {
                        continue;
                    }
                    let off = (stored - now).abs();
                    skew.largest = Some(skew.largest.unwrap_or(0.0).max(off));
                    let same = off <= 1e-5 * stored.abs().max(1.0);
                    skew.see(row, same, || (stored.to_string(), now.to_string()));
                }
            }
            ColumnData::Time(_) => {}
        }
        skew
    }

    /// Columns that may be features, in their order, where inputs are found by position: those with the model's own
    /// number from the left.
    pub fn candidates(table: &Table) -> Vec<usize> {
        let keys = |place: &usize| !table.columns[*place].key;
        (0..table.columns.len()).filter(keys).collect()
    }
}

impl Skew {
    fn see(&mut self, row: usize, same: bool, values: impl FnOnce() -> (String, String)) {
        self.compared += 1;
        if !same {
            self.differing += 1;
            if self.rows.len() < SHOWN_ROWS {
                let (stored, now) = values();
                self.rows.push((row as u64 + 1, stored, now));
            }
        }
    }
}

/// Codes of labels, 0 where there is none: the row is missing then.
fn known(labels: &[u32]) -> Vec<u32> {
    let code = |label: &u32| match *label {
        Predictions::NO_LABEL => 0,
        label => label,
    };
    labels.iter().map(code).collect()
}

fn quoted(out: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

/// One bit a row, the first in the lowest bit of the first word.
fn bits(flags: impl ExactSizeIterator<Item = bool>) -> Vec<u64> {
    let mut words = vec![0u64; flags.len().div_ceil(64)];
    for (row, flag) in flags.enumerate() {
        words[row / 64] |= u64::from(flag) << (row % 64);
    }
    words
}
